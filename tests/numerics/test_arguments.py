"""Counts, tolerances, generators and points of the public functions: a sentence that names the argument, no error of torch."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import pytest
import torch

from numerics import run
from numerics.critical_search import search_critical_points
from numerics.curvature import hessian_spectrum
from numerics.descent import descend, descend_from, descend_steadily
from numerics.flow import flow_to_rest, trace_flow, trace_solver
from numerics.gauge import gauge_basis
from numerics.lanczos import lowest_eigenpairs
from numerics.problems import DeepFactorization, MatrixSensing
from numerics.reduction.alignment import draw_alignment
from numerics.reduction.alternating import draw_reduced_start
from numerics.reduction.symmetric import draw_reduced_factor
from numerics.slopes import check_gradient, check_hessian, check_retraction
from numerics.solvers import GradientDescent, Solver
from numerics.stiefel import polar_retraction
from tests.numerics.instances import F64, PROBLEMS, generator
from tests.numerics.test_doors import said
from tests.numerics.test_solvers import PAIRS, SOLVERS, point_for

NAN, INF = float("nan"), float("inf")
SMALL = DeepFactorization(torch.diag(torch.tensor([3.0, 1.0], dtype=F64)), ridge=(0.1, 0.1))
FACTORS = tuple(torch.randn(2, 2, generator=generator(i), dtype=F64) for i in (1, 2))
STARTS = tuple(w[None] for w in FACTORS)
TALL = torch.eye(4, 2, dtype=F64)

CALLS: dict[str, tuple[Callable[..., Any], dict[str, Any]]] = {
    "lowest_eigenpairs": (
        lambda **o: lowest_eigenpairs(SMALL, FACTORS, **o),
        {"k": 1, "generator": generator(0), "max_products": 99, "tolerance": 0.1},
    ),
    "search_critical_points": (
        lambda **o: search_critical_points(SMALL, **o), {"starts": 2, "generator": generator(0), "steps": 2, "tolerance": 0.5}
    ),
    "descend": (
        lambda **o: descend(SMALL, **o), {"starts": 2, "generator": generator(0), "steps": 2, "tolerance": 0.1, "scale": 1.0}
    ),
    "descend_from": (lambda **o: descend_from(SMALL, STARTS, **o), {"steps": 2, "tolerance": 0.1}),
    "descend_steadily": (lambda **o: descend_steadily(SMALL, STARTS, **o), {"step": 0.1, "steps": 2, "tolerance": 0.1}),
    "flow_to_rest": (
        lambda **o: flow_to_rest(SMALL, STARTS, **o), {"slow": 0.1, "steps": 2, "tolerance": 0.1, "sharp": 0.1}
    ),
    "trace_flow": (lambda **o: trace_flow(SMALL, STARTS, **o), {"until": 0.1, "count": 2, "tolerance": 0.1}),
    "trace_solver": (lambda **o: trace_solver(SMALL, GradientDescent(step=0.1), STARTS, **o), {"steps": 2, "every": 1}),
    "check_gradient": (lambda **o: check_gradient(SMALL, FACTORS, **o), {"generator": generator(0)}),
    "check_hessian": (lambda **o: check_hessian(SMALL, FACTORS, **o), {"generator": generator(0)}),
    "check_retraction": (lambda **o: check_retraction(polar_retraction, TALL, **o), {"generator": generator(0)}),
    "draw_alignment": (lambda **o: draw_alignment(**o), {"m": 9, "r": 3, "rank": 2, "generator": generator(0), "batch": 2}),
    "draw_reduced_start": (
        lambda **o: draw_reduced_start([2.0, 1.0], **o),
        {"columns_of_A": 5, "columns": 2, "step": 0.1, "generator": generator(0), "batch": 2, "C": 8.0, "nu": 0.5},
    ),
    "draw_reduced_factor": (
        lambda **o: draw_reduced_factor([2.0, 1.0], **o), {"m": 9, "r": 3, "generator": generator(0), "batch": 2}
    ),
    "gaussian sensing": (lambda **o: MatrixSensing.gaussian(TALL, **o), {"count": 3, "seed": 0, "scale": 0.5}),
}  # fmt: skip
WRONG: dict[str, list[Any]] = {
    "counts": [1.5, True, -1, "2", NAN, None],
    "shares": [NAN, INF, -1, 1.0, 2, True, "no", None],
    "lengths": [NAN, INF, -1, 0, True, "no", None],
    "generator": [3, None, "seed", torch],
}
COUNTS = [
    "k", "max_products", "starts", "steps", "every", "count", "m", "r", "rank", "columns_of_A", "columns", "batch", "seed",
]  # fmt: skip
SHARES, LENGTHS = ("tolerance", "slow", "sharp"), ("scale", "step", "until", "C", "nu")
ARGUMENTS = [(call, argument) for call, (_, good) in CALLS.items() for argument in good]


@pytest.mark.parametrize(("call", "argument"), ARGUMENTS)
def test_an_argument_is_taken_or_refused_by_its_name(call: str, argument: str) -> None:
    function, good = CALLS[call]
    kinds = {"counts": COUNTS, "shares": SHARES, "lengths": LENGTHS, "generator": ("generator",)}
    (kind,) = [k for k, names in kinds.items() if argument in names]
    function(**good)
    for bad in WRONG[kind]:
        if not (argument == "batch" and bad is None):
            text = said(lambda b=bad: function(**{**good, argument: b}))
            assert text.startswith(f"{argument} must be "), text


@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_a_start_is_drawn_from_a_generator_and_from_nothing_else(solver_name: str, problem_name: str) -> None:
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    assert isinstance(solver, Solver)
    if getattr(solver, "initial", "") != "spectral":
        for bad in (3, None, "seed", torch):
            assert said(lambda b=bad: solver.start(problem, 2, b)).startswith("generator must be a torch.Generator")


RIDGES: list[Any] = [
    (NAN, 1), (INF, 1), (-1, 1), (0, 1), (1,), (), (True, 1), torch.ones(2).bool(), ("a", 1), "no", None, 3, (None, 1),
    [[1, 1], [1]], torch.tensor([1, 2]), (1j, 1), (10**400, 1), {1, 2},
]  # fmt: skip


@pytest.mark.parametrize("ridge", RIDGES, ids=lambda r: repr(r)[:20])
def test_weights_are_positive_numbers(ridge: Any) -> None:
    assert said(lambda: DeepFactorization(torch.eye(2, dtype=F64), ridge=ridge)).startswith("ridge must ")


@pytest.mark.parametrize("hidden", [3, "3", (0,), (True,), (2, 2), (2.0,), None])
def test_hidden_widths_are_whole_numbers(hidden: Any) -> None:
    if hidden is not None:
        assert said(lambda: DeepFactorization(torch.eye(2, dtype=F64), ridge=(1.0, 1.0), hidden=hidden)).startswith("hidden ")


def half(tensor: torch.Tensor) -> torch.Tensor:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return tensor.to(torch.complex32)


@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_a_point_is_tensors_side_by_side(solver_name: str, problem_name: str) -> None:
    """Not one in a tuple of its own, not a list of numbers, and none in half precision of complex numbers."""
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    point = tuple(point_for(solver, problem))
    point = point[0] if len(point) == 1 and isinstance(point[0], tuple) else point
    for bad in (*[(*point[:i], (x,), *point[i + 1 :]) for i, x in enumerate(point)], tuple((x,) for x in point), ((point,),)):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for use in (lambda b: run(problem, solver, b, 2), lambda b: solver.objective(problem).loss(b),
                        lambda b: hessian_spectrum(problem, b), lambda b: gauge_basis(problem, b)):  # fmt: skip
                said(lambda u=use, b=bad: u(b))
    assert "half precision" in said(lambda: run(problem, solver, tuple(half(x) for x in point), 2))
