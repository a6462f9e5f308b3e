"""Two-sided direction-magnitude descent: orthonormal directions on both sides of a rectangular matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from numerics.ending import Constraint
from numerics.models import TwoSidedDirections, TwoSidedPoint
from numerics.parametrized import Parametrization
from numerics.problems.factorization import Factorization
from numerics.randomness import Randomness, Seeds
from numerics.solvers.base import Solver, nonzero, require_length
from numerics.stiefel import RETRACTIONS, polar, random_frame, require_orthonormal, tangent_projection
from numerics.tensors import choice


@dataclass(frozen=True, kw_only=True)
class TwoSidedDirectionMagnitude(Solver):
    """X⁺ and Y⁺ at once by Riemannian steps at (X, Θ, Y), then Θ⁺ = Θ − magnitude_step·X⁺ᵀ G(X⁺, Θ, Y⁺) Y⁺.

    By default magnitude_step = 1/(2·scale), which gives exactly Θ⁺ = X⁺ᵀ A Y⁺; with f = ½‖XΘYᵀ − A‖² it is 1. ``unit`` is the
    size of Θ for endings, by default ‖A‖ or its estimate. The start is Haar-distributed X, Y and
    Θ = XᵀAY where A is known, else 0. Source: arXiv:2606.31390 (after PoLAR, arXiv:2506.03133; reconstructed).

    >>> import torch
    >>> from numerics.problems import Factorization
    >>> problem = Factorization(torch.tensor([[2.0, 0.0]], dtype=torch.float64))
    >>> one, Y = torch.ones(1, 1, 1, dtype=torch.float64), torch.tensor([[[0.6], [0.8]]], dtype=torch.float64)
    >>> _, Theta, new = TwoSidedDirectionMagnitude(step=0.1).update(problem, (one, 1.2 * one, Y))
    >>> round(float(Theta), 12) == round(2 * float(new[0, 0, 0]), 12) > 1.2
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
        """X Θ Yᵀ."""
        return TwoSidedDirections()

    def default_step(self, problem: Any) -> float | Tensor:
        """1/(4·scale·σ₁²), half the limit of the fastest mode 1 − step·c·σ_j(σ_j + σ_i), c = 2·scale (dmd, T5.6)."""
        return 1 / (4 * problem.scale * nonzero(problem.target_norm()) ** 2)

    def default_magnitude_step(self, problem: Any) -> float | Tensor:
        """1/(2·scale): one over the curvature in Θ."""
        return 1 / (2 * problem.scale)

    def default_unit(self, problem: Any) -> float | Tensor:
        """The size of the matrix sought."""
        return problem.unit()

    def units(self) -> tuple[float | Tensor, ...] | None:
        """(1, unit, 1): X and Y have orthonormal columns."""
        return None if self.unit is None else (1.0, self.unit, 1.0)

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """Haar X and Y; Θ = XᵀAY on factorization, 0 elsewhere."""
        objective, (m, n) = self.objective(problem), problem.shape
        columns = self.columns or max(1, min(m, n) // 2)
        other = generator.next() if isinstance(generator, Seeds) else generator
        X = random_frame(m, columns, generator, batch, problem.factor_dtype, problem.device)
        Y = random_frame(n, columns, other, batch, problem.factor_dtype, problem.device)
        known = isinstance(problem, Factorization)
        Theta = X.mH @ (problem.A @ Y) if known else X.new_zeros(*X.shape[:-2], columns, columns)
        return objective.check((X, Theta, Y))

    def state(self, problem: Any, point: Any) -> Any:
        """The point itself; ValueError unless X and Y have orthonormal columns to √ε."""
        point = self.as_point(problem, point)
        require_orthonormal(point.X, "X")
        require_orthonormal(point.Y, "Y")
        return point

    def constraints(self) -> tuple[Constraint, ...]:
        """Orthonormal X and Y."""
        return (Constraint("orthonormal", 0), Constraint("orthonormal", 2))

    def project(self, point: Any) -> Any:
        """The polar factors of X and Y."""
        return TwoSidedPoint(polar(point[0]), point[1], polar(point[2]))

    def update(self, problem: Any, state: Any) -> Any:
        """One step."""
        solver, retract = self.resolved(problem), RETRACTIONS[self.retraction]
        point = solver.as_point(problem, state)
        gradient = solver.objective(problem).gradient(point)
        X = retract(point.X, -solver.length(point.X) * tangent_projection(point.X, gradient.X))
        Y = retract(point.Y, -solver.length(point.Y) * tangent_projection(point.Y, gradient.Y))
        GY, _ = problem.gradient_products(X @ point.Theta, Y, Y, None)
        return TwoSidedPoint(X, point.Theta - solver.length(X, "magnitude_step") * (X.mH @ GY), Y)
