"""Browser uploads to S3: the policy of a form."""

import base64
import json

import postpolicy
from official import agree

from . import flags
from .cases import PLAIN, SOURCE, TOKEN, b64, group, refused

FILE = "post_policy.json"

PAGE = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-authentication-HTTPPOST.html"
EXAMPLE = "https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-post-example.html"
FLAGS = {
    "PostPolicy": ("FUNCTIONALITY", "The string to sign is the policy in base64, without canonical request or scope.", flags.REFUSED, PAGE),
    "PolicyAsItIs": ("MODIFIED_PARAMETER", "policy_base64 is signed and sent as it is: not decoded, sorted, shortened or written anew.", flags.REFUSED, PAGE),
    "PolicyFields": ("FUNCTIONALITY", "The fields of the form that authenticate it. Names of fields count in any case.", flags.REFUSED, EXAMPLE),
    "PolicyDocument": ("CAN_OF_WORMS", "The policy is given as a document. Some signers sign its text as it stands, some put the conditions that every form "
                       "needs into it, some write it anew: each may be right. The expected answer is that of its text as it stands.", None, PAGE),
    "PolicyNotJson": ("EDGE_CASE", "A document that is no JSON object.", flags.WRONG, PAGE),
}
ORACLES = ["generate/postpolicy.py", "botocore 1.44.5", "minio 7.2.20"]
POLICY = """{ "expiration": "2015-12-30T12:00:00.000Z",
  "conditions": [
    {"bucket": "sigv4examplebucket"},
    ["starts-with", "$key", "user/user1/"],
    {"acl": "public-read"},
    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},
    ["starts-with", "$Content-Type", "image/"],
    {"x-amz-meta-uuid": "14365123651274"},
    {"x-amz-server-side-encryption": "AES256"},
    ["starts-with", "$x-amz-meta-tag", ""],

    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},
    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},
    {"x-amz-date": "20151229T000000Z" }
  ]
}""".replace("\n", "\r\n")


def published() -> dict:
    shared = {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "timestamp": "20151229T000000Z"}
    source = SOURCE | {"name": "Amazon S3 API Reference, browser-based upload using HTTP POST", "version": "example of 20151229",
                       "licence": "quoted from AWS's documentation", "links": [EXAMPLE], "oracles": ORACLES}
    found = group("sign_post_policy", [("aws", "AWS's example: its line breaks are CR LF", "PostPolicy PolicyAsItIs PolicyFields",
                                        {"policy_base64": b64(POLICY.encode())})], "post-policy", source, **shared)
    agree("post-policy/aws", "signature", found["cases"][0]["expected"]["signature"], "8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e")
    return found


def text(*conditions: str, expiration: str = "2015-08-31T12:36:00Z") -> str:
    return '{"expiration": "%s", "conditions": [%s]}' % (expiration, ", ".join(conditions))


BUCKET, KEY = '{"bucket": "bucket"}', '["starts-with", "$key", "user/"]'


def as_it_is() -> list:
    def row(name: str, comment: str, policy, marks: str = "PolicyAsItIs", **more) -> tuple:
        return name, comment, marks, {"policy_base64": b64(policy if isinstance(policy, bytes) else policy.encode())} | more

    plain = text(BUCKET, KEY)
    return [
        row("plain", "a bucket and the beginning of a key", plain, "PostPolicy PolicyFields"),
        row("no-conditions", "no conditions", text()),
        row("compact", "no white space", json.dumps(json.loads(plain), separators=(",", ":"))),
        row("spaces", "the same with more white space", plain.replace(" ", "   ")),
        row("line-feeds", "line feeds between its members", plain.replace(", ", ",\n")),
        row("line-breaks", "CR LF between its members", plain.replace(", ", ",\r\n")),
        row("order", "conditions before expiration", '{"conditions": [%s], "expiration": "2015-08-31T12:36:00Z"}' % BUCKET),
        row("unicode", "UTF-8 beyond ASCII", text(BUCKET, '["starts-with", "$key", "\u00e9\u4e2d\U0001f600/"]')),
        row("unicode-escaped", "the same character as an escape of JSON", text(BUCKET, '["starts-with", "$key", "\\u00e9/"]')),
        row("dollar-escaped", "a dollar sign escaped as S3's policies have it", text(BUCKET, '["eq", "$x-amz-meta-price", "\\$5"]')),
        row("slashes-escaped", "slashes escaped", text(BUCKET, '["starts-with", "$key", "user\\/"]')),
        row("member-twice", "a member twice", text('{"acl": "private", "acl": "private"}')),
        row("base64-plus", "base64 with '+' and '/'", text('{"x-amz-meta-a": "???>>>"}')),
        row("padding", "base64 with two '='", text(BUCKET) + " " * (-len(text(BUCKET)) % 3 + 1)),
        row("token", "temporary credentials: x-amz-security-token is a field of the form", plain, "PolicyFields TokenSigned", session_token=TOKEN),
        row("region", "another region", plain, "PostPolicy Scope", region="ap-northeast-2"),
        row("secret-unicode", "a secret beyond ASCII", plain, "PostPolicy Key", secret_access_key="gehe\u00edm\u4e2d"),
    ]


