"""Trajectories of formulas as published, of all tensors together, in 60 digits.

    pip install mpmath && python shared_transcription.py

Each formula stands here as its source has it, in vectors of all weights.
Results are rounded to float64.
"""

import mpmath
from mpmath import mpf, sqrt
from shared import GROWTH, RATE, case, flat, follow
from trajectories import DECAY, PROBLEM, write

mpmath.mp.dps = 60


class Vector(list):
    """Numbers with the arithmetic of vectors, element by element."""

    def __add__(self, other):
        return Vector(a + b for a, b in zip(self, spread(other, self)))

    def __sub__(self, other):
        return Vector(a - b for a, b in zip(self, spread(other, self)))

    def __mul__(self, other):
        return Vector(a * b for a, b in zip(self, spread(other, self)))

    def __truediv__(self, other):
        pairs = zip(self, spread(other, self))
        return Vector(a / b if b != 0 else mpf(0) for a, b in pairs)

    __rmul__ = __mul__

    def root(self):
        return Vector(sqrt(a) for a in self)


def spread(x, like):
    return x if isinstance(x, Vector) else [x] * len(like)


def vector(tree):
    return Vector(mpf(x) for x in flat(tree))


def zeros(x):
    return Vector(mpf(0) for _ in x)


def varying(t, start=RATE):
    return mpf(start) / (1 + (t - 1) * mpf(DECAY))


class ScheduleFreeSgd:
    """Defazio et al. (2), (3), (4)."""

    def __init__(self, w, beta, decay):
        self.z = self.x = self.y = w
        self.beta, self.decay, self.sum = beta, decay, mpf(0)

    def step(self, g, gamma, t):
        self.z = self.z - gamma * (g + self.decay * self.y)
        self.sum += gamma**2
        c = gamma**2 / self.sum
        self.x = (1 - c) * self.x + c * self.z
        self.y = (1 - self.beta) * self.z + self.beta * self.x
        return self.y, self.x


class ScheduleFreeAdamw:
    """Defazio et al., algorithm 1."""

    def __init__(self, w, beta1, beta2, epsilon, decay):
        self.z = self.x = self.y = w
        self.v, self.sum = zeros(w), mpf(0)
        self.constants = beta1, beta2, epsilon, decay

    def step(self, g, gamma, t):
        beta1, beta2, epsilon, decay = self.constants
        self.v = beta2 * self.v + (1 - beta2) * (g * g)
        gamma_t = gamma * sqrt(1 - beta2**t)
        part = g / (self.v.root() + epsilon)
        self.z = self.z - gamma_t * part - (gamma_t * decay) * self.y
        self.sum += gamma_t**2
        c = gamma_t**2 / self.sum
        self.x = (1 - c) * self.x + c * self.z
        self.y = (1 - beta1) * self.z + beta1 * self.x
        return self.y, self.x


class DAdaptation:
    """Defazio and Mishchenko, algorithm 5, with decoupled weight decay."""

    def __init__(self, w, beta1, beta2, epsilon, decay, d0):
        self.x, self.d, self.r = w, d0, mpf(0)
        self.m, self.v, self.s = zeros(w), zeros(w), zeros(w)
        self.constants = beta1, beta2, epsilon, decay

    def step(self, g, gamma, t):
        beta1, beta2, epsilon, decay = self.constants
        b = sqrt(beta2)
        lam = self.d * gamma
        self.m = beta1 * self.m + ((1 - beta1) * lam) * g
        self.v = beta2 * self.v + (1 - beta2) * (g * g)
        a = self.v.root() + epsilon
        self.x = self.x - self.m / a - (decay * lam) * self.x
        self.r = b * self.r + (1 - b) * lam * sum(g * self.s / a)
        self.s = b * self.s + ((1 - b) * lam) * g
        norm = sum(abs(s) for s in self.s)
        self.d = max(self.d, self.r / ((1 - b) * norm))
        return self.x, None


class DAdaptationSgd:
    """Defazio and Mishchenko, algorithm 4, with λ·x added to the gradient."""

    def __init__(self, w, beta, decay, d0):
        self.x = self.z = w
        self.d, self.g0, self.sum, self.s = d0, None, mpf(0), zeros(w)
        self.beta, self.decay = beta, decay

    def step(self, g, gamma, t):
        g = g + self.decay * self.x
        if self.g0 is None:
            self.g0 = sqrt(sum(g * g))
        lam = self.d * gamma / self.g0
        self.sum += lam * sum(g * self.s)
        self.s = self.s + lam * g
        self.z = self.z - lam * g
        self.x = self.beta * self.x + (1 - self.beta) * self.z
        self.d = max(self.d, 2 * self.sum / sqrt(sum(self.s * self.s)))
        return self.x, None


