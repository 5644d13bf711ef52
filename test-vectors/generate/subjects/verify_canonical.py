"""Requests that were signed by other rules than the service's: a verifier with the same mistake lets them in."""

import sigv4

from . import flags
from .received import BASE, EMPTY, LINK, group, in_header, in_query
from .verify_flags import FLAGS

FILE = "verify_canonical.json"
C, NO = "Canonicalization", "SignatureDoesNotMatch"
PLAIN = "content-type;host;x-amz-date;x-amz-meta-color"


def lines(*values) -> list:
    return ["content-type:text/plain", "host:example.amazonaws.com", *values]


def others(extra: list) -> dict:
    return {"headers": [*BASE["headers"], *extra]}


def rows() -> list:
    date, color = "x-amz-date:20150830T123600Z", "x-amz-meta-color:blue"
    return [
        ("path-encoded-once", "an escape in the path, encoded once", C, NO, in_header({"target": "/a%20b"}, path="/a%20b")),
        ("path-encoded-twice", "an escape in the path, encoded twice as it must be", "LetIn", None, in_header({"target": "/a%20b"})),
        ("path-encoded-three-times", "encoded once too often", C, NO, in_header({"target": "/a%20b"}, path="/a%252520b")),
        ("path-not-normalized", "dots kept", C, NO, in_header({"target": "/a/../b"}, path="/a/../b")),
        ("path-normalized", "dots removed", "LetIn", None, in_header({"target": "/a/../b"})),
        ("path-slashes-kept", "slashes kept", C, NO, in_header({"target": "/a//b"}, path="/a//b")),
        ("path-decoded-dots", "encoded dots taken for dots", C, NO, in_header({"target": "/a/%2E%2E/b"}, path="/b")),
        ("path-trailing-slash-dropped", "the slash at the end dropped", C, NO, in_header({"target": "/a/"}, path="/a")),
        ("path-lower-case", "the path in small letters", C, NO, in_header({"target": "/A"}, path="/a")),
        ("path-reserved-raw", "a colon not encoded", C, NO, in_header({"target": "/a:b"}, path="/a:b")),
        ("path-lower-digits", "escapes with small digits", C, NO, in_header({"target": "/a:b"}, path="/a%3ab")),
        ("path-empty", "an empty path signed as empty", C, NO, in_header({"target": "?a=1"}, path="")),
        ("path-with-query", "the query within the path", C, NO, in_header({"target": "/a?b=1"}, path="/a%3Fb%3D1", query="")),
        ("query-unsorted", "not sorted", C, NO, in_header({"target": "/?b=1&a=2"}, query="b=1&a=2")),
        ("query-sorted-before-encoding", "sorted before it was encoded", C, NO, in_header({"target": "/?a=2&%C3%A9=1"}, query="a=2&%C3%A9=1")),
        ("query-sorted-as-text", "'a=2' and 'a-b=1' sorted as whole texts", C, NO, in_header({"target": "/?a=2&a-b=1"}, query="a-b=1&a=2")),
        ("query-values-unsorted", "values of one name not sorted", C, NO, in_header({"target": "/?a=2&a=1"}, query="a=2&a=1")),
        ("query-first-value", "only the first value of a name", C, NO, in_header({"target": "/?a=1&a=2"}, query="a=1")),
        ("query-last-value", "only the last value of a name", C, NO, in_header({"target": "/?a=1&a=2"}, query="a=2")),
        ("query-joined-values", "values of a name joined", C, NO, in_header({"target": "/?a=1&a=2"}, query="a=1%2C2")),
        ("query-plus-as-space", "an encoded '+' taken for a space", C, NO, in_header({"target": "/?a=b%2Bc"}, query="a=b%20c")),
        ("query-space-as-plus", "a space written as '+'", C, NO, in_header({"target": "/?a=b%20c"}, query="a=b+c")),
        ("query-equals-raw", "'=' in a value not encoded", C, NO, in_header({"target": "/?a=b=c"}, query="a=b=c")),
        ("query-no-equals", "a name without '='", C, NO, in_header({"target": "/?acl"}, query="acl")),
        ("query-empty-dropped", "an empty value dropped", C, NO, in_header({"target": "/?a=&b=1"}, query="b=1")),
        ("query-slash-raw", "a slash not encoded", C, NO, in_header({"target": "/?a=b/c"}, query="a=b/c")),
        ("query-encoded-twice", "encoded twice", C, NO, in_header({"target": "/?a=b%20c"}, query="a=b%2520c")),
        ("query-lower-digits", "escapes with small digits", C, NO, in_header({"target": "/?a=%C3%A9"}, query="a=%c3%a9")),
        ("query-lower-case-names", "names in small letters", C, NO, in_header({"target": "/?A=1"}, query="a=1")),
        ("query-left-out", "no query", C, NO, in_header({"target": "/?a=1"}, query="")),
        ("query-semicolon", "a semicolon taken for a separator", C, NO, in_header({"target": "/?a=1;b=2"}, query="a=1&b=2")),
        ("headers-unsorted", "canonical headers not sorted", C, NO, in_header(lines=["host:example.amazonaws.com", "content-type:text/plain", date, color])),
        ("headers-capitals", "names in capitals", C, NO, in_header(lines=["Content-Type:text/plain", "Host:example.amazonaws.com", date, color])),
        ("headers-space", "a space behind the colon", C, NO, in_header(lines=[line.replace(":", ": ", 1) for line in lines(date, color)])),
        ("headers-not-trimmed", "a value not trimmed", C, NO,
         in_header({"headers": [*BASE["headers"][:3], ["X-Amz-Meta-Color", " blue "]]}, names=PLAIN, lines=lines(date, "x-amz-meta-color: blue "))),
        ("headers-not-folded", "spaces not folded", C, NO,
         in_header({"headers": [*BASE["headers"][:3], ["X-Amz-Meta-Color", "a  b"]]}, names=PLAIN, lines=lines(date, "x-amz-meta-color:a  b"))),
        ("headers-nbsp-kept", "no-break spaces at the ends of a value are not trimmed", "LetIn", None,
         in_header({"headers": [*BASE["headers"][:3], ["X-Amz-Meta-Color", "\u00a0blue\u00a0"]]})),
        ("headers-nbsp-trimmed", "no-break spaces at the ends of a value trimmed", C, NO,
         in_header({"headers": [*BASE["headers"][:3], ["X-Amz-Meta-Color", "\u00a0blue\u00a0"]]}, names=PLAIN, lines=lines(date, color))),
        ("headers-no-spaces", "all spaces removed", C, NO,
         in_header({"headers": [*BASE["headers"][:3], ["X-Amz-Meta-Color", "a b"]]}, names=PLAIN, lines=lines(date, "x-amz-meta-color:ab"))),
        ("headers-value-lower-case", "a value in small letters", C, NO,
         in_header({"headers": [*BASE["headers"][:3], ["X-Amz-Meta-Color", "Blue"]]}, names=PLAIN, lines=lines(date, "x-amz-meta-color:blue"))),
        ("headers-first-value", "only the first of two values", C, NO, in_header(others([["X-Amz-Meta-Color", "red"]]), names=PLAIN, lines=lines(date, color))),
        ("headers-last-value", "only the last of two values", C, NO,
         in_header(others([["X-Amz-Meta-Color", "red"]]), names=PLAIN, lines=lines(date, "x-amz-meta-color:red"))),
        ("headers-joined-with-space", "two values joined with a comma and a space", C, NO,
         in_header(others([["X-Amz-Meta-Color", "red"]]), names=PLAIN, lines=lines(date, "x-amz-meta-color:blue, red"))),
        ("headers-values-sorted", "two values sorted", C, NO,
         in_header(others([["X-Amz-Meta-Color", "aqua"]]), names=PLAIN, lines=lines(date, "x-amz-meta-color:aqua,blue"))),
        ("host-without-port", "the port left out of the host", C, NO,
         in_header({"headers": [["Host", "example.amazonaws.com:8080"], *BASE["headers"][1:]]}, values={"host": "example.amazonaws.com"})),
        ("method-lower-case", "the method in small letters", C, NO, in_header(method="post")),
        ("payload-empty", "the hash of nothing over a body", C, NO, in_header(payload=EMPTY)),
        ("payload-unsigned", "UNSIGNED-PAYLOAD, and no header says so", C, NO, in_header(payload="UNSIGNED-PAYLOAD")),
        ("payload-capitals", "the hash in capitals", C, NO, in_header(payload="2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824")),
        ("string-newline", "a line feed behind the string to sign", C, NO, in_header(key_scope="20150830/us-east-1/service/aws4_request/x")),
        ("other-algorithm-in-the-string", "another algorithm in the string to sign", C, NO,
         in_header(algorithm="AWS4-HMAC-SHA512", layout="AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}")),
    ]


