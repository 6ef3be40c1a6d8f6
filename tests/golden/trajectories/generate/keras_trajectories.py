"""Trajectories of Keras's own optimizers, in float64, on JAX.

    pip install keras jax && python keras_trajectories.py
"""

import os

os.environ["KERAS_BACKEND"] = "jax"

import jax

jax.config.update("jax_enable_x64", True)

import keras
import numpy as np
from keras import optimizers
from trajectories import DECAY, NAMES, PROBLEM, case, rate_at, record, write

keras.config.set_floatx("float64")


def array(numbers, name):
    return np.array(numbers, dtype=np.float64).reshape(PROBLEM["shapes"][name])


def run(optimizer, rate):
    params = {
        name: keras.Variable(array(PROBLEM["start"][name], name), dtype="float64")
        for name in NAMES
    }
    optimizer.build(list(params.values()))

    def take_step(t, gradients):
        if rate is not None:
            optimizer.learning_rate = rate_at(t, rate, DECAY)
        grads = [keras.ops.array(array(gradients[name], name)) for name in NAMES]
        optimizer.apply(grads)

    return record(take_step, lambda name: np.array(params[name]).flatten().tolist())


def cases():
    def add(rule, optimizer, name="defaults", options=None, rate=None):
        return case(rule, "keras", run(optimizer, rate), name, options, rate)

    def scheduled(rule, optimizer, options):
        return add(rule, optimizer, "scheduled", options, 0.125)

    yield add("adagrad", optimizers.Adagrad())
    yield scheduled(
        "adagrad",
        optimizers.Adagrad(initial_accumulator_value=2, epsilon=0.25),
        {"epsilon": 0.25, "initialAccumulator": 2},
    )
    for rule, nesterov in (("momentum", False), ("nesterov", True)):
        yield add(rule, optimizers.SGD(momentum=0.9, nesterov=nesterov))
        yield scheduled(
            rule,
            optimizers.SGD(momentum=0.75, nesterov=nesterov),
            {"momentum": 0.75},
        )
    hyper = {"decay": 0.75, "epsilon": 0.25}
    given = {"rho": 0.75, "epsilon": 0.25}
    yield add("rmsprop", optimizers.RMSprop())
    yield scheduled("rmsprop", optimizers.RMSprop(**given), hyper)
    yield add("centered-rmsprop", optimizers.RMSprop(centered=True))
    yield add("rmsprop-momentum", optimizers.RMSprop(momentum=0.9))
    for rule, centered in (("centered-rmsprop", True), ("rmsprop-momentum", False)):
        yield scheduled(
            rule,
            optimizers.RMSprop(**given, momentum=0.5, centered=centered),
            {**hyper, "momentum": 0.5},
        )
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25}
    given = {"beta_1": 0.75, "beta_2": 0.875, "epsilon": 0.25}
    yield add("adam", optimizers.Adam())
    yield scheduled("adam", optimizers.Adam(**given), hyper)
    yield add("adamw", optimizers.AdamW())
    yield scheduled(
        "adamw",
        optimizers.AdamW(**given, weight_decay=0.5),
        {**hyper, "weightDecay": 0.5},
    )


write("keras", f"{keras.__version__}, jax {jax.__version__}", list(cases()))
