"""SigV4A: keys, what is signed for several regions, signatures that hold and that do not."""

import p256
import sigv4a
from official import agree

from . import flags
from .cases import HOST, SECRET, SOURCE, TOKEN, group, refused, with_headers

FILE = "v4a.json"

GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html"
ELEMENTS = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-signing-elements.html"
FIPS = "https://doi.org/10.6028/NIST.FIPS.186-5"
IN = "A string is let in that nobody signed like that."
FLAGS = {
    "KeyV4a": ("MISSING_STEP", "The private key is derived from the secret and the access key id; it is a number, written with 64 digits.", flags.REFUSED, ELEMENTS),
    "KeySecondTrial": ("KNOWN_BUG", "The first candidate is no private key, once in 2 ** 32: the second is made of the same input with 2 for the counter.",
                       "Every request of this access key is refused.", ELEMENTS),
    "RegionSet": ("FUNCTIONALITY", "x-amz-region-set names the regions, and is signed; the scope has no region.", flags.REFUSED, GUIDE),
    "V4aScope": ("FUNCTIONALITY", "The scope is day/service/aws4_request; the algorithm is AWS4-ECDSA-P256-SHA256.", flags.REFUSED, GUIDE),
    "SignatureHolds": ("BASIC", "A signature that must be let in.", flags.REFUSED, FIPS),
    "HighS": ("SIGNATURE_MALLEABILITY", "s may lie in either half: AWS's own signers make both, so both must be let in.", flags.REFUSED, FIPS),
    "OtherMessage": ("AUTH_BYPASS", "The signature is one of another string, or of another key.", IN, FIPS),
    "SignatureRange": ("AUTH_BYPASS", "r or s is not between 1 and the order of the curve less 1. With zeros for both, some libraries let anything in.", IN, FIPS),
    "SignatureDer": ("SIGNATURE_MALLEABILITY", "The signature is not in DER, in which every number has one form.", "One signature has many spellings.",
                     "https://www.itu.int/rec/T-REC-X.690"),
    "BadPublicKey": ("AUTH_BYPASS", "The public key is no point of the curve.", IN, FIPS),
}
SECOND_TRIAL = "AKIDE5HOLTDAAAAABAAA"
ORACLES = ["generate/sigv4a.py", "aws-sigv4 1.6.4", "awscrt 0.38.1"]
S3_HOST = [["Host", "bucket.s3.us-east-1.amazonaws.com"]]


