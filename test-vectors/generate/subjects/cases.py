"""What the subjects share: a plain request, and a case made of what it has otherwise."""

import base64

import sigv4
from answers import ANSWER

SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
TOKEN = "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd"
HOST = [["Host", "example.amazonaws.com"]]
SOURCE = {"name": "sigfour", "version": "1", "licence": "MIT OR Apache-2.0",
          "links": ["https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"],
          "oracles": ["generate/sigv4.py", "botocore 1.44.5", "awscrt 0.38.1"]}
PLAIN = {
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": SECRET,
    "region": "us-east-1",
    "service": "service",
    "timestamp": "20150830T123600Z",
    "method": "GET",
    "target": "/",
    "headers": HOST,
    "body": "",
}


def b64(body: bytes) -> str:
    return base64.b64encode(body).decode()


def with_headers(*headers) -> dict:
    return {"headers": [*HOST, *map(list, headers)]}


def group(op: str, rows: list, prefix: str, source: dict | None = None, **shared) -> dict:
    """Rows are (name, comment, flags, input); a dict behind them may say `result`, `alternatives`, `as_if`, `without`.

    `as_if` is what the oracle is asked instead, where the choice that is expected is no part of the oracle; `without`
    are members of the answer that are not expected.
    """
    shared = plain(op) | shared
    cases = []
    for name, comment, flags, given, *more in rows:
        more = more[0] if more else {}
        asked = {"op": op, **shared, **given, **more.get("as_if", {})}
        expected = ANSWER[op](asked)
        for member in [*more.get("without", []), *(["target"] if "as_if" in more and op == "presign" else [])]:
            del expected[member]
        case = {"id": f"{prefix}/{name}", "comment": comment, "flags": flags.split(),
                "result": more.get("result", "valid"), "input": given, "expected": expected}
        if "alternatives" in more:
            case["alternatives"] = [
                {"who": who, "expected": steps({"op": op, **shared, **given, **other})} for who, other in more["alternatives"]]
        if "path_as_sent" in more:
            case["alternatives"] = [{"who": more["path_as_sent"], "expected": with_path(asked, given["target"])}]
        cases.append(case)
    return {"op": op, "source": source or SOURCE, "shared": shared, "cases": cases}


# The members of PLAIN that an op does without.
WITHOUT = {
    "derive_key": {"access_key_id", "timestamp", "method", "target", "headers", "body"},
    "derive_key_v4a": {"region", "service", "timestamp", "method", "target", "headers", "body"},
    "sign_chunks": {"body"},
    "sign_events": {"timestamp", "method", "target", "headers", "body"},
    "sign_post_policy": {"service", "method", "target", "headers", "body"},
    "sign_v4a": {"region"},
    "presign_v4a": {"region"},
    "verify_v4a": set(PLAIN),
}


def plain(op: str) -> dict:
    """What the cases of an op have in common."""
    shared = {name: value for name, value in PLAIN.items() if name not in WITHOUT.get(op, ())}
    return shared | ({"expires_seconds": 3600} if op in ("presign", "presign_v4a") else {})


def steps(request: dict) -> dict:
    answer = ANSWER[request["op"]](request)
    return {name: answer[name] for name in ("canonical_request", "string_to_sign", "signature")}


def with_path(request: dict, path: str) -> dict:
    """The steps of a signer that puts another path into the canonical request."""
    answer = sigv4.ANSWER[request["op"]](request)
    lines = answer["canonical_request"].split("\n")
    return sigv4.signed_text(request, "\n".join([lines[0], path, *lines[2:]]))


def refused(op: str, rows: list, prefix: str, **shared) -> dict:
    """Rows are (name, comment, flags, reason, input); no reason where the input is not even of the protocol's form."""
    shared = plain(op) | shared
    cases = [{"id": f"{prefix}/{name}", "comment": comment, "flags": flags.split(), "result": "invalid", "input": given,
              "expected": {"reason": reason} if reason else {}} for name, comment, flags, reason, given in rows]
    return {"op": op, "source": {name: value for name, value in SOURCE.items() if name != "oracles"}, "shared": shared, "cases": cases}
