"""What a signer must refuse to sign."""

from . import flags
from .cases import HOST, TOKEN, refused, with_headers

FILE = "refused.json"

CONTROL, FORM, SCOPE = "ControlCharacter", "NotWellFormed", "BadScope"
DATES = [
    ("february-30", "20150230T120000Z", "30 February"), ("not-a-leap-year", "20150229T120000Z", "29 February of a common year"),
    ("not-a-leap-century", "19000229T120000Z", "29 February of 1900"), ("april-31", "20150431T120000Z", "31 April"),
    ("month-13", "20151301T120000Z", "a month too many"), ("month-0", "20150001T120000Z", "no month"),
    ("day-0", "20150800T120000Z", "no day"), ("hour-24", "20150830T240000Z", "an hour too many"),
    ("minute-60", "20150830T126000Z", "a minute too many"), ("second-61", "20150830T123661Z", "two seconds too many"),
]
VALUES = [("cr-lf", "a\r\nb: c", "a line break, and a header behind it"), ("lf", "a\nb", "a line feed"), ("cr", "a\rb", "a carriage return"),
          ("nul", "a\0b", "a NUL"), ("escape", "a\x1bb", "an escape"), ("delete", "a\x7fb", "a delete"), ("lf-last", "a\n", "a line feed at the end")]
NAMES = [("empty", "", "no name"), ("space", "my header", "a space"), ("colon", "my:header", "a colon"), ("lf", "my\nheader", "a line feed"),
         ("space-last", "my-header ", "a space at the end"), ("unicode", "caf\u00e9", "not ASCII"), ("nul", "a\0", "a NUL"),
         ("parenthesis", "a(b)", "a character that no name has")]
TARGETS = [("lf-last", "/a\n", "a line feed at the end of the path"), ("cr-lf", "/a\r\nHost: b", "a line break in the path"), ("nul", "/\0", "a NUL"),
           ("query-lf", "/?a=b\nc", "a line feed in the query"), ("no-slash", "a/b", "a path that does not begin with a slash"),
           ("absolute", "https://example.com/", "an absolute URL"), ("fragment", "/a#b", "a fragment, which is never sent"),
           ("fragment-in-query", "/?a=b#c", "a fragment behind a query"), ("delete", "/\x7f", "a delete")]
METHODS = [("space", "GET /", "a space"), ("lf", "GET\n", "a line feed"), ("slash", "GET/", "a slash"), ("unicode", "G\u00c9T", "not ASCII")]
PARTS = [("empty", "", "", "empty"), ("slash", "us/east", "my/service", "with a slash"), ("space", "us east", "my service", "with a space"),
         ("lf", "us-east-1\n", "service\n", "with a line feed"), ("comma", "us,east", "my,service", "with a comma"),
         ("unicode", "us-\u00e9ast", "serv\u00efce", "not ASCII")]


def marks(value: str) -> str:
    """RFC 9110, section 5.5: line breaks and NUL are dangerous; what else there is of controls, a recipient may keep."""
    return CONTROL if set(value) & set("\0\r\n") else FORM


