//! Queries a DynamoDB table by its key `id`, without an SDK:
//! `cargo run --features client --example dynamodb_query -- https://dynamodb.eu-west-1.amazonaws.com/ TABLE ID`

use serde_json::json;
use sigfour::Client;
use sigfour::client::Error;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, table, id] = &arguments[..] else {
        eprintln!("usage: dynamodb_query URL TABLE ID");
        std::process::exit(2)
    };
    if let Err(error) = query(url, table, id) {
        eprintln!("error: {error}\nwhat to do: {}", error.advice());
        std::process::exit(1);
    }
}

fn query(url: &str, table: &str, id: &str) -> Result<(), Error> {
    let query = json!({
        "TableName": table,
        "KeyConditionExpression": "id = :id",
        "ExpressionAttributeValues": { ":id": { "S": id } },
    });
    let client = Client::builder().service("dynamodb").build()?;
    let answer = client
        .post(url)
        .header("content-type", "application/x-amz-json-1.0")
        .header("x-amz-target", "DynamoDB_20120810.Query")
        .body(query.to_string())
        .call()?
        .ok()?;
    println!("{}", answer.text());
    Ok(())
}
