"""botocore beside requests: the policy of a browser's upload, and unsigned aws-chunked bodies."""

import io
import json
from datetime import datetime, timezone
from unittest import mock

from botocore import __version__
from botocore.auth import S3SigV4PostAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.eventstream import EventStreamBuffer
from botocore.httpchecksum import AwsChunkedWrapper

NAME = f"botocore {__version__}"


def auth_of(request: dict) -> S3SigV4PostAuth:
    credentials = Credentials(request["access_key_id"], request["secret_access_key"], request.get("session_token"))
    return S3SigV4PostAuth(credentials, "s3", request["region"])


def policy_signature(request: dict, policy: str) -> str:
    """Of a policy in base64."""
    asked = AWSRequest("POST", "https://example.amazonaws.com/")
    asked.context["timestamp"] = request["timestamp"]
    return auth_of(request).signature(policy, asked)


def form(request: dict) -> dict:
    """The fields that it makes of a policy that is given as a document."""
    asked = AWSRequest("POST", "https://example.amazonaws.com/")
    asked.context["s3-presign-post-policy"] = json.loads(request["policy"])
    now = datetime.strptime(request["timestamp"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    with mock.patch("botocore.auth.get_current_datetime", lambda: now):
        auth_of(request).add_auth(asked)
    return asked.context["s3-presign-post-fields"]


def unsigned_body(chunks: list, trailers: list) -> bytes | None:
    """With one trailer or none, and chunks of one size, of which the last may be smaller."""
    size = len(chunks[0]) if chunks else 1
    if len(trailers) > 1 or any(len(chunk) != size for chunk in chunks[:-1]) or chunks and len(chunks[-1]) > size:
        return None

    class Given:
        """The checksum that the case has."""

        def update(self, chunk: bytes) -> None:
            pass

        def b64digest(self) -> str:
            return trailers[0][1]

    name = trailers[0][0] if trailers else ""
    wrapper = AwsChunkedWrapper(io.BytesIO(b"".join(chunks)), Given if trailers else None, name, chunk_size=size)
    return b"".join(iter(wrapper.read, b""))


def content(message: bytes) -> tuple:
    """Headers and payload of an event stream's message, with its checksums verified."""
    buffer = EventStreamBuffer()
    buffer.add_data(message)
    event = buffer.next()
    return event.headers, event.payload
