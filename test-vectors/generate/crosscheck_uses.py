#!/usr/bin/env python3
"""Asks implementations that had no part in the vectors for what is signed beside requests. Needs requirements.txt, the
packages of requirements-no-deps.txt (pip install --no-deps) and cargo.

The exit code is 1 if one of them differs, or if a valid case is confirmed by none.
"""

import base64
import json
import re
import sys
from collections import Counter
from pathlib import Path

import chunked
import sigv4a
import vectorfile
from answers import ANSWER
from oracles import of_awscrt, of_botocore, of_botocore_uses, of_cryptography, of_minio, of_rust, of_swift, of_transcribe

VECTORS = Path(__file__).resolve().parent.parent
RUST, RUNTIME = "aws-sigv4 1.6.4", "aws-runtime 1.10.2 (body)"


def chunks(case: dict, request: dict, rust: dict) -> dict:
    answer = ANSWER["sign_chunks"](request) | case["expected"]
    as_sign = request | {"op": "sign", "body": ""}
    seed, signatures = answer["signature"], [step["signature"] for step in answer["steps"]]
    words = {f"{oracle.NAME} (seed)": (word := oracle.signature(as_sign, answer)) and word == seed for oracle in (of_botocore, of_awscrt)}
    words[RUST] = rust.get("signature") == seed and rust.get("signatures") == signatures
    data = [found for found in map(chunked.data_of, request["chunks"]) if found]
    trailers, payload = request.get("trailers", []), request["rules"]["payload"]
    cut, sent = chunked.pieces(payload, answer["steps"], data, trailers)
    if "encoded" in rust:
        theirs = base64.b64decode(rust["encoded"])
        # Sizes in capitals.
        words[RUNTIME] = theirs == chunked.joined([[size.upper(), *rest] for size, *rest in cut], sent)
    if payload == chunked.UNSIGNED_TRAILER:
        theirs = of_botocore_uses.unsigned_body(data, sent)
        words[f"{of_botocore_uses.NAME} (body)"] = theirs and theirs == chunked.joined(cut, sent)
    return words


def events(case: dict, request: dict, rust: dict) -> dict:
    steps = case["expected"]["steps"]
    theirs = of_transcribe.steps(request)
    words = {of_transcribe.NAME: [(step["signature"], step["message"]) for step in steps] == [(step["signature"], step["message"]) for step in theirs]}
    if "steps" in rust:
        # Its headers come in another order.
        words[RUST] = [content(step) for step in steps] == [content(step) for step in rust["steps"]]
    return words


def content(step: dict) -> tuple:
    return step["signature"], of_botocore_uses.content(base64.b64decode(step["message"]))


def policy(case: dict, request: dict, _: dict) -> dict:
    expected = case["expected"]
    words = {oracle.NAME: oracle.policy_signature(request, expected["string_to_sign"]) == expected["signature"]
             for oracle in (of_botocore_uses, of_minio)}
    for other in case.get("alternatives", []):
        words[f"{of_botocore_uses.NAME} (form)"] = of_botocore_uses.form(request) == other["expected"]["fields"]
    return words


def signed(case: dict, request: dict, rust: dict) -> dict:
    expected = case["expected"]
    words = {RUST: rust.get("signature"), of_awscrt.NAME: of_awscrt.signature(request, expected)}
    return {name: word and is_signature(word) and of_cryptography.holds(expected, expected["string_to_sign"], word) for name, word in words.items()}


def is_signature(word: str) -> bool:
    return all(digit in "0123456789abcdef" for digit in word)


def key(case: dict, request: dict, rust: dict) -> dict:
    expected = case["expected"]
    probe = request | {"op": "sign_v4a", "service": "service", "region_set": "*", "timestamp": "20150830T123600Z", "method": "GET", "target": "/",
                       "headers": [["Host", "example.amazonaws.com"]], "body": ""}
    return {
        RUST: rust.get("private_key") == expected["private_key"],
        of_cryptography.NAME + " (public key)": of_cryptography.public_key(expected["private_key"]) == (expected["public_key_x"], expected["public_key_y"]),
        of_awscrt.NAME + " (by a signature)": signed({"expected": sigv4a.sign(probe)}, probe, {})[of_awscrt.NAME],
    }


def verdict(case: dict, request: dict, _: dict) -> dict:
    public = request if "public_key_x" in request else sigv4a.derive_key(request)
    return {of_cryptography.NAME: of_cryptography.holds(public, request["string_to_sign"], request["signature"]) == (case["result"] == "valid")}


def streamed(case: dict, request: dict, _: dict) -> dict:
    """Of the body alone. Swift lets in more than AWS's pages define, which says nothing against a case."""
    authorization = next(value for name, value in request["headers"] if name == "Authorization")
    credential, seed = re.search("Credential=([^,]*)", authorization)[1], authorization.rpartition("=")[2]
    key_id, _, scope = credential.partition("/")
    secret = next(known["secret_access_key"] for known in request["credentials"] if known["access_key_id"] == key_id)
    stamp = next(value for name, value in request["headers"] if name == "X-Amz-Date")
    refused = of_swift.complaint(request, seed, stamp, scope, secret) is not None
    return {of_swift.NAME: not refused if case["result"] == "valid" else refused or None}


ASK = {"verify": streamed, "sign_chunks": chunks, "sign_events": events, "sign_post_policy": policy, "sign_v4a": signed, "presign_v4a": signed,
       "derive_key_v4a": key, "verify_v4a": verdict}


def asked(case: dict, op: str) -> bool:
    if op == "verify":
        return case["id"].startswith("streamed/") and "StreamedSeed" not in case["flags"]
    return op in ASK and (case["result"] != "invalid" or op == "verify_v4a")


def main() -> int:
    cases = []
    for path in sorted(VECTORS.glob("*.json")):
        document = json.loads(path.read_text())
        cases += [(case, request) for case, request in (vectorfile.requests_of(document) if "groups" in document else ())
                  if asked(case, request["op"])]
    wrong, counts, differs, bodies = 0, Counter(), [], []
    for (case, request), rust in zip(cases, of_rust.answers([request for _, request in cases])):
        words = ASK[request["op"]](case, request, rust)
        confirmed = sorted(name for name, word in words.items() if word)
        counts[request["op"], "; ".join(confirmed) or "nobody"] += 1
        against = [name for name, word in words.items() if word is False]
        differs += [f"{case['result']} {case['id']}: {name} {rust.get('error', '')}" for name in against]
        signers = [name for name in confirmed if "(seed)" not in name and "(body)" not in name]
        no_signer = not signers and request.get("rules", {}).get("payload") != chunked.UNSIGNED_TRAILER
        if case["result"] == "valid" and (against or not confirmed or no_signer):
            wrong += 1
        if "encoded_sha256" in case["expected"] and not any("(body)" in name for name in confirmed):
            bodies.append(case["id"])
            wrong += case["result"] == "valid"
    for (op, who), count in sorted(counts.items()):
        print(f"{count:4} {op}: {who}")
    print("\n".join(["Where one of them differs:", *differs, "Bodies that generate/chunked.py alone has made:", *bodies]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
