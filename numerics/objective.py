"""One face for everything that has a value, a gradient and a Hessian product at a tuple of tensors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

from torch import Tensor

from numerics import points
from numerics.tensors import require_finite


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
    """(objective, point) for a problem that is an objective itself, or one that needs the point's parametrization.

    Raises ValueError for a point with entries that are not finite.
    """
    if isinstance(problem, Differentiable):
        objective, point = problem, problem.factors(point) if hasattr(problem, "factors") else point
    else:
        objective, point = problem.objective_for(point)
    for name, leaf in zip(getattr(point, "_fields", None) or _numbered(point), points.leaves(point), strict=True):
        require_finite(leaf, name)
    return objective, point


def _numbered(point: Any) -> list[str]:
    return [f"tensor {i} of the point" for i, _ in enumerate(points.leaves(point), 1)]
