"""Gradient flow to rest, and along the way: many starts at once.

W' = −∇F(W)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from numerics import points
from numerics.critical_search import gradient_scale, levenberg_marquardt, polish
from numerics.problems.deep_factorization import DeepFactorization, Factors
from numerics.run import run
from numerics.solvers.base import Solver, factor_size
from numerics.solvers.gradient_flow import GradientFlow
from numerics.tensors import positive, share, whole
from numerics.threads import one_thread
from numerics.trajectory import Stopping
from theory.storage.counted import counted


@dataclass(frozen=True)
class Rest:
    """Where flows came to rest, per start.

    ``factors`` the polished critical point, ``gradient_norm`` its ‖∇F‖, ``moved`` how far the polish went from the end
    of the flow, ``converged`` whether the flow slowed down in time and the polish met its tolerance nearby.
    """

    factors: Factors
    loss: Tensor
    gradient_norm: Tensor
    moved: Tensor
    converged: Tensor

    def __str__(self) -> str:
        return f"{int(self.converged.sum())} of {counted(len(self.loss), 'flow')} at rest"


@dataclass(frozen=True)
class FlowTrace:
    """What a flow did: ``time`` (batch, T) and the points, each layer (batch, T, d_l, d_{l−1})."""

    time: Tensor
    factors: Factors

    def __str__(self) -> str:
        flows, steps = self.time.shape
        return f"{counted(flows, 'flow')}, {counted(steps, 'point')} each, up to time {float(self.time.max()):.3g}"


@one_thread
def flow_to_rest(
    problem: DeepFactorization,
    start: Factors,
    *,
    slow: float = 1e-7,
    steps: int = 20_000,
    tolerance: float = 1e-9,
    sharp: float = 1e-12,
) -> Rest:
    """Follow the flow from ``start`` (batch, d_l, d_{l−1}) until ‖∇F‖ ≤ slow·``gradient_scale``, then solve ∇F = 0.

    A flow that passes a saddle more slowly than ``slow`` ends there. ``tolerance`` is the local error of the flow,
    ``sharp`` the relative gradient that the polish (Levenberg–Marquardt, then Newton) has to meet; the polish counts
    only if it moves by at most 1e-4 of the point's size plus √slow.

    >>> problem = DeepFactorization(torch.tensor([[3.0]], dtype=torch.float64), ridge=(1.0, 1.0))
    >>> start = (torch.tensor([[[0.1]], [[-0.1]]], dtype=torch.float64),) * 2
    >>> rest = flow_to_rest(problem, start)
    >>> print(rest, [round(x, 9) for x in rest.loss.tolist()])              # by hand: w₁w₂ = 2, F = 1 + 4
    2 of 2 flows at rest [5.0, 5.0]
    """
    for name, value in (("slow", slow), ("tolerance", tolerance), ("sharp", sharp)):
        share(value, name)
    scale = float(gradient_scale(problem, start).max())
    stop = Stopping(gradient=slow * scale, cycles=False, curvature=False)
    trajectory = run(problem, GradientFlow(step=1e-3, tolerance=tolerance), start, steps, record=(), at=steps, stop=stop)
    ended = problem.factors(trajectory.state.current)
    slowed = torch.tensor([end == "converged" for end in trajectory.ended], device=ended[0].device)
    point = polish(problem, levenberg_marquardt(problem, ended, steps=60, tolerance=sharp))
    norm = torch.linalg.vector_norm(problem.flatten(problem.gradient(point)), dim=-1)
    moved = points.squared_norm(points.tree_map(torch.sub, point, ended)).sqrt()
    near = moved <= 1e-4 * points.squared_norm(point).sqrt() + slow**0.5
    fine = slowed & near & (norm <= sharp * gradient_scale(problem, point))
    return Rest(point, problem.loss(point), norm, moved, fine)


@one_thread
def trace_flow(
    problem: DeepFactorization,
    start: Factors,
    *,
    until: float,
    count: int = 400,
    tolerance: float = 1e-10,
    spaced: Callable[[float, float, int], Tensor] | None = None,
) -> FlowTrace:
    """The flow at ``count`` + 1 times from 0 to ``until`` (evenly spaced by default), each reached exactly.

    >>> problem = DeepFactorization(torch.tensor([[0.0]], dtype=torch.float64), ridge=(1.0, 1.0))
    >>> tiny = (torch.full((1, 1, 1), 1e-4, dtype=torch.float64),) * 2
    >>> trace = trace_flow(problem, tiny, until=1.0, count=2)
    >>> round(float(trace.factors[0][0, -1]) / 1e-4, 6)                       # decays as e^(−2λt) = e^(−2)
    0.135335
    """
    positive(until, "until")
    whole(count, "count")
    unit = factor_size(problem)
    times = (spaced or _evenly)(0.0, until, count + 1)
    point, found, trial = start, [start], 1e-3
    for before, after in zip(times[:-1].tolist(), times[1:].tolist(), strict=True):
        solver = GradientFlow(step=trial, tolerance=tolerance, until=after - before, unit=unit)
        state = solver.state(problem, point)
        while bool((state.time < solver.until).any()):
            state = solver.update(problem, state)
        point, trial = problem.factors(state.current), max(float(state.trial.min()), 1e-5)
        found.append(point)
    layers = tuple(torch.stack([p[l] for p in found], 1) for l in range(problem.layers))
    return FlowTrace(times.to(start[0]).expand(len(start[0]), -1), layers)


def _evenly(low: float, high: float, count: int) -> Tensor:
    return torch.linspace(low, high, count, dtype=torch.float64)


@one_thread
def trace_solver(problem: DeepFactorization, solver: Solver, start: Factors, *, steps: int, every: int = 1) -> FlowTrace:
    """The same record for a discrete method: every ``every``-th of ``steps`` iterates; time is step length × steps.

    >>> from numerics.solvers import GradientDescent
    >>> problem = DeepFactorization(torch.tensor([[0.0]], dtype=torch.float64), ridge=(1.0, 1.0))
    >>> start = (torch.full((1, 1, 1), 0.5, dtype=torch.float64),) * 2
    >>> trace = trace_solver(problem, GradientDescent(step=0.1), start, steps=4, every=2)
    >>> [round(t, 9) for t in trace.time[0].tolist()]
    [0.0, 0.2, 0.4]
    """
    whole(steps, "steps")
    whole(every, "every")
    solver = solver.resolved(problem)
    state = solver.state(problem, start)
    found = [problem.factors(solver.point(state))]
    for step in range(1, steps + 1):
        state = solver.update(problem, state)
        if step % every == 0:
            found.append(problem.factors(solver.point(state)))
    layers = tuple(torch.stack([p[l] for p in found], 1) for l in range(problem.layers))
    length = torch.as_tensor(solver.step, dtype=start[0].dtype).reshape(-1, 1)
    times = every * torch.arange(len(found), dtype=start[0].dtype)
    return FlowTrace((length * times).expand(len(start[0]), -1), layers)
