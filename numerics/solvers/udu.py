"""UDU: projected gradient on directions in a ball and non-negative magnitudes, symmetric problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.ending import Constraint
from numerics.models import Parametrization, SymmetricMagnitudes, UDUPoint
from numerics.randomness import Randomness, normal
from numerics.solvers.base import Solver, require_length
from numerics.tensors import number, positive, switch


@dataclass(frozen=True, kw_only=True)
class UDU(Solver):
    """Ū = U − 2·step·G U D, λ̄ = λ − step·diag(Uᵀ G U), both at the same point; then ‖U‖_F ≤ radius and λ ≥ 0.

    Source: arXiv:2501.16322, update (5), and its authors' code (stated second hand). ``radius`` is in [1e-50, 1e50];
    ``columnwise=True`` gives every column its own ball. With s = ``unit`` (default: ‖A‖ or its estimate) the start is
    D = s/radius²·I and a Gaussian U with ‖U‖_F = ``scale``; ``columns`` = n by default.

    In units U = radius·U', λ = (s/radius²)·λ' the objective is scale·s²·F(U', λ') and has balanced curvatures; by default
    both steps are the same there, which for ‖A‖ = radius = 1 is the one step of the paper. With ``step`` alone given it is
    the step of both (``magnitude_step``).

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.tensor([[5.0]], dtype=torch.float64), scale=0.5)
    >>> one = torch.ones(1, 1, dtype=torch.float64)
    >>> U, magnitudes = UDU(step=0.05).update(problem, (one[None], 2 * one))    # Ū = 1.6 and λ̄ = 2.15 by hand
    >>> round(float(U), 12), round(float(magnitudes), 12)
    (1.0, 2.15)
    """

    derived = ("step", "magnitude_step")
    radius: float = 1.0
    columns: int | None = None
    scale: float = 1e-2
    columnwise: bool = False
    magnitude_step: float | Tensor | None = None
    unit: float | Tensor | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        require_radius(self.radius, "radius")
        positive(self.scale, "scale")
        switch(self.columnwise, "columnwise")
        for name in ("magnitude_step", "unit"):
            require_length(getattr(self, name), name)

    def parametrization(self, problem: Any) -> Parametrization:
        """U diag(λ) Uᵀ."""
        return SymmetricMagnitudes()

    def default_step(self, problem: Any) -> float | Tensor:
        """radius²/(2·scale·s²·c): the step 1/c in units (above).

        c is the largest curvature 4λμ + (μ/λ)² at the aligned minimizer on the ball, λ_i =
        μ_i^{1/3}·Σμ^{2/3} for the eigenvalues μ of A/s; stable below twice this.
        """
        return self.radius**2 * self._step_in_units(problem) / problem.unit() ** 2

    def default_magnitude_step(self, problem: Any) -> float | Tensor:
        """``step`` where that is given, as in the paper; else 1/(2·scale·radius⁴·c), c as there."""
        return self._step_in_units(problem) / self.radius**4 if self.step is None else self.step

    def default_unit(self, problem: Any) -> float | Tensor:
        """The size of the matrix sought."""
        return problem.unit()

    def _step_in_units(self, problem: Any) -> Tensor:
        norm = problem.unit()
        mu = (torch.linalg.eigvalsh(problem.target_estimate()) / norm[..., None]).clamp_min(0)
        magnitude = mu ** (1 / 3) * (mu ** (2 / 3)).sum(-1, keepdim=True)
        curvature = 4 * magnitude * mu + torch.where(mu > 0, mu / magnitude, 0.0) ** 2
        return 1 / (2 * problem.scale * curvature.amax(-1).clamp_min(1))

    def units(self) -> tuple[float | Tensor, ...] | None:
        """(radius, s/radius²)."""
        return None if self.unit is None else (self.radius, self.unit / self.radius**2)

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """U Gaussian with ‖U‖_F = scale, all magnitudes s/radius²."""
        objective = self.objective(problem)
        n, columns = problem.shape[0], self.columns or problem.shape[0]
        U = normal(generator, batch, (n, columns), problem.factor_dtype, problem.device)
        U = U * (self.scale / torch.linalg.matrix_norm(U, keepdim=True))
        lead = () if batch is None else (batch,)
        ones = torch.ones(*lead, columns, dtype=problem.factor_dtype.to_real(), device=problem.device)
        return objective.check((U, ones * start_size(self.unit, problem, batch) / self.radius**2))

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
        U = point.U - solver.length(point.U) * gradient.U
        magnitudes = point.magnitudes - solver.length(point.magnitudes, "magnitude_step") * gradient.magnitudes
        return self.project((U, magnitudes))


def require_radius(value: Any, name: str) -> None:
    """Refuse what is no number in [1e-50, 1e50]: steps and magnitudes are taken in units of a power of the radius."""
    number(value, name, "in [1e-50, 1e50]", lambda r: 1e-50 <= r <= 1e50)


def start_size(unit: float | Tensor | None, problem: Any, batch: int | None) -> Any:
    """``unit`` or that of the problem, shaped to multiply (batch, r); without a batch the largest."""
    size = problem.unit() if unit is None else unit
    if isinstance(size, Tensor) and size.dim():
        return size[:, None] if batch is not None else size.amax()
    return size


def project_ball(U: Tensor, radius: float, *, columnwise: bool) -> Tensor:
    """U·min(1, radius/‖U‖_F), or the same for every column; a matrix inside the ball keeps its bits."""
    norm = torch.linalg.vector_norm(U, dim=-2 if columnwise else (-2, -1), keepdim=True)
    return torch.where(norm > radius, U * (radius / norm), U)
