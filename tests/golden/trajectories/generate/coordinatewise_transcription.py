"""Trajectories of further coordinatewise formulas as published, in 60 digits.

    pip install mpmath && python coordinatewise_transcription.py

Where Descent keeps what it needs from step to step, most formulas here look at
all gradients so far: means are sums with the weights written out, maxima are
taken over the whole past. Results are rounded to float64.

The variants adadelta/tfjs, rprop/optax and adan/optax stand here too: what these
libraries mean. What they do is in tfjs_adadelta.json and optax_faults.json.
"""

import mpmath
from mpmath import mpf, sign, sqrt
from trajectories import DECAY, NAMES, PROBLEM, case, record, write
from transcription import numbers, over


class Coordinate:
    """One weight, the gradients it has met, and what a formula keeps."""

    def __init__(self, w):
        self.w = w
        self.past = []


def run(formula, rate, varies):
    kept = {
        name: [Coordinate(w) for w in numbers(PROBLEM["start"][name])]
        for name in NAMES
    }

    def take_step(t, gradients):
        lr = mpf(rate) / (1 + (t - 1) * mpf(DECAY)) if varies else mpf(rate)
        for name in NAMES:
            for c, g in zip(kept[name], numbers(gradients[name])):
                c.past.append(g)
                formula(c, g, lr, t)

    return record(take_step, lambda name: [float(c.w) for c in kept[name]])


def mean(beta, xs):
    """The sum of (1 - beta) beta^(t - i) x_i over the steps i up to t."""
    return (1 - beta) * sum(beta ** (len(xs) - 1 - i) * x for i, x in enumerate(xs))


def squares(xs):
    return [x**2 for x in xs]


def adadelta(rho, epsilon):
    """Zeiler (2012), algorithm 1: RMS[x] is sqrt(E[x^2] + epsilon)."""

    def rms(xs):
        return sqrt((mean(rho, squares(xs)) if xs else 0) + epsilon)

    def formula(c, g, eta, t):
        changes = c.__dict__.setdefault("changes", [])
        changes.append(-rms(changes) / rms(c.past) * g)
        c.w += eta * changes[-1]

    return formula


def amsgrad(beta1, beta2, epsilon):
    """Reddi, Kale, Kumar (2018), algorithm 2; epsilon is 0 there."""

    def formula(c, g, alpha, t):
        vs = c.__dict__.setdefault("vs", [])
        vs.append(mean(beta2, squares(c.past)))
        c.w -= alpha * over(mean(beta1, c.past), sqrt(max(vs)) + epsilon)

    return formula


def adamax(beta1, beta2, epsilon):
    """Kingma and Ba (2015), algorithm 2: u is the greatest of all, decayed."""

    def formula(c, g, alpha, t):
        u = max(beta2 ** (t - i) * abs(x) for i, x in enumerate(c.past, start=1))
        c.w -= alpha / (1 - beta1**t) * over(mean(beta1, c.past), u + epsilon)

    return formula


def nadam(mu, nu, epsilon, psi):
    """Dozat (2016), algorithm 2, with the schedule of its experiments."""

    def inertia(i):
        return mu * (1 - mpf("0.5") * mpf("0.96") ** (psi * i))

    def product(n):
        return mpmath.fprod(inertia(i) for i in range(1, n + 1))

    def formula(c, g, eta, t):
        m = sum(
            (1 - inertia(i)) * x * mpmath.fprod(inertia(j) for j in range(i + 1, t + 1))
            for i, x in enumerate(c.past, start=1)
        )
        n = mean(nu, squares(c.past))
        m_hat = inertia(t + 1) * m / (1 - product(t + 1)) + (1 - inertia(t)) * g / (
            1 - product(t)
        )
        n_hat = nu * n / (1 - nu**t)
        c.w -= eta * over(m_hat, sqrt(n_hat) + epsilon)

    return formula


