#!/usr/bin/env python3
"""Checks every vector file, and every request that its cases make, against schema.json. Needs requirements.txt."""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

import vectorfile

VECTORS = Path(__file__).resolve().parent.parent


def main() -> int:
    schema = json.loads((VECTORS / "schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    whole = Draft202012Validator(schema)
    of_request = {}
    others = {"schema.json", "results.json"}
    documents = {path.name: json.loads(path.read_text()) for path in sorted(VECTORS.glob("*.json")) if path.name not in others}
    problems = vectorfile.check(documents)
    for name, document in documents.items():
        problems += [f"{name}: {error.json_path}: {error.message}" for error in whole.iter_errors(document)]
        count = 0
        for case, request in vectorfile.requests_of(document):
            count += 1
            op = request["op"]
            validator = of_request.setdefault(op, Draft202012Validator(
                {"$ref": f"#/$defs/{op}_request", "$defs": schema["$defs"]}))
            problems += [f"{name}: {case['id']}: {error.message}" for error in validator.iter_errors(request)]
        print(f"{name}: {count} cases")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
