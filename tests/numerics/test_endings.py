"""How runs end, over the whole class: zero and LoRA-like starts, saddles, stages, tiny steps, constraints, scales.

"Optimal" is judged here by Eckart–Young values; "stationary" by curvatures written out by hand.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import Stopping, points, run
from numerics.models import DirectionPoint, UDUPoint
from numerics.problems import DeepFactorization, Factorization, SymmetricFactorization
from numerics.randomness import Seeds
from numerics.solvers import (
    UDU,
    UDV,
    AlternatingGradientDescent,
    AlternatingLeastSquares,
    DirectionMagnitude,
    GradientDescent,
    GradientFlow,
    Nesterov,
    PerturbedGradientDescent,
    PreconditionedGradientDescent,
    RecursiveDirectionMagnitude,
    ScaledDirectionMagnitude,
    ScaledGradientDescent,
    TwoSidedDirectionMagnitude,
)
from tests.numerics.instances import F64, generator

A = torch.diag(torch.tensor([4.0, 2.0, 1.0, 0.0], dtype=F64))
FLAT = [
    GradientDescent(),
    AlternatingGradientDescent(),
    Nesterov(),
    PreconditionedGradientDescent(),
    AlternatingLeastSquares(),
    ScaledGradientDescent(damping=0.1),
    GradientFlow(step=1e-2),
    UDU(),
    UDV(),
    UDV(nonnegative=False, columnwise=True),
    UDU(columnwise=True),
]


def problems(solver: Any, dtype: torch.dtype = F64) -> list[Any]:
    symmetric = SymmetricFactorization(A.to(dtype), scale=0.5)
    rectangular = Factorization(A[:, :3].to(dtype))
    if isinstance(solver, UDU):
        return [symmetric]
    if isinstance(solver, UDV | AlternatingGradientDescent | AlternatingLeastSquares):
        return [rectangular]
    return [symmetric, rectangular]


@pytest.mark.parametrize("solver", FLAT, ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, F64])
def test_zero_starts_are_stationary_and_not_converged(solver: Any, dtype: torch.dtype) -> None:
    """At zero ∇F = 0. On two factors ∇²F has −c·σ pairs; on U D Uᵀ it vanishes, and the third order leads down."""
    for problem in problems(solver, dtype):
        start = points.tree_map(torch.zeros_like, solver.point(solver.start(problem, None, generator())))
        result = run(problem, solver, start, 200)
        assert result.ended == "stationary"
        if isinstance(solver, UDU | UDV):
            assert result.index == 0
        else:
            columns = start[0].shape[-1]
            assert result.index == 3 * columns, "each of three positive singular values, in every column"


@pytest.mark.parametrize("solver", FLAT, ids=str)
def test_a_start_with_one_zero_factor_never_ends_converged_above_the_optimum(solver: Any) -> None:
    """LoRA-like starts (random, 0): those that get stuck say so, those that say converged are at the optimum, 0."""
    for problem in problems(solver):
        point = solver.point(solver.start(problem, 3, Seeds(torch.arange(3))))
        start = type(point)(*(x if i == 0 else torch.zeros_like(x) for i, x in enumerate(point)))
        result = run(problem, solver, start, 600, at="log")
        for ended, loss in zip(result.ended, result.loss[:, -1].tolist(), strict=True):
            assert loss < 1e-12 if ended == "converged" else ended in ("max_steps", "stationary"), str(result)


def test_deep_zero_starts_tell_minimizer_from_saddle() -> None:
    """L = 2: curvature 2(r ± y) at zero, a saddle of index 2 a value above r; L = 3: 2r > 0, a minimizer (by hand)."""
    zero = torch.zeros(2, 2, dtype=F64)
    two = DeepFactorization(torch.diag(torch.tensor([3.0, 0.5], dtype=F64)), ridge=(1.0, 1.0))
    result = run(two, GradientDescent(), (zero,) * 2, 100)
    assert (result.ended, result.index) == ("stationary", 2)
    three = DeepFactorization(torch.diag(torch.tensor([3.0, 0.5], dtype=F64)), ridge=(1.0, 1.0, 1.0))
    assert run(three, GradientDescent(), (zero,) * 3, 100).ended == "converged"


def test_least_squares_takes_the_nearest_minimizer() -> None:
    """From (X, 0): X stays and Y solves; the former smallest minimizer collapsed to (0, 0). Also for random singular Y:
    moving along the solutions X + ZN (N the kernel of Yᵀ) only makes the distance to the old X longer."""
    problem = Factorization(A[:, :3])
    X = torch.randn(4, 3, generator=generator(1), dtype=F64)
    new = AlternatingLeastSquares().update(problem, (X[None], torch.zeros(1, 3, 3, dtype=F64)))
    assert torch.equal(new.X[0], X) and float(problem.value(new.X, new.Y)) < 40.0
    end = run(problem, AlternatingLeastSquares(), (X, torch.zeros(3, 3, dtype=F64)), 300)
    assert float(end.loss[-1]) < 1e-20
    Y = torch.randn(3, 1, generator=generator(2), dtype=F64) @ torch.randn(1, 3, generator=generator(3), dtype=F64)
    moved = AlternatingLeastSquares().update(problem, (X[None], Y[None])).X[0] - X
    kernel = torch.linalg.svd(Y)[2][1:].T
    assert float((moved @ kernel).abs().max()) < 1e-13


@given(
    spectrum=st.lists(st.floats(0.5, 4), min_size=2, max_size=4, unique=True),
    chosen=st.integers(0, 3),
    exponent=st.integers(-6, 6),
    dtype=st.sampled_from([torch.float32, torch.float64, torch.complex64, torch.complex128]),
)
@settings(max_examples=25, deadline=None)
def test_a_saddle_is_stationary_with_its_index_at_every_scale(
    spectrum: list[float], chosen: int, exponent: int, dtype: torch.dtype
) -> None:
    """Y = √a_i e_i on diag(a): along e_j the curvature of c‖YYᵀ − A‖² is 4c(a_i − a_j); index = number of a_j > a_i,
    twice for complex factors."""
    gaps = [abs(a - b) for a in spectrum for b in spectrum if a is not b]
    values = torch.tensor(spectrum, dtype=dtype.to_real())
    i = chosen % len(spectrum)
    size = 4.0**exponent
    Y = torch.zeros(len(spectrum), 1, dtype=dtype)
    root = (values[i] * size).sqrt()
    Y[i, 0] = root
    target = torch.diag(values * size).to(dtype)
    target[i, i] = root * root
    result = run(SymmetricFactorization(target), GradientDescent(), (Y,), 300)
    higher = sum(a > spectrum[i] for a in spectrum)
    if min(gaps) > 0.02:
        expected = ("stationary", higher * (2 if dtype.is_complex else 1)) if higher else ("converged", None)
        assert (result.ended, result.index) == expected


def test_constraints_belong_to_the_curvature() -> None:
    """UDU on the ball and DMD on its frames: the optimum converges, an aligned saddle is stationary with its index.

    X = e₂ of diag(3, 1), Θ = 1: tangent e₁ has curvature λ₂(λ₂ − λ₁) < 0 (spec page dmd, T4): index 1. For UDU the
    Euclidean Hessian at an optimum on the ball is not that of the Lagrangian; without the ball it would lie higher.
    """
    problem = SymmetricFactorization(torch.diag(torch.tensor([3.0, 1.0], dtype=F64)))
    saddle = DirectionPoint(torch.tensor([[0.0], [1.0]], dtype=F64), torch.ones(1, 1, dtype=F64))
    result = run(problem, DirectionMagnitude(columns=1), saddle, 100)
    assert (result.ended, result.index) == ("stationary", 1)
    solver = DirectionMagnitude(columns=1)
    assert run(problem, solver, solver.start(problem, None, generator(1)), 5000).ended == "converged"
    ball = UDU(radius=1.0, scale=0.5)
    half = SymmetricFactorization(torch.diag(torch.tensor([2.0, 1.0], dtype=F64)), scale=0.5)
    end = run(half, ball, ball.start(half, 2, generator(2)), 40_000, at="log")
    assert end.ended == ["converged"] * 2 and float(end.loss[:, -1].max()) < 1e-20
    lower = UDUPoint(torch.tensor([[0.0, 0.0], [1.0, 0.0]], dtype=F64), torch.tensor([1.0, 0.0], dtype=F64))
    stuck = run(half, ball, lower, 200)
    assert stuck.ended == "stationary"


@pytest.mark.parametrize("tolerance", [1e-4, 1e-9])
def test_the_end_of_a_stage_is_never_convergence(tolerance: float) -> None:
    """The audit's input: n = 5, spectrum 4, 2, 1, and many seeds, so that stages end on every step mod 16."""
    target = torch.zeros(5, 5, dtype=F64)
    target[:4, :4] = A
    problem, solver = SymmetricFactorization(target), RecursiveDirectionMagnitude(columns=3, tolerance=tolerance)
    result = run(problem, solver, solver.start(problem, 64, Seeds(torch.arange(64))), 5000, at="log")
    fine = torch.tensor([ended == "converged" for ended in result.ended])
    assert set(result.ended) <= {"converged", "max_steps"} and int(fine.sum()) >= 60
    theta = solver.point(result.state).Theta.diagonal(dim1=-2, dim2=-1)[fine]
    assert float((theta - torch.tensor([4.0, 2.0, 1.0], dtype=F64)).abs().max()) < 10 * tolerance


