"""cryptography: OpenSSL's ECDSA."""

from importlib.metadata import version

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicNumbers, derive_private_key
from cryptography.hazmat.primitives.hashes import SHA256

NAME = f"cryptography {version('cryptography')}"


def holds(key: dict, string_to_sign: str, signature: str) -> bool:
    """Whether a signature, in hexadecimal, is one of the string under the public key."""
    try:
        public = EllipticCurvePublicNumbers(int(key["public_key_x"], 16), int(key["public_key_y"], 16), SECP256R1()).public_key()
        public.verify(bytes.fromhex(signature), string_to_sign.encode(), ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def public_key(private: str) -> tuple:
    numbers = derive_private_key(int(private, 16), SECP256R1()).public_key().public_numbers()
    return f"{numbers.x:064x}", f"{numbers.y:064x}"