def radam(beta1, beta2, epsilon):
    """Liu et al. (2020), algorithm 2; epsilon is 0 there."""

    def formula(c, g, alpha, t):
        rho_inf = 2 / (1 - beta2) - 1
        v = mean(beta2, squares(c.past))
        m_hat = mean(beta1, c.past) / (1 - beta1**t)
        rho = rho_inf - 2 * t * beta2**t / (1 - beta2**t)
        if rho > 4:
            l = over(sqrt(1 - beta2**t), sqrt(v) + epsilon * sqrt(1 - beta2**t))
            r = sqrt((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho))
            c.w -= alpha * r * m_hat * l
        else:
            c.w -= alpha * m_hat

    return formula


def adabelief(beta1, beta2, epsilon, epsilon_root):
    """Zhuang et al. (2020), algorithm 2; both epsilons are one there."""

    def formula(c, g, alpha, t):
        errors = c.__dict__.setdefault("errors", [])
        m = mean(beta1, c.past)
        errors.append((g - m) ** 2 + epsilon_root / (1 - beta2))
        s_hat = mean(beta2, errors) / (1 - beta2**t)
        c.w -= alpha * m / (1 - beta1**t) / (sqrt(s_hat) + epsilon)

    return formula


def yogi(beta1, beta2, epsilon, start):
    """Zaheer et al. (2018), algorithm 2, v and m from start (0 there)."""

    def formula(c, g, alpha, t):
        v = c.__dict__.get("v", start)
        change = (1 - beta2) * g**2
        c.v = v + change if v < g**2 else v - change if v > g**2 else v
        m = mean(beta1, c.past) + beta1**t * start
        c.w -= alpha * over(m, sqrt(c.v) + epsilon)

    return formula


def lion(beta1, beta2, decay):
    """Chen et al. (2023), algorithm 2."""

    def formula(c, g, eta, t):
        m = mean(beta2, c.past[:-1])
        c.w -= eta * (sign(beta1 * m + (1 - beta1) * g) + decay * c.w)

    return formula


def sign_sgd(c, g, delta, t):
    """Bernstein et al. (2018), algorithm 1."""
    c.w -= delta * sign(g)


def signum(beta):
    """Bernstein et al. (2018), algorithm 2."""

    def formula(c, g, delta, t):
        c.w -= delta * sign(mean(beta, c.past))

    return formula


def adan(beta1, beta2, beta3, epsilon, decay):
    """Xie et al. (2024), algorithm 1, in the paper's own betas; g_0 is the first."""

    def formula(c, g, eta, t):
        if t == 1:
            c.m, c.v, c.n = g, mpf(0), g**2
        else:
            difference = g - c.past[-2]
            c.m = (1 - beta1) * c.m + beta1 * g
            c.v = difference if t == 2 else (1 - beta2) * c.v + beta2 * difference
            c.n = (1 - beta3) * c.n + beta3 * (g + (1 - beta2) * difference) ** 2
        step = over(eta, sqrt(c.n) + epsilon) * (c.m + (1 - beta2) * c.v)
        c.w = (c.w - step) / (1 + decay * eta)

    return formula


def adan_corrected(beta1, beta2, beta3, epsilon, decay):
    """What optax.adan means: the authors' program, with its own decay."""

    def formula(c, g, eta, t):
        differences = [0] + [b - a for a, b in zip(c.past, c.past[1:])]
        ahead = [x + beta2 * y for x, y in zip(c.past, differences)]
        m = mean(beta1, c.past) / (1 - beta1**t)
        v = mean(beta2, differences) / (1 - beta2**t)
        n = mean(beta3, squares(ahead)) / (1 - beta3**t)
        part = (m + beta2 * v) / (sqrt(n + epsilon) + epsilon)
        c.w -= eta * (part + decay * c.w)

    return formula


