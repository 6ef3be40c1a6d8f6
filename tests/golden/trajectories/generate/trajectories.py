"""What the Python scripts that make trajectories share."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent
PROBLEMS = {
    name: json.loads((FOLDER / f"{name}.json").read_text())
    for name in ("problem", "matrices")
}
PROBLEM = PROBLEMS["problem"]
NAMES = list(PROBLEM["shapes"])
RECORDED = [1, 2, 3, *range(10, 101, 10)]
DECAY = 0.05  # Of the learning rates that vary.


def rate_at(t, rate, decay=DECAY):
    """The learning rate of step t, 1 in the first."""
    return rate / (1 + (t - 1) * decay)


def record(take_step, read, problem=PROBLEM):
    """Takes all steps; the parameters after the recorded ones.

    take_step(t, gradients by name) takes step t; read(name) gives numbers.
    """
    points = []
    for t, gradients in enumerate(problem["gradients"], start=1):
        take_step(t, gradients)
        if t in RECORDED:
            points.append([float(x) for name in problem["shapes"] for x in read(name)])
    return points


def case(rule, variant, points, name="defaults", options=None, rate=None):
    """One case; with a rate, the learning rate follows rate_at(t, rate)."""
    result = {"rule": rule, "variant": variant, "name": name}
    result["options"] = options or {}
    if rate is not None:
        result["schedule"] = {"rate": rate, "decay": DECAY}
    result["points"] = points
    return result


def write(file, library, version, cases):
    """Writes ../FILE.json.

    A case has a rule, a variant, a name, the options that give Descent the
    same optimizer, perhaps a schedule of the learning rate (rate and decay),
    and the points: the parameters after the recorded steps, flat, in the order
    of the problem's tensors.
    """
    texts = []
    for each in cases:
        fields = []
        for key, value in each.items():
            if key in ("points", "evaluations", "probes"):
                rows = ",\n      ".join(json.dumps(row) for row in value)
                fields.append(f'"{key}": [\n      {rows}\n    ]')
            else:
                fields.append(f'"{key}": {json.dumps(value)}')
        texts.append("    {" + ", ".join(fields) + "}")
    text = (
        f'{{\n  "library": {json.dumps(library)},\n'
        f'  "version": {json.dumps(version)},\n'
        f'  "recorded": {json.dumps(RECORDED)},\n'
        '  "cases": [\n' + ",\n".join(texts) + "\n  ]\n}\n"
    )
    (FOLDER / f"{file}.json").write_text(text)
