"""1,024 restarts of a 3-layer 4 × 4 problem, 200 steps: one batched call against a Python loop over seeds.

The loop is as lean as plain torch allows: products written out, gradients by hand, the loss at every step, no classes.
"""

from __future__ import annotations

import torch
from torch import Tensor

from benchmarks.timing import Figure, best
from numerics import run
from numerics.problems import DeepFactorization
from numerics.solvers import GradientDescent

RESTARTS, STEPS, RIDGE, STEP = 1024, 200, 0.1, 0.01


def figures(seed: int) -> list[Figure]:
    """The ratio, with the loop timed on 64 of the seeds and scaled."""
    generator = torch.Generator().manual_seed(seed)
    Y = torch.randn(4, 4, generator=generator, dtype=torch.float64)
    problem, solver = DeepFactorization(Y, (RIDGE,) * 3), GradientDescent(step=STEP, scale=1.0)
    start = solver.start(problem, RESTARTS, generator)
    batched = best(lambda: run(problem, solver, start, STEPS))
    some = 64
    looped = best(lambda: [_loop(tuple(w[i] for w in start.factors), Y) for i in range(some)], 2) * RESTARTS / some
    end = run(problem, solver, start, STEPS).loss[3]
    expected = torch.stack(_loop(tuple(w[3] for w in start.factors), Y))
    assert torch.allclose(end, expected, rtol=1e-12), "both must compute the same thing"
    ratio = looped / batched
    return [Figure("1,024 restarts, 200 steps: batch over loop", ratio, "×", "≥ 30 ×", ratio >= 30)]


def _loop(factors: tuple[Tensor, ...], Y: Tensor) -> list[Tensor]:
    W1, W2, W3 = factors
    losses = []
    for step in range(STEPS + 1):
        B = W2 @ W1
        R = W3 @ B - Y
        losses.append((R * R).sum() + RIDGE * ((W1 * W1).sum() + (W2 * W2).sum() + (W3 * W3).sum()))
        if step < STEPS:
            E = W3.T @ R
            g1, g2, g3 = 2 * (W2.T @ E), 2 * (E @ W1.T), 2 * (R @ B.T)
            W1, W2, W3 = (w - STEP * (g + 2 * RIDGE * w) for w, g in ((W1, g1), (W2, g2), (W3, g3)))
    return losses
