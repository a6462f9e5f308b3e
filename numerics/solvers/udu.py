"""UDU: projected gradient on directions in a ball and non-negative magnitudes, symmetric problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.ending import Constraint
from numerics.models import Parametrization, SymmetricMagnitudes, UDUPoint
from numerics.randomness import Randomness, normal
from numerics.solvers.base import Solver


@dataclass(frozen=True, kw_only=True)
class UDU(Solver):
    """Ū = U − 2·step·G U D, λ̄ = λ − step·diag(Uᵀ G U), both at the same point; then ‖U‖_F ≤ radius and λ ≥ 0.

    Source: arXiv:2501.16322, update (5), and its authors' code (stated second hand). ``columnwise=True`` gives every
    column its own ball. The start is D = I and a Gaussian U with ‖U‖_F = ``scale``; ``columns`` = n by default.

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.tensor([[5.0]], dtype=torch.float64), scale=0.5)
    >>> one = torch.ones(1, 1, dtype=torch.float64)
    >>> U, magnitudes = UDU(step=0.05).update(problem, (one[None], 2 * one))    # Ū = 1.6 and λ̄ = 2.15 by hand
    >>> round(float(U), 12), round(float(magnitudes), 12)
    (1.0, 2.15)
    """

    radius: float = 1.0
    columns: int | None = None
    scale: float = 1e-2
    columnwise: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("radius", "scale"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be positive, got {getattr(self, name):g}")

    def parametrization(self, problem: Any) -> Parametrization:
        """U diag(λ) Uᵀ."""
        return SymmetricMagnitudes()

    def default_step(self, problem: Any) -> float | Tensor:
        """The inverse of the largest curvature 4λμ + (μ/λ)² at the aligned minimizer on the ball (spec udu 3.5, 4.4).

        λ_i = μ_i^{1/3}·Σμ^{2/3}/radius², times c = 2·scale; stable below twice this.
        """
        mu = torch.linalg.eigvalsh(problem.target_estimate()).clamp_min(0)
        magnitude = mu ** (1 / 3) * (mu ** (2 / 3)).sum(-1, keepdim=True) / self.radius**2
        curvature = 4 * magnitude * mu + torch.where(mu > 0, mu / magnitude, 0.0) ** 2
        return 1 / (2 * problem.scale * curvature.amax(-1))

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """U Gaussian with ‖U‖_F = scale, all magnitudes one."""
        objective = self.objective(problem)
        n, columns = problem.shape[0], self.columns or problem.shape[0]
        U = normal(generator, batch, (n, columns), problem.factor_dtype, problem.device)
        U = U * (self.scale / torch.linalg.matrix_norm(U, keepdim=True))
        lead = () if batch is None else (batch,)
        ones = torch.ones(*lead, columns, dtype=problem.factor_dtype.to_real(), device=problem.device)
        return objective.check((U, ones))

    def constraints(self) -> tuple[Constraint, ...]:
        """The ball and the signs."""
        return Constraint("ball", 0, self.radius, self.columnwise), Constraint("nonnegative", 1)

    def project(self, point: Any) -> Any:
        """Onto the ball and the signs."""
        return UDUPoint(project_ball(point[0], self.radius, columnwise=self.columnwise), point[1].clamp_min(0))

    def update(self, problem: Any, state: Any) -> Any:
        """One step."""
        solver = self.resolved(problem)
        point = solver.as_point(problem, state)
        gradient = solver.objective(problem).gradient(point)
        U, magnitudes = points.tree_map(lambda x, g: x - solver.length(x) * g, point, gradient)
        return UDUPoint(project_ball(U, self.radius, columnwise=self.columnwise), magnitudes.clamp_min(0))


def project_ball(U: Tensor, radius: float, *, columnwise: bool) -> Tensor:
    """U·min(1, radius/‖U‖_F), or the same for every column; a matrix inside the ball keeps its bits."""
    norm = torch.linalg.vector_norm(U, dim=-2 if columnwise else (-2, -1), keepdim=True)
    return torch.where(norm > radius, U * (radius / norm), U)
