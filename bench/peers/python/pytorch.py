"""PyTorch, as its tutorials use it: modules, autograd, torch.optim."""

import numpy as np
import torch
from torch import nn

import data

torch.set_num_threads(1)


def versions():
    return f"PyTorch {torch.__version__}"


def optimizer(params, rule, fused):
    """The optimizer, or a reason why there is none."""
    name, rate = rule["name"], rule["learningRate"]
    extra = {"fused": True} if fused else {}
    if name == "sgd":
        return torch.optim.SGD(params, lr=rate, **extra)
    if name == "momentum":
        return torch.optim.SGD(
            params, lr=rate, momentum=rule["momentum"], **extra
        )
    if name == "adagrad":
        return torch.optim.Adagrad(
            params, lr=rate, eps=rule["epsilon"], **extra
        )
    if name == "adam":
        betas = (rule["beta1"], rule["beta2"])
        return torch.optim.Adam(
            params, lr=rate, betas=betas, eps=rule["epsilon"], **extra
        )
    if fused:
        return "PyTorch has no fused RMSprop"
    return torch.optim.RMSprop(
        params, lr=rate, alpha=rule["decay"], eps=rule["epsilon"]
    )


class Stepped:
    """Steps of an optimizer from a start."""

    def __init__(self, spec, fused, params, start):
        self.rule, self.fused = spec["rule"], fused
        self.params, self.start = params, start
        why = optimizer(params, self.rule, fused)
        self.why = why if isinstance(why, str) else None

    def run(self, steps):
        with torch.no_grad():
            for param, start in zip(self.params, self.start):
                param.copy_(start)
        self.optimizer = optimizer(self.params, self.rule, self.fused)
        for _ in range(steps):
            self.step()


class Training(Stepped):
    def __init__(self, spec, fused):
        x, y, weights = data.training(spec)
        self.x, self.y = torch.from_numpy(x), torch.from_numpy(y)
        parts, start = [], []
        for i, w in enumerate(weights):
            layer = nn.Linear(*w.shape, dtype=self.x.dtype)
            start += [torch.from_numpy(w.T.copy()), torch.zeros(w.shape[1])]
            parts.append(layer)
            if i < len(weights) - 1:
                tanh = spec["activation"] == "tanh"
                parts.append(nn.Tanh() if tanh else nn.ReLU())
        self.model = nn.Sequential(*parts)
        squares = spec["loss"] == "squares"
        self.criterion = nn.MSELoss() if squares else nn.CrossEntropyLoss()
        super().__init__(spec, fused, list(self.model.parameters()), start)

    def step(self):
        self.optimizer.zero_grad()
        self.loss = self.criterion(self.model(self.x), self.y)
        self.loss.backward()
        self.optimizer.step()

    def result(self):
        return [self.loss.item()]


class Update(Stepped):
    def __init__(self, spec, fused):
        w, g = map(torch.from_numpy, data.update(spec))
        self.w = nn.Parameter(w.clone())
        self.w.grad = g
        super().__init__(spec, fused, [self.w], [w])

    def step(self):
        self.optimizer.step()

    def result(self):
        return data.sample(self.w.detach())


class Rosenbrock(Stepped):
    def __init__(self, spec, fused):
        start = list(torch.from_numpy(data.rosenbrock(spec)))
        self.x, self.y = (nn.Parameter(part.clone()) for part in start)
        super().__init__(spec, fused, [self.x, self.y], start)

    def step(self):
        self.optimizer.zero_grad()
        x, y = self.x, self.y
        ((1 - x) ** 2 + 100 * (y - x**2) ** 2).sum().backward()
        self.optimizer.step()

    def result(self):
        parts = (self.x.detach(), self.y.detach())
        return [number for part in parts for number in data.sample(part)]


class Product:
    why = None

    def __init__(self, spec, _fused):
        self.a, self.b = map(torch.from_numpy, data.product(spec))

    def run(self, steps):
        for _ in range(steps):
            self.c = self.a @ self.b

    def result(self):
        return data.sample(self.c.flatten())


KINDS = {
    "training": Training,
    "update": Update,
    "product": Product,
    "rosenbrock": Rosenbrock,
}


def prepare(spec, fused):
    ready = KINDS[spec["kind"]](spec, fused)
    return ready if ready.why is None else ready.why
