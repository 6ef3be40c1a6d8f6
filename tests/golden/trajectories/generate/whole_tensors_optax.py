"""Trajectories of optax's own rules on whole tensors, in float64.

    pip install jax optax && python whole_tensors_optax.py

optax has no default learning rate: the cases named "defaults" are given the
rule's own.
"""

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import optax
from whole_tensors import cases, rate, record, write


def runner(make):
    """make(None), or make(options, learning rate), gives optax's optimizer."""

    def run(problem, options):
        shapes = problem["shapes"]

        def tree(numbers):
            return {
                name: jnp.array(numbers[name], dtype=jnp.float64).reshape(shape)
                for name, shape in shapes.items()
            }

        # optax counts steps from 0.
        optimizer = (
            make(None, None)
            if options is None
            else make(options, lambda n: rate(options, jnp.asarray(n, jnp.float64) + 1))
        )
        params = tree(problem["start"])
        state = optimizer.init(params)

        def take_step(_, gradients):
            nonlocal params, state
            updates, state = optimizer.update(tree(gradients), state, params)
            params = optax.apply_updates(params, updates)

        return record(problem, take_step, lambda name: params[name].flatten().tolist())

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


def found():
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.5}
    yield from cases("lamb", "optax", runner(lamb), {"rate": 0.125, **hyper})
    hyper = {"momentum": 0.75, "weightDecay": 0.25, "trustCoefficient": 0.125}
    yield from cases("lars", "optax", runner(lars), {"rate": 0.5, **hyper})


write("optax", f"{optax.__version__}, jax {jax.__version__}", list(found()))
