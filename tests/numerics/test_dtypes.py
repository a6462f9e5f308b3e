"""The table problem × solver × {float32, float64, complex64, complex128}: every cell is right, or refused at construction.

Values, gradients and Hessian products are compared with autograd on a dense loss written here, in double precision; five
steps with the plain NumPy loops run in the same precision. Tolerances are multiples of the precision's rounding unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from numerics import points, run
from numerics.problems import (
    DeepFactorization,
    Factorization,
    FourierPtychography,
    MatrixCompletion,
    MatrixSensing,
    PhaseRetrieval,
    SymmetricFactorization,
)
from numerics.reduction import AlignmentRecursion, reduce_alternating
from numerics.slopes import check_gradient, check_hessian, check_retraction
from numerics.solvers import AlternatingGradientDescent, GradientDescent, GradientFlow
from numerics.stiefel import RETRACTIONS
from tests.numerics.instances import generator, mask
from tests.numerics.test_solvers import SOLVERS, linear_operator, numpy_run, point_for, runs_on

DTYPES = (torch.float32, torch.float64, torch.complex64, torch.complex128)
HALF = (torch.float16, torch.bfloat16)


def matrix(m: int, n: int, dtype: torch.dtype, seed: int = 1) -> Tensor:
    """Rank two, singular values 2 and 1."""
    g, wide = generator(seed), dtype.is_complex
    kind = torch.complex128 if wide else torch.float64
    U, V = (torch.linalg.qr(torch.randn(k, 2, generator=g, dtype=kind))[0] for k in (m, n))
    return ((U * torch.tensor([2.0, 1.0], dtype=torch.float64)) @ V.mH).to(dtype)


def hermitian(n: int, dtype: torch.dtype) -> Tensor:
    """The same, positive semidefinite."""
    A = matrix(n, n, torch.complex128 if dtype.is_complex else torch.float64)
    A = torch.linalg.matrix_power(A @ A.mH, 1)
    return ((A + A.mH) / 4).to(dtype)


def vectors(dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Eighteen vectors of norm ½ and intensities."""
    kind = torch.complex128 if dtype.is_complex else torch.float64
    a = torch.randn(18, 5, generator=generator(3), dtype=kind)
    a = a / (2 * torch.linalg.vector_norm(a, dim=1, keepdim=True))
    y = (a @ torch.randn(5, 1, generator=generator(4), dtype=kind)).abs().square()[:, 0]
    real = torch.float16 if dtype is torch.float16 else torch.float64 if dtype is torch.bfloat16 else dtype.to_real()
    return a.to(dtype), y.to(real)


def image(dtype: torch.dtype) -> FourierPtychography:
    kind = torch.complex128 if dtype.is_complex else torch.float64
    truth = torch.randn(36, 1, generator=generator(5), dtype=kind).to(dtype)
    return FourierPtychography.of_image(truth, (6, 6), FourierPtychography.grid_of_centres((6, 6), 1, 1), 1)


KINDS: dict[str, Callable[[torch.dtype], Any]] = {
    "factorization": lambda t: Factorization(matrix(6, 5, t)),
    "wide factorization": lambda t: Factorization(matrix(14, 20, t)),
    "symmetric factorization": lambda t: SymmetricFactorization(hermitian(6, t)),
    "symmetric factorization, scale 1/2": lambda t: SymmetricFactorization(hermitian(16, t), scale=0.5),
    "sensing": lambda t: MatrixSensing.gaussian(matrix(5, 4, t), 30, seed=7),
    "sensing, drawn anew": lambda t: MatrixSensing.gaussian(matrix(5, 4, t), 300, seed=7, stored=False),
    "symmetric sensing": lambda t: MatrixSensing.gaussian(hermitian(5, t), 30, seed=7, symmetric=True),
    "completion": lambda t: MatrixCompletion.from_mask(matrix(6, 5, t), mask(6, 5)),
    "sparse completion": lambda t: MatrixCompletion.from_mask(matrix(40, 30, t), mask(40, 30, share=0.02)),
    "symmetric completion": lambda t: MatrixCompletion.from_mask(hermitian(6, t), mask(6, 6), symmetric=True),
    "sparse symmetric completion": lambda t: MatrixCompletion.from_mask(
        hermitian(40, t), mask(40, 40, share=0.02), symmetric=True
    ),
    "phase retrieval": lambda t: PhaseRetrieval(*vectors(t)),
    "ptychography": image,
    "deep, 3 layers": lambda t: DeepFactorization(matrix(4, 3, t), ridge=(0.3, 0.7, 0.2), hidden=(2, 5)),
}


