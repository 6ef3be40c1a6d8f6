"""Trajectories of Keras's own optimizers, in float64, on JAX.

    pip install keras jax && python keras_trajectories.py
"""

# This import comes first: it chooses Keras's backend.
from in_keras import VERSION, run
from keras import optimizers
from trajectories import case, write


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


write("keras", "keras", VERSION, cases())