def test_a_direction_in_the_kernel_is_not_convergence() -> None:
    problem, solver = SymmetricFactorization(A), RecursiveDirectionMagnitude(columns=1)
    start = DirectionPoint(torch.eye(4, dtype=F64)[:, 3:], torch.zeros(1, 1, dtype=F64))
    assert run(problem, solver, start, 500).ended == "stalled"


def test_a_step_below_rounding_is_stalled() -> None:
    start = (torch.ones(4, 1, dtype=F64), torch.ones(3, 1, dtype=F64))
    for step in (1e-17, 1e-30, 1e-300):
        assert run(Factorization(A[:, :3]), GradientDescent(step=step), start, 100).ended == "stalled"
    plain = Stopping(curvature=False)
    planted = run(Factorization(A[:, :3]), GradientDescent(step=1e-30), start, 100, stop=plain)
    assert planted.ended == "converged", "the planted error: without the second look the word is wrong"


@pytest.mark.parametrize("solver", [DirectionMagnitude(), TwoSidedDirectionMagnitude(), RecursiveDirectionMagnitude()], ids=str)
def test_frames_that_are_none_are_refused_in_one_line(solver: Any) -> None:
    two = isinstance(solver, TwoSidedDirectionMagnitude)
    problem = Factorization(A) if two else SymmetricFactorization(A)
    start = points.tree_map(torch.zeros_like, solver.point(solver.start(problem, None, generator())))
    with pytest.raises(ValueError, match="X must have"):
        run(problem, solver, start, 10)


