"""What all matrix problems here share: f(M) = scale · ‖𝒜(M) − b‖² with M a product of factors."""

from __future__ import annotations

from typing import Any

from torch import Tensor

from numerics.measured import Measured, moved
from numerics.models import model_for

__all__ = ["LeastSquares", "moved"]


class LeastSquares(Measured):
    """A `Measured` function of M whose arguments are factors: the point's type or length tells the parametrization."""

    def loss(self, point: Any) -> Tensor:
        """f at the matrix of ``point``, the factors of any parametrization in ``numerics.models``, (batch,)."""
        objective, point = self.objective_for(point)
        return objective.loss(point)

    def gradient(self, point: Any) -> Any:
        """The gradient in the factors, shaped like the point."""
        objective, point = self.objective_for(point)
        return objective.gradient(point)

    def hessian_product(self, point: Any, direction: Any) -> Any:
        """The Hessian in the factors applied to ``direction``, shaped like the point."""
        objective, point = self.objective_for(point)
        return objective.hessian_product(point, direction)

    def objective_for(self, point: Any) -> tuple[Any, Any]:
        """(objective, point) with the parametrization that the point's type or length tells."""
        model = model_for(self, point)
        return model.objective(self), model.point(point)

    def __str__(self) -> str:
        return f"{type(self).__name__}({self.shape[0]} × {self.shape[1]}, scale {self.scale:g})"
