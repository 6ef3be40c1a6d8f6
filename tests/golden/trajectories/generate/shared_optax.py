"""Trajectories of optax' own Schedule-Free, D-Adaptation and Prodigy, in float64.

    pip install jax optax && python shared_optax.py

optax' schedule_free takes the learning rate of the next step to weigh a step in
the average, where that rate is a schedule: the cases named "scheduled" are
given it one step later.
"""

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import optax
from optax import contrib
from shared import case, flat, follow, rate, write
from trajectories import NAMES, PROBLEM


def array(numbers, name):
    return jnp.array(numbers, dtype=jnp.float64).reshape(PROBLEM["shapes"][name])


def run(optimizer, averages=False):
    params = {name: array(PROBLEM["start"][name], name) for name in NAMES}
    state = optimizer.init(params)

    def take_step(_, gradients):
        nonlocal params, state
        grads = {name: array(gradients[name], name) for name in NAMES}
        updates, state = optimizer.update(grads, state, params)
        params = optax.apply_updates(params, updates)

    def numbers(tree):
        return flat({name: tree[name].tolist() for name in NAMES})

    def evaluate():
        return numbers(contrib.schedule_free_eval_params(state, params))

    return follow(take_step, lambda: numbers(params), evaluate if averages else None)


def schedule(count):
    """optax counts steps from 0."""
    return rate(jnp.asarray(count, jnp.float64) + 1)


def later(count):
    return schedule(count - 1)


def cases():
    sgd, adamw = "schedule-free-sgd", "schedule-free-adamw"
    yield case(sgd, "optax", run(contrib.schedule_free_sgd(), True))
    hyper = {"beta": 0.75, "weightDecay": 0.125}
    base = optax.chain(optax.add_decayed_weights(0.125), optax.sgd(schedule))
    corrected = contrib.schedule_free(base, later, b1=0.75)
    yield case(sgd, "optax", run(corrected, True), "scheduled", hyper, True)

    yield case(adamw, "optax", run(contrib.schedule_free_adamw(), True))
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.125}
    base = optax.chain(
        optax.scale_by_rms(0.875, 0.25, eps_in_sqrt=False, bias_correction=True),
        optax.add_decayed_weights(0.125),
        optax.scale_by_learning_rate(schedule),
    )
    corrected = contrib.schedule_free(base, later, b1=0.75)
    yield case(adamw, "optax", run(corrected, True), "scheduled", hyper, True)

    given = {"betas": (0.75, 0.875), "eps": 0.25, "weight_decay": 0.125}
    moments = hyper
    hyper = {**hyper, "distance": 2**-10}
    for rule, make in (
        ("d-adaptation", contrib.dadapt_adamw),
        ("prodigy", contrib.prodigy),
    ):
        yield case(rule, "optax", run(make()))
        yield case(rule, "optax", run(make(1.0, **given)), "constant", moments)
        made = make(schedule, estim_lr0=2**-10, **given)
        yield case(rule, "optax", run(made), "scheduled", hyper, True)


version = f"{optax.__version__}, jax {jax.__version__}"
write("shared_optax", "optax", version, cases())
