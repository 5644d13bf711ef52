"""The canonical URI of S3 and its kin."""

from . import flags
from .cases import group

FILE = "path_s3.json"

KEPT = "S3PathKept"
ONCE = "S3PathEncodedOnce"
PATHS = [
    ("root", "/", "the root", "Basic S3Rules"),
    ("empty", "", "no path at all is the root", "PathEmpty S3Rules"),
    ("key", "/photos/2015/cat.jpg", "a plain key", "Basic S3Rules"),
    ("unreserved", "/AZaz09-._~", "nothing is encoded", ONCE),
    ("space", "/a%20b", "a space stays %20", ONCE),
    ("percent", "/a%25b", "a percent sign stays %25", ONCE),
    ("twice", "/a%2520b", "a key that holds '%20'", ONCE),
    ("plus", "/a%2Bb", "a plus sign, encoded", ONCE),
    ("question-mark", "/a%3Fb", "a question mark, encoded", ONCE),
    ("hash", "/a%23b", "a number sign, encoded", ONCE),
    ("unicode", "/caf%C3%A9", "two bytes of UTF-8", ONCE),
    ("emoji", "/%F0%9F%98%80", "four bytes of UTF-8", ONCE),
    ("newline", "/a%0Ab", "a line feed, encoded", ONCE),
    ("quotes", "/%22a%22", "quotes, encoded", ONCE),
    ("braces", "/%7Ba%7D", "braces, encoded", ONCE),
    *[(f"reserved-{name}", f"/a%{ord(character):02X}b", f"'{character}', encoded", ONCE) for name, character in [
        ("colon", ":"), ("at", "@"), ("exclamation", "!"), ("dollar", "$"), ("ampersand", "&"), ("apostrophe", "'"),
        ("parenthesis", "("), ("asterisk", "*"), ("comma", ","), ("semicolon", ";"), ("equals", "=")]],
    ("dots", "/a/../b", "two dots are part of the key", KEPT),
    ("dot", "/a/./b", "a single dot is part of the key", KEPT),
    ("dots-first", "/../a", "two dots at the beginning are part of the key", KEPT),
    ("dots-last", "/a/..", "two dots at the end are part of the key", KEPT),
    ("slashes", "//a", "two slashes at the beginning", KEPT),
    ("slashes-within", "/a//b", "two slashes within", KEPT),
    ("slashes-last", "/a//", "two slashes at the end", KEPT),
    ("slashes-only", "//", "a key of one slash", KEPT),
    ("folder", "/a/", "a key that ends in a slash", KEPT),
    ("long", "/" + "k" * 1024, "the longest key", "Basic S3Rules"),
]

# Target, what is expected as if it had been sent, what others sign, the former in words.
AS_SENT = [
    ("plus-raw", "/a+b", "a raw '+' is signed as %2B", "/a%2Bb"),
    ("slash-encoded", "/a%2Fb", "an encoded slash is a slash", "/a/b"),
    ("lower-digits", "/a%c3%a9", "digits become capitals", "/a%C3%A9"),
    ("needless", "/%61", "a needless escape is undone", "/a"),
    ("tilde", "/%7Euser", "an escape of an unreserved character is undone", "/~user"),
    *[(f"raw-{name}", f"/a{character}b", f"a raw '{character}' is encoded", f"/a%{ord(character):02X}b") for name, character in [
        ("colon", ":"), ("at", "@"), ("exclamation", "!"), ("ampersand", "&"), ("apostrophe", "'"), ("parenthesis", "("),
        ("asterisk", "*"), ("comma", ","), ("semicolon", ";"), ("equals", "=")]],
]

KIN = ["s3-outposts", "s3-object-lambda", "s3express"]
AT_KIN = ["space", "twice", "dots", "slashes-within", "unicode"]
PRESIGNED = ["root", "space", "percent", "unicode", "dots", "slashes-within", "reserved-colon", "reserved-equals"]


def rows(names: list | None = None, more: str = "") -> list:
    return [(name, comment, f"{marks} {more}".strip(), {"target": target}) for name, target, comment, marks in PATHS
            if names is None or name in names]


def build() -> dict:
    as_sent = [(name, comment, "S3PathAsSent", {"target": target},
                {"result": "acceptable", "path_as_sent": ["aws-c-auth", "botocore"]}) for name, target, comment, _ in AS_SENT]
    groups = [group("sign", rows() + as_sent, "path-s3", service="s3"),
              group("presign", rows(PRESIGNED, "Presign"), "path-s3/presigned", service="s3")]
    groups += [group("sign", rows(AT_KIN, "ServiceRules"), f"path-s3/{service}", service=service) for service in KIN]
    return flags.document("The path at S3 and its kin", ["What the path stands for is encoded once; nothing is removed."], groups)
