"""Trajectories of optax's own optimizers, in float64.

    pip install jax optax && python optax_trajectories.py

optax has no default learning rate: the cases named "defaults" are given the
rule's own.
"""

import optax
from in_optax import VERSION, run, schedule
from trajectories import case, write


def cases():
    def add(rule, optimizer, name="defaults", options=None, rate=None):
        return case(rule, "optax", run(optimizer), name, options, rate)

    def scheduled(rule, optimizer, options):
        return add(rule, optimizer, "scheduled", options, 0.125)

    yield add("adagrad", optax.adagrad(0.01))
    yield scheduled(
        "adagrad",
        optax.adagrad(schedule, initial_accumulator_value=2, eps=0.25),
        {"epsilon": 0.25, "initialAccumulator": 2},
    )
    for rule, nesterov in (("momentum", False), ("nesterov", True)):
        yield add(rule, optax.sgd(0.01, momentum=0.9, nesterov=nesterov))
        yield scheduled(
            rule,
            optax.sgd(schedule, momentum=0.75, nesterov=nesterov),
            {"momentum": 0.75},
        )
    hyper = {"decay": 0.75, "epsilon": 0.25}
    yield add("rmsprop", optax.rmsprop(0.01))
    yield scheduled("rmsprop", optax.rmsprop(schedule, decay=0.75, eps=0.25), hyper)
    outside = optax.rmsprop(schedule, decay=0.75, eps=0.25, eps_in_sqrt=False)
    yield add(
        "rmsprop",
        outside,
        "scheduled, eps_in_sqrt=False",
        {**hyper, "epsilonPlacement": "outside"},
        0.125,
    )
    yield add("centered-rmsprop", optax.rmsprop(0.01, centered=True))
    yield add("rmsprop-momentum", optax.rmsprop(0.01, momentum=0.9))
    for rule, centered in (("centered-rmsprop", True), ("rmsprop-momentum", False)):
        yield scheduled(
            rule,
            optax.rmsprop(schedule, decay=0.75, eps=0.25, momentum=0.5, centered=centered),
            {**hyper, "momentum": 0.5},
        )
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25}
    given = {"b1": 0.75, "b2": 0.875, "eps": 0.25}
    yield add("adam", optax.adam(0.001))
    yield scheduled("adam", optax.adam(schedule, **given), hyper)
    yield add("adamw", optax.adamw(0.001))
    yield scheduled(
        "adamw",
        optax.adamw(schedule, **given, weight_decay=0.5),
        {**hyper, "weightDecay": 0.5},
    )


write("optax", "optax", VERSION, cases())
