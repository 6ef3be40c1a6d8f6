"""Runs of optax's own transformations, in float64.

    pip install jax optax && python optax_transformations.py
"""

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import optax
from runs import NAMES, PROBLEM, case, write


def array(numbers, name):
    return jnp.array(numbers, dtype=jnp.float64).reshape(PROBLEM["shapes"][name])


START = {name: array(PROBLEM["start"][name], name) for name in NAMES}


def turned(tree):
    """Matrices with a row for each output, as optax's centralize has them."""
    return {name: x.T for name, x in tree.items()}


def run(name, optimizer, turn=lambda tree: tree):
    params = turn(START)
    state = optimizer.init(params)

    def take_step(gradients):
        nonlocal params, state
        grads = turn({n: array(gradients[n], n) for n in NAMES})
        updates, state = optimizer.update(grads, state, params)
        params = optax.apply_updates(params, updates)

    return case(name, take_step, lambda n: turn(params)[n].flatten().tolist())


def run_lookahead(name, fast, steps, slow_step_size):
    optimizer = optax.lookahead(fast, steps, slow_step_size)
    params = optax.LookaheadParams.init_synced(START)
    state = optimizer.init(params)

    def take_step(gradients):
        nonlocal params, state
        grads = {n: array(gradients[n], n) for n in NAMES}
        updates, state = optimizer.update(grads, state, params)
        params = optax.apply_updates(params, updates)

    return case(
        name,
        take_step,
        lambda n: params.fast[n].flatten().tolist(),
        lambda n: params.slow[n].flatten().tolist(),
    )


def run_average(name, optimizer, decay):
    params = average = START
    state = optimizer.init(params)

    def take_step(gradients):
        nonlocal params, state, average
        grads = {n: array(gradients[n], n) for n in NAMES}
        updates, state = optimizer.update(grads, state, params)
        params = optax.apply_updates(params, updates)
        average = optax.incremental_update(params, average, 1 - decay)

    return case(
        name,
        take_step,
        lambda n: params[n].flatten().tolist(),
        lambda n: average[n].flatten().tolist(),
    )


def cases():
    sgd = optax.sgd(0.125)
    yield run(
        "adaptive gradient clipping",
        optax.chain(optax.adaptive_grad_clip(0.25), sgd),
    )
    yield run(
        "adaptive gradient clipping, epsilon",
        optax.chain(optax.adaptive_grad_clip(0.25, 0.5), sgd),
    )
    yield run(
        "gradient centralization",
        optax.chain(optax.centralize(), optax.sgd(0.125, momentum=0.5)),
        turned,
    )
    yield run(
        "masked",
        optax.chain(
            optax.masked(
                optax.clip_by_global_norm(0.5), {"a": True, "b": False, "c": True}
            ),
            sgd,
        ),
    )
    yield run(
        "parameter groups",
        optax.multi_transform(
            {
                "heavy": optax.sgd(0.125, momentum=0.5),
                "adam": optax.adam(0.0625),
                "frozen": optax.set_to_zero(),
            },
            {"a": "adam", "b": "heavy", "c": "frozen"},
        ),
    )
    yield run(
        "accumulated gradients",
        # Otherwise it sums in float32.
        optax.MultiSteps(
            optax.adam(0.125), 4, accumulator_dtype=jnp.float64
        ).gradient_transformation(),
    )
    yield run_lookahead("lookahead", optax.adam(0.0625), 5, 0.5)
    yield run_lookahead(
        "lookahead of a heavy ball", optax.sgd(0.125, momentum=0.5), 3, 0.75
    )
    yield run_average("exponential average", sgd, 0.875)


write("optax", optax.__version__, cases())
