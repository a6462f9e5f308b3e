"""Batches of projected UDU runs on ½‖X − A‖², with the hypotheses of Proposition 1 kept or broken."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Runs:
    """Where the runs ended: the last step's size, c = max(1, ‖Ū‖/α), ‖GUD‖ and the points; batch first."""

    moved: Tensor
    factor: Tensor
    gradient: Tensor
    U: Tensor
    magnitudes: Tensor
    A: Tensor

    def converged(self, tolerance: float = 1e-10) -> Tensor:
        """Whether the last step of each run was shorter than the tolerance, (batch,)."""
        return self.moved < tolerance


def projected_runs(
    seed: int, count: int = 100, columns: int = 2, upper: float = float("inf"), frozen: bool = False
) -> Runs:
    """Random symmetric 3 × 3 A of spectral norm 8, α = 1, η = 2e-3, U_0 of norm .5, λ_0 uniform in [.2, 1.5]; λ kept in
    [0, ``upper``] or frozen at 1."""
    return _run(*_start(seed, count, columns, upper, frozen), upper, frozen)


def side_by_side(batches: list[tuple[int, int, float]], count: int = 100) -> list[Runs]:
    """Batches of (seed, columns, upper) as in `projected_runs`, run at once: columns of zeros, which stay, fill them up."""
    import torch

    widest = max(columns for _, columns, _ in batches)
    parts = []
    for seed, columns, upper in batches:
        A, U, lam = _start(seed, count, columns, upper)
        more = widest - columns
        fill = torch.zeros(count, more, dtype=torch.float64)
        parts.append((A, torch.nn.functional.pad(U, (0, more)), torch.cat([lam, fill], 1), torch.full_like(A[:, :1, 0], upper)))
    A, U, lam, uppers = (torch.cat(part) for part in zip(*parts, strict=True))
    found = _run(A, U, lam, uppers)
    rows = (slice(k, k + count) for k in range(0, len(A), count))
    return [Runs(*(getattr(found, field.name)[chosen] for field in fields(Runs))) for chosen in rows]


def _start(seed: int, count: int, columns: int, upper: float, frozen: bool = False) -> tuple[Tensor, Tensor, Tensor]:
    """A, U_0 and λ_0."""
    import torch

    generator = torch.Generator().manual_seed(seed % 2**31)
    A = torch.randn(count, 3, 3, generator=generator, dtype=torch.float64)
    A = A + A.mT
    A = A * (8.0 / torch.linalg.matrix_norm(A, 2, keepdim=True))
    U = torch.randn(count, 3, columns, generator=generator, dtype=torch.float64)
    U = U * (0.5 / torch.linalg.matrix_norm(U, keepdim=True))
    lam = 0.2 + 1.3 * torch.rand(count, columns, generator=generator, dtype=torch.float64)
    return A, U, torch.ones_like(lam) if frozen else lam.clamp(0.2, min(upper, 1.5))


def _run(A: Tensor, U: Tensor, lam: Tensor, upper: float | Tensor, frozen: bool = False) -> Runs:
    import torch

    step = 2e-3
    moved = factor = gradient = torch.zeros(len(A), dtype=torch.float64)
    for t in range(12_000):
        G = (U * lam[:, None]) @ U.mT - A
        direction = 2 * G @ U * lam[:, None]
        bar = U - step * direction
        factor = torch.linalg.matrix_norm(bar).clamp_min(1)
        after = bar / factor[:, None, None]
        following = lam if frozen else (lam - step * (U * (G @ U)).sum(1)).clamp_min(0).clamp_max(upper)
        moved = (after - U).flatten(1).norm(dim=1) + (following - lam).norm(dim=1)
        gradient = direction.flatten(1).norm(dim=1) / 2
        U, lam = after, following
        if t % 200 == 0 and bool((moved < 1e-12).all()):
            break
    return Runs(moved, factor, gradient, U, lam, A)
