"""UDV: the rectangular version of UDU, with a ball for each side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.ending import Constraint
from numerics.models import Magnitudes, Parametrization, UDVPoint
from numerics.randomness import Randomness, normal
from numerics.solvers.base import Solver
from numerics.solvers.udu import project_ball


@dataclass(frozen=True, kw_only=True)
class UDV(Solver):
    """U − step·G V D, V − step·Gᵀ U D, d − step·diag(Uᵀ G V), at one point; then the balls and, if wanted, d ≥ 0.

    ``nonnegative=False`` is the variant UDV-s with free magnitudes; ``columnwise=True`` gives every column its own
    ball. Source: spec page udu, section 5 (variants stated through the authors' code, the step derived).

    >>> from numerics.problems import Factorization
    >>> problem = Factorization(torch.tensor([[3.0]], dtype=torch.float64))
    >>> one = torch.ones(1, 1, 1, dtype=torch.float64)
    >>> U, d, V = UDV(step=0.1, radius=2.0, right_radius=1.0).update(problem, (one, one[0], one))
    >>> round(float(U), 12), round(float(d), 12), float(V)                 # every gradient is −2; V is projected
    (1.2, 1.2, 1.0)
    """

    radius: float = 1.0
    right_radius: float = 1.0
    nonnegative: bool = True
    columns: int | None = None
    scale: float = 1e-2
    columnwise: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("radius", "right_radius", "scale"):
            if not getattr(self, name) > 0:
                raise ValueError(f"{name} must be positive, got {getattr(self, name):g}")

    def parametrization(self, problem: Any) -> Parametrization:
        """U diag(d) Vᵀ."""
        return Magnitudes()

    def default_step(self, problem: Any) -> float | Tensor:
        """The inverse of a bound for the curvature at the aligned minimizer on the balls.

        d_i = σ_i^{1/3}·Σσ^{2/3}/(radius·right_radius); one mode has curvature at most d²(p + q) + p·q with
        p = ‖u‖², q = ‖v‖², times c = 2·scale (derived, as for UDU).
        """
        sigma = torch.linalg.svdvals(problem.target_estimate())
        total = (sigma ** (2 / 3)).sum(-1, keepdim=True)
        magnitude = sigma ** (1 / 3) * total / (self.radius * self.right_radius)
        left = self.radius**2 * sigma ** (2 / 3) / total
        right = self.right_radius**2 * sigma ** (2 / 3) / total
        curvature = magnitude**2 * (left + right) + left * right
        return 1 / (2 * problem.scale * curvature.amax(-1))

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """U and V Gaussian with Frobenius norm ``scale``, all magnitudes one; min(m, n) columns by default."""
        objective = self.objective(problem)
        columns, dtype = self.columns or min(problem.shape), problem.factor_dtype
        m, n = problem.shape
        left = normal(generator, batch, (m, columns), dtype, problem.device)
        right = normal(generator, batch, (n, columns), dtype, problem.device, stream=1)
        U, V = (Z * (self.scale / torch.linalg.matrix_norm(Z, keepdim=True)) for Z in (left, right))
        lead = () if batch is None else (batch,)
        return objective.check((U, torch.ones(*lead, columns, dtype=dtype.to_real(), device=problem.device), V))

    def constraints(self) -> tuple[Constraint, ...]:
        """The balls, and the signs where wanted."""
        left = Constraint("ball", 0, self.radius, self.columnwise)
        right = Constraint("ball", 2, self.right_radius, self.columnwise)
        return (left, right, Constraint("nonnegative", 1)) if self.nonnegative else (left, right)

    def project(self, point: Any) -> Any:
        """Onto the balls and the signs."""
        U, d, V = point
        return UDVPoint(
            project_ball(U, self.radius, columnwise=self.columnwise),
            d.clamp_min(0) if self.nonnegative else d,
            project_ball(V, self.right_radius, columnwise=self.columnwise),
        )

    def update(self, problem: Any, state: Any) -> Any:
        """One step."""
        solver = self.resolved(problem)
        point = solver.as_point(problem, state)
        gradient = solver.objective(problem).gradient(point)
        return self.project(points.tree_map(lambda x, g: x - solver.length(x) * g, point, gradient))