def rows() -> list:
    found = [(f"value-{name}", f"a header's value with {comment}", marks(value), "InvalidHeaderValue", with_headers(("my-header", value)))
             for name, value, comment in VALUES]
    found += [(f"name-{name}", f"a header's name: {comment}", FORM, "InvalidByte" if value else "Empty", with_headers((value, "a"))) for name, value, comment in NAMES]
    found += [(f"target-{name}", f"the target: {comment}", marks(value),
               "TargetNotOriginForm" if name in ("no-slash", "absolute") else "InvalidByte", {"target": value})
              for name, value, comment in TARGETS]
    found += [(f"method-{name}", f"the method: {comment}", FORM, "InvalidByte", {"method": value}) for name, value, comment in METHODS]
    found += [(f"{member}-{name}", f"a {member} {comment}", SCOPE, "InvalidByte" if part[at] else "Empty", {member: part[at]})
              for at, member in enumerate(("region", "service")) for name, *part, comment in PARTS]
    found += [(f"date-{name}", f"the date: {comment}", "ImpossibleDate", "InvalidDate", {"timestamp": value}) for name, value, comment in DATES]
    return found + [
        ("no-host", "no Host header", "MissingHost", "MissingHost", {"headers": []}),
        ("host-empty", "an empty Host header", "MissingHost", "MissingHost", {"headers": [["Host", ""]]}),
        ("host-spaces", "a Host header of spaces", "MissingHost", "MissingHost", {"headers": [["Host", "  "]]}),
        ("host-twice", "the same Host header twice", "MissingHost", "RepeatedHost", {"headers": HOST + HOST}),
        ("host-twice-other", "two Host headers that differ", "MissingHost", "RepeatedHost", {"headers": [*HOST, ["host", "example.com"]]}),
        ("id-empty", "an empty key id", "EmptyCredential", "Empty", {"access_key_id": ""}),
        ("id-comma", "a key id with a comma, which ends the credential in the header", SCOPE, "InvalidByte", {"access_key_id": "AK,ID"}),
        ("id-space", "a key id with a space", SCOPE, "InvalidByte", {"access_key_id": "AK ID"}),
        ("id-lf", "a key id with a line feed", CONTROL, "InvalidByte", {"access_key_id": "AKID\n"}),
        ("secret-empty", "an empty secret", "EmptyCredential", "Empty", {"secret_access_key": ""}),
        ("token-empty", "an empty token is a mistake of configuration", "EmptyCredential", "Empty", {"session_token": ""}),
        ("token-lf", "a token with a line feed, as from a file", CONTROL, "InvalidByte", {"session_token": "token\n"}),
        ("signed", "an Authorization header", "AlreadySigned", "AlreadySigned",
         with_headers(("Authorization", "AWS4-HMAC-SHA256 Credential=A/20150830/us-east-1/service/aws4_request, SignedHeaders=host, Signature=00"))),
        ("signed-otherwise", "an Authorization header of another kind", "AlreadySigned", "AlreadySigned", with_headers(("Authorization", "Bearer a"))),
        ("signed-in-query", "a signature in the query", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Signature=00"}),
        ("signed-in-query-hidden", "a signature in the query, with an escape in its name", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Signatur%65=00"}),
        ("other-date", "an x-amz-date of another time", "AlreadySigned", "AlreadySigned", with_headers(("X-Amz-Date", "20150829T123600Z"))),
        ("two-dates", "x-amz-date twice", "AlreadySigned", "AlreadySigned",
         with_headers(("X-Amz-Date", "20150830T123600Z"), ("X-Amz-Date", "20150830T123600Z"))),
        ("two-tokens", "x-amz-security-token twice, though the credentials have none", "AlreadySigned", "AlreadySigned",
         with_headers(("X-Amz-Security-Token", "one"), ("X-Amz-Security-Token", "two"))),
        ("other-token", "an x-amz-security-token of another session than the credentials'", "AlreadySigned", "AlreadySigned",
         with_headers(("X-Amz-Security-Token", "other")) | {"session_token": TOKEN}),
        ("payload-hash", "an x-amz-content-sha256 that is no hash", FORM, "InvalidPayloadHash", with_headers(("X-Amz-Content-Sha256", "abc"))),
        ("payload-hash-capitals", "an x-amz-content-sha256 with capital digits", FORM, "InvalidPayloadHash", with_headers(("X-Amz-Content-Sha256", "E3" * 32))),
        ("payload-hash-twice", "x-amz-content-sha256 twice", FORM, "InvalidPayloadHash",
         with_headers(("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"), ("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD"))),
        ("lambda-unsigned", "a function URL refuses UNSIGNED-PAYLOAD: so does who signs for it", "ServiceRules", "UnsignedPayloadRefused",
         {"service": "lambda", "rules": {"payload": "UNSIGNED-PAYLOAD"}}),
    ]


def presigned() -> list:
    return [
        ("expires-0", "a life of no time", "BadExpiry", "InvalidExpiry", {"expires_seconds": 0}),
        ("expires-too-long", "a life of a second more than seven days", "BadExpiry", "InvalidExpiry", {"expires_seconds": 604801}),
        ("expires-a-year", "a life of a year", "BadExpiry", "InvalidExpiry", {"expires_seconds": 31536000}),
        ("expires-negative", "a life of less than no time", "BadExpiry", None, {"expires_seconds": -1}),
        ("no-host", "no Host header", "MissingHost", "MissingHost", {"headers": []}),
        ("signed", "X-Amz-Signature is in the query already", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Signature=00"}),
        ("credential", "X-Amz-Credential is in the query already", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Credential=a"}),
        ("date", "X-Amz-Date is in the query already, though it is the time of signing", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Date=20150830T123600Z"}),
        ("expires", "X-Amz-Expires is in the query already", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Expires=60"}),
        ("token", "X-Amz-Security-Token is in the query already", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Security-Token=a"}),
        ("header-signed", "an Authorization header", "AlreadySigned", "AlreadySigned", with_headers(("Authorization", "Bearer a"))),
        ("value-lf", "a line feed in a header", CONTROL, "InvalidHeaderValue", with_headers(("a", "b\nc"))),
    ]


def keys() -> list:
    return [
        ("secret-empty", "an empty secret", "EmptyCredential", "Empty", {"date": "20150830", "secret_access_key": ""}),
        ("date-february-30", "the date: 30 February", "ImpossibleDate", "InvalidDate", {"date": "20150230"}),
        ("region-empty", "an empty region", SCOPE, "Empty", {"date": "20150830", "region": ""}),
        ("service-slash", "a service with a slash", SCOPE, "InvalidByte", {"date": "20150830", "service": "a/b"}),
    ]


def build() -> dict:
    about = ["Input that is no request, no scope, no date or already signed: an error, never a signature.",
             "expected.reason is the reference implementation's word for it."]
    return flags.document("What must not be signed", about, [
        refused("sign", rows(), "refused"), refused("presign", presigned(), "refused/presigned"), refused("derive_key", keys(), "refused/derived")])
