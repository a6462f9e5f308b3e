"""Reductions against full runs at m = 300, their laws of the start against sampled starts, and the largest size."""

from __future__ import annotations

import pytest
import torch

from numerics import run
from numerics.models import BilinearPoint
from numerics.problems import Factorization, SymmetricFactorization
from numerics.reduction import (
    AlignmentRecursion,
    alignment_of,
    draw_alignment,
    draw_reduced_factor,
    draw_reduced_start,
    reduce_alternating,
    reduce_symmetric,
)
from numerics.solvers import (
    AlternatingGradientDescent,
    DirectionMagnitude,
    GradientDescent,
    ScaledDirectionMagnitude,
    Solver,
)
from numerics.stiefel import polar
from tests.numerics.instances import F64, generator


def low_rank_factors(m: int, n: int, r: int) -> tuple[torch.Tensor, torch.Tensor]:
    g = generator(1)
    return torch.randn(m, r, generator=g, dtype=F64) / m**0.5, torch.randn(n, r, generator=g, dtype=F64) / n**0.5


LARGE = pytest.param(300, 200, 5, 8, marks=pytest.mark.full)


@pytest.mark.parametrize(("m", "n", "r", "d"), [LARGE, (300, 12, 5, 9), (40, 300, 3, 3)])
def test_reduced_agd_has_the_losses_of_the_full_run(m: int, n: int, r: int, d: int) -> None:
    left, right = low_rank_factors(m, n, r)
    problem = Factorization(left @ right.T)
    solver = AlternatingGradientDescent(columns=d, step=0.4)
    start = solver.start(problem, 2, generator(2))
    small, small_start = reduce_alternating(left, right, start.X, start.Y)
    assert small.shape == (r, r + min(d, n - r))
    full = run(problem, solver, start, 400).loss
    reduced = run(small, solver, small_start, 400).loss
    rounding = 1e3 * torch.finfo(F64).eps * float(torch.linalg.matrix_norm(problem.A))    # of the entries of R, summed
    assert float((full.sqrt() - reduced.sqrt()).abs().max()) <= rounding
    assert float(full[0, -1]) < 1e-2 * float(full[0, 0])


def test_a_start_outside_the_column_space_is_refused() -> None:
    left, right = low_rank_factors(20, 10, 2)
    with pytest.raises(ValueError, match=r"X must have its columns in col\(A\)"):
        reduce_alternating(left, right, torch.ones(20, 3, dtype=F64), torch.ones(10, 3, dtype=F64))


def test_the_drawn_agd_start_has_the_law_of_the_reduced_one() -> None:
    """Means of invariants (‖X‖², ‖Y‖², f₀) from 4000 drawn starts against 4000 sampled and reduced: within 5 σ."""
    r, n, d, count = 2, 30, 4, 4000
    left, right = low_rank_factors(25, n, r)
    problem = Factorization(left @ right.T)
    sigma = torch.linalg.svdvals(problem.A)[:r]
    solver = AlternatingGradientDescent(columns=d, step=0.3)
    sampled = solver.start(problem, count, generator(3))
    small, drawn = draw_reduced_start(sigma, n, d, step=0.3, generator=generator(4), batch=count)

    def invariants(p: Factorization, point: BilinearPoint) -> list[torch.Tensor]:
        loss = solver.objective(p).loss(point)
        cross = (point.X.mT @ point.X) @ (point.Y.mT @ point.Y)
        return [point.X.square().sum((1, 2)), point.Y.square().sum((1, 2)), loss, cross.diagonal(dim1=1, dim2=2).sum(1)]

    for a, b in zip(invariants(problem, sampled), invariants(small, drawn), strict=True):
        spread = ((a.var() + b.var()) / count).sqrt()
        assert float((a.mean() - b.mean()).abs()) < 5 * float(spread)


@pytest.mark.parametrize("spectrum", [[1.0, 0.8, 0.5], [1.0, -0.7, 0.5]])
def test_the_alignment_recursion_has_the_losses_of_full_dmd(spectrum: list[float]) -> None:
    """m = 300, r = 8, 600 steps of Riemannian descent with polar retraction against the 3 × 3 recursion."""
    values = torch.tensor(spectrum, dtype=F64)
    U = torch.linalg.qr(torch.randn(300, 3, generator=generator(5), dtype=F64))[0]
    A = (U * values) @ U.T
    problem = SymmetricFactorization((A + A.T) / 2)
    solver = DirectionMagnitude(columns=8, step=0.9)
    start = solver.start(problem, 2, generator(6))
    full = run(problem, solver, start, 600).loss
    reduced = AlignmentRecursion(spectrum, step=0.9).run(alignment_of(U, start.X), 600, at=1).loss
    assert bool(((full - reduced).abs() <= 1e-9 * full + 1e-13).all())
    assert float(full.min()) < float(full[:, 0].min())


def test_one_step_of_the_recursion_is_that_of_the_other_published_form() -> None:
    """Spec page dmd, T1: S⁺ = T(S⁻¹ + η²M)⁻¹Tᵀ, T = I + ηDΛSΛ, M = ΛSΛDΛSΛ, written out here."""
    spectrum = torch.tensor([2.0, -1.5, 1.0, 0.4], dtype=F64)
    eta, L, eye = 0.2, torch.diag(spectrum), torch.eye(4, dtype=F64)
    W = draw_alignment(50, 7, 4, generator=generator(7))
    S = torch.linalg.inv(W + eye)
    for _ in range(20):
        D = eye - S
        T, M = eye + eta * D @ L @ S @ L, L @ S @ L @ D @ L @ S @ L
        S = T @ torch.linalg.inv(torch.linalg.inv(S) + eta**2 * M) @ T.T
        W = AlignmentRecursion(spectrum, step=eta).update(W)
        assert float((torch.linalg.inv(W + eye) - S).abs().max()) < 1e-12


