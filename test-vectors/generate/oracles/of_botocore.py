"""botocore, the signer of the AWS CLI: canonical request and signature of a request as it is sent."""

import base64
from urllib.parse import quote

from botocore import __version__
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import sigv4

NAME = f"botocore {__version__}"


class PathKept(SigV4Auth):
    def _normalize_url_path(self, path):
        return quote(path, safe="/~")


def signer_for(request: dict):
    if request["service"] in sigv4.S3_KIN:
        return S3SigV4QueryAuth if request["op"] == "presign" else S3SigV4Auth
    return SigV4Auth if sigv4.rules_of(request)["normalize_path"] else PathKept


def signature(request: dict, answer: dict) -> str | None:
    """Of the case's request with what signing adds, but for the signature."""
    credentials = Credentials(request["access_key_id"], request["secret_access_key"])
    auth = signer_for(request)(credentials, request["service"], request["region"])
    token = sigv4.token_name(request)
    token_left_out = sigv4.rules_of(request)["session_token"] == "appended"
    target, headers = request["target"] or "/", list(request["headers"])
    if request["op"] == "presign":
        left_out = ["X-Amz-Signature="] + ["X-Amz-Security-Token="] * token_left_out
        path, _, query = answer["target"].partition("?")
        target = path + "?" + "&".join(pair for pair in query.split("&") if not pair.startswith(tuple(left_out)))
    else:
        left_out = ["authorization"] + [token] * token_left_out
        headers += [header for header in answer["headers"] if header[0] not in left_out]
    if "payload" in request.get("rules", {}) and not any(name.lower() == "x-amz-content-sha256" for name, _ in headers):
        return None
    target = target if target.startswith("/") else "/" + target
    # The host counts as the header has it; the URL needs some host for itself.
    sent = AWSRequest(request["method"], f"https://example.amazonaws.com{target}", data=base64.b64decode(request["body"]))
    for name, value in headers:
        sent.headers.add_header(name, value)
    sent.context["timestamp"] = request["timestamp"]
    return auth.signature(auth.string_to_sign(sent, auth.canonical_request(sent)), sent)
