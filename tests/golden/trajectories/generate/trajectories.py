"""What the Python scripts that make trajectories share."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent
PROBLEM = json.loads((FOLDER / "problem.json").read_text())
NAMES = list(PROBLEM["shapes"])
RECORDED = [1, 2, 3, *range(10, 101, 10)]


def rate_at(t, rate, decay):
    """The learning rate of step t, 1 in the first."""
    return rate / (1 + (t - 1) * decay)


def write(library, version, cases):
    """Writes ../LIBRARY.json.

    A case has a rule, a variant, a name, the options that give Descent the
    same optimizer, perhaps a schedule of the learning rate (rate and decay),
    and the points: the parameters after the recorded steps, flat, in the order
    of the problem's tensors.
    """
    lines = []
    for case in cases:
        points = ",\n      ".join(json.dumps(p) for p in case.pop("points"))
        head = json.dumps(case)[:-1]
        lines.append(f'    {head}, "points": [\n      {points}\n    ]}}')
    text = (
        f'{{\n  "library": {json.dumps(library)},\n'
        f'  "version": {json.dumps(version)},\n'
        f'  "recorded": {json.dumps(RECORDED)},\n'
        '  "cases": [\n' + ",\n".join(lines) + "\n  ]\n}\n"
    )
    (FOLDER / f"{library}.json").write_text(text)


def record(take_step, read):
    """Takes all steps; the parameters after the recorded ones.

    take_step(t, gradients by name) takes step t; read(name) gives numbers.
    """
    points = []
    for t, gradients in enumerate(PROBLEM["gradients"], start=1):
        take_step(t, gradients)
        if t in RECORDED:
            points.append([x for name in NAMES for x in read(name)])
    return points


DECAY = 0.05  # Of the learning rates that vary.


def case(rule, variant, points, name="defaults", options=None, rate=None):
    """One case; with a rate, the learning rate follows rate_at(t, rate, DECAY)."""
    result = {"rule": rule, "variant": variant, "name": name}
    result["options"] = options or {}
    if rate is not None:
        result["schedule"] = {"rate": rate, "decay": DECAY}
    result["points"] = points
    return result
