"""The canonical URI of every service but S3 and its kin."""

from . import flags
from .cases import group

FILE = "path.json"

# Name, target, what it is about, flags.
PATHS = [
    ("empty", "", "no path at all", "PathEmpty"),
    ("empty-with-query", "?a=1", "no path, but a query", "PathEmpty"),
    ("plain", "/a/b", "two segments", "Basic"),
    ("trailing-slash", "/a/b/", "a slash at the end stays", "Basic"),
    ("unreserved", "/AZaz09-._~", "nothing is encoded", "PathUnreserved"),
    ("space", "/a%20b", "an encoded space: %2520", "PathEncodedTwice"),
    ("percent", "/a%25b", "an encoded percent sign: %2525", "PathEncodedTwice"),
    ("slash", "/a%2Fb", "an encoded slash is no separator: %252F", "PathEncodedTwice"),
    ("slash-lower", "/a%2fb", "the digits are kept as sent: %252f", "PathEncodedTwice PathOddEscape"),
    ("plus-encoded", "/a%2Bb", "an encoded plus sign", "PathEncodedTwice"),
    ("question-mark", "/a%3Fb", "an encoded question mark does not begin a query", "PathEncodedTwice"),
    ("hash", "/a%23b", "an encoded number sign does not begin a fragment", "PathEncodedTwice"),
    ("nul", "/a%00b", "an encoded NUL", "PathEncodedTwice"),
    ("newline", "/a%0Ab", "an encoded line feed", "PathEncodedTwice"),
    ("twice", "/a%2520b", "encoded twice before it is sent: three times in the canonical request", "PathEncodedTwice"),
    ("needless", "/%61", "an escape of a letter is not undone", "PathEncodedTwice PathOddEscape"),
    ("tilde-encoded", "/%7Euser", "an escape of an unreserved character is not undone", "PathEncodedTwice PathOddEscape"),
    ("unicode-encoded", "/caf%C3%A9", "two bytes of UTF-8", "PathEncodedTwice PathUnicode"),
    ("unicode-three", "/%E1%88%B4", "three bytes of UTF-8", "PathEncodedTwice PathUnicode"),
    ("emoji", "/%F0%9F%98%80", "four bytes of UTF-8", "PathEncodedTwice PathUnicode"),
    ("combining", "/e%CC%81", "a combining accent is not composed", "PathEncodedTwice PathUnicode"),
    ("invalid-utf8", "/%FF", "an escape that is no UTF-8", "PathEncodedTwice PathUnicode"),
    *[(f"reserved-{name}", f"/a{character}b", f"a raw '{character}' is encoded", "PathReserved") for name, character in [
        ("colon", ":"), ("at", "@"), ("exclamation", "!"), ("dollar", "$"), ("ampersand", "&"), ("apostrophe", "'"),
        ("parentheses", "(c)"), ("asterisk", "*"), ("plus", "+"), ("comma", ","), ("semicolon", ";"), ("equals", "=")]],
    ("arn", "/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Af/invocations",
     "an ARN in the path, as SDKs send it", "PathEncodedTwice"),
    ("arn-raw", "/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations", "an ARN in the path with raw colons", "PathReserved"),
    ("dot", "/./a", "a single dot is removed", "PathNormalized"),
    ("dot-within", "/a/./b", "a single dot between two segments", "PathNormalized"),
    ("dots", "/a/../b", "two dots remove the segment before", "PathNormalized"),
    ("dots-two-levels", "/a/b/c/../../d", "two segments are removed", "PathNormalized"),
    ("dots-above-root", "/../a", "nothing lies above the root", "PathNormalized"),
    ("dots-far-above-root", "/a/../../../b", "two dots remove nothing above the root, however many there are", "PathNormalized"),
    ("dots-to-root", "/a/..", "one segment, removed", "PathNormalized"),
    ("dots-encoded", "/a/%2E%2E/b", "encoded dots are no dot segment", "PathEncodedTwice PathNormalized"),
    ("three-dots", "/a/.../b", "three dots are a name", "PathNormalized"),
    ("hidden", "/.well-known/a", "a name may begin with a dot", "PathNormalized"),
    ("dot-at-the-end-of-a-name", "/a./b", "a name may end in a dot", "PathNormalized"),
    ("slashes-first", "//a", "two slashes at the beginning", "PathNormalized"),
    ("slashes-within", "/a//b", "two slashes within", "PathNormalized"),
    ("slashes-many", "/a////b", "four slashes within", "PathNormalized"),
    ("slashes-last", "/a//", "two slashes at the end are one", "PathNormalized"),
    ("slashes-and-dots", "//a/./b/..//c", "all at once", "PathNormalized"),
    ("dots-behind-slashes", "/a//../b", "an empty segment is none that two dots could remove", "PathNormalized"),
    ("escape-and-dots", "/a%20b/../c%20d", "normalised, then encoded", "PathEncodedTwice PathNormalized"),
    ("long", "/" + "segment/" * 40, "forty segments", "Basic"),
]

TRAILING = [
    ("trailing-dot", "/a/.", "a dot at the end: the folder", "/a/", "/a"),
    ("trailing-dots", "/a/b/..", "two dots at the end: the folder", "/a/", "/a"),
]


def build() -> dict:
    rows = [(name, comment, marks, {"target": target}) for name, target, comment, marks in PATHS]
    rows += [(name, comment, "PathTrailingDots", {"target": target},
              {"result": "acceptable", "alternatives": [(["aws-c-auth", "botocore"], {"target": other})]})
             for name, target, comment, _, other in TRAILING]
    function = [(name, comment, marks + " ServiceRules", {"target": target}) for name, target, comment, marks in PATHS
                if name in ("slash", "dots", "slashes-within")]
    return flags.document(
        "The path, everywhere but at S3",
        ["Dot segments are removed (RFC 3986, section 5.2.4) and slashes merged; then the path as sent is encoded once more."],
        [group("sign", rows, "path"), group("sign", function, "path/lambda", service="lambda")])
