"""amazon-transcribe: AWS's client of Transcribe, with a signer and an encoder of events of its own."""

import base64
from datetime import datetime, timedelta, timezone
from importlib.metadata import version

from amazon_transcribe.auth import Credentials
from amazon_transcribe.eventstream import EventSigner, EventStreamMessageSerializer

NAME = f"amazon-transcribe {version('amazon-transcribe')}"


def steps(request: dict) -> list:
    """Signature and message of each event."""
    found, previous = [], bytes.fromhex(request["seed_signature"])
    credentials = Credentials(request["access_key_id"], request["secret_access_key"])
    for event in request["events"]:
        now = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=event["epoch_seconds"])
        payload = base64.b64decode(event["payload"])
        headers = EventSigner(request["service"], request["region"], lambda: now).sign(payload, previous, credentials)
        previous = headers[":chunk-signature"]
        message = EventStreamMessageSerializer().serialize(headers, payload)
        found.append({"signature": previous.hex(), "message": base64.b64encode(message).decode()})
    return found
