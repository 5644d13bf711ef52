//! Whom the function URL lets in, and the event it answers.

use serde_json::{Value, json};
use sigfour::local::LocalAws;
use sigfour::{Request, Signer};

use crate::wire::{Call, Reply, assume_role, credentials, invoke, start, sts};

#[test]
fn without_a_signature_or_without_permission_the_function_url_is_forbidden() {
    let aws = start();
    let url = aws.function_url();
    let forbidden = |reply: Reply| {
        assert_eq!(
            (reply.status, reply.header("x-amzn-errortype")),
            (403, "AccessDeniedException")
        );
        assert_eq!(
            reply.json(),
            json!({
                "Message": "Forbidden. For troubleshooting Function URL authorization issues, see: \
                            https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"
            })
        );
    };
    forbidden(Call::new(&url, "GET", "/").send(&url));
    forbidden(invoke(&aws, &aws.credentials()));
    forbidden(invoke(&aws, &credentials(&sts(&aws, &aws.credentials(), "GetSessionToken", &[]))));

    let aws = LocalAws::builder().function_allows_user(true).start().unwrap();
    let reply = invoke(&aws, &aws.credentials());
    assert_eq!(reply.status, 200);
    let iam = &reply.json()["requestContext"]["authorizer"]["iam"];
    assert_eq!(iam["userArn"], *aws.user_arn());
    assert_eq!(iam["accessKey"], aws.credentials().access_key_id());
}

#[test]
fn the_function_url_does_not_take_an_unsigned_payload() {
    let aws = start();
    let url = aws.function_url();
    let rules = sigfour::Rules::of("lambda").unsigned_payload(sigfour::UnsignedPayload::Taken);
    let mut call = Call::new(&url, "POST", "/").header("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    let request = Request::new("POST", "/").headers(&call.headers);
    let signer = Signer::new("lambda", aws.region()).rules(rules);
    let signed = signer.sign(&request, &assume_role(&aws), aws.now()).unwrap();
    call.headers.extend(signed.headers().map(|(n, v)| (n.to_string(), v.to_string())));
    let reply = call.send(&url);
    assert_eq!(
        (reply.status, reply.header("x-amzn-errortype")),
        (403, "InvalidSignatureException")
    );
}

#[test]
fn the_event_is_that_of_payload_format_2() {
    let aws = LocalAws::builder().region("ap-northeast-2").start().unwrap();
    let url = aws.function_url();
    let temporary = assume_role(&aws);
    let call = Call::new(&url, "POST", "/a%2Fb//c%20d?name=one+two&n=%3D&name=3&empty")
        .header("content-type", "application/json; charset=utf-8")
        .header("X-Twice", "1")
        .header("x-twice", "2")
        .header("cookie", "first=1; second=2")
        .header("user-agent", "tests/1.0")
        .body("{\"größe\":1}")
        .sign("lambda", aws.region(), &temporary, aws.now());
    let reply = call.send(&url);
    assert_eq!(reply.status, 200, "{}", reply.body);
    let mut event = reply.json();
    let context = event["requestContext"].take();
    let headers = event["headers"].take();
    assert_eq!(
        event,
        json!({
            "version": "2.0",
            "routeKey": "$default",
            "rawPath": "/a%2Fb//c%20d",
            "rawQueryString": "name=one+two&n=%3D&name=3&empty",
            "cookies": ["first=1", "second=2"],
            "headers": null,
            "queryStringParameters": { "name": "one two,3", "n": "=", "empty": "" },
            "requestContext": null,
            "body": "{\"größe\":1}",
            "isBase64Encoded": false,
        })
    );
    let names: Vec<_> = headers.as_object().unwrap().keys().map(String::as_str).collect();
    let expected =
        ["content-length", "content-type", "host", "user-agent", "x-amz-date", "x-twice"];
    assert_eq!(names, expected);
    assert_eq!(headers["x-twice"], "1,2");

    let url_id = context["apiId"].as_str().unwrap();
    assert_eq!(url_id.len(), 32);
    let now = aws.now();
    assert!((context["timeEpoch"].as_i64().unwrap() / 1000 - now.unix_seconds()).abs() <= 2);
    assert!(context["time"].as_str().unwrap().ends_with(" +0000"));
    let user_id = context["authorizer"]["iam"]["userId"].as_str().unwrap();
    assert!(user_id.starts_with("AROA") && user_id.ends_with(":session"), "{user_id}");
    assert_eq!(
        context,
        json!({
            "accountId": "123456789012",
            "apiId": url_id,
            "authentication": null,
            "authorizer": { "iam": {
                "accessKey": temporary.access_key_id(),
                "accountId": "123456789012",
                "callerId": user_id,
                "cognitoIdentity": null,
                "principalOrgId": null,
                "userArn": "arn:aws:sts::123456789012:assumed-role/caller/session",
                "userId": user_id,
            } },
            "domainName": format!("{url_id}.lambda-url.ap-northeast-2.on.aws"),
            "domainPrefix": url_id,
            "http": {
                "method": "POST",
                "path": "/a%2Fb//c%20d",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "tests/1.0",
            },
            "requestId": reply.header("x-amzn-requestid"),
            "routeKey": "$default",
            "stage": "$default",
            "time": context["time"],
            "timeEpoch": context["timeEpoch"],
        })
    );
}

#[test]
fn a_body_that_is_not_text_is_base64_in_the_event() {
    let aws = start();
    let url = aws.function_url();
    let temporary = assume_role(&aws);
    for (content_type, body, expected, is_base64) in [
        ("application/octet-stream", &b"\xfb\xff\x00"[..], "+/8A", true),
        ("text/plain", b"hello", "hello", false),
        ("text/plain", b"\xff", "/w==", true),
        ("application/x-www-form-urlencoded", b"a=b", "YT1i", true),
    ] {
        let call = Call::new(&url, "POST", "/").header("content-type", content_type).body(body);
        let event = call.sign("lambda", aws.region(), &temporary, aws.now()).send(&url).json();
        assert_eq!(event["body"], expected, "{content_type}");
        assert_eq!(event["isBase64Encoded"], is_base64, "{content_type}");
    }
    let event = invoke(&aws, &temporary).json();
    for absent in ["body", "cookies", "queryStringParameters"] {
        assert_eq!(event.get(absent), None::<&Value>);
    }
}
