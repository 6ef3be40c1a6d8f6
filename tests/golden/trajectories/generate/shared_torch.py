"""Trajectories of torch's own ASGD, in float64.

    pip install torch && python shared_torch.py

torch computes the rate of a step at the end of the one before, with the
learning rate that is set then: where that varies, it is set one step early, and
that of the second step, for which this comes too late, is put into the state.
It keeps these rates in its default dtype, float32 unless told.
"""

import torch

torch.set_default_dtype(torch.float64)

from in_torch import Weights, set_rate
from shared import case, flat, follow, rate
from trajectories import write


def run(varies=False, **options):
    weights = Weights()
    start = {"lr": rate(1)} if varies else {}
    optimizer = torch.optim.ASGD(weights.values(), **start, **options)

    def take_step(t, gradients):
        weights.meet(gradients)
        if varies and t > 1:
            set_rate(optimizer, rate(t + 1))
        optimizer.step()
        if varies and t == 1:
            second = rate(2) / (1 + options["lambd"] * rate(2)) ** options["alpha"]
            for w in weights.values():
                optimizer.state[w]["eta"].fill_(second)

    def averages():
        return flat({name: optimizer.state[w]["ax"].tolist() for name, w in weights.items()})

    return follow(take_step, weights.numbers, averages)


def cases():
    yield case("averaged-sgd", "torch", run())
    # torch's t0 counts one step less.
    hyper = {"decay": 0.25, "power": 0.5, "start": 18}
    way = run(True, lambd=0.25, alpha=0.5, t0=17)
    yield case("averaged-sgd", "torch", way, "scheduled", hyper, True)


write("shared_torch", "torch", torch.__version__, cases())
