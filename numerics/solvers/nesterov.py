"""Nesterov's accelerated gradient on the factors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from numerics import points
from numerics.points import rows
from numerics.solvers.base import FactorSolver
from numerics.tensors import share


class NesterovState(NamedTuple):
    """``current`` and ``previous`` points, and how many steps were taken (batch,)."""

    current: Any
    previous: Any
    taken: Tensor


@dataclass(frozen=True, kw_only=True)
class Nesterov(FactorSolver):
    """z = x + β(x − x_prev); x⁺ = z − step·∇F(z), with β = ``momentum`` or, if None, k/(k + 3).

    The constant β = (√κ − 1)/(√κ + 1) is the choice of arXiv:2410.09640 for κ = 1/(step·μ) (abstract seen; the form is
    the standard one).

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.tensor([[2.0]], dtype=torch.float64), scale=0.5)
    >>> solver = Nesterov(step=0.1, momentum=0.5)
    >>> state = solver.state(problem, (torch.ones(1, 1, 1, dtype=torch.float64),))
    >>> state = solver.update(problem, solver.update(problem, state))
    >>> round(float(state.current.Y), 12)        # 1.2; z = 1.3, 1.3 − 0.2·(1.69 − 2)·1.3
    1.3806
    """

    momentum: float | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.momentum is not None:
            share(self.momentum, "momentum", zero=True)

    def state(self, problem: Any, point: Any) -> Any:
        """Zero velocity."""
        if isinstance(point, NesterovState):
            return point
        point = self.as_point(problem, point)
        first = next(points.leaves(point))
        return NesterovState(point, point, torch.zeros(len(first), dtype=torch.int64, device=first.device))

    def point(self, state: Any) -> Any:
        """The current point."""
        return state.current

    def update(self, problem: Any, state: Any) -> Any:
        """One step."""
        solver = self.resolved(problem)
        first = next(points.leaves(state.current))
        count = state.taken.to(first.dtype.to_real())
        beta = count / (count + 3) if self.momentum is None else torch.full_like(count, self.momentum)
        ahead = points.tree_map(lambda x, p: x + rows(beta, x) * (x - p), state.current, state.previous)
        gradient = solver.objective(problem).gradient(ahead)
        after = points.tree_map(lambda z, g: z - solver.length(z) * g, ahead, gradient)
        return NesterovState(after, state.current, state.taken + 1)
