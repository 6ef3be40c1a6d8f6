"""What the scripts that make problems share."""

import json
from pathlib import Path


def draws(seed):
    """Whole numbers from -512 to 511: a linear congruential generator."""
    state = seed
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield (state >> 12) % 1024 - 512


def write(name, problem):
    """Writes ../NAME.json: shapes, start, and a row for each step's gradients."""
    path = Path(__file__).parent.parent / f"{name}.json"
    rows = ",\n    ".join(json.dumps(row) for row in problem["gradients"])
    head = json.dumps({k: problem[k] for k in ("shapes", "start")})[:-1]
    path.write_text(f'{head},\n  "gradients": [\n    {rows}\n  ]}}\n')
