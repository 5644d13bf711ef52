"""The canonical query string."""

from . import flags
from .cases import group

FILE = "query.json"

ORDER, ENCODED, PREFIX, REPEATED = "QueryOrder", "QuerySortedAfterEncoding", "QueryNamePrefix", "QueryRepeated"
EMPTY, ENCODING, CASE = "QueryEmpty", "QueryEncoding", "QueryCase"

QUERIES = [
    ("one", "a=1", "one parameter", "Basic"),
    ("two", "b=2&a=1", "two parameters, sorted", ORDER),
    ("only-question-mark", "", "a question mark and nothing behind it", EMPTY),
    ("many", "&".join(f"p{n:02}={n}" for n in range(39, -1, -1)), "forty parameters in reverse", ORDER),
    ("digits", "a10=1&a9=2&a1=3", "names are compared byte by byte, not as numbers", ORDER),
    ("underscore", "a_b=1&aB=2&a-b=3&a.b=4&a~b=5", "in the order of ASCII: - . B _ ~", ORDER),
    ("prefix-hyphen", "a-b=1&a=2", "a comes before a-b, though '-' is before '='", PREFIX),
    ("prefix-dot", "a.b=1&a=2", "a comes before a.b", PREFIX),
    ("prefix-digit", "a1=1&a=2", "a comes before a1", PREFIX),
    ("prefix-letter", "ab=1&a=2", "a comes before ab", PREFIX),
    ("prefix-encoded", "a%20b=1&a=2", "a comes before a%20b", PREFIX),
    ("encoded-before-letters", "Param=2&%E1%88%B4=1", "%E1%88%B4 comes before Param", ENCODED),
    ("encoded-among-digits", "1=a&%7E=b&%2B=c", "%2B before 1; the escape of '~' is undone", ENCODED + " " + ENCODING),
    ("encoded-colon", "0=1&%3A=2", "':' is %3A and comes before 0", ENCODED),
    ("encoded-bracket", "a%5B0%5D=1&a0=2", "'[' is %5B and comes before 0", ENCODED),
    ("encoded-value-order", "a=b&a=%C3%A9", "a value that is encoded comes before a letter", ENCODED + " " + REPEATED),
    ("encoded-name-of-which-another-is-prefix", "%C3%A9a=1&%C3%A9=2", "encoded names of which one begins the other", ENCODED + " " + PREFIX),
    ("repeated-sorted", "a=1&a=2", "two values of one name", REPEATED),
    ("repeated-unsorted", "a=2&a=1", "two values of one name, in the wrong order", REPEATED),
    ("repeated-same", "a=1&a=1", "the same twice stays twice", REPEATED),
    ("repeated-three", "a=c&a=a&a=b", "three values", REPEATED),
    ("repeated-apart", "a=2&b=0&a=1", "two values with another name between them", REPEATED),
    ("repeated-empty", "a=1&a=", "an empty value comes first", REPEATED + " " + EMPTY),
    ("repeated-no-equals", "a=1&a", "a name without '=' has an empty value", REPEATED + " " + EMPTY),
    ("repeated-prefix-values", "a=10&a=1", "values of which one begins the other", REPEATED),
    ("repeated-encoded-names", "%61=2&a=1", "the same name, once with an escape", REPEATED + " " + ENCODING),
    ("no-equals", "acl", "no '='", EMPTY),
    ("no-equals-among-others", "uploads&prefix=a", "no '=' among others", EMPTY),
    ("empty-value", "a=", "an empty value", EMPTY),
    ("empty-name", "=a", "an empty name", EMPTY),
    ("empty-name-among-others", "b=1&=a", "an empty name comes first", EMPTY),
    ("only-equals", "=", "neither name nor value, but '='", EMPTY),
    ("equals-in-value", "a=b=c", "'=' in a value is %3D", ENCODING),
    ("equals-in-value-encoded", "a=b%3Dc", "an encoded '=' in a value stays %3D", ENCODING),
    ("equals-at-the-end", "token=abc==", "base64 with its padding", ENCODING),
    ("space", "a=b%20c", "a space is %20", ENCODING),
    ("plus-encoded", "a=b%2Bc", "an encoded plus sign stays one", ENCODING),
    ("slash", "a=b/c", "a raw slash is %2F", ENCODING),
    ("slash-encoded", "a=b%2Fc", "an encoded slash stays %2F", ENCODING),
    ("question-mark", "a=b?c", "a raw question mark is %3F", ENCODING),
    ("question-mark-first", "?a=b", "the second question mark belongs to the name", ENCODING),
    ("colon", "a=b:c", "a raw colon is %3A", ENCODING),
    ("comma", "a=b,c", "a raw comma is %2C", ENCODING),
    ("at", "a=b@c", "a raw @ is %40", ENCODING),
    ("asterisk", "a=*", "a raw asterisk is %2A", ENCODING),
    ("parentheses", "a=(b)", "raw parentheses are encoded", ENCODING),
    ("apostrophe", "a='b'", "raw apostrophes are encoded", ENCODING),
    ("exclamation", "a=b!", "a raw exclamation mark is encoded", ENCODING),
    ("dollar", "$filter=a", "a raw dollar sign in a name", ENCODING),
    ("semicolon", "a=1;b=2", "a semicolon is part of the value: %3B", ENCODING),
    ("semicolon-encoded", "a=1%3Bb=2", "an encoded semicolon stays %3B, and the '=' behind it is %3D", ENCODING),
    ("ampersand-encoded", "a=b%26c=d", "an encoded ampersand does not separate", ENCODING),
    ("percent", "a=100%25", "a percent sign", ENCODING),
    ("twice", "a=b%2520c", "a value that holds '%20' is not encoded a third time", ENCODING),
    ("brackets", "a%5B%5D=1", "brackets in a name", ENCODING),
    ("tilde", "a=~b", "a raw tilde stays", ENCODING),
    ("tilde-encoded", "a=%7Eb", "an encoded tilde is undone", ENCODING),
    ("unreserved", "AZaz09-._~=AZaz09-._~", "nothing is encoded", ENCODING),
    ("lower-digits", "a=%c3%a9", "digits become capitals", ENCODING),
    ("needless", "%61=%62", "needless escapes are undone", ENCODING),
    ("unicode", "a=%E1%88%B4", "three bytes of UTF-8", ENCODING),
    ("emoji", "a=%F0%9F%98%80", "four bytes of UTF-8", ENCODING),
    ("newline", "a=b%0Ac", "an encoded line feed", ENCODING),
    ("nul", "a=%00", "an encoded NUL", ENCODING),
    ("invalid-utf8", "a=%FF", "a byte that is no UTF-8 stays", "QueryInvalidUtf8"),
    ("invalid-utf8-cut", "a=%E1%88", "a character cut in two stays", "QueryInvalidUtf8"),
    ("invalid-utf8-name", "%C3%28=1", "bytes in a name that are no UTF-8 stay", "QueryInvalidUtf8"),
    ("case-of-names", "b=1&B=2", "B comes before b", CASE),
    ("case-of-values", "a=b&a=B", "B comes before b among values, too", CASE + " " + REPEATED),
    ("proto", "__proto__=1&constructor=2", "names that mean something to JavaScript", ENCODING),
    ("length", "length=1&toString=2", "other names that mean something to JavaScript", ENCODING),
    ("action", "Action=ListUsers&Version=2010-05-08", "an AWS query request", "Basic"),
    ("long-value", "a=" + "x" * 2000, "a value of 2000 bytes", "Basic"),
    ("fragment-like", "a=b%23c", "an encoded number sign", ENCODING),
    ("algorithm-like", "x-amz-algorithm=1", "not the parameter of the query form: small letters", CASE),
]

