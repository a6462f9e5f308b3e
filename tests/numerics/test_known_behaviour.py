"""Exact identities and known rates along whole runs: laws that a wrong solver would break.

Each law's origin is stated; none is computed by the code under test.
"""

from __future__ import annotations

import math

import pytest
import torch

from numerics import run
from numerics.problems import Factorization, SymmetricFactorization
from numerics.randomness import Seeds
from numerics.solvers import (
    UDU,
    AlternatingGradientDescent,
    AlternatingLeastSquares,
    DirectionMagnitude,
    GradientDescent,
    PerturbedGradientDescent,
    RecursiveDirectionMagnitude,
    ScaledDirectionMagnitude,
    ScaledGradientDescent,
    TwoSidedDirectionMagnitude,
)
from numerics.sweep.instances import build_problem
from tests.numerics.instances import F64, generator, low_rank


def diagonal(*values: float, n: int | None = None) -> torch.Tensor:
    matrix = torch.zeros(n or len(values), n or len(values), dtype=F64)
    matrix.diagonal()[: len(values)] = torch.tensor(values, dtype=F64)
    return matrix


def test_agd_residual_identity() -> None:
    """R⁺ = (I − ηX⁺X⁺ᵀ) R (I − ηYYᵀ): spec page agd, step 2 (exact there)."""
    problem = Factorization(low_rank(7, 5, 3))
    solver = AlternatingGradientDescent(step=0.3, initial="gaussian", scale=1.0)
    state = solver.start(problem, 4, generator(0))
    for _ in range(5):
        new = solver.update(problem, state)
        before, after = state.X @ state.Y.mT - problem.A, new.X @ new.Y.mT - problem.A
        m, n = torch.eye(7, dtype=F64), torch.eye(5, dtype=F64)
        expected = (m - 0.3 * new.X @ new.X.mT) @ before @ (n - 0.3 * state.Y @ state.Y.mT)
        assert float((after - expected).abs().max()) < 1e-13
        state = new


def test_udu_suppression_identity_in_discrete_form() -> None:
    """Σ(c²−1)‖U₊‖² = 2Δ‖D‖² − Δ‖U‖² + Σ[4η²‖GUD‖² − 2η²‖q‖² + 2‖λ̄₋‖²]: spec page udu, 9.1; with ball and clipping."""
    eta, radius = 0.05, 0.7
    problem = SymmetricFactorization(diagonal(2.0, 1.0, -4.0), scale=0.5)
    solver = UDU(step=eta, radius=radius, scale=0.6)
    U, lam = solver.start(problem, 3, generator(1))
    lam = torch.full_like(lam, 0.02)
    first, left, right = (U, lam), torch.zeros(3, dtype=F64), torch.zeros(3, dtype=F64)
    clipped = active = 0
    for _ in range(400):
        G = U @ torch.diag_embed(lam) @ U.mT - problem.A
        gud = G @ U * lam[:, None, :]
        q = -(U * (G @ U)).sum(1)
        bar = lam + eta * q
        c = (torch.linalg.matrix_norm(U - 2 * eta * gud) / radius).clamp_min(1)
        U, lam = solver.update(problem, (U, lam))
        clipped, active = clipped + int((bar < 0).sum()), active + int((c > 1).sum())
        left += (c**2 - 1) * U.square().sum((1, 2))
        right += 4 * eta**2 * gud.square().sum((1, 2)) - 2 * eta**2 * q.square().sum(1)
        right += 2 * bar.clamp_max(0).square().sum(1)
    right += 2 * (lam.square().sum(1) - first[1].square().sum(1))
    right -= U.square().sum((1, 2)) - first[0].square().sum((1, 2))
    assert clipped > 0 and active > 0, "the law is only tested where ball and clipping act"
    assert float((left - right).abs().max()) < 1e-11 * float(left.max())


def test_over_parametrised_gradient_descent_is_sublinear_with_the_known_constant() -> None:
    """‖YYᵀ − A‖_F ≈ √(r − r_A)/(2ηt) for f = ¼‖·‖² (spec page dmd, 8): within 5 % at t = 4000."""
    problem = SymmetricFactorization(diagonal(1.0, 0.7, n=12))
    solver = GradientDescent(step=0.2, columns=5, scale=1.0)
    loss = run(problem, solver, solver.start(problem, None, generator(2)), 4000).loss[-1]
    assert float((4 * loss).sqrt()) == pytest.approx(3**0.5 / (2 * 0.2 * 4000), rel=0.05)


def test_the_orthonormal_start_is_exact_after_one_sweep_and_so_is_least_squares() -> None:
    """Spec page agd, section 4 (one iteration for every κ, d, η) and section 5 (ALS with rank-r start: 1)."""
    problem = Factorization(low_rank(12, 9, 3))
    for step in (0.01, 0.5, 3.0):
        solver = AlternatingGradientDescent(step=step, initial="orthonormal", columns=4)
        assert float(run(problem, solver, solver.start(problem, None, generator(3)), 1).loss[-1]) < 1e-28
    start = AlternatingGradientDescent(columns=4).start(problem, None, generator(4))
    assert float(run(problem, AlternatingLeastSquares(), start, 1).loss[-1]) < 1e-26


