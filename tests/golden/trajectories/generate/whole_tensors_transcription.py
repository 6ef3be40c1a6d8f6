"""Trajectories of published rules on whole tensors, in 60 decimal digits.

    pip install mpmath && python whole_tensors_transcription.py

Each rule stands here as its paper has it; where a norm is 0, as the authors'
code has it. Results are rounded to float64. Hyperparameters are the float64
numbers that Descent is given.
"""

import mpmath
from mpmath import mpf, sqrt
from trajectories import record, write
from whole_tensors import cases, rate

mpmath.mp.dps = 60


def flat(x):
    return [e for part in x for e in flat(part)] if isinstance(x, list) else [x]


def numbers(x):
    return [mpf(e) for e in flat(x)]


def norm(x):
    return sqrt(sum(e**2 for e in x))


def runner(rule, defaults):
    """rule(shape, w, g, kept, hyper, t) gives the new w; kept is a dict."""

    def run(problem, options):
        hyper = {key: mpf(x) for key, x in {**defaults, **(options or {})}.items()}
        weights = {name: numbers(x) for name, x in problem["start"].items()}
        kept = {name: {} for name in weights}

        def take_step(t, gradients):
            if options is not None:
                hyper["rate"] = rate({"rate": mpf(options["rate"])}, mpf(t))
            for name, shape in problem["shapes"].items():
                w, g = weights[name], numbers(gradients[name])
                weights[name] = rule(shape, w, g, kept[name], hyper, t)

        return record(take_step, lambda name: weights[name], problem)

    return run


def adam_moments(g, kept, b1, b2):
    zeros = [mpf(0)] * len(g)
    kept["m"] = [b1 * m + (1 - b1) * e for m, e in zip(kept.get("m", zeros), g)]
    kept["v"] = [b2 * v + (1 - b2) * e**2 for v, e in zip(kept.get("v", zeros), g)]
    return kept["m"], kept["v"]


def lamb(shape, w, g, kept, h, t):
    """You et al. (2020), algorithm 2, with phi(z) = z."""
    m, v = adam_moments(g, kept, h["beta1"], h["beta2"])
    r = [
        a / (1 - h["beta1"] ** t) / (sqrt(b / (1 - h["beta2"] ** t)) + h["epsilon"])
        for a, b in zip(m, v)
    ]
    u = [a + h["weightDecay"] * b for a, b in zip(r, w)]
    ratio = norm(w) / norm(u) if norm(w) > 0 and norm(u) > 0 else 1
    return [a - h["rate"] * ratio * b for a, b in zip(w, u)]


def lars(shape, w, g, kept, h, t):
    """You, Gitman, Ginsburg (2017), algorithm 1; v of the paper is kept."""
    beta = h["weightDecay"]
    below = norm(g) + beta * norm(w)
    local = h["trustCoefficient"] * norm(w) / below if norm(w) > 0 and below > 0 else 1
    before = kept.get("v", [mpf(0)] * len(w))
    kept["v"] = [
        h["momentum"] * v + h["rate"] * local * (a + beta * b)
        for v, a, b in zip(before, g, w)
    ]
    return [a - b for a, b in zip(w, kept["v"])]


def matrices(shape, x):
    """The matrices of the last two axes, as lists of rows."""
    m, n = shape[-2:]
    rows = [x[i : i + n] for i in range(0, len(x), n)]
    return [rows[i : i + m] for i in range(0, len(rows), m)]


def rms(x):
    return sqrt(sum(e**2 for e in x) / len(x))


def adafactor(shape, w, g, kept, h, t):
    """Shazeer, Stern (2018), algorithms 4 and 5, with sums over rows and columns."""
    beta = 1 - mpf(t) ** -h["decayExponent"]
    eps1, d = h["epsilon"], h["clippingThreshold"]
    if len(shape) < 2:
        before = kept.get("V", [mpf(0)] * len(g))
        V = [beta * v + (1 - beta) * (a**2 + eps1) for v, a in zip(before, g)]
        kept["V"] = V
    else:
        V = []
        for k, G in enumerate(matrices(shape, g)):
            m, n = len(G), len(G[0])
            R, C = kept.get(k, ([mpf(0)] * m, [mpf(0)] * n))
            R = [
                beta * R[i] + (1 - beta) * sum(G[i][j] ** 2 + eps1 for j in range(n))
                for i in range(m)
            ]
            C = [
                beta * C[j] + (1 - beta) * sum(G[i][j] ** 2 + eps1 for i in range(m))
                for j in range(n)
            ]
            kept[k] = (R, C)
            V += [R[i] * C[j] / sum(R) for i in range(m) for j in range(n)]
    U = [a / sqrt(v) for a, v in zip(g, V)]
    U = [u / max(mpf(1), rms(U) / d) for u in U]
    rho = min(h["rate"], 1 / sqrt(mpf(t)))
    alpha = max(h["epsilonWeights"], rms(w)) * rho
    return [a - alpha * u for a, u in zip(w, U)]


