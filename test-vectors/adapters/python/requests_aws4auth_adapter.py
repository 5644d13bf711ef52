"""requests-aws4auth: authentication for the library requests."""

import requests
from requests_aws4auth import AWS4Auth, AWS4SigningKey, aws4auth, aws4signingkey

from protocol import Case, frozen, serve


def sign(case: Case) -> dict:
    # Its README lists the services that it supports: S3 and many more, none of these.
    case.demand(not case.rules, case.service not in ("s3express", "s3-outposts", "s3-object-lambda", "iotdevicegateway"))
    aws4auth.datetime = frozen(case.time)
    aws4signingkey.datetime = frozen(case.time).datetime
    prepared = requests.Request(case.method, case.url, headers=case.header_dict(), data=case.body or None).prepare()
    # requests rewrites some targets on its own.
    case.demand(prepared.path_url == case.target, prepared.method == case.method)
    AWS4Auth(case.key_id, case.secret, case.region, case.service, session_token=case.token)(prepared)
    return case.signed(item for item in prepared.headers.items() if item[0] != "Content-Length")


def derive_key(case: Case) -> dict:
    key = AWS4SigningKey(case.secret, case.region, case.service, case.members["date"])
    return {"signing_key": key.key.hex()}


serve(sign=sign, derive_key=derive_key)
