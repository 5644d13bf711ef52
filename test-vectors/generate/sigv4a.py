"""SigV4A in plain Python: keys on P-256, region sets; canonical requests are sigv4.py's.

Written from AWS's documentation, for the derivation after NIST SP 800-108 in counter mode:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html
"""

import hmac

import p256
import sigv4

ALGORITHM = "AWS4-ECDSA-P256-SHA256"


def derive_key(request: dict) -> dict:
    """Candidates are tried, by a counter of one byte, until one is below the order of the curve less one."""
    for counter in range(1, 255):
        context = request["access_key_id"].encode() + bytes([counter])
        fixed = (1).to_bytes(4, "big") + ALGORITHM.encode() + b"\0" + context + (256).to_bytes(4, "big")
        candidate = int.from_bytes(hmac.digest(b"AWS4A" + request["secret_access_key"].encode(), fixed, "sha256"), "big")
        if candidate <= p256.N - 2:
            x, y = p256.multiply(candidate + 1)
            return {"private_key": f"{candidate + 1:064x}", "public_key_x": f"{x:064x}", "public_key_y": f"{y:064x}"}
    raise ValueError("no key")


def scope(request: dict) -> str:
    return f"{request['timestamp'][:8]}/{request['service']}/aws4_request"


def steps(request: dict, query: str, headers: list) -> dict:
    path = request["target"].partition("?")[0]
    text, names = sigv4.canonical(request, path, query, headers, sigv4.payload_hash_of(request))
    string_to_sign = "\n".join([ALGORITHM, request["timestamp"], scope(request), sigv4.hex_sha256(text.encode())])
    key = derive_key(request)
    return {"canonical_request": text, "string_to_sign": string_to_sign, "signed_headers": names,
            "public_key_x": key["public_key_x"], "public_key_y": key["public_key_y"]}


def sign(request: dict) -> dict:
    asked = request | {"op": "sign"}
    rules, given = sigv4.rules_of(asked), {name.lower() for name, _ in request["headers"]}
    added = [["x-amz-date", request["timestamp"]], ["x-amz-region-set", request["region_set"]]]
    if rules["content_sha256_header"]:
        added.append(["x-amz-content-sha256", sigv4.payload_hash_of(asked)])
    if "session_token" in request and rules["session_token"] == "signed":
        added.append([sigv4.token_name(request), request["session_token"]])
    added = [header for header in added if header[0] not in given]
    return steps(asked, request["target"].partition("?")[2], request["headers"] + added)


def presign(request: dict) -> dict:
    asked = request | {"op": "presign"}
    pairs = [
        ("X-Amz-Algorithm", ALGORITHM),
        ("X-Amz-Credential", f"{request['access_key_id']}/{scope(request)}"),
        ("X-Amz-Date", request["timestamp"]),
        ("X-Amz-SignedHeaders", ";".join(sigv4.canonical_headers(request["headers"]))),
        ("X-Amz-Expires", str(request["expires_seconds"])),
        ("X-Amz-Region-Set", request["region_set"]),
    ]
    if "session_token" in request and sigv4.rules_of(asked)["session_token"] == "signed":
        pairs.append(("X-Amz-Security-Token", request["session_token"]))
    added = [f"{name}={sigv4.uri_encode(value.encode())}" for name, value in pairs]
    return steps(asked, "&".join(filter(None, [request["target"].partition("?")[2], *added])), request["headers"])


def holds(request: dict) -> bool:
    """Whether verify_v4a lets a signature in."""
    key = request if "public_key_x" in request else derive_key(request)
    public = int(key["public_key_x"], 16), int(key["public_key_y"], 16)
    pair = p256.of_der(bytes.fromhex(request["signature"]))
    return pair is not None and p256.verify(public, request["string_to_sign"].encode(), *pair)