def rprop(minus, plus, least, most, backtracks=True):
    """Riedmiller and Braun (1993), (4) to (7), with the step that is taken back;
    or iRprop- of Igel and Huesken (2003), which rests in its place."""

    def formula(c, g, start, t):
        if t == 1:
            c.delta, c.before, c.change = start, mpf(0), mpf(0)
        if c.before * g > 0:
            c.delta = min(c.delta * plus, most)
        if c.before * g < 0:
            c.delta = max(c.delta * minus, least)
            c.change = -c.change if backtracks else mpf(0)
            c.before = mpf(0)
        else:
            c.change = -sign(g) * c.delta
            c.before = g
        c.w += c.change

    return formula


def cases():
    def both(rule, variant, default, rate, formula, options):
        yield case(rule, variant, run(default, rate, False))
        points = run(formula, 0.125, True)
        yield case(rule, variant, points, "scheduled", options, 0.125)

    n9, n95, n99, n999 = mpf(0.9), mpf(0.95), mpf(0.99), mpf(0.999)
    q, e, half, most = mpf(0.25), mpf(0.75), mpf(0.5), mpf(0.875)
    none, small = mpf(0), mpf(1e-8)
    hyper = {"decay": 0.75, "epsilon": 0.25}
    for variant, default, rate in (
        ("paper", adadelta(n95, mpf(1e-6)), 1),
        ("tfjs", adadelta(n95, mpf(1e-7)), 0.001),
    ):
        yield from both("adadelta", variant, default, rate, adadelta(e, q), hyper)
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25}
    yield from both(
        "amsgrad", "paper", amsgrad(n9, n999, none), 0.001, amsgrad(e, most, q), hyper
    )
    yield from both(
        "adamax", "paper", adamax(n9, n999, none), 0.002, adamax(e, most, q), hyper
    )
    yield from both(
        "nadam",
        "paper",
        nadam(n99, n999, small, mpf(0.004)),
        0.002,
        nadam(e, most, q, half),
        {**hyper, "momentumDecay": 0.5},
    )
    yield from both(
        "radam", "paper", radam(n9, n999, none), 0.001, radam(e, most, q), hyper
    )
    yield from both(
        "adabelief",
        "paper",
        adabelief(n9, n999, small, small),
        0.001,
        adabelief(e, most, q, half),
        {**hyper, "epsilonRoot": 0.5},
    )
    yield from both(
        "yogi",
        "paper",
        yogi(n9, n999, mpf(1e-3), none),
        0.01,
        yogi(e, most, q, mpf(2)),
        {**hyper, "initialAccumulator": 2},
    )
    hyper = {"beta1": 0.75, "beta2": 0.875, "weightDecay": 0.5}
    yield from both(
        "lion", "paper", lion(n9, n99, none), 1e-4, lion(e, most, half), hyper
    )
    yield from both("sign-sgd", "paper", sign_sgd, 0.001, sign_sgd, {})
    yield from both(
        "signum", "paper", signum(n9), 0.001, signum(e), {"momentum": 0.75}
    )
    # 1 - beta as the float64 numbers that Descent is given.
    complements = [1 - mpf(x) for x in (0.98, 0.92, 0.99)]
    hyper = {**hyper, "beta3": 0.5, "epsilon": 0.25}
    yield from both(
        "adan",
        "paper",
        adan(*complements, small, mpf(0.02)),
        0.001,
        adan(q, mpf(0.125), half, q, half),
        hyper,
    )
    yield from both(
        "adan",
        "optax",
        adan_corrected(mpf(0.98), mpf(0.92), n99, small, none),
        0.001,
        adan_corrected(e, most, half, q, half),
        hyper,
    )
    hyper = {"decrease": 0.25, "increase": 1.5, "minStep": 0.03125, "maxStep": 0.75}
    factors, bounds = (half, mpf(1.2)), (mpf(1e-6), 50)
    other = (q, mpf(1.5), mpf(0.03125), e)
    for variant, rate, backtracks in (("paper", 0.1, True), ("optax", 0.01, False)):
        yield from both(
            "rprop",
            variant,
            rprop(*factors, *bounds, backtracks),
            rate,
            rprop(*other, backtracks),
            hyper,
        )


VERSION = f"mpmath {mpmath.__version__}"
write("coordinatewise_transcription", "transcription", VERSION, cases())
