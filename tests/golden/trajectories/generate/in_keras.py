"""A problem's tensors in Keras, in float64, on JAX, and its steps on them."""

import os

os.environ["KERAS_BACKEND"] = "jax"

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
from trajectories import PROBLEM, rate_at, record

keras.config.set_floatx("float64")

VERSION = f"{keras.__version__}, jax {jax.__version__}"


def run(optimizer, rate=None, problem=PROBLEM):
    """The points of an optimizer; a rate falls from there on."""
    shapes = problem["shapes"]

    def array(numbers, name):
        return np.array(numbers[name], dtype=np.float64).reshape(shapes[name])

    params = {
        name: keras.Variable(array(problem["start"], name), dtype="float64")
        for name in shapes
    }
    optimizer.build(list(params.values()))

    def take_step(t, gradients):
        if rate is not None:
            optimizer.learning_rate = rate_at(t, rate)
        optimizer.apply([keras.ops.array(array(gradients, name)) for name in shapes])

    return record(
        take_step, lambda name: np.array(params[name]).flatten().tolist(), problem
    )
