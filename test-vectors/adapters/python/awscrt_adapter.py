"""awscrt: aws-c-auth, below the SDKs for C++, Java and others."""

import functools
import hashlib
import io
import socket

from awscrt.auth import (AwsCredentialsProvider, AwsSignatureType, AwsSignedBodyHeaderType, AwsSigningAlgorithm, AwsSigningConfig,
                         aws_sign_request)
from awscrt.exceptions import AwsCrtError
from awscrt.http import HttpClientConnection, HttpHeaders, HttpRequest

from protocol import Case, serve

S3_KIN = {"s3", "s3-outposts", "s3-object-lambda", "s3express"}


@functools.cache
def connection() -> tuple:
    """To a server that never answers: a request that is not activated is looked at, and not sent."""
    server = socket.create_server(("127.0.0.1", 0))
    return HttpClientConnection.new(*server.getsockname()).result(5), server


def is_there(case: Case, name: str, value) -> bool:
    return name in {key.lower() for key, _ in case.headers} and case.value(name).strip() == value


def signed(case: Case, kind: AwsSignatureType):
    is_s3, presigned = case.service in S3_KIN, case.op.startswith("presign")
    case.demand(case.service != "s3express" or not case.token, case.target.isascii(), " " not in case.target)
    # It takes its own parameters' names for its own in small letters, too, and refuses them.
    case.demand("x-amz-algorithm" not in case.target)
    # A service that refuses UNSIGNED-PAYLOAD is the caller's to know.
    case.demand(case.service != "lambda" or not case.rules)
    payload = case.rules.get("payload", "UNSIGNED-PAYLOAD" if is_s3 and presigned else "signed")
    tell = case.rules.get("content_sha256_header", is_s3 and not presigned)
    token = case.rules.get("session_token", "appended" if case.service == "iotdevicegateway" else "signed")
    config = AwsSigningConfig(
        algorithm=AwsSigningAlgorithm.V4_ASYMMETRIC if case.op.endswith("v4a") else AwsSigningAlgorithm.V4,
        signature_type=kind,
        credentials_provider=AwsCredentialsProvider.new_static(case.key_id, case.secret, case.token),
        region=case.members.get("region_set", case.region),
        service=case.service,
        date=case.time,
        use_double_uri_encode=case.rules.get("double_encode", not is_s3),
        should_normalize_uri_path=case.rules.get("normalize_path", not is_s3),
        signed_body_value=hashlib.sha256(case.body).hexdigest() if payload == "signed" else payload,
        signed_body_header_type=AwsSignedBodyHeaderType.X_AMZ_CONTENT_SHA_256 if tell else AwsSignedBodyHeaderType.NONE,
        expiration_in_seconds=case.expires,
        omit_session_token=token == "appended",
    )
    request = HttpRequest(case.method, case.target or "/", HttpHeaders([tuple(header) for header in case.headers]), io.BytesIO(case.body))
    try:
        answer = aws_sign_request(request, config).result(5)
    except AwsCrtError:
        # It takes no request that has what it adds itself: by design, and no mistake where both are the same.
        own = {"x-amz-date": case.members["timestamp"], "x-amz-security-token": case.token, "x-amz-content-sha256": case.value("x-amz-content-sha256")}
        case.demand(not any(is_there(case, name, value) for name, value in own.items()))
        raise
    if kind == AwsSignatureType.HTTP_REQUEST_HEADERS:
        # Its HTTP client refuses what is no request.
        connection()[0].request(answer)
    return answer


def sign(case: Case) -> dict:
    return case.signed(signed(case, AwsSignatureType.HTTP_REQUEST_HEADERS).headers)


def presign(case: Case) -> dict:
    return case.presigned(f"https://{case.host}{signed(case, AwsSignatureType.HTTP_REQUEST_QUERY_PARAMS).path}")


serve(sign=sign, presign=presign, sign_v4a=sign, presign_v4a=presign)
