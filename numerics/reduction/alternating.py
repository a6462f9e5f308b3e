"""Alternating gradient descent from a column-space start, reduced exactly to a tiny problem.

If the columns of X_0 lie in col(A), rank A = r, the losses of AGD equal those of AGD on [Σ, 0] of size
r × (r + k), k = min(d, n − r): rotate by the SVD of A, drop the zero rows of X, replace the part of Y outside the row
space of A by its QR factor. Source: ours, behind arXiv:2305.06927 (reconstructed).
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from numerics.models import BilinearPoint
from numerics.problems.factorization import Factorization
from numerics.problems.validation import require
from numerics.randomness import require_generator
from numerics.tensors import positive, require_floating, whole


def reduce_alternating(left: Tensor, right: Tensor, X: Tensor, Y: Tensor) -> tuple[Factorization, BilinearPoint]:
    """The reduced problem and start for A = left·rightᵀ with left (m, r), right (n, r) of full column rank.

    X is (m, d) or (batch, m, d) with columns in col(left), Y likewise (n, d). Any solver that is equivariant under
    rotations of the two sides and acts through G·Y and Gᵀ·X (AGD, GD, Nesterov, ScaledGD) has the same losses on the
    reduced problem, in the precision of the factors: in float32 both agree to about 1e-6 of F(0), and the loss ends at its
    floor, ``problem.floor()``. Raises ValueError if X leaves the column space by more than 1e-10, or 64ε, of its norm.

    >>> g = torch.Generator().manual_seed(0)
    >>> left, right = (torch.randn(n, 2, generator=g, dtype=torch.float64) for n in (50, 40))
    >>> Y = torch.randn(40, 3, generator=g, dtype=torch.float64)
    >>> problem, start = reduce_alternating(left, right, left @ torch.ones(2, 3, dtype=torch.float64), Y)
    >>> problem.shape, start.X.shape, start.Y.shape
    ((2, 5), torch.Size([2, 3]), torch.Size([5, 3]))
    """
    for name, value in (("left", left), ("right", right), ("X", X), ("Y", Y)):
        require_floating(value, name)
        require(value.dtype == left.dtype, f"{name} must have the dtype of left, {left.dtype}, got {value.dtype}")
    ranks = (left.shape[-1], right.shape[-1])
    require(ranks[0] == ranks[1], f"left and right must have one rank, got {ranks[0]} and {ranks[1]} columns")
    U, core_left = torch.linalg.qr(left)
    V, core_right = torch.linalg.qr(right)
    rotate_left, sigma, rotate_right = torch.linalg.svd(core_left @ core_right.mT)
    U, V = U @ rotate_left, V @ rotate_right.mH
    inside = U.mT @ X
    leak = float(torch.linalg.vector_norm(X - U @ inside))
    allowed = max(1e-10, 64 * torch.finfo(X.dtype).eps) * float(torch.linalg.vector_norm(X))
    require(leak <= allowed, f"X must have its columns in col(A), got a part of norm {leak:.3g} outside")
    along = V.mT @ Y
    rest = torch.linalg.qr(Y - V @ along, mode="r")[1]
    keep = min(Y.shape[-1], right.shape[0] - right.shape[1])
    return _problem(sigma, keep), BilinearPoint(inside, torch.cat([along, rest[..., :keep, :]], -2))


def draw_reduced_start(
    singular_values: Sequence[float] | Tensor,
    columns_of_A: int,
    columns: int,
    *,
    step: float,
    generator: torch.Generator,
    batch: int | None = None,
    C: float = 8.0,
    nu: float = 0.5,
) -> tuple[Factorization, BilinearPoint]:
    """The reduced problem with the paper's random start drawn from its exact law, for any size at no cost.

    VᵀΦ₁ is r × d with entries N(0, 1/d); of Φ₂ (entries N(0, 1/n)) only VᵀΦ₂ and the QR factor of the rest enter; the
    factor is upper triangular with independent χ on the diagonal and normals above (Bartlett), or plain Gaussian if
    n − r < d. The start is that of ``AlternatingGradientDescent(initial="paper")``.
    """
    sigma = torch.as_tensor(singular_values, dtype=torch.float64)
    r, n, d = len(sigma), columns_of_A, columns
    for name, value in (("columns_of_A", n), ("columns", d), *([] if batch is None else [("batch", batch)])):
        whole(value, name)
    for name, length in (("step", step), ("C", C), ("nu", nu)):
        positive(length, name)
    require_generator(generator)
    require(bool((sigma > 0).all()), "singular_values must be positive")
    require(n >= r, f"columns_of_A must be at least the rank {r}, got {n}")
    lead = () if batch is None else (batch,)

    def normal(*shape: int) -> Tensor:
        return torch.randn(*lead, *shape, generator=generator, dtype=torch.float64)

    norm = sigma.max()
    X = sigma[:, None] * normal(r, d) / d**0.5 / (step**0.5 * C * norm)
    rest = bartlett_factor(n - r, d, lead, generator) if n - r > d else normal(n - r, d)
    Y = step**0.5 * (C * nu / 9) * norm * torch.cat([normal(r, d), rest], -2) / n**0.5
    return _problem(sigma, min(d, n - r)), BilinearPoint(X, Y)


def bartlett_factor(rows: int, columns: int, lead: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Upper triangular R with RᵀR distributed as GᵀG, G Gaussian of size rows × columns, rows ≥ columns."""
    upper = torch.randn(*lead, columns, columns, generator=generator, dtype=torch.float64).triu(1)
    freedom = (rows - torch.arange(columns, dtype=torch.float64)).expand(*lead, columns).contiguous()
    chi_square = 2 * torch._standard_gamma(freedom / 2, generator=generator)
    return upper + torch.diag_embed(chi_square.sqrt())


def _problem(sigma: Tensor, extra: int) -> Factorization:
    return Factorization(torch.cat([torch.diag(sigma), sigma.new_zeros(len(sigma), extra)], 1))
