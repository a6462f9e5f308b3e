"""One face for everything that has a value, a gradient and a Hessian product at a tuple of tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

from torch import Tensor


@runtime_checkable
class Differentiable(Protocol):
    """What the generic tools (curvature, slope tests, critical search) ask of a function on points."""

    def loss(self, point: Any) -> Tensor:
        """The value, (batch,)."""

    def gradient(self, point: Any) -> tuple[Tensor, ...]:
        """The Euclidean gradient, shaped like the point."""

    def linearize(self, point: Any) -> Callable[[Any], tuple[Tensor, ...]]:
        """V ↦ ∇²F(point)[V]."""

    def flatten(self, point: Any) -> Tensor:
        """All coordinates, (batch, N)."""

    def unflatten(self, vector: Tensor, like: Any) -> Any:
        """The inverse of ``flatten`` for points shaped like ``like``."""


def objective_at(problem: Any, point: Any) -> tuple[Any, Any]:
    """(objective, point) for a problem that is an objective itself, or one that needs the point's parametrization."""
    if isinstance(problem, Differentiable):
        return problem, problem.factors(point) if hasattr(problem, "factors") else point
    return problem.objective_for(point)