def refused(kind: str, dtype: torch.dtype) -> bool:
    """What has no meaning here, said in the docstrings: sensing and deep factorization are real, ptychography complex."""
    return dtype.is_complex != (kind == "ptychography") if kind == "ptychography" or "sens" in kind or "deep" in kind else False


CELLS = [(k, t) for k in KINDS for t in DTYPES if not refused(k, t)]
REFUSED = [(k, t) for k in KINDS for t in DTYPES if refused(k, t)]
NOT_UNIQUE = ("alternating least squares", "sparse completion")
PAIRS = [(s, k, t) for s in SOLVERS for k, t in CELLS if runs_on(s, k) and (s, k) != NOT_UNIQUE]
ONE_OF_A_MODEL = ("gradient descent", "UDU", "UDV", "direction-magnitude", "two-sided direction-magnitude")
MODELS = [pair for pair in PAIRS if pair[0] in ONE_OF_A_MODEL]
"""Derivatives belong to the model, and these five have all of them."""
NAME = {t: str(t).removeprefix("torch.") for t in (*DTYPES, *HALF)}


def ids(value: Any) -> str | None:
    return NAME.get(value)


def twice(pairs: Iterable[tuple[str, torch.dtype]]) -> list[Any]:
    """Long runs: in single real and in double complex precision by default, or in both of the one field that is allowed; in all
    four with full."""
    one_field = {kind for kind, _ in REFUSED}
    return [pytest.param(name, t, marks=() if t in (torch.float32, torch.complex128) or name in one_field else pytest.mark.full)
            for name, t in pairs]  # fmt: skip


@pytest.mark.parametrize(("kind", "dtype"), REFUSED, ids=ids)
def test_what_has_no_meaning_is_refused_in_one_sentence(kind: str, dtype: torch.dtype) -> None:
    pattern = r"^(Y|truth) must be (float32 or float64, got torch\.complex|complex, got torch\.float)"
    with pytest.raises(ValueError, match=pattern) as e:
        KINDS[kind](dtype)
    assert "\n" not in str(e.value)


@pytest.mark.parametrize("dtype", HALF, ids=ids)
@pytest.mark.parametrize("kind", KINDS)
def test_half_precision_is_refused_in_one_sentence(kind: str, dtype: torch.dtype) -> None:
    with pytest.raises(ValueError, match=r"must be float32.*, got torch\.b?float16: half precision is not supported") as e:
        KINDS[kind](dtype)
    assert "\n" not in str(e.value)


def dense_loss(problem: Any, model: str, leaves: list[Tensor]) -> Tensor:
    """scale·Σ|𝒜(M) − b|², M by the formula of the point type, in double precision."""
    if isinstance(problem, DeepFactorization):
        M = leaves[0]
        for w in leaves[1:]:
            M = w @ M
        ridge = sum(float(r) * w.square().sum() for r, w in zip(problem.ridge, leaves, strict=True))
        return problem.fit * (M - problem.Y.double()).square().sum() + ridge
    if model == "BurerMonteiroPoint":
        M = leaves[0] @ leaves[0].mH
    elif model == "BilinearPoint":
        M = leaves[0] @ leaves[1].mH
    elif model in ("UDUPoint", "UDVPoint"):
        M = (leaves[0] * leaves[1]) @ leaves[2 if model == "UDVPoint" else 0].mH
    else:
        M = leaves[0] @ leaves[1] @ leaves[2 if model == "TwoSidedPoint" else 0].mH
    M = (M + M.mH) / 2 if problem.symmetric else M
    operator = torch.from_numpy(linear_operator(problem))
    operator = operator.to(torch.complex128 if M.is_complex() or operator.is_complex() else torch.float64)
    image = operator @ M.reshape(-1).to(operator.dtype)
    image = image if problem.data.is_complex() or not image.is_complex() else image.real
    return problem.scale * (image - problem.data.to(image.dtype).reshape(-1)).abs().square().sum()


def derivatives(problem: Any, point: Any, move: Any) -> tuple[Tensor, list[Tensor], list[Tensor]]:
    """Value, gradient and Hessian product by autograd, complex coordinates as pairs."""
    wide = [x.to(torch.complex128 if x.is_complex() else torch.float64) for x in points.leaves(point)]
    flat = [torch.view_as_real(x).clone().requires_grad_() if x.is_complex() else x.clone().requires_grad_() for x in wide]
    along = [x.to(torch.complex128 if x.is_complex() else torch.float64) for x in points.leaves(move)]
    along = [torch.view_as_real(x) if x.is_complex() else x for x in along]

    def value() -> Tensor:
        leaves = [torch.view_as_complex(f) if x.is_complex() else f for f, x in zip(flat, wide, strict=True)]
        return dense_loss(problem, type(point).__name__, leaves)

    loss = value()
    slopes = torch.autograd.grad(loss, flat, create_graph=True)
    inner = sum((s * v).sum() for s, v in zip(slopes, along, strict=True))
    products = torch.autograd.grad(inner, flat)

    def shaped(parts: Any) -> list[Tensor]:
        return [torch.view_as_complex(p) if x.is_complex() else p for p, x in zip(parts, wide, strict=True)]

    return loss.detach(), shaped([s.detach() for s in slopes]), shaped(list(products))


