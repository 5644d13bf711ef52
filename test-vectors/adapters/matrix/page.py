"""RESULTS.md, made of results.json and of the vector files."""

import json
import re

from .implementations import VECTORS

PATH = VECTORS / "RESULTS.md"
WIDTH = 7
"""How many implementations a table has side by side."""

HEAD = """\
# Results

Other implementations, held against the {cases} cases of this folder. **{date}** is the date of the last change.
[`adapters/run`](adapters/run) writes this page; nothing here is edited by hand. [README.md](README.md#results) says how
an answer is judged, and how to run one implementation alone.

- **passed**: the signature is the expected one, or what is sent is let in by AWS's rules; unusable input is refused.
- **wrong**: what is sent is refused, or is another request than the caller's. The cases are listed below the tables.
- **let through**: unusable input (an empty secret, a region with a slash) is signed, and a server would refuse it. No
  signer promises to check its input: this is told, and not held against it.
- **not supported**: it does not claim to do it: operations, services, rules, what its HTTP library can't hold. The {verify}
  cases that are to be verified are among these: all implementations here are signers.
- The rest of the cases are `acceptable`: official SDKs differ there and no rule decides, so they are counted for nobody.
"""


def cases() -> tuple:
    """Every case by its id, its op, the flags explained, and the flags of none but `invalid` cases."""
    found, ops, flags, of_valid = {}, {}, {}, set()
    for path in sorted(VECTORS.glob("*.json")):
        document = json.loads(path.read_text())
        for group in document.get("groups", []):
            for case in group["cases"]:
                found[case["id"]], ops[case["id"]] = case, group["op"]
                of_valid.update(case["flags"] if case["result"] != "invalid" else [])
        flags |= document.get("flags", {}) if "groups" in document else {}
    return found, ops, flags, flags.keys() - of_valid


def row(cells) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"


def table(head: list, rows: list) -> str:
    return "\n".join([row(head), row(["---"] * len(head)), *map(row, rows)]) + "\n"


def cell(counts: list | None, checks: bool) -> str:
    passed, wrong, let_through = counts or (0, 0, 0)
    judged = passed + wrong + (let_through if checks else 0)
    if not judged:
        return "–"
    if passed == judged:
        return str(passed)
    text = f"{passed}/{judged}"
    return f"**{text}**" if wrong else text


def matrix(implementations: dict, flags: list, checks: bool) -> str:
    names = list(implementations)
    tables = []
    for first in range(0, len(names), WIDTH):
        some = names[first:first + WIDTH]
        rows = [[flag, *(cell(implementations[name]["by_flag"].get(flag), checks) for name in some)] for flag in flags]
        if not checks:
            totals = [implementations[name]["totals"] for name in some]
            rows.insert(0, ["**all**", *(cell([one["passed"], one["wrong"], 0], False) for one in totals)])
        tables.append(table(["flag", *some], rows))
    return "\n".join(tables)


def text(results: dict) -> str:
    known, ops, explained, of_invalid = cases()
    implementations = results["implementations"]
    used = sorted({flag for one in implementations.values() for flag in one["by_flag"]})
    overview = [[f"[{name}](#{anchor(name)})", one["version"], one["language"], one["claims"],
                 *(one["totals"][kind] for kind in ("passed", "wrong", "let_through", "unsupported"))] for name, one in implementations.items()]
    parts = [
        HEAD.format(cases=len(known), verify=sum(op.startswith("verify") for op in ops.values()), date=results["date"]),
        "## Implementations\n",
        table(["implementation", "version", "language", "what it is", "passed", "wrong", "let through", "not supported"], overview),
        "## What must be signed right\n",
        "By flag: how many passed, of how many where some are wrong; – where it was not asked. The flags are explained [below](#flags).\n",
        matrix(implementations, [flag for flag in used if flag not in of_invalid], checks=False),
        "## What can't be signed\n",
        "By flag: how many it refuses (or puts right), of how many it was given.\n",
        matrix(implementations, [flag for flag in used if flag in of_invalid], checks=True),
        "## Where each is wrong\n",
        *(section(name, one, known, explained) for name, one in implementations.items()),
        "## Flags\n",
        table(["flag", "what is tested"], [[flag, explained[flag]["description"]] for flag in used]),
    ]
    return "\n".join(parts)


def anchor(name: str) -> str:
    return "".join(char for char in name.lower() if char.isalnum() or char in "-_")


def section(name: str, one: dict, known: dict, explained: dict) -> str:
    lines = [f"### {name}\n"]
    by_flag: dict = {}
    for case_id in one["wrong"]:
        by_flag.setdefault(known[case_id]["flags"][0], []).append(case_id)
    if not by_flag:
        lines.append("Nowhere.\n")
    for flag, ids in sorted(by_flag.items()):
        lines += [f"<details><summary><b>{flag}</b>, {len(ids)}: {escaped(explained[flag]['description'])}</summary>\n"]
        lines += [f"- `{case_id}`: {escaped(known[case_id]['comment'])}{why(one['wrong'][case_id])}" for case_id in ids]
        lines += ["\n</details>\n"]
    if one["let_through"]:
        ids = ", ".join(f"`{case_id}`" for case_id in one["let_through"])
        lines += [f"<details><summary>let through, {len(one['let_through'])}</summary>\n", ids, "\n</details>\n"]
    return "\n".join(lines)


def why(reason: str) -> str:
    """What most have in common goes without saying."""
    return "" if reason.endswith("refused: SignatureDoesNotMatch") else f" ({escaped(reason)})"


def escaped(text: str) -> str:
    """Nothing in it is Markdown or HTML."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|])", r"\\\1", text)