PRESIGNED = ["two", "prefix-hyphen", "encoded-before-letters", "repeated-unsorted", "repeated-empty", "no-equals", "empty-value",
             "equals-in-value", "space", "slash", "semicolon", "lower-digits", "invalid-utf8", "case-of-names", "proto",
             "algorithm-like", "question-mark", "empty-name"]
AT_S3 = ["no-equals", "no-equals-among-others", "equals-at-the-end", "slash", "invalid-utf8"]

ACCEPTABLE = [
    ("plus", "a=b+c", "a raw '+' in a value", "QueryPlus", [(["aws-sigv4", "aws-sdk-go-v2", "curl"], {"target": "/?a=b%20c"})]),
    ("plus-in-name", "a+b=c", "a raw '+' in a name", "QueryPlus", [(["aws-sigv4", "aws-sdk-go-v2", "curl"], {"target": "/?a%20b=c"})]),
    ("empty-pair", "a=1&&b=2", "nothing between two '&'", "QueryEmptyPair", None),
    ("empty-pair-first", "&a=1", "nothing before the first '&'", "QueryEmptyPair", None),
    ("empty-pair-last", "a=1&", "nothing behind the last '&'", "QueryEmptyPair", None),
]
# AWS's SDKs sign both; two signers leave the second out at S3, and at S3 alone, on purpose.
FIRST_ONLY = ("repeated-unsorted", "two values of one name, in the wrong order", f"{REPEATED} S3Rules", {"target": "/?a=2&a=1"},
              {"result": "acceptable", "alternatives": [(["aws4", "aws4fetch"], {"target": "/?a=2"})]})


def rows(names: list | None = None, more: str = "") -> list:
    return [(name, comment, f"{marks} {more}".strip(), {"target": f"/?{query}"}) for name, query, comment, marks in QUERIES
            if names is None or name in names]


def build() -> dict:
    acceptable = [(name, comment, marks, {"target": f"/?{query}"},
                   {"result": "acceptable"} | ({"alternatives": others} if others else {}))
                  for name, query, comment, marks, others in ACCEPTABLE]
    return flags.document(
        "The query string", ["Names and values are decoded and encoded, then sorted by name and by value."],
        [group("sign", rows() + acceptable, "query"), group("presign", rows(PRESIGNED, "Presign"), "query/presigned"),
         group("sign", [*rows(AT_S3, "S3Rules"), FIRST_ONLY], "query/s3", service="s3")])