def keys() -> list:
    return [
        ("suite", "the key of AWS's suite", "KeyV4a", {"access_key_id": "AKIDEXAMPLE"}),
        ("aws-c-auth", "the key that aws-c-auth tests: its public half as published", "KeyV4a",
         {"access_key_id": "AKISORANDOMAASORANDOM", "secret_access_key": "q+jcrXGc+0zWN6uzclKVhvMmUsIfRPa4rlRandom"}),
        ("documented", "the key id and secret of AWS's S3 pages", "KeyV4a",
         {"access_key_id": "AKIAIOSFODNN7EXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}),
        ("other-id", "another key id, the same secret", "KeyV4a", {"access_key_id": "AKIDEXAMPLF"}),
        ("other-secret", "another secret, the same key id: a key that is kept belongs to both", "KeyV4a",
         {"access_key_id": "AKIDEXAMPLE", "secret_access_key": SECRET[:-1] + "Z"}),
        ("second-trial", "the first candidate is too large", "KeySecondTrial", {"access_key_id": SECOND_TRIAL}),
        ("private-zero", "a private key that begins with a zero byte", "KeyV4a", {"access_key_id": "AKIDEXAMPLE68"}),
        ("x-zero", "a public x that begins with a zero byte", "KeyV4a", {"access_key_id": "AKIDEXAMPLE25"}),
        ("y-zero", "a public y that begins with a zero byte", "KeyV4a", {"access_key_id": "AKIDEXAMPLE0"}),
        ("secret-unicode", "a secret beyond ASCII", "KeyV4a Key", {"secret_access_key": "gehe\u00edm\u4e2d"}),
        ("secret-long", "a secret of more than a block of SHA-256", "KeyV4a Key", {"secret_access_key": "a" * 100}),
        ("secret-short", "a secret of one character", "KeyV4a Key", {"secret_access_key": "a"}),
    ]


def derived() -> dict:
    found = group("derive_key_v4a", keys(), "v4a/key", SOURCE | {"links": [ELEMENTS], "oracles": [*ORACLES, "cryptography 50.0.2 (public keys)"]})
    by_name = {case["id"].rpartition("/")[2]: case["expected"] for case in found["cases"]}
    published = by_name["aws-c-auth"]
    agree("v4a/key/aws-c-auth", "public key", (published["public_key_x"], published["public_key_y"]), (
        "15d242ceebf8d8169fd6a8b5a746c41140414c3b07579038da06af89190fffcb", "0515242cedd82e94799482e4c0514b505afccf2c0c98d6a553bf539f424c5ec0"))
    return found


def requests() -> list:
    every = "us-east-1,us-west-2,eu-west-1"
    return [
        ("all", "every region", "RegionSet", {"region_set": "*"}),
        ("several", "three regions", "RegionSet", {"region_set": every}),
        ("order", "the same three in another order: it is kept", "RegionSet", {"region_set": "us-west-2,us-east-1,eu-west-1"}),
        ("pattern", "the regions of one country", "RegionSet", {"region_set": "us-*"}),
        ("spaces", "a space behind the comma", "RegionSet", {"region_set": "us-east-1, us-west-2"}),
        ("service", "another service", "V4aScope", {"service": "execute-api", "region_set": "*"}),
        ("path", "the path is encoded twice", "V4aScope PathEncodedTwice", {"target": "/a%20b", "region_set": "*"}),
        ("query", "parameters are sorted", "V4aScope QueryOrder", {"target": "/?b=2&a=1", "region_set": "*"}),
        ("token", "temporary credentials", "V4aScope TokenSigned", {"session_token": TOKEN, "region_set": "*"}),
        ("second-trial", "with the key of the second trial", "KeySecondTrial", {"access_key_id": SECOND_TRIAL, "region_set": "*"}),
        ("secret-unicode", "with a secret beyond ASCII", "Key", {"secret_access_key": "gehe\u00edm\u4e2d", "region_set": "*"}),
    ]


def signed() -> list:
    return requests() + [
        ("body", "the body's hash", "V4aScope PayloadSigned", {"method": "POST", "body": "aGVsbG8=", "region_set": "*"}),
        ("header", "a header of the caller's sorts between those that are added", "V4aScope HeaderOrder",
         with_headers(("X-Amz-Meta-Color", "blue")) | {"region_set": "*"}),
    ]


def at_s3() -> list:
    return [
        ("s3-get", "a GET", "V4aScope S3Rules", {"region_set": "*"}),
        ("s3-key", "a key is kept, and encoded once", "S3PathKept S3PathEncodedOnce", {"target": "/a%20b//c", "region_set": "*"}),
        ("s3-token", "temporary credentials", "S3Rules TokenSigned", {"session_token": TOKEN, "region_set": "us-east-1,us-west-2"}),
    ]


def put_at_s3() -> list:
    put = {"method": "PUT", "body": "aGVsbG8=", "region_set": "*"}
    return [
        ("s3-put", "a PUT", "S3Rules PayloadSigned", put),
        ("s3-unsigned", "a PUT with an unsigned payload", "S3Rules PayloadUnsigned", put | {"rules": {"payload": "UNSIGNED-PAYLOAD"}}),
    ]


def wrong() -> list:
    return [
        ("no-host", "no Host header", "MissingHost", "MissingHost", {"headers": []}),
        ("value-lf", "a line feed in a header", "ControlCharacter", "InvalidHeaderValue", with_headers(("a", "b\nc"))),
        ("region-set-lf", "a line feed in the region set", "ControlCharacter", "InvalidByte", {"region_set": "us-east-1\n"}),
        ("region-set-cr-lf", "a header hidden in the region set", "ControlCharacter", "InvalidByte", {"region_set": "us-east-1\r\na: b"}),
        ("other-region-set", "another x-amz-region-set of the caller's", "AlreadySigned", "AlreadySigned", with_headers(("X-Amz-Region-Set", "eu-west-1"))),
        ("signed", "an Authorization header", "AlreadySigned", "AlreadySigned", with_headers(("Authorization", "Bearer a"))),
        ("id-empty", "an empty key id", "EmptyCredential", "Empty", {"access_key_id": ""}),
        ("secret-empty", "an empty secret", "EmptyCredential", "Empty", {"secret_access_key": ""}),
        ("service-slash", "a service with a slash", "BadScope", "InvalidByte", {"service": "a/b"}),
        ("date", "30 February", "ImpossibleDate", "InvalidDate", {"timestamp": "20150230T120000Z"}),
    ]


def wrong_presigned() -> list:
    return [
        ("expires-0", "no time", "BadExpiry", "InvalidExpiry", {"expires_seconds": 0}),
        ("expires-too-long", "a second more than seven days", "BadExpiry", "InvalidExpiry", {"expires_seconds": 604801}),
        ("signed", "a signature already", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Signature=00"}),
        ("region-set", "a region set already", "AlreadySigned", "AlreadySigned", {"target": "/?X-Amz-Region-Set=eu-west-1"}),
    ]


TEXT = "\n".join([sigv4a.ALGORITHM, "20150830T123600Z", "20150830/service/aws4_request", "4f" * 32])
PAIR = {"access_key_id": "AKIDEXAMPLE", "secret_access_key": SECRET}
MALFORMED, NO, NO_KEY = "MalformedSignature", "SignatureDoesNotMatch", "InvalidPublicKey"


def verdicts() -> dict:
    key = sigv4a.derive_key(PAIR)
    public = {"public_key_x": key["public_key_x"], "public_key_y": key["public_key_y"]}
    private, n = int(key["private_key"], 16), p256.N
    r, s = p256.sign(private, TEXT.encode())
    low, high = sorted((s, n - s))
    short = p256.signed(private, TEXT.encode(), 379)
    good = p256.to_der(r, low)

    def case(signature, asked: dict | None = None) -> dict:
        raw = p256.to_der(*signature) if isinstance(signature, tuple) else signature
        return {"string_to_sign": TEXT, "signature": raw.hex()} | (public if asked is None else asked)

    def integer(raw: bytes, tag: int = 2) -> bytes:
        return bytes([tag, len(raw)]) + raw

    def sequence(*parts: bytes) -> bytes:
        return bytes([0x30, len(b"".join(parts))]) + b"".join(parts)

    r32, s32 = r.to_bytes(32, "big"), low.to_bytes(32, "big")
    r_in = integer((b"\0" if r32[0] > 127 else b"") + r32)
    s_in = integer((b"\0" if s32[0] > 127 else b"") + s32)
    agree("v4a/verify", "DER", sequence(r_in, s_in), good)
    second = PAIR | {"access_key_id": SECOND_TRIAL}
    ok, M, R, D, B = "SignatureHolds", "OtherMessage", "SignatureRange", "SignatureDer", "BadPublicKey"
    x, y = public.values()
    off = f"{int(y, 16) ^ 1:064x}"
    rows = [
        ("low-s", "s in the lower half", "SignatureHolds HighS", None, case((r, low))),
        ("high-s", "the same signature with s in the upper half", "SignatureHolds HighS", None, case((r, high))),
        ("by-credentials", "the key is derived", ok, None, case((r, low), PAIR)),
        ("second-trial", "the key is derived at the second trial", "SignatureHolds KeySecondTrial", None,
         case(p256.sign(int(sigv4a.derive_key(second)["private_key"], 16), TEXT.encode()), second)),
        ("short-r", "r is a byte shorter than most", ok, None, case(short)),
        ("string-changed", "a digit of the string changed", M, NO, case(good) | {"string_to_sign": TEXT[:-1] + "0"}),
        ("string-longer", "a line feed behind the string", M, NO, case(good) | {"string_to_sign": TEXT + "\n"}),
        ("string-empty", "no string", M, NO, case(good) | {"string_to_sign": ""}),
        ("other-key", "the public key of another access key", M, NO,
         case(good, {name: value for name, value in sigv4a.derive_key(second).items() if name.startswith("public")})),
        ("other-credentials", "the credentials of another", M, NO, case(good, PAIR | {"access_key_id": "AKIDEXAMPLF"})),
        ("other-secret", "the secret of another", M, NO, case(good, PAIR | {"secret_access_key": SECRET[:-1] + "Z"})),
        ("swapped", "r and s change places", M, NO, case((low, r))),
        ("s-changed", "s is one more", M, NO, case((r, low + 1))),
        ("negated-key", "the point on the other side of the curve", M, NO, case(good, {"public_key_x": x, "public_key_y": f"{p256.P - int(y, 16):064x}"})),
        ("zeros", "r and s are 0", R, NO, case((0, 0))),
        ("r-zero", "r is 0", R, NO, case((0, low))),
        ("s-zero", "s is 0", R, NO, case((r, 0))),
        ("ones", "r and s are 1", M, NO, case((1, 1))),
        ("r-order", "r is the order of the curve", R, NO, case((n, low))),
        ("s-order", "s is the order of the curve", R, NO, case((r, n))),
        ("orders", "both are", R, NO, case((n, n))),
        ("s-beyond", "s and the order added", R, NO, case((r, low + n))),
        ("r-beyond", "r and the order added", R, NO, case((r + n, low))),
        ("empty", "no signature", D, MALFORMED, case(b"")),
        ("raw", "r and s as 64 bytes", D, MALFORMED, case(r32 + s32)),
        ("hmac", "32 bytes, as SigV4 has them", D, MALFORMED, case(s32)),
        ("truncated", "the last byte is missing", D, MALFORMED, case(good[:-1])),
        ("trailing", "a byte behind it", D, MALFORMED, case(good + b"\0")),
        ("trailing-inside", "a byte within it, behind s", D, MALFORMED, case(sequence(r_in, s_in, b"\0"))),
        ("third-number", "a third number", D, MALFORMED, case(sequence(r_in, s_in, integer(b"\1")))),
        ("one-number", "r alone", D, MALFORMED, case(sequence(r_in))),
        ("no-numbers", "a sequence of nothing", D, MALFORMED, case(sequence())),
        ("padded", "r with a zero byte more", D, MALFORMED, case(sequence(integer(b"\0" + r_in[2:]), s_in))),
        ("negative", "a number whose first bit is set, without the zero byte before it", D, MALFORMED, case(negative(private, sequence, integer))),
        ("empty-number", "s without bytes", D, MALFORMED, case(sequence(r_in, integer(b"")))),
        ("long-length", "its length in two bytes", D, MALFORMED, case(b"\x30\x81" + good[1:])),
        ("endless-length", "without a length, ended by zeros", D, MALFORMED, case(b"\x30\x80" + good[2:] + b"\0\0")),
        ("length-short", "its length is one less", D, MALFORMED, case(bytes([0x30, good[1] - 1]) + good[2:])),
        ("set", "a set for the sequence", D, MALFORMED, case(b"\x31" + good[1:])),
        ("bytes", "r as bytes, not as a number", D, MALFORMED, case(sequence(integer(r_in[2:], 4), s_in))),
        ("off-curve", "a point beside the curve", B, NO_KEY, case(good, {"public_key_x": x, "public_key_y": off})),
        ("origin", "the point 0, 0", B, NO_KEY, case(good, {"public_key_x": "0" * 64, "public_key_y": "0" * 64})),
        ("coordinates-swapped", "x and y change places", B, NO_KEY, case(good, {"public_key_x": y, "public_key_y": x})),
        ("x-beyond", "an x that is no number below the prime", B, NO_KEY, case(good, {"public_key_x": "f" * 64, "public_key_y": y})),
    ]
    cases = [{"id": f"v4a/verify/{name}", "comment": comment, "flags": marks.split(), "result": "invalid" if reason else "valid", "input": given,
              "expected": {"reason": reason} if reason else {}} for name, comment, marks, reason, given in rows]
    for each in cases:
        agree(each["id"], "verdict", sigv4a.holds(each["input"]), each["result"] == "valid")
    source = SOURCE | {"links": [FIPS], "oracles": ["generate/p256.py", "cryptography 50.0.2"]}
    return {"op": "verify_v4a", "source": source, "shared": {}, "cases": cases}


def negative(private: int, sequence, integer) -> bytes:
    """A signature whose r needs the zero byte, without it."""
    nonce = next(nonce for nonce in range(2, 99) if p256.multiply(nonce)[0] >> 255)
    r, s = p256.signed(private, TEXT.encode(), nonce)
    raw = s.to_bytes(32, "big")
    return sequence(integer(r.to_bytes(32, "big")), integer((b"\0" if raw[0] > 127 else b"") + raw))


def build() -> dict:
    source = SOURCE | {"links": [GUIDE], "oracles": ORACLES}
    about = ["Of a request that is signed: canonical request, string to sign, and the public key that the signature must verify with, for it is another one "
             "each time.",
             "Signatures to verify are of one string to sign, in hexadecimal DER, with a public key or the credentials that it is derived from."]
    s3, refused_for = {"service": "s3", "headers": S3_HOST, "target": "/key"}, {"region_set": "us-east-1", "headers": HOST}
    return flags.document("Signature Version 4A", about, [
        derived(), group("sign_v4a", signed(), "v4a", source), group("sign_v4a", at_s3() + put_at_s3(), "v4a", source, **s3),
        group("presign_v4a", requests(), "v4a/presigned", source), group("presign_v4a", at_s3(), "v4a/presigned", source, **s3),
        verdicts(), refused("sign_v4a", wrong(), "v4a/refused", **refused_for),
        refused("presign_v4a", wrong_presigned(), "v4a/refused/presigned", **refused_for),
        refused("derive_key_v4a", [("secret-empty", "an empty secret", "EmptyCredential", "Empty", {"secret_access_key": ""}),
                                   ("id-empty", "an empty key id", "EmptyCredential", "Empty", {"access_key_id": ""})], "v4a/refused/key")], FLAGS)
