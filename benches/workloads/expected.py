#!/usr/bin/env python3
"""Signs the workloads by the rules alone and writes src/expected.rs. Python 3 standard library only.

expected.py            writes src/expected.rs
expected.py --check    fails if it is not what would be written

The inputs stand here a second time, and nothing is taken from the crate: where both sides agree on a
signature, they agree on every byte that it covers.
"""

import hashlib
import hmac
import sys
from pathlib import Path
from urllib.parse import quote, unquote

HERE = Path(__file__).resolve().parent
RUST = HERE / "src/expected.rs"
ID, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
DATE, REGION = "20150830T123600Z", "us-east-1"
TOKEN = (HERE / "token.txt").read_text().strip()
# AWS's published signature of get-vanilla.
PUBLISHED = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"

BUCKET = "examplebucket.s3.us-east-1.amazonaws.com"
OBJECT = "/releases/2015/08/app-1.2.3.tar.gz"
FORM = (
    "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fdeploy"
    "&RoleSessionName=session-20150830-ab12cd&DurationSeconds=3600"
)
REPORT = (
    "tenant=acme-corp&user=jane.doe%40example.com&from=2015-08-01T00%3A00%3A00Z&to=2015-08-30T12%3A36%3A00Z"
    "&page=3&limit=50&sort=-created&fields=id%2Cname%2Ctotal&q=hello%20world&lang=en-US&format=json"
    "&trace=1-5759e988-bd862e3fe1be46a994272793"
)
S3_HEADERS = {
    "x-amz-storage-class": "STANDARD_IA",
    "content-type": "application/octet-stream",
    "cache-control": "public, max-age=31536000, immutable",
    "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==",
    "x-amz-server-side-encryption": "AES256",
    "x-amz-meta-uploaded-by": "build-agent-17",
    "x-amz-meta-commit": "9f2c1e7b5d3a4c6e8f0a1b2c3d4e5f60718293a4",
    "x-amz-meta-pipeline": "release/nightly",
    "x-amz-tagging": "team=storage&env=prod",
}


def main() -> int:
    downloads = [presign(BUCKET, path, 3600) for path in parts()]
    wanted = rust(dict(workloads()) | {"W10": downloads[0]}, "".join(signature for signature, *_ in downloads))
    if sys.argv[1:] == ["--check"]:
        if RUST.read_text() == wanted:
            return 0
        print(f"{RUST.relative_to(HERE)} is not what expected.py writes", file=sys.stderr)
        return 1
    RUST.write_text(wanted)
    return 0


def workloads():
    """(name, (signature, length of the canonical request, of the string to sign))"""
    vanilla = sign("service", "GET", "example.amazonaws.com", token=False)
    assert vanilla[0] == PUBLISHED, vanilla
    yield "W1", vanilla
    form = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}
    yield "W2", sign("sts", "POST", "sts.us-east-1.amazonaws.com", headers=form, body=FORM.encode())
    kilobyte = bytes(i * 31 % 256 for i in range(1024))
    yield "W3", sign("s3", "PUT", BUCKET, OBJECT, headers=S3_HEADERS, body=kilobyte, token=False)
    item = {"content-type": "application/x-amz-json-1.0", "x-amz-target": "DynamoDB_20120810.PutItem"}
    yield "W4", sign("dynamodb", "POST", "dynamodb.us-east-1.amazonaws.com", headers=item, body=json_item())
    yield "W5", presign(BUCKET, OBJECT, 3600)
    function = "abcdefghijklmnopqrstuvwxyz123456.lambda-url.us-east-1.on.aws"
    yield "W6", sign("lambda", "GET", function, "/v1/report", REPORT, {"accept": "application/json"})
    binary = {"content-type": "application/octet-stream"}
    for name, size in ("W7", 64 << 20), ("W7_1MIB", 1 << 20):
        yield name, sign("s3", "PUT", BUCKET, OBJECT, headers=binary, body=large(size), token=False)


def parts():
    return (f"/releases/2015/08/app-1.2.3/part-{part:04}.tar.gz" for part in range(10_000))


def json_item() -> bytes:
    start = '{"TableName":"sessions","Item":{"id":{"S":"u-000017"},"data":{"S":"'
    letters = "".join(chr(ord("a") + at % 26) for at in range(len(start), 1020))
    return f'{start}{letters}"}}}}}}'.encode()


def large(size: int) -> bytes:
    """The byte at `i` is the low one of `i ^ (i >> 11)`: the row of 0 to 255, each number changed alike."""
    row = bytes(range(256))
    rows = [row.translate(bytes(byte ^ change for byte in range(256))) for change in range(256)]
    return b"".join(rows[at * 256 >> 11 & 255] for at in range(size // 256))


def sign(service, method, host, path="/", query="", headers=None, body=b"", token=True):
    """The header form: all headers are signed."""
    digest = hashlib.sha256(body).hexdigest()
    signed = {"host": host, "x-amz-date": DATE} | (headers or {})
    if token:
        signed["x-amz-security-token"] = TOKEN
    if service == "s3":
        signed["x-amz-content-sha256"] = digest
    return finish(service, method, path, query, signed, digest)


def presign(host, path, seconds):
    """The query form of S3: the body is left open."""
    query = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{ID}/{scope('s3')}",
        "X-Amz-Date": DATE,
        "X-Amz-Expires": str(seconds),
        "X-Amz-Security-Token": TOKEN,
        "X-Amz-SignedHeaders": "host",
    }
    text = "&".join(f"{name}={encode(value)}" for name, value in query.items())
    return finish("s3", "GET", path, text, {"host": host}, "UNSIGNED-PAYLOAD")


def finish(service, method, path, query, headers, payload):
    # No path of these needs to be normalised, or is another when it is encoded twice.
    pairs = sorted(
        tuple(encode(unquote(part)) for part in pair.partition("=")[::2]) for pair in query.split("&") if pair
    )
    names = sorted(headers)
    canonical_request = "\n".join([
        method,
        path,
        "&".join("=".join(pair) for pair in pairs),
        *(f"{name}:{headers[name]}" for name in names),
        "",
        ";".join(names),
        payload,
    ])
    digest = hashlib.sha256(canonical_request.encode()).hexdigest()
    string_to_sign = f"AWS4-HMAC-SHA256\n{DATE}\n{scope(service)}\n{digest}"
    key = b"AWS4" + SECRET.encode()
    for message in *scope(service).split("/"), string_to_sign:
        key = hmac.digest(key, message.encode(), "sha256")
    return key.hex(), len(canonical_request), len(string_to_sign)


def scope(service: str) -> str:
    return f"{DATE[:8]}/{REGION}/{service}/aws4_request"


def encode(text: str) -> str:
    return quote(text, safe="-_.~")


def rust(found, of_w10: str) -> str:
    constants = "".join(
        f"""
pub(crate) const {name}: Expected = Expected {{
    signature: "{signature}",
    canonical_request: {canonical_request},
    string_to_sign: {string_to_sign},
}};
"""
        for name, (signature, canonical_request, string_to_sign) in found.items()
    )
    constants += f'''
/// SHA-256 of the signatures of W10 in a row.
pub(crate) const W10_SIGNATURES: &str =
    "{hashlib.sha256(of_w10.encode()).hexdigest()}";
'''
    return f"//! Written by expected.py.\n\nuse crate::workload::Expected;\n{constants}"


if __name__ == "__main__":
    sys.exit(main())