def test_spectral_start_has_the_loss_of_eckart_and_young() -> None:
    problem = Factorization(torch.randn(8, 6, generator=generator(5), dtype=F64))
    for d in (1, 3):
        X, Y = AlternatingGradientDescent(initial="spectral", columns=d).start(problem)
        assert float(problem.value(X, Y)) == pytest.approx(float(problem.best_value(d)), rel=1e-12)
        assert torch.allclose(X.mT @ X, Y.mT @ Y, atol=1e-12)


def test_the_papers_start_has_its_law() -> None:
    """X₀ = AΦ₁/(√η C σ₁), Φ₁ ~ N(0, 1/d); Y₀ = √η D σ₁ Φ₂, Φ₂ ~ N(0, 1/n), D = Cν/9: second moments within 5 σ."""
    problem, step, d, count = Factorization(low_rank(10, 8, 2)), 0.2, 3, 5000
    X, Y = AlternatingGradientDescent(step=step, columns=d).start(problem, count, generator(6))
    sigma = float(problem.target_norm())
    for sample, mean in (
        (X.square().sum((1, 2)), float(problem.A.square().sum()) / (step * 64 * sigma**2)),
        (Y.square().sum((1, 2)), step * (4 / 9) ** 2 * sigma**2 * d),
    ):
        assert abs(float(sample.mean()) - mean) < 5 * float(sample.std()) / count**0.5


def test_scaled_gradient_descent_does_not_see_the_condition_number() -> None:
    """Near a solution the same count for κ = 1, 10, 100 at η = ½ (spec page agd, section 5)."""
    counts = []
    for kappa in (1.0, 10.0, 100.0):
        A = torch.zeros(9, 8, dtype=F64)
        A.diagonal()[:3] = kappa ** -torch.linspace(0, 1, 3, dtype=F64)
        problem = Factorization(A)
        X, Y = AlternatingGradientDescent(initial="spectral", columns=3).start(problem)
        near = (X * (1 + 1e-4), Y * (1 - 1e-4))
        loss = run(problem, ScaledGradientDescent(step=0.5), near, 60).loss
        counts.append(int((loss <= 1e-16 * loss[0]).nonzero()[0]))
    assert max(counts) - min(counts) <= 2


def test_scaled_direction_magnitude_with_unit_step_is_orthogonal_iteration() -> None:
    """Subspaces against numpy-free orthogonal iteration by QR, ten steps (spec page dmd, 2.3)."""
    A = torch.randn(9, 9, generator=generator(7), dtype=F64)
    problem = SymmetricFactorization(A @ A.T)
    solver = ScaledDirectionMagnitude(step=1.0, columns=3)
    state = solver.start(problem, 1, generator(8))
    Q = state.X[0]
    for _ in range(10):
        state = solver.update(problem, state)
        Q = torch.linalg.qr(problem.A @ Q)[0]
        assert float((state.X[0] @ state.X[0].T - Q @ Q.T).abs().max()) < 1e-9


@pytest.mark.parametrize("mode", ["fixed", "adaptive"])
def test_recursive_descent_finds_the_eigenpairs_in_turn(mode: str) -> None:
    """Eigenvalues by magnitude; ‖R_{j+1}‖² = ‖R_j‖² − θ_j² (spec page dmd, T8.3) holds at any accuracy."""
    values = (3.0, -2.0, 1.0, 0.4)
    problem = SymmetricFactorization(diagonal(*values, n=9))
    solver = RecursiveDirectionMagnitude(mode=mode, columns=4, tolerance=1e-9)
    result = run(problem, solver, solver.start(problem, 2, Seeds(torch.tensor([1, 2]))), 60_000, at="log")
    point = solver.point(result.state)
    assert result.ended == ["converged", "converged"]
    for member in range(2):
        theta = point.Theta[member].diagonal()
        assert theta.tolist() == pytest.approx(values, abs=1e-7)
        residual = problem.A - (point.X[member] * theta) @ point.X[member].T
        expected = float(problem.A.square().sum() - theta.square().sum())
        assert float(residual.square().sum()) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("mode", ["fixed", "adaptive"])
