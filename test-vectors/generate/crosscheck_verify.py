#!/usr/bin/env python3
"""Holds every verify case against verify.py, the second verifier. Python 3.11, standard library only."""

import json
import sys
from collections import Counter
from pathlib import Path

import vectorfile
from verify import verify

VECTORS = Path(__file__).resolve().parent.parent


def main() -> int:
    wrong, counts = 0, Counter()
    for path in sorted(VECTORS.glob("*.json")):
        document = json.loads(path.read_text())
        for case, request in vectorfile.requests_of(document) if "groups" in document else ():
            if request["op"] != "verify" or case["result"] == "acceptable":
                continue
            complaint = verify(request)
            counts[case["result"]] += 1
            if (complaint is None) != (case["result"] == "valid"):
                wrong += 1
                print(f"{case['id']}: {case['result']}, but: {complaint}", file=sys.stderr)
    print(f"{counts['valid']} let in and {counts['invalid']} refused, {wrong} of them otherwise")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
