"""SignedHeaders, and what must be on it. All of it is well signed."""

from . import flags
from .received import BASE, LINK, added, group, in_header, in_query, reauthorized
from .verify_flags import FLAGS

FILE = "verify_headers.json"
FORM, OPEN = "SignedHeadersForm", "UnsignedHeader"
ALL = "content-type;host;x-amz-date;x-amz-meta-color"


def lists() -> list:
    return [
        ("unsorted", "host before content-type", "UnsortedSignedHeaders", "host;content-type;x-amz-date;x-amz-meta-color"),
        ("reversed", "in reverse", "UnsortedSignedHeaders", "x-amz-meta-color;x-amz-date;host;content-type"),
        ("last-two-swapped", "the last two in the wrong order", "UnsortedSignedHeaders", "content-type;host;x-amz-meta-color;x-amz-date"),
        ("capitals", "names in capitals", "UpperCaseSignedHeader", "Content-Type;Host;X-Amz-Date;X-Amz-Meta-Color"),
        ("one-capital", "one name with a capital", "UpperCaseSignedHeader", "content-type;Host;x-amz-date;x-amz-meta-color"),
        ("twice", "host twice", "RepeatedSignedHeader", "content-type;host;host;x-amz-date;x-amz-meta-color"),
        ("all-twice", "the last twice", "RepeatedSignedHeader", ALL + ";x-amz-meta-color"),
        ("empty", "no name", "EmptySignedHeaders", ""),
        ("empty-first", "an empty name in front", "EmptySignedHeaders", ";" + ALL),
        ("empty-last", "an empty name behind", "EmptySignedHeaders", ALL + ";"),
        ("empty-within", "an empty name within", "EmptySignedHeaders", ALL.replace(";host", ";;host")),
        ("only-semicolons", "nothing but semicolons", "EmptySignedHeaders", ";;"),
        ("commas", "commas between the names", None, ALL.replace(";", ",")),
        ("spaces", "spaces behind the semicolons", None, ALL.replace(";", "; ")),
        ("absent", "a header that is not there, signed as empty", "AbsentSignedHeader", "accept;" + ALL),
        ("absent-last", "one at the end", "AbsentSignedHeader", ALL + ";x-amz-other"),
        ("absent-authorization-like", "a name that is none", "AbsentSignedHeader", "content-type;host;x-amz-date;x-amz-meta-color;zz"),
        ("no-host", "host is not signed", "UnsignedHeader", "content-type;x-amz-date;x-amz-meta-color"),
        ("no-date", "x-amz-date is not signed", "UnsignedHeader", "content-type;host;x-amz-meta-color"),
        ("no-meta", "an x-amz-meta-* is not signed", "UnsignedHeader", "content-type;host;x-amz-date"),
        ("only-date", "nothing but the date", "UnsignedHeader", "x-amz-date"),
        ("only-host", "nothing but the host", "UnsignedHeader", "host"),
    ]


def rows() -> list:
    found = []
    for name, comment, reason, names in lists():
        # With commas the header falls apart; with spaces the names are others.
        reason = reason or {"commas": "MalformedAuthorization", "spaces": "UnsortedSignedHeaders"}[name]
        found.append((name, f"SignedHeaders: {comment}, and well signed", OPEN if reason == "UnsignedHeader" else FORM, reason, in_header(names=names)))
    good = in_header()
    amz = ["x-amz-acl", "x-amz-security-token-other", "x-amz-copy-source", "x-amz-target", "x-amz-server-side-encryption", "X-AMZ-META-B", "x-amz-"]
    found += [(f"added-{name.lower().strip('-')}", f"{name}, added after it was signed", OPEN, "UnsignedHeader", added(good, (name, "a"))) for name in amz]
    found += [
        ("without-content-type", "a content type need not be signed", "LetIn", None, in_header(names="host;x-amz-date;x-amz-meta-color")),
        ("x-amzn-added", "x-amzn-* is no x-amz-*", "LetIn", None, added(good, ("X-Amzn-Trace-Id", "Root=1-a"))),
        ("x-amzn-signed", "x-amzn-* may be signed", "LetIn", None, in_header({"headers": [*BASE["headers"], ["X-Amzn-Request", "a"]]})),
        ("user-agent-signed", "what most signers leave out may be signed", "LetIn", None,
         in_header({"headers": [*BASE["headers"], ["User-Agent", "a"]]}, names="content-type;host;user-agent;x-amz-date;x-amz-meta-color", values={"user-agent": "a"})),
        ("two-values", "two values of a signed header", "LetIn", None, in_header({"headers": [*BASE["headers"], ["A", "1"], ["a", "2"]]})),
        ("empty-value", "an empty value", "LetIn", None, in_header({"headers": [*BASE["headers"], ["A", ""]]})),
    ]
    return found


