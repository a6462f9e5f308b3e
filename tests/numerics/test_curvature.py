"""Spectra: dense against exact values, iterative against dense, and refusal to hand out unconverged numbers."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from numerics import run
from numerics.curvature import dense_hessian, hessian_spectrum, inertia
from numerics.gauge import gauge_basis
from numerics.lanczos import Unconverged, lowest_eigenpairs
from numerics.models import UDUPoint
from numerics.problems import DeepFactorization, SymmetricFactorization
from numerics.slopes import check_retraction
from numerics.solvers import GradientDescent
from numerics.stiefel import polar, polar_retraction, qr_retraction
from tests.numerics.instances import F64, MODELS, PROBLEMS, generator, low_rank, random_factors, random_point


def test_udu_spectrum_at_an_aligned_point_is_the_closed_form() -> None:
    """Spec page udu, 4.4, f = ½‖X − A‖², A = diag(2, 1), one column on each: exact values by hand.

    λ = (1, ½), p = μ/λ = (2, 2): radial pairs 0 and 4λμ + p² = 12, 6; rotation 0 and 2(λ₁μ₁ + λ₂μ₂) = 5.
    """
    problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, 1.0], dtype=F64)), scale=0.5)
    point = UDUPoint(torch.eye(2, dtype=F64) * 2**0.5, torch.tensor([1.0, 0.5], dtype=F64))
    expected = torch.tensor([0.0, 0.0, 0.0, 5.0, 6.0, 12.0], dtype=F64)
    assert torch.allclose(hessian_spectrum(problem, point).reshape(-1), expected, atol=1e-13)


def test_dmd_spectrum_has_the_saddle_curvatures() -> None:
    """Spec page dmd, T4: the rows-times-columns sector of the saddle J = {2} of diag(3, 1) is λ₂(λ₂ − λ₁) = −2.

    The Euclidean Hessian along the tangent direction e₁ minus the normal correction ⟨grad, X⟩ = 0 is the same number.
    """
    problem = SymmetricFactorization(torch.diag(torch.tensor([3.0, 1.0], dtype=F64)))
    X = torch.tensor([[0.0], [1.0]], dtype=F64)
    objective = MODELS["X Θ Xᵀ"].objective(problem)
    direction = (torch.tensor([[1.0], [0.0]], dtype=F64), torch.zeros(1, 1, dtype=F64))
    image = objective.hessian_product((X, torch.ones(1, 1, dtype=F64)), direction)
    assert float(image.X[0, 0]) == pytest.approx(-2.0, abs=1e-14)


ITERATIVE = ["symmetric factorization", "factorization", "deep, 3 layers", "ptychography", "sensing"]


@pytest.mark.parametrize("name", ITERATIVE)
@pytest.mark.parametrize("largest", [False, True])
def test_iterative_eigenpairs_are_the_dense_ones(name: str, largest: bool) -> None:
    problem = PROBLEMS[name]()
    if isinstance(problem, DeepFactorization):
        point: Any = random_factors(problem, None)
    else:
        point = random_point(problem, MODELS["Y Yᵀ" if problem.symmetric else "X Yᵀ"], 2, None)
    dense = dense_hessian(problem, point).reshape(len(gauge_basis(problem, point)), -1)
    gauge = gauge_basis(problem, point)
    complement = torch.linalg.svd(gauge, full_matrices=True)[0][:, gauge.shape[1] :]
    expected = torch.linalg.eigvalsh(complement.T @ dense @ complement)
    pairs = lowest_eigenpairs(problem, point, 3, generator=generator(), largest=largest)
    wanted = expected[-3:] if largest else expected[:3]
    size = float(expected.abs().max())
    assert float((pairs.values - wanted).abs().max()) <= 1e-8 * size
    assert float((gauge.T @ pairs.vectors).abs().max()) <= 1e-8
    projected = complement @ (complement.T @ (dense @ pairs.vectors))
    actual = torch.linalg.vector_norm(projected - pairs.vectors * pairs.values, dim=0)
    assert bool((actual <= pairs.residuals + 1e-12 * size).all()), "the residual bound is honest"


def test_a_large_problem_agrees_with_scipy() -> None:
    """N = 3600 unknowns against scipy's ARPACK on the same operator: another algorithm, another library."""
    import numpy as np
    from scipy.sparse.linalg import LinearOperator, eigsh

    problem = DeepFactorization(low_rank(30, 30, 10), ridge=(0.05,) * 4)
    point = tuple(0.3 * w for w in random_factors(problem, None))
    apply = problem.linearize(point)

    def product(v: Any) -> Any:
        return problem.flatten(apply(problem.unflatten(torch.from_numpy(np.ravel(v)), point))).numpy()

    operator = LinearOperator((3600, 3600), matvec=product, dtype=np.float64)
    expected = np.sort(eigsh(operator, k=3, which="SA", tol=1e-10, v0=np.ones(3600))[0])
    pairs = lowest_eigenpairs(problem, point, 3, generator=generator(), quotient=False)
    assert np.abs(pairs.values.numpy() - expected).max() <= 1e-7 * abs(expected).max()


