"""The numbers that all contestants start from, as workloads/data.ts has them."""

import numpy as np


def numbers(stream, length):
    """Numbers in [-1, 1): PCG's output permutation of a counter."""
    first = np.uint32(stream * 0x9E3779B9 & 0xFFFFFFFF)
    with np.errstate(over="ignore"):
        counter = np.arange(length, dtype=np.uint32) + first
        state = counter * np.uint32(747796405) + np.uint32(2891336453)
        by = (state >> np.uint32(28)) + np.uint32(4)
        word = ((state >> by) ^ state) * np.uint32(277803737)
    word = (word >> np.uint32(22)) ^ word
    return (word >> np.uint32(8)).astype(np.float64) / 2**23 - 1


def training(spec):
    """x, y and the weights [inputs, outputs] of each layer."""
    layers, batch, dtype = spec["layers"], spec["batch"], spec["dtype"]
    weights = [
        (numbers(i, layers[i] * n) * np.sqrt(3 / layers[i]))
        .reshape(layers[i], n)
        .astype(dtype)
        for i, n in enumerate(layers[1:])
    ]
    x = numbers(100, batch * layers[0]).reshape(batch, layers[0]).astype(dtype)
    if spec["loss"] == "squares":
        y = numbers(101, batch * layers[-1]).reshape(batch, -1).astype(dtype)
    else:
        y = np.floor((numbers(101, batch) + 1) / 2 * layers[-1])
        y = y.astype(np.int64)
    return x, y, weights


def update(spec):
    """The parameters and their gradient."""
    size, dtype = spec["size"], spec["dtype"]
    return numbers(200, size).astype(dtype), numbers(201, size).astype(dtype)


def product(spec):
    """The two factors."""
    size, dtype = spec["size"], spec["dtype"]
    return [
        numbers(stream, size * size).reshape(size, size).astype(dtype)
        for stream in (300, 301)
    ]


def rosenbrock(spec):
    """Where the runs start: x and y, shape [2, runs]."""
    runs, dtype = spec["runs"], spec["dtype"]
    return (2 * np.stack([numbers(400, runs), numbers(401, runs)])).astype(dtype)


def sample(elements):
    """Up to 16 elements, spread over all."""
    count = min(16, len(elements))
    return [float(elements[i * len(elements) // count]) for i in range(count)]
