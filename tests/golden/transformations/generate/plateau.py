"""The scales that torch and optax reduce a learning rate of 1 to, in float64.

    pip install torch jax optax && python plateau.py

writes ../plateau.json: the losses, and for each case the scale of each step.
torch gets the loss of a step before the step, as optax does. The last losses
are negative: there both take for better what is not lower, and the cases named
"below 0" are theirs alone.
"""

import json
from pathlib import Path

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import optax
import torch
from optax import contrib


def losses():
    """120 numbers: they fall, stay, rise, fall a little, and fall below 0."""
    state = 5
    level = 8.0
    for t in range(120):
        state = (1103515245 * state + 12345) % 2**31
        noise = ((state >> 12) % 1024 - 512) / 4096
        if t < 20 or 50 <= t < 60:
            level *= 0.875
        if 30 <= t < 40:
            level += 0.0625
        if 70 <= t < 100:
            level -= 2**-14
        if t >= 100:
            level = -1 - (t - 100) / 2**16
            noise = 0
        yield level + (noise if t < 80 else 0)


LOSSES = list(losses())
HIGH = LOSSES[:100]


def by_torch(given, **options):
    weight = torch.zeros(1, requires_grad=True)
    optimizer = torch.optim.SGD([weight], lr=1)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, eps=0, **options)
    scales = []
    for loss in given:
        scheduler.step(loss)
        scales.append(optimizer.param_groups[0]["lr"])
    return scales


def by_optax(given, **options):
    made = contrib.reduce_on_plateau(**options)
    one = jnp.ones([], jnp.float64)
    state = made.init(one)
    update = jax.jit(lambda state, loss: made.update(one, state, value=loss))
    scales = []
    for loss in given:
        scale, state = update(state, jnp.float64(loss))
        scales.append(float(scale))
    return scales


def cases():
    yield "torch", "defaults", {}, by_torch(HIGH)
    given = {"factor": 0.75, "patience": 2, "threshold": 0.0625, "cooldown": 3}
    yield "torch", "cooled", {**given, "minScale": 0.125}, by_torch(
        HIGH, **given, min_lr=0.125
    )
    given = {"factor": 0.5, "patience": 0, "threshold": 2**-12}
    yield "torch", "absolute", {
        "factor": 0.5,
        "patience": 0,
        "threshold": 0,
        "absoluteThreshold": 2**-12,
    }, by_torch(HIGH, **given, threshold_mode="abs")
    below = {"factor": 0.5, "patience": 2}
    yield "torch", "below 0", below, by_torch(LOSSES, **below)

    yield "optax", "defaults", {"patience": 9}, by_optax(HIGH)
    given = {"factor": 0.75, "cooldown": 3}
    options = {"patience": 2, "threshold": 0.0625, "absoluteThreshold": 2**-6}
    yield "optax", "cooled", {**given, **options, "minScale": 0.125}, by_optax(
        HIGH, **given, patience=3, rtol=0.0625, atol=2**-6, min_scale=0.125
    )
    yield "optax", "below 0", below, by_optax(LOSSES, factor=0.5, patience=3)


versions = {
    "torch": torch.__version__,
    "optax": f"{optax.__version__}, jax {jax.__version__}",
}
text = ",\n".join(
    json.dumps({"library": a, "name": b, "options": c, "scales": d})
    for a, b, c, d in cases()
)
path = Path(__file__).parent.parent / "plateau.json"
path.write_text(
    f'{{"versions": {json.dumps(versions)},\n"losses": {json.dumps(LOSSES)},\n'
    f'"cases": [\n{text}\n]}}\n'
)
