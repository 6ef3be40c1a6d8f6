"""Trajectories of the authors' own D-Adaptation and Prodigy, in float64.

    pip install torch dadaptation prodigyopt && python shared_authors.py

Both packages are written for torch. Weight decay is 0 in dadaptation's SGD: it
leaves the decay out of the norm of the first gradient.
"""

from importlib.metadata import version

import torch
from dadaptation import DAdaptAdam, DAdaptSGD
from prodigyopt import Prodigy
from shared import case, flat, follow, rate, write
from trajectories import NAMES, PROBLEM


def tensor(numbers, name):
    return torch.tensor(numbers, dtype=torch.float64).reshape(PROBLEM["shapes"][name])


def run(make, varies=False, **options):
    start = PROBLEM["start"]
    params = {name: tensor(start[name], name).requires_grad_() for name in NAMES}
    optimizer = make(params.values(), **options)

    def take_step(t, gradients):
        for name in NAMES:
            params[name].grad = tensor(gradients[name], name)
        if varies:
            optimizer.param_groups[0]["lr"] = rate(t)
        optimizer.step()

    def read():
        return flat({name: params[name].tolist() for name in NAMES})

    return follow(take_step, read)


MOMENTS = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.125}
GIVEN = {"betas": (0.75, 0.875), "eps": 0.25, "weight_decay": 0.125}


def d_adaptation():
    rule, adam, far = "d-adaptation", "dadaptation", {"d0": 2**-10}
    hyper = {**MOMENTS, "distance": 2**-10}
    yield case(rule, adam, run(DAdaptAdam))
    yield case(rule, adam, run(DAdaptAdam, **GIVEN), "constant", MOMENTS)
    way = run(DAdaptAdam, True, **GIVEN, **far)
    yield case(rule, adam, way, "scheduled", hyper, True)
    way = run(DAdaptAdam, True, decouple=True, **GIVEN, **far)
    outside = {**hyper, "weightDecayPlacement": "outside"}
    yield case(rule, adam, way, "decoupled", outside, True)
    way = run(DAdaptAdam, True, use_bias_correction=True, **GIVEN, **far)
    corrected = {**hyper, "biasCorrection": "learning-rate"}
    yield case(rule, adam, way, "corrected", corrected, True)
    yield case(rule, "sgd", run(DAdaptSGD, momentum=0.9), "with momentum")
    yield case(rule, "sgd", run(DAdaptSGD), "plain", {"beta1": 0})
    hyper = {"beta1": 0.75, "distance": 2**-10}
    way = run(DAdaptSGD, True, momentum=0.75, **far)
    yield case(rule, "sgd", way, "scheduled", hyper, True)


def prodigy():
    rule, variant, far = "prodigy", "prodigyopt", {"d0": 2**-10}
    hyper = {**MOMENTS, "distance": 2**-10}
    yield case(rule, variant, run(Prodigy))
    yield case(rule, variant, run(Prodigy, **GIVEN), "constant", MOMENTS)
    way = run(Prodigy, True, **GIVEN, **far)
    yield case(rule, variant, way, "scheduled", hyper, True)
    way = run(Prodigy, True, safeguard_warmup=True, **GIVEN, **far)
    safe = {**hyper, "safeguardWarmup": "on"}
    yield case(rule, variant, way, "safeguarded", safe, True)
    way = run(Prodigy, True, safeguard_warmup=True, use_bias_correction=True, **far)
    safe = {"distance": 2**-10, "safeguardWarmup": "on", "biasCorrection": "learning-rate"}
    yield case(rule, variant, way, "safeguarded and corrected", safe, True)


for name, cases in (("dadaptation", d_adaptation), ("prodigyopt", prodigy)):
    text = f"{version(name)}, torch {torch.__version__}"
    write(f"shared_{name}", name, text, cases())
