"""What the scripts that run transformations share."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent.parent
PROBLEM = json.loads(
    (FOLDER.parent / "trajectories" / "problem.json").read_text()
)
NAMES = list(PROBLEM["shapes"])
RECORDED = [1, 2, 3, 4, 5, *range(10, 101, 10)]


def case(name, take_step, read, evaluate=None):
    """Takes all steps.

    take_step(gradients by name) takes a step; read(name) and evaluate(name)
    give the numbers of a tensor.
    """
    points, evaluation = [], []
    for t, gradients in enumerate(PROBLEM["gradients"], start=1):
        take_step(gradients)
        if t in RECORDED:
            points.append([x for n in NAMES for x in read(n)])
            if evaluate is not None:
                evaluation.append([x for n in NAMES for x in evaluate(n)])
    result = {"name": name, "points": points}
    if evaluate is not None:
        result["evaluation"] = evaluation
    return result


def write(library, version, cases):
    """Writes ../LIBRARY.json."""
    lines = ",\n    ".join(json.dumps(case) for case in cases)
    (FOLDER / f"{library}.json").write_text(
        f'{{\n  "library": {json.dumps(library)},\n'
        f'  "version": {json.dumps(version)},\n'
        f'  "recorded": {json.dumps(RECORDED)},\n'
        f'  "cases": [\n    {lines}\n  ]\n}}\n'
    )
