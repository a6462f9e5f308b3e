"""Gauge directions: the tangent vectors along which a factorization does not change, and why they carry no curvature.

| parametrization | group | tangent at the point |
|---|---|---|
| Y Yᵀ | O(r) (U(r)) | Y Ω, Ω skew |
| X Yᵀ | GL(d) | (X Z, −Y Zᴴ) |
| U D Uᵀ | scaling (complex: and phase) of each column, G D Gᴴ = D | (U E_j, −2 λ_j e_j), (i U E_j, 0), (U D Ω, 0), Ω skew |
| U D Vᵀ | two scalings of each column | (U E_j, −d_j e_j, 0), (0, −d_j e_j, V E_j) |
| | complex: phase of each column; G D Hᴴ = D | (i U E_j, 0, i V E_j); (U D Z, 0, −V D Zᴴ) |
| X Θ Xᵀ | GL(r) | (X Z, −ZΘ − ΘZᴴ) |
| X Θ Yᵀ | GL(r) × GL(r) | (X Z, −ZΘ, 0), (0, −ΘZᴴ, Y Z) |
| deep, ridge > 0 | ∏ O(d_l) hidden | (Ω W_l, −W_{l+1} Ω) |

F is constant along the orbits, so at a critical point its Hessian vanishes on them; away from critical points the
quotient Hessian is the compression to their orthogonal complement. Coordinates are Euclidean: X is not held orthonormal,
so the groups of X Θ Xᵀ and X Θ Yᵀ are the whole linear ones. A plain tuple is read as the problem reads it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.models import BilinearPoint, BurerMonteiroPoint, DirectionPoint, TwoSidedPoint, UDUPoint, UDVPoint
from numerics.objective import objective_at
from numerics.problems.deep_factorization import DeepFactorization


def gauge_basis(problem: Any, point: Any) -> Tensor:
    """An orthonormal basis (N, k) of the gauge directions at one point (no batch axis), in flattened coordinates.

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.eye(3, dtype=torch.float64))
    >>> Y = torch.tensor([[1.0, 0.0], [0.0, 2.0], [0.0, 0.0]], dtype=torch.float64)
    >>> gauge_basis(problem, BurerMonteiroPoint(Y)).shape                      # one plane rotation
    torch.Size([6, 1])
    """
    _, point = objective_at(problem, point)
    moves = list(_deep_moves(problem, point) if isinstance(problem, DeepFactorization) else _moves(point))
    first = next(points.leaves(point))
    size = sum(leaf.numel() * (2 if leaf.is_complex() else 1) for leaf in points.leaves(point))
    if not moves:
        return torch.zeros(size, 0, dtype=first.dtype.to_real(), device=first.device)
    matrix = torch.cat([points.flatten(points.with_batch_axis(move)) for move in moves]).T
    left, singular, _ = torch.linalg.svd(matrix, full_matrices=False)
    kept = singular > max(matrix.shape) * torch.finfo(singular.dtype).eps * singular[0]
    return left[:, kept]


def outside_basis(problem: Any, point: Any) -> Tensor:
    """An orthonormal basis (N, k) of the coordinates that the model leaves out: skew parts of the Hermitian Θ of X Θ Xᴴ.

    There the Hessian product is not symmetric, as the gradient is the Hermitian part only.
    """
    _, point = objective_at(problem, point)
    size = points.flatten(points.with_batch_axis(point)).shape[1]
    if not isinstance(point, DirectionPoint):
        first = next(points.leaves(point))
        return torch.zeros(size, 0, dtype=first.dtype.to_real(), device=first.device)
    moves = [(torch.zeros_like(point.X), omega) for omega in _skew(point.Theta)]
    if not moves:
        return torch.zeros(size, 0, dtype=point.X.dtype.to_real(), device=point.X.device)
    matrix = torch.cat([points.flatten(points.with_batch_axis(move)) for move in moves]).T
    return matrix / torch.linalg.vector_norm(matrix, dim=0)


def _moves(point: Any) -> Iterator[Any]:
    if isinstance(point, BurerMonteiroPoint):
        for omega in _skew(point.Y):
            yield (point.Y @ omega,)
    elif isinstance(point, BilinearPoint):
        for Z in _units(point.X):
            yield point.X @ Z, -point.Y @ Z.mH
    elif isinstance(point, UDUPoint):
        yield from _udu_moves(point)
    elif isinstance(point, UDVPoint):
        yield from _udv_moves(point)
    elif isinstance(point, DirectionPoint):
        for Z in _units(point.X):
            yield point.X @ Z, -Z @ point.Theta - point.Theta @ Z.mH
    elif isinstance(point, TwoSidedPoint):
        for Z in _units(point.X):
            yield point.X @ Z, -Z @ point.Theta, torch.zeros_like(point.Y)
            yield torch.zeros_like(point.X), -point.Theta @ Z.mH, point.Y @ Z


def _udu_moves(point: UDUPoint) -> Iterator[Any]:
    still = torch.zeros_like(point.magnitudes)
    for E in _diagonal_units(point.U):
        yield point.U @ E, -2 * point.magnitudes * E.diagonal().real
        if E.is_complex():
            yield 1j * point.U @ E, still
    for omega in _skew(point.U):
        yield (point.U * point.magnitudes) @ omega, still


def _udv_moves(point: UDVPoint) -> Iterator[Any]:
    still = torch.zeros_like(point.magnitudes)
    for E in _diagonal_units(point.U):
        change = -point.magnitudes * E.diagonal().real
        yield point.U @ E, change, torch.zeros_like(point.V)
        yield torch.zeros_like(point.U), change, point.V @ E
        if E.is_complex():
            yield 1j * point.U @ E, still, 1j * point.V @ E
    for Z in _units(point.U):
        yield (point.U * point.magnitudes) @ Z, still, -(point.V * point.magnitudes) @ Z.mH


def _deep_moves(problem: DeepFactorization, point: Any) -> Iterator[Any]:
    factors = problem.factors(point)
    for l in range(len(factors) - 1):
        for omega in _skew(factors[l].mT):
            moves = [torch.zeros_like(w) for w in factors]
            moves[l], moves[l + 1] = omega @ factors[l], -factors[l + 1] @ omega
            yield tuple(moves)


def _units(like: Tensor) -> Iterator[Tensor]:
    r = like.shape[-1]
    for i in range(r):
        for j in range(r):
            E = torch.zeros(r, r, dtype=like.dtype, device=like.device)
            E[i, j] = 1
            yield E
            if like.is_complex():
                yield 1j * E


def _diagonal_units(like: Tensor) -> Iterator[Tensor]:
    r = like.shape[-1]
    for i in range(r):
        E = torch.zeros(r, r, dtype=like.dtype, device=like.device)
        E[i, i] = 1
        yield E


def _skew(like: Tensor) -> Iterator[Tensor]:
    """A basis of the skew (anti-Hermitian) r × r matrices, r the number of columns of ``like``."""
    r = like.shape[-1]
    for i in range(r):
        for j in range(i):
            E = torch.zeros(r, r, dtype=like.dtype, device=like.device)
            E[i, j], E[j, i] = 1, -1
            yield E
            if like.is_complex():
                yield 1j * E.abs().to(like.dtype)
        if like.is_complex():
            E = torch.zeros(r, r, dtype=like.dtype, device=like.device)
            E[i, i] = 1
            yield 1j * E
