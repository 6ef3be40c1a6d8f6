"""Trajectories of formulas as published, on a function, in 60 digits.

    pip install mpmath && python function_transcription.py
"""

import function
import mpmath
from mpmath import mpf, sqrt
from shared import RATE, case, follow, write
from trajectories import DECAY

mpmath.mp.dps = 60


def varying(t):
    return mpf(RATE) / (1 + (t - 1) * mpf(DECAY))


def polyak(eta, least):
    """Polyak: eta (f - f*)/|g|^2 of g."""

    def step(w, s, t):
        g = function.gradient(w, s)
        size = (function.value(w, s) - least) / sum(x**2 for x in g)
        return [x - eta(t) * size * y for x, y in zip(w, g)]

    return step


def sam(eta, rho):
    """Foret et al., algorithm 1."""

    def step(w, s, t):
        g = function.gradient(w, s)
        norm = sqrt(sum(x**2 for x in g))
        worst = [x + rho * y / norm for x, y in zip(w, g)]
        return [x - eta(t) * y for x, y in zip(w, function.gradient(worst, s))]

    return step


def sophia(eta, beta1, beta2, epsilon, decay, gamma, interval):
    """Liu et al., algorithm 3, with signs in Hutchinson's estimator."""
    m = [mpf(0)] * 8
    h = [mpf(0)] * 8

    def step(w, s, t):
        nonlocal m, h
        g = function.gradient(w, s)
        m = [beta1 * a + (1 - beta1) * b for a, b in zip(m, g)]
        if interval == 1 or t % interval == 1:
            u = [mpf(x) for x in function.PROBES[t - 1]]
            estimate = [a * b for a, b in zip(u, function.product(w, u))]
            h = [beta2 * a + (1 - beta2) * b for a, b in zip(h, estimate)]
        w = [x - eta(t) * decay * x for x in w]
        ratio = [a / max(gamma * b, epsilon) for a, b in zip(m, h)]
        return [x - eta(t) * max(min(r, 1), -1) for x, r in zip(w, ratio)]

    return step


def run(step, tilts=function.TILTS):
    w = [mpf(x) for x in function.START]

    def take_step(t, s):
        nonlocal w
        w = step(w, mpf(s), t)

    return follow(take_step, lambda: [float(x) for x in w], inputs=tilts)


def constant(rate):
    return lambda t: mpf(rate)


def cases():
    still = [0] * function.STEPS
    yield case("polyak", "paper", run(polyak(constant(1), mpf(0)), still))
    way = run(polyak(varying, mpf(-1)))
    yield case("polyak", "paper", way, "scheduled", {"leastLoss": -1}, True)

    yield case("sam", "paper", run(sam(constant(0.1), mpf(0.05))))
    way = run(sam(varying, mpf(0.5)))
    yield case("sam", "paper", way, "scheduled", {"radius": 0.5}, True)

    given = [mpf(x) for x in (0.96, 0.99, 1e-12, 0.2, 0.01)]
    yield case("sophia", "paper", run(sophia(constant(6e-4), *given, 10)))
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.125}
    hyper = {**hyper, "weightDecay": 0.125, "curvatureScale": 0.5}
    given = [mpf(x) for x in hyper.values()]
    hyper = {**hyper, "interval": 3}
    yield case("sophia", "paper", run(sophia(varying, *given, 3)), "scheduled", hyper, True)


version = f"mpmath {mpmath.__version__}"
write("function_transcription", "transcription", version, cases())
