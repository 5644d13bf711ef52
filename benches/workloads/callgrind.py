"""Reads what callgrind writes."""

import re
from collections import Counter

# The compression function: of ring, and of the crate sha2.
COMPRESSION = re.compile(r"_sha256_block_data_order|^sha2::.*compress")


def own_costs(text: str) -> Counter:
    """The instructions of each function: `fn=` begins one; after `calls=` a line has the cost of a call."""
    costs, function, is_call = Counter(), "", False
    for line in text.splitlines():
        if line.startswith("fn="):
            function = line[3:]
        elif line.startswith("calls="):
            is_call = True
        elif re.match(r"[0-9+*-]", line):
            if not is_call:
                costs[function] += int(line.split()[1])
            is_call = False
    return costs
