"""Trajectories of optax' own polyak_sgd, SAM and Sophia on a function, in float64.

    pip install jax optax && python function_optax.py

optax has no default learning rate for SAM and Sophia: the cases named
"defaults" are given the rule's own. SAM's radius is that of the example in its
documentation. A case of Sophia has the signs that optax drew, a row for each
step in which it did.
"""

# This import comes first: it chooses float64.
from in_optax import VERSION, schedule

import function
import jax
import jax.numpy as jnp
import optax
from optax import contrib
from shared import case, follow
from trajectories import NAMES, write


def tree(numbers):
    x = jnp.array(numbers, dtype=jnp.float64)
    return {"a": x[:3], "b": x[3:7].reshape(2, 2), "c": x[7]}


def numbers(params):
    return [x for name in NAMES for x in params[name].flatten().tolist()]


def value(params, s):
    parts = [params["a"], params["b"].flatten(), params["c"][None]]
    return function.value(jnp.concatenate(parts), s)


def run(optimizer, extra=lambda params, s: {}, tilts=function.TILTS, seen=None):
    params = tree(function.START)
    state = optimizer.init(params)

    @jax.jit
    def step(params, state, s):
        grads = jax.grad(value)(params, s)
        updates, state = optimizer.update(grads, state, params, **extra(params, s))
        return optax.apply_updates(params, updates), state

    def take_step(_, s):
        nonlocal params, state
        if seen:
            seen(state, params)
        params, state = step(params, state, jnp.float64(s))

    return follow(take_step, lambda: numbers(params), inputs=tilts)


def sam(learning_rate, radius):
    return contrib.sam(
        optax.sgd(learning_rate),
        optax.chain(contrib.normalize(), optax.sgd(radius)),
        sync_period=2,
        opaque_mode=True,
    )


def sophia(made):
    probes = []

    def seen(state, params):
        """What Hutchinson's estimator is about to draw, as it draws it."""
        inner = state[0]
        if int(inner.count) % interval == 0:
            _, key = jax.random.split(inner.hessian_fn_state.key)
            signs = optax.tree.random_like(
                key, params, jax.random.rademacher, dtype=jnp.float32
            )
            probes.append([int(x) for x in numbers(signs)])

    optimizer, interval = made
    objective = lambda _, s: {"obj_fn": lambda params: value(params, s)}
    return {**run(optimizer, objective, seen=seen), "probes": probes}


def cases():
    still = [0] * function.STEPS

    def loss(params, s):
        return {"value": value(params, s)}

    yield case("polyak", "optax", run(optax.polyak_sgd(), loss, still))
    hyper = {"leastLoss": -1, "maxStepSize": 0.25}
    made = optax.polyak_sgd(max_learning_rate=0.25, scaling=schedule, f_min=-1)
    yield case("polyak", "optax", run(made, loss), "scheduled", hyper, True)

    def further(_, s):
        return {"grad_fn": lambda params, _: jax.grad(value)(params, s)}

    yield case("sam", "optax", run(sam(0.01, 0.1), further))
    way = run(sam(schedule, 0.5), further)
    yield case("sam", "optax", way, "scheduled", {"radius": 0.5}, True)

    yield case("sophia", "optax", sophia((contrib.sophia(6e-4), 10)))
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.125}
    hyper = {**hyper, "weightDecay": 0.125, "curvatureScale": 0.5, "interval": 3}
    made = contrib.sophia(
        schedule,
        b1=0.75,
        b2=0.875,
        eps=0.125,
        weight_decay=0.125,
        gamma=0.5,
        update_interval=3,
    )
    yield case("sophia", "optax", sophia((made, 3)), "scheduled", hyper, True)


write("function_optax", "optax", VERSION, cases())
