#!/usr/bin/env python3
"""Asks botocore and aws-c-auth for the signature of every case that is to be signed. Needs requirements.txt.

The exit code is 1 if a valid case has the word of neither, unless ALONE says why, or AWS itself has published it.
"""

import fnmatch
import json
import sys
from collections import Counter
from pathlib import Path

import sigv4
import vectorfile
from oracles import of_awscrt, of_botocore

VECTORS = Path(__file__).resolve().parent.parent
ORACLES = [of_botocore, of_awscrt]

# Cases in which the word of AWS's page, or of FACTS below, stands against both. Id (or pattern) and why.
ALONE: dict = {
}


def main() -> int:
    wrong, counts, differs = 0, Counter(), []
    unused = set(ALONE)
    for path in sorted(VECTORS.glob("*.json")):
        document = json.loads(path.read_text())
        for case, request in vectorfile.requests_of(document) if "groups" in document else ():
            if request["op"] not in ("sign", "presign") or case["result"] == "invalid":
                continue
            answer = sigv4.ANSWER[request["op"]](request) | case["expected"]
            if "signature" not in case["expected"]:
                continue
            words = {oracle.NAME: oracle.signature(request, answer) for oracle in ORACLES}
            confirmed = [name for name, word in words.items() if word == answer["signature"]]
            if case["result"] == "valid":
                counts[" and ".join(confirmed) or "neither"] += 1
                differs += [f"{name}: {case['id']}" for name, word in words.items() if word and name not in confirmed]
            alone = [pattern for pattern in ALONE if fnmatch.fnmatch(case["id"], pattern)]
            unused -= set(alone)
            published = case["id"].startswith(("official/", "docs/"))
            if case["result"] == "valid" and not confirmed and not alone and not published:
                wrong += 1
                print(f"{case['id']}: confirmed by neither: {words}", file=sys.stderr)
    for pattern in sorted(unused):
        wrong += 1
        print(f"{pattern}: listed in ALONE, and no case needs it", file=sys.stderr)
    for who, count in counts.most_common():
        print(f"{count:4} confirmed by {who}")
    print("\n".join(["Where one of them differs:", *differs]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
