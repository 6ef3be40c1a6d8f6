"""Trajectories of authors' own packages, written for torch, in float64.

    pip install torch adabelief-pytorch dadaptation prodigyopt schedulefree
    python authors.py

schedulefree has a version of its AdamW for "the published experiments": that is
taken. It weighs steps by the greatest rate so far, which while its own rate is
constant is the present one. Weight decay is 0 in dadaptation's SGD: it
leaves the decay out of the norm of the first gradient. AdaBelief is asked for
what its paper has: no rectification, and its ε.
"""

from importlib.metadata import version

import torch
from adabelief_pytorch import AdaBelief
from dadaptation import DAdaptAdam, DAdaptSGD
from in_torch import Weights, set_rate
from prodigyopt import Prodigy
from schedulefree import AdamWScheduleFreePaper, SGDScheduleFree
from shared import GROWTH, RATE, case, follow, rate
from trajectories import write


def run(make, varies=False, **options):
    weights = Weights()
    optimizer = make(weights.values(), **options)

    def take_step(t, gradients):
        weights.meet(gradients)
        if varies:
            set_rate(optimizer, rate(t, varies))
        optimizer.step()

    return follow(take_step, weights.numbers)


def averaged(make, **options):
    """A run of schedulefree, with the averages, of which it keeps none."""
    weights = Weights()
    optimizer = make(weights.values(), foreach=False, **options)
    optimizer.train()

    def take_step(_, gradients):
        weights.meet(gradients)
        optimizer.step()

    def evaluate():
        optimizer.eval()
        average = weights.numbers()
        optimizer.train()
        return average

    return follow(take_step, weights.numbers, evaluate)


MOMENTS = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.125}
GIVEN = {"betas": (0.75, 0.875), "eps": 0.25, "weight_decay": 0.125}


def adabelief():
    name, plain = "the authors' package", {"rectify": False, "print_change_log": False}
    yield case("adabelief", "paper", run(AdaBelief, eps=1e-8, **plain), name)
    way = run(AdaBelief, RATE, betas=(0.75, 0.875), eps=0.25, **plain)
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "epsilonRoot": 0.25}
    yield case("adabelief", "paper", way, f"{name}, scheduled", hyper, RATE)


def d_adaptation():
    rule, adam, far = "d-adaptation", "dadaptation", {"d0": 2**-10}
    hyper = {**MOMENTS, "distance": 2**-10}
    yield case(rule, adam, run(DAdaptAdam))
    yield case(rule, adam, run(DAdaptAdam, **GIVEN), "constant", MOMENTS)
    way = run(DAdaptAdam, GROWTH, **GIVEN, **far)
    yield case(rule, adam, way, "scheduled", hyper, GROWTH)
    way = run(DAdaptAdam, GROWTH, decouple=True, **GIVEN, **far)
    outside = {**hyper, "weightDecayPlacement": "outside"}
    yield case(rule, adam, way, "decoupled", outside, GROWTH)
    way = run(DAdaptAdam, GROWTH, use_bias_correction=True, **GIVEN, **far)
    corrected = {**hyper, "biasCorrection": "learning-rate"}
    yield case(rule, adam, way, "corrected", corrected, GROWTH)
    yield case(rule, "sgd", run(DAdaptSGD, momentum=0.9), "with momentum")
    yield case(rule, "sgd", run(DAdaptSGD), "plain", {"beta1": 0})
    hyper = {"beta1": 0.75, "distance": 2**-10}
    way = run(DAdaptSGD, GROWTH, momentum=0.75, **far)
    yield case(rule, "sgd", way, "scheduled", hyper, GROWTH)


def prodigy():
    rule, variant, far = "prodigy", "prodigyopt", {"d0": 2**-10}
    hyper = {**MOMENTS, "distance": 2**-10}
    yield case(rule, variant, run(Prodigy))
    yield case(rule, variant, run(Prodigy, **GIVEN), "constant", MOMENTS)
    way = run(Prodigy, GROWTH, **GIVEN, **far)
    yield case(rule, variant, way, "scheduled", hyper, GROWTH)
    way = run(Prodigy, GROWTH, safeguard_warmup=True, **GIVEN, **far)
    safe = {**hyper, "safeguardWarmup": "on"}
    yield case(rule, variant, way, "safeguarded", safe, GROWTH)
    way = run(Prodigy, GROWTH, safeguard_warmup=True, use_bias_correction=True, **far)
    safe = {"distance": 2**-10, "safeguardWarmup": "on", "biasCorrection": "learning-rate"}
    yield case(rule, variant, way, "safeguarded and corrected", safe, GROWTH)


def schedule_free():
    rule = "schedule-free-sgd"
    name = "the authors' package"
    hyper = {"learningRate": 0.125, "beta": 0.75, "weightDecay": 0.125}
    yield case(rule, "paper", averaged(SGDScheduleFree), name)
    way = averaged(SGDScheduleFree, lr=0.125, momentum=0.75, weight_decay=0.125)
    yield case(rule, "paper", way, f"{name}, further", hyper)
    rule = "schedule-free-adamw"
    yield case(rule, "paper", averaged(AdamWScheduleFreePaper), name)
    way = averaged(AdamWScheduleFreePaper, lr=0.125, **GIVEN)
    hyper = {"learningRate": 0.125, **MOMENTS}
    yield case(rule, "paper", way, f"{name}, further", hyper)


for name, cases in (
    ("adabelief-pytorch", adabelief),
    ("schedulefree", schedule_free),
    ("dadaptation", d_adaptation),
    ("prodigyopt", prodigy),
):
    text = f"{version(name)}, torch {torch.__version__}"
    write(f"authors_{name}", name, text, cases())
