"""Trajectories of PyTorch's own rules on whole tensors, in float64.

    pip install torch numpy && python whole_tensors_torch.py

PyTorch's Muon rounds its iteration to bfloat16: here that is made float64. It
refuses what is no matrix: that has PyTorch's AdamW.
"""

import torch
import torch.optim._muon
from in_torch import Weights, set_rate
from trajectories import record, write
from whole_tensors import cases, rate


def runner(make):
    """make(parameters, None) or make(parameters, options) gives optimizers."""

    def run(problem, options):
        weights = Weights(problem)
        made = make(list(weights.values()), options)

        def take_step(t, gradients):
            for optimizer in made:
                if options is not None:
                    set_rate(optimizer, rate(options, t))
            weights.meet(gradients)
            for optimizer in made:
                optimizer.step()

        return record(take_step, weights.read, problem)

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


class InFloat64:
    """The torch module as Muon sees it, with float64 for bfloat16."""

    bfloat16 = torch.float64

    def __getattr__(self, name):
        return getattr(torch, name)


torch.optim._muon.torch = InFloat64()


def muon(params, options):
    h = options or {"momentum": 0.95, "epsilon": 1e-7, "weightDecay": 0.1}
    adam = options or {"beta1": 0.9, "beta2": 0.999, "epsilonAdam": 1e-8}
    made = []
    matrices = [w for w in params if w.ndim == 2]
    others = [w for w in params if w.ndim != 2]
    made.append(
        torch.optim.Muon(matrices)
        if options is None
        else torch.optim.Muon(
            matrices,
            weight_decay=h["weightDecay"],
            momentum=h["momentum"],
            eps=h["epsilon"],
        )
    )
    made.append(
        torch.optim.AdamW(
            others,
            weight_decay=h["weightDecay"],
            betas=(adam["beta1"], adam["beta2"]),
            eps=adam["epsilonAdam"],
        )
    )
    return made


def found():
    hyper = {"decayExponent": 0.5, "epsilon": 0.25, "epsilonWeights": 0.5}
    hyper["clippingThreshold"] = 1.5
    yield from cases("adafactor", "torch", runner(adafactor), {"rate": 0.125, **hyper})
    hyper = {"momentum": 0.75, "epsilon": 2, "weightDecay": 0.5, "beta1": 0.75}
    hyper = {**hyper, "beta2": 0.875, "epsilonAdam": 0.25, "adamRatio": 1}
    yield from cases("muon", "torch", runner(muon), {"rate": 0.125, **hyper})


write("whole_tensors_torch", "torch", torch.__version__, found())