def presigned() -> list:
    return [
        ("query-unsorted", "the parameters of the signature not sorted among the caller's", C, NO,
         in_query(query="x=1&y=2&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request"
                        "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host")),
        ("only-own-parameters", "the caller's parameters left out", C, NO,
         in_query(query="X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20150830%2Fus-east-1%2Fservice%2Faws4_request"
                        "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host")),
        ("only-callers-parameters", "the signature's parameters left out", C, NO, in_query(query="x=1&y=2")),
        ("payload-unsigned", "not S3: UNSIGNED-PAYLOAD", C, NO, in_query(payload="UNSIGNED-PAYLOAD")),
        ("path-encoded-once", "an escape in the path, encoded once", C, NO, in_query({"target": "/a%20b"}, path="/a%20b")),
        ("path-encoded-twice", "an escape in the path, encoded twice", "LetIn", None, in_query({"target": "/a%20b"})),
    ]


def s3() -> list:
    scope = "20150830/us-east-1/s3/aws4_request"
    base = {"service": "s3", "headers": [*BASE["headers"], ["X-Amz-Content-Sha256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"]]}

    def s3_header(target: str, **how) -> dict:
        return in_header(base | {"target": target}, scope=scope, service="s3", **how)

    def s3_link(target: str, **how) -> dict:
        return in_query({"service": "s3", "target": target}, **({"scope": scope, "payload": "UNSIGNED-PAYLOAD"} | how), service="s3")
    return [
        ("path", "an escape in a key, encoded once", "LetIn", None, s3_header("/a%20b")),
        ("path-encoded-twice", "encoded twice", C, NO, s3_header("/a%20b", path="/a%2520b")),
        ("path-dots", "dots in a key", "LetIn", None, s3_header("/a/../b")),
        ("path-normalized", "dots removed from a key", C, NO, s3_header("/a/../b", path="/b")),
        ("path-slashes-merged", "slashes merged in a key", C, NO, s3_header("/a//b", path="/a/b")),
        ("path-decoded", "a key not encoded", C, NO, s3_header("/a%20b", path="/a b")),
        ("plus-as-space", "an encoded '+' taken for a space", C, NO, s3_header("/a%2Bb", path="/a%20b")),
        ("presigned", "a URL with its body left open", "LetIn", None, s3_link("/a%20b")),
        ("presigned-body", "whatever the body", "LetIn", None, s3_link("/a") | {"body": "aGVsbG8="}),
        ("presigned-empty-hash", "a URL that signs the hash of nothing, and no parameter says so", C, NO, s3_link("/a", payload=EMPTY)),
        ("presigned-encoded-twice", "encoded twice", C, NO, s3_link("/a%20b", path="/a%2520b")),
        ("presigned-normalized", "dots removed", C, NO, s3_link("/a/../b", path="/b")),
    ]


