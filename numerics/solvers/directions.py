"""What solvers on orthonormal directions with a matrix of magnitudes between them share: steps and their defaults."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from torch import Tensor

from numerics.solvers.base import Solver, nonzero, require_length
from numerics.stiefel import RETRACTIONS
from numerics.tensors import choice


@dataclass(frozen=True, kw_only=True)
class Directions(Solver):
    """Riemannian steps of the directions by ``retraction`` (polar, qr or cayley), then a gradient step of Θ. Raises ValueError
    for another retraction, and for a length that is not positive."""

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

    def default_step(self, problem: Any) -> float | Tensor:
        """1/(4·scale·‖A‖²): 1/‖A‖² for ¼‖XΘXᵀ − A‖² (stable below 2/‖A‖² for A ⪰ 0); of two sides half the limit of the fastest
        mode 1 − step·c·σ_j(σ_j + σ_i), c = 2·scale (dmd, T5.6)."""
        return 1 / (4 * problem.scale * nonzero(problem.target_norm()) ** 2)

    def default_magnitude_step(self, problem: Any) -> float | Tensor:
        """1/(2·scale): one over the curvature in Θ."""
        return 1 / (2 * problem.scale)

    def default_unit(self, problem: Any) -> float | Tensor:
        """The size of the matrix sought."""
        return problem.unit()
