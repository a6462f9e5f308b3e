"""Projected steps from an aligned start, U_0 = ε(e_1, …, e_k), A = diag(μ): no entry off the diagonal is ever anything but 0,
so the run is one of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt


def aligned(mu: list[float], size: float, radius: float, step: float) -> Iterator[tuple[list[float], float, float]]:
    """(u_1, …, u_k), c = max(1, ‖Ū‖/α) and the largest move, step after step; λ_i = 1 at the start."""
    u, lam = [size] * len(mu), [1.0] * len(mu)
    while True:
        gaps = [x * v * v - m for m, v, x in zip(mu, u, lam, strict=True)]
        bar = [v - 2 * step * g * v * x for g, v, x in zip(gaps, u, lam, strict=True)]
        c = max(1.0, sqrt(sum(v * v for v in bar)) / radius)
        after = [v / c for v in bar]
        following = [max(x - step * g * v * v, 0.0) for g, v, x in zip(gaps, u, lam, strict=True)]
        moved = max(abs(a - b) for a, b in zip([*after, *following], [*u, *lam], strict=True))
        u, lam = after, following
        yield u, c, moved
