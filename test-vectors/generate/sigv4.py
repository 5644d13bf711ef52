"""Signature Version 4 in plain Python: the oracle that every expected value is checked against.

Written from AWS's documentation, with nothing shared with any implementation that the vectors test:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html

A request is the dict that the line protocol sends (see README.md); an answer is the dict that it expects back.
It is an oracle for requests that are well formed: it refuses nothing.
"""

import base64
import hashlib
import hmac
import re
from urllib.parse import unquote_to_bytes

ALGORITHM = "AWS4-HMAC-SHA256"
UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
S3_KIN = {"s3", "s3express", "s3-outposts", "s3-object-lambda"}
NEVER_SIGNED = {"authorization", "user-agent", "x-amzn-trace-id", "connection", "expect",
                "transfer-encoding", "keep-alive", "te", "upgrade", "baggage", "traceparent", "tracestate", "trailer"}


def uri_encode(raw: bytes, keep: bytes = b"") -> str:
    return "".join(chr(b) if b in UNRESERVED or b in keep else f"%{b:02X}" for b in raw)


def hex_sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def rules_of(request: dict) -> dict:
    """The service's own rules, with the request's overrides on top."""
    is_s3 = request["service"] in S3_KIN
    presigned = request["op"] == "presign"
    rules = {
        "normalize_path": not is_s3,
        "double_encode": not is_s3,
        "content_sha256_header": is_s3 and not presigned,
        "session_token": "appended" if request["service"] == "iotdevicegateway" else "signed",
        "payload": "UNSIGNED-PAYLOAD" if is_s3 and presigned else "signed",
    }
    return rules | request.get("rules", {})


def canonical_path(path: str, rules: dict) -> str:
    raw = path.encode() or b"/"
    if rules["normalize_path"]:
        kept, segments = [], raw.split(b"/")[1:]
        for segment in segments:
            if segment == b"..":
                del kept[-1:]
            elif segment not in (b"", b"."):
                kept.append(segment)
        raw = b"/" + b"/".join(kept)
        if kept and segments[-1] in (b"", b".", b".."):
            raw += b"/"
    if not rules["double_encode"]:
        raw = unquote_to_bytes(raw)
    return uri_encode(raw, keep=b"/")


def canonical_query(query: str) -> str:
    pairs = []
    for piece in filter(None, query.split("&")):
        name, _, value = piece.partition("=")
        pairs.append((uri_encode(unquote_to_bytes(name)), uri_encode(unquote_to_bytes(value))))
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def canonical_headers(headers: list) -> dict:
    """Lower-case name to value, sorted by name; repeated names joined in the order sent."""
    values: dict = {}
    for name, value in headers:
        name = name.lower()
        if name in NEVER_SIGNED or name.startswith("proxy-"):
            continue
        values.setdefault(name, []).append(re.sub(" +", " ", value.strip(" \t")))
    return {name: ",".join(values[name]) for name in sorted(values)}


def derive_key(request: dict) -> dict:
    def mac(key: bytes, message: str) -> bytes:
        return hmac.new(key, message.encode(), hashlib.sha256).digest()

    date_key = mac(b"AWS4" + request["secret_access_key"].encode(), request["date"])
    region_key = mac(date_key, request["region"])
    service_key = mac(region_key, request["service"])
    signing_key = mac(service_key, "aws4_request")
    return {"date_key": date_key.hex(), "region_key": region_key.hex(),
            "service_key": service_key.hex(), "signing_key": signing_key.hex()}


def canonical(request: dict, path: str, query: str, headers: list, payload_hash: str) -> tuple:
    """The canonical request, and the names of its headers."""
    signed = canonical_headers(headers)
    text = "\n".join([
        request["method"],
        canonical_path(path, rules_of(request)),
        canonical_query(query),
        *(f"{name}:{value}" for name, value in signed.items()),
        "",
        ";".join(signed),
        payload_hash,
    ])
    return text, ";".join(signed)


