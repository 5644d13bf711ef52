"""Asks an implementation every case, and keeps of the report what is worth keeping."""

import json
import re
import subprocess
import time

from .implementations import VECTORS, Implementation
from .install import say, version

TIMEOUT = "20"


def command(sigfour: str, implementation: Implementation) -> list:
    return [sigfour, "conformance", "--vectors", str(VECTORS), "--timeout", TIMEOUT, "--adapter", implementation.command]


def report_for_people(sigfour: str, implementation: Implementation) -> int:
    return subprocess.run([*command(sigfour, implementation), "--all-failures"]).returncode


def ask(sigfour: str, implementation: Implementation) -> dict:
    """The results of one implementation, as results.json has them."""
    begin = time.monotonic()
    ran = subprocess.run([*command(sigfour, implementation), "--json"], stdout=subprocess.PIPE, text=True)
    if ran.returncode not in (0, 1):
        raise SystemExit(f"sigfour conformance failed for {implementation.name}")
    report = json.loads(ran.stdout)
    totals = report["totals"]
    crashed = next((case["detail"] for case in report["cases"] if "given up" in case.get("detail", "")), None)
    if crashed:
        raise SystemExit(f"the adapter of {implementation.name} does not answer: {crashed}")
    seconds = time.monotonic() - begin
    say(f"{implementation.name}: {totals['passed']} passed, {totals['wrong']} wrong, {totals['unsupported']} not supported ({seconds:.0f} s)")
    by_flag = {flag: [counts[kind] for kind in ("passed", "wrong", "let_through")] for flag, counts in report["by_flag"].items()}
    of_verdict = lambda verdict: [case for case in report["cases"] if case["verdict"] == verdict]
    return {
        "version": version(implementation),
        "language": implementation.language,
        "claims": implementation.claims,
        "totals": totals,
        "by_flag": {flag: counts for flag, counts in by_flag.items() if any(counts)},
        "wrong": {case["id"]: reason(case) for case in of_verdict("wrong")},
        "let_through": [case["id"] for case in of_verdict("let_through")],
    }


def reason(case: dict) -> str:
    """One line, the same on every machine."""
    text = " ".join(case["detail"].split())
    # What a library says in its own words may name a port or an address.
    text = re.sub(r"\b(0x[0-9a-f]{6,}|127\.0\.0\.1:\d+)\b", "…", text)
    return text if len(text) <= 160 else text[:159] + "…"
