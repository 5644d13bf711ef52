#!/usr/bin/env python3
"""Asks botocore, the second oracle, for the canonical request and signature of every request as it is sent.

The header form is the case's request with the headers of `expected` (or of sigv4.py's answer, where `expected` has
none) less Authorization; the query form is the signed target less X-Amz-Signature. Needs requirements.txt.
"""

import base64
import json
import sys
from pathlib import Path
from urllib.parse import quote

from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import sigv4
import vectorfile

VECTORS = Path(__file__).resolve().parent.parent

# Where botocore differs, and why.
DIFFERS = {
    "official/get-vanilla-utf8-query/header": "botocore signs a query as it stands in the URL and encodes nothing",
    "official/get-vanilla-utf8-query/query": "botocore signs a query as it stands in the URL and encodes nothing",
    "docs/s3-put-object/raw-dollar": "botocore signs an S3 path as it stands in the URL and encodes nothing",
}


class PathKept(SigV4Auth):
    def _normalize_url_path(self, path):
        return quote(path, safe="/~")


def signer_for(request: dict):
    if request["service"] == "s3":
        return S3SigV4QueryAuth if request["op"] == "presign" else S3SigV4Auth
    return SigV4Auth if sigv4.rules_of(request)["normalize_path"] else PathKept


def botocore_says(request: dict, answer: dict) -> dict:
    credentials = Credentials(request["access_key_id"], request["secret_access_key"])
    auth = signer_for(request)(credentials, request["service"], request["region"])
    token_left_out = sigv4.rules_of(request)["session_token"] == "appended"
    target, headers = request["target"], list(request["headers"])
    if request["op"] == "presign":
        left_out = ["X-Amz-Signature="] + ["X-Amz-Security-Token="] * token_left_out
        path, _, query = answer["target"].partition("?")
        target = path + "?" + "&".join(pair for pair in query.split("&") if not pair.startswith(tuple(left_out)))
    else:
        left_out = ["authorization"] + ["x-amz-security-token"] * token_left_out
        headers += [header for header in answer["headers"] if header[0] not in left_out]
    host = dict((name.lower(), value) for name, value in headers)["host"]
    sent = AWSRequest(request["method"], f"https://{host}{target}", data=base64.b64decode(request["body"]))
    for name, value in headers:
        sent.headers.add_header(name, value)
    sent.context["timestamp"] = request["timestamp"]
    canonical_request = auth.canonical_request(sent)
    string_to_sign = auth.string_to_sign(sent, canonical_request)
    return {"canonical_request": canonical_request, "string_to_sign": string_to_sign,
            "signature": auth.signature(string_to_sign, sent)}


def main() -> int:
    wrong = agreed = 0
    for name in ("official.json", "docs.json"):
        for case, request in vectorfile.requests_of(json.loads((VECTORS / name).read_text())):
            if request["op"] not in ("sign", "presign"):
                continue
            answer = sigv4.ANSWER[request["op"]](request) | case["expected"]
            theirs = botocore_says(request, answer)
            differs = [step for step, value in theirs.items() if answer[step] != value]
            agreed += not differs
            if bool(differs) != (case["id"] in DIFFERS):
                wrong += 1
                print(f"{case['id']}: {differs or 'agrees, though listed as different'}", file=sys.stderr)
            for alternative in case.get("alternatives", []):
                if any(theirs[step] != value for step, value in alternative["expected"].items()):
                    wrong += 1
                    print(f"{case['id']}: the alternative is not what botocore says", file=sys.stderr)
    print(f"botocore agrees in {agreed} cases; differs by design in {len(DIFFERS)}:")
    for case_id, why in DIFFERS.items():
        print(f"  {case_id}: {why}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
