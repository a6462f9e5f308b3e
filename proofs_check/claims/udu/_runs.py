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
    seed: int,
    count: int = 100,
    *,
    size: int = 3,
    columns: int = 2,
    norm: float = 8.0,
    radius: float = 1.0,
    step: float = 2e-3,
    steps: int = 12_000,
    lower: float = 0.0,
    upper: float = float("inf"),
    frozen: bool = False,
    decay: tuple[float, float] = (0.0, 0.0),
    precondition: bool = False,
) -> Runs:
    """Random symmetric A of spectral norm ``norm``, U_0 of norm .5, λ_0 uniform in [.2, 1.5]; λ kept in [lower, upper] or
    frozen at 1; ``decay`` = (w_U, w_D); ``precondition`` divides every row of U's step by a fixed positive number."""
    start = _start(seed, count, size, columns, norm, radius, lower, upper, frozen, precondition)
    return _run(*start, radius, step, steps, lower, upper, frozen, decay)


def side_by_side(batches: list[tuple[int, int, float]], count: int = 100) -> list[Runs]:
    """Batches of (seed, columns, upper) as in `projected_runs`, run at once: columns of zeros, which stay, fill them up."""
    import torch

    widest = max(columns for _, columns, _ in batches)
    parts = []
    for seed, columns, upper in batches:
        A, U, lam, _ = _start(seed, count, upper=upper, columns=columns)
        more = widest - columns
        fill = torch.zeros(count, more, dtype=torch.float64)
        parts.append((A, torch.nn.functional.pad(U, (0, more)), torch.cat([lam, fill], 1), torch.full_like(A[:, :1, 0], upper)))
    A, U, lam, uppers = (torch.cat(part) for part in zip(*parts, strict=True))
    found = _run(A, U, lam, 1.0, upper=uppers)
    rows = (slice(k, k + count) for k in range(0, len(A), count))
    return [Runs(*(getattr(found, field.name)[chosen] for field in fields(Runs))) for chosen in rows]


def _start(
    seed: int,
    count: int,
    size: int = 3,
    columns: int = 2,
    norm: float = 8.0,
    radius: float = 1.0,
    lower: float = 0.0,
    upper: float = float("inf"),
    frozen: bool = False,
    precondition: bool = False,
) -> tuple[Tensor, Tensor, Tensor, Tensor | float]:
    """A, U_0, λ_0 and what multiplies the rows of a step of U."""
    import torch

    generator = torch.Generator().manual_seed(seed % 2**31)
    A = torch.randn(count, size, size, generator=generator, dtype=torch.float64)
    A = A + A.mT
    A = A * (norm / torch.linalg.matrix_norm(A, 2, keepdim=True))
    U = torch.randn(count, size, columns, generator=generator, dtype=torch.float64)
    U = U * (0.5 * radius / torch.linalg.matrix_norm(U, keepdim=True))
    lam = 0.2 + 1.3 * torch.rand(count, columns, generator=generator, dtype=torch.float64)
    lam = torch.ones_like(lam) if frozen else lam.clamp(lower if lower < 0 else 0.2, min(upper, 1.5))
    rows = 0.3 + torch.rand(count, size, 1, generator=generator, dtype=torch.float64) if precondition else 1.0
    return A, U, lam, rows


def _run(
    A: Tensor,
    U: Tensor,
    lam: Tensor,
    rows: Tensor | float,
    radius: float = 1.0,
    step: float = 2e-3,
    steps: int = 12_000,
    lower: float = 0.0,
    upper: float | Tensor = float("inf"),
    frozen: bool = False,
    decay: tuple[float, float] = (0.0, 0.0),
) -> Runs:
    import torch

    moved = factor = gradient = torch.zeros(len(A), dtype=torch.float64)
    for t in range(steps):
        G = (U * lam[:, None]) @ U.mT - A
        direction = 2 * G @ U * lam[:, None]
        bar = U - step * (direction * rows + decay[0] * U)
        norms = torch.linalg.matrix_norm(bar)
        factor = (norms / radius).clamp_min(1)
        after = bar / factor[:, None, None]
        move = lam - step * ((U * (G @ U)).sum(1) + decay[1] * lam)
        following = lam if frozen else move.clamp_min(lower).clamp_max(upper)
        moved = (after - U).flatten(1).norm(dim=1) + (following - lam).norm(dim=1)
        gradient = direction.flatten(1).norm(dim=1) / 2
        U, lam = after, following
        if t % 200 == 0 and bool((moved < 1e-12).all()):
            break
    return Runs(moved, factor, gradient, U, lam, A)
