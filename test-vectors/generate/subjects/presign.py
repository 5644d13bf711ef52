"""The query form."""

from . import flags
from .cases import HOST, TOKEN, group

FILE = "presign.json"


def headers(*more) -> dict:
    return {"headers": [*HOST, *map(list, more)]}


ROWS = [
    ("query", "a query of the caller's", "Presign", {"target": "/?a=1"}),
    ("query-sorts-among", "parameters that sort among those of the signature", "Presign QueryOrder", {"target": "/?X-Amz-E=1&X-Amz-Z=2&X=3&Y=4"}),
    ("path", "a path to encode", "Presign PathEncodedTwice", {"target": "/a%20b"}),
    ("empty-path", "no path: the signed target has one", "Presign PathEmpty", {"target": ""}),
    ("expires-one", "one second", "Presign Expiry", {"expires_seconds": 1}),
    ("expires-a-day", "a day", "Presign Expiry", {"expires_seconds": 86400}),
    ("expires-seven-days", "seven days, the most", "Presign Expiry", {"expires_seconds": 604800}),
    ("one-header", "one more header", "PresignHeaders", headers(("X-Amz-Meta-A", "1"))),
    ("three-headers", "three more", "PresignHeaders HeaderOrder", headers(("Range", "bytes=0-9"), ("x-amz-acl", "private"), ("Content-Type", "a/b"))),
    ("header-with-hyphen", "names joined with %3B", "PresignHeaders", headers(("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="))),
    ("header-repeated", "a header given twice", "PresignHeaders HeaderRepeated", headers(("a", "1"), ("a", "2"))),
    ("token-and-header", "a token and a header", "PresignHeaders TokenSigned", headers(("x-amz-meta-a", "1")) | {"session_token": TOKEN}),
    ("end-of-day", "a life that reaches into the next day", "Presign Date", {"timestamp": "20150830T235959Z"}),
    ("rds-token", "a database's token: what is presigned is this", "Presign ServiceRules",
     {"service": "rds-db", "target": "/?Action=connect&DBUser=admin", "headers": [["Host", "db.abc.us-east-1.rds.amazonaws.com:5432"]],
      "expires_seconds": 900}),
    ("eks-token", "a cluster's token: STS with a signed header", "PresignHeaders ServiceRules",
     {"service": "sts", "target": "/?Action=GetCallerIdentity&Version=2011-06-15", "expires_seconds": 60,
      "headers": [["Host", "sts.us-east-1.amazonaws.com"], ["x-k8s-aws-id", "cluster"]]}),
]
S3 = [
    ("get", "a GET of an object", "Basic Presign S3Rules", {"target": "/key"}),
    ("put", "a PUT, the body left open", "Presign S3Rules PayloadUnsigned", {"method": "PUT", "target": "/key"}),
    ("key-to-encode", "a key with a space, a plus sign and an accent", "Presign S3PathEncodedOnce", {"target": "/a%20b%2Bc%C3%A9"}),
    ("version", "a version of an object", "Presign S3Rules", {"target": "/key?versionId=abc"}),
    ("response-headers", "what the answer is to say", "Presign S3Rules QueryEncoding",
     {"target": "/key?response-content-disposition=attachment%3B%20filename%3D%22a%20b.txt%22"}),
    ("sub-resource", "a sub-resource without a value", "Presign S3Rules QueryEmpty", {"target": "/?uploads"}),
    ("token", "with a token", "Presign S3Rules TokenSigned", {"target": "/key", "session_token": TOKEN}),
    ("headers", "with headers", "PresignHeaders S3Rules", {"method": "PUT", "target": "/key"} | headers(("x-amz-acl", "public-read"))),
]
NOT_SENT = [
    (name, f"aws-sigv4 leaves {header} out of a presigned URL", "PresignNotSent", headers((header, "ENABLED")),
     {"result": "acceptable", "alternatives": [(["aws-sigv4"], {"headers": HOST})]})
    for name, header in [("checksum-mode", "x-amz-checksum-mode"), ("x-amz-user-agent", "x-amz-user-agent")]
]


def build() -> dict:
    return flags.document(
        "The query form", ["The parameters are added behind the caller's own, and are sorted among them in the canonical request."],
        [group("presign", ROWS + NOT_SENT, "presign"), group("presign", S3, "presign/s3", service="s3")])
