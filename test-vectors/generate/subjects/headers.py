"""The canonical headers and the list of their names."""

from . import flags
from .cases import group, with_headers

FILE = "headers.json"

ORDER, SPACE, REPEATED, SIGNED, NOT = "HeaderOrder", "HeaderWhitespace", "HeaderRepeated", "HeaderSigned", "HeaderNotSigned"

ROWS = [
    ("content-type", "a content type", SIGNED, [("Content-Type", "application/json")]),
    ("content-length", "a length", SIGNED, [("Content-Length", "0")]),
    ("accept-encoding", "Accept-Encoding, which proxies change, is signed when the caller gives it", SIGNED, [("Accept-Encoding", "gzip, deflate")]),
    ("cookie", "a cookie", SIGNED, [("Cookie", "a=1; b=2")]),
    ("range", "a range", SIGNED, [("Range", "bytes=0-9")]),
    ("x-amz-meta", "metadata of S3 at another service", SIGNED, [("x-amz-meta-a", "1")]),
    ("x-amz-target", "the target of a JSON service", SIGNED, [("X-Amz-Target", "DynamoDB_20120810.ListTables")]),
    ("x-forwarded-for", "X-Forwarded-For, which proxies change, is signed when the caller gives it", SIGNED, [("X-Forwarded-For", "192.0.2.1")]),
    ("case-of-name", "the name in capitals", "HeaderCase", [("MY-HEADER", "a")]),
    ("case-of-value", "the value keeps its case", "HeaderCase", [("My-Header", "AbC")]),
    ("order", "sorted by name", ORDER, [("z", "1"), ("a", "2"), ("m", "3")]),
    ("order-case", "sorted by lower-case name: a, B, c", ORDER, [("c", "1"), ("B", "2"), ("a", "3")]),
    ("order-hyphen", "accept before accept-encoding, though '-' is before ':'", ORDER, [("Accept-Encoding", "gzip"), ("Accept", "*/*")]),
    ("order-digit", "a before a1", ORDER, [("a1", "x"), ("a", "y")]),
    ("order-underscore", "a-b, a_b, ab", ORDER, [("ab", "1"), ("a_b", "2"), ("a-b", "3")]),
    ("order-around-host", "names around host and x-amz-date", ORDER, [("x-amz-z", "1"), ("x-amz-a", "2"), ("zz", "3"), ("g", "4")]),
    ("symbols", "the other characters that a name may have", ORDER, [("!#$%&'*+.^_`|~", "a")]),
    ("many", "thirty headers", ORDER, [(f"h{n:02}", str(n)) for n in range(29, -1, -1)]),
    ("trim-left", "spaces in front", SPACE, [("my-header", "  a")]),
    ("trim-right", "spaces behind", SPACE, [("my-header", "a  ")]),
    ("trim-tabs", "tabs around", SPACE, [("my-header", "\ta\t")]),
    ("fold", "spaces within", SPACE, [("my-header", "a   b  c")]),
    ("fold-quoted", "spaces within quotes", SPACE, [("my-header", '"a   b"')]),
    ("fold-quoted-and-not", "spaces within quotes and outside", SPACE, [("my-header", 'x  "a  b"  y')]),
    ("fold-single-space", "one space stays one", SPACE, [("my-header", "a b")]),
    ("only-spaces", "nothing but spaces is empty", SPACE + " HeaderEmpty", [("my-header", "   ")]),
    ("commas", "commas in a value stay as they are", SPACE, [("my-header", "a,b, c")]),
    ("comma-spaces", "spaces behind commas are folded", SPACE, [("my-header", "a,   b")]),
    ("empty", "no value", "HeaderEmpty", [("my-header", "")]),
    ("empty-among-others", "no value, and sorted", "HeaderEmpty " + ORDER, [("b", ""), ("a", "1")]),
    ("repeated", "two values", REPEATED, [("my-header", "a"), ("my-header", "b")]),
    ("repeated-unsorted", "two values stay in their order", REPEATED, [("my-header", "b"), ("my-header", "a")]),
    ("repeated-same", "the same twice", REPEATED, [("my-header", "a"), ("my-header", "a")]),
    ("repeated-apart", "two values with another header between them", REPEATED, [("my-header", "a"), ("other", "x"), ("my-header", "b")]),
    ("repeated-case", "a name written in two ways", REPEATED + " HeaderCase", [("My-Header", "a"), ("my-header", "b")]),
    ("repeated-empty", "three values, one of them empty", REPEATED + " HeaderEmpty", [("my-header", "a"), ("my-header", ""), ("my-header", "c")]),
    ("repeated-trimmed", "two values: each is trimmed before they are joined", REPEATED + " " + SPACE, [("my-header", " a "), ("my-header", " b ")]),
    ("repeated-and-list", "two values, one of them a list", REPEATED, [("my-header", "a, b"), ("my-header", "c")]),
    ("colon-in-value", "a colon in a value", SIGNED, [("my-header", "a:b")]),
    ("unicode", "a value in UTF-8", "HeaderUnicode", [("my-header", "caf\u00e9")]),
    ("nbsp", "a no-break space is no space", "HeaderUnicode " + SPACE, [("my-header", "a\u00a0\u00a0b")]),
    ("nbsp-at-the-ends", "a no-break space at the ends of a value is not trimmed", "HeaderUnicode " + SPACE, [("my-header", "\u00a0a\u00a0")]),
    ("long-value", "a value of 4000 bytes", SIGNED, [("my-header", "x" * 4000)]),
    *[(f"not-signed-{name.lower()}", f"{name} is left out", NOT, [(name, value)]) for name, value in [
        ("User-Agent", "test/1.0"), ("X-Amzn-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793"), ("Connection", "keep-alive"),
        ("Expect", "100-continue"), ("Transfer-Encoding", "chunked"), ("Keep-Alive", "timeout=5"), ("TE", "trailers"),
        ("Upgrade", "h2c"), ("Proxy-Authorization", "Basic dXNlcjpw"), ("Proxy-Connection", "keep-alive")]],
    ("not-signed-case", "USER-AGENT in capitals is left out, too", NOT + " HeaderCase", [("USER-AGENT", "test/1.0")]),
]

PRESIGNED = ["content-type", "order-hyphen", "fold", "repeated-unsorted", "empty", "x-amz-meta", "not-signed-user-agent", "case-of-name"]

TABS = [
    ("tab", "a tab within", "a\tb", "a b"),
    ("tabs", "two tabs within", "a\t\tb", "a b"),
    ("tab-and-space", "a tab and a space", "a\t b", "a b"),
]


def build() -> dict:
    rows = [(name, comment, marks, with_headers(*headers)) for name, comment, marks, headers in ROWS]
    presigned = [(name, comment, f"{marks} Presign PresignHeaders", given) for name, comment, marks, given in rows if name in PRESIGNED]
    tabs = [(name, comment, "HeaderTab", with_headers(("my-header", value)),
             {"result": "acceptable", "as_if": with_headers(("my-header", folded)),
              "alternatives": [(["aws-sigv4", "aws-sdk-go-v2"], with_headers(("my-header", value)))]})
            for name, comment, value, folded in TABS]
    return flags.document(
        "Headers", ["Names in lower case and sorted; values trimmed and folded; values of one name joined with commas."],
        [group("sign", rows + tabs, "headers"), group("presign", presigned, "headers/presigned")])
