"""Trajectories of further coordinatewise optimizers of PyTorch's, in float64.

    pip install torch numpy && python coordinatewise_torch.py
"""

import torch
from in_torch import run
from trajectories import case, write

# The product of NAdam's inertias has the default dtype.
torch.set_default_dtype(torch.float64)

optim = torch.optim
BETAS = (0.75, 0.875)
MOMENTS = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25}


def cases():
    def both(rule, default, other, options):
        yield case(rule, "torch", run(default))
        points = run(other, 0.125)
        yield case(rule, "torch", points, "scheduled", options, 0.125)

    yield from both(
        "adadelta",
        lambda p: optim.Adadelta(p),
        lambda p: optim.Adadelta(p, rho=0.75, eps=0.25),
        {"decay": 0.75, "epsilon": 0.25},
    )
    yield from both(
        "amsgrad",
        lambda p: optim.Adam(p, amsgrad=True),
        lambda p: optim.Adam(p, betas=BETAS, eps=0.25, amsgrad=True),
        MOMENTS,
    )
    yield from both(
        "adamax",
        lambda p: optim.Adamax(p),
        lambda p: optim.Adamax(p, betas=BETAS, eps=0.25),
        MOMENTS,
    )
    yield from both(
        "nadam",
        lambda p: optim.NAdam(p),
        lambda p: optim.NAdam(p, betas=BETAS, eps=0.25, momentum_decay=0.5),
        {**MOMENTS, "momentumDecay": 0.5},
    )
    yield from both(
        "radam",
        lambda p: optim.RAdam(p),
        lambda p: optim.RAdam(p, betas=BETAS, eps=0.25),
        MOMENTS,
    )
    # The learning rate counts in the first step alone.
    yield from both(
        "rprop",
        lambda p: optim.Rprop(p),
        lambda p: optim.Rprop(p, etas=(0.25, 1.5), step_sizes=(0.03125, 0.75)),
        {"decrease": 0.25, "increase": 1.5, "minStep": 0.03125, "maxStep": 0.75},
    )


write("coordinatewise_torch", "torch", torch.__version__, cases())
