"""results.json: what was found, in a form that does not change from run to run."""

import datetime
import json
import re

from .implementations import IMPLEMENTATIONS, VECTORS, Implementation
from .install import say, version

PATH = VECTORS / "results.json"
ABOUT = "What other implementations answer to the cases of this folder; adapters/run writes it. by_flag: passed, wrong, let through."


def read() -> dict:
    return json.loads(PATH.read_text()) if PATH.exists() else {"date": "", "implementations": {}}


def is_of_another_version(old: dict, implementation: Implementation) -> bool:
    """What comes with the system may be older or newer than what was tested: then there is nothing to compare."""
    here, tested = version(implementation), old["implementations"].get(implementation.name, {}).get("version")
    if implementation.pinned() or here == tested:
        return False
    say(f"skipped: {implementation.name}: {here} is here, the results are of {tested}")
    return True


def merged(old: dict, found: dict, today: datetime.date, keep) -> dict:
    """In the order of the table. The date is that of the last change."""
    implementations = {}
    for one in IMPLEMENTATIONS:
        if one.name in found:
            implementations[one.name] = found[one.name]
        elif keep and one.name in old["implementations"]:
            implementations[one.name] = old["implementations"][one.name]
    unchanged = implementations == old["implementations"]
    return {"about": ABOUT, "date": old["date"] if unchanged else today.isoformat(), "implementations": implementations}


def text(results: dict) -> str:
    """One line a flag and a case, so that a change can be read."""
    text = json.dumps(results, indent=1, ensure_ascii=True)
    return re.sub(r"\[\s+(\d+),\s+(\d+),\s+(\d+)\s+\]", r"[\1, \2, \3]", text) + "\n"


def show_difference(old: dict, new: dict) -> None:
    for name, results in new["implementations"].items():
        before = old["implementations"].get(name, {"wrong": {}})
        for case_id in sorted(results["wrong"].keys() | before["wrong"].keys()):
            was, now = before["wrong"].get(case_id, "right"), results["wrong"].get(case_id, "right")
            if was != now:
                print(f"{name}: {case_id}: was {was!r}, is {now!r}")
