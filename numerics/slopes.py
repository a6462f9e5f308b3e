"""Slope tests for users' own gradients, Hessian products and retractions, in the manner of Manopt's check functions.

Along a random direction the Taylor remainder is fitted against the step on a log-log scale: a right gradient leaves
slope 2, a right Hessian product slope 3, a first-order retraction slope 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.objective import objective_at


@dataclass(frozen=True)
class SlopeTest:
    """``slope`` fitted on the straightest part, ``expected`` the slope of a right derivative, ``passed`` the verdict.

    ``passed`` also holds when the remainder vanishes to rounding (``slope`` is then inf): the function is a
    polynomial of lower degree along the direction.
    """

    slope: float
    expected: int
    passed: bool
    steps: Tensor
    remainders: Tensor

    def __str__(self) -> str:
        verdict = "agrees" if self.passed else "DISAGREES"
        return f"slope {self.slope:.3f}, expected {self.expected}: {verdict}"


def check_gradient(problem: Any, point: Any, *, generator: torch.Generator) -> SlopeTest:
    """|F(x + td) − F(x) − t⟨∇F(x), d⟩| against t, for a random unit direction d. The point has no batch axis.

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, 1.0], dtype=torch.float64)))
    >>> point = (torch.tensor([[1.0], [0.5]], dtype=torch.float64),)
    >>> check_gradient(problem, point, generator=torch.Generator().manual_seed(0)).passed
    True
    """
    objective, x, direction, line, _ = _line(problem, point, generator)
    slope = _flat_inner(objective, objective.gradient(x), direction)
    base = line(torch.zeros(1, dtype=direction.dtype))
    return _fit(lambda t: line(t) - base - t * slope, 2, float(base.abs().max()))


def check_hessian(problem: Any, point: Any, *, generator: torch.Generator) -> SlopeTest:
    """|F(x + td) − F(x) − t⟨∇F, d⟩ − ½t²⟨d, ∇²F d⟩| against t, for a random unit direction d."""
    objective, x, direction, line, moved = _line(problem, point, generator)
    slope = _flat_inner(objective, objective.gradient(x), direction)
    curvature = _flat_inner(objective, objective.linearize(x)(moved), direction)
    base = line(torch.zeros(1, dtype=direction.dtype))
    return _fit(lambda t: line(t) - base - t * slope - t**2 / 2 * curvature, 3, float(base.abs().max()))


Retraction = Callable[[Tensor, Tensor], Tensor]


def check_retraction(retraction: Retraction, X: Tensor, *, generator: torch.Generator) -> SlopeTest:
    """‖R_X(tξ) − (X + tξ)‖_F against t for a random tangent ξ of the Stiefel manifold at X (n, r).

    A retraction also stays on the manifold: ``passed`` needs ‖RᵀR − I‖ at rounding for every t.

    >>> from numerics.stiefel import polar_retraction
    >>> X = torch.linalg.qr(torch.randn(5, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(1)))[0]
    >>> check_retraction(polar_retraction, X, generator=torch.Generator().manual_seed(0)).passed
    True
    """
    ambient = torch.randn(X.shape, generator=generator, dtype=X.dtype)
    inner = X.mH @ ambient
    tangent = ambient - X @ (inner + inner.mH) / 2
    tangent = tangent / torch.linalg.matrix_norm(tangent)
    defect = 0.0

    def remainder(t: Tensor) -> Tensor:
        nonlocal defect
        moved = retraction(X, t[:, None, None] * tangent)
        gram = moved.mH @ moved - torch.eye(X.shape[-1], dtype=X.dtype)
        defect = max(defect, float(gram.abs().max()))
        return torch.linalg.matrix_norm(moved - (X + t[:, None, None] * tangent))

    test = _fit(remainder, 2, 1.0)
    on_manifold = defect <= 1e3 * torch.finfo(X.dtype).eps
    return SlopeTest(test.slope, 2, test.passed and on_manifold, test.steps, test.remainders)


def _line(
    problem: Any, point: Any, generator: torch.Generator
) -> tuple[Any, Any, Tensor, Callable[[Tensor], Tensor], Any]:
    """The objective, the point, a random unit direction (flat and shaped), and t ↦ F(x + t d) for a vector of t."""
    objective, x = objective_at(problem, point)
    flat = objective.flatten(x).reshape(-1)
    direction = torch.randn(len(flat), generator=generator, dtype=flat.dtype).to(flat.device)
    direction = direction / direction.norm()
    moved = objective.unflatten(direction[None], x)

    def line(t: Tensor) -> Tensor:
        t = t.to(flat.device)
        return objective.loss(objective.unflatten(flat + t[:, None] * direction, x)).reshape(-1)

    return objective, x, direction, line, moved


def _flat_inner(objective: Any, tangent: Any, direction: Tensor) -> Tensor:
    return (objective.flatten(tangent).reshape(-1) * direction).sum()


def _fit(remainder: Callable[[Tensor], Tensor], expected: int, size: float) -> SlopeTest:
    """Fit the slope on every window of the part above rounding and keep the window nearest to a straight line."""
    t = torch.logspace(-6, 0, 61, dtype=torch.float64)
    values = remainder(t).abs()
    floor = 1e3 * torch.finfo(torch.float64).eps * max(size, 1e-300)
    usable = values > floor
    if int(usable.sum()) < 8:
        return SlopeTest(float("inf"), expected, True, t, values)
    log_t, log_v = t[usable].log10(), values[usable].log10()
    window = 8
    best = (float("inf"), float("nan"))
    for first in range(len(log_t) - window + 1):
        a, b = log_t[first : first + window], log_v[first : first + window]
        slope = ((a - a.mean()) * (b - b.mean())).sum() / (a - a.mean()).square().sum()
        misfit = float((b - b.mean() - slope * (a - a.mean())).square().sum())
        if misfit < best[0]:
            best = (misfit, float(slope))
    return SlopeTest(best[1], expected, best[1] > expected - 0.1, t, values)
