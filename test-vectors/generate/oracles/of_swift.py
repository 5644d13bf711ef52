"""OpenStack Swift: the reader of streamed uploads behind its S3 API. It is given the body of a request that is well signed."""

import base64
import io
from importlib.metadata import version
from types import SimpleNamespace
from unittest import mock

from swift.common.middleware.s3api import s3request
from swift.common.middleware.s3api.exception import S3InputError
from swift.common.middleware.s3api.s3request import SigCheckerV4, StreamingInput

NAME = f"swift {version('swift')}"


def complaint(request: dict, seed: str, stamp: str, scope: str, secret: str) -> str | None:
    """None of a body that it lets in."""
    headers = {name.lower(): value for name, value in request["headers"]}
    payload = headers["x-amz-content-sha256"]
    parts = dict(zip(["date", "region", "service", "terminal"], scope.split("/")))
    # What a checker of signatures asks a request for; the signature of the request itself is not its matter here.
    signed = SimpleNamespace(signature=seed, scope=parts, signing_timestamp=SimpleNamespace(amz_date_format=stamp), _canonical_request=lambda: b"")
    checker = SigCheckerV4(signed)
    checker.check_signature(secret)
    trailers = {name.strip() for name in headers.get("x-amz-trailer", "").split(",") if name.strip()}
    if payload.endswith("HMAC-SHA256-PAYLOAD-TRAILER"):
        trailers.add("x-amz-trailer-signature")
    body = io.BytesIO(base64.b64decode(request["body"]))
    try:
        length = int(headers["x-amz-decoded-content-length"])
        reader = StreamingInput(body, length, trailers, None if "UNSIGNED" in payload else checker)
        # Smaller chunks than S3 takes.
        with mock.patch.object(s3request, "SIGV4_CHUNK_MIN_SIZE", 1):
            reader.read()
    except (S3InputError, ValueError, KeyError) as refusal:
        return type(refusal).__name__
    return None