def test_the_drawn_alignment_has_the_law_of_a_haar_start() -> None:
    """E tr W_0 = r_A(m − r)/(r − r_A − 1) (spec page dmd, T2) and the spread of sampled starts, within 5 σ."""
    m, r, rank, count = 60, 12, 3, 6000
    drawn = draw_alignment(m, r, rank, generator=generator(8), batch=count).diagonal(dim1=1, dim2=2)
    X = torch.linalg.qr(torch.randn(count, m, r, generator=generator(9), dtype=F64))[0]
    sampled = alignment_of(torch.eye(m, rank, dtype=F64), X).diagonal(dim1=1, dim2=2)
    trace = drawn.sum(1)
    exact = rank * (m - r) / (r - rank - 1)
    assert float((trace.mean() - exact).abs()) < 5 * float(trace.std()) / count**0.5
    for power in (1, 2):
        a, b = drawn.log().pow(power).sum(1), sampled.log().pow(power).sum(1)
        assert float((a.mean() - b.mean()).abs()) < 5 * float(((a.var() + b.var()) / count).sqrt())


def test_a_million_rows_as_a_few_numbers() -> None:
    """m = 10⁶: AGD with r = 5 to 1e-12 on a 5 × 10 problem, DMD with r = 50 (rank 3, κ = 1.25) to 1e-10 on 3 × 3 matrices;
    the seconds are those of `benchmarks.questions.reduced_simulators`."""
    left, right = low_rank_factors(1_000_000, 1000, 5)
    step = 0.3
    g = generator(1)
    X = left @ torch.randn(5, 5, generator=g, dtype=F64) * 0.3
    small, start = reduce_alternating(left, right, X, torch.randn(1000, 5, generator=g, dtype=F64) / 30)
    result = run(small, AlternatingGradientDescent(step=step), start, 20_000, at="log")
    assert float(result.loss[-1]) < 1e-12 * float(result.loss[0])
    assert small.shape == (5, 10)
    W = draw_alignment(1_000_000, 50, 3, generator=generator(2))
    assert W.shape == (3, 3)
    trajectory = AlignmentRecursion([1.0, 0.9, 0.8]).run(W, 200_000, tolerance=1e-10)
    assert trajectory.converged


@pytest.mark.parametrize(("m", "r"), [(30, 2), (30, 6), (8, 6)])
@pytest.mark.parametrize("solver", [GradientDescent(step=0.5), DirectionMagnitude(step=1.0, magnitude_step=2.0),
                                    ScaledDirectionMagnitude(step=0.5, magnitude_step=2.0)], ids=lambda s: type(s).__name__)
def test_reduced_symmetric_runs_have_the_losses_of_the_full_run(solver: Solver, m: int, r: int) -> None:
    """Fewer columns than the rank, more, and more than m − r_A; polar factors of a start reduce to polar factors."""
    g, values = generator(1), torch.tensor([1.0, 0.6, -0.3], dtype=F64)
    U = torch.linalg.qr(torch.randn(m, 3, generator=g, dtype=F64)).Q
    A = (U * values) @ U.T
    Z = torch.randn(2, m, r, generator=g, dtype=F64) / m**0.5
    small, reduced = reduce_symmetric(U, values, Z)
    assert small.shape == (3 + min(r, m - 3),) * 2 and reduced.shape[-2] == small.shape[0]
    traces = []
    for problem, start in ((SymmetricFactorization((A + A.T) / 2), Z), (small, reduced)):
        X = polar(start)
        state = solver.state(problem, (start,) if isinstance(solver, GradientDescent) else (X, X.mT @ problem.A @ X))
        traces.append(run(problem, solver, state, 100).loss)
    assert float((traces[0].sqrt() - traces[1].sqrt()).abs().max()) < 1e-12
    assert float(traces[0][0, -1]) < float(traces[0][0, 0])


@pytest.mark.parametrize(("m", "r"), [(12, 4), (6, 5)])
def test_the_drawn_symmetric_factor_has_the_law_of_the_reduced_one(m: int, r: int) -> None:
    """Means of tr ZᵀAZ, ‖ZᵀZ‖² and the same of the polar factor, of 4000 drawn and 4000 reduced: within 5 σ."""
    values, g = torch.tensor([1.0, 0.5], dtype=F64), generator(7)
    problem, drawn = draw_reduced_factor(values, m, r, generator=g, batch=4000)
    Z = torch.randn(4000, m, r, generator=g, dtype=F64)
    reduced = reduce_symmetric(torch.eye(m, 2, dtype=F64), values, Z)[1]
    assert drawn.shape == reduced.shape == (4000, len(problem.A), r)

    def invariants(start: torch.Tensor) -> list[torch.Tensor]:
        X = polar(start)
        inner = [Y.mT @ problem.A @ Y for Y in (start, X)]
        return [*(B.diagonal(dim1=1, dim2=2).sum(1) for B in inner), *(B.square().sum((1, 2)) for B in inner),
                (start.mT @ start).square().sum((1, 2))]  # fmt: skip

    for a, b in zip(invariants(drawn), invariants(reduced), strict=True):
        spread = ((a.var() + b.var()) / 4000).sqrt()
        assert abs(float(a.mean() - b.mean())) < 5 * float(spread)


def test_a_factor_of_impossible_size_is_refused() -> None:
    with pytest.raises(ValueError, match=r"sizes must satisfy 0 < rank < m and r > 0, got rank 2, m 2, r 1"):
        draw_reduced_factor([1.0, 0.5], 2, 1, generator=generator(1))
