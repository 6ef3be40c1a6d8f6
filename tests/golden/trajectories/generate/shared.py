"""What the scripts for rules of all tensors together share.

A case may have evaluations: the parameters at which the loss is to be
reported, after the recorded steps. On a function one may be still: all signs s
are 0.
"""

from trajectories import DECAY, NAMES, PROBLEM, RECORDED, rate_at

RATE = 0.125
GROWTH = 4  # For rules that estimate a distance, which grows from there on.


def rate(t, start=RATE):
    """The learning rate of step t, 1 in the first, where it varies."""
    return rate_at(t, start)


def follow(take_step, read, evaluate=None, inputs=PROBLEM["gradients"]):
    """Takes all steps; where they lead, as fields of a case.

    take_step(t, inputs of the step); read() and evaluate() give all numbers.
    """
    points, evaluations = [], []
    for t, given in enumerate(inputs, start=1):
        take_step(t, given)
        if t in RECORDED:
            points.append(read())
            evaluations += [evaluate()] if evaluate else []
    return {
        "points": points,
        **({"evaluations": evaluations} if evaluate else {}),
        **({} if any(inputs) else {"still": True}),
    }


def case(rule, variant, way, name="defaults", options=None, varies=False, of=None):
    """One case; where it varies, a hyperparameter follows rate(t, varies)."""
    start = RATE if varies is True else varies
    schedule = {"rate": start, "decay": DECAY, **({"of": of} if of else {})}
    return {
        "rule": rule,
        "variant": variant,
        "name": name,
        "options": options or {},
        **({"schedule": schedule} if varies else {}),
        **way,
    }


def flat(tree):
    """All numbers of a tree of lists, in the order of the problem's tensors."""

    def parts(x):
        return [e for part in x for e in parts(part)] if isinstance(x, list) else [x]

    return [e for name in NAMES for e in parts(tree[name])]
