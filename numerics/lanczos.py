"""Extreme eigenpairs of large Hessians by a blocked, restarted Lanczos iteration with residual bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.gauge import gauge_basis
from numerics.objective import objective_at


class Unconverged(ArithmeticError):
    """An eigenvalue was asked for that the iteration did not reach; an unconverged value is never handed out."""


@dataclass(frozen=True)
class Eigenpairs:
    """``values`` increasing (k,), ``vectors`` (N, k) orthonormal, ``residuals`` ‖Hv − λv‖ (k,), products used.

    Each interval [λ − residual, λ + residual] contains an eigenvalue of the operator (Weyl). That no smaller
    eigenvalue was missed is what the iteration makes likely, not what the bound says.
    """

    values: Tensor
    vectors: Tensor
    residuals: Tensor
    products: int

    def __str__(self) -> str:
        pairs = zip(self.values.tolist(), self.residuals.tolist(), strict=True)
        return ", ".join(f"{v:.9g} ± {r:.1e}" for v, r in pairs) + f" ({self.products} products)"


def lowest_eigenpairs(
    problem: Any,
    point: Any,
    k: int = 1,
    *,
    generator: torch.Generator,
    quotient: bool = True,
    largest: bool = False,
    tolerance: float = 1e-9,
    max_products: int = 20_000,
) -> Eigenpairs:
    """The ``k`` lowest (or ``largest``) eigenpairs of ∇²F at one point, through Hessian products only.

    With ``quotient`` the gauge directions (``numerics.gauge``) are projected out, so that their zeros do not hide
    small eigenvalues. Converged means residual ≤ tolerance·‖H‖, ‖H‖ estimated from below by the largest Ritz value.
    Raises Unconverged after ``max_products`` products and ValueError for a k that does not fit.

    >>> from numerics.problems import DeepFactorization
    >>> problem = DeepFactorization(torch.tensor([[4.0]], dtype=torch.float64), ridge=(3.0, 3.0, 3.0))
    >>> one = torch.ones(1, 1, dtype=torch.float64)
    >>> pairs = lowest_eigenpairs(problem, (one,) * 3, 3, generator=torch.Generator().manual_seed(0))
    >>> [abs(round(v, 9)) for v in pairs.values.tolist()]
    [0.0, 12.0, 12.0]
    """
    objective, point = objective_at(problem, point)
    apply = objective.linearize(point)
    flat = objective.flatten(point).reshape(-1)
    like = points.with_batch_axis(point)
    gauge = gauge_basis(problem, point) if quotient else flat.new_zeros(len(flat), 0)

    def operator(block: Tensor) -> Tensor:
        images = objective.flatten(apply(points.unflatten(block.T.contiguous(), like))).T
        return images - gauge @ (gauge.T @ images)

    def start(columns: int) -> Tensor:
        return torch.randn(len(flat), columns, generator=generator, dtype=flat.dtype).to(flat.device)

    available = len(flat) - gauge.shape[1]
    if not 1 <= k <= available:
        raise ValueError(f"k must be in 1 … {available}, got {k}")
    pairs = extreme_eigenpairs(
        (lambda block: -operator(block)) if largest else operator, start, k, gauge, tolerance, max_products
    )
    if largest:
        order = (-pairs.values).argsort()
        return Eigenpairs((-pairs.values)[order], pairs.vectors[:, order], pairs.residuals[order], pairs.products)
    return pairs


def extreme_eigenpairs(
    operator: Callable[[Tensor], Tensor],
    start: Callable[[int], Tensor],
    k: int,
    avoid: Tensor,
    tolerance: float,
    max_products: int,
) -> Eigenpairs:
    """The k lowest eigenpairs of a symmetric ``operator`` on the complement of orthonormal columns ``avoid`` (N, g).

    ``start(c)`` draws c random columns; the operator must map into the complement.

    The basis grows by blocks of residuals, fully reorthogonalised; when it is full it is restarted with the best
    Ritz vectors (thick restart). In exact arithmetic this is block Lanczos with implicit restarts.
    """
    size = avoid.shape[0] - avoid.shape[1]
    block = min(size, k + 2)
    limit = min(size, max(4 * block, k + 40))
    basis = _orthonormal(start(block), avoid)
    images = operator(basis)
    products = basis.shape[1]
    while True:
        small = basis.T @ images
        values, rotation = torch.linalg.eigh((small + small.T) / 2)
        kept = min(block, basis.shape[1])
        ritz, ritz_images = basis @ rotation[:, :kept], images @ rotation[:, :kept]
        errors = ritz_images - ritz * values[:kept]
        residuals = torch.linalg.vector_norm(errors, dim=0)
        norm = values.abs().max()
        if bool((residuals[:k] <= tolerance * norm).all()) or basis.shape[1] == size:
            return Eigenpairs(values[:k], ritz[:, :k], residuals[:k], products)
        if products >= max_products:
            worst = float((residuals[:k] / norm).max())
            raise Unconverged(f"relative residual {worst:.1e} > {tolerance:.1e} after {products} products")
        if basis.shape[1] + kept > limit and limit < size:
            keep = min(basis.shape[1], kept + limit // 3)
            basis, images = basis @ rotation[:, :keep], images @ rotation[:, :keep]
        used = torch.cat([avoid, basis], 1)
        fresh = _orthonormal(errors[:, residuals > tolerance * norm / 10], used)
        if fresh.shape[1] == 0:
            fresh = _orthonormal(start(1), used)
        fresh = fresh[:, : size - basis.shape[1]]
        basis, images = torch.cat([basis, fresh], 1), torch.cat([images, operator(fresh)], 1)
        products += fresh.shape[1]


def _orthonormal(block: Tensor, against: Tensor) -> Tensor:
    """An orthonormal basis of ``block`` made orthogonal to ``against``, twice; columns that are dependent, or that the
    projection leaves as rounding noise, are dropped."""
    for _ in range(2):
        before = torch.linalg.vector_norm(block, dim=0)
        block = block - against @ (against.T @ block)
        norms = torch.linalg.vector_norm(block, dim=0)
        real = norms > 1e-10 * before
        Q, R = torch.linalg.qr(block[:, real] / norms[real])
        block = Q[:, R.diagonal().abs() > 1e-10]
    return block
