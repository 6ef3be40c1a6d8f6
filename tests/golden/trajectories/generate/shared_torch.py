"""Trajectories of torch's own ASGD, in float64.

    pip install torch && python shared_torch.py

torch computes the rate of a step at the end of the one before, with the
learning rate that is set then: where that varies, it is set one step early, and
that of the second step, for which this comes too late, is put into the state.
It keeps these rates in its default dtype, float32 unless told.
"""

import torch

torch.set_default_dtype(torch.float64)

from shared import case, flat, follow, rate, write
from trajectories import NAMES, PROBLEM


def run(varies=False, **options):
    params = {
        name: torch.tensor(PROBLEM["start"][name], dtype=torch.float64)
        .reshape(PROBLEM["shapes"][name])
        .requires_grad_()
        for name in NAMES
    }
    start = {"lr": rate(1)} if varies else {}
    optimizer = torch.optim.ASGD(params.values(), **start, **options)

    def take_step(t, gradients):
        for name in NAMES:
            grad = torch.tensor(gradients[name], dtype=torch.float64)
            params[name].grad = grad.reshape(PROBLEM["shapes"][name])
        if varies and t > 1:
            optimizer.param_groups[0]["lr"] = rate(t + 1)
        optimizer.step()
        if varies and t == 1:
            second = rate(2) / (1 + options["lambd"] * rate(2)) ** options["alpha"]
            for p in params.values():
                optimizer.state[p]["eta"].fill_(second)

    def numbers(of):
        return flat({name: of(params[name]).tolist() for name in NAMES})

    return follow(
        take_step,
        lambda: numbers(lambda p: p.detach()),
        lambda: numbers(lambda p: optimizer.state[p]["ax"]),
    )


def cases():
    yield case("averaged-sgd", "torch", run())
    # torch's t0 counts one step less.
    hyper = {"decay": 0.25, "power": 0.5, "start": 18}
    way = run(True, lambd=0.25, alpha=0.5, t0=17)
    yield case("averaged-sgd", "torch", way, "scheduled", hyper, True)


write("shared_torch", "torch", torch.__version__, cases())
