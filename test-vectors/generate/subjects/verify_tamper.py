"""One thing of a signed request is changed: the signature is no longer that of the request."""

from . import flags
from .received import BASE, LINK, added, group, header, in_header, in_query, reauthorized, replaced, retargeted, signature
from .verify_flags import FLAGS

FILE = "verify_tamper.json"

NO = "SignatureDoesNotMatch"
T = "Tampered"


def digit(text: str, at: int) -> str:
    return text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1:]


def signature_of(request: dict) -> str:
    return header(request, "Authorization").rsplit("=", 1)[1]


def in_headers() -> list:
    good = in_header()
    old = signature_of(good)
    rows = [
        ("untouched", "nothing was changed", "LetIn", None, good),
        ("method", "POST became PUT", T, NO, good | {"method": "PUT"}),
        ("method-case", "POST became post", T, NO, good | {"method": "post"}),
        ("path", "a segment of the path", T, NO, retargeted(good, "/a/b", "/a/c")),
        ("path-case", "a letter of the path", T, NO, retargeted(good, "/a/b", "/A/b")),
        ("path-longer", "a segment more", T, NO, retargeted(good, "/a/b", "/a/b/c")),
        ("path-slash", "a slash at the end", T, NO, retargeted(good, "/a/b", "/a/b/")),
        ("path-escape", "a letter written as an escape: another path, not at S3", T, NO, retargeted(good, "/a/b", "/a/%62")),
        ("path-dots", "dots that lead elsewhere", T, NO, retargeted(good, "/a/b", "/a/../b")),
        ("path-same-dots", "dots that lead to the same path are the same request", "LetIn", None, retargeted(good, "/a/b", "/a/./c/../b")),
        ("path-same-slashes", "more slashes lead to the same path: the same request", "LetIn", None, retargeted(good, "/a/b", "//a//b")),
        ("query-value", "a value", T, NO, retargeted(good, "x=1", "x=2")),
        ("query-name", "a name", T, NO, retargeted(good, "x=1", "z=1")),
        ("query-case", "a letter of a name", T, NO, retargeted(good, "x=1", "X=1")),
        ("query-added", "a parameter more", T, NO, retargeted(good, "y=2", "y=2&z=3")),
        ("query-repeated", "a parameter twice", T, NO, retargeted(good, "y=2", "y=2&y=2")),
        ("query-dropped", "a parameter less", T, NO, retargeted(good, "x=1&", "")),
        ("query-all-dropped", "no query", T, NO, retargeted(good, "?x=1&y=2", "")),
        ("query-emptied", "a value less", T, NO, retargeted(good, "x=1", "x=")),
        ("query-joined", "one parameter instead of two", T, NO, retargeted(good, "x=1&y=2", "x=1%26y=2")),
        ("query-order", "the same parameters in another order are the same request", "LetIn", None, retargeted(good, "x=1&y=2", "y=2&x=1")),
        ("query-escape", "a needless escape is the same parameter", "LetIn", None, retargeted(good, "x=1", "%78=%31")),
        ("header-value", "a signed value", T, NO, replaced(good, "X-Amz-Meta-Color", "red")),
        ("header-value-case", "a letter of a value", T, NO, replaced(good, "X-Amz-Meta-Color", "Blue")),
        ("header-value-longer", "a value with more behind it", T, NO, replaced(good, "X-Amz-Meta-Color", "blue,red")),
        ("header-value-empty", "a value emptied", T, NO, replaced(good, "X-Amz-Meta-Color", "")),
        ("header-repeated", "a signed header twice", T, NO, added(good, ("X-Amz-Meta-Color", "red"))),
        ("header-repeated-same", "with the same value twice", T, NO, added(good, ("X-Amz-Meta-Color", "blue"))),
        ("header-spaces", "spaces around a value are the same request", "LetIn", None, replaced(good, "X-Amz-Meta-Color", "  blue ")),
        ("header-name-case", "names in capitals are the same request", "LetIn", None,
         good | {"headers": [[name.upper(), value] for name, value in good["headers"]]}),
        ("header-order", "headers in another order are the same request", "LetIn", None, good | {"headers": good["headers"][::-1]}),
        ("header-dropped", "a signed header dropped", T, "AbsentSignedHeader", replaced(good, "X-Amz-Meta-Color", None)),
        ("content-type", "the content type", T, NO, replaced(good, "Content-Type", "text/html")),
        ("content-type-dropped", "the content type dropped", T, "AbsentSignedHeader", replaced(good, "Content-Type", None)),
        ("unsigned-header-added", "a header that nobody signs is of no account", "LetIn", None, added(good, ("X-Forwarded-For", "192.0.2.1"))),
        ("host", "the host", T, NO, replaced(good, "Host", "example.com")),
        ("host-port", "a port", T, NO, replaced(good, "Host", "example.amazonaws.com:443")),
        ("host-case", "the host in capitals", T, NO, replaced(good, "Host", "EXAMPLE.amazonaws.com")),
        ("body", "the body", T, NO, good | {"body": "SGVsbG8="}),
        ("body-emptied", "the body dropped", T, NO, good | {"body": ""}),
        ("body-longer", "a line feed behind the body", T, NO, good | {"body": "aGVsbG8K"}),
        ("date", "the time, by a second", T, NO, replaced(good, "X-Amz-Date", "20150830T123601Z")),
        ("key-id", "another key's id", T, NO, reauthorized(good, "AKIDEXAMPLE", "AKIDOTHER")),
        ("signed-headers-shorter", "a name dropped from SignedHeaders", T, NO, reauthorized(good, "content-type;", "")),
        ("signed-headers-other", "another header in SignedHeaders", T, NO, added(reauthorized(good, "content-type;", "accept;"), ("Accept", "*/*"))),
        ("another-request", "the signature of another request", "WrongSignature", NO,
         reauthorized(good, old, signature_of(in_header({"target": "/"})))),
        ("another-secret", "signed with another secret", "WrongSignature", NO, in_header(secret="another")),
        ("zeros", "64 zeros", "WrongSignature", NO, in_header(signature="0" * 64)),
        ("reversed", "the digits in reverse", "WrongSignature", NO, reauthorized(good, old, old[::-1])),
        ("of-the-scope", "a signature of nothing but the scope", "WrongSignature", NO,
         in_header(signature=signature("", "20150830/us-east-1/service/aws4_request"))),
    ]
    rows += [(f"digit-{at + 1}", f"digit {at + 1} of the signature", "WrongSignature", NO, reauthorized(good, old, digit(old, at)))
             for at in (0, 1, 31, 32, 62, 63)]
    shared = [dict(row) for row in [{"access_key_id": "AKIDOTHER", "secret_access_key": "another"}]]
    return rows, shared


