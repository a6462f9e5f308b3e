"""What the experiments about alternating gradient descent share: batched runs, what is read off them, counts of the theorems.

Let A = U Σ Vᵀ have rank k. The part of X outside col(U) moves by X⊥⁺ = X⊥(I − ηYᵀY), from the right alone, and that of Y
alike, so that only their triangular factors matter: in the frames U and V a run on an m × n matrix has the residuals of
one on [Σ 0; 0 0] with at most k + d rows and columns. That is exact (claim agd-reduction for X in col(A)).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

WATCH, GROWN = 50, 1e3
"""Every how many sweeps a run is looked at, and the growth of ‖R‖ beyond which it is called diverged."""


@dataclass(frozen=True)
class Run:
    """``norms``: ‖XYᵀ − A‖_F before the first sweep and after each, (sweeps + 1, batch); ``gaps``: ‖XYᵀ − (A − tail)‖_F at the
    same times; X and Y at the end."""

    norms: Tensor
    gaps: Tensor
    X: Tensor
    Y: Tensor


def descend(
    A: Tensor, X: Tensor, Y: Tensor, step: float | Tensor, cap: int, goal: float | Tensor = 0.0, *,
    tail: Tensor | None = None, simultaneous: bool = False,
) -> Run:  # fmt: skip
    """At most ``cap`` sweeps of AGD, or steps of gradient descent, for a batch of starts; ``step`` one number or one a member.

    Ends when every member has a gap ≤ ``goal``, the distance from A − ``tail`` (None: from A), or has diverged, looked at every
    50 sweeps.
    """
    step = torch.as_tensor(step, dtype=A.dtype).reshape(-1, 1, 1)
    R = X @ Y.mT - A
    norms = [torch.linalg.vector_norm(R, dim=(-2, -1))]
    gaps = norms if tail is None else [torch.linalg.vector_norm(R + tail, dim=(-2, -1))]
    for t in range(1, cap + 1):
        if simultaneous:
            X, Y = X - step * (R @ Y), Y - step * (R.mT @ X)
        else:
            X = X - step * (R @ Y)
            Y = Y - step * ((X @ Y.mT - A).mT @ X)
        R = X @ Y.mT - A
        norms.append(torch.linalg.vector_norm(R, dim=(-2, -1)))
        if tail is not None:
            gaps.append(torch.linalg.vector_norm(R + tail, dim=(-2, -1)))
        if t % WATCH == 0 and bool(((gaps[-1] <= goal) | ~(norms[-1] < GROWN * norms[0])).all()):
            break
    return Run(torch.stack(norms), torch.stack(gaps), X, Y)


def diagonal(values: Tensor, rows: int, columns: int) -> Tensor:
    """[Σ 0; 0 0] of this size, for values (k,) or (batch, k)."""
    k = values.shape[-1]
    return torch.nn.functional.pad(torch.diag_embed(values), (0, columns - k, 0, rows - k))


def folded(factor: Tensor, rank: int) -> Tensor:
    """A factor (batch, n, d) whose first ``rank`` rows are its part in the frame of A, with the others as their triangular
    factor: (batch, rank + min(d, n − rank), d), and without them where they are zero."""
    inside, rest = factor[..., :rank, :], factor[..., rank:, :]
    return torch.cat([inside, torch.linalg.qr(rest, mode="r")[1]], -2) if bool(rest.any()) else inside


def reached(sizes: Tensor, goal: float | Tensor) -> list[int | None]:
    """The first sweep at which ``sizes`` (sweeps + 1, batch) is at most ``goal``, for each member; None if there is none.

    >>> reached(torch.tensor([[4.0, 4.0], [2.0, 3.0], [1.0, float("nan")]]), 2.0)
    [1, None]
    """
    return [int(hit.nonzero()[0, 0]) if bool(hit.any()) else None for hit in (sizes <= goal).T]


def decay(sizes: Tensor, high: float | Tensor, low: float | Tensor) -> list[float | None]:
    """−ln of the factor a sweep of each member, from the first sweep at or below ``high`` to the first at or below ``low``;
    None where it does not come there, or in fewer than 3 sweeps.

    >>> decay(0.5 ** torch.arange(9.0)[:, None], 0.5, 0.01)
    [0.693147...]
    """
    found: list[float | None] = []
    for k, (first, last) in enumerate(zip(reached(sizes, high), reached(sizes, low), strict=True)):
        if first is None or last is None or last - first < 3:
            found.append(None)
        else:
            found.append(float((sizes[first, k] / sizes[last, k]).log()) / (last - first))
    return found


def curves(sizes: Tensor, points: int = 60) -> list[dict[str, list[float]]]:
    """For each member ``at``, at most ``points`` sweeps spread evenly in their logarithm, and the ``sizes`` there."""
    last = len(sizes) - 1
    at = sorted({0, *(round(last ** (i / (points - 2))) for i in range(points - 1) if last)})
    return [{"at": [float(t) for t in at], "curve": sizes[at, k].tolist()} for k in range(sizes.shape[1])]


def by_seed(seeds: Sequence[int], **columns: Sequence[Any]) -> list[dict[str, Any]]:
    """One mapping a seed from one list a quantity."""
    for name, values in columns.items():
        if len(values) != len(seeds):
            raise ValueError(f"{name} must have one value a seed ({len(seeds)}), got {len(values)}")
    return [{name: values[k] for name, values in columns.items()} for k in range(len(seeds))]


def seeds_of(seeds: Sequence[int]) -> Any:
    """The random numbers of a batch of starts: one stream a seed, whoever else is in the batch."""
    from numerics.randomness import Seeds

    return Seeds(torch.tensor(list(seeds)))


def promised(last: float, **given: Any) -> Any:
    """`IterationBounds` at the start that was drawn, ``last`` = √η σ_r(X_0): τ is what makes β = ρ²/(C²κ²) its square; the
    other arguments are those of `IterationBounds`.

    >>> given = {"condition": 10.0, "rank": 3, "columns": 6, "nu": 0.5, "epsilon": 1e-6, "balance": 8.0}
    >>> round(promised(0.01, **given).beta, 12)
    0.0001
    """
    from theory.agd import IterationBounds

    unit = IterationBounds(tau=1, **given).rho
    return IterationBounds(tau=last * given["balance"] * given["condition"] / unit, **given)


def likely(chance: float, **given: Any) -> Any:
    """`IterationBounds` before a start is drawn: τ for which the small-ball bound of σ_r(VᵀΦ₁) ≤ ρ is ``chance``; the other
    arguments are those of `IterationBounds`.

    >>> given = {"condition": 10.0, "rank": 3, "columns": 6, "nu": 0.5, "epsilon": 1e-6, "balance": 8.0}
    >>> round(likely(0.05, **given).failure_probability["small_ball"], 9)
    0.05
    """
    from theory.agd import IterationBounds, small_ball

    low, high = -30.0, 0.0
    for _ in range(60):
        middle = (low + high) / 2
        too_large = small_ball(given["columns"], given["rank"], math.exp(middle)) > chance
        low, high = (low, middle) if too_large else (middle, high)
    return IterationBounds(tau=math.exp(low) / IterationBounds(tau=1, **given).rho, **given)
