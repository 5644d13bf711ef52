"""The credential scope and the time. What is refused here is well signed: only the scope or the clock is wrong."""

from . import flags
from .received import BASE, LINK, SCOPE, group, in_header, in_query, replaced
from .verify_flags import FLAGS

FILE = "verify_scope.json"
DAY = "20150830"


def scopes(make) -> list:
    wrong = [
        ("region", f"{DAY}/us-west-2/service/aws4_request", "another region", "ScopeMismatch", "WrongRegion"),
        ("region-case", f"{DAY}/US-EAST-1/service/aws4_request", "the region in capitals", "ScopeMismatch", "WrongRegion"),
        ("region-prefix", f"{DAY}/us-east-10/service/aws4_request", "a region that begins like this one", "ScopeMismatch", "WrongRegion"),
        ("region-star", f"{DAY}/*/service/aws4_request", "any region", "ScopeMismatch", "WrongRegion"),
        ("service", f"{DAY}/us-east-1/s3/aws4_request", "another service", "ScopeMismatch", "WrongService"),
        ("service-case", f"{DAY}/us-east-1/Service/aws4_request", "the service in capitals", "ScopeMismatch", "WrongService"),
        ("region-and-service-swapped", f"{DAY}/service/us-east-1/aws4_request", "region and service in the wrong order", "ScopeMismatch", "WrongRegion"),
        ("day-before", "20150829/us-east-1/service/aws4_request", "the day before", "ScopeMismatch", "DateNotInScope"),
        ("day-after", "20150831/us-east-1/service/aws4_request", "the day after", "ScopeMismatch", "DateNotInScope"),
        ("year", "20140830/us-east-1/service/aws4_request", "another year", "ScopeMismatch", "DateNotInScope"),
        ("day-impossible", "20150230/us-east-1/service/aws4_request", "30 February", "ScopeForm", "MalformedCredential"),
        ("day-with-hyphens", "2015-08-30/us-east-1/service/aws4_request", "a day with hyphens", "ScopeForm", "MalformedCredential"),
        ("day-short", "2015083/us-east-1/service/aws4_request", "a digit less", "ScopeForm", "MalformedCredential"),
        ("terminator", f"{DAY}/us-east-1/service/aws5_request", "another end", "ScopeForm", "MalformedCredential"),
        ("terminator-longer", f"{DAY}/us-east-1/service/aws4_requestx", "an end with more behind it", "ScopeForm", "MalformedCredential"),
        ("terminator-case", f"{DAY}/us-east-1/service/AWS4_REQUEST", "the end in capitals", "ScopeForm", "MalformedCredential"),
        ("terminator-missing", f"{DAY}/us-east-1/service", "no end", "ScopeForm", "MalformedCredential"),
        ("service-missing", f"{DAY}/us-east-1/aws4_request", "no service", "ScopeForm", "MalformedCredential"),
        ("region-empty", f"{DAY}//service/aws4_request", "an empty region", "ScopeForm", "MalformedCredential"),
        ("service-empty", f"{DAY}/us-east-1//aws4_request", "an empty service", "ScopeForm", "MalformedCredential"),
        ("day-empty", "/us-east-1/service/aws4_request", "an empty day", "ScopeForm", "MalformedCredential"),
        ("slash-last", f"{SCOPE}/", "a slash at the end", "ScopeForm", "MalformedCredential"),
    ]
    return [(f"scope-{name}", f"the scope: {comment}", flag, reason, make(scope=scope)) for name, scope, comment, flag, reason in wrong]


def put_right() -> list:
    """What a verifier finds signed that builds the scope from what it expects, and does not read what it was sent."""
    shown = [
        ("terminator", f"{DAY}/us-east-1/service/aws5_request", "another end", "ScopeForm", "MalformedCredential"),
        ("terminator-case", f"{DAY}/us-east-1/service/AWS4_REQUEST", "the end in capitals", "ScopeForm", "MalformedCredential"),
        ("terminator-missing", f"{DAY}/us-east-1/service", "no end", "ScopeForm", "MalformedCredential"),
        ("slash-last", f"{SCOPE}/", "a slash at the end", "ScopeForm", "MalformedCredential"),
        ("part-more", f"{SCOPE}/more", "a part behind the end", "ScopeForm", "MalformedCredential"),
        ("region", f"{DAY}/us-west-2/service/aws4_request", "another region", "ScopeMismatch", "WrongRegion"),
        ("region-empty", f"{DAY}//service/aws4_request", "an empty region", "ScopeForm", "MalformedCredential"),
        ("service-case", f"{DAY}/us-east-1/Service/aws4_request", "the service in capitals", "ScopeMismatch", "WrongService"),
        ("day-after", "20150831/us-east-1/service/aws4_request", "the day after", "ScopeMismatch", "DateNotInScope"),
    ]
    rows = [(f"signed-right/{name}", f"the scope: {comment}; signed over the one that is expected", flag, reason,
             in_header(credential=f"AKIDEXAMPLE/{scope}")) for name, scope, comment, flag, reason in shown]
    return rows + [(f"presigned/signed-right/{name}", f"the scope: {comment}; signed over the one that is expected", flag, reason,
                    in_query(params={"X-Amz-Credential": f"AKIDEXAMPLE/{scope}"})) for name, scope, comment, flag, reason in shown[:5]]


