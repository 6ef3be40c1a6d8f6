"""Trajectories of further coordinatewise optimizers of Keras's, in float64.

    pip install keras jax && python coordinatewise_keras.py
"""

# This import comes first: it chooses Keras's backend.
from in_keras import VERSION, run
from keras import optimizers
from trajectories import case, write

MOMENTS = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25}
GIVEN = {"beta_1": 0.75, "beta_2": 0.875, "epsilon": 0.25}


def cases():
    def both(rule, default, other, options):
        yield case(rule, "keras", run(default))
        yield case(rule, "keras", run(other, 0.125), "scheduled", options, 0.125)

    yield from both(
        "adadelta",
        optimizers.Adadelta(),
        optimizers.Adadelta(rho=0.75, epsilon=0.25),
        {"decay": 0.75, "epsilon": 0.25},
    )
    yield from both(
        "amsgrad",
        optimizers.Adam(amsgrad=True),
        optimizers.Adam(**GIVEN, amsgrad=True),
        MOMENTS,
    )
    yield from both("adamax", optimizers.Adamax(), optimizers.Adamax(**GIVEN), MOMENTS)
    # How fast the inertia rises is no option of Keras's.
    yield from both("nadam", optimizers.Nadam(), optimizers.Nadam(**GIVEN), MOMENTS)
    yield from both(
        "lion",
        optimizers.Lion(),
        optimizers.Lion(beta_1=0.75, beta_2=0.875, weight_decay=0.5),
        {"beta1": 0.75, "beta2": 0.875, "weightDecay": 0.5},
    )


write("coordinatewise_keras", "keras", VERSION, cases())
