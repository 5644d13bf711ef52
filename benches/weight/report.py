"""The pages that `run` writes from what it measured: RESULTS.md, the README's table and the chart."""

import html

NAMES = {
    "floor": "ring + ureq + roxmltree",
    "sigfour": "sigfour",
    "reqsign": "reqsign + ureq",
    "aws-sdk": "AWS SDK for Rust",
}
MB = 1e6

# Title, unit, format and the figure: what the README shows.
MEASURES = [
    ("Crates", "", "{:.0f}", lambda p: p["crates"]),
    ("Clean release build", "CPU s", "{:.0f}", lambda p: p["release"]["cpu_s"]),
    ("Size", "MB", "{:.2f}", lambda p: p["release"]["bytes"] / MB),
    ("Size, opt-level z, LTO, abort", "MB", "{:.2f}", lambda p: p["small"]["bytes"] / MB),
    ("Peak memory", "MiB", "{:.1f}", lambda p: p["flow"]["peak_kib"] / 1024),
    ("Cold start", "million instructions", "{:.2f}", lambda p: p["start"]["instructions"] / 1e6),
]


def table(found: dict) -> str:
    programs = found["programs"]
    lines = ["| | " + " | ".join(NAMES[name] for name in programs) + " |", "|---|" + "---:|" * len(programs)]
    for title, unit, form, figure in MEASURES:
        row = " | ".join(form.format(figure(program)) for program in programs.values())
        lines.append(f"| {title}{', ' * bool(unit)}{unit} | {row} |")
    for title, kind in (("Process without work", "start"), ("Whole flow", "flow")):
        row = " | ".join(f"{p[kind]['wall_us'] / 1000:.1f} ({p[kind]['cpu_us'] / 1000:.1f})" for p in programs.values())
        lines.append(f"| {title}, ms (CPU ms) | {row} |")
    return "\n".join(lines) + "\n"


def document(found: dict) -> str:
    versions = "\n".join(
        f"- **{NAMES[name]}**: " + ", ".join(f"{crate} {version}" for crate, version in program["versions"].items()) + "."
        for name, program in found["programs"].items()
    )
    return f"""# Results
Written by `run`; what the rows mean is in [README.md](README.md).

{found["date"]}, {found["processor"]}, {found["rustc"]}, sigfour {found["sigfour"]}.

{table(found)}
![The same as bars](results.svg)

Versions of what each program names:

{versions}
"""


WIDTH, COLUMNS, PANEL, BAR, LABEL, MARGIN = 860, 2, 132, 22, 168, 16
STYLE = """.w{font:13px system-ui,-apple-system,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}.w-title{font-weight:600}.w-quiet{fill:#59636e}
.w-bar{fill:#b7bfc8}.w-own{fill:#0969da}
@media(prefers-color-scheme:dark){.w{fill:#e6edf3}.w-quiet{fill:#9198a1}.w-bar{fill:#4b535d}.w-own{fill:#4493f8}}"""


def chart(found: dict) -> str:
    """A panel of bars for each measure, each from zero, on no background."""
    programs, panels = found["programs"], []
    wide = (WIDTH - MARGIN * (COLUMNS + 1)) // COLUMNS
    for at, (title, unit, form, figure) in enumerate(MEASURES):
        x, y = MARGIN + at % COLUMNS * (wide + MARGIN), MARGIN + at // COLUMNS * PANEL
        heading = f'<tspan class="w-title">{html.escape(title)}</tspan>' + f' <tspan class="w-quiet">{unit}</tspan>' * bool(unit)
        panels.append(f'<text class="w" x="{x}" y="{y + 12}">{heading}</text>')
        most, room = max(map(figure, programs.values())), wide - LABEL - 50
        for row, (name, program) in enumerate(programs.items()):
            top, own = y + 20 + row * BAR, " w-own" * (name == "sigfour")
            length = max(1, round(figure(program) / most * room))
            bold = " w-title" * bool(own)
            panels.append(f'<text class="w{bold}" x="{x + LABEL - 8}" y="{top + 15}" text-anchor="end">{NAMES[name]}</text>')
            panels.append(f'<rect class="w-bar{own}" x="{x + LABEL}" y="{top + 3}" width="{length}" height="{BAR - 6}" rx="2"/>')
            panels.append(f'<text class="w{bold}" x="{x + LABEL + length + 6}" y="{top + 15}">{form.format(figure(program))}</text>')
    height = MARGIN + -(-len(MEASURES) // COLUMNS) * PANEL
    label = "What the same program weighs on four stacks"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">',
        f"<style>{STYLE}</style>", *panels, "</svg>\n",
    ])