def ids() -> list:
    rows = [("empty", "", "MalformedCredential", "no key id"), ("unknown", "AKIDNOBODY", "UnknownAccessKey", "a key id that nobody has"),
            ("case", "akidexample", "UnknownAccessKey", "a known key id in small letters"), ("prefix", "AKIDEXAMPL", "UnknownAccessKey", "a letter less"),
            ("longer", "AKIDEXAMPLEX", "UnknownAccessKey", "a letter more")]
    found = [(f"id-{name}", comment, "UnknownKey" if "Unknown" in reason else "ScopeForm", reason, in_header(id=key_id)) for name, key_id, reason, comment in rows]
    found += [(f"presigned-id-{name}", comment, "UnknownKey" if "Unknown" in reason else "ScopeForm", reason, in_query(id=key_id))
              for name, key_id, reason, comment in rows[:2]]
    return found + [("id-only", "a key id without a scope", "ScopeForm", "MalformedCredential", in_header(credential="AKIDEXAMPLE")),
                    ("credential-empty", "an empty credential", "ScopeForm", "MalformedCredential", in_header(credential=""))]


def wrong_key_days() -> list:
    other = "20150829/us-east-1/service/aws4_request"
    return [
        ("key-of-yesterday", "a right scope, and a key of the day before", "WrongSignature", "SignatureDoesNotMatch", in_header(key_scope=other)),
        ("presigned-key-of-yesterday", "a URL with a right scope, and a key of the day before", "WrongSignature", "SignatureDoesNotMatch", in_query(key_scope=other)),
        ("key-of-another-service", "a right scope, and a key of another service", "WrongSignature", "SignatureDoesNotMatch",
         in_header(key_scope=f"{DAY}/us-east-1/other/aws4_request")),
        ("key-without-terminator", "a key that was derived in three steps", "WrongSignature", "SignatureDoesNotMatch",
         in_header(key_scope=f"{DAY}/us-east-1/service")),
        ("string-of-another-date", "the string to sign has another date than the header", "WrongSignature", "SignatureDoesNotMatch",
         in_header(signed_date="20150830T123559Z")),
    ]


def times() -> list:
    def at(now: str, request: dict) -> dict:
        return request | {"now": now}
    header, link = in_header(), in_query()
    short = in_query(params={"X-Amz-Expires": "60"})
    week = in_query(params={"X-Amz-Expires": "604800"})
    return [
        ("now", "no time has passed", "LetIn", None, header),
        ("late-to-the-second", "15 minutes late", "LetIn", None, at("20150830T125100Z", header)),
        ("too-late", "15 minutes and a second late", "TimeWindow", "Expired", at("20150830T125101Z", header)),
        ("an-hour-late", "an hour late", "TimeWindow", "Expired", at("20150830T133600Z", header)),
        ("a-day-late", "the same time the next day", "TimeWindow", "Expired", at("20150831T123600Z", header)),
        ("a-year-late", "the same time the next year", "TimeWindow", "Expired", at("20160830T123600Z", header)),
        ("early-to-the-second", "15 minutes early", "LetIn", None, at("20150830T122100Z", header)),
        ("too-early", "15 minutes and a second early", "TimeWindow", "NotYetValid", at("20150830T122059Z", header)),
        ("a-day-early", "a day early", "TimeWindow", "NotYetValid", at("20150829T123600Z", header)),
        ("presigned-now", "no time has passed", "LetIn", None, link),
        ("presigned-last-second", "the last second of its life", "LetIn", None, at("20150830T133600Z", link)),
        ("presigned-over", "a second after its life", "TimeWindow", "Expired", at("20150830T133601Z", link)),
        ("presigned-longer-than-tolerance", "a life is not cut by the tolerance", "LetIn", None, at("20150830T130000Z", link)),
        ("presigned-shorter-than-tolerance", "a life of a minute is not made longer by the tolerance", "TimeWindow", "Expired", at("20150830T123701Z", short)),
        ("presigned-minute", "the last second of a minute", "LetIn", None, at("20150830T123700Z", short)),
        ("presigned-week", "the last second of seven days", "LetIn", None, at("20150906T123600Z", week)),
        ("presigned-week-over", "a second after seven days", "TimeWindow", "Expired", at("20150906T123601Z", week)),
        ("presigned-early", "15 minutes early: clocks differ", "LetIn", None, at("20150830T122100Z", link)),
        ("presigned-too-early", "a URL, 15 minutes and a second early", "TimeWindow", "NotYetValid", at("20150830T122059Z", link)),
        ("presigned-a-day-early", "made for tomorrow", "TimeWindow", "NotYetValid", at("20150829T123600Z", link)),
    ]