def test_unconverged_values_are_not_handed_out() -> None:
    problem = DeepFactorization(low_rank(20, 20, 5), ridge=(0.1,) * 3)
    with pytest.raises(Unconverged, match="after"):
        lowest_eigenpairs(problem, random_factors(problem, None), 2, generator=generator(), max_products=10)
    with pytest.raises(ValueError, match=r"k must be in 1"):
        lowest_eigenpairs(problem, random_factors(problem, None), 5000, generator=generator())


@pytest.mark.parametrize("name", ["symmetric factorization", "deep, 3 layers"])
def test_gauge_directions_carry_no_curvature_at_a_minimizer(name: str) -> None:
    problem = PROBLEMS[name]()
    solver = GradientDescent(columns=3, scale=1.0)
    end = solver.point(run(problem, solver, solver.start(problem, None, generator(1)), 30_000, at="log").state)
    gauge = gauge_basis(problem, end)
    assert gauge.shape[1] > 0
    curvature = dense_hessian(problem, end).reshape(len(gauge), -1) @ gauge
    assert float(curvature.abs().max()) < 1e-6


def test_inertia_counts_and_admits_doubt() -> None:
    values = torch.tensor([[-1.0, 1e-17, 1e-17, 2.0], [-1.0, -0.5, 3e-14, 2.0]], dtype=F64)
    split = inertia(values)
    assert split.index.tolist() == [1, 2] and split.nullity.tolist() == [2, 0]
    assert split.decided.tolist() == [True, False]
    rough = inertia(values, gradient_norm=1e-3, lipschitz=10.0)
    assert rough.nullity.tolist() == [2, 1] and rough.decided.tolist() == [False, False]


def test_polar_factor_of_an_ill_conditioned_matrix_is_orthonormal() -> None:
    Z = torch.linalg.qr(torch.randn(40, 5, generator=generator(), dtype=F64))[0] * torch.logspace(0, -6, 5, dtype=F64)
    X = polar(Z)
    U, _, Vh = torch.linalg.svd(Z, full_matrices=False)
    assert float((X.T @ X - torch.eye(5)).abs().max()) < 1e-9
    assert float((X - U @ Vh).abs().max()) < 1e-6
    assert bool(polar(torch.full((3, 2), float("nan"), dtype=F64)).isnan().all())


def test_slope_test_catches_a_wrong_retraction() -> None:
    X = torch.linalg.qr(torch.randn(7, 3, generator=generator(), dtype=F64))[0]
    for retraction in (polar_retraction, qr_retraction):
        assert check_retraction(retraction, X, generator=generator(1)).passed
    assert not check_retraction(lambda x, s: x + s, X, generator=generator(1)).passed
    assert not check_retraction(lambda x, s: polar(x + 1.1 * s), X, generator=generator(1)).passed
