"""The second opinion on a streamed body: reads it byte by byte, as AWS's pages describe it.

https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html

It shares nothing with chunked.py, which made the vectors. It answers None for a body that holds, and otherwise the first
thing that is wrong with it, in words of its own.
"""

import base64
import hashlib
import hmac
import re

# The name in x-amz-content-sha256: whether chunks are signed, whether there are trailers.
KINDS = {
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD": (True, False),
    "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER": (True, True),
    "STREAMING-UNSIGNED-PAYLOAD-TRAILER": (False, True),
}
HEAD = {
    True: re.compile(rb"([0-9a-fA-F]{1,16});chunk-signature=([0-9a-f]{64})"),
    False: re.compile(rb"([0-9a-fA-F]{1,16})"),
}
TRAILER = re.compile(rb"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([\t\x20-\x7e\x80-\xff]*)")


class Bad(Exception):
    pass


class Reader:
    """What is left of the body."""

    def __init__(self, body: bytes):
        self.rest = body

    def line(self) -> bytes:
        found, end, rest = self.rest.partition(b"\r\n")
        if not end:
            raise Bad("a line without an end")
        self.rest = rest
        return found

    def take(self, size: int) -> bytes:
        if len(self.rest) < size:
            raise Bad("less data than announced")
        found, self.rest = self.rest[:size], self.rest[size:]
        return found


class Chain:
    """Signatures, of which each takes in the one before it."""

    def __init__(self, seed: str, key: bytes, stamp: str, scope: str):
        self.last, self.key, self.stamp, self.scope = seed, key, stamp, scope

    def demand(self, given: bytes, kind: str, *lines: str) -> None:
        text = "\n".join(["AWS4-HMAC-SHA256-" + kind, self.stamp, self.scope, self.last, *lines])
        self.last = hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(self.last.encode(), given):
            raise Bad(f"signature of a {kind.lower()}")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def complaint(request: dict, payload: str, seed: str, key: bytes, stamp: str, scope: str) -> str | None:
    try:
        check(request, payload, Chain(seed, key, stamp, scope))
    except Bad as bad:
        return f"body: {bad}"
    return None


def check(request: dict, payload: str, chain: Chain) -> None:
    is_signed, has_trailers = KINDS[payload]
    lengths = [value.strip() for name, value in request["headers"] if name.lower() == "x-amz-decoded-content-length"]
    if len(lengths) != 1 or not re.fullmatch("[0-9]+", lengths[0], re.ASCII):
        raise Bad("x-amz-decoded-content-length")
    reader, total = Reader(base64.b64decode(request["body"])), 0
    while True:
        head = HEAD[is_signed].fullmatch(reader.line())
        if not head:
            raise Bad("head of a chunk")
        data = reader.take(int(head[1], 16))
        if is_signed:
            chain.demand(head[2], "PAYLOAD", sha256(b""), sha256(data))
        if not data:
            break
        if reader.take(2) != b"\r\n":
            raise Bad("end of a chunk")
        total += len(data)
    trailers(request, reader, chain, is_signed, has_trailers)
    if reader.rest:
        raise Bad("more behind the end")
    if total != int(lengths[0]):
        raise Bad("another length than announced")


def trailers(request: dict, reader: Reader, chain: Chain, is_signed: bool, has_trailers: bool) -> None:
    announced = {part.strip().lower() for name, value in request["headers"] if name.lower() == "x-amz-trailer" for part in value.split(",")}
    found: dict = {}
    while line := reader.line():
        trailer = TRAILER.fullmatch(line)
        if not trailer or trailer[1].lower() in found:
            raise Bad("a trailer")
        found[trailer[1].lower()] = trailer[2].strip(b" \t")
    signature = found.pop(b"x-amz-trailer-signature", None) if is_signed and has_trailers else None
    if {name.decode() for name in found} != announced:
        raise Bad("other trailers than announced")
    if is_signed and has_trailers:
        if signature is None:
            raise Bad("no signature of the trailers")
        chain.demand(signature, "TRAILER", sha256(b"".join(name + b":" + value + b"\n" for name, value in sorted(found.items()))))
