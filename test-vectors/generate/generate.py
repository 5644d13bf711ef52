#!/usr/bin/env python3
"""Rebuilds the vector files: generate.py CRATE [--check], CRATE being the unpacked crate aws-sigv4 1.6.4.

With --check nothing is written; the exit code is 1 if a committed file differs from what would be written.
Python 3.11, standard library only.
"""

import argparse
import json
import sys
from pathlib import Path

import docs
import official
import official_v4a
import subjects
import vectorfile

VECTORS = Path(__file__).resolve().parent.parent


def say_who_differs(built: dict) -> None:
    """Names at each case the implementations that were found to answer otherwise, as adapters/run wrote it down."""
    path = VECTORS / "results.json"
    if not path.exists():
        return
    differs: dict = {}
    for name, results in sorted(json.loads(path.read_text())["implementations"].items()):
        for case_id in results["wrong"]:
            differs.setdefault(case_id, []).append(name)
    for document in built.values():
        for case, _ in vectorfile.requests_of(document):
            if case["id"] in differs:
                case["differs"] = differs[case["id"]]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("crate", type=Path)
    arguments.add_argument("--check", action="store_true")
    options = arguments.parse_args()

    built = {"official.json": official.build(options.crate), "official_v4a.json": official_v4a.build(options.crate),
             "docs.json": docs.build()} | subjects.documents()
    say_who_differs(built)
    problems = vectorfile.check(built)
    for name, document in built.items():
        path, text = VECTORS / name, vectorfile.dump(document)
        if not options.check:
            path.write_text(text, encoding="ascii", newline="\n")
        elif not path.exists() or path.read_bytes() != text.encode("ascii"):
            problems.append(f"{name} differs from what generate.py writes")
        print(f"{name}: {document['number_of_cases']} cases")
    print(f"{sum(document['number_of_cases'] for document in built.values())} cases in {len(built)} files")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
