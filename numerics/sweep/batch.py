"""Run one batch of tasks: one kind of problem, one solver, many data, seeds and step lengths in a single call."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import torch

from numerics import points
from numerics.randomness import Seeds
from numerics.run import run
from numerics.sweep.instances import build_problem, stack_problems
from numerics.sweep.plan import SOLVERS, Task
from numerics.sweep.store import Result
from numerics.trajectory import Stopping


def run_batch(tasks: list[Task], asked: Callable[[], bool] = lambda: False) -> list[Result]:
    """The results of tasks of one group. Every member starts from its own seed, whoever else is in the batch.

    Once ``asked`` says so the run stops, and only members that have ended have results.
    """
    begun = time.perf_counter()
    first = tasks[0]
    problem = problem_of(tasks)
    solver = solver_of(tasks, problem)
    start = solver.start(problem, len(tasks), Seeds(torch.tensor([task.seed for task in tasks])))
    record = ("loss", *(name for name in first.record if name != "loss"))
    rule = Stopping(**dict(first.stop))
    trajectory = run(problem, solver, start, first.steps, record, at="log", stop=rule, progress=lambda *_: asked())
    objective = solver.objective(problem)
    point = solver.point(trajectory.state)
    loss, slope = objective.loss(point), points.squared_norm(objective.gradient(point)).sqrt()
    seconds = (time.perf_counter() - begun) / len(tasks)
    results = []
    for i, task in enumerate(tasks):
        if trajectory.ended[i] == "max_steps" and int(trajectory.steps[i]) < first.steps:
            continue
        numbers: dict[str, Any] = {
            "ended": trajectory.ended[i],
            "index": trajectory.index[i],
            "reason": trajectory.reason[i],
            "steps": int(trajectory.steps[i]),
            "loss": float(loss[i]),
            "gradient_norm": float(slope[i]),
        }
        for name in task.record:
            numbers[f"trace_{name}"] = trajectory[name][i].tolist()
        if task.record:
            numbers["trace_at"] = trajectory.at.tolist()
        results.append(Result(task.key, task.content, numbers, seconds))
    return results


def problem_of(tasks: list[Task]) -> Any:
    """The problem instance of a batch: one that all tasks share, or their instances stacked."""
    return stack_problems([_cached_problem(task.problem, task.problem_parameters) for task in tasks])


def solver_of(tasks: list[Task], problem: Any) -> Any:
    """The solver of a batch, with one step length per task where the plan gives any."""
    parameters = dict(tasks[0].solver_parameters)
    if "step" in parameters:
        steps = [dict(task.solver_parameters)["step"] for task in tasks]
        if any(not isinstance(s, int | float) or not s > 0 for s in steps):
            bad = next(s for s in steps if not isinstance(s, int | float) or not s > 0)
            raise ValueError(f"step must be positive, got {bad}")
        dtype = problem.Y.dtype if hasattr(problem, "ridge") else problem.factor_dtype.to_real()
        parameters["step"] = torch.tensor(steps, dtype=dtype)
    solver = SOLVERS[tasks[0].solver](**parameters)
    solver.objective(problem)
    return solver


@lru_cache(maxsize=256)
def _cached_problem(kind: str, parameters: tuple[tuple[str, Any], ...]) -> Any:
    return build_problem(kind, dict(parameters))