def rows_of(shape, x):
    m, n = shape
    return mpmath.matrix([[x[i * n + j] for j in range(n)] for i in range(m)])


def elements(x):
    return [x[i, j] for i in range(x.rows) for j in range(x.cols)]


def adam_in_muon(w, g, kept, h, t):
    m, v = adam_moments(g, kept, h["beta1"], h["beta2"])
    rate = h["rate"] * h["adamRatio"]
    return [
        x
        - rate
        * (a / (1 - h["beta1"] ** t))
        / (sqrt(b / (1 - h["beta2"] ** t)) + h["epsilonAdam"])
        - rate * h["weightDecay"] * x
        for x, a, b in zip(w, m, v)
    ]


def muon(shape, w, g, kept, h, t):
    """Jordan et al. (2024): momentum as a sum, the quintic, sqrt(max(1, m/n))."""
    if len(shape) != 2:
        return adam_in_muon(w, g, kept, h, t)
    G = rows_of(shape, g)
    B = h["momentum"] * kept.get("B", mpmath.zeros(*shape)) + G
    kept["B"] = B
    X = G + h["momentum"] * B
    X = X / (norm(elements(X)) + h["epsilon"])
    a, b, c = mpf(3.4445), mpf(-4.7750), mpf(2.0315)
    for _ in range(5):
        A = X * X.T
        X = a * X + (b * A + c * A * A) * X
    size = h["rate"] * sqrt(max(mpf(1), mpf(shape[0]) / shape[1]))
    return [
        x - size * o - h["rate"] * h["weightDecay"] * x for x, o in zip(w, elements(X))
    ]


def power(H, exponent):
    """A power of a symmetric matrix by its eigenvalues."""
    values, Q = mpmath.eigsy(H)
    for i, value in enumerate(values):
        for row in range(Q.rows):
            Q[row, i] *= value ** (exponent / 2)
    return Q * Q.T


def unfold(shape, x, axis):
    """Rows are the slices along an axis; the places of their elements."""
    strides = [1] * len(shape)
    for i in range(len(shape) - 2, -1, -1):
        strides[i] = strides[i + 1] * shape[i + 1]
    rest = [0]
    for i, n in enumerate(shape):
        if i != axis:
            rest = [place + k * strides[i] for place in rest for k in range(n)]
    return [[k * strides[axis] + place for place in rest] for k in range(shape[axis])]


def matrix_of(places, x):
    return mpmath.matrix([[x[place] for place in row] for row in places])


def multiply(H, shape, x, axis):
    """A tensor times a matrix along an axis."""
    places = unfold(shape, x, axis)
    product = H * matrix_of(places, x)
    result = list(x)
    for i, row in enumerate(places):
        for j, place in enumerate(row):
            result[place] = product[i, j]
    return result


def shampoo(shape, w, g, kept, h, t):
    """Gupta, Koren, Singer (2018), algorithm 2; all axes have matrices."""
    axes = shape or [1]
    direction = g
    for i, n in enumerate(axes):
        G = matrix_of(unfold(axes, g, i), g)
        kept[i] = kept.get(i, h["epsilon"] * mpmath.eye(n)) + G * G.T
        direction = multiply(power(kept[i], -mpf(1) / (2 * len(axes))), axes, direction, i)
    return [a - h["rate"] * b for a, b in zip(w, direction)]


def descending(values, Q):
    order = sorted(range(Q.cols), key=lambda i: -values[i])
    return order, mpmath.matrix([[Q[r, i] for i in order] for r in range(Q.rows)])


def eigenvectors(H):
    if all(abs(x) == 0 for x in elements(H)):
        return mpmath.eye(H.rows)
    values, Q = mpmath.eigsy(H)
    return descending([round(x, 40) for x in values], Q)[1]


def orthogonal_factor(A):
    """Q of A = QR; a column that adds nothing is given by the unit vectors."""
    columns = []
    for j in range(A.cols):
        for candidate in [A[:, j]] + [mpmath.eye(A.rows)[:, i] for i in range(A.rows)]:
            x = candidate.copy()
            for _ in range(2):
                for q in columns:
                    x -= q * (q.T * x)[0]
            if norm(elements(x)) > mpf(10) ** -40 * norm(elements(candidate)) > 0:
                columns.append(x / norm(elements(x)))
                break
    return mpmath.matrix([[q[i] for q in columns] for i in range(A.rows)])


