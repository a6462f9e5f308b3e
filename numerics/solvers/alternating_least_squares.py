"""Alternating least squares: each block is minimized exactly with the other held."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from numerics.models import BilinearPoint
from numerics.points import rows
from numerics.problems.deep_factorization import DeepFactorization
from numerics.problems.factorization import Factorization, shared_product
from numerics.solvers.base import FactorSolver, refuse
from numerics.tensors import share, whole


@dataclass(frozen=True, kw_only=True)
class AlternatingLeastSquares(FactorSolver):
    """X⁺ = argmin_X f(X Yᵀ), then Y⁺ = argmin_Y f(X⁺ Yᵀ).

    On plain factorization by a QR decomposition of the other block; on other problems by conjugate gradients on the normal
    equations, started at the old block, ``inner_steps`` at most, to a relative residual of ``inner_tolerance`` (at least 4ε,
    ε the rounding unit). Where a minimizer is not unique, both take the one nearest to the old block: from (X, 0) the sweep
    keeps X and solves for Y. ``step`` is not used and must be left out; ``inner_tolerance`` is in (0, 1).

    >>> from numerics.problems import Factorization
    >>> A = torch.tensor([[2.0, 0.0], [0.0, 0.0]], dtype=torch.float64)
    >>> one = torch.ones(1, 2, 1, dtype=torch.float64)
    >>> X, Y = AlternatingLeastSquares().update(Factorization(A), (one, one))
    >>> bool(((X @ Y.mT)[0] - A).abs().max() < 1e-14)         # rank one: exact after one sweep, up to rounding
    True
    """

    inner_steps: int = 200
    inner_tolerance: float = 1e-13

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.step is not None:
            raise ValueError(f"step must be left out, alternating least squares has none, got {self.step}")
        whole(self.inner_steps, "inner_steps")
        share(self.inner_tolerance, "inner_tolerance")

    def parametrization(self, problem: Any) -> Any:
        """Bilinear only."""
        if isinstance(problem, DeepFactorization) or problem.symmetric:
            raise refuse(self, problem, "it needs two blocks, each entering linearly")
        return super().parametrization(problem)

    def default_step(self, problem: Any) -> float | Tensor:
        """None is needed."""
        return 1.0

    def resolved(self, problem: Any) -> AlternatingLeastSquares:
        """Itself."""
        return self

    def update(self, problem: Any, state: Any) -> Any:
        """One sweep."""
        X, Y = self.as_point(problem, state)
        if isinstance(problem, Factorization):
            X = _minimizer(problem.A, X, Y)
            return BilinearPoint(X, _minimizer(problem.A.mH, Y, X))
        X = self._solve(problem, lambda Z: (Z, Y), lambda r: problem.adjoint_product(r, Y), X)
        Y = self._solve(problem, lambda Z: (X, Z), lambda r: problem.adjoint_product_left(r, X), Y)
        return BilinearPoint(X, Y)

    def _solve(self, problem: Any, factors: Callable[..., Any], adjoint: Callable[..., Any], block: Tensor) -> Tensor:
        """CG on Z ↦ adjoint(𝒜(factors(Z))), batched, from ``block``; members that are done stand still."""
        residual = adjoint(problem.data - problem.measure(*factors(block)))
        direction, square = residual, _square(residual)
        small = max(self.inner_tolerance, 4 * torch.finfo(block.dtype).eps)
        goal = small**2 * _square(adjoint(problem.data).expand_as(block))
        for _ in range(self.inner_steps):
            going = square > goal
            if not bool(going.any()):
                break
            image = adjoint(problem.measure(*factors(direction)))
            curvature = (direction.conj() * image).real.sum((-2, -1))
            length = torch.where(going & (curvature > 0), square / curvature, 0.0)
            block = block + rows(length, block) * direction
            residual = residual - rows(length, block) * image
            new = _square(residual)
            ratio = torch.where(going, new / square, 0.0)
            direction, square = residual + rows(ratio, block) * direction, torch.where(going, new, square)
        return block


def _minimizer(A: Tensor, X: Tensor, Y: Tensor) -> Tensor:
    """The minimizer of ‖X Yᴴ − A‖ nearest to X: A Q R⁻ᴴ, with Y = QR, of members whose R surely has full rank, whatever X is;
    X − (X Rᴴ − A Q) pinv(R)ᴴ of the others. NaN for members with a Y that is not finite, not an error for all.

    No inverse is multiplied with: A Q is rounded by ε‖A‖, and a triangular system solved to rounding changes X Yᴴ by ε‖X‖‖R‖.
    """
    Q, R = torch.linalg.qr(Y)
    product = shared_product(A, Q)
    small = max(Y.shape[-2:]) * torch.finfo(Y.dtype).eps
    if R.shape[-1] != R.shape[-2]:
        return _nearest(product, X, Y, R, small)
    certain = _surely_regular(R, 2 * small)
    direct = torch.linalg.solve_triangular(R.mH, product, upper=False, left=False)
    if bool(certain.all()):
        return direct
    return torch.where(certain[:, None, None], direct, _nearest(product, X, Y, R, small))


def _surely_regular(R: Tensor, small: float) -> Tensor:
    """Which triangular matrices have no singular value below ``small`` times the largest, by 1/(‖R‖‖R⁻¹‖) ≤ σ_min/σ_max,
    (batch,). It spares a decomposition where the pseudo-inverse is the inverse.
    """
    inverse = torch.linalg.solve_triangular(R, _identity(R.shape[-1], R.dtype, R.device), upper=True)
    condition: Tensor = torch.linalg.matrix_norm(R) * torch.linalg.matrix_norm(inverse)
    return condition < 1 / small


@lru_cache(maxsize=16)
def _identity(size: int, dtype: torch.dtype, device: torch.device) -> Tensor:
    return torch.eye(size, dtype=dtype, device=device)


def _nearest(product: Tensor, X: Tensor, Y: Tensor, R: Tensor, small: float) -> Tensor:
    """X − (X Rᴴ − A Q) pinv(R)ᴴ from ``product`` = A Q: singular values below ``small`` times the largest are zeros."""
    fine = (torch.isfinite(Y).flatten(1).all(1) & torch.isfinite(R).flatten(1).all(1))[:, None, None]
    inverse = torch.linalg.pinv(torch.where(fine, R, 0.0), rtol=small)
    return torch.where(fine, X - (X @ R.mH - product) @ inverse.mH, torch.nan)


def _square(tensor: Tensor) -> Tensor:
    return tensor.abs().square().sum((-2, -1))
