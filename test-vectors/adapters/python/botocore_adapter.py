"""botocore: the signers of the AWS CLI and boto3."""

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from protocol import Case, serve

S3_KIN = {"s3", "s3-outposts", "s3-object-lambda"}


def request_of(case: Case) -> AWSRequest:
    # It signs a query as it stands, and says so: the SDK has encoded it before.
    case.demand(case.query_is_encoded)
    # A presigned POST's body goes into the query: another thing than what is asked for.
    case.demand(not case.rules, case.service != "iotdevicegateway", not (case.op == "presign" and case.body),
                case.service != "s3express" or case.token)
    auth.get_current_datetime = lambda *_: case.time
    request = AWSRequest(case.method, case.url, data=case.body)
    for name, value in case.headers:
        request.headers.add_header(name, value)
    return request


def signer(case: Case, usual, s3, s3_express, **more):
    credentials = Credentials(case.key_id, case.secret, case.token)
    if case.service == "s3express":
        return s3_express(credentials, case.service, case.region, identity_cache={}, **more)
    return (s3 if case.service in S3_KIN else usual)(credentials, case.service, case.region, **more)


def sign(case: Case) -> dict:
    request = request_of(case)
    signer(case, auth.SigV4Auth, auth.S3SigV4Auth, auth.S3ExpressAuth).add_auth(request)
    return case.signed(request.headers.items())


def presign(case: Case) -> dict:
    request = request_of(case)
    signer(case, auth.SigV4QueryAuth, auth.S3SigV4QueryAuth, auth.S3ExpressQueryAuth, expires=case.expires).add_auth(request)
    return case.presigned(request.url)


def sign_post_policy(case: Case) -> dict:
    credentials = Credentials(case.key_id, case.secret, case.token)
    request = AWSRequest()
    request.context["timestamp"] = case.members["timestamp"]
    return {"signature": auth.S3SigV4PostAuth(credentials, case.service, case.region).signature(case.policy, request)}


serve(sign=sign, presign=presign, sign_post_policy=sign_post_policy)