def documents() -> list:
    """What botocore makes of them is computed as it does it: conditions for its own fields, in the way of Python's json."""
    def as_botocore(policy: str, token: str | None = None) -> dict:
        document = json.loads(policy)
        credential = f"{PLAIN['access_key_id']}/20150830/us-east-1/s3/aws4_request"
        own = [{"x-amz-algorithm": "AWS4-HMAC-SHA256"}, {"x-amz-credential": credential}, {"x-amz-date": PLAIN["timestamp"]}]
        document["conditions"] += own + ([{"x-amz-security-token": token}] if token else [])
        given = {"policy_base64": base64.b64encode(json.dumps(document).encode()).decode()} | ({"session_token": token} if token else {})
        return postpolicy.sign_post_policy(PLAIN | given)

    plain, unicode = text(BUCKET, KEY), text(BUCKET, '["starts-with", "$key", "\u00e9/"]')
    rows = [("document", "a bucket and the beginning of a key", plain, None), ("document-unicode", "beyond ASCII", unicode, None),
            ("document-token", "temporary credentials", plain, TOKEN)]
    found = group("sign_post_policy", [(name, comment, "PolicyDocument", {"policy": policy} | ({"session_token": token} if token else {}),
                                        {"result": "acceptable"}) for name, comment, policy, token in rows], "post-policy",
                  SOURCE | {"links": [PAGE], "oracles": ORACLES})
    for case, (_, _, policy, token) in zip(found["cases"], rows):
        case["alternatives"] = [{"who": ["botocore 1.44.5"], "expected": as_botocore(policy, token)}]
    return [found]


def wrong() -> list:
    policy = {"policy_base64": b64(text(BUCKET).encode())}
    return [
        ("document-broken", "a brace is missing", "PolicyNotJson", "InvalidPolicy", {"policy": text(BUCKET)[:-1]}),
        ("document-empty", "no text", "PolicyNotJson", "InvalidPolicy", {"policy": ""}),
        ("document-array", "an array", "PolicyNotJson", "InvalidPolicy", {"policy": "[]"}),
        ("secret-empty", "an empty secret", "EmptyCredential", "Empty", policy | {"secret_access_key": ""}),
        ("id-empty", "an empty key id", "EmptyCredential", "Empty", policy | {"access_key_id": ""}),
        ("token-empty", "an empty token", "EmptyCredential", "Empty", policy | {"session_token": ""}),
        ("region-slash", "a region with a slash", "BadScope", "InvalidByte", policy | {"region": "us/east"}),
        ("date", "30 February", "ImpossibleDate", "InvalidDate", policy | {"timestamp": "20150230T120000Z"}),
    ]


def build() -> dict:
    about = ["What is signed of the policy in a form that a browser uploads to S3 with, and the fields that go into the form.",
             "`policy_base64` is signed as it is. Of a `policy`, a document, nothing is certain but that it must be JSON."]
    return flags.document("Browser uploads", about, [
        published(), group("sign_post_policy", as_it_is(), "post-policy", SOURCE | {"links": [PAGE], "oracles": ORACLES}), *documents(),
        refused("sign_post_policy", wrong(), "post-policy/refused")], FLAGS)
