"""Dates, and what belongs to them."""

from . import flags
from .cases import HOST, group

FILE = "date.json"

DATES = [
    ("leap-day", "20240229T120000Z", "29 February"),
    ("leap-day-of-a-century", "20000229T000000Z", "a century that is one of the leap years"),
    ("before-leap-day", "20230228T235959Z", "28 February, and no 29th"),
    ("first-second-of-a-year", "20160101T000000Z", "New Year"),
    ("last-second-of-a-year", "20151231T235959Z", "New Year's Eve"),
    ("first-second-of-a-day", "20150831T000000Z", "midnight"),
    ("last-second-of-a-day", "20150830T235959Z", "a second before midnight"),
    ("epoch", "19700101T000000Z", "where Unix time begins"),
    ("after-2038", "20380119T031408Z", "a second more than 32 bits hold"),
    ("far", "99991231T235959Z", "the last second that can be written"),
    ("single-digits", "20150102T030405Z", "zeros in front"),
]


def build() -> dict:
    rows = [(name, f"the date: {comment}", "Date", {"timestamp": date}) for name, date, comment in DATES]
    presigned = [(name, comment, marks + " Presign", given) for name, comment, marks, given in rows
                 if name in ("leap-day", "first-second-of-a-year")]
    own = [
        ("date-header", "a Date header beside x-amz-date", "DateHeader", {"headers": [*HOST, ["Date", "Sun, 30 Aug 2015 12:36:00 GMT"]]}),
        ("date-header-of-another-time", "a Date header of another time is signed as it is", "DateHeader",
         {"headers": [*HOST, ["Date", "Mon, 31 Aug 2015 00:00:00 GMT"]]}),
        ("x-amz-date-given", "the caller's x-amz-date is the time of signing: it is there once", "Date",
         {"headers": [*HOST, ["X-Amz-Date", "20150830T123600Z"]]}),
    ]
    keys = [(f"day-{date}", comment, "KeyDerivation Date", {"date": date}) for date, comment in [
        ("20240229", "a leap day"), ("20160101", "the first day of a year"), ("19700101", "the first day of all"), ("99991231", "the last day")]]
    return flags.document("Dates", ["The date is x-amz-date, or X-Amz-Date; its day stands in the scope and makes the key."],
                          [group("sign", rows + own, "date"), group("presign", presigned, "date/presigned"), group("derive_key", keys, "date")])
