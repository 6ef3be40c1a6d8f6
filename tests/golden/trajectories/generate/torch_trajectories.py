"""Trajectories of PyTorch's own optimizers, in float64.

    pip install torch numpy && python torch_trajectories.py
"""

import torch
from in_torch import run
from trajectories import DECAY, case, write

SGD, RMSprop, Adagrad = torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adagrad
Adam, AdamW = torch.optim.Adam, torch.optim.AdamW


def cases():
    def add(rule, make, name="defaults", options=None, rate=None, set_rate=True):
        points = run(make, rate if set_rate else None)
        return case(rule, "torch", points, name, options, rate)

    yield add("adagrad", lambda p: Adagrad(p))
    yield add(
        "adagrad",
        # The schedule is the library's own.
        lambda p: Adagrad(p, lr=0.5, lr_decay=DECAY, eps=0.25, initial_accumulator_value=2),
        "lr_decay",
        {"epsilon": 0.25, "initialAccumulator": 2},
        rate=0.5,
        set_rate=False,
    )
    yield add("momentum", lambda p: SGD(p, momentum=0.9))
    yield add(
        "momentum",
        lambda p: SGD(p, momentum=0.75, dampening=0.5),
        "scheduled and dampened",
        {"momentum": 0.75, "dampening": 0.5},
        rate=0.125,
    )
    yield add("nesterov", lambda p: SGD(p, momentum=0.9, nesterov=True))
    yield add(
        "nesterov",
        lambda p: SGD(p, momentum=0.75, nesterov=True),
        "scheduled",
        {"momentum": 0.75},
        rate=0.125,
    )
    hyper = {"decay": 0.75, "epsilon": 0.25}
    yield add("rmsprop", lambda p: RMSprop(p))
    yield add("rmsprop", lambda p: RMSprop(p, alpha=0.75, eps=0.25), "scheduled", hyper, rate=0.125)
    yield add("centered-rmsprop", lambda p: RMSprop(p, centered=True))
    yield add("rmsprop-momentum", lambda p: RMSprop(p, momentum=0.9))
    for rule, centered in (("centered-rmsprop", True), ("rmsprop-momentum", False)):
        yield add(
            rule,
            lambda p, centered=centered: RMSprop(
                p, alpha=0.75, eps=0.25, momentum=0.5, centered=centered
            ),
            "scheduled",
            {**hyper, "momentum": 0.5},
            rate=0.125,
        )
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25}
    betas = (0.75, 0.875)
    yield add("adam", lambda p: Adam(p))
    yield add("adam", lambda p: Adam(p, betas=betas, eps=0.25), "scheduled", hyper, rate=0.125)
    yield add("adamw", lambda p: AdamW(p))
    yield add(
        "adamw",
        lambda p: AdamW(p, betas=betas, eps=0.25, weight_decay=0.5),
        "scheduled",
        {**hyper, "weightDecay": 0.5},
        rate=0.125,
    )


write("torch", "torch", torch.__version__, cases())