def test_a_batch_that_ends_at_once_ends() -> None:
    """Too large a step, or a rule met at the start; with data and steps per member, so that nobody is left to select."""
    targets = torch.stack([torch.eye(2, dtype=F64)] * 3)
    for problem, starts in (
        (DeepFactorization(targets, ridge=(1.0, 1.0)), (1e3 * torch.ones(3, 2, 2, dtype=F64),) * 2),
        (Factorization(targets), (1e3 * torch.ones(3, 2, 1, dtype=F64),) * 2),
    ):
        solver = GradientDescent(step=torch.full((3,), 1e200, dtype=F64))
        result = run(problem, solver, starts, 50)
        assert result.ended == ["diverged"] * 3 and all(result.reason)
        at_once = run(problem, solver, starts, 50, stop=Stopping(loss=1e30))
        assert at_once.ended == ["converged"] * 3 and at_once.steps.tolist() == [0, 0, 0]
        assert bool((at_once.loss == at_once.loss[:, :1]).all())
    zero, rule = (torch.zeros(4, 1, dtype=F64),), Stopping(gradient=1e-9)
    saddle = run(SymmetricFactorization(A), GradientDescent(), zero, 50, stop=rule)
    assert (saddle.ended, saddle.index, saddle.steps) == ("stationary", 3, 0)


def test_many_coordinates_are_looked_at_through_products() -> None:
    """N = 900 at zero: negative curvature is found without the whole Hessian."""
    target = torch.diag(torch.linspace(0.0, 3.0, 30, dtype=F64))
    result = run(SymmetricFactorization(target), GradientDescent(), (torch.zeros(30, 30, dtype=F64),), 50)
    assert (result.ended, result.index) == ("stationary", 1)


