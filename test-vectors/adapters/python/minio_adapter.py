"""minio: the signer of MinIO's client. S3 only."""

import hashlib
from urllib.parse import unquote, urlsplit

from minio.credentials import Credentials
from minio.helpers import queryencode
from minio.signer import post_presign_v4, presign_v4, sign_v4_s3

from protocol import Case, serve


def as_the_client_writes_it(case: Case) -> bool:
    """The client builds its queries itself, every name with '=' and all but unreserved characters encoded."""
    pairs = [pair.partition("=") for pair in case.target.partition("?")[2].split("&")] if "?" in case.target else []
    return all(equals and queryencode(unquote(value)) == value and queryencode(unquote(name)) == name for name, equals, value in pairs)


def sign(case: Case) -> dict:
    case.demand(as_the_client_writes_it(case))
    case.demand(case.service == "s3", not set(case.rules) - {"payload"})
    payload = case.rules.get("payload", "signed")
    digest = case.value("x-amz-content-sha256") or (hashlib.sha256(case.body).hexdigest() if payload == "signed" else payload)
    # As minio.api does it before it signs.
    own = {"x-amz-content-sha256": digest, "x-amz-date": case.time.strftime("%Y%m%dT%H%M%SZ")}
    if case.token:
        own["X-Amz-Security-Token"] = case.token
    headers = sign_v4_s3(
        method=case.method, url=urlsplit(case.url), region=case.region, headers=case.header_dict() | own,
        credentials=Credentials(case.key_id, case.secret, case.token), content_sha256=digest, date=case.time)
    return case.signed(headers.items())


def presign(case: Case) -> dict:
    case.demand(as_the_client_writes_it(case))
    # It signs the host and takes no other headers.
    case.demand(case.service == "s3", not case.rules, len(case.headers) == 1)
    url = presign_v4(method=case.method, url=urlsplit(case.url if not case.token else with_token(case)), region=case.region,
                     credentials=Credentials(case.key_id, case.secret, case.token), date=case.time, expires=case.expires)
    return case.presigned(url.geturl())


def with_token(case: Case) -> str:
    """The client adds the token to the query before it presigns."""
    return case.url + ("&" if "?" in case.url else "?") + "X-Amz-Security-Token=" + queryencode(case.token)


def sign_post_policy(case: Case) -> dict:
    return {"signature": post_presign_v4(case.policy, case.secret, case.time, case.region)}


serve(sign=sign, presign=presign, sign_post_policy=sign_post_policy)
