"""Trajectories of formulas as published, on a function, in 60 digits.

    pip install mpmath && python function_transcription.py
"""

import function
import mpmath
from mpmath import mpf, sqrt
from shared import RATE, case, follow
from trajectories import DECAY, write

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


def search(phi, f0, slope0, t, tau, c1=mpf(1e-4), c2=mpf(0.9), most=25):
    """minFunc's search for the strong Wolfe conditions; phi(t): f and slope."""
    low = lambda t, f: f <= f0 + c1 * t * slope0
    a, b = (mpf(0), f0, slope0), (t, *phi(t))
    n = 0
    while True:
        if n == most:
            a = (mpf(0), f0, slope0)
            break
        if not low(*b[:2]) or (n > 1 and b[1] >= a[1]):
            break
        if abs(b[2]) <= -c2 * slope0:
            return b[0]
        if b[2] >= 0:
            break
        t = bottom(a, b, b[0] + mpf("0.01") * (b[0] - a[0]), 10 * b[0])
        a, b = b, (t, *phi(t))
        n += 1
    close = False
    best, other = sorted((a, b), key=lambda p: p[1])
    while n < most:
        left, right = sorted((best, other))
        if right[0] - left[0] < tau:
            break
        t = bottom(left, right, left[0], right[0])
        margin = (right[0] - left[0]) / 10
        if min(right[0] - t, t - left[0]) < margin:
            if close or not left[0] < t < right[0]:
                nearer = right[0] - t < t - left[0]
                t = right[0] - margin if nearer else left[0] + margin
                close = False
            else:
                close = True
        else:
            close = False
        c = (t, *phi(t))
        n += 1
        if not low(t, c[1]) or c[1] >= best[1]:
            best, other = sorted((best, c), key=lambda p: p[1])
            continue
        if abs(c[2]) <= -c2 * slope0:
            return t
        if c[2] * (other[0] - best[0]) >= 0:
            other = best
        best = c
    return best[0]


def bottom(a, b, least, most):
    """The minimum of the cubic, as Nocedal and Wright (3.59)."""
    d1 = a[2] + b[2] - 3 * (a[1] - b[1]) / (a[0] - b[0])
    square = d1**2 - a[2] * b[2]
    if square < 0:
        return (least + most) / 2
    d2 = sqrt(square)
    t = b[0] - (b[0] - a[0]) * (b[2] + d2 - d1) / (b[2] - a[2] + 2 * d2)
    return min(max(t, least), most)


def lbfgs(eta, size):
    """Nocedal and Wright (7.19), written out: H as a matrix, from the pairs."""
    pairs, last = [], None

    def dot(x, y):
        return sum(a * b for a, b in zip(x, y))

    def inverse():
        n = range(8)
        s, y = pairs[-1] if pairs else ([mpf(1)] * 8, [mpf(1)] * 8)
        scale = dot(s, y) / dot(y, y)
        h = mpmath.matrix([[scale * (i == j) for j in n] for i in n])
        for s, y in pairs:
            rho = 1 / dot(s, y)
            v = mpmath.matrix([[(i == j) - rho * y[i] * s[j] for j in n] for i in n])
            h = v.T * h * v + rho * mpmath.matrix(s) * mpmath.matrix(s).T
        return h

    def step(w, s, t):
        nonlocal last, pairs
        g = function.gradient(w, s)
        if last:
            change = [[a - b for a, b in zip(x, z)] for x, z in zip((w, g), last)]
            if dot(*change) > 0:
                pairs = [*pairs, change][-size:]
        last = (w, g)
        d = [-x for x in inverse() * mpmath.matrix(g)]
        if dot(g, d) >= -mpf(1e-9):
            return w

        def phi(a):
            there = [x + a * y for x, y in zip(w, d)]
            return function.value(there, s), dot(function.gradient(there, s), d)

        first = min(1, 1 / sum(abs(x) for x in g)) if t == 1 else mpf(1)
        tau = mpf(1e-9) / max(abs(x) for x in d)
        a = search(phi, function.value(w, s), dot(g, d), first * eta(t), tau)
        return [x + a * y for x, y in zip(w, d)]

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

    yield case("lbfgs", "paper", run(lbfgs(constant(1), 10), still))
    way = run(lbfgs(varying, 3), still)
    yield case("lbfgs", "paper", way, "scheduled", {"historySize": 3}, True)


version = f"mpmath {mpmath.__version__}"
write("function_transcription", "transcription", version, cases())
