"""Trajectories of torch's own L-BFGS with its line search, in float64.

    pip install torch && python function_torch.py

One step is one iteration; the function is still (s = 0). torch ends where the
slope along its direction is not below -1e-9: from there on it stays.
"""

import function
import torch
from shared import case, follow, rate
from trajectories import write

torch.set_default_dtype(torch.float64)


def run(varies=False, **options):
    w = torch.tensor([float(x) for x in function.START]).requires_grad_()
    optimizer = torch.optim.LBFGS(
        [w],
        max_iter=1,
        max_eval=26,
        tolerance_grad=0,
        line_search_fn="strong_wolfe",
        **options,
    )

    def closure():
        optimizer.zero_grad()
        loss = function.value(list(w), 0)
        loss.backward()
        w.grad[6] = 0  # b11 is not in the function.
        return loss

    def take_step(t, s):
        if varies:
            optimizer.param_groups[0]["lr"] = rate(t)
        optimizer.step(closure)

    still = [0] * function.STEPS
    return follow(take_step, lambda: w.tolist(), inputs=still)


def cases():
    yield case("lbfgs", "torch", run())
    way = run(True, history_size=2)
    yield case("lbfgs", "torch", way, "scheduled", {"historySize": 2}, True)


write("function_torch", "torch", torch.__version__, cases())
