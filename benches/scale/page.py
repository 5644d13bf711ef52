"""Renders SCALE.md from what was measured."""

FLEET = 1_000_000
KEYS = 100_000
# Of a core: the rest is for what comes unevenly.
UTILISATION = 0.6

TASKS = ["sign", "presign", "verify"]
SHARED = {
    "sign_into": "`sign_into`: one `Signer`, one `SigningKey`",
    "sign": "`sign`: one `Signer`, one `Credentials`",
    "presign": "`presign`: one `Signer`, one `Credentials`",
    "verify": "`Verifier::verify`: one `Verifier`, clones of one `Credentials`",
    "verify-map": "`read`, `Claim::verify`: one `Verifier`, one map of 10,000 `SigningKey`",
}


class Figures:
    """The lines of the programs: what, of what, how many, a figure; and the families, with their texts."""

    def __init__(self, lines: list):
        families = [words for words in lines if words[0] in ("usual", "hostile")]
        self.families = {name: (kind, unit, says) for kind, name, unit, says in families}
        self.values = {(what, of, int(many)): float(figure) for what, of, many, figure in lines if what not in ("usual", "hostile")}

    def of(self, kind: str) -> list:
        return [(name, unit, says) for name, (found, unit, says) in self.families.items() if found == kind]

    def sizes(self, what: str, of: str) -> list:
        return sorted(many for kind, name, many in self.values if (kind, name) == (what, of))

    def get(self, what: str, of: str, many: int):
        return self.values.get((what, of, many))


def render(lines: list, growth: dict, about: dict) -> str:
    figures = Figures(lines)
    parts = [head(about), fleet(figures), large(figures), keys(figures), threads(figures), hostile(figures), counted(figures, growth)]
    return "\n\n".join(parts) + "\n"


def head(about: dict) -> str:
    return f"""# Scale
What large, many and hostile requests cost. Written by `benches/scale/measure`; do not edit.

{about["date"]}, {about["processor"]}; sigfour {about["commit"]}, hash ring, {about["rustc"]}.

Times are medians of the thread's CPU time, in batches of 0.4 ms or one operation, if that is longer. Signing and
verifying have a kept key and a kept buffer. They move by some percent between runs; instruction counts do not."""


def fleet(figures: Figures) -> str:
    kept, readme, derive = (figures.get("fleet", way, 1) for way in ("kept-key", "readme", "derive"))
    few, many = (figures.get("keys", "signing-key", n) for n in (10, KEYS))
    rows = []
    for what, cost in [("keys at hand, `read` and `Claim::verify`", kept), ("credentials at hand, `Verifier::verify`", readme),
                       (f"a map of {KEYS:,} keys, each caller in turn", kept + many - few)]:
        cores = cost * FLEET / 1e9
        rows.append([what, f"{cost:,.0f}", f"{cores:.1f}", f"{cores / UTILISATION:.1f}"])
    table = rows_of(["what is verified with", "ns", "cores", f"cores, {UTILISATION:.0%} busy"], rows)
    held = []
    for what, name in [("signing-key", "`HashMap<String, SigningKey>`"), ("credentials", "`HashMap<String, Credentials>`, each with its derived key")]:
        for whose, of in [("long-lived", "long-lived"), ("temporary", "temporary, a token of 400 bytes")]:
            total, pieces = (figures.get(kind, f"{what}-{whose}", KEYS) for kind in ("heap", "pieces"))
            held.append([name, of, f"{total / KEYS:,.0f}", f"{pieces / KEYS:.0f}", f"{total / 2**20:.1f}"])
    memory = rows_of(["what holds the keys", "credentials", "bytes a key", "pieces of heap a key", f"MiB for {KEYS:,}"], held)
    key, known = figures.get("size", "signing-key", 1), figures.get("size", "credentials", 1)
    return f"""## How many cores a fleet needs
A fleet verifies {FLEET:,} requests a second. Each is a DynamoDB POST with a body of 1 KiB and a session token of 400
bytes (W8 of [workloads](workloads/README.md)), whose body is hashed, too. On cores like this one:

{table}

The last row adds what a look-up in a large map costs over one in a small one, from the table of keys below: nearly all
of it is memory that no cache has. These are the cores of verification alone. TLS, HTTP and the work itself are not in
them.

What the key cache holds. A `SigningKey` is {key:.0f} bytes and a `Credentials` {known:.0f}: the rest is on the heap. Counted as it
is asked for, the map and the ids in it included; an allocator adds some 8 bytes to each piece.

{memory}

A key is derived again for each day, region and service: {derive:,.0f} ns. After midnight UTC, a process that meets {KEYS:,} callers
spends {derive * KEYS / 1e6:,.0f} ms on it in all. A process needs only the keys of the callers that come to it."""


def large(figures: Figures) -> str:
    rows = []
    for name, unit, says in figures.of("usual"):
        for size in figures.sizes("verify", name):
            costs = [figures.get(task, name, size) for task in TASKS]
            of = says if size == figures.sizes("verify", name)[0] else ""
            per = f"{costs[2] / size:,.1f}" if size else ""
            rows.append([of, amount(size, unit), *map(time, costs), per])
    table = rows_of(["what is large", "", *TASKS, "verify, ns for each"], rows, left=1)
    return f"""## Large requests
Rightly signed and let in; "for each" is a header, a parameter or a byte. The fixed part of a request shows in the first rows.

{table}"""


