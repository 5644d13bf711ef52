"""The tables of RESULTS.md."""

FLOOR = "floor: ring"
WORKLOADS = [f"W{number}" for number in range(1, 11)]
# One operation of W10 presigns so many URLs. Its figures are of one.
URLS_OF_W10 = 10_000
# The crates whose versions the figures depend on.
CRATES = ["ring", "sha2", "hmac", "aws-sigv4", "reqsign-aws-v4", "aws-sign-v4", "object_store", "rusty-s3",
          "scratchstack-aws-signature"]


def document(measured: list, about: dict) -> str:
    crates = ", ".join(f"{name} {about['versions'][name]}" for name in CRATES)
    return "\n".join([
        "# Results",
        "Written by `peers/run`. What is measured, and how to read it: [peers](peers/README.md).",
        "",
        f"{about['date']}. {about['processor']}. {about['rustc']}. sigfour {about['sigfour']}. {crates}.",
        "",
        "## Multiples of ring's floor",
        "Medians of the thread's CPU time over the floor of the same run. Less is better; W10 is per URL.",
        "",
        *jobs(measured),
        "",
        "`*` It signs the current time, or headers that it adds. The signature is right by the rules.",
        "",
        "## Heap allocations",
        "Of one operation after the first; W10 per URL.",
        "",
        *allocations(measured),
        "",
        "## The crates' own requests",
        "Building the crate's own type of a request, in multiples of ring's floor. It is part of the figures above. A",
        "program that has its requests in this type does not pay it.",
        "",
        *own_requests(measured),
        "",
        "## The hashes",
        "In nanoseconds, and as multiples of ring's time.",
        "",
        *hashes(measured),
        "",
        "## README's way and the kept key",
        "`get-vanilla` with signer and credentials shared. Nanoseconds a request: of the thread's CPU, and on the wall,",
        "since who waits for a lock uses no CPU. In brackets multiples of the kept key's.",
        "",
        *shared(measured),
        "",
        f"Of two threads only those rounds count that both ran together: {together(measured)} at least of each way.",
    ]) + "\n"


def cells(measured: list, table: str, value="ns") -> dict:
    """{row: {column: value}}, in the order of the lines."""
    found = {}
    for line in measured:
        if line["table"] == table:
            per = URLS_OF_W10 if line["column"] == "W10" else 1
            found.setdefault(line["row"], {})[line["column"]] = line[value] / per
    return found


def ratios(measured: list, table="jobs") -> dict:
    floor = cells(measured, "jobs")[FLOOR]
    return {row: {column: ns / floor[column] for column, ns in columns.items()}
            for row, columns in cells(measured, table).items()}


def jobs(measured: list) -> list:
    own = {(line["row"], line["column"]) for line in measured if line["table"] == "jobs" and line["own"]}
    floor = cells(measured, "jobs")[FLOOR]
    rows = [[f"{FLOOR}, ns", *(f"{floor[column]:,.0f}" for column in WORKLOADS)]]
    for row, columns in ratios(measured).items():
        if row == FLOOR:
            continue
        texts = (f"{columns[column]:.2f}{'*' * ((row, column) in own)}" if column in columns else "–"
                 for column in WORKLOADS)
        rows.append([row, *texts])
    return markdown(["", *WORKLOADS], rows)


def allocations(measured: list) -> list:
    rows = [[row, *(f"{columns[column]:,.0f}" if column in columns else "–" for column in WORKLOADS)]
            for row, columns in cells(measured, "allocations", "number").items() if not row.startswith("floor")]
    return markdown(["", *WORKLOADS], rows)


def own_requests(measured: list) -> list:
    rows = [[row, *(f"{columns[column]:.2f}" if column in columns else "–" for column in WORKLOADS)]
            for row, columns in ratios(measured, "own requests").items()]
    return markdown(["", *WORKLOADS], rows)


def hashes(measured: list) -> list:
    found = cells(measured, "hashes")
    names = list(next(iter(found.values())))
    rows = [[row, *(f"{columns[name]:,.0f} ({columns[name] / columns['ring']:.2f})" for name in names)]
            for row, columns in found.items()]
    return markdown(["", *names], rows)


def shared(measured: list) -> list:
    cpu, wall = cells(measured, "shared"), cells(measured, "shared", "wall")
    columns = list(dict.fromkeys(line["column"] for line in measured if line["table"] == "shared"))
    rows = []
    for row in cpu:
        kept = f"{row.partition(',')[0]}, kept key"
        both = lambda column: " / ".join(
            f"{times[row][column]:,.0f} ({times[row][column] / times[kept][column]:.2f})" for times in (cpu, wall))
        rows.append([row, *(both(column) if column in cpu[row] else "–" for column in columns)])
    return markdown(["CPU / wall", *columns], rows)


def together(measured: list) -> int:
    return min(line["together"] for line in measured if line["table"] == "shared" and "two threads" in line["column"])


def markdown(head: list, rows: list) -> list:
    line = lambda texts: f"| {' | '.join(texts)} |"
    return [line(head), f"|---|{'---:|' * (len(head) - 1)}", *map(line, rows)]
