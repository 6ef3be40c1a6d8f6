"""Trajectories of PyTorch's Muon as it is shipped: its iteration in bfloat16.

    pip install torch numpy && python muon_bfloat16.py

Weights, momentum and gradients are float64, and bfloat16 is what the matrix is
rounded to before the iteration and after each product in it. What is no matrix
has PyTorch's AdamW, as in whole_tensors_torch.py, which makes all of it float64.
"""

import torch
from in_torch import Weights
from trajectories import PROBLEMS, record, write


def run(problem):
    weights = Weights(problem)
    matrices = [w for w in weights.values() if w.ndim == 2]
    others = [w for w in weights.values() if w.ndim != 2]
    made = [torch.optim.Muon(matrices), torch.optim.AdamW(others, weight_decay=0.1)]

    def take_step(_, gradients):
        weights.meet(gradients)
        for optimizer in made:
            optimizer.step()

    return record(take_step, weights.read, problem)


def cases():
    for name, problem in PROBLEMS.items():
        head = {"rule": "muon", "variant": "torch", "name": f"bfloat16, {name}"}
        yield {**head, "problem": name, "options": {}, "points": run(problem)}


write("muon_bfloat16", "torch", torch.__version__, cases())
