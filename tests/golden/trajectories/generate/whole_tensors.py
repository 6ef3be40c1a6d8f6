"""What the scripts share that make trajectories of rules on whole tensors.

Each such rule goes along two rows of gradients: problem.json and matrices.json.
"""

from trajectories import DECAY, PROBLEMS, rate_at


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
    return rate_at(t, options["rate"])
