"""The chart of the README: bars against the floor."""

import tables

PANELS = {
    "W1": "AWS's get-vanilla",
    "W2": "STS AssumeRole, session token",
    "W4": "DynamoDB PutItem of 1 KiB",
    "W6": "function URL, 12 query parameters",
    "W5": "presigned download from S3",
    "W8": "verifying W4",
}
# Rows of the table, and what they are called here.
BARS = {
    "sigfour, rustcrypto, kept key": "sigfour, kept key, rustcrypto",
    "sigfour, ring, kept key": "sigfour, kept key",
    "sigfour, ring, README's way": "sigfour",
    "aws-sigv4": "aws-sigv4",
    "reqsign-aws-v4": "reqsign-aws-v4",
    "aws-sign-v4": "aws-sign-v4",
    "object_store": "object_store",
    "rusty-s3": "rusty-s3",
    "scratchstack-aws-signature": "scratchstack",
}
WIDTH, PANEL, LEFT, LABEL, LONGEST = 872, 424, 16, 178, 196
HEAD, TITLE, PITCH, BAR, GAP = 48, 22, 17, 12, 18

# A card of its own: the page may be dark where the reader's system is light.
STYLE = """
text { font: 12px sans-serif; fill: #24292f }
.head { font-size: 15px; font-weight: bold }
.title { font-weight: bold }
.quiet { fill: #57606a }
.label { text-anchor: end }
.card { fill: #ffffff; stroke: #d0d7de }
.sigfour { fill: #1a7f5a }
.other { fill: #a8b1bb }
.floor { stroke: #cf222e; stroke-dasharray: 3 2 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  .quiet { fill: #9198a1 }
  .card { fill: #0d1117; stroke: #3d444d }
  .sigfour { fill: #3fb98a }
  .other { fill: #656c76 }
  .floor { stroke: #ff7b72 }
}
"""


def svg(measured: list) -> str:
    ratios, floor = tables.ratios(measured), tables.cells(measured, "jobs")[tables.FLOOR]
    rows = {panel: [(name, ratios[row][panel]) for row, name in BARS.items() if panel in ratios[row]] for panel in PANELS}
    scale = LONGEST / max(ratio for bars in rows.values() for _, ratio in bars)
    body, top = [], HEAD
    panels = list(PANELS)
    for pair in zip(panels[::2], panels[1::2]):
        for column, panel in enumerate(pair):
            body += draw(panel, floor[panel], rows[panel], scale, LEFT + column * PANEL, top)
        top += TITLE + PITCH * max(len(rows[panel]) for panel in pair) + GAP
    words = "Time to sign or verify a request, in multiples of the floor"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{top}" viewBox="0 0 {WIDTH} {top}" role="img" aria-label="{words}">',
        f"<style>{STYLE}</style>",
        f'<rect class="card" x="0.5" y="0.5" width="{WIDTH - 1}" height="{top - 1}" rx="8"/>',
        f'<text class="head" x="{LEFT}" y="28">{words}</text>',
        f'<text class="quiet label" x="{WIDTH - LEFT}" y="28">dashed line, 1.00: the hashing that no signer avoids</text>',
        *body,
        "</svg>",
    ]) + "\n"


def draw(panel: str, floor: float, bars: list, scale: float, left: int, top: int) -> list:
    zero, first = left + LABEL, top + TITLE
    found = [f'<text x="{left}" y="{top + 12}"><tspan class="title">{panel}</tspan> {PANELS[panel]} '
             f'<tspan class="quiet">floor {floor:,.0f} ns</tspan></text>']
    for at, (name, ratio) in enumerate(bars):
        y, length = first + at * PITCH, ratio * scale
        kind = "sigfour" if name.startswith("sigfour") else "other"
        found += [
            f'<text class="label" x="{zero - 6}" y="{y + 10}">{name}</text>',
            f'<rect class="{kind}" x="{zero}" y="{y}" width="{length:.1f}" height="{BAR}"/>',
            f'<text x="{zero + length + 5:.1f}" y="{y + 10}">{ratio:.1f}</text>' if ratio >= 10 else
            f'<text x="{zero + length + 5:.1f}" y="{y + 10}">{ratio:.2f}</text>',
        ]
    x, bottom = zero + scale, first + PITCH * len(bars) - PITCH + BAR
    return [*found, f'<line class="floor" x1="{x:.1f}" y1="{first - 2}" x2="{x:.1f}" y2="{bottom + 2}"/>']
