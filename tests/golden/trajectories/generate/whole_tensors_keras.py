"""Trajectories of Keras's own rules on whole tensors, in float64, on JAX.

    pip install keras jax && python whole_tensors_keras.py

Keras 3.15 rounds every mean and norm to float32 on JAX, float64 too, and the
root by which Muon scales matrices: here all are float64.
"""

import math

# This import comes first: it chooses Keras's backend.
import in_keras
import jax.numpy as jnp
from keras import optimizers
from keras.src import backend
from trajectories import write
from whole_tensors import cases


def mean(x, axis=None, keepdims=False):
    return jnp.mean(backend.convert_to_tensor(x), axis=axis, keepdims=keepdims)


def norm(x, ord=None, axis=None, keepdims=False):
    x = backend.convert_to_tensor(x)
    return jnp.linalg.norm(x, ord=ord, axis=axis, keepdims=keepdims)


backend.numpy.mean = mean
backend.linalg.norm = norm


def runner(make):
    """make(None) or make(options) gives Keras's optimizer."""

    def run(problem, options):
        start = None if options is None else options["rate"]
        return in_keras.run(make(options), start, problem)

    return run


def lamb(options):
    if options is None:
        return optimizers.Lamb()
    return optimizers.Lamb(
        beta_1=options["beta1"],
        beta_2=options["beta2"],
        epsilon=options["epsilon"],
        weight_decay=options["weightDecay"],
    )


def adafactor(options):
    if options is None:
        return optimizers.Adafactor()
    return optimizers.Adafactor(
        beta_2_decay=-options["decayExponent"],
        epsilon_1=options["epsilon"],
        epsilon_2=options["epsilonWeights"],
        clip_threshold=options["clippingThreshold"],
    )


class Muon(optimizers.Muon):
    def lr_adjust(self, x):
        return x * math.sqrt(max(x.shape)) * self.rms_rate


def muon(options):
    if options is None:
        return Muon()
    return Muon(
        momentum=options["momentum"],
        weight_decay=options["weightDecay"],
        adam_weight_decay=options["weightDecay"],
        adam_beta_1=options["beta1"],
        adam_beta_2=options["beta2"],
        epsilon=options["epsilonAdam"],
        adam_lr_ratio=options["adamRatio"],
    )


def found():
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.5}
    yield from cases("lamb", "keras", runner(lamb), {"rate": 0.125, **hyper})
    hyper = {"decayExponent": 0.5, "epsilon": 0.25, "epsilonWeights": 0.5}
    hyper["clippingThreshold"] = 1.5
    yield from cases("adafactor", "keras", runner(adafactor), {"rate": 0.125, **hyper})
    # Keras has no option for the ε beside a matrix's norm.
    hyper = {"momentum": 0.75, "weightDecay": 0.5, "beta1": 0.75, "beta2": 0.875}
    hyper = {**hyper, "epsilonAdam": 0.25, "adamRatio": 1}
    yield from cases("muon", "keras", runner(muon), {"rate": 0.125, **hyper})


write("whole_tensors_keras", "keras", in_keras.VERSION, found())