def soap(shape, w, g, kept, h, t):
    """Vyas et al. (2025), algorithm 3, with what the authors' code adds."""
    b1, b2, k = h["beta1"], h["beta2"], t - 1
    axes = range(len(shape)) if len(shape) > 1 else []
    Q = kept.get("Q")

    def project(x, transposed):
        for i in axes:
            x = multiply(Q[i].T if transposed else Q[i], shape, x, i)
        return x

    if t > 1:
        seen = project(g, True)
        adam_moments(seen, kept, b1, b2)
        before = kept.get("M", [mpf(0)] * len(g))
        kept["M"] = [b1 * m + (1 - b1) * a for m, a in zip(before, g)]
        moment = project(kept["M"], True)
        direction = [m / (sqrt(v) + h["epsilon"]) for m, v in zip(moment, kept["v"])]
        rate = h["rate"] * sqrt(1 - b2**k) / (1 - b1**k)
        w = [a - rate * b for a, b in zip(w, project(direction, False))]
        w = [a - h["rate"] * h["weightDecay"] * a for a in w]
    for i in axes:
        G = matrix_of(unfold(shape, g, i), g)
        zero = mpmath.zeros(shape[i])
        kept["H", i] = b2 * kept.get(("H", i), zero) + (1 - b2) * G * G.T
    if t == 1:
        kept["Q"] = [eigenvectors(kept["H", i]) for i in axes]
    elif k % int(h["preconditionFrequency"]) == 0:
        for i in axes:
            H = kept["H", i]
            estimate = Q[i].T * H * Q[i]
            order, basis = descending([estimate[j, j] for j in range(H.rows)], Q[i])
            places = unfold(shape, kept["v"], i)
            old = list(kept["v"])
            for row, source in zip(places, order):
                for place, from_place in zip(row, places[source]):
                    kept["v"][place] = old[from_place]
            kept["Q"][i] = orthogonal_factor(H * basis)
    return w


def found():
    moments = {"beta1": 0.9, "beta2": 0.999}
    defaults = {"rate": 0.001, **moments, "epsilon": 1e-6, "weightDecay": 0.01}
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.5}
    yield from cases("lamb", "paper", runner(lamb, defaults), {"rate": 0.125, **hyper})
    defaults = {"momentum": 0.9, "weightDecay": 5e-4, "trustCoefficient": 1e-3}
    hyper = {"momentum": 0.75, "weightDecay": 0.25, "trustCoefficient": 0.125}
    yield from cases(
        "lars", "paper", runner(lars, {"rate": 1, **defaults}), {"rate": 0.5, **hyper}
    )
    defaults = {"decayExponent": 0.8, "epsilon": 1e-30, "epsilonWeights": 1e-3}
    defaults["clippingThreshold"] = 1
    hyper = {"decayExponent": 0.5, "epsilon": 0.25, "epsilonWeights": 0.5}
    hyper["clippingThreshold"] = 1.5
    yield from cases(
        "adafactor",
        "paper",
        runner(adafactor, {"rate": 0.01, **defaults}),
        {"rate": 0.125, **hyper},
    )
    defaults = {"momentum": 0.95, "epsilon": 1e-7, "weightDecay": 0, "beta1": 0.9}
    defaults = {**defaults, "beta2": 0.95, "epsilonAdam": 1e-10, "adamRatio": 0.015}
    hyper = {"momentum": 0.75, "epsilon": 2, "weightDecay": 0.5, "beta1": 0.75}
    hyper = {**hyper, "beta2": 0.875, "epsilonAdam": 0.25, "adamRatio": 0.5}
    yield from cases(
        "muon", "paper", runner(muon, {"rate": 0.02, **defaults}), {"rate": 0.125, **hyper}
    )
    yield from cases(
        "shampoo",
        "paper",
        runner(shampoo, {"rate": 0.1, "epsilon": 1e-4}),
        {"rate": 0.125, "epsilon": 0.25},
    )
    defaults = {"beta1": 0.95, "beta2": 0.95, "epsilon": 1e-8, "weightDecay": 0.01}
    hyper = {"beta1": 0.75, "beta2": 0.875, "epsilon": 0.25, "weightDecay": 0.5}
    yield from cases(
        "soap",
        "paper",
        runner(soap, {"rate": 0.003, **defaults, "preconditionFrequency": 10}),
        {"rate": 0.125, **hyper, "preconditionFrequency": 3},
    )


VERSION = f"mpmath {mpmath.__version__}"
write("whole_tensors_transcription", "transcription", VERSION, found())
