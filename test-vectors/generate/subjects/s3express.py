"""S3 Express One Zone: sessions with a token of their own."""

from . import flags
from .cases import TOKEN, group

FILE = "s3express.json"

BUCKET = [["Host", "bucket--use1-az4--x-s3.s3express-use1-az4.us-east-1.amazonaws.com"]]
ROWS = [
    ("get", "a GET within a session", {"target": "/key"}),
    ("put", "a PUT within a session", {"method": "PUT", "target": "/key", "body": "aGVsbG8="}),
    ("key-to-encode", "a key to encode", {"target": "/a%20b%2Bc"}),
    ("slashes", "a key with two slashes", {"target": "/a//b"}),
    ("list", "a listing", {"target": "/?list-type=2&prefix=a"}),
    ("checksum", "a checksum is signed", {"method": "PUT", "target": "/key", "headers": [*BUCKET, ["x-amz-checksum-crc32", "AAAAAA=="]]}),
]


def build() -> dict:
    shared = {"service": "s3express", "session_token": TOKEN, "headers": BUCKET}
    rows = [(name, comment, "S3Express", given) for name, comment, given in ROWS]
    presigned = [(name, comment, "S3Express Presign", given) for name, comment, given in ROWS[:4]]
    return flags.document("S3 Express", ["The rules of S3; the token is x-amz-s3session-token, in a query X-Amz-S3session-Token."],
                          [group("sign", rows, "s3express", **shared), group("presign", presigned, "s3express/presigned", **shared)])
