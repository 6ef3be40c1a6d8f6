"""The start and the gradients that every trajectory is made from.

    python problem.py

writes ../problem.json. All numbers are multiples of powers of two with few
digits, so that float32 and float64 hold them exactly. Three tensors:

- a [3]: of size 1 with changing signs; a thousandth of it; one whose sign
  flips at every step;
- b [2, 2]: of size 1000; zero in the first 30 steps; zero in steps 41 to 60;
  always zero;
- c []: mostly positive, never zero.
"""

from draws import draws, write

STEPS = 100


def gradients():
    numbers = draws(20)
    rows = []
    for t in range(1, STEPS + 1):
        x = [next(numbers) / 256 for _ in range(7)]
        rows.append(
            {
                "a": [x[0], x[1] / 1024, (1 if t % 2 else -1) * (abs(x[2]) + 0.25)],
                "b": [
                    x[3] * 1024,
                    0 if t <= 30 else x[4],
                    0 if 41 <= t <= 60 else x[5],
                    0,
                ],
                "c": [x[6] / 4 + 1],
            }
        )
    return rows


problem = {
    "shapes": {"a": [3], "b": [2, 2], "c": []},
    "start": {"a": [1, 0, -0.5], "b": [0, 0.25, -2, 0.75], "c": [0]},
    "gradients": gradients(),
}

write("problem", problem)
