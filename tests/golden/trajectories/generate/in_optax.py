"""A problem's tensors in JAX, in float64, and optax's steps on them."""

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import optax
from trajectories import PROBLEM, rate_at, record

VERSION = f"{optax.__version__}, jax {jax.__version__}"


class Weights:
    """Arrays by name, from the start of a problem on."""

    def __init__(self, optimizer, problem=PROBLEM):
        self.shapes = problem["shapes"]
        self.params = self.tree(problem["start"])
        self.state = optimizer.init(self.params)
        self.update = optimizer.update

    def tree(self, numbers):
        return {
            name: jnp.array(numbers[name], dtype=jnp.float64).reshape(shape)
            for name, shape in self.shapes.items()
        }

    def meet(self, _, gradients):
        updates, self.state = self.update(self.tree(gradients), self.state, self.params)
        self.params = optax.apply_updates(self.params, updates)

    def read(self, name):
        return self.params[name].flatten().tolist()

    def numbers(self, tree=None):
        tree = self.params if tree is None else tree
        return [x for name in self.shapes for x in tree[name].flatten().tolist()]


def schedule_from(rate):
    """The falling rate that starts from one; optax counts steps from 0."""
    return lambda count: rate_at(jnp.asarray(count, jnp.float64) + 1, rate)


schedule = schedule_from(0.125)


def run(optimizer):
    weights = Weights(optimizer)
    return record(weights.meet, weights.read)
