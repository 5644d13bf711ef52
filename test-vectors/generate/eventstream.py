"""Event streams in plain Python: the frame of a message, and the chain of signatures.

Written from AWS's description of the encoding and of the signature:
https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html
https://smithy.io/2.0/aws/amazon-eventstream.html
"""

import base64
import hashlib
import struct
import zlib
from datetime import datetime, timedelta, timezone

import sigv4

BYTES, STRING, TIMESTAMP = 6, 7, 8


def header(name: str, kind: int, value) -> bytes:
    head = bytes([len(name)]) + name.encode() + bytes([kind])
    return head + (struct.pack(">q", value) if kind == TIMESTAMP else struct.pack(">H", len(value)) + value)


def frame(headers: bytes, payload: bytes) -> bytes:
    """Lengths and their CRC, headers, payload, the CRC of it all."""
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    message = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + payload
    return message + struct.pack(">I", zlib.crc32(message))


def sign_events(request: dict) -> dict:
    steps, previous = [], request["seed_signature"]
    for event in request["events"]:
        at = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=event["epoch_seconds"])
        # An event has the date of its own: in its scope and in its key, too.
        own = request | {"timestamp": f"{at.year:04}{at:%m%dT%H%M%SZ}"}
        date, payload = header(":date", TIMESTAMP, event["epoch_seconds"] * 1000), base64.b64decode(event["payload"])
        text = "\n".join([sigv4.ALGORITHM + "-PAYLOAD", own["timestamp"], sigv4.scope(own), previous,
                          hashlib.sha256(date).hexdigest(), hashlib.sha256(payload).hexdigest()])
        previous = sigv4.mac(own, text)
        message = frame(date + header(":chunk-signature", BYTES, bytes.fromhex(previous)), payload)
        steps.append({"string_to_sign": text, "signature": previous, "message": base64.b64encode(message).decode()})
    return {"steps": steps}
