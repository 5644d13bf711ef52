"""ECDSA on P-256 in plain Python: FIPS 186-5, RFC 6979 and DER. For vectors: it takes its time, and shows it.

The numbers of the curve are those of NIST SP 800-186, section 3.2.1.3.
"""

import hashlib
import hmac

P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def add(p, q):
    """The sum of two points; None is the point at infinity."""
    if p is None or q is None:
        return p or q
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    if p == q:
        slope = (3 * p[0] * p[0] - 3) * pow(2 * p[1], -1, P)
    else:
        slope = (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def multiply(scalar: int, point=G):
    found = None
    for bit in bin(scalar)[2:]:
        found = add(found, found)
        if bit == "1":
            found = add(found, point)
    return found


def is_on_curve(point) -> bool:
    x, y = point
    return x < P and y < P and (y * y - (x * x * x - 3 * x + B)) % P == 0


def digest(message: bytes) -> int:
    return int.from_bytes(hashlib.sha256(message).digest(), "big")


def signed(private: int, message: bytes, nonce: int) -> tuple:
    """r and s, with a nonce that is chosen: for vectors only."""
    r = multiply(nonce)[0] % N
    return r, pow(nonce, -1, N) * (digest(message) + r * private) % N


def sign(private: int, message: bytes) -> tuple:
    """r and s, with the first nonce of RFC 6979."""
    def mac(key: bytes, data: bytes) -> bytes:
        return hmac.new(key, data, hashlib.sha256).digest()

    seed = private.to_bytes(32, "big") + (digest(message) % N).to_bytes(32, "big")
    k, v = bytes(32), b"\1" * 32
    for separator in (b"\0", b"\1"):
        k = mac(k, v + separator + seed)
        v = mac(k, v)
    nonce = int.from_bytes(mac(k, v), "big")
    # Another one is wanted once in 2 ** 32 messages: none of these.
    assert 0 < nonce < N
    return signed(private, message, nonce)


def verify(public: tuple, message: bytes, r: int, s: int) -> bool:
    if not (is_on_curve(public) and 0 < r < N and 0 < s < N):
        return False
    inverse = pow(s, -1, N)
    point = add(multiply(digest(message) * inverse % N), multiply(r * inverse % N, public))
    return point is not None and point[0] % N == r


def to_der(r: int, s: int) -> bytes:
    def integer(value: int) -> bytes:
        raw = value.to_bytes(value.bit_length() // 8 + 1, "big")
        return bytes([2, len(raw)]) + raw

    body = integer(r) + integer(s)
    return bytes([0x30, len(body)]) + body


def of_der(signature: bytes) -> tuple | None:
    """r and s; None of anything but the one encoding that DER allows."""
    def integer(at: int) -> tuple:
        end = at + 2 + signature[at + 1]
        return int.from_bytes(signature[at + 2:end], "big"), end

    try:
        r, at = integer(2)
        s, _ = integer(at)
    except IndexError:
        return None
    return (r, s) if to_der(r, s) == signature else None