@pytest.mark.parametrize("at", [1, 7, "log", 500])
def test_traces_of_members_that_left_hold_their_last_value(at: Any) -> None:
    """Between two recorded steps a member leaves; what its trace repeats is the loss where it ended."""
    problem, solver = Factorization(A[:, :3]), AlternatingGradientDescent()
    result = run(problem, solver, solver.start(problem, 3, Seeds(torch.arange(3))), 500, at=at)
    assert result.ended == ["converged"] * 3
    assert torch.allclose(result.loss[:, -1], problem.loss(result.state), rtol=1e-6, atol=0)


EIGENVALUES = (4.0, 3.0, 3.0, 1.0, 0.0, 0.0)


@pytest.mark.parametrize("solver", [DirectionMagnitude(), ScaledDirectionMagnitude(), RecursiveDirectionMagnitude()], ids=str)
@pytest.mark.parametrize("dtype", [torch.float32, F64, torch.complex128])
@pytest.mark.parametrize("pair", list(itertools.combinations(range(6), 2)))
def test_frames_at_critical_points_of_x_theta_x(solver: Any, dtype: torch.dtype, pair: tuple[int, int]) -> None:
    """A found λ_i > 0 gives way to every missing λ_j > λ_i with one negative curvature (two real ones in ℂ); a found 0 gives
    way without curvature, F falls by δ⁴, and only where Θ follows X. What is best is a minimizer. In random bases."""
    wide = torch.complex128 if dtype.is_complex else F64
    Q = torch.linalg.qr(torch.randn(6, 6, generator=generator(sum(pair)), dtype=wide))[0]
    values = torch.tensor(EIGENVALUES, dtype=F64)
    A = ((Q * values) @ Q.mH).to(dtype)
    problem = SymmetricFactorization((A + A.mH) / 2)
    X, Theta = Q[:, list(pair)].to(dtype), torch.diag(values[list(pair)]).to(dtype)
    missing = [v for i, v in enumerate(EIGENVALUES) if i not in pair]
    index = sum(m > EIGENVALUES[i] > 0 for i in pair for m in missing) * (2 if dtype.is_complex else 1)
    best = sorted(EIGENVALUES[i] for i in pair) == [3.0, 4.0]
    if isinstance(solver, RecursiveDirectionMagnitude):
        solver = dataclasses.replace(solver, columns=2)
        found = solver.state(problem, (X[None], Theta[None]))
        start = found._replace(
            X=X[None], magnitudes=values[list(pair)][None].to(dtype.to_real()), stage=torch.tensor([2]), norm=found.norm
        )
    else:
        start = (X[None], Theta[None])
    result = run(problem, solver, start, 1, stop=Stopping(gradient=1e-4))
    assert result.ended == (["converged"] if best else ["stationary"])
    assert result.index == ([None] if best else [index])


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_two_sided_frames_in_the_kernel_are_no_minimizers(size: float) -> None:
    """Θ = 0, X and Y in the kernels: F falls by δ⁴ along X + δV, Y + δV', Θ of order δ²."""
    U, V = (torch.linalg.qr(torch.randn(4, 4, generator=generator(k), dtype=F64))[0] for k in (1, 2))
    A = size * (U * torch.tensor([3.0, 1.0, 0.0, 0.0], dtype=F64)) @ V.T
    start = (U[:, 2:], torch.zeros(2, 2, dtype=F64), V[:, 2:])
    result = run(Factorization(A), TwoSidedDirectionMagnitude(), start, 1, stop=Stopping(gradient=1e-9 * size))
    assert (result.ended, result.index) == ("stationary", 0)