def put_right() -> list:
    """The list is wrong, and what is signed is the right one: caught is who puts the list right before looking."""
    good = in_header()
    shown = [
        ("capitals", "names in capitals", "UpperCaseSignedHeader", "Content-Type;Host;X-Amz-Date;X-Amz-Meta-Color"),
        ("unsorted", "names not sorted", "UnsortedSignedHeaders", "host;content-type;x-amz-date;x-amz-meta-color"),
        ("twice", "host twice", "RepeatedSignedHeader", ALL.replace("host", "host;host")),
        ("empty-last", "an empty name behind", "EmptySignedHeaders", ALL + ";"),
        ("spaces", "spaces behind the semicolons", "UnsortedSignedHeaders", ALL.replace(";", "; ")),
        ("absent", "a header that is not there", "AbsentSignedHeader", "accept;" + ALL),
    ]
    return [(f"signed-right/{name}", f"SignedHeaders: {comment}; signed over the right list", FORM, reason, reauthorized(good, ALL, names))
            for name, comment, reason, names in shown]


def presigned_put_right() -> list:
    more = {"headers": [*LINK["headers"], ["Range", "bytes=0-9"]]}
    shown = [
        ("capitals", "a capital", "UpperCaseSignedHeader", "Host;range"), ("unsorted", "names not sorted", "UnsortedSignedHeaders", "range;host"),
        ("twice", "host twice", "RepeatedSignedHeader", "host;host;range"), ("absent", "a header that is not sent", "AbsentSignedHeader", "accept;host;range"),
    ]
    return [(f"signed-right/{name}", f"SignedHeaders: {comment}; signed over the right list", FORM, reason, in_query(more, params={"X-Amz-SignedHeaders": names}))
            for name, comment, reason, names in shown]


def presigned() -> list:
    more = {"headers": [*LINK["headers"], ["x-amz-acl", "private"], ["Range", "bytes=0-9"]]}
    acl = added(in_query(), ("x-amz-acl", "public-read"))
    return [
        ("more", "a URL that signs more headers than host", "LetIn", None, in_query(more)),
        ("no-host", "host is not signed", OPEN, "UnsignedHeader", in_query(more, names="range;x-amz-acl")),
        ("acl-not-signed", "x-amz-acl is sent and not signed", OPEN, "UnsignedHeader", in_query(more, names="host;range")),
        ("acl-added", "x-amz-acl is added to a URL that does not sign it", OPEN, "UnsignedHeader", acl),
        ("copy-source-added", "x-amz-copy-source is added to a URL that does not sign it", OPEN, "UnsignedHeader", added(in_query(), ("x-amz-copy-source", "/other/key"))),
        ("unsorted", "SignedHeaders: not in order", FORM, "UnsortedSignedHeaders", in_query(more, names="x-amz-acl;host;range")),
        ("capitals", "SignedHeaders: a capital", FORM, "UpperCaseSignedHeader", in_query(names="Host")),
        ("twice", "SignedHeaders: host twice", FORM, "RepeatedSignedHeader", in_query(names="host;host")),
        ("empty", "SignedHeaders: no name", FORM, "EmptySignedHeaders", in_query(names="")),
        ("empty-last", "SignedHeaders: an empty name behind", FORM, "EmptySignedHeaders", in_query(names="host;")),
        ("absent", "SignedHeaders: a header that is not sent", FORM, "AbsentSignedHeader", in_query(names="host;range")),
        ("commas", "SignedHeaders: commas between the names", FORM, "AbsentSignedHeader", in_query(more, names="host,range,x-amz-acl")),
    ]


def build() -> dict:
    about = ["Sorted, in small letters, each once, each of a header that is there; host and every x-amz-* of the request among them."]
    return flags.document("Signed headers", about, [group("verify-headers", rows() + put_right()),
        group("verify-headers/presigned", presigned() + presigned_put_right())], FLAGS)
