"""A problem's tensors in PyTorch, in float64."""

import torch
from trajectories import PROBLEM, rate_at, record


class Weights(dict):
    """Tensors by name, from the start of a problem on."""

    def __init__(self, problem=PROBLEM):
        self.shapes = problem["shapes"]
        start = problem["start"]
        super().__init__((name, self.tensor(start, name)) for name in self.shapes)
        for w in self.values():
            w.requires_grad_()

    def tensor(self, numbers, name):
        return torch.tensor(numbers[name], dtype=torch.float64).reshape(self.shapes[name])

    def meet(self, gradients):
        for name, w in self.items():
            w.grad = self.tensor(gradients, name)

    def read(self, name):
        return self[name].detach().flatten().tolist()

    def numbers(self):
        return [x for name in self for x in self.read(name)]


def set_rate(optimizer, rate):
    for group in optimizer.param_groups:
        group["lr"] = rate


def run(make, rate=None):
    """The points of the optimizer that make gives; a rate falls from there on."""
    weights = Weights()
    optimizer = make(list(weights.values()))

    def take_step(t, gradients):
        if rate is not None:
            set_rate(optimizer, rate_at(t, rate))
        weights.meet(gradients)
        optimizer.step()

    return record(take_step, weights.read)
