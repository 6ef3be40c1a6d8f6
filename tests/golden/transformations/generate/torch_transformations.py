"""Averages of weights by PyTorch itself, in float64.

    pip install torch numpy && python torch_transformations.py
"""

import torch
from runs import NAMES, PROBLEM, case, write
from torch.optim.swa_utils import AveragedModel


class Parameters(torch.nn.Module):
    def __init__(self):
        super().__init__()
        for name in NAMES:
            start = torch.tensor(PROBLEM["start"][name], dtype=torch.float64)
            shape = PROBLEM["shapes"][name]
            setattr(self, name, torch.nn.Parameter(start.reshape(shape)))


def run(name, first):
    """The mean of the weights after each step from `first` on."""
    model = Parameters()
    average = AveragedModel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.125)
    t = 0

    def take_step(gradients):
        nonlocal t
        t += 1
        for n in NAMES:
            w = getattr(model, n)
            grad = torch.tensor(gradients[n], dtype=torch.float64)
            w.grad = grad.reshape(w.shape)
        optimizer.step()
        if t >= first:
            average.update_parameters(model)

    def at(n):
        own = average.module if t >= first else model
        return getattr(own, n).detach().flatten().tolist()

    return case(
        name,
        take_step,
        lambda n: getattr(model, n).detach().flatten().tolist(),
        at,
    )


def cases():
    yield run("polyak average", 1)
    yield run("polyak average from step 31 on", 31)


write("torch", torch.__version__, cases())
