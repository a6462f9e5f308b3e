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

from numerics import points
from numerics.gauge import outside_basis
from numerics.objective import objective_at
from numerics.randomness import require_generator


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
    base = line(torch.zeros(1))
    unit = torch.finfo(direction.dtype).eps * float(slope.abs())
    return _fit(lambda t: line(t) - base - t * slope, 2, float(base.abs().max()), base.dtype, unit)


def check_hessian(problem: Any, point: Any, *, generator: torch.Generator) -> SlopeTest:
    """|F(x + td) − F(x) − t⟨∇F, d⟩ − ½t²⟨d, ∇²F d⟩| against t, for a random unit direction d."""
    objective, x, direction, line, moved = _line(problem, point, generator)
    wide, start = _widened(problem, x)
    slope = _flat_inner(wide, wide.gradient(start), direction)
    curvature = _flat_inner(objective, objective.linearize(x)(moved), direction)
    base = line(torch.zeros(1))
    unit = torch.finfo(direction.dtype).eps * float(curvature.abs())
    return _fit(
        lambda t: line(t) - base - t * slope - t**2 / 2 * curvature, 3, float(base.abs().max()), base.dtype, unit
    )


Retraction = Callable[[Tensor, Tensor], Tensor]


def check_retraction(retraction: Retraction, X: Tensor, *, generator: torch.Generator) -> SlopeTest:
    """‖R_X(tξ) − (X + tξ)‖_F against t for a random tangent ξ of the Stiefel manifold at X (n, r).

    A retraction also stays on the manifold: ``passed`` needs ‖RᵀR − I‖ at rounding for every t.

    >>> from numerics.stiefel import polar_retraction
    >>> X = torch.linalg.qr(torch.randn(5, 2, dtype=torch.float64, generator=torch.Generator().manual_seed(1)))[0]
    >>> check_retraction(polar_retraction, X, generator=torch.Generator().manual_seed(0)).passed
    True
    """
    require_generator(generator)
    ambient = torch.randn(X.shape, generator=generator, dtype=X.dtype).to(X.device)
    inner = X.mH @ ambient
    tangent = ambient - X @ (inner + inner.mH) / 2
    tangent = tangent / torch.linalg.matrix_norm(tangent)
    defect = 0.0

    def remainder(t: Tensor) -> Tensor:
        nonlocal defect
        moved = retraction(X, t[:, None, None] * tangent)
        gram = moved.mH @ moved - torch.eye(X.shape[-1], dtype=X.dtype, device=X.device)
        defect = max(defect, float(gram.abs().max()))
        return torch.linalg.matrix_norm(moved - (X + t[:, None, None] * tangent))

    test = _fit(lambda t: remainder(t.to(X.device)).cpu(), 2, 1.0, X.dtype.to_real())
    on_manifold = defect <= 1e3 * torch.finfo(X.dtype).eps
    return SlopeTest(test.slope, 2, test.passed and on_manifold, test.steps, test.remainders)


def _line(
    problem: Any, point: Any, generator: torch.Generator
) -> tuple[Any, Any, Tensor, Callable[[Tensor], Tensor], Any]:
    """The objective, the point, a random unit direction (flat and shaped), and t ↦ F(x + t d) for a vector of t.

    F along the line is evaluated in double precision where the problem can be moved there: rounding of F in single
    precision would hide all but the grossest errors.
    """
    require_generator(generator)
    objective, x = objective_at(problem, point)
    flat = objective.flatten(x).reshape(-1)
    direction = torch.randn(len(flat), generator=generator, dtype=flat.dtype).to(flat.device)
    outside = outside_basis(problem, point)
    direction = direction - outside @ (outside.T @ direction)
    direction = direction / direction.norm()
    moved = objective.unflatten(direction[None], x)
    wide, start = _widened(problem, x)
    middle = wide.flatten(start).reshape(-1)

    def line(t: Tensor) -> Tensor:
        t = t.to(middle)
        return wide.loss(wide.unflatten(middle + t[:, None] * direction.to(middle), start)).reshape(-1)

    return objective, x, direction, line, moved


def _widened(problem: Any, point: Any) -> tuple[Any, Any]:
    """The objective and the point in double precision, or as they are where the problem has no ``to``."""
    if not hasattr(problem, "to"):
        return objective_at(problem, point)
    double = points.tree_map(lambda x: x.to(torch.complex128 if x.is_complex() else torch.float64), point)
    return objective_at(problem.to(dtype=torch.float64), double)


def _flat_inner(objective: Any, tangent: Any, direction: Tensor) -> Tensor:
    flat = objective.flatten(tangent).reshape(-1)
    return (flat * direction.to(flat)).sum()


def _fit(remainder: Callable[[Tensor], Tensor], expected: int, size: float, dtype: torch.dtype, unit: float = 0.0) -> SlopeTest:
    """Fit the slope on every window of the part above rounding and keep the window nearest to a straight line.

    Rounding is that of values of ``size`` in ``dtype``, and ``unit``·t^(expected − 1) of the derivative under test.
    """
    t = torch.logspace(-6, 0, 61, dtype=dtype)
    values = remainder(t).abs()
    floor = 1e3 * torch.finfo(dtype).eps * max(size, torch.finfo(dtype).tiny) + 1e2 * unit * t ** (expected - 1)
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
