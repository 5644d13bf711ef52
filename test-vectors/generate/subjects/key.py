"""Secrets, and the key that is derived from them."""

from . import flags
from .cases import SECRET, group

FILE = "key.json"

SECRETS = [
    ("usual", SECRET, "40 characters"),
    ("short", "a", "one character"),
    ("block", "k" * 60, "with AWS4 exactly a block of SHA-256"),
    ("block-and-one", "k" * 61, "with AWS4 one byte more: HMAC hashes the key first"),
    ("long", "k" * 200, "far more than a block"),
    ("unicode", "s\u00e9cret\u1234", "not ASCII: its UTF-8"),
    ("spaces", " secret ", "spaces belong to it"),
    ("slash-and-plus", "a/b+c=", "nothing of it is decoded"),
    ("begins-with-aws4", "AWS4secret", "AWS4 comes in front nevertheless"),
    ("percent", "a%2Fb", "an escape is none"),
]
IDS = [("role", "ASIAIOSFODNN7EXAMPLE", "of temporary credentials"), ("short", "A", "one character"),
       ("minio", "minioadmin", "as other servers have them"), ("colon", "test:tester", "a colon, as OpenStack Swift has it"),
       ("symbols", "a+b@c.d_e=f", "characters that a query encodes")]


def build() -> dict:
    secrets = [(f"secret-{name}", f"the secret: {comment}", "Key", {"secret_access_key": secret}) for name, secret, comment in SECRETS]
    ids = [(f"id-{name}", f"the key id: {comment}", "Key", {"access_key_id": key_id}) for name, key_id, comment in IDS]
    presigned = [(name, comment, marks + " Presign", given) for name, comment, marks, given in ids]
    derived = [(name, comment, "KeyDerivation", given | {"date": "20150830"}) for name, comment, _, given in secrets]
    derived += [(f"region-{region}", f"region {region}", "KeyDerivation Scope", {"date": "20150830", "region": region})
                for region in ("us-west-2", "cn-north-1", "aws-global")]
    derived += [(f"service-{service}", f"service {service}", "KeyDerivation Scope", {"date": "20150830", "service": service})
                for service in ("s3", "lambda", "sts")]
    groups = [group("sign", secrets[1:] + ids, "key"), group("presign", presigned, "key/presigned"), group("derive_key", derived, "key/derived")]
    return flags.document("Secrets and keys", ["AWS4 and the secret, then the day, the region, the service and aws4_request, each an HMAC."], groups)
