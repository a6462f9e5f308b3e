"""Gradient flow x' = −∇F(x) by an adaptive Runge–Kutta method, every batch member with its own step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import torch
from torch import Tensor

from numerics import points
from numerics.points import rows
from numerics.solvers.base import FactorSolver, factor_size, require_length
from numerics.tensors import number, share

# Dormand & Prince (1980), the coefficients of DOPRI5; the last row of A is the fifth-order solution.
_A: tuple[tuple[float, ...], ...] = (
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
_ERROR = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)


class FlowState(NamedTuple):
    """The point, the time reached (batch,), the next trial step (batch,)."""

    current: Any
    time: Tensor
    trial: Tensor


@dataclass(frozen=True, kw_only=True)
class GradientFlow(FactorSolver):
    """One update is one attempted Dormand–Prince step; a rejected one leaves the point and shrinks the step.

    The local error is kept below ``tolerance``·(unit + |x|) in the root-mean-square; ``unit`` is by default the natural size
    of a factor, √‖A‖ for two, and a tolerance below 4ε (ε the rounding unit: 5e-7 in float32) is taken as 4ε, as no smaller
    error can be seen; it is below 1. ``step`` is the first trial step.
    ``until`` stops the clock of a member exactly at that time: it stands still there, which is "stalled" unless the gradient
    vanishes.

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.tensor([[1.0]], dtype=torch.float64), scale=0.25)
    >>> solver = GradientFlow(step=0.01, until=1.0)
    >>> state = solver.state(problem, (torch.full((1, 1, 1), 0.5, dtype=torch.float64),))
    >>> for _ in range(60):
    ...     state = solver.update(problem, state)
    >>> exact = (1 + 3 * torch.exp(torch.tensor(-2.0, dtype=torch.float64))) ** -0.5    # y' = y − y³ from ½
    >>> round(float(state.time), 12), abs(float(state.current.Y - exact)) < 1e-8
    (1.0, True)
    """

    derived = ("step", "unit")
    tolerance: float = 1e-10
    unit: float | Tensor | None = None
    until: float = float("inf")

    def __post_init__(self) -> None:
        super().__post_init__()
        require_length(self.unit, "unit")
        share(self.tolerance, "tolerance")
        number(self.until, "until", "that is positive (inf: no end)", lambda t: t > 0)

    def state(self, problem: Any, point: Any) -> Any:
        """Time zero."""
        if isinstance(point, FlowState):
            return point
        point = self.as_point(problem, point)
        first = next(points.leaves(point))
        zero = torch.zeros(len(first), dtype=first.dtype.to_real(), device=first.device)
        return FlowState(point, zero, zero + self.resolved(problem).length(zero))

    def default_unit(self, problem: Any) -> float | Tensor:
        """√‖A‖, ‖Y‖^{1/L}: ``factor_size``."""
        return factor_size(problem)

    def point(self, state: Any) -> Any:
        """The current point."""
        return state.current

    def movement(self, problem: Any, old: Any, new: Any) -> Tensor:
        """‖∇F‖, 0 once the clock has stopped: a rejected step must not look like a fixed point."""
        slope = points.squared_norm(self.objective(problem).gradient(new.current)).sqrt()
        return torch.where(new.time >= self.until, torch.zeros_like(slope), slope)

    def update(self, problem: Any, state: Any) -> Any:
        """One attempted step."""
        solver, objective = self.resolved(problem), self.objective(problem)
        h = torch.minimum(state.trial, self.until - state.time)
        slopes = [objective.gradient(state.current)]
        for row in _A:
            stage = _combine(state.current, slopes, row, -h)
            slopes.append(objective.gradient(stage))
        error = _combine(points.tree_map(torch.zeros_like, state.current), slopes, _ERROR, h)
        size = points.tree_map(lambda e, x: e / (solver.length(x, "unit") + x.abs()), error, state.current)
        count = points.flatten(state.current).shape[1]
        ratio = (points.squared_norm(size) / count).sqrt() / max(self.tolerance, 4 * torch.finfo(h.dtype).eps)
        good = ratio <= 1
        factor = (0.9 * ratio.clamp_min(1e-10) ** -0.2).clamp(0.2, 5.0).nan_to_num(0.2)
        current = points.choose(good, stage, state.current)
        trial = torch.where(h > 0, h * factor, state.trial)
        return FlowState(current, torch.where(good, state.time + h, state.time), trial)


def _combine(base: Any, slopes: list[Any], weights: tuple[float, ...], length: Tensor) -> Any:
    for slope, weight in zip(slopes, weights, strict=True):
        if weight:
            base = points.tree_map(lambda x, s, w=weight: x + rows(w * length, x) * s, base, slope)
    return base