def steps(request: dict, path: str, query: str, headers: list, payload_hash: str) -> dict:
    """Canonical request, string to sign, signature."""
    canonical_request, names = canonical(request, path, query, headers, payload_hash)
    text = signed_text(request, canonical_request)
    return {"canonical_request": text["canonical_request"], "string_to_sign": text["string_to_sign"],
            "signed_headers": names, "signature": text["signature"]}


def signed_text(request: dict, canonical_request: str) -> dict:
    """String to sign and signature of a canonical request."""
    string_to_sign = "\n".join([
        ALGORITHM, request["timestamp"], scope(request), hex_sha256(canonical_request.encode())])
    return {"canonical_request": canonical_request, "string_to_sign": string_to_sign, "signature": mac(request, string_to_sign)}


def mac(request: dict, string_to_sign: str) -> str:
    """The signature of a string under the key of the request's day."""
    key = bytes.fromhex(derive_key(request | {"date": request["timestamp"][:8]})["signing_key"])
    return hmac.new(key, string_to_sign.encode(), hashlib.sha256).hexdigest()


def scope(request: dict) -> str:
    return f"{request['timestamp'][:8]}/{request['region']}/{request['service']}/aws4_request"


def token_name(request: dict) -> str:
    return "x-amz-s3session-token" if request["service"] == "s3express" else "x-amz-security-token"


def payload_hash_of(request: dict) -> str:
    for name, value in request["headers"]:
        if name.lower() == "x-amz-content-sha256":
            return value.strip()
    payload = rules_of(request)["payload"]
    return hex_sha256(base64.b64decode(request["body"])) if payload == "signed" else payload


def sign(request: dict) -> dict:
    rules, payload_hash = rules_of(request), payload_hash_of(request)
    path, _, query = request["target"].partition("?")
    given = {name.lower() for name, _ in request["headers"]}
    token = [[token_name(request), request["session_token"]]] if "session_token" in request else []
    token = [] if token_name(request) in given else token
    added = token if rules["session_token"] == "signed" else []
    if "x-amz-date" not in given:
        added = [*added, ["x-amz-date", request["timestamp"]]]
    if rules["content_sha256_header"] and "x-amz-content-sha256" not in given:
        added = [*added, ["x-amz-content-sha256", payload_hash]]
    answer = steps(request, path, query, request["headers"] + added, payload_hash)
    authorization = (f"{ALGORITHM} Credential={request['access_key_id']}/{scope(request)}, "
                     f"SignedHeaders={answer['signed_headers']}, Signature={answer['signature']}")
    if rules["session_token"] == "appended":
        added = token + added
    return answer | {"authorization": authorization, "headers": [*added, ["authorization", authorization]]}


def presign(request: dict) -> dict:
    rules = rules_of(request)
    path, _, query = request["target"].partition("?")
    added = [
        ("X-Amz-Algorithm", ALGORITHM),
        ("X-Amz-Credential", f"{request['access_key_id']}/{scope(request)}"),
        ("X-Amz-Date", request["timestamp"]),
        ("X-Amz-SignedHeaders", ";".join(canonical_headers(request["headers"]))),
        ("X-Amz-Expires", str(request["expires_seconds"])),
    ]
    name = {"x-amz-security-token": "X-Amz-Security-Token", "x-amz-s3session-token": "X-Amz-S3session-Token"}
    token = [(name[token_name(request)], request["session_token"])] if "session_token" in request else []

    def extended(pairs: list) -> str:
        return "&".join(filter(None, [query, *(f"{name}={uri_encode(value.encode())}" for name, value in pairs)]))

    signed = added + token if rules["session_token"] == "signed" else added
    answer = steps(request, path, extended(signed), request["headers"], payload_hash_of(request))
    sent = extended(added + token + [("X-Amz-Signature", answer["signature"])])
    return answer | {"target": f"{path or '/'}?{sent}"}


ANSWER = {"sign": sign, "presign": presign, "derive_key": derive_key}
