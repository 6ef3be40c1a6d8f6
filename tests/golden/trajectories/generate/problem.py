"""The start and the gradients that every trajectory is made from.

    python problem.py

writes ../problem.json. All numbers are multiples of powers of two with few
digits, so that float32 and float64 hold them exactly. Three tensors:

- a [3]: of size 1 with changing signs; a thousandth of it; one whose sign
  flips at every step;
- b [2, 2]: of size 1000; zero in the first 30 steps; zero in steps 41 to 60;
  always zero;
- c []: mostly positive, never zero.
"""

import json
from pathlib import Path

STEPS = 100


def draws(seed):
    """Whole numbers from -512 to 511: a linear congruential generator."""
    state = seed
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield (state >> 12) % 1024 - 512


def gradients():
    numbers = draws(20)
    rows = []
    for t in range(1, STEPS + 1):
        x = [next(numbers) / 256 for _ in range(7)]
        rows.append(
            {
                "a": [x[0], x[1] / 1024, (1 if t % 2 else -1) * (abs(x[2]) + 0.25)],
                "b": [
                    x[3] * 1024,
                    0 if t <= 30 else x[4],
                    0 if 41 <= t <= 60 else x[5],
                    0,
                ],
                "c": [x[6] / 4 + 1],
            }
        )
    return rows


problem = {
    "shapes": {"a": [3], "b": [2, 2], "c": []},
    "start": {"a": [1, 0, -0.5], "b": [0, 0.25, -2, 0.75], "c": [0]},
    "gradients": gradients(),
}

path = Path(__file__).parent.parent / "problem.json"
rows = ",\n    ".join(json.dumps(row) for row in problem["gradients"])
head = json.dumps({k: problem[k] for k in ("shapes", "start")})[:-1]
path.write_text(f'{head},\n  "gradients": [\n    {rows}\n  ]}}\n')
