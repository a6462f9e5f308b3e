"""Direction-magnitude decomposition: Riemannian gradient on orthonormal directions, gradient on magnitudes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.ending import Constraint
from numerics.models import DirectionMagnitudes, DirectionPoint, Parametrization
from numerics.points import rows
from numerics.problems.factorization import SymmetricFactorization
from numerics.randomness import Randomness
from numerics.solvers.base import Solver, nonzero, require_length
from numerics.stiefel import RETRACTIONS, polar, random_frame, require_orthonormal, tangent_projection
from numerics.tensors import choice


@dataclass(frozen=True, kw_only=True)
class DirectionMagnitude(Solver):
    """X⁺ = R_X(−step·grad_X), then Θ⁺ = Θ − magnitude_step·X⁺ᵀ G(X⁺, Θ) X⁺ with the new X.

    grad_X = 2 G X Θ projected to the tangent space of the Stiefel manifold; ``retraction`` is polar, qr or
    cayley. The first two span the same spaces, but the iterates agree up to rotation only where Θ⁺ does not depend on Θ. By
    default magnitude_step = 1/(2·scale), which gives exactly Θ⁺ = X⁺ᵀ A X⁺; with f = ¼‖XΘXᵀ − A‖² it is 2
    (arXiv:2510.01175, stated second hand). For measurements that is one over the curvature where 𝒜*𝒜 is the identity in the
    mean, as `MatrixSensing.gaussian` draws them; for larger sensors it is too long, and must be given. ``unit`` is the size
    of Θ for endings, by default ‖A‖ or its estimate. The start is Haar-distributed X and Θ = XᵀAX where A is known, else 0.
    ``columns``: by default n // 2.

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, 0.0], dtype=torch.float64)))
    >>> X = torch.tensor([[[0.6], [0.8]]], dtype=torch.float64)
    >>> X1, Theta1 = DirectionMagnitude(step=0.25).update(problem, (X, X.mT @ problem.A @ X))
    >>> round(float(Theta1), 12) == round(2 * float(X1[0, 0, 0]) ** 2, 12)
    True
    """

    derived = ("step", "magnitude_step")
    magnitude_step: float | Tensor | None = None
    retraction: str = "polar"
    columns: int | None = None
    unit: float | Tensor | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_length(self.magnitude_step, "magnitude_step")
        require_length(self.unit, "unit")
        choice(self.retraction, "retraction", tuple(RETRACTIONS))

    def parametrization(self, problem: Any) -> Parametrization:
        """X Θ Xᵀ."""
        return DirectionMagnitudes()

    def default_step(self, problem: Any) -> float | Tensor:
        """1/‖A‖² for f = ¼‖·‖² (stable below 2/‖A‖²), in general 1/(4·scale·‖A‖²)."""
        return 1 / (4 * problem.scale * nonzero(problem.target_norm()) ** 2)

    def default_magnitude_step(self, problem: Any) -> float | Tensor:
        """1/(2·scale): one over the curvature in Θ."""
        return 1 / (2 * problem.scale)

    def default_unit(self, problem: Any) -> float | Tensor:
        """The size of the matrix sought."""
        return problem.unit()

    def units(self) -> tuple[float | Tensor, ...] | None:
        """(1, unit): X has orthonormal columns."""
        return None if self.unit is None else (1.0, self.unit)

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """Haar X; Θ = XᵀAX on factorization, 0 elsewhere."""
        objective = self.objective(problem)
        n = problem.shape[0]
        columns = self.columns or max(1, n // 2)
        X = random_frame(n, columns, generator, batch, problem.factor_dtype, problem.device)
        known = isinstance(problem, SymmetricFactorization)
        Theta = X.mH @ (problem.A @ X) if known else X.new_zeros(*X.shape[:-2], columns, columns)
        return objective.check((X, Theta))

    def state(self, problem: Any, point: Any) -> Any:
        """The point itself; ValueError unless X has orthonormal columns to √ε."""
        point = self.as_point(problem, point)
        require_orthonormal(point.X, "X")
        return point

    def constraints(self) -> tuple[Constraint, ...]:
        """Orthonormal X, Hermitian Θ."""
        return (Constraint("orthonormal", 0), Constraint("hermitian", 1))

    def project(self, point: Any) -> Any:
        """The polar factor of X, the Hermitian part of Θ."""
        return DirectionPoint(polar(point[0]), (point[1] + point[1].mH) / 2)

    def update(self, problem: Any, state: Any) -> Any:
        """One step."""
        solver = self.resolved(problem)
        X, Theta = solver.as_point(problem, state)
        GX = _gradient_times(problem, X, Theta)
        slope = tangent_projection(X, 2 * GX @ Theta)
        X = RETRACTIONS[self.retraction](X, -solver.length(X) * slope)
        return DirectionPoint(X, solver.new_magnitudes(problem, X, Theta))

    def new_magnitudes(self, problem: Any, X: Tensor, Theta: Tensor) -> Tensor:
        """Θ − magnitude_step·Xᵀ G X, made exactly Hermitian."""
        moved = Theta - self.length(X, "magnitude_step") * (X.mH @ _gradient_times(problem, X, Theta))
        return (moved + moved.mH) / 2


def _gradient_times(problem: Any, X: Tensor, Theta: Tensor) -> Tensor:
    """G(XΘXᵀ) X."""
    return problem.gradient_products(X @ Theta, X, X, None)[0]


@dataclass(frozen=True, kw_only=True)
class ScaledDirectionMagnitude(DirectionMagnitude):
    """X⁺ = polar(X + step·D Θ(Θ² + δI)⁻¹), D = (I − XXᵀ)(−G X/(2·scale)), δ = max(10⁻¹², 4ε)·tr(Θ²)/r, ε the
    rounding unit; then Θ as above.

    On factorization with Θ = XᵀAX, D = AX − XB; step = 1 is then orthogonal iteration on A (ours).

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, 1.0], dtype=torch.float64)))
    >>> X = torch.tensor([[[0.6], [0.8]]], dtype=torch.float64)
    >>> new = ScaledDirectionMagnitude(step=1.0).update(problem, (X, X.mT @ problem.A @ X)).X
    >>> round(float(new[0, 0, 0] / new[0, 1, 0]), 9)                      # A x ∝ (1.2, 0.8)
    1.5
    """

    def default_step(self, problem: Any) -> float | Tensor:
        """½, for every problem."""
        return 0.5

    def update(self, problem: Any, state: Any) -> Any:
        """One step."""
        solver = self.resolved(problem)
        X, Theta = solver.as_point(problem, state)
        D = -_gradient_times(problem, X, Theta) / (2 * problem.scale)
        D = D - X @ (X.mH @ D)
        square = Theta @ Theta
        size = max(1e-12, 4 * torch.finfo(square.dtype).eps) * square.diagonal(dim1=-2, dim2=-1).real.mean(-1)
        shift = rows(size + torch.finfo(size.dtype).tiny, square)
        eye = torch.eye(Theta.shape[-1], dtype=Theta.dtype, device=Theta.device)
        scaled = torch.linalg.solve_ex(square + shift * eye, Theta)[0]
        X = RETRACTIONS[self.retraction](X, solver.length(X) * (D @ scaled))
        return DirectionPoint(X, solver.new_magnitudes(problem, X, Theta))
