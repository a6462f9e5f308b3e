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
from numerics.solvers.base import Solver, require_length
from numerics.solvers.udu import project_ball, require_radius, start_size
from numerics.tensors import positive, switch


@dataclass(frozen=True, kw_only=True)
class UDV(Solver):
    """U − step·G V D, V − step·Gᵀ U D, d − step·diag(Uᵀ G V), at one point; then the balls and, if wanted, d ≥ 0.

    ``nonnegative=False`` is the variant UDV-s with free magnitudes; ``columnwise=True`` gives every column its own
    ball; the radii are in [1e-50, 1e50]. Source: ours, behind arXiv:2501.16322 (variants stated through the
    authors' code, the steps derived).

    With s = ``unit`` (default: ‖A‖ or its estimate) and ρ² = radius·right_radius the start is d = s/ρ². In units U = ρU',
    V = ρV', d = (s/ρ²)d' the objective is scale·s²·F(U', d', V') with balanced curvatures; by default the steps are the same
    there, which for s = ρ = 1 is one step. With ``step`` alone given it is the step of all (``magnitude_step``).

    >>> from numerics.problems import Factorization
    >>> problem = Factorization(torch.tensor([[3.0]], dtype=torch.float64))
    >>> one = torch.ones(1, 1, 1, dtype=torch.float64)
    >>> U, d, V = UDV(step=0.1, radius=2.0, right_radius=1.0).update(problem, (one, one[0], one))
    >>> round(float(U), 12), round(float(d), 12), float(V)                 # every gradient is −2; V is projected
    (1.2, 1.2, 1.0)
    """

    derived = ("step", "magnitude_step")
    radius: float = 1.0
    right_radius: float = 1.0
    nonnegative: bool = True
    columns: int | None = None
    scale: float = 1e-2
    columnwise: bool = False
    magnitude_step: float | Tensor | None = None
    unit: float | Tensor | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("radius", "right_radius"):
            require_radius(getattr(self, name), name)
        positive(self.scale, "scale")
        for name in ("nonnegative", "columnwise"):
            switch(getattr(self, name), name)
        for name in ("magnitude_step", "unit"):
            require_length(getattr(self, name), name)

    def parametrization(self, problem: Any) -> Parametrization:
        """U diag(d) Vᵀ."""
        return Magnitudes()

    def default_step(self, problem: Any) -> float | Tensor:
        """ρ²/(2·scale·s²·c): the step 1/c in units (above), c a bound for the curvature at the aligned minimizer on the balls.

        d_i = σ_i^{1/3}·Σσ^{2/3} for the singular values σ of A/s; one mode has curvature at most d²(p + q) + p·q with
        p = ‖u‖², q = ‖v‖² (derived, as for UDU).
        """
        return self.radius * self.right_radius * self._step_in_units(problem) / problem.unit() ** 2

    def default_magnitude_step(self, problem: Any) -> float | Tensor:
        """``step`` where that is given; else 1/(2·scale·ρ⁴·c), c as there."""
        return self._step_in_units(problem) / (self.radius * self.right_radius) ** 2 if self.step is None else self.step

    def default_unit(self, problem: Any) -> float | Tensor:
        """The size of the matrix sought."""
        return problem.unit()

    def _step_in_units(self, problem: Any) -> Tensor:
        norm = problem.unit()
        sigma = torch.linalg.svdvals(problem.target_estimate()) / norm[..., None]
        total = (sigma ** (2 / 3)).sum(-1, keepdim=True).clamp_min(torch.finfo(norm.dtype).tiny)
        magnitude, share = sigma ** (1 / 3) * total, sigma ** (2 / 3) / total
        ratio = self.radius / self.right_radius
        curvature = magnitude**2 * share * (ratio + 1 / ratio) + share**2
        return 1 / (2 * problem.scale * curvature.amax(-1).clamp_min(1))

    def units(self) -> tuple[float | Tensor, ...] | None:
        """(ρ, s/ρ², ρ)."""
        square = self.radius * self.right_radius
        return None if self.unit is None else (square**0.5, self.unit / square, square**0.5)

    def start(self, problem: Any, batch: int | None = None, generator: Randomness | None = None) -> Any:
        """U and V Gaussian with Frobenius norm ``scale``, all magnitudes s/ρ²; min(m, n) columns by default."""
        objective = self.objective(problem)
        columns, dtype = self.columns or min(problem.shape), problem.factor_dtype
        m, n = problem.shape
        left = normal(generator, batch, (m, columns), dtype, problem.device)
        right = normal(generator, batch, (n, columns), dtype, problem.device, stream=1)
        U, V = (Z * (self.scale / torch.linalg.matrix_norm(Z, keepdim=True)) for Z in (left, right))
        lead = () if batch is None else (batch,)
        ones = torch.ones(*lead, columns, dtype=dtype.to_real(), device=problem.device)
        return objective.check((U, ones * start_size(self.unit, problem, batch) / (self.radius * self.right_radius), V))

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
        U, d, V = points.tree_map(lambda x, g: x - solver.length(x) * g, point, gradient)
        if solver.magnitude_step is not solver.step:
            d = point.magnitudes - solver.length(point.magnitudes, "magnitude_step") * gradient.magnitudes
        return self.project((U, d, V))
