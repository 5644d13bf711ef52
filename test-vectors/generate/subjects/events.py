"""Event streams: messages that are signed one by one."""

from datetime import datetime, timezone

from eventstream import BYTES, STRING, frame, header
from official import agree

from . import flags
from .cases import SOURCE, b64, group, refused

FILE = "events.json"

PAGE = "https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html"
FLAGS = {
    "Events": ("FUNCTIONALITY", "Each event's signature takes in the one before it, the event's own date and its payload.", flags.REFUSED, PAGE),
    "EventEmpty": ("FUNCTIONALITY", "An event without payload ends the stream, and is signed like any other.", flags.REFUSED, PAGE),
    "EventDate": ("MODIFIED_PARAMETER", "An event has a date of its own: in the string to sign, in milliseconds in its header, in its scope, and in its key.",
                  "Streams that last over midnight break off.", PAGE),
    "EventChain": ("MODIFIED_PARAMETER", "The same event, behind another one or after another request, has another signature.", flags.REFUSED, PAGE),
    "EventPayload": ("EDGE_CASE", "A payload is bytes: it is signed as it is, whatever it holds.", flags.REFUSED, PAGE),
}
SEED = "be1f8c7d79ef8e1abc5254a2c70e4da3bfaf4f07328f527444e1fc6ea67273e2"
ORACLES = ["generate/eventstream.py", "amazon-transcribe 0.6.4", "aws-sigv4 1.6.4 (payloads that are messages, or empty)"]


def at(text: str) -> int:
    return int(datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc).timestamp())


NOON = at("20150830T123600Z")


def message(payload: bytes, kind: str = "AudioEvent", content: str = "application/octet-stream") -> bytes:
    """What a client of Transcribe signs: a message of its own."""
    names = [(":message-type", "event"), (":event-type", kind), (":content-type", content)]
    return frame(b"".join(header(name, STRING, value.encode()) for name, value in names), payload)


def events(*payloads: bytes, first: int = NOON, apart: int = 1) -> dict:
    return {"events": [{"epoch_seconds": first + i * apart, "payload": b64(payload)} for i, payload in enumerate(payloads)]}


def published() -> dict:
    """The stream that AWS's SDKs for C and for Java test their signers with."""
    shared = {"access_key_id": "access", "secret_access_key": "secret", "service": "demo",
              "seed_signature": "e1d8e8c8815e60969f2a34765c9a15945ffc0badbaa4b7e3b163ea19131e949b"}
    source = SOURCE | {"name": "aws-c-auth, tests/test_event_signing.c", "version": "0.9", "licence": "Apache-2.0",
                       "links": ["https://github.com/awslabs/aws-c-auth"], "oracles": [*ORACLES[:2], "aws-c-auth (published)"]}
    found = group("sign_events", [("aws", "three events of a letter each, and the empty one", "Events EventEmpty",
                                   events(b"A", b"B", b"C", b"", first=at("19810116T063001Z")))], "events", source, **shared)
    agree("events/aws", "signatures", [step["signature"] for step in found["cases"][0]["expected"]["steps"]], [
        "7aabf85b765e6a4d0d500b6e968657b14726fa3e1eb7e839302728ffd77629a5",
        "f72aa9642f571d24a6e1ae42f10f073ad9448d8a028b6bcd82da081335adda02",
        "632af120435b57ec241d8bfbb12e496dfd5e2730a1a02ac0ab6eaa230ae02e9a",
        "c6f679ddb3af68f5e82f0cf6761244cb2338cf11e7d01a24130aea1b7c17e53e"])
    return found


def rows() -> list:
    sound = message(b"\0\1\2\3")
    return [
        ("one", "one event: a message in a message", "Events", events(sound)),
        ("empty", "the empty event alone", "EventEmpty", events(b"")),
        ("one-and-empty", "an event, and the empty one behind it", "Events EventEmpty", events(sound, b"")),
        ("same-twice", "the same event twice in a second", "EventChain", events(sound, sound, apart=0)),
        ("other-seed", "after another request", "EventChain", events(sound) | {"seed_signature": "0" * 64}),
        ("empty-twice", "two empty events", "EventEmpty EventChain", events(b"", b"")),
        ("over-midnight", "the second event is of the next day: its scope and key, too", "EventDate", events(sound, sound, first=at("20150830T235959Z"))),
        ("back-in-time", "the second event is a day earlier", "EventDate", events(sound, sound, apart=-86400)),
        ("epoch", "the first second of 1970: the date is 0 in the header, 19700101T000000Z in the string to sign", "EventDate", events(sound, first=0)),
        ("far-future", "the last second of 9999, more than 32 bits of seconds", "EventDate", events(sound, first=at("99991231T235959Z"))),
        ("after-2038", "a second after 32 bits are full", "EventDate", events(sound, first=2**31)),
        ("leap-day", "29 February", "EventDate", events(sound, first=at("20240229T120000Z"))),
        ("binary", "every byte once", "EventPayload", events(message(bytes(range(256))))),
        ("json", "a message of text", "EventPayload", events(message('{"text": "caf\u00e9"}'.encode(), "TextEvent", "application/json"))),
        ("raw", "a payload that is no message", "EventPayload", events(b"hello\r\n")),
        ("raw-zero", "a payload of one zero byte is not the empty one", "EventPayload EventEmpty", events(b"\0", b"")),
        ("inner-bytes-header", "a message whose own header holds bytes", "EventPayload", events(frame(header("data", BYTES, bytes(8)), b""))),
        ("transcribe", "Transcribe, in another region", "Events Scope", events(sound, b"") | {"service": "transcribe", "region": "ap-northeast-2"}),
        ("lex", "Lex", "Events Scope", events(sound, b"") | {"service": "lex"}),
        ("many", "twenty events", "Events", events(*(message(bytes([i])) for i in range(20)))),
    ]


def wrong() -> list:
    sound = message(b"\0")
    return [
        ("secret-empty", "an empty secret", "EmptyCredential", "Empty", events(sound) | {"secret_access_key": ""}),
        ("region-empty", "an empty region", "BadScope", "Empty", events(sound) | {"region": ""}),
        ("service-slash", "a service with a slash", "BadScope", "InvalidByte", events(sound) | {"service": "a/b"}),
        ("after-9999", "a year of five digits, which no date of a signature has", "ImpossibleDate", "InvalidDate",
         events(sound, first=at("99991231T235959Z") + 1)),
    ]


def build() -> dict:
    about = ["What is signed of the events of a stream: each `message` is the whole frame that goes on the wire, in base64.",
             "A frame: its length and its headers' length, their CRC-32, the headers :date (a timestamp, type 8) and :chunk-signature (bytes, type 6), the "
             "payload that was signed, the CRC-32 of it all. The order of the two headers is of no account: a runner compares what a frame holds.",
             "`seed_signature` is that of the request that opened the stream."]
    source = SOURCE | {"links": [PAGE], "oracles": ORACLES}
    return flags.document("Event streams", about, [
        published(), group("sign_events", rows(), "events", source, seed_signature=SEED),
        refused("sign_events", wrong(), "events/refused", seed_signature=SEED)], FLAGS)
