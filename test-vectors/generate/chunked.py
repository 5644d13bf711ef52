"""Streamed uploads in plain Python: the chain of signatures, and the aws-chunked body that carries it.

Written from AWS's documentation:
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
"""

import base64

import sigv4

SIGNED = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"
SIGNED_TRAILER = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER"
EMPTY = sigv4.hex_sha256(b"")


def data_of(chunk) -> bytes:
    return base64.b64decode(chunk) if isinstance(chunk, str) else bytes([chunk["byte"]]) * chunk["size"]


def chain(request: dict, payload: str, seed: str, chunks: list, trailers: list) -> list:
    """The steps from the seed on: every chunk, the empty one at the end, the trailer."""
    steps: list = []

    def step(kind: str, *digests: str) -> None:
        previous = steps[-1]["signature"] if steps else seed
        text = "\n".join([f"{sigv4.ALGORITHM}-{kind}", request["timestamp"], sigv4.scope(request), previous, *digests])
        steps.append({"string_to_sign": text, "signature": sigv4.mac(request, text)})

    if payload == UNSIGNED_TRAILER:
        return steps
    for data in [*chunks, b""]:
        step("PAYLOAD", EMPTY, sigv4.hex_sha256(data))
    if trailers:
        lines = "".join(f"{name}:{value}\n" for name, value in sigv4.canonical_headers(trailers).items())
        step("TRAILER", sigv4.hex_sha256(lines.encode()))
    return steps


def pieces(payload: str, steps: list, chunks: list, trailers: list) -> tuple:
    """The body taken apart: [size, signature or None, data] of each chunk, and [name, value] of each trailer."""
    signatures = [step["signature"] for step in steps]
    cut = [[f"{len(data):x}", signatures[i] if signatures else None, data] for i, data in enumerate([*chunks, b""])]
    sent = [[name.lower(), value.strip()] for name, value in trailers]
    if trailers and signatures:
        sent.append(["x-amz-trailer-signature", signatures[-1]])
    return cut, sent


def joined(cut: list, sent: list) -> bytes:
    body = b""
    for size, signature, data in cut:
        extension = f";chunk-signature={signature}" if signature is not None else ""
        body += f"{size}{extension}\r\n".encode() + (data + b"\r\n" if data else b"")
    return body + "".join(f"{name}:{value}\r\n" for name, value in sent).encode() + b"\r\n"


def sign_chunks(request: dict) -> dict:
    payload, trailers = request["rules"]["payload"], request.get("trailers", [])
    chunks = [data for data in map(data_of, request["chunks"]) if data]
    answer = sigv4.sign(request | {"op": "sign"})
    steps = chain(request, payload, answer["signature"], chunks, trailers)
    body = joined(*pieces(payload, steps, chunks, trailers))
    return answer | {"steps": steps, "encoded_length": len(body), "encoded_sha256": sigv4.hex_sha256(body)}