class Prodigy:
    """Mishchenko and Defazio, algorithm 4, with decoupled weight decay."""

    def __init__(self, w, beta1, beta2, epsilon, decay, d0):
        self.x = self.x0 = w
        self.d, self.r = d0, mpf(0)
        self.m, self.v, self.s = zeros(w), zeros(w), zeros(w)
        self.constants = beta1, beta2, epsilon, decay

    def step(self, g, gamma, t):
        beta1, beta2, epsilon, decay = self.constants
        b, d = sqrt(beta2), self.d
        self.m = beta1 * self.m + ((1 - beta1) * d) * g
        self.v = beta2 * self.v + ((1 - beta2) * d**2) * (g * g)
        share = (1 - b) * d**2
        self.r = b * self.r + share * gamma * sum(g * (self.x0 - self.x))
        self.s = b * self.s + share * self.average(g, gamma)
        self.d = max(d, self.r / sum(abs(s) for s in self.s))
        part = self.m / (self.v.root() + d * epsilon)
        self.x = self.x - (gamma * d) * part - (gamma * d * decay) * self.x
        return self.x, None

    def average(self, g, gamma):
        return gamma * g


class AveragedSgd:
    """Polyak and Juditsky (2); the falling rate and the decay are Bottou's."""

    def __init__(self, w, decay, power, start):
        self.w, self.total = w, zeros(w)
        self.constants = decay, power, start

    def step(self, g, eta, t):
        decay, power, start = self.constants
        eta_t = eta / (1 + decay * eta * (t - 1)) ** power
        self.w = (1 - decay * eta_t) * self.w - eta_t * g
        if t <= start:
            return self.w, self.w
        self.total = self.total + self.w
        return self.w, self.total / mpf(t - start)


class SafeguardedProdigy(Prodigy):
    """The same with what the authors' package calls safeguard_warmup."""

    def average(self, g, gamma):
        return g


def run(make, default, varies=RATE):
    rule = make(vector(PROBLEM["start"]))

    def gamma(t):
        return varying(t, varies) if default is None else mpf(default)

    w = average = None

    def take_step(t, gradients):
        nonlocal w, average
        w, average = rule.step(vector(gradients), gamma(t), t)

    def numbers(x):
        return [float(e) for e in x]

    averages = isinstance(rule, (ScheduleFreeSgd, ScheduleFreeAdamw, AveragedSgd))
    evaluate = (lambda: numbers(average)) if averages else None
    return follow(take_step, lambda: numbers(w), evaluate)


def cases():
    def both(rule, make, rate, defaults, hyper, varies=RATE):
        values = [mpf(x) for x in defaults]
        yield case(rule, "paper", run(lambda w: make(w, *values), rate))
        values = [mpf(x) for x in hyper.values()]
        way = run(lambda w: make(w, *values), None, varies)
        yield case(rule, "paper", way, "scheduled", hyper, varies)

    hyper = {"beta": 0.75, "weightDecay": 0.125}
    yield from both("schedule-free-sgd", ScheduleFreeSgd, 1, (0.9, 0), hyper)
    moments = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.125}
    adam = (0.9, 0.999, 1e-8, 0)
    yield from both("schedule-free-adamw", ScheduleFreeAdamw, 0.0025, adam, moments)
    given = [mpf(x) for x in (*moments.values(), 1e-6)]
    for rule, make in (("d-adaptation", DAdaptation), ("prodigy", Prodigy)):
        way = run(lambda w: make(w, *given), 1)
        yield case(rule, "paper", way, "constant", moments)
    hyper = {**moments, "distance": 2**-10}
    yield from both("d-adaptation", DAdaptation, 1, (*adam, 1e-6), hyper, GROWTH)
    yield from both("prodigy", Prodigy, 1, (*adam, 1e-6), hyper, GROWTH)
    values = [mpf(x) for x in hyper.values()]
    way = run(lambda w: SafeguardedProdigy(w, *values), None, GROWTH)
    safe = {**hyper, "safeguardWarmup": "on"}
    yield case("prodigy", "paper", way, "safeguarded", safe, GROWTH)
    way = run(lambda w: DAdaptationSgd(w, mpf(0.9), mpf(0), mpf(1e-6)), 1)
    yield case("d-adaptation", "sgd", way)
    hyper = {"beta1": 0.75, "weightDecay": 0.125, "distance": 2**-10}
    values = [mpf(x) for x in hyper.values()]
    way = run(lambda w: DAdaptationSgd(w, *values), None, GROWTH)
    yield case("d-adaptation", "sgd", way, "scheduled", hyper, GROWTH)
    hyper = {"decay": 0.25, "power": 0.5, "start": 18}
    yield from both("averaged-sgd", AveragedSgd, 0.01, (0, 0.75, 0), hyper)


version = f"mpmath {mpmath.__version__}"
write("shared_transcription", "transcription", version, cases())