@pytest.mark.parametrize(("solver_name", "kind", "dtype"), MODELS, ids=ids)
def test_value_gradient_and_hessian_product_are_those_of_autograd(solver_name: str, kind: str, dtype: torch.dtype) -> None:
    problem, solver = KINDS[kind](dtype), SOLVERS[solver_name][0]
    point = point_for(solver, problem)
    if kind.startswith("deep"):
        point = tuple(point)
    g = generator(9)
    move = points.tree_map(lambda x: torch.randn(x.shape, generator=g, dtype=x.dtype), point)
    if hasattr(point, "Theta") and not hasattr(point, "Y"):
        move = move._replace(Theta=(move.Theta + move.Theta.mH) / 2)
    objective = solver.objective(problem)
    value, slope, product = derivatives(problem, point, move)
    unit = torch.finfo(dtype).eps
    found = objective.loss(point)
    assert found.dtype == dtype.to_real() and abs(float(found) - float(value)) <= 100 * unit * (1 + float(value))
    for got, expected in ((objective.gradient(point), slope), (objective.linearize(point)(move), product)):
        for a, b in zip(points.leaves(got), expected, strict=True):
            assert a.dtype.to_real() == dtype.to_real()
            wide = a.to(b.dtype)
            assert float((wide - b).abs().max()) <= 200 * unit * (1 + float(b.abs().max()) + float(value)), (a, b)


@pytest.mark.parametrize(("solver_name", "kind", "dtype"), MODELS, ids=ids)
def test_slopes_agree(solver_name: str, kind: str, dtype: torch.dtype) -> None:
    problem, solver = KINDS[kind](dtype), SOLVERS[solver_name][0]
    point = point_for(solver, problem)
    assert check_gradient(problem, point, generator=generator(1)).passed
    assert check_hessian(problem, point, generator=generator(2)).passed


@pytest.mark.parametrize("dtype", DTYPES, ids=ids)
@pytest.mark.parametrize("name", RETRACTIONS)
def test_retractions_are_of_first_order(name: str, dtype: torch.dtype) -> None:
    X = torch.linalg.qr(torch.randn(7, 3, generator=generator(1), dtype=dtype))[0]
    assert check_retraction(RETRACTIONS[name], X, generator=generator(2)).passed
    wrong = lambda Y, step: RETRACTIONS[name](Y, 1.05 * step)  # noqa: E731
    assert not check_retraction(wrong, X, generator=generator(2)).passed


@pytest.mark.parametrize(("solver_name", "kind", "dtype"), PAIRS, ids=ids)
def test_five_steps_are_those_of_the_plain_loop_at_that_precision(solver_name: str, kind: str, dtype: torch.dtype) -> None:
    problem, solver = KINDS[kind](dtype), SOLVERS[solver_name][0]
    start = point_for(solver, problem)
    result = run(problem, solver, start, 5)
    assert result.ended == "max_steps" and result.loss.dtype == dtype.to_real()
    values = [leaf.numpy() for leaf in points.leaves(solver.point(result.state))]
    expected = numpy_run(solver_name, problem, start, 5)
    allowed = (2e5 if "least squares" in solver_name else 5e3) * torch.finfo(dtype).eps
    for a, b, x in zip(values, expected, points.leaves(start), strict=True):
        assert a.dtype == x.numpy().dtype
        assert np.abs(a - b).max() <= allowed * (1 + np.abs(b).max())
    moved = max(np.abs(v - s.numpy()).max() for v, s in zip(values, points.leaves(start), strict=True))
    assert moved > 1e-4, "a solver that stands still would pass"