@pytest.mark.parametrize("rule", ["gradient", "movement"])
@pytest.mark.parametrize("bound", [1e-2, 1e-4, 1e-6])
@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("solver", [*FLAT[:2], FLAT[2], *FLAT[7:9]], ids=str)
def test_a_rule_met_on_the_way_to_the_optimum_is_no_saddle(solver: Any, columns: int, bound: float, rule: str) -> None:
    """The gradient is small, not zero, and the directions of surplus columns are nearly flat: F still falls there, as it does
    on the way to every minimizer. Rank one, so all local minima are at 0."""
    one = torch.diag(torch.tensor([4.0, 0.0, 0.0], dtype=F64))
    solver = dataclasses.replace(solver, columns=columns)
    problem = Factorization(one) if isinstance(solver, UDV | AlternatingGradientDescent) else SymmetricFactorization(one)
    start = solver.start(problem, 3, Seeds(torch.arange(3)))
    stop = Stopping(gradient=bound) if rule == "gradient" else Stopping(movement=bound)
    result = run(problem, solver, start, 1000, at="log", stop=stop)
    assert set(result.ended) <= {"converged", "max_steps"}
    assert bound < 1e-3 or set(result.ended) == {"converged"}


def test_kicks_at_random_are_no_cycle() -> None:
    """One number: kicked to one side or the other, and back at the optimum each time."""
    problem = SymmetricFactorization(torch.tensor([[2.0]], dtype=F64))
    result = run(problem, PerturbedGradientDescent(), (torch.ones(1, 1, dtype=F64),), 1500, at=1500)
    assert result.ended in ("max_steps", "converged")


@pytest.mark.parametrize("problem", [SymmetricFactorization(0 * A), Factorization(0 * A)], ids=["symmetric", "rectangular"])
def test_nothing_to_find_and_nothing_there_is_the_optimum(problem: Any) -> None:
    """A = 0 from zero: the damped Gram matrix is zero, and so is the numerator."""
    solver = PreconditionedGradientDescent()
    start = points.tree_map(torch.zeros_like, solver.start(problem, None, generator()))
    assert run(problem, solver, start, 100).ended == "converged"


@pytest.mark.parametrize("dtype", [torch.float32, F64])
@pytest.mark.parametrize("step", [1e2, 1e8, 1e12])
def test_the_size_of_what_diverged_is_a_number(dtype: torch.dtype, step: float) -> None:
    """The last finite point is told by its norm, also where its square is beyond float32."""
    problem = SymmetricFactorization(A.to(dtype))
    start = torch.ones(3, 4, 4, dtype=dtype) * torch.tensor([1.0, 2.0, 3.0], dtype=dtype)[:, None, None]
    result = run(problem, GradientDescent(step=step), (start,), 100)
    assert result.ended == ["diverged"] * 3
    assert all("inf" not in reason and "nan" not in reason for reason in result.reason)


@pytest.mark.parametrize(("size", "said"), [(60, False), (140, True)])
def test_a_large_point_with_constraints_says_that_only_first_order_was_looked_at(size: int, said: bool) -> None:
    """X is size × 3 and Θ 3 × 3: 189 and 429 real coordinates, on both sides of the limit of 400."""
    values = torch.zeros(size, dtype=F64)
    values[:2] = torch.tensor([2.0, 1.0])
    problem = SymmetricFactorization(torch.diag(values))
    frame = torch.linalg.qr(torch.randn(size, 3, dtype=F64, generator=torch.Generator().manual_seed(0))).Q[None]
    result = run(problem, DirectionMagnitude(step=0.25), (frame, torch.zeros(1, 3, 3, dtype=F64)), steps=20_000)
    assert result.ended == ["converged"], result
    assert ("first order only" in result.reason[0]) == said


@pytest.mark.parametrize("scale", [1.0, 1e3, 1e-30])
@pytest.mark.parametrize("method", [ScaledGradientDescent, GradientDescent, PreconditionedGradientDescent])
@pytest.mark.parametrize("shape", [(4, 1), (3, 3)])
def test_a_gradient_that_underflows_is_no_saddle(method: Any, scale: float, shape: tuple[int, int]) -> None:
    """½‖XYᵀ‖² has no saddle but with X or Y zero; at factors of 1e-108, where its gradient reads 0, ScaledGD was called
    stationary with one negative eigenvalue."""
    problem, solver = Factorization(torch.zeros(*shape, dtype=F64)), method(columns=1)
    start = points.tree_map(lambda x: x * scale, solver.start(problem, generator=generator(0)))
    assert run(problem, solver, start, 600).ended != "stationary"
