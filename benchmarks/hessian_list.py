"""The whole Hessian spectrum at 1,200 parameters: closed form against torch.func dense Hessian and eigvalsh, same answer;
and the summary at 10⁹ parameters."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from benchmarks.timing import Figure, best, best_in_turn
from theory.dmf import Landscape

WIDTHS = (20,) * 4
VALUES = tuple(f"{40 - k}/7" for k in range(20))


def figures(seed: int) -> list[Figure]:
    """One orbit of mixed type, a fresh landscape each time; seconds of the fastest of two runs."""
    codes = np.array([[(1, 2, 1, 0)[k % 4] for k in range(20)]], dtype=np.int8)

    def closed() -> np.ndarray:
        orbit = Landscape(WIDTHS, spectrum=VALUES, ridge=1).block(codes).orbits()[0]
        return np.repeat(*map(np.array, zip(*orbit.hessian(), strict=True)))

    landscape = Landscape(WIDTHS, spectrum=VALUES, ridge=1)
    point = torch.tensor(np.stack(landscape.block(codes).orbits()[0].representative(seed)))
    target = torch.tensor(landscape.target)

    def loss(flat: Tensor) -> Tensor:
        first, second, third = flat.reshape(3, 20, 20)
        return (third @ second @ first - target).square().sum() + flat.square().sum()

    def dense() -> np.ndarray:
        return torch.linalg.eigvalsh(torch.func.hessian(loss)(point.reshape(-1))).numpy()

    one, other = closed(), dense()
    error = float(np.abs(one - other).max() / np.abs(other).max())
    assert error < 1e-12, f"both must give the same spectrum, not {error} apart"
    ours, automatic = best_in_turn([closed, dense], 2)
    ratio = automatic / ours
    what = f"dense torch.func Hessian + eigvalsh over closed form, 1,200 parameters (same to {error:.0e})"
    return [Figure(what, ratio, "×", "≥ 10 ×", ratio >= 10), _summary()]


def _summary() -> Figure:
    size = 10_000
    values = [f"{3000 + size - k}/1000" for k in range(size)]
    orbit = Landscape((size,) * 11, spectrum=values, ridge=1).orbits(limit=1)[0]
    assert orbit.hessian_summary().parameters == 10**9
    seconds = best(orbit.hessian_summary, 2)
    return Figure("Hessian extremes, index, nullity, trace at 10⁹ parameters", seconds, "s", "≤ 1 s", seconds <= 1)
