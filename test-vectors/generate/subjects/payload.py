"""The payload's line."""

from . import flags
from .cases import HOST, b64, group

FILE = "payload.json"

BODIES = [
    ("empty", b"", "no body"),
    ("text", b"hello", "a text"),
    ("json", b'{"a":1}', "JSON"),
    ("newline", b"\n", "a line feed"),
    ("nul", b"\0", "a NUL"),
    ("binary", bytes(range(256)), "every byte there is"),
    ("invalid-utf8", b"\xff\xfe\xc0", "no UTF-8"),
    ("block", b"a" * 64, "a block of SHA-256"),
    ("block-less-one", b"a" * 63, "one byte less"),
    ("long", b"0123456789" * 1000, "10,000 bytes"),
    ("form", b"Action=GetCallerIdentity&Version=2011-06-15", "a form"),
]
STREAMED = ["STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "STREAMING-AWS4-HMAC-SHA256-EVENTS"]
DIGEST = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"


def by_body(marks: str, names: list | None = None) -> list:
    return [(name, f"the body: {comment}", marks, {"method": "POST", "body": b64(body)}) for name, body, comment in BODIES if names is None or name in names]


def given(value: str) -> dict:
    return {"method": "PUT", "headers": [*HOST, ["X-Amz-Content-Sha256", value]], "body": b64(b"hello")}


def build() -> dict:
    unsigned = {"method": "PUT", "body": b64(b"hello"), "rules": {"payload": "UNSIGNED-PAYLOAD"}}
    hashed = {"method": "PUT", "body": b64(b"hello"), "rules": {"payload": DIGEST}}
    streamed = [(name.lower().replace("-aws4-hmac-sha256", ""), name, "PayloadStreaming S3Rules", {"method": "PUT", "rules": {"payload": name}})
                for name in STREAMED]
    own = [
        ("given-digest", "the caller has hashed the body", "PayloadGiven S3Rules", given(DIGEST)),
        ("given-unsigned", "the caller leaves the body open", "PayloadGiven PayloadUnsigned S3Rules", given("UNSIGNED-PAYLOAD")),
        ("given-streaming", "the caller streams", "PayloadGiven PayloadStreaming S3Rules", given(STREAMED[0])),
    ]
    s3 = [("unsigned", "UNSIGNED-PAYLOAD over https", "PayloadUnsigned S3Rules", unsigned),
          ("digest", "a hash that was made before", "PayloadSigned S3Rules", hashed), *streamed, *own]
    other = [("unsigned", "UNSIGNED-PAYLOAD where the service takes it; no header says so", "PayloadUnsigned", unsigned),
             ("digest", "a hash that was made before", "PayloadSigned", hashed),
             ("with-header", "the header is sent where S3 is not", "PayloadSigned",
              {"method": "POST", "body": b64(b"hello"), "rules": {"content_sha256_header": True}}),
             ("given-digest", "the caller has hashed the body", "PayloadGiven", given(DIGEST)),
             ("unsigned-with-header", "UNSIGNED-PAYLOAD, and the header says so", "PayloadUnsigned",
              unsigned | {"rules": {"payload": "UNSIGNED-PAYLOAD", "content_sha256_header": True}})]
    presigned = [("body", "not S3: the body is signed in a presigned URL, too", "PayloadSigned Presign", {"method": "POST", "body": b64(b"hello")}),
                 ("unsigned", "not S3, left open by rule", "PayloadUnsigned Presign", unsigned)]
    presigned_s3 = [("s3-body", "S3 leaves it open, whatever the body", "PayloadUnsigned S3Rules Presign", {"method": "PUT", "body": b64(b"hello")}),
                    ("s3-signed", "by rule the body is signed", "PayloadSigned S3Rules Presign",
                     {"method": "PUT", "body": b64(b"hello"), "rules": {"payload": "signed"}})]
    return flags.document(
        "Payloads", ["The last line of the canonical request: a SHA-256, UNSIGNED-PAYLOAD or the name of a streamed payload."],
        [group("sign", by_body("PayloadSigned", [name for name, _, _ in BODIES[1:]]) + other, "payload"),
         group("sign", by_body("PayloadSigned S3Rules", ["empty", "text", "binary"]) + s3, "payload/s3", service="s3"),
         group("presign", presigned, "payload/presigned"), group("presign", presigned_s3, "payload/presigned", service="s3")])
