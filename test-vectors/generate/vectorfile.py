"""What a vector file is made of: the merge, the checks that need no library, the layout of its JSON."""

import json

SCHEMA_VERSION = 1
WIDTH = 110
QUOTED = {"official.json", "official_v4a.json", "docs.json"}


def requests_of(document: dict):
    """Every case as (case, request): the line that a runner sends."""
    for group in document["groups"]:
        for case in group["cases"]:
            yield case, {"id": case["id"], "op": group["op"], **group["shared"], **case["input"]}


def document(title: str, about: list, flags: dict, groups: list) -> dict:
    return {
        "schema": "schema.json",
        "schema_version": SCHEMA_VERSION,
        "title": title,
        "about": about,
        "number_of_cases": sum(len(group["cases"]) for group in groups),
        "flags": flags,
        "groups": groups,
    }


def check(documents: dict) -> list:
    """What JSON Schema cannot say, over all files at once."""
    problems, seen = [], {}
    for name, doc in documents.items():
        used = set()
        for case, _ in requests_of(doc):
            if case["id"] in seen:
                problems.append(f"{name}: {case['id']} is already in {seen[case['id']]}")
            seen[case["id"]] = name
            used.update(case["flags"])
        problems += [f"{name}: flag {flag} is not explained" for flag in sorted(used - doc["flags"].keys())]
        problems += [f"{name}: flag {flag} is not used" for flag in sorted(doc["flags"].keys() - used)]
        count = sum(1 for _ in requests_of(doc))
        if doc["number_of_cases"] != count:
            problems.append(f"{name}: number_of_cases is {doc['number_of_cases']}, there are {count}")
    return problems + repetitions(documents)


def repetitions(documents: dict) -> list:
    """Cases that ask what another case asks. The cases of AWS's own may repeat each other."""
    problems, asked = [], {}
    for name in sorted(documents, key=lambda name: name not in QUOTED):
        for case, request in requests_of(documents[name]):
            text = json.dumps({member: value for member, value in request.items() if member != "id"}, sort_keys=True)
            if text in asked and name not in QUOTED:
                problems.append(f"{name}: {case['id']} asks what {asked[text]} asks")
            asked.setdefault(text, case["id"])
    return problems


def dump(value) -> str:
    """ASCII JSON, 2 spaces; what holds only scalars and fits, and every header pair, stays on one line."""
    return layout(value, 0, 0) + "\n"


def layout(value, indent: int, column: int) -> str:
    flat = json.dumps(value)
    if not isinstance(value, (dict, list)) or not value:
        return flat
    members = list(value.values()) if isinstance(value, dict) else value
    scalars = not any(isinstance(member, (dict, list)) for member in members)
    pair = isinstance(value, list) and scalars and len(value) == 2
    if scalars and (column + len(flat) <= WIDTH or pair and len(value[0]) <= 40):
        return flat
    pad = "  " * (indent + 1)
    if isinstance(value, dict):
        heads = [f"{pad}{json.dumps(key)}: " for key in value]
        lines = [head + layout(member, indent + 1, len(head)) for head, member in zip(heads, members)]
        return "{\n" + ",\n".join(lines) + "\n" + "  " * indent + "}"
    lines = [pad + layout(member, indent + 1, len(pad)) for member in members]
    return "[\n" + ",\n".join(lines) + "\n" + "  " * indent + "]"
