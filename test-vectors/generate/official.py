"""Reads AWS's own suite, as the crate aws-sigv4 ships it, into official.json.

Every value in `expected` is the one in AWS's file and is compared with the oracle (sigv4.py) on the way; a value
that differs stops the import. The one folder whose files contradict each other is taken apart by hand, below.
"""

import base64
import json
import re
from pathlib import Path

import sigv4
import vectorfile
from answers import ANSWER

VERSION = "1.6.4"
SUITE = "aws-signing-test-suite/v4"
CRATE = "https://crates.io/crates/aws-sigv4/" + VERSION
SUITE_REPOSITORY = "https://github.com/awslabs/aws-c-auth/tree/v0.9.0/tests/aws-signing-test-suite"
PATH_RULE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html"
FOLDING = "https://www.rfc-editor.org/rfc/rfc9112#section-5.2"
S3_EMPTY_HASH = "https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html"

ORACLES = ["generate/sigv4.py", "botocore 1.44.5"]
AWS_SOURCE = {
    "name": "AWS SigV4 signing test suite (aws-c-auth v0.9.0), as shipped in the crate aws-sigv4",
    "version": VERSION,
    "licence": "Apache-2.0",
    "links": [CRATE, SUITE_REPOSITORY],
    "oracles": ORACLES,
}
SMITHY_SOURCE = {
    "name": "smithy-rs's additions to the AWS SigV4 signing test suite, in the crate aws-sigv4",
    "version": VERSION,
    "licence": "Apache-2.0",
    "links": [CRATE],
    "oracles": ORACLES,
}

FLAGS = {
    "Basic": ("BASIC", "A plain request; every implementation must get it right.", None, []),
    "CallerDate": ("FUNCTIONALITY", "The caller has already set x-amz-date, to the time of signing. It is signed once, as it is.",
                   "A second x-amz-date, or one joined to 'date,date', is refused by the server.", []),
    "ContentSha256Header": ("FUNCTIONALITY", "rules.content_sha256_header: the signer adds x-amz-content-sha256 and signs it.",
                            None, [S3_EMPTY_HASH]),
    "DoubleEncode": ("MODIFIED_PARAMETER", "The path on the wire is already percent-encoded and is encoded once more, so % becomes %25. "
                     "Every service but S3 and its kin expects it.",
                     "Valid requests with an escape in the path are refused.", [PATH_RULE]),
    "HeaderOrder": ("MODIFIED_PARAMETER", "Headers are sorted by lower-case name; values keep their case.", None, []),
    "HeaderWhitespace": ("MODIFIED_PARAMETER", "White space around a value is dropped and runs of spaces inside it become one, in quotes, too.",
                         "Valid requests are refused.", [PATH_RULE]),
    "ObsFold": ("LEGACY", "The value was folded over three lines on the wire. Here it is one value: each line break is one space and the "
                "indentation that followed it is kept. Some other copies of the suite expect commas between the lines.", None, [FOLDING]),
    "PathKept": ("MODIFIED_PARAMETER", "rules.normalize_path is false: dot segments and repeated slashes are signed as sent.",
                 "Names of objects that hold '//' or '/./' cannot be reached.", []),
    "PathNormalized": ("MODIFIED_PARAMETER", "Dot segments are removed and repeated slashes merged before the path is signed.",
                       "Valid requests are refused.", [PATH_RULE]),
    "PayloadSigned": ("MISSING_STEP", "The SHA-256 of a body that is not empty ends the canonical request.",
                      "Valid requests are refused, or a body is left unprotected.", []),
    "QuerySort": ("MODIFIED_PARAMETER", "Parameters are sorted by name after encoding, byte by byte.",
                  "Valid requests are refused; sorting decoded names moves those outside ASCII to the end.", [PATH_RULE]),
    "RawTarget": ("EDGE_CASE", "The target holds bytes that HTTP does not allow on a request line (a space, raw UTF-8). They are signed "
                  "percent-encoded, and since they were not encoded before, once only. A client that encodes before it sends never gets here.",
                  None, ["https://github.com/awslabs/aws-c-auth/issues/162"]),
    "Recomputed": ("DEFINED", "AWS's files for this case contradict each other or are missing; README.md says which of the expected values "
                   "were computed instead.", None, []),
    "RepeatedHeader": ("MODIFIED_PARAMETER", "The values of a header that is sent several times are joined with commas in the order sent.",
                       "Sorting the values, or keeping the first or last only, gets valid requests refused.", []),
    "NamedForMore": ("BASIC", "The folder's name promises more than its request holds (README.md, 'What the official suite does not test').",
                      None, []),
    "SessionTokenAppended": ("FUNCTIONALITY", "rules.session_token is 'appended': the token is sent but is no part of what is signed.",
                             "The canonical form differs from what the service computes.", []),
    "SessionTokenSigned": ("FUNCTIONALITY", "The session token is added to the request and signed.",
                           "Requests with temporary credentials are refused.", []),
    "SignedExtraHeader": ("FUNCTIONALITY", "A header of the caller's is signed beside host and x-amz-date.", None, []),
    "Unreserved": ("MODIFIED_PARAMETER", "A-Z a-z 0-9 - . _ ~ are never percent-encoded.", "Valid requests are refused.", [PATH_RULE]),
}

