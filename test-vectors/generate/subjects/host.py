"""The host."""

from . import flags
from .cases import group

FILE = "host.json"

HOSTS = [
    ("port", "example.com:8080", "a port that is not the usual one"),
    ("port-443", "example.com:443", "the usual port of https: it is sent, so it is signed"),
    ("port-80", "example.com:80", "the usual port of http"),
    ("capitals", "Example.COM", "the value keeps its case"),
    ("dot-at-the-end", "example.com.", "a name that ends in a dot"),
    ("ipv4", "127.0.0.1", "an address"),
    ("ipv4-port", "127.0.0.1:9000", "an address with a port"),
    ("ipv6", "[::1]", "an address of IPv6"),
    ("ipv6-port", "[2001:db8::1]:9000", "an address of IPv6 with a port"),
    ("localhost", "localhost:4566", "this machine"),
    ("punycode", "xn--bcher-kva.example", "a name that is not ASCII, as DNS has it"),
    ("underscore", "my_bucket.s3.amazonaws.com", "an underscore"),
    ("spaces", "  example.com ", "spaces around it"),
    ("function-url", "abcdefghijklmnopqrstuvwxyz0123456789.lambda-url.us-east-1.on.aws", "a function URL's"),
]


def build() -> dict:
    rows = [(name, f"the host: {comment}", "Host", {"headers": [["Host", host]]}) for name, host, comment in HOSTS]
    named = [("lower-case-name", "the header's name in small letters", "Host HeaderCase", {"headers": [["host", "example.com"]]}),
             ("not-first", "another header comes first", "Host HeaderOrder", {"headers": [["b", "1"], ["Host", "example.com"], ["i", "2"]]})]
    presigned = [row for row in rows if row[0] in ("port", "port-443", "capitals", "ipv6-port")]
    presigned = [(name, comment, marks + " Presign", given) for name, comment, marks, given in presigned]
    return flags.document("The host", ["It is signed as it is sent."],
                          [group("sign", rows + named, "host"), group("presign", presigned, "host/presigned")])
