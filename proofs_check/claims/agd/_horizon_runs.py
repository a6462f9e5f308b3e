"""Batched runs inside the hypotheses of the two horizon-free theorems, half of them at the step cap and with the residual
along the weakest direction of X, D_X/s down to 1e-3."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import by_batches

BATCH, SWEEPS = 800, 150
SHAPES = ((6, 5, 3, 2), (4, 7, 2, 2), (5, 4, 4, 3), (3, 3, 1, 1))
"""(m, n, d, r) of the batches in turn."""


@dataclass(frozen=True)
class Horizon:
    """One run: its label, the rate g, the worst √(f_{t+1}/f_t)/(1 − g), and the used shares of D_X and D_Y."""

    label: str
    g: float
    ratio: float
    used_x: float
    used_y: float


def runs(sharp: bool) -> Callable[[Random], Horizon]:
    """A sampler that simulates a batch when its last one is used up."""

    return by_batches(lambda rng, turn: simulate(rng.getrandbits(48), SHAPES[turn % len(SHAPES)], sharp))


def simulate(seed: int, shape: tuple[int, int, int, int], sharp: bool) -> list[Horizon]:
    """BATCH runs of SWEEPS sweeps in float64. Sweeps whose residual is within rounding of zero do not count."""
    import torch

    m, n, d, r = shape
    generator = torch.Generator().manual_seed(seed)

    def uniform(low: float, high: float, *size: int) -> Any:
        return low + (high - low) * torch.rand(BATCH, *size, dtype=torch.float64, generator=generator)

    def normal(*size: int) -> Any:
        return torch.randn(BATCH, *size, dtype=torch.float64, generator=generator)

    s, eta = uniform(0.05, 0.9), 10 ** uniform(-2, 1)
    big = s + (1.2 - s) * uniform(0, 0.6) * (r > 1)
    dx, dy, y = s * 10 ** uniform(-3, -0.05), 10 ** uniform(-3, -0.2), 10 ** uniform(-4, -0.3)
    g = torch.minimum((s - dx) ** 2, 2 - (big + dx) ** 2)
    cx, cy = 1 - (big + dx) ** 2 / 2, 1 - (y + dy) ** 2 / 2
    pull = (g / (2 - g)).clamp_min(0).sqrt() * dy * cx.clamp_min(0).sqrt()
    push = g * dx / (2**0.5 * (y + dy)) if sharp else (g / (2 - g)).clamp_min(0).sqrt() * dx * cy.clamp_min(0).sqrt()
    capped = torch.arange(BATCH) % 2 == 0
    w = torch.minimum(pull, push) * torch.where(capped, 1 - 1e-12, uniform(0.1, 1))
    sigma = torch.cat([s[:, None], s[:, None] + (big - s)[:, None] * uniform(0, 1, r - 1)], 1)
    u, q = torch.linalg.qr(normal(m, r)).Q, torch.linalg.qr(normal(d, r)).Q
    X = (u * sigma[:, None, :]) @ q.mT / eta[:, None, None].sqrt()
    Y = normal(n, d)
    Y = Y * (y / torch.linalg.matrix_norm(Y, 2) / eta.sqrt())[:, None, None]
    left = torch.where(capped[:, None, None], u[:, :, :1] @ normal(1, n), u @ normal(r, n))
    R = left * (2**0.5 * w / eta / left.norm(dim=(1, 2)))[:, None, None]
    A = X @ Y.mT - R
    usable = (g > 0) & (g < 1) & (cx > 0) & (cy > 0)
    ratio, far = _sweep(A, X, Y, eta, 1 - g)
    sizes = zip(s.tolist(), (dx / s).tolist(), strict=True)
    labels = [f"(m, n, d, r) = {shape}, s = {a:.3g}, D_X/s = {b:.3g}" for a, b in sizes]
    used_x, used_y = far[0] * eta.sqrt() / dx, far[1] * eta.sqrt() / dy
    rows = zip(labels, *(v.tolist() for v in (g, ratio, used_x, used_y)), usable.tolist(), strict=True)
    return [Horizon(label, *numbers) for label, *numbers, good in rows if good]  # type: ignore[arg-type]


def _sweep(A: Any, X: Any, Y: Any, eta: Any, keep: Any) -> tuple[Any, tuple[Any, Any]]:
    """Worst ratio of √f to (1 − g) a sweep above the rounding floor, and the farthest distances from the start."""
    import torch

    step, X0, Y0 = eta[:, None, None], X, Y
    R = X @ Y.mT - A
    size = X.norm(dim=(1, 2)) * Y.norm(dim=(1, 2)) + A.norm(dim=(1, 2))
    floor = 1e3 * 2.0**-53 * sum(A.shape[1:]) * size  # a residual of this size is known to 1e-3 or better only above it
    ratio, far = torch.zeros_like(eta), [torch.zeros_like(eta), torch.zeros_like(eta)]
    for _ in range(SWEEPS):
        before = R.norm(dim=(1, 2))
        X = X - step * R @ Y
        Y = Y - step * (X @ Y.mT - A).mT @ X
        R = X @ Y.mT - A
        after = R.norm(dim=(1, 2))
        ratio = torch.where(after > 1e7 * floor / 1e3, torch.maximum(ratio, after / before / keep), ratio)
        far = [torch.maximum(f, (Z - Z0).norm(dim=(1, 2))) for f, Z, Z0 in zip(far, (X, Y), (X0, Y0), strict=True)]
    return ratio, (far[0], far[1])


ROUNDING = 1e-6
"""Relative rounding of a ratio of residuals that are 1e7 times their own rounding error, with room for 150 sweeps."""


def broken(run: Horizon) -> Counterexample | None:
    """Rate or radius beyond the theorem."""
    return _beyond(run, 1.0)


def broken_faster(run: Horizon) -> Counterexample | None:
    """Planted: the rate 1 − 1.1·g."""
    return _beyond(run, 1.1)


def _beyond(run: Horizon, factor: float) -> Counterexample | None:
    allowed = (1 - factor * run.g) / (1 - run.g)
    if run.ratio > allowed * (1 + ROUNDING):
        return Counterexample(f"{run.label}: √f shrinks by {run.ratio:.9f} of 1 − g a sweep, allowed {allowed:.9f}", size=1)
    if max(run.used_x, run.used_y) > 1 + ROUNDING:
        return Counterexample(f"{run.label}: drift {max(run.used_x, run.used_y):.6f} of its radius", size=1)
    return None
