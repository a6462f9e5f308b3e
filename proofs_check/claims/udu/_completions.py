"""Ends of batches of completions by projected UDU and by Burer–Monteiro, one instance a member, radii and noise of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

SIZE, MODES, ENTRIES, START = 20, (1.0, 2.0), 240, 1e-2


@dataclass(frozen=True)
class Completed:
    """Ends of a batch: singular values (batch, n), E = Σ ln c (batch,) and ‖𝒜(X) − b‖/‖b‖ (batch,)."""

    values: Tensor
    exponent: Tensor
    residual: Tensor

    def rows(self, chosen: slice) -> Completed:
        """Some of the batch."""
        return Completed(self.values[chosen], self.exponent[chosen], self.residual[chosen])

    def next_value(self) -> list[float]:
        """σ_{r+1}/σ_1 for the rank r of the truth."""
        return (self.values[:, len(MODES)] / self.values[:, 0]).tolist()


def complete(
    seeds: list[int],
    radii: list[float],
    *,
    noise: float | Sequence[float] = 0.0,
    steps: int = 12_000,
    step: float = 0.05,
    bm: bool = False,
) -> Completed:
    """½Σ(X_ij − b_ij)² over 240 of the 400 ordered entries of Q diag(1, 2) Qᵀ, n = 20, b = entries +
    noise·‖entries‖/√240·N(0, 1), D_0 = I, ‖U_0‖ = 1e-2: projected UDU with r = n, or Burer–Monteiro (``bm``, no ball, D =
    I), a member for each pair of seed and radius."""
    import torch

    from proofs_check.bridge.completion import Completion, run_bm, run_udu

    noises = [by / ENTRIES**0.5 for by in (noise if isinstance(noise, Sequence) else [noise] * len(seeds))]
    data = Completion(seeds, SIZE, ENTRIES, modes=MODES, start=START, noise=noises)
    if bm:
        end = run_bm(data, steps, step=step, points=1)
    else:
        end = run_udu(data, steps, step=step, radius=torch.tensor(radii, dtype=torch.float64), points=1)
    exponent = torch.zeros(len(seeds), dtype=torch.float64) if bm else end["E"]
    return Completed(torch.linalg.svdvals(end["factor"]) ** 2, exponent, data.residual(end["X"]))