@pytest.mark.parametrize(("kind", "dtype"), twice(CELLS), ids=ids)
def test_gradient_flow_in_every_precision(kind: str, dtype: torch.dtype) -> None:
    """At time 0.2, against 400 steps of the classical Runge–Kutta method in the precision's double."""
    problem, solver = KINDS[kind](dtype), GradientFlow(step=1e-2, until=0.2)
    start = point_for(GradientFlow(), problem)
    result = run(problem, solver, start, 400)
    assert float(result.state.time) == pytest.approx(0.2, rel=1e-6)
    wide = problem.to(dtype=torch.float64)
    objective = solver.objective(wide)
    x = points.tree_map(lambda t: t.to(torch.complex128 if t.is_complex() else torch.float64), points.with_batch_axis(start))
    h = 0.2 / 400
    for _ in range(400):
        slopes = [objective.gradient(x)]
        for part in (h / 2, h / 2, h):
            slopes.append(objective.gradient(points.add(x, slopes[-1], -part)))
        for weight, slope in zip((1, 2, 2, 1), slopes, strict=True):
            x = points.add(x, slope, -h * weight / 6)
    allowed = max(1e-8, 500 * torch.finfo(dtype).eps)
    for a, b in zip(points.leaves(solver.point(result.state)), points.leaves(x), strict=True):
        assert float((a - b[0]).abs().max()) <= allowed * (1 + float(b.abs().max()))


@pytest.mark.parametrize(("solver_name", "dtype"), twice((s, t) for s in SOLVERS for t in DTYPES), ids=ids)
def test_a_solver_ends_at_the_floor_of_its_precision(solver_name: str, dtype: torch.dtype) -> None:
    """Own start and defaults, 3000 steps: what is called converged is at the floor, 100·N·(ε‖A‖)² for N entries (Eckart and
    Young: 0), for the recursive method at its tolerance; only direction-magnitude may still be at a saddle, and says so."""
    kind = "symmetric factorization" if runs_on(solver_name, "symmetric factorization") else "factorization"
    problem = KINDS[kind](dtype)
    made = type(SOLVERS[solver_name][0])(columns=2)
    result = run(problem, made, made.start(problem, 2, generator(4)), 3000, at="log")
    stage = 1e-9 if "recursive" in solver_name else 0.0         # its own tolerance for a pair
    floor = 100 * 36 * (2 * torch.finfo(dtype).eps + stage) ** 2
    slow = "direction-magnitude" in solver_name
    for ended, loss in zip(result.ended, result.loss[:, -1].tolist(), strict=True):
        assert ended in ("converged", "max_steps") and loss < (floor if ended == "converged" else 1.0 if slow else 1e-4)


@pytest.mark.parametrize("dtype", [torch.float32, torch.complex64], ids=ids)
@pytest.mark.parametrize("kind", ["factorization", "wide factorization", "symmetric factorization"])
def test_a_long_run_in_single_precision_ends_at_the_floor_that_it_states(kind: str, dtype: torch.dtype) -> None:
    """20,000 steps; the loss of the last point, in double, is neither far below what was stated nor above it by more than the
    condition of these problems (at most 10, squared, and the number of entries)."""
    problem = KINDS[kind](dtype)
    solver = GradientDescent(columns=2)
    result = run(problem, solver, solver.start(problem, 2, generator(6)), 20_000, at="log")
    wide = problem.to(dtype=torch.float64)
    truth = KINDS[kind](torch.complex128 if dtype.is_complex else torch.float64)
    point = points.tree_map(lambda x: x.to(torch.complex128 if x.is_complex() else torch.float64), result.state)
    for problem_in_double in (wide, truth):
        relative = solver.objective(problem_in_double).loss(point) / result.floor
        assert bool((relative > 1e-3).all()) and bool((relative < 1e4).all()), relative


def test_reductions_in_single_precision() -> None:
    """The reduced run against the whole one, both in float32: to 1e-5 of F(0) until the floor; other types are refused."""
    g = generator(1)
    left, right = (torch.randn(n, 2, generator=g) / n**0.5 for n in (50, 40))
    X, Y = left @ torch.randn(2, 3, generator=g), torch.randn(40, 3, generator=g) / 6
    small, start = reduce_alternating(left, right, X, Y)
    assert small.A.dtype == torch.float32
    whole = run(Factorization(left @ right.T), AlternatingGradientDescent(step=0.3), (X, Y), 400, at="log")
    reduced = run(small, AlternatingGradientDescent(step=0.3), start, 400, at="log")
    assert float((whole.loss - reduced.loss).abs().max()) <= 1e-5 * float(whole.loss[0])
    assert float(reduced.loss[-1]) < 1e4 * float(reduced.floor) and float(whole.loss[-1]) < 1e4 * float(whole.floor)
    W = torch.ones(1, 1)
    for call in (AlignmentRecursion([2.0]).update, lambda W: AlignmentRecursion([2.0]).run(W, 10)):
        with pytest.raises(ValueError, match=r"W must be float64, the recursion runs in it alone, got torch\.float32"):
            call(W)
    with pytest.raises(ValueError, match=r"X must have the dtype of left, torch\.float32, got torch\.float64"):
        reduce_alternating(left, right, X.double(), Y)
