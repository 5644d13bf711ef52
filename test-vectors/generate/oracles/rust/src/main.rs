//! What AWS's SDK for Rust makes of a request of the line protocol: one JSON object a line in, one out.
//!
//! `sign_chunks`: the seed, the chain of signatures, and the body where its chunks are of one size.
//! `sign_events`: signatures and frames, where each payload is a message of its own or empty.
//! `sign_v4a`, `presign_v4a`: a signature. `derive_key_v4a`: the private key.

mod case;
mod chunks;
mod events;
mod v4a;

use std::io::BufRead;

use case::{Case, Failure};
use serde_json::{Value, json};

fn answer(case: &Case) -> Result<Value, Failure> {
    match case.text("op") {
        "sign_chunks" => chunks::sign(case),
        "sign_events" => events::sign(case),
        "sign_v4a" | "presign_v4a" => v4a::sign(case),
        "derive_key_v4a" => Ok(v4a::derive_key(case)),
        _ => Ok(json!({"unsupported": true})),
    }
}

fn main() {
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let case = Case(serde_json::from_str(&line).unwrap_or_default());
        println!(
            "{}",
            answer(&case).unwrap_or_else(|failure| json!({"error": failure.to_string()}))
        );
    }
}
