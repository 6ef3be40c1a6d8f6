"""NumPy with derivatives by hand: flat parameters, results in place."""

import numpy as np

import data


def versions():
    return f"NumPy {np.__version__}"


def stepper(rule, w):
    """A function of (gradient, t) that changes w in place."""
    name, rate = rule["name"], rule["learningRate"]
    one, two = np.empty_like(w), np.empty_like(w)

    def subtract(step):
        np.multiply(step, rate, out=one)
        np.subtract(w, one, out=w)

    if name == "sgd":
        return lambda g, t: subtract(g)
    if name == "momentum":
        m, mu = np.zeros_like(w), rule["momentum"]

        def step(g, t):
            np.multiply(m, mu, out=m)
            np.add(m, g, out=m)
            subtract(m)

        return step
    epsilon = rule["epsilon"]
    if name in ("adagrad", "rmsprop"):
        h = np.zeros_like(w)
        decay = rule.get("decay")

        def step(g, t):
            np.multiply(g, g, out=one)
            if decay is not None:
                np.multiply(one, 1 - decay, out=one)
                np.multiply(h, decay, out=h)
            np.add(h, one, out=h)
            np.sqrt(h, out=one)
            np.add(one, epsilon, out=one)
            np.divide(g, one, out=two)
            subtract(two)

        return step
    m, v = np.zeros_like(w), np.zeros_like(w)
    beta1, beta2 = rule["beta1"], rule["beta2"]

    def step(g, t):
        np.multiply(m, beta1, out=m)
        np.multiply(g, 1 - beta1, out=one)
        np.add(m, one, out=m)
        np.multiply(v, beta2, out=v)
        np.multiply(g, g, out=one)
        np.multiply(one, 1 - beta2, out=one)
        np.add(v, one, out=v)
        np.multiply(v, 1 / (1 - beta2**t), out=one)
        np.sqrt(one, out=one)
        np.add(one, epsilon, out=one)
        np.divide(m, one, out=one)
        np.multiply(one, rate / (1 - beta1**t), out=one)
        np.subtract(w, one, out=w)

    return step


class Stepped:
    """Steps from a start."""

    def __init__(self, spec, start):
        self.rule, self.start = spec["rule"], start
        self.w = start.copy()

    def run(self, steps):
        self.w[...] = self.start
        step = stepper(self.rule, self.w)
        for t in range(1, steps + 1):
            step(self.gradient(), t)


class Training(Stepped):
    def __init__(self, spec):
        self.x, self.y, weights = data.training(spec)
        dtype = self.x.dtype
        start = np.concatenate(
            [
                part
                for w in weights
                for part in (w.ravel(), np.zeros(w.shape[1], dtype))
            ]
        )
        super().__init__(spec, start)
        self.g = np.zeros_like(start)
        self.layers, at = [], 0
        batch = spec["batch"]
        for w in weights:
            views = []
            for flat in (self.w, self.g):
                inputs, outputs = w.shape
                middle = at + w.size
                views.append(flat[at:middle].reshape(w.shape))
                views.append(flat[middle : middle + outputs])
            w_, b_, gw, gb = views
            z = np.empty((batch, w.shape[1]), dtype)
            self.layers.append((w_, b_, gw, gb, z, np.empty_like(z)))
            at += w.size + w.shape[1]
        self.tanh = spec["activation"] == "tanh"
        self.squares = spec["loss"] == "squares"
        self.rows = np.arange(batch)

    def gradient(self):
        layers, a = self.layers, self.x
        for i, (w, b, _, _, z, _) in enumerate(layers):
            np.matmul(a, w, out=z)
            np.add(z, b, out=z)
            if i < len(layers) - 1:
                if self.tanh:
                    np.tanh(z, out=z)
                else:
                    np.maximum(z, 0, out=z)
            a = z
        z, d = layers[-1][4:]
        if self.squares:
            np.subtract(z, self.y, out=d)
            self.loss = np.dot(d.ravel(), d.ravel()) / d.size
            np.multiply(d, 2 / d.size, out=d)
        else:
            np.subtract(z, z.max(axis=1, keepdims=True), out=z)
            np.exp(z, out=d)
            sums = d.sum(axis=1, keepdims=True)
            right = z[self.rows, self.y] - np.log(sums[:, 0])
            self.loss = -right.mean()
            np.divide(d, sums, out=d)
            d[self.rows, self.y] -= 1
            np.multiply(d, 1 / len(d), out=d)
        for i in range(len(layers) - 1, -1, -1):
            w, _, gw, gb, _, d = layers[i]
            below = layers[i - 1][4] if i > 0 else self.x
            np.matmul(below.T, d, out=gw)
            np.sum(d, axis=0, out=gb)
            if i > 0:
                down = layers[i - 1][5]
                np.matmul(d, w.T, out=down)
                if self.tanh:
                    np.multiply(below, below, out=below)
                    np.subtract(1, below, out=below)
                    np.multiply(down, below, out=down)
                else:
                    np.multiply(down, below > 0, out=down)
        return self.g

    def result(self):
        return [float(self.loss)]


class Update(Stepped):
    def __init__(self, spec):
        start, self.g = data.update(spec)
        super().__init__(spec, start)

    def gradient(self):
        return self.g

    def result(self):
        return data.sample(self.w)


class Rosenbrock(Stepped):
    def __init__(self, spec):
        super().__init__(spec, data.rosenbrock(spec))
        self.g = np.empty_like(self.start)
        self.above, self.part = (np.empty_like(self.start[0]) for _ in "ab")

    def gradient(self):
        (x, y), (gx, gy) = self.w, self.g
        above, part = self.above, self.part
        np.multiply(x, x, out=above)
        np.subtract(y, above, out=above)
        np.multiply(above, 200, out=gy)
        np.multiply(gy, x, out=gx)
        np.subtract(1, x, out=part)
        np.add(gx, part, out=gx)
        np.multiply(gx, -2, out=gx)
        return self.g

    def result(self):
        return [number for part in self.w for number in data.sample(part)]


class Product:
    def __init__(self, spec):
        self.a, self.b = data.product(spec)

    def run(self, steps):
        for _ in range(steps):
            self.c = self.a @ self.b

    def result(self):
        return data.sample(self.c.ravel())


KINDS = {
    "training": Training,
    "update": Update,
    "product": Product,
    "rosenbrock": Rosenbrock,
}


def prepare(spec):
    return KINDS[spec["kind"]](spec)
