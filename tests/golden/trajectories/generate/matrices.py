"""The start and the gradients for rules that see a tensor as a whole.

    python matrices.py

writes ../matrices.json. All numbers are multiples of powers of two with few
digits, so that float32 and float64 hold them exactly. Six tensors:

- a [3, 4]: rows of sizes 1, 1/4 and 4, mixed by their neighbours;
- b [5]: its last element has no gradient in the first 20 steps;
- c [2, 2, 3]: sign flips at every step in one element;
- d [4, 2]: taller than wide; no gradient at all in the first 4 steps and in
  steps 41 to 43;
- e []: a scalar;
- f [1, 3]: a single row; in the first step its first element alone has a
  gradient, so that the eigenvectors of gᵀg are known.
"""

from draws import draws, write

STEPS = 100


def gradients():
    numbers = draws(2024)
    rows = []
    for t in range(1, STEPS + 1):
        x = [next(numbers) / 256 for _ in range(12)]
        a = [x[0:4], x[4:8], x[8:12]]
        a = [
            [a[0][j] + a[1][j] / 4 for j in range(4)],
            [a[1][j] / 4 + a[2][j] / 16 for j in range(4)],
            [a[2][j] * 4 - a[0][j] for j in range(4)],
        ]
        b = [next(numbers) / 256 + (i - 2) / 4 for i in range(5)]
        b[4] = 0 if t <= 20 else b[4]
        c = [next(numbers) / 512 for _ in range(12)]
        c[3] = (1 if t % 2 else -1) * (abs(c[3]) + 0.25)
        f = [next(numbers) / 256 for _ in range(3)]
        rest = t > 4 and not 41 <= t <= 43
        d = [next(numbers) / 256 + (i == 0) if rest else 0 for i in range(8)]
        rows.append(
            {
                "a": sum(a, []),
                "b": b,
                "c": c,
                "d": d,
                "e": [next(numbers) / 1024 + 0.625],
                "f": [f[0], 0, 0] if t == 1 else f,
            }
        )
    return rows


def start():
    numbers = draws(7)
    sizes = {"a": 12, "b": 5, "c": 12, "d": 8, "e": 1, "f": 3}
    return {
        name: [(abs(next(numbers)) / 512 + 0.5) * (-1) ** i for i in range(size)]
        for name, size in sizes.items()
    }


problem = {
    "shapes": {"a": [3, 4], "b": [5], "c": [2, 2, 3], "d": [4, 2], "e": [], "f": [1, 3]},
    "start": start(),
    "gradients": gradients(),
}

write("matrices", problem)