def in_queries() -> list:
    good = in_query()
    old = good["target"].rsplit("=", 1)[1]
    rows = [
        ("untouched", "nothing was changed", "LetIn", None, good),
        ("method", "GET became DELETE", T, NO, good | {"method": "DELETE"}),
        ("path", "the path", T, NO, retargeted(good, "/a/b", "/a/c")),
        ("query-value", "a value of the caller's", T, NO, retargeted(good, "x=1", "x=2")),
        ("query-added", "a parameter in front", T, NO, retargeted(good, "x=1", "w=0&x=1")),
        ("query-added-behind", "a parameter behind the signature", T, NO, good | {"target": good["target"] + "&z=1"}),
        ("query-dropped", "a parameter less", T, NO, retargeted(good, "x=1&", "")),
        ("query-order", "the same parameters in another order are the same request", "LetIn", None,
         good | {"target": "/a/b?" + "&".join(reversed(good["target"].split("?")[1].split("&")))}),
        ("credential-raw", "slashes of the credential as they are", "LetIn", None, good | {"target": good["target"].replace("%2F", "/")}),
        ("expires", "a longer life", T, NO, retargeted(good, "X-Amz-Expires=3600", "X-Amz-Expires=7200")),
        ("expires-zero-in-front", "another spelling of the same life", T, NO, retargeted(good, "X-Amz-Expires=3600", "X-Amz-Expires=03600")),
        ("date", "a later beginning", T, NO, retargeted(good, "T123600Z", "T123601Z")),
        ("key-id", "another key's id", T, NO, retargeted(good, "AKIDEXAMPLE", "AKIDOTHER")),
        ("host", "the host", T, NO, replaced(good, "Host", "example.com")),
        ("body", "a body, which is signed as empty everywhere but at S3", T, NO, good | {"body": "aGVsbG8="}),
        ("header-signed", "a header put into SignedHeaders", T, NO,
         added(retargeted(good, "SignedHeaders=host", "SignedHeaders=accept%3Bhost"), ("Accept", "a"))),
        ("unsigned-header-added", "a header that nobody signs", "LetIn", None, added(good, ("Accept", "*/*"))),
        ("another-request", "the signature of another URL", "WrongSignature", NO,
         retargeted(good, old, in_query({"target": "/"})["target"].rsplit("=", 1)[1])),
        ("digit-1", "the first digit of the signature", "WrongSignature", NO, retargeted(good, old, digit(old, 0))),
        ("digit-64", "its last digit", "WrongSignature", NO, retargeted(good, old, digit(old, 63))),
        ("method-head", "a HEAD with the signature of a GET", T, NO, good | {"method": "HEAD"}),
    ]
    header_signed = in_query({"headers": [*LINK["headers"], ["x-amz-acl", "private"]]})
    return rows + [
        ("signed-header-value", "the value of a signed header", T, NO, replaced(header_signed, "x-amz-acl", "public-read")),
        ("signed-header-dropped", "a signed header that is not sent", T, "AbsentSignedHeader", replaced(header_signed, "x-amz-acl", None)),
    ]


def build() -> dict:
    def changed(rows: list) -> list:
        return [(name, f"changed: {comment}" if T in flag.split() else comment, flag, *more) for name, comment, flag, *more in rows]
    rows, others = in_headers()
    from .received import KNOWN
    known = {"credentials": [*KNOWN, *others]}
    return flags.document("Requests that were changed after they were signed", ["Each has one change. What is left of the signature is not its own."],
                          [group("verify-tamper", changed(rows), **known), group("verify-tamper/presigned", changed(in_queries()), **known)], FLAGS)