def kin() -> list:
    """The services that have S3's rules."""
    found = []
    for service in ("s3express", "s3-outposts", "s3-object-lambda"):
        how = {"service": service, "scope": f"20150830/us-east-1/{service}/aws4_request"}
        given = {"service": service, "target": "/a%20b//c",
                 "headers": [*BASE["headers"], ["X-Amz-Content-Sha256", "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"]]}
        link = {"service": service, "target": "/a%20b//c"}
        found += [
            (f"{service}/path", "a key as S3 has it", "LetIn", None, in_header(given, **how)),
            (f"{service}/path-of-others", "a key by the rules of other services", C, NO, in_header(given, path="/a%2520b/c", **how)),
            (f"{service}/presigned", "a URL with its body left open", "LetIn", None, in_query(link, payload="UNSIGNED-PAYLOAD", **how)),
        ]
    return found


def by_rule() -> list:
    """The service's own rules, overridden."""
    once, kept = {"rules": {"double_encode": False}}, {"rules": {"normalize_path": False}}
    open_ = {"rules": {"payload": "UNSIGNED-PAYLOAD"}}
    return [
        ("encoded-once", "rules.double_encode is false: an escape in the path, encoded once", "LetIn", None, in_header(once | {"target": "/a%20b"}, path="/a%20b")),
        ("encoded-twice", "rules.double_encode is false: an escape in the path, encoded twice", C, NO, in_header(once | {"target": "/a%20b"}, path="/a%2520b")),
        ("dots-kept", "rules.normalize_path is false: dots kept", "LetIn", None, in_header(kept | {"target": "/a/../b"}, path="/a/../b")),
        ("dots-removed", "rules.normalize_path is false: dots removed", C, NO, in_header(kept | {"target": "/a/../b"}, path="/b")),
        ("presigned-open", "rules.payload is UNSIGNED-PAYLOAD: a URL with its body left open", "LetIn", None, in_query(open_, payload="UNSIGNED-PAYLOAD")),
        ("presigned-signed", "rules.payload is UNSIGNED-PAYLOAD: a URL that signs the digest of its body", C, NO, in_query(open_, payload=EMPTY)),
    ]


PARTS = {"presigned": "a URL"} | {part: part for part in ("path", "query", "headers", "host", "method", "payload")}


def told(rows: list, part: str | None = None) -> list:
    """With the part of the request that is signed otherwise in front of the comment."""
    return [(name, f"{part or PARTS.get(name.split('-')[0], 'signed')}: {comment}" if flag == C else comment, flag, *more)
            for name, comment, flag, *more in rows]


def build() -> dict:
    about = ["Each was signed with one step done otherwise. The signature fits that, and not what AWS's page says."]
    return flags.document("Signed by other rules", about, [
        group("verify-canonical", told(rows())), group("verify-canonical/presigned", told(presigned(), "a URL")),
        group("verify-canonical/s3", told(s3())),
        group("verify-canonical", kin()), group("verify-canonical/by-rule", by_rule())], FLAGS)
