"""A function of three tensors, for rules that need more than gradients.

    python function.py

writes ../function.json: its start, and for each step a sign s, and signs u for
products with the Hessian, one for each weight. The function of step t is

    f = (a1 - a0^2)^2/2 + (1 - a0)^2/2 + a2^2/20 + 3 s a2/4
      + 4 (b00 - c/2)^2 + (b01 b10 - 1)^2/2 + c^4/4 - c + 3/4

of a [3], b [2, 2] and c []. Its Hessian is not positive at the start; b11 is
not in it; the sign of the gradient by a2 is mostly that of s. With s = 0 its
least value is 0.

What stands below is made of operators alone, for any kind of number. Weights
are flat: a0, a1, a2, b00, b01, b10, b11, c.
"""

import json

from trajectories import FOLDER

STEPS = 100
SHAPES = {"a": [3], "b": [2, 2], "c": []}
START = [-1, 1.5, 0.5, 0.25, -1.5, 0.5, 0.75, 0.25]


def value(w, s):
    a0, a1, a2, b00, b01, b10, _, c = w
    valley = (a1 - a0 * a0) ** 2 / 2 + (1 - a0) ** 2 / 2
    tilted = a2 * a2 / 20 + 3 * s * a2 / 4
    return (
        valley
        + tilted
        + 4 * (b00 - c / 2) ** 2
        + (b01 * b10 - 1) ** 2 / 2
        + c**4 / 4
        - c
        + 0.75
    )


def gradient(w, s):
    a0, a1, a2, b00, b01, b10, b11, c = w
    bent, steep, saddle = a1 - a0 * a0, b00 - c / 2, b01 * b10 - 1
    return [
        -2 * a0 * bent - (1 - a0),
        bent,
        a2 / 10 + 3 * s / 4 + 0 * a2,
        8 * steep,
        saddle * b10,
        saddle * b01,
        0 * b11,
        -4 * steep + c**3 - 1,
    ]


def product(w, v):
    """The Hessian at w times v."""
    a0, a1, _, _, b01, b10, _, c = w
    v0, v1, v2, v00, v01, v10, v11, vc = v
    saddle = b01 * b10 - 1
    both = v01 * b10 + b01 * v10
    return [
        -2 * v0 * (a1 - a0 * a0) - 2 * a0 * (v1 - 2 * a0 * v0) + v0,
        v1 - 2 * a0 * v0,
        v2 / 10,
        8 * (v00 - vc / 2),
        both * b10 + saddle * v10,
        both * b01 + saddle * v01,
        0 * v11,
        -4 * (v00 - vc / 2) + 3 * c**2 * vc,
    ]


def signs(seed):
    """A linear congruential generator's highest bits as signs."""
    state = seed
    while True:
        state = (1103515245 * state + 12345) % 2**31
        yield 1 if state >> 30 else -1


drawn, tilts = signs(7), signs(11)
TILTS = [next(tilts) for _ in range(STEPS)]
PROBES = [[next(drawn) for _ in START] for _ in range(STEPS)]

if __name__ == "__main__":
    rows = ",\n    ".join(json.dumps(row) for row in PROBES)
    head = json.dumps({"shapes": SHAPES, "start": START, "signs": TILTS})[:-1]
    (FOLDER / "function.json").write_text(f'{head},\n  "probes": [\n    {rows}\n  ]}}\n')