CASES = {
    "get-header-key-duplicate": ("one header sent three times, two values equal: joined with commas, nothing dropped", ["RepeatedHeader"]),
    "get-header-value-multiline": ("a folded header value: its lines are joined with single spaces", ["ObsFold", "HeaderWhitespace"]),
    "get-header-value-order": ("one header sent four times: the order of the values is the order sent", ["RepeatedHeader"]),
    "get-header-value-trim": ("leading space is dropped; runs of spaces become one, between quotes as well", ["HeaderWhitespace"]),
    "get-relative-normalized": ("/example/.. is /", ["PathNormalized"]),
    "get-relative-relative-normalized": ("/example1/example2/../.. is /", ["PathNormalized"]),
    "get-relative-relative-unnormalized": ("two parent segments, kept", ["PathKept"]),
    "get-relative-unnormalized": ("a parent segment, kept", ["PathKept"]),
    "get-slash-dot-slash-normalized": ("/./ is /", ["PathNormalized"]),
    "get-slash-dot-slash-unnormalized": ("/./, kept", ["PathKept"]),
    "get-slash-normalized": ("// is /", ["PathNormalized"]),
    "get-slash-pointless-dot-normalized": ("/./example is /example", ["PathNormalized"]),
    "get-slash-pointless-dot-unnormalized": ("/./example, kept", ["PathKept"]),
    "get-slash-unnormalized": ("//, kept", ["PathKept"]),
    "get-slashes-normalized": ("//example// is /example/: the last slash stays", ["PathNormalized"]),
    "get-slashes-unnormalized": ("//example//, kept", ["PathKept"]),
    "get-space-normalized": ("a raw space in the path is signed as %20", ["RawTarget"]),
    "get-space-unnormalized": ("a raw space in the path is signed as %20, path kept", ["RawTarget", "PathKept"]),
    "get-unreserved": ("every unreserved character in the path stays as it is", ["Unreserved"]),
    "get-utf8": ("raw UTF-8 in the path (U+1234) is signed as %E1%88%B4", ["RawTarget"]),
    "get-vanilla": ("the smallest request: GET /", ["Basic"]),
    "get-vanilla-empty-query-key": ("one query parameter, its name not empty", ["Basic", "NamedForMore"]),
    "get-vanilla-query": ("GET / without a query", ["Basic", "NamedForMore"]),
    "get-vanilla-query-order-encoded": ("an encoded name sorts by its escape: % comes before P; Param before Param-3", ["QuerySort"]),
    "get-vanilla-query-order-key-case": ("two parameters sent in descending order", ["QuerySort"]),
    "get-vanilla-query-unreserved": ("every unreserved character in a query name and value stays as it is", ["Unreserved"]),
    "get-vanilla-utf8-query": ("a raw UTF-8 name in the query (U+1234) is signed as %E1%88%B4", ["RawTarget"]),
    "get-vanilla-with-session-token": ("temporary credentials: the token is signed", ["SessionTokenSigned"]),
    "post-header-key-case": ("POST / with no header but Host", ["Basic", "NamedForMore"]),
    "post-header-key-sort": ("my-header1 sorts between host and x-amz-date", ["HeaderOrder", "SignedExtraHeader"]),
    "post-header-value-case": ("names are signed in lower case, values as they are", ["HeaderOrder", "SignedExtraHeader"]),
    "post-sts-header-after": ("the token is sent but not signed", ["SessionTokenAppended"]),
    "post-sts-header-before": ("temporary credentials on a POST: the token is signed", ["SessionTokenSigned"]),
    "post-vanilla": ("the smallest POST", ["Basic"]),
    "post-vanilla-empty-query-value": ("one query parameter, its value not empty", ["Basic", "NamedForMore"]),
    "post-vanilla-query": ("POST with one query parameter", ["Basic"]),
    "post-x-www-form-urlencoded": ("a form body; content-length and content-type are signed", ["PayloadSigned", "SignedExtraHeader"]),
    "post-x-www-form-urlencoded-parameters": ("a form body; content-type with a parameter keeps its inner space",
                                              ["PayloadSigned", "SignedExtraHeader"]),
}
SMITHY_CASES = {"double-encode-path", "double-url-encode"}

# The one request.txt that was edited after the expected values had been made: it says /example%20space/, while the
# signed requests and canonical requests of the same folder belong to the raw space. Those win.
TARGET_FROM_SIGNED_REQUEST = {"get-space-normalized"}


