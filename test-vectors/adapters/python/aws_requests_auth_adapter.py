"""aws-requests-auth: authentication for the library requests, made for Elasticsearch."""

import requests
from aws_requests_auth import aws_auth

from protocol import Case, frozen, serve


def sign(case: Case) -> dict:
    case.demand(not case.rules, not case.service.startswith("s3"), case.service != "iotdevicegateway")
    # It takes the query to be encoded already, and says so.
    case.demand(case.query_is_encoded)
    aws_auth.datetime = frozen(case.time)
    prepared = requests.Request(case.method, case.url, headers=case.header_dict(), data=case.body or None).prepare()
    case.demand(prepared.path_url == case.target, prepared.method == case.method)
    # It signs host and x-amz-date only, and says so: x-amz-* headers of the caller's are not its claim.
    case.demand(not any(name.lower().startswith("x-amz-") for name, _ in case.headers))
    aws_auth.AWSRequestsAuth(case.key_id, case.secret, case.host, case.region, case.service, case.token)(prepared)
    return case.signed(item for item in prepared.headers.items() if item[0] != "Content-Length")


serve(sign=sign)
