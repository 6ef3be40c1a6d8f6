"""Trajectories of the formulas as published, in 60 decimal digits.

    pip install mpmath && python transcription.py

Each formula stands here as its source has it, in scalars and in another form
than Descent's where there are two (Nesterov's look ahead, Graves's signs).
Results are rounded to float64. Hyperparameters are the float64 numbers that
Descent is given.

The variant tfjs of centered-rmsprop stands here too: what TensorFlow.js means,
with ε added; the library's own trajectory is in tfjs_centered.json.
"""

import mpmath
from mpmath import mpf, sqrt
from trajectories import DECAY, NAMES, PROBLEM, case, record, write

mpmath.mp.dps = 60


def numbers(x):
    return [mpf(e) for e in flat(x)]


def flat(x):
    return [e for part in x for e in flat(part)] if isinstance(x, list) else [x]


def over(a, b):
    """a / b, and 0 where b is 0."""
    return a / b if b != 0 else mpf(0)


class Coordinate:
    """One weight: w, and what the formula keeps, which starts from 0."""

    def __init__(self, w, **start):
        self.w = w
        self.__dict__.update(start)


def run(formula, rate, varies, h0=0):
    kept = {
        name: [
            Coordinate(w, h=mpf(h0), a=mpf(0), m=mpf(0), v=mpf(0), theta=w)
            for w in numbers(PROBLEM["start"][name])
        ]
        for name in NAMES
    }

    def take_step(t, gradients):
        lr = mpf(rate) / (1 + (t - 1) * mpf(DECAY)) if varies else mpf(rate)
        for name in NAMES:
            for c, g in zip(kept[name], numbers(gradients[name])):
                formula(c, g, lr, t)

    return record(take_step, lambda name: [float(c.w) for c in kept[name]])


def gradient_descent(c, g, eta, t):
    """The lecture: w := w - eta g."""
    c.w -= eta * g


def momentum(gamma):
    """The lecture: m := eta g + gamma m; w := w - m."""

    def formula(c, g, eta, t):
        c.m = eta * g + gamma * c.m
        c.w -= c.m

    return formula


def nesterov(mu):
    """Sutskever et al. (3), (4): the gradient is at theta + mu v."""

    def formula(c, g, epsilon, t):
        c.v = mu * c.v - epsilon * g
        c.theta = c.theta + c.v
        c.w = c.theta + mu * c.v

    return formula


def adagrad(epsilon):
    """The lecture: h := h + g g; w := w - eta / sqrt(h) g."""

    def formula(c, g, eta, t):
        c.h += g**2
        c.w -= over(eta, sqrt(c.h) + epsilon) * g

    return formula


def rmsprop(rho, epsilon, gamma=mpf(0)):
    """Hinton: divide by the root of a running mean; with momentum on top."""

    def formula(c, g, eta, t):
        c.h = rho * c.h + (1 - rho) * g**2
        c.m = gamma * c.m + eta * over(g, sqrt(c.h) + epsilon)
        c.w -= c.m

    return formula


def graves(aleph, beth, daleth):
    """Graves (38) to (41): c.h is n, c.a is g, c.m is Delta."""

    def formula(c, error, gimel, t):
        c.h = aleph * c.h + (1 - aleph) * error**2
        c.a = aleph * c.a + (1 - aleph) * error
        c.m = beth * c.m - gimel * error / sqrt(c.h - c.a**2 + daleth)
        c.w += c.m

    return formula


def adam(beta1, beta2, epsilon):
    """Kingma and Ba, algorithm 1."""

    def formula(c, g, alpha, t):
        c.m = beta1 * c.m + (1 - beta1) * g
        c.v = beta2 * c.v + (1 - beta2) * g**2
        m_hat = c.m / (1 - beta1**t)
        v_hat = c.v / (1 - beta2**t)
        c.w -= alpha * m_hat / (sqrt(v_hat) + epsilon)

    return formula


def adamw(beta1, beta2, epsilon, decay, multiplier):
    """Loshchilov and Hutter, algorithm 2, green: multiplier(t) is eta_t."""

    def formula(c, g, alpha, t):
        c.m = beta1 * c.m + (1 - beta1) * g
        c.v = beta2 * c.v + (1 - beta2) * g**2
        m_hat = c.m / (1 - beta1**t)
        v_hat = c.v / (1 - beta2**t)
        part = alpha * m_hat / (sqrt(v_hat) + epsilon)
        c.w -= multiplier(t) * (part + decay * c.w)

    return formula


def cases():
    def both(rule, variant, default, rate, formula, options, h0=0):
        yield case(rule, variant, run(default, rate, False))
        points = run(formula, 0.125, True, h0)
        yield case(rule, variant, points, "scheduled", options, 0.125)

    n9, n99, n999 = mpf(0.9), mpf(0.99), mpf(0.999)
    q, e = mpf(0.25), mpf(0.75)
    none, half = mpf(0), mpf(0.5)
    yield from both(
        "gradient-descent", "lecture", gradient_descent, 0.01, gradient_descent, {}
    )
    yield from both(
        "momentum", "lecture", momentum(n9), 0.01, momentum(e), {"momentum": 0.75}
    )
    yield from both(
        "nesterov", "paper", nesterov(n9), 0.01, nesterov(e), {"momentum": 0.75}
    )
    started = {"epsilon": 0.25, "initialAccumulator": 2}
    yield from both(
        "adagrad", "lecture", adagrad(none), 0.01, adagrad(q), started, h0=2
    )
    hyper = {"decay": 0.75, "epsilon": 0.25}
    yield from both(
        "rmsprop", "lecture", rmsprop(n9, none), 0.01, rmsprop(e, q), hyper
    )
    yield from both(
        "rmsprop-momentum",
        "paper",
        rmsprop(n9, none, n9),
        0.01,
        rmsprop(e, q, half),
        {**hyper, "momentum": 0.5},
    )
    for variant, default, rate in (
        ("paper", graves(mpf(0.95), n9, mpf(1e-4)), 1e-4),
        ("tfjs", graves(n9, none, mpf(1e-7)), 0.01),
    ):
        yield from both(
            "centered-rmsprop",
            variant,
            default,
            rate,
            graves(e, half, q),
            {**hyper, "momentum": 0.5},
        )
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25}
    yield from both(
        "adam",
        "paper",
        adam(n9, n999, mpf(1e-8)),
        0.001,
        adam(e, mpf(0.875), q),
        hyper,
    )
    constant = adamw(n9, n999, mpf(1e-8), mpf(1e-5), lambda t: 1)
    yield case("adamw", "paper", run(constant, 0.001, False))
    # Here eta_t varies, not alpha.
    varying = adamw(e, mpf(0.875), q, mpf(0.125), lambda t: half / (1 + (t - 1) * mpf(DECAY)))
    options = {**hyper, "learningRate": 0.125, "weightDecay": 0.125}
    last = case("adamw", "paper", run(varying, 0.125, False), "scheduled", options, 0.5)
    last["schedule"]["of"] = "scheduleMultiplier"
    yield last


if __name__ == "__main__":
    write("transcription", "transcription", f"mpmath {mpmath.__version__}", cases())
