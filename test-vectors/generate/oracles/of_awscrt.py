"""awscrt: aws-c-auth, the signer below the SDKs for C++, Java, Python and others."""

import base64
import io
from datetime import datetime, timezone
from importlib.metadata import version

from awscrt.auth import (AwsCredentialsProvider, AwsSignatureType, AwsSignedBodyHeaderType, AwsSigningAlgorithm, AwsSigningConfig,
                         aws_sign_request)
from awscrt.http import HttpHeaders, HttpRequest

import sigv4

NAME = f"awscrt {version('awscrt')}"
# What it adds itself, and takes from nobody.
OWN = {"x-amz-date", "x-amz-content-sha256", "x-amz-security-token", "x-amz-s3session-token", "x-amz-region-set", "authorization"}


def signature(request: dict, answer: dict) -> str | None:
    """Of `sign` and `presign`; of the same with SigV4A, where it is another one each time."""
    if any(name.lower() in OWN for name, _ in request["headers"]) or request["service"] == "s3express" and "session_token" in request:
        return None
    op, _, v4a = request["op"].partition("_")
    rules, presigned = sigv4.rules_of(request | {"op": op}), op == "presign"
    token = request.get("session_token")
    names = set(answer["signed_headers"].split(";"))
    config = AwsSigningConfig(
        algorithm=AwsSigningAlgorithm.V4_ASYMMETRIC if v4a else AwsSigningAlgorithm.V4,
        signature_type=AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS if presigned else AwsSignatureType.HTTP_REQUEST_HEADERS,
        credentials_provider=AwsCredentialsProvider.new_static(request["access_key_id"], request["secret_access_key"], token),
        region=request["region_set"] if v4a else request["region"],
        service=request["service"],
        date=datetime.strptime(request["timestamp"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc),
        should_sign_header=lambda name, **_: name.lower() in names,
        use_double_uri_encode=rules["double_encode"],
        should_normalize_uri_path=rules["normalize_path"],
        signed_body_value=sigv4.payload_hash_of(request | {"op": op}),
        signed_body_header_type=(AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256 if rules["content_sha256_header"]
                                 else AwsSignedBodyHeaderType.NONE),
        expiration_in_seconds=request.get("expires_seconds"),
        omit_session_token=rules["session_token"] == "appended",
    )
    asked = HttpRequest(request["method"], request["target"] or "/", HttpHeaders([tuple(header) for header in request["headers"]]),
                        io.BytesIO(base64.b64decode(request["body"])))
    try:
        signed = aws_sign_request(asked, config).result(10)
    except Exception as refusal:
        return f"refused: {refusal}"
    text = signed.path if presigned else signed.headers.get("Authorization")
    return text.rpartition("Signature=")[2]
