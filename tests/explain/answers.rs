//! A server's view is read from every form in which servers answer: those that AWS documents, and those that its users
//! report.

use sigfour::client::Answer;
use sigfour::explain::ServerView;

const CANONICAL: &str =
    "GET\n/a\n\nhost:example.com\nx-quote:it's\n\nhost;x-quote\nUNSIGNED-PAYLOAD";
const STRING_TO_SIGN: &str = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/service/aws4_request\n1c09dde5e2e1d24b6de1b9a1b1ee1ed8b4b9f9e1b1b1f6b1b1b1b1b1b1b1b1b1";
const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";

fn view(headers: &[(&str, &str)], body: &str) -> ServerView {
    let headers = headers.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
    ServerView::of_answer(&Answer::new(403, headers, body.into()))
}

fn message() -> String {
    format!(
        "{MISMATCH}\n\nThe Canonical String for this request should have been\n'{CANONICAL}'\n\nThe String-to-Sign should have been\n'{STRING_TO_SIGN}'\n"
    )
}

fn bytes(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn the_canonical_request_is_found_in_every_form_of_an_answer() {
    let json = serde_json::json!({ "message": message() }).to_string();
    let typed = serde_json::json!({
        "__type": "com.amazon.coral.service#InvalidSignatureException",
        "Message": message(),
    })
    .to_string();
    let sts = format!(
        "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>{}</Message></Error><RequestId>1</RequestId></ErrorResponse>",
        message().replace('\'', "&apos;")
    );
    let s3 = |bytes: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>SignatureDoesNotMatch</Code><Message>{MISMATCH}</Message><AWSAccessKeyId>AKIDEXAMPLE</AWSAccessKeyId><StringToSign>{STRING_TO_SIGN}</StringToSign><SignatureProvided>0</SignatureProvided><CanonicalRequest>{CANONICAL}</CanonicalRequest>{bytes}<RequestId>1</RequestId><HostId>2</HostId></Error>"
        )
    };
    let with_bytes = s3(&format!(
        "<StringToSignBytes>{}</StringToSignBytes><CanonicalRequestBytes>{}</CanonicalRequestBytes>",
        bytes(STRING_TO_SIGN),
        bytes(CANONICAL)
    ));
    let error_type =
        [("x-amzn-errortype", "InvalidSignatureException:http://internal.amazon.com/")];
    for (name, headers, body, code) in [
        ("Lambda", &error_type[..], json, "InvalidSignatureException"),
        ("DynamoDB", &[], typed, "InvalidSignatureException"),
        ("STS", &[], sts, "SignatureDoesNotMatch"),
        ("S3", &[], with_bytes, "SignatureDoesNotMatch"),
        ("S3 without the bytes", &[], s3(""), "SignatureDoesNotMatch"),
    ] {
        let view = view(headers, &body);
        assert_eq!(view.code, code, "{name}");
        assert_eq!(view.message, MISMATCH, "{name}");
        assert_eq!(view.canonical_request.as_deref(), Some(CANONICAL), "{name}");
        assert_eq!(view.string_to_sign.as_deref(), Some(STRING_TO_SIGN), "{name}");
    }
}

#[test]
fn what_else_s3_tells_is_read() {
    let mismatch = view(
        &[("date", "Sun, 30 Aug 2015 12:36:00 GMT")],
        "<Error><Code>XAmzContentSHA256Mismatch</Code><Message>The provided 'x-amz-content-sha256' header does not match what was computed.</Message><ClientComputedContentSHA256>aa</ClientComputedContentSHA256><S3ComputedContentSHA256>bb</S3ComputedContentSHA256></Error>",
    );
    assert_eq!(mismatch.body_sha256.as_deref(), Some("bb"));
    assert_eq!(mismatch.date.unwrap().unix_seconds(), 1_440_938_160);
    let skewed = view(
        &[],
        "<Error><Code>RequestTimeTooSkewed</Code><Message>The difference between the request time and the current time is too large.</Message><RequestTime>20150830T113600Z</RequestTime><ServerTime>2015-08-30T12:36:00Z</ServerTime></Error>",
    );
    assert_eq!(skewed.date.unwrap().unix_seconds(), 1_440_938_160);
    let region = view(
        &[],
        "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-west-1'</Message><Region>eu-west-1</Region></Error>",
    );
    assert_eq!(region.region.as_deref(), Some("eu-west-1"));
}

#[test]
fn an_answer_that_is_no_error_is_read_as_nothing() {
    for body in ["", "{}", "<html><body/></html>", "<a>", "null", "[1]"] {
        let view = view(&[], body);
        assert_eq!(
            (view.code.as_str(), view.canonical_request, view.string_to_sign),
            ("", None, None)
        );
    }
    let shown = ServerView::of_message("x", &message());
    assert!(!format!("{shown:?}").contains("it's"), "a canonical request may hold a token");
    // Cut short, it is no canonical request, and nothing breaks.
    let text = message();
    for end in (0..text.len()).step_by(7) {
        let _ = ServerView::of_message("x", &text[..end]);
    }
}
