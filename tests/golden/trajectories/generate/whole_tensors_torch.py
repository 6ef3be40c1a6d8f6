"""Trajectories of PyTorch's own rules on whole tensors, in float64.

    pip install torch numpy && python whole_tensors_torch.py
"""

import torch
from whole_tensors import cases, rate, record, write


def runner(make):
    """make(parameters, None) or make(parameters, options) gives optimizers."""

    def run(problem, options):
        shapes = problem["shapes"]

        def tensor(numbers, name):
            return torch.tensor(numbers[name], dtype=torch.float64).reshape(shapes[name])

        params = {name: tensor(problem["start"], name).requires_grad_() for name in shapes}
        made = make(list(params.values()), options)

        def take_step(t, gradients):
            for optimizer in made:
                if options is not None:
                    for group in optimizer.param_groups:
                        group["lr"] = rate(options, t)
            for name, w in params.items():
                w.grad = tensor(gradients, name)
            for optimizer in made:
                optimizer.step()

        return record(
            problem, take_step, lambda name: params[name].detach().flatten().tolist()
        )

    return run


def adafactor(params, options):
    if options is None:
        return [torch.optim.Adafactor(params)]
    return [
        torch.optim.Adafactor(
            params,
            beta2_decay=-options["decayExponent"],
            eps=(options["epsilon"], options["epsilonWeights"]),
            d=options["clippingThreshold"],
        )
    ]


def found():
    hyper = {"decayExponent": 0.5, "epsilon": 0.25, "epsilonWeights": 0.5}
    hyper["clippingThreshold"] = 1.5
    yield from cases("adafactor", "torch", runner(adafactor), {"rate": 0.125, **hyper})


write("torch", torch.__version__, list(found()))
