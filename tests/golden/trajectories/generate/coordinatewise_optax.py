"""Trajectories of further coordinatewise optimizers of optax's, in float64.

    pip install jax optax && python coordinatewise_optax.py

optax has no default learning rate: the cases named "defaults" are given the
rule's own.

Its Rprop takes in each step the step before, and its Adan has 1 - b2 where the
paper's 1 - beta2, which is its b2, stands: what these do goes to
../optax_faults.json.
"""

import optax
from in_optax import VERSION, run, schedule
from trajectories import case, write

MOMENTS = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25}
GIVEN = {"b1": 0.75, "b2": 0.875, "eps": 0.25}


def both(rule, default, other, options):
    yield case(rule, "optax", run(default))
    yield case(rule, "optax", run(other), "scheduled", options, 0.125)


def cases():
    yield from both(
        "adadelta",
        optax.adadelta(1.0),
        optax.adadelta(schedule, rho=0.75, eps=0.25),
        {"decay": 0.75, "epsilon": 0.25},
    )
    yield from both(
        "amsgrad", optax.amsgrad(0.001), optax.amsgrad(schedule, **GIVEN), MOMENTS
    )
    yield from both(
        "adamax", optax.adamax(0.002), optax.adamax(schedule, **GIVEN), MOMENTS
    )
    yield from both(
        "nadam", optax.nadam(0.001), optax.nadam(schedule, **GIVEN), MOMENTS
    )
    yield from both(
        "radam", optax.radam(0.001), optax.radam(schedule, **GIVEN), MOMENTS
    )
    yield from both(
        "adabelief",
        optax.adabelief(0.001),
        optax.adabelief(schedule, **GIVEN, eps_root=0.5),
        {**MOMENTS, "epsilonRoot": 0.5},
    )
    yield from both(
        "yogi",
        optax.yogi(0.01),
        optax.chain(
            optax.scale_by_yogi(**GIVEN, initial_accumulator_value=2),
            optax.scale_by_learning_rate(schedule),
        ),
        {**MOMENTS, "initialAccumulator": 2},
    )
    yield from both(
        "lion",
        optax.lion(0.001),
        optax.lion(schedule, b1=0.75, b2=0.875, weight_decay=0.5),
        {"beta1": 0.75, "beta2": 0.875, "weightDecay": 0.5},
    )
    yield from both("sign-sgd", optax.sign_sgd(0.001), optax.sign_sgd(schedule), {})
    yield from both(
        "signum",
        optax.signum(0.001),
        optax.signum(schedule, beta=0.75),
        {"momentum": 0.75},
    )


def faults():
    yield from both(
        "rprop",
        optax.rprop(0.01),
        optax.rprop(
            0.125, eta_minus=0.25, eta_plus=1.5, min_step_size=0.03125, max_step_size=0.75
        ),
        {"decrease": 0.25, "increase": 1.5, "minStep": 0.03125, "maxStep": 0.75},
    )
    yield from both(
        "adan",
        optax.adan(0.001),
        optax.adan(schedule, 0.75, 0.875, 0.5, eps=0.25, eps_root=0.25, weight_decay=0.5),
        {**MOMENTS, "beta3": 0.5, "weightDecay": 0.5},
    )


write("coordinatewise_optax", "optax", VERSION, cases())
write("optax_faults", "optax", VERSION, faults())
