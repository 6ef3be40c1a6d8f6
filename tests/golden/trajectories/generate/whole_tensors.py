"""What the scripts share that make trajectories of rules on whole tensors.

Each such rule goes along two rows of gradients: problem.json and matrices.json.
"""

import json

from trajectories import DECAY, FOLDER, RECORDED, rate_at

PROBLEMS = {
    name: json.loads((FOLDER / f"{name}.json").read_text())
    for name in ("problem", "matrices")
}


def record(problem, take_step, read):
    """Takes all steps; the parameters after the recorded ones.

    take_step(t, gradients by name) takes step t; read(name) gives numbers.
    """
    points = []
    for t, gradients in enumerate(problem["gradients"], start=1):
        take_step(t, gradients)
        if t in RECORDED:
            points.append([float(x) for name in problem["shapes"] for x in read(name)])
    return points


def cases(rule, variant, run, scheduled):
    """Four cases: with defaults and with a falling learning rate, on both.

    run(problem, None) goes with the defaults that Descent has for the variant,
    or the library's own; run(problem, options) with these, and a learning rate
    that follows rate_at(t, rate, DECAY).
    """
    for problem, data in PROBLEMS.items():
        for options in (None, scheduled):
            name = "defaults" if options is None else "scheduled"
            head = {"rule": rule, "variant": variant}
            head["name"] = name if problem == "problem" else f"{name}, {problem}"
            head["options"] = {
                key: x for key, x in (options or {}).items() if key != "rate"
            }
            if options is not None:
                head["schedule"] = {"rate": options["rate"], "decay": DECAY}
            if problem != "problem":
                head["problem"] = problem
            yield {**head, "points": run(data, options)}


def rate(options, t):
    """The learning rate of step t, 1 in the first."""
    return rate_at(t, options["rate"], DECAY)


def write(library, version, found):
    """Writes ../whole_tensors_LIBRARY.json: see trajectories.write."""
    lines = []
    for each in found:
        points = ",\n      ".join(json.dumps(p) for p in each.pop("points"))
        lines.append(f'    {json.dumps(each)[:-1]}, "points": [\n      {points}\n    ]}}')
    text = (
        f'{{\n  "library": {json.dumps(library)},\n'
        f'  "version": {json.dumps(version)},\n'
        f'  "recorded": {json.dumps(RECORDED)},\n'
        '  "cases": [\n' + ",\n".join(lines) + "\n  ]\n}\n"
    )
    (FOLDER / f"whole_tensors_{library}.json").write_text(text)
