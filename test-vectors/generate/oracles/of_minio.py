"""minio: the client of MinIO, for the policies of browser uploads."""

from datetime import datetime
from importlib.metadata import version

from minio.signer import post_presign_v4

NAME = f"minio {version('minio')}"


def policy_signature(request: dict, policy: str) -> str:
    return post_presign_v4(policy, request["secret_access_key"], datetime.strptime(request["timestamp"], "%Y%m%dT%H%M%SZ"), request["region"])
