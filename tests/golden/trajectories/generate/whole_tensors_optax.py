"""Trajectories of optax's own rules on whole tensors, in float64.

    pip install jax optax && python whole_tensors_optax.py

optax has no default learning rate: the cases named "defaults" are given the
rule's own.
"""

# This import comes first: it chooses float64.
from in_optax import VERSION, Weights, schedule_from

import jax
import jax.numpy as jnp
import optax
import optax.contrib
from trajectories import record, write
from whole_tensors import cases


def runner(make):
    """make(None), or make(options, learning rate), gives optax's optimizer."""

    def run(problem, options):
        optimizer = (
            make(None, None)
            if options is None
            else make(options, schedule_from(options["rate"]))
        )
        weights = Weights(optimizer, problem)
        weights.update = jax.jit(optimizer.update)
        return record(weights.meet, weights.read, problem)

    return run


def lamb(options, schedule):
    if options is None:
        return optax.lamb(0.001)
    return optax.lamb(
        schedule,
        b1=options["beta1"],
        b2=options["beta2"],
        eps=options["epsilon"],
        weight_decay=options["weightDecay"],
    )


def lars(options, schedule):
    if options is None:
        return optax.lars(1)
    return optax.lars(
        schedule,
        weight_decay=options["weightDecay"],
        trust_coefficient=options["trustCoefficient"],
        momentum=options["momentum"],
    )


def decay_in_float64(count, exponent):
    """What optax's _decay_rate_pow computes in float32."""
    return 1.0 - jnp.asarray(count + 1, jnp.float64) ** (-exponent)


def adafactor(options, schedule):
    """What optax.adafactor chains, with that decay and eps of the weights."""
    h = options or {"decayExponent": 0.8, "epsilon": 1e-30}
    return optax.chain(
        optax.scale_by_factored_rms(
            decay_rate=h["decayExponent"],
            min_dim_size_to_factor=128 if options is None else 0,
            epsilon=h["epsilon"],
            decay_rate_fn=decay_in_float64,
        ),
        optax.clip_by_block_rms(h.get("clippingThreshold", 1.0)),
        optax.scale_by_learning_rate(0.01 if options is None else schedule, flip_sign=False),
        optax.scale_by_param_block_rms(h.get("epsilonWeights", 1e-3)),
        optax.scale(-1),
    )


def muon(options, schedule):
    if options is None:
        return optax.contrib.muon(0.02)
    return optax.contrib.muon(
        schedule,
        beta=options["momentum"],
        eps=options["epsilon"],
        weight_decay=options["weightDecay"],
        adam_b1=options["beta1"],
        adam_b2=options["beta2"],
        adam_weight_decay=options["weightDecay"],
        adam_learning_rate=lambda n: options["adamRatio"] * schedule(n),
    )


FACTOR = {"decayExponent": 0.5, "epsilon": 0.25, "epsilonWeights": 0.5}
FACTOR["clippingThreshold"] = 1.5


def found():
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.5}
    yield from cases("lamb", "optax", runner(lamb), {"rate": 0.125, **hyper})
    hyper = {"momentum": 0.75, "weightDecay": 0.25, "trustCoefficient": 0.125}
    yield from cases("lars", "optax", runner(lars), {"rate": 0.5, **hyper})
    hyper = {"factored": "longest-axes", **FACTOR}
    yield from cases("adafactor", "optax", runner(adafactor), {"rate": 0.125, **hyper})
    # optax has one ε for both.
    hyper = {"momentum": 0.75, "epsilon": 0.25, "weightDecay": 0.5, "beta1": 0.75}
    hyper = {**hyper, "beta2": 0.875, "epsilonAdam": 0.25, "adamRatio": 0.5}
    yield from cases("muon", "optax", runner(muon), {"rate": 0.125, **hyper})


write("whole_tensors_optax", "optax", VERSION, found())