class Message:
    """One of the suite's request files."""

    def __init__(self, path: Path):
        head, _, body = path.read_bytes().decode().partition("\n\n")
        line, *fields = head.rstrip("\n").split("\n")
        self.method, _, target = line.partition(" ")
        self.target = target.removesuffix(" HTTP/1.1")
        self.headers = []
        for field in fields:
            if field[0] in " \t":
                self.headers[-1][1] += " " + field
            else:
                name, _, value = field.partition(":")
                self.headers.append([name, value])
        self.body = body.strip("\n")


def headers_added(request: Message, signed: Message) -> list:
    added = list(signed.headers)
    for header in request.headers:
        added.remove(header)
    return [[name.lower(), value.strip()] for name, value in added]


def published(folder: Path, form: str, request: Message) -> dict:
    """The expected members of one case, out of AWS's files."""
    def read(step: str) -> str:
        return (folder / f"{form}-{step}.txt").read_text(encoding="utf-8").rstrip("\n")

    signed = Message(folder / f"{form}-signed-request.txt")
    canonical_request = read("canonical-request")
    expected = {
        "canonical_request": canonical_request,
        "string_to_sign": read("string-to-sign"),
        "signed_headers": canonical_request.split("\n")[-2],
    }
    if form == "query":
        signature = re.search("X-Amz-Signature=([0-9a-f]{64})", signed.target)[1]
        same = (signed.headers, signed.body) == (request.headers, request.body)
        agree(folder.name, "query-signed-request.txt's headers and body", same, True)
        expected |= {"signature": signature, "target": signed.target}
    else:
        headers = headers_added(request, signed)
        authorization = dict(headers)["authorization"]
        signature = authorization.rpartition("Signature=")[2]
        expected |= {"signature": signature, "authorization": authorization, "headers": headers}
    if (folder / f"{form}-signature.txt").exists():
        agree(folder.name, f"{form}-signature.txt", read("signature"), signature)
    return expected


def agree(case: str, what: str, ours, theirs):
    if ours != theirs:
        raise SystemExit(f"{case}: {what} differs\n  computed  {ours!r}\n  published {theirs!r}")


def confirmed(op: str, shared: dict, case: dict) -> dict:
    """The case, once the oracle has reproduced each expected member."""
    answer = ANSWER[op]({"op": op, **shared, **case["input"]})
    for member, value in case["expected"].items():
        agree(case["id"], member, answer[member], value)
    return case


def rules_from(context: dict, form: str) -> dict:
    rules = {}
    if not context["normalize"]:
        rules["normalize_path"] = False
    if context.get("omit_session_token"):
        rules["session_token"] = "appended"
    # `sign_body` adds the header in the header form only: AWS's presigned requests carry it nowhere.
    if context["sign_body"] and form == "header":
        rules["content_sha256_header"] = True
    return rules


def aws_case(folder: Path, form: str, context: dict, prefix: str, published) -> dict:
    name = folder.name
    comment, flags = CASES[name]
    request = Message(folder / "request.txt")
    on_the_wire = Message(folder / "header-signed-request.txt").target
    if name not in TARGET_FROM_SIGNED_REQUEST:
        agree(name, "request line", request.target, on_the_wire)
    given = {"method": request.method, "target": on_the_wire, "headers": request.headers}
    if request.body:
        given["body"] = base64.b64encode(request.body.encode()).decode()
    if "token" in context["credentials"]:
        given["session_token"] = context["credentials"]["token"]
    if form == "header" and context["sign_body"]:
        flags = [*flags, "ContentSha256Header"]
    return {"id": f"{prefix}/{name}/{form}", "comment": comment, "flags": flags, "result": "valid",
            "input": given, "expected": published(folder, form, request)}


def aws_groups(suite: Path, prefix: str = "official", ops: tuple = ("sign", "presign"), region: str = "region",
               source: dict = AWS_SOURCE, published=published) -> list:
    """Every folder of the suite, in both forms; `published` reads what is expected out of AWS's files."""
    folders = sorted(path for path in suite.iterdir() if path.name not in SMITHY_CASES)
    agree("suite", "list of folders", sorted(CASES), [folder.name for folder in folders])
    groups = []
    for op, form in zip(ops, ("header", "query")):
        by_rules = {}
        for folder in folders:
            context = json.loads((folder / "context.json").read_text())
            rules = rules_from(context, form)
            shared = {
                "access_key_id": context["credentials"]["access_key_id"],
                "secret_access_key": context["credentials"]["secret_access_key"],
                region: context["region"],
                "service": context["service"],
                "timestamp": re.sub("[-:]", "", context["timestamp"]),
            }
            if form == "query":
                shared["expires_seconds"] = context["expiration_in_seconds"]
            shared["body"] = ""
            if rules:
                shared["rules"] = rules
            group = by_rules.setdefault(json.dumps(rules), {"op": op, "source": source, "shared": shared, "cases": []})
            agree(folder.name, "context.json", shared, group["shared"])
            group["cases"].append(confirmed(op, shared, aws_case(folder, form, context, prefix, published)))
        groups += by_rules.values()
    return groups


