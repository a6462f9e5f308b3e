"""Symmetric factorization of a low-rank matrix, reduced exactly: outside the range of A a triangular factor carries the run.

For A = UΛUᵀ, m × m of rank r_A, a factor Z (m, r) becomes [UᵀZ; R] with R the QR factor of (I − UUᵀ)Z, and A becomes diag(Λ, 0)
of size r_A + min(r, m − r_A). Both sides differ by a rotation of R^m. Methods that commute with rotations and move Z within
the span of its columns and U have the same losses there: gradient descent on YYᵀ, direction-magnitude descent and its
scaled form, for X = Z(ZᵀZ)^{-1/2} too. Source: ours (reconstructed).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from numerics.problems.factorization import SymmetricFactorization
from numerics.problems.validation import require
from numerics.randomness import require_generator
from numerics.reduction.alternating import bartlett_factor
from numerics.tensors import whole


def reduce_symmetric(U: Tensor, values: Sequence[float] | Tensor, Z: Tensor) -> tuple[SymmetricFactorization, Tensor]:
    """The reduced problem (factor ¼) and start for eigenvectors U (m, r_A) of the non-zero ``values``, and Z (…, m, r).

    >>> U = torch.eye(4, 1, dtype=torch.float64)
    >>> problem, start = reduce_symmetric(U, [2.0], torch.ones(4, 1, dtype=torch.float64))
    >>> problem.A.tolist(), [round(x, 12) for x in start.square().flatten().tolist()]         # 1 in col(A), 3 outside
    ([[2.0, 0.0], [0.0, 0.0]], [1.0, 3.0])
    """
    inside = U.mT @ Z
    outside = torch.linalg.qr(Z - U @ inside, mode="r")[1]
    keep = min(Z.shape[-1], U.shape[0] - U.shape[1])
    return _problem(values, keep), torch.cat([inside, outside[..., :keep, :]], -2)


def draw_reduced_factor(
    values: Sequence[float] | Tensor, m: int, r: int, *, generator: torch.Generator, batch: int | None = None
) -> tuple[SymmetricFactorization, Tensor]:
    """The reduced problem for ``values`` and a Gaussian Z (m, r) with entries N(0, 1), drawn from the law of its reduction.

    Nothing of size m is formed. The polar factor of what is drawn is a Haar start of direction-magnitude descent.
    """
    for name, value in (("m", m), ("r", r), *([] if batch is None else [("batch", batch)])):
        whole(value, name)
    require_generator(generator)
    rank = len(values)
    require(0 < rank < m and r > 0, f"sizes must satisfy 0 < rank < m and r > 0, got rank {rank}, m {m}, r {r}")
    lead = () if batch is None else (batch,)
    inside = torch.randn(*lead, rank, r, generator=generator, dtype=torch.float64)
    if m - rank > r:
        outside = bartlett_factor(m - rank, r, lead, generator)
    else:
        outside = torch.randn(*lead, m - rank, r, generator=generator, dtype=torch.float64)
    return _problem(values, outside.shape[-2]), torch.cat([inside, outside], -2)


def _problem(values: Sequence[float] | Tensor, extra: int) -> SymmetricFactorization:
    spectrum = torch.as_tensor(values, dtype=torch.float64)
    return SymmetricFactorization(torch.diag(torch.cat([spectrum, spectrum.new_zeros(extra)])))