WRITTEN = [
    ("iso", "2015-08-30T12:36:00Z", "with hyphens and colons"), ("no-zone", "20150830T123600", "without its Z"), ("offset", "20150830T123600+0000", "with an offset"),
    ("small-z", "20150830T123600z", "with a small z"), ("small-t", "20150830t123600Z", "with a small t"), ("fraction", "20150830T123600.0Z", "with a fraction"),
    ("day-only", "20150830", "a day"), ("seconds", "1440938160", "seconds since 1970"), ("empty", "", "empty"), ("text", "today", "a word"),
    ("month-13", "20151330T123600Z", "a month too many"), ("february-30", "20150230T123600Z", "30 February"), ("hour-24", "20150830T240000Z", "an hour too many"),
    ("minute-60", "20150830T126000Z", "a minute too many"), ("second-61", "20150830T123661Z", "two seconds too many"), ("space", "20150830T 23600Z", "a space for a digit"),
    ("longer", "20150830T123600ZZ", "a letter more"), ("sign", "+0150830T123600Z", "a sign for a digit"),
]


def dates() -> list:
    plain = [pair for pair in BASE["headers"] if pair[0] != "X-Amz-Date"]

    def dated(*more) -> dict:
        return in_header({"headers": [*plain, *map(list, more)]})
    rows = [(f"date-{name}", f"x-amz-date: {comment}, and well signed", "DateForm", "MalformedDate",
             in_header({"headers": [*plain, ["X-Amz-Date", text]]}, date=text)) for name, text, comment in WRITTEN]
    rows += [(f"presigned-date-{name}", f"X-Amz-Date: {comment}, and well signed", "DateForm", "MalformedDate", in_query(date=text))
             for name, text, comment in WRITTEN if name in ("iso", "no-zone", "empty", "february-30", "hour-24", "longer")]
    return rows + [
        ("date-http", "x-amz-date in the form of HTTP; signed over the same time in the right form", "DateForm", "MalformedDate",
         dated(("X-Amz-Date", "Sun, 30 Aug 2015 12:36:00 GMT"))),
        ("presigned-date-in-header", "no X-Amz-Date in the query, but a signed x-amz-date header", "DateForm QueryForm", "MissingField",
         in_query({"headers": [*LINK["headers"], ["X-Amz-Date", "20150830T123600Z"]]}, without=["X-Amz-Date"])),
        ("presigned-date-header-same", "X-Amz-Date in the query, and a signed x-amz-date header of the same time", "LetIn", None,
         in_query({"headers": [*LINK["headers"], ["X-Amz-Date", "20150830T123600Z"]]})),
        ("presigned-date-header-other", "X-Amz-Date in the query, and a signed x-amz-date header of another time; signed over the query's", "DateForm", None,
         in_query({"headers": [*LINK["headers"], ["X-Amz-Date", "20150829T123600Z"]]}), "acceptable"),
        ("presigned-date-header-other-signed", "X-Amz-Date in the query, and a signed x-amz-date header of another time; signed over the header's",
         "DateForm WrongSignature", "SignatureDoesNotMatch",
         in_query({"headers": [*LINK["headers"], ["X-Amz-Date", "20150830T123601Z"]]}, signed_date="20150830T123601Z")),
        ("no-date", "neither x-amz-date nor Date", "DateForm", "MissingDate", dated()),
        ("date-twice", "x-amz-date twice", "DateForm", "RepeatedField", dated(("X-Amz-Date", "20150830T123600Z"), ("X-Amz-Date", "20150830T123600Z"))),
        ("date-header", "Date instead of x-amz-date, as AWS takes it", "LetIn", None, dated(("Date", "20150830T123600Z"))),
        ("date-header-http", "Date instead of x-amz-date, in the form of HTTP", "LetIn", None, dated(("Date", "Sun, 30 Aug 2015 12:36:00 GMT"))),
        ("date-header-too-old", "Date instead of x-amz-date, half an hour old", "TimeWindow", "Expired", in_header({"headers": [*plain, ["Date", "Sun, 30 Aug 2015 12:00:00 GMT"]]}, date="20150830T120000Z")),
        ("date-header-overruled", "x-amz-date goes before a Date of another day", "LetIn", None,
         in_header({"headers": [*BASE["headers"], ["Date", "Mon, 31 Aug 2015 00:00:00 GMT"]]})),
        ("date-header-no-date", "a Date that is none", "DateForm", "MalformedDate", dated(("Date", "yesterday"))),
    ]


def build() -> dict:
    about = ["Scopes of another form, day, region or service; keys that nobody has; requests from the past and the future."]
    return flags.document("Scope and time", about, [
        group("verify-scope", [*scopes(in_header), *put_right(), *ids(), *wrong_key_days()]), group("verify-scope/presigned", scopes(in_query)),
        group("verify-time", times()), group("verify-date", dates())], FLAGS)
