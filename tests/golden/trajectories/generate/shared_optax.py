"""Trajectories of optax' own Schedule-Free, D-Adaptation and Prodigy, in float64.

    pip install jax optax && python shared_optax.py

optax' schedule_free takes the learning rate of the next step to weigh a step in
the average, where that rate is a schedule: the cases named "scheduled" are
given it one step later.
"""

import optax
from in_optax import VERSION, Weights, schedule, schedule_from
from optax import contrib
from shared import GROWTH, case, follow
from trajectories import write


def run(optimizer, averages=False):
    weights = Weights(optimizer)

    def evaluate():
        at = contrib.schedule_free_eval_params(weights.state, weights.params)
        return weights.numbers(at)

    return follow(weights.meet, weights.numbers, evaluate if averages else None)


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
        made = make(schedule_from(GROWTH), estim_lr0=2**-10, **given)
        yield case(rule, "optax", run(made), "scheduled", hyper, GROWTH)


write("shared_optax", "optax", VERSION, cases())