def keys(figures: Figures) -> str:
    rows = [[f"{many:,}", *(f"{figures.get('keys', how, many):,.0f}" for how in ("signing-key", "credentials"))] for many in figures.sizes("keys", "signing-key")]
    table = rows_of(["keys", "`SigningKey`, ns", "`Credentials`, ns"], rows, left=0)
    return f"""## Known keys of a verifier
A GET without a body is verified with the key of its access key id. The keys are in a `HashMap` of `std`: of `SigningKey` for
`Claim::verify`, of `Credentials` for `Verifier::verify`. Requests of all callers come in turn, in no order. The look-up itself does
not grow with the map; what grows is the share of keys and requests that no cache of the processor has.

{table}"""


def threads(figures: Figures) -> str:
    rows = []
    for name, says in SHARED.items():
        cpu = [figures.get("cpu", f"{name}-{how}", n) for how, n in (("one", 1), ("own", 2), ("shared", 2))]
        gain = [figures.get("throughput", f"{name}-{how}", 2) / 100 for how in ("own", "shared")]
        rows.append([says, *(f"{nanoseconds:,.0f}" for nanoseconds in cpu), *(f"{ratio:.2f}" for ratio in gain)])
    table = rows_of(["what two threads share", "one thread, ns", "two, own, ns", "two, shared, ns", "throughput, own", "throughput, shared"], rows)
    return f"""## Two threads
The least that is ever signed or verified, where what is shared shows most: a GET with one header. Two threads do it with
values of their own, and with the same values. Nanoseconds are CPU time of one operation. Throughput is by the wall clock,
in multiples of one thread's: 2 is the most. Both are of the best of 100 windows of 10 ms, as whatever else the machine does
takes away from it. Where two threads with values of their own do not reach 2, it did much else.

{table}"""


def hostile(figures: Figures) -> str:
    rows = []
    for name, unit, says in figures.of("hostile"):
        limited = figures.sizes("limited", name)[0]
        sizes = figures.sizes("verify", name)
        refused = figures.get("refused", name, sizes[-1])
        tasks = [figures.get(task, name, sizes[-1]) for task in ("sign", "presign", "explain")]
        peak = figures.get("peak", name, sizes[-1])
        rows.append([says, amount(limited, unit), time(figures.get("limited", name, limited)), time(refused) if refused else "no limit",
                     amount(sizes[-1], unit), *(time(figures.get("verify", name, size)) for size in sizes),
                     *(time(cost) if cost else "" for cost in tasks), f"{peak / 2**20:.1f}"])
    table = rows_of(["what is sent", "at the limits", "verify", "refused beyond", "without limits", "verify, a quarter", "a half", "all",
                     "sign", "presign", "explain", "verify, MiB of heap"], rows)
    return f"""## Hostile requests
What a stranger sends to make a verifier work. He has an access key id and no secret, so that all but his signature is right
where that can be: the verifier does the whole work, refuses, and writes its canonical request as text for the operator.
That is about twice the work of a request that is let in.

"At the limits" is the most that a verifier reads by default. What is beyond is refused before it is read. Headers are
limited in number, not in size: the HTTP server in front bounds that. Without limits (`Limits::NONE`) the same grows to 1 MiB, or
to 10,000. `explain` re-creates some forty mistakes of signers, and has no limits of its own.

{table}"""


def counted(figures: Figures, growth: dict) -> str:
    rows = []
    for name, unit, says in [*figures.of("usual"), *figures.of("hostile")]:
        row = [says, ""]
        for task in ("verify", "sign", "presign", "explain"):
            sizes = growth.get(f"{name} {task}")
            if not sizes:
                row += ["", "", ""] if task == "verify" else [""]
                continue
            least, half, most = sizes.values()
            row[1] = amount(list(sizes)[-1], unit)
            row += [f"{most / list(sizes)[-1]:,.1f}", f"{half / least:.2f}, {most / half:.2f}"] if task == "verify" else [f"{most / half:.2f}"]
        rows.append(row)
    table = rows_of(["what is sent", "at most", "verify, instructions for each", "verify: twice, twice again", "sign: twice", "presign: twice", "explain: twice"], rows)
    return f"""## Growth, counted
Instructions outside the hash, under callgrind: the same on each run. Twice as much costs twice as many instructions where the
work is linear, 2.2 times as many where it is sorted (n log n, at 1,024), and 4 times as many where it is quadratic.
`benches/scale/measure --check` is a part of the gate: it fails above 2.45.

{table}"""


def amount(size: int, unit: str) -> str:
    if unit != "bytes":
        return f"{size:,}"
    for step, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if size and size % step == 0:
            return f"{size // step} {name}"
    return f"{size:,} bytes"


def time(nanoseconds: float) -> str:
    for step, name in ((1e6, "ms"), (1e3, "µs")):
        if nanoseconds >= step:
            return f"{three_digits(nanoseconds / step)} {name}"
    return f"{nanoseconds:.0f} ns"


def three_digits(number: float) -> str:
    return f"{number:.2f}" if number < 10 else f"{number:.1f}" if number < 100 else f"{number:,.0f}"


def rows_of(heads: list, rows: list, left: int = 0) -> str:
    """A table. Its first columns, to `left`, are text."""
    line = lambda cells: f"| {' | '.join(cells)} |".replace("|  |", "| |")
    marks = ["---" if at <= left else "---:" for at in range(len(heads))]
    return "\n".join([line(heads), f"|{'|'.join(marks)}|", *map(line, rows)])
