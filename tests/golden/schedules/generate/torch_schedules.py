"""Rates of PyTorch's own schedulers, in float64.

    pip install torch && python torch_schedules.py
"""

import warnings

import torch
from tables import case, write
from torch.optim import lr_scheduler

# The optimizer takes no step, of which PyTorch warns.
warnings.filterwarnings("ignore")


def rates(make, steps, rate):
    """The rates of steps 1, 2, …: the scheduler is stepped after each."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=rate)
    scheduler = make(optimizer)
    result = []
    for t in range(steps):
        result.append(float(optimizer.param_groups[0]["lr"]))
        if t + 1 < steps:
            scheduler.step()
    return result


def restarts(rate, end, steps, factor):
    options = {
        "learningRate": rate,
        "finalLearningRate": end,
        "steps": steps,
        "stepsFactor": factor,
    }
    table = rates(
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(
            o, T_0=steps, T_mult=factor, eta_min=end
        ),
        40,
        rate,
    )
    return case("cosineRestarts", options, table)


def one_cycle(rate, n, share, form, options, **divisors):
    """PyTorch's last rate is that of step n: T = n - 1 and W = share·n - 1."""
    table = rates(
        lambda o: lr_scheduler.OneCycleLR(
            o,
            max_lr=rate,
            total_steps=n,
            pct_start=share,
            anneal_strategy="cos" if form == "cosine" else "linear",
            cycle_momentum=False,
            **divisors,
        ),
        n,
        rate,
    )
    return case(
        "oneCycle",
        {
            "learningRate": rate,
            "steps": n - 1,
            "warmupSteps": round(share * n) - 1,
            "form": form,
            **options,
        },
        table,
    )


def cases():
    yield restarts(0.1, 0.0, 5, 1)
    yield restarts(0.3, 0.01, 3, 2)
    yield restarts(1.0, 0.25, 1, 3)
    yield one_cycle(0.1, 20, 0.25, "cosine", {})
    yield one_cycle(0.1, 20, 0.5, "linear", {})
    yield one_cycle(
        0.4,
        12,
        0.25,
        "cosine",
        {"divisor": 8, "finalDivisor": 100},
        div_factor=8,
        final_div_factor=100,
    )
    yield case(
        "polynomialDecay",
        {"learningRate": 0.2, "steps": 9, "power": 0.9},
        rates(lambda o: lr_scheduler.PolynomialLR(o, 9, power=0.9), 14, 0.2),
    )
    yield case(
        "joinSchedules",
        [
            {"rate": 0.25, "steps": 4},
            {
                "rate": {
                    "schedule": "stepDecay",
                    "options": {"learningRate": 0.5, "decay": 0.5, "steps": 3},
                }
            },
        ],
        rates(
            lambda o: lr_scheduler.SequentialLR(
                o,
                [
                    lr_scheduler.ConstantLR(o, factor=0.5, total_iters=100),
                    lr_scheduler.StepLR(o, step_size=3, gamma=0.5),
                ],
                milestones=[4],
            ),
            16,
            0.5,
        ),
    )


write("torch", torch.__version__, cases())
