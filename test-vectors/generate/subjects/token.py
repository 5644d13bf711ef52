"""Session tokens."""

from . import flags
from .cases import TOKEN, group

FILE = "token.json"

TOKENS = [
    ("long", TOKEN, "as STS makes them: '/' and no '='"),
    ("symbols", "a+b/c=", "each of the characters of base64 that a query encodes"),
    ("short", "t", "one character"),
    ("very-long", "FwoGZXIvYXdzE" + "A" * 1200, "1200 characters"),
]


def rows(marks: str) -> list:
    return [(name, f"the token: {comment}", marks, {"session_token": token}) for name, token, comment in TOKENS]


def build() -> dict:
    s3 = [("s3", "a token at S3, with the payload's hash", "TokenSigned S3Rules", {"session_token": TOKEN})]
    own = [("already-there", "the caller's header is the same token: it is there once", "TokenSigned",
            {"session_token": TOKEN, "headers": [["Host", "example.amazonaws.com"], ["X-Amz-Security-Token", TOKEN]]})]
    lambda_ = [("lambda", "a token at a function URL", "TokenSigned ServiceRules", {"session_token": TOKEN, "service": "lambda"})]
    rule = [("rule-appended", "the token is appended by rule, not by service", "TokenAppended", {"session_token": TOKEN, "rules": {"session_token": "appended"}})]
    iot = {"service": "iotdevicegateway", "target": "/mqtt"}
    return flags.document(
        "Session tokens", ["A token is one more header, or parameter, that is signed: everywhere but at AWS IoT's device gateway."],
        [group("sign", rows("TokenSigned") + own + lambda_ + rule, "token"), group("sign", s3, "token", service="s3"),
         group("presign", rows("TokenSigned Presign") + rule, "token/presigned"),
         group("presign", s3, "token/presigned", service="s3"),
         group("sign", rows("TokenAppended ServiceRules")[:2], "token/iot", **iot),
         group("presign", rows("TokenAppended ServiceRules Presign"), "token/iot/presigned", **iot)])
