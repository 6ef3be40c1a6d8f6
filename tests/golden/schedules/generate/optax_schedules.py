"""Rates of optax's own schedules, in float64.

    pip install jax optax && python optax_schedules.py
"""

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import optax
from tables import case, write


def rates(schedule, steps):
    """optax counts the steps taken, from 0."""
    return [float(schedule(jnp.asarray(t, jnp.int64))) for t in range(steps)]


def polynomial(rate, end, steps, power):
    schedule = optax.polynomial_schedule(rate, end, power, steps)
    options = {
        "learningRate": rate,
        "finalLearningRate": end,
        "steps": steps,
        "power": power,
    }
    return case("polynomialDecay", options, rates(schedule, steps + 4))


def one_cycle(rate, steps, share, options, note=None, **divisors):
    schedule = optax.cosine_onecycle_schedule(
        steps, rate, pct_start=share, **divisors
    )
    options = {"learningRate": rate, "steps": steps, **options}
    return case("oneCycle", options, rates(schedule, steps + 4), note)


def cases():
    yield polynomial(0.1, 0.0, 10, 1)
    yield polynomial(0.3, 0.01, 7, 2)
    yield polynomial(0.3, 0.5, 9, 0.5)
    yield polynomial(2.0, 0.125, 12, 0.9)
    yield one_cycle(0.1, 20, 0.3, {}, "W = int(0.3 * 20)")
    yield one_cycle(
        0.7,
        16,
        0.25,
        {"warmupSteps": 4, "divisor": 10, "finalDivisor": 50},
        div_factor=10.0,
        final_div_factor=50.0,
    )
    cycles = [
        {
            "init_value": 0.2,
            "peak_value": 0.2,
            "decay_steps": steps,
            "warmup_steps": 0,
            "end_value": 0.02,
        }
        for steps in [3, 6, 12]
    ]
    yield case(
        "cosineRestarts",
        {
            "learningRate": 0.2,
            "finalLearningRate": 0.02,
            "steps": 3,
            "stepsFactor": 2,
        },
        rates(optax.sgdr_schedule(cycles), 21),
    )
    joined = optax.join_schedules(
        [
            optax.constant_schedule(0.05),
            optax.polynomial_schedule(0.4, 0.1, 1, 6),
            optax.cosine_decay_schedule(0.1, 5),
        ],
        [3, 8],
    )
    yield case(
        "joinSchedules",
        [
            {"rate": 0.05, "steps": 3},
            {
                "rate": {
                    "schedule": "polynomialDecay",
                    "options": {
                        "learningRate": 0.4,
                        "finalLearningRate": 0.1,
                        "steps": 6,
                    },
                },
                "steps": 5,
            },
            {
                "rate": {
                    "schedule": "cosineDecay",
                    "options": {"learningRate": 0.1, "steps": 5},
                }
            },
        ],
        rates(joined, 16),
    )
    # From t/W in place of (t − 1)/W: the line begins a step before step 1.
    up = optax.linear_schedule(0.3 / 4, 0.3, 3)
    down = optax.linear_schedule(0.3, 0.03, 6)
    yield case(
        "linearWarmupDecay",
        {
            "learningRate": 0.3,
            "finalLearningRate": 0.03,
            "warmupSteps": 4,
            "decaySteps": 6,
        },
        rates(optax.join_schedules([up, down], [4]), 14),
    )
    stable = optax.join_schedules(
        [
            optax.linear_schedule(0.2 / 3, 0.2, 2),
            optax.constant_schedule(0.2),
            optax.linear_schedule(0.2, 0.02, 5),
        ],
        [3, 7],
    )
    options = {
        "learningRate": 0.2,
        "finalLearningRate": 0.02,
        "warmupSteps": 3,
        "stableSteps": 4,
        "decaySteps": 5,
    }
    yield case("warmupStableDecay", options, rates(stable, 16))
    cosine = optax.join_schedules(
        [
            optax.linear_schedule(0.2 / 3, 0.2, 2),
            optax.constant_schedule(0.2),
            optax.cosine_decay_schedule(0.2, 5, alpha=0.1),
        ],
        [3, 7],
    )
    yield case("warmupStableDecay", {**options, "form": "cosine"}, rates(cosine, 16))


write("optax", optax.__version__, cases())
