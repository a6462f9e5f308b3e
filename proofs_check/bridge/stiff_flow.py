"""Gradient flow to rest where time scales lie far apart: W' = −∇F(W) by an implicit method with the dense Hessian.

With weights 2000 : 1 : 1 : 1 the fastest direction is thousands of times faster than the one that leaves the saddle, and an
explicit method takes steps of the fastest. Backward differentiation (scipy's BDF) steps with the slow one. Jacobians are
block diagonal in the coordinates of ``aligned_problem``, so exact zeros stay exact.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from numerics import points
from numerics.critical_search import gradient_scale, levenberg_marquardt, polish
from numerics.flow import Rest
from numerics.problems.deep_factorization import DeepFactorization, Factors

MOST_CALLS = 20_000


class _TooLong(Exception):
    """The flow needs more evaluations than are spent on it."""


def stiff_flow_to_rest(problem: DeepFactorization, start: Factors, slow: float, sharp: float = 1e-12) -> Rest:
    """One flow (batch 1) until ‖∇F‖ ≤ ``slow``, which must be below the start's, then ∇F = 0 solved for near the end.

    ``converged`` as in `numerics.flow.flow_to_rest`; False, too, where 20,000 gradients did not bring it to rest.

    >>> problem = DeepFactorization(torch.tensor([[3.0]], dtype=torch.float64), ridge=(1e3, 1e-3))
    >>> rest = stiff_flow_to_rest(problem, (torch.full((1, 1, 1), 1e-4, dtype=torch.float64),) * 2, 1e-7)
    >>> bool(rest.converged), round(float(rest.loss), 6)                     # by hand: 2√λ y − λ at λ = 1
    (True, 5.0)
    """
    ended, slowed = _integrate(problem, start, slow)
    point = polish(problem, levenberg_marquardt(problem, ended, steps=60, tolerance=sharp))
    norm = torch.linalg.vector_norm(problem.flatten(problem.gradient(point)), dim=-1)
    moved = points.squared_norm(points.tree_map(torch.sub, point, ended)).sqrt()
    near = moved <= 1e-4 * points.squared_norm(point).sqrt() + 1e-3 * points.squared_norm(start).sqrt()
    fine = near & (norm <= sharp * gradient_scale(problem, point)) & slowed
    return Rest(point, problem.loss(point), norm, moved, fine)


def _integrate(problem: DeepFactorization, start: Factors, slow: float) -> tuple[Factors, bool]:
    """The end, and whether the flow slowed down."""
    from scipy.integrate import solve_ivp

    begin = problem.flatten(start)[0].numpy()
    size, calls, best = float(np.abs(begin).max()), 0, begin

    def as_point(flat: Any) -> Factors:
        return problem.unflatten(torch.as_tensor(flat)[None])

    def speed(time: float, flat: Any) -> Any:
        nonlocal calls, best
        calls, best = calls + 1, flat
        if calls > MOST_CALLS:
            raise _TooLong
        return -problem.flatten(problem.gradient(as_point(flat)))[0].numpy()

    def bend(time: float, flat: Any) -> Any:
        return -problem.dense_hessian(as_point(flat))[0].numpy()

    def rest(time: float, flat: Any) -> float:
        return float(np.linalg.norm(speed(time, flat))) - slow

    rest.terminal, rest.direction = True, -1.0  # type: ignore[attr-defined]
    fastest = float(np.abs(np.linalg.eigvalsh(bend(0.0, begin))).max())
    try:
        found = solve_ivp(
            speed, (0.0, 1e12 / fastest), begin, method="BDF", jac=bend, events=rest, rtol=1e-7, atol=1e-11 * size
        )
    except _TooLong:
        return as_point(best), False
    return as_point(found.y[:, -1]), found.status == 1