def smithy_group(suite: Path) -> dict:
    """The two folders without a context.json: their parameters are in the signed requests and in smithy-rs's tests."""
    cases = []
    shared = {"method": "POST", "body": ""}

    folder = suite / "double-url-encode"
    request = Message(folder / "request.txt")
    cases.append({
        "id": "official/double-url-encode/header",
        "comment": "an ARN in the path: %3A on the wire is signed as %253A",
        "flags": ["DoubleEncode", "CallerDate"],
        "result": "valid",
        "input": {
            "target": request.target, "headers": request.headers,
            "access_key_id": "AKIDEXAMPLE", "secret_access_key": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "region": "us-east-2", "service": "lambda", "timestamp": "20210511T154045Z",
        },
        "expected": published(folder, "header", request),
    })

    # double-encode-path: header-canonical-request.txt is of 20210511T154045Z, every other file of 20150830T123600Z. Two
    # cases, each of one date, hold everything that AWS's files say. The secret is that of smithy-rs's test credentials
    # (aws_credential_types::Credentials::for_tests); the published signature confirms it.
    folder = suite / "double-encode-path"
    request = Message(folder / "request.txt")
    signed = Message(folder / "header-signed-request.txt")
    canonical_request = (folder / "header-canonical-request.txt").read_text().rstrip("\n")
    given = {
        "target": request.target, "headers": request.headers,
        "access_key_id": "ANOTREAL", "secret_access_key": "notrealrnrELgWzOk3IfjzDKtFBhDby",
        "region": "us-east-1", "service": "service", "timestamp": "20150830T123600Z",
    }
    computed = sigv4.sign({"op": "sign", **shared, **given})
    headers = headers_added(request, signed)
    authorization = dict(headers)["authorization"]
    cases.append({
        "id": "official/double-encode-path/header",
        "comment": "@ is signed as %40, %3D as %253D; the signature as published, the steps before it recomputed",
        "flags": ["DoubleEncode", "CallerDate", "Recomputed"],
        "result": "valid",
        "input": given,
        "expected": {
            "canonical_request": computed["canonical_request"],
            "string_to_sign": computed["string_to_sign"],
            "signed_headers": re.search("SignedHeaders=([^,]*)", authorization)[1],
            "signature": authorization.rpartition("Signature=")[2],
            "authorization": authorization,
            "headers": headers,
        },
    })
    cases.append({
        "id": "official/double-encode-path/canonical-request",
        "comment": "the published canonical request, whose date is not that of the published signature",
        "flags": ["DoubleEncode", "CallerDate"],
        "result": "valid",
        "input": given | {
            "headers": [[name, "20210511T154045Z" if name.lower() == "x-amz-date" else value] for name, value in request.headers],
            "timestamp": "20210511T154045Z",
        },
        "expected": {"canonical_request": canonical_request, "signed_headers": canonical_request.split("\n")[-2]},
    })
    cases.sort(key=lambda case: case["id"])
    return {"op": "sign", "source": SMITHY_SOURCE, "shared": shared, "cases": [confirmed("sign", shared, case) for case in cases]}


def explained(flags: dict) -> dict:
    out = {}
    for name, (bug_type, description, effect, links) in sorted(flags.items()):
        out[name] = {"bug_type": bug_type, "description": description}
        if effect:
            out[name]["effect"] = effect
        if links:
            out[name]["links"] = links
    return out


def suite_of(crate: Path, suite: str) -> Path:
    manifest = crate / "Cargo.toml"
    named = rf'name = "aws-sigv4"\nversion = "{re.escape(VERSION)}"'
    if not (manifest.exists() and re.search(named, manifest.read_text())):
        raise SystemExit(f"{crate}: not the unpacked crate aws-sigv4 {VERSION}")
    return crate / suite


def build(crate: Path) -> dict:
    suite = suite_of(crate, SUITE)
    return vectorfile.document(
        "AWS's own Signature Version 4 test suite",
        [
            "All 38 cases of AWS, each signed in the header and in the query, and the two that smithy-rs added (header only).",
            "Generated by generate/generate.py from the crate aws-sigv4; README.md names what was changed and why.",
            "Copyright Amazon.com, Inc. or its affiliates. Licensed under Apache-2.0 (LICENSE-APACHE-AWS).",
        ],
        explained(FLAGS),
        [*aws_groups(suite), smithy_group(suite)],
    )
