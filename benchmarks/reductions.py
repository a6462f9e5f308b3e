"""Runs at m = 10⁶ by exact reduction: seconds for AGD with r = 5 and direction-magnitude with r = 50."""

from __future__ import annotations

import torch

from benchmarks.timing import Figure, _once
from numerics import run
from numerics.reduction import AlignmentRecursion, draw_alignment, reduce_alternating
from numerics.solvers import AlternatingGradientDescent


def figures(seed: int) -> list[Figure]:
    """Both to a relative loss of 1e-10."""
    generator = torch.Generator().manual_seed(seed)
    reached = {}

    def alternating() -> None:
        left = torch.randn(1_000_000, 5, generator=generator, dtype=torch.float64) / 1000
        right = torch.randn(1000, 5, generator=generator, dtype=torch.float64) / 1000**0.5
        X = left @ torch.randn(5, 5, generator=generator, dtype=torch.float64) * 0.3
        Y = torch.randn(1000, 5, generator=generator, dtype=torch.float64) / 30
        small, start = reduce_alternating(left, right, X, Y)
        loss = run(small, AlternatingGradientDescent(step=0.3), start, 20_000, at="log").loss
        reached["agd"] = float(loss[-1] / loss[0])

    def directions() -> None:
        W = draw_alignment(1_000_000, 50, 3, generator=generator)
        reached["dmd"] = float(AlignmentRecursion([1.0, 0.9, 0.8]).run(W, 200_000, tolerance=1e-10).converged)

    agd, dmd = _once(alternating), _once(directions)
    return [
        Figure("AGD, m = 10⁶, r = 5, to 1e-10", agd, "s", "≤ 5 s", agd <= 5 and reached["agd"] < 1e-10),
        Figure("direction-magnitude, m = 10⁶, r = 50", dmd, "s", "≤ 5 s", dmd <= 5 and reached["dmd"] == 1),
    ]
