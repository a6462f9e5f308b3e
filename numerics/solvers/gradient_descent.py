"""Gradient descent on the factors, all blocks at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numerics import points
from numerics.solvers.base import FactorSolver


@dataclass(frozen=True, kw_only=True)
class GradientDescent(FactorSolver):
    """x ← x − step·∇F(x).

    On a symmetric problem this is gradient descent on the Burer–Monteiro form, Y ← Y − 2·step·G Y; on a rectangular
    one X ← X − step·G Y, Y ← Y − step·Gᵀ X; on deep factorization all layers at once.

    >>> import torch
    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.tensor([[2.0]], dtype=torch.float64), scale=0.5)
    >>> Y = torch.ones(1, 1, 1, dtype=torch.float64)
    >>> float(GradientDescent(step=0.1).update(problem, (Y,)).Y)             # 1 − 0.2·(1 − 2)·1
    1.2
    """

    def update(self, problem: Any, state: Any) -> Any:
        """One step."""
        solver = self.resolved(problem)
        point = solver.as_point(problem, state)
        gradient = solver.objective(problem).gradient(point)
        return points.tree_map(lambda x, g: x - solver.length(x) * g, point, gradient)