def test_a_recursive_step_is_one_product_with_the_matrix(mode: str) -> None:
    """Across the ends of stages. A is asked for once a step, and once more where ‖R_j‖₂ of a new stage is taken; in fixed mode
    the step is (1 − ηb²)x + ηbAx with η = 1/‖A‖², not the power step A x."""

    class Counted(SymmetricFactorization):
        asked = 0

        @property
        def A(self) -> torch.Tensor:
            self.asked += 1
            return self.data

    problem = Counted(diagonal(3.0, 2.0, 1.0, n=6))
    solver = RecursiveDirectionMagnitude(mode=mode, columns=3, tolerance=1e-6).resolved(problem)
    state = solver.start(problem, 1, generator(3))
    x, y = state.x[0], problem.data @ state.x[0]
    b = x @ y
    wanted = y if mode == "adaptive" else (1 - b**2 / 9) * x + b / 9 * y
    before, stages = problem.asked, 0
    for t in range(400):
        new = solver.update(problem, state)
        if t == 0:
            assert torch.allclose(new.x[0], wanted / wanted.norm(), atol=1e-14)
        stages, state = stages + int(new.stage - state.stage), new
        assert problem.asked - before == t + 1 + stages
        done = int(state.stage)
        R = problem.data - (state.X[0, :, :done] * state.magnitudes[0, :done]) @ state.X[0, :, :done].T
        assert torch.allclose(state.image[0], R @ state.x[0], atol=1e-13)
    assert stages == 3


def test_adaptive_recursion_is_power_iteration() -> None:
    problem = SymmetricFactorization(diagonal(3.0, 2.0, 1.0))
    solver = RecursiveDirectionMagnitude(mode="adaptive", columns=1)
    state = solver.start(problem, 1, generator(9))
    x = state.x[0]
    for _ in range(12):
        state, x = solver.update(problem, state), problem.A @ x
        x = x / x.norm()
        assert float((state.x[0] - x).abs().max()) < 1e-14


def test_perturbation_leaves_the_saddle_that_gradient_descent_stays_at() -> None:
    problem = SymmetricFactorization(diagonal(2.0, 1.0))
    saddle = (torch.tensor([[0.0], [1.0]], dtype=F64),)
    plain = run(problem, GradientDescent(step=0.1), saddle, 500)
    assert plain.ended == "stationary" and plain.index == 1 and float(plain.loss[-1]) == pytest.approx(1.0)
    kicked = run(problem, PerturbedGradientDescent(step=0.1), saddle, 3000)
    assert kicked.ended == "max_steps", "kicks go on for ever; waiting between them is neither convergence nor a cycle"
    assert float(kicked.loss[-1]) == pytest.approx(0.25, abs=1e-4)


def test_two_sided_descent_has_the_local_rate_of_the_sum_and_difference_modes() -> None:
    """Slowest mode at the optimum (σ_i = 0 outside): 1 − ησ_min² for f = ½‖·‖² (spec page dmd, T5.6)."""
    A = torch.zeros(12, 9, dtype=F64)
    A.diagonal()[:3] = torch.tensor([1.0, 0.8, 0.6], dtype=F64)
    problem, solver = Factorization(A), TwoSidedDirectionMagnitude(step=0.5, columns=5)
    loss = run(problem, solver, solver.start(problem, None, generator(13)), 400).loss
    late = (loss > 1e-20).nonzero()[-1, 0]
    measured = float((loss[late] / loss[late - 20]) ** (1 / 40))
    assert measured == pytest.approx(1 - 0.5 * 0.36, rel=1e-4)


def test_direction_magnitude_stays_on_the_manifold_over_many_steps() -> None:
    problem = SymmetricFactorization(diagonal(1.0, 0.9, 0.8, n=10))
    solver = DirectionMagnitude(columns=6)
    state = solver.point(run(problem, solver, solver.start(problem, 2, generator(10)), 20_000, at="log").state)
    gram = state.X.mT @ state.X
    assert float((gram - torch.eye(6, dtype=F64)).abs().max()) < 1e-13


def test_untold_optimal_values_are_reached() -> None:
    """Full-rank noise: every method with d columns ends at the Eckart–Young value, κ and start regardless."""
    A = torch.randn(9, 7, generator=generator(11), dtype=F64)
    problem = Factorization(A)
    solver = ScaledGradientDescent(step=0.5, columns=3, scale=1.0)
    loss = run(problem, solver, solver.start(problem, 5, generator(12)), 3000).loss[:, -1]
    assert float((loss - problem.best_value(3)).abs().max()) < 1e-9


def test_instances_are_what_they_say() -> None:
    assert build_problem("Factorization", {"condition": 7.0}).condition_number == pytest.approx(7.0)
    assert build_problem("MatrixSensing", {"condition": 3.0}).condition_number == pytest.approx(3.0)
    completion = build_problem("MatrixCompletion", {"n": 100, "rank": 3, "entries": 900, "spectrum": (1.0, 2.0, 3.0)})
    assert len(completion.data) == 900
    deep = build_problem("DeepFactorization", {"widths": (3, 2, 3), "spectrum": (4.0, 2.0, 1.0)})
    assert torch.linalg.svdvals(deep.Y).tolist() == pytest.approx([4.0, 2.0, 1.0])
    assert math.isclose(deep.condition_number or 0.0, 4.0)
