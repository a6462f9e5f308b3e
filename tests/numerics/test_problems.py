"""Every problem through every parametrization that fits: value, gradient and Hessian against independent routes.

Origins of the expected values: the gradient comes from torch.autograd of the loss, the Hessian from differentiating
the autograd gradient once more, the loss from the dense formula written out below. None of them uses our derivatives.
"""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import Tensor

from numerics import points
from numerics.curvature import dense_hessian
from numerics.slopes import check_gradient, check_hessian
from tests.numerics.instances import MODELS, PROBLEMS, generator, random_factors, random_point

MATRIX = [name for name in PROBLEMS if not name.startswith("deep")]
PAIRS = [(p, m) for p in MATRIX for m in MODELS if MODELS[m].symmetric == PROBLEMS[p]().symmetric]
DEEP = [name for name in PROBLEMS if name.startswith("deep")]


def evaluate(problem_name: str, model_name: str | None, batch: int | None) -> tuple[Any, Any]:
    problem = PROBLEMS[problem_name]()
    if model_name is None:
        return problem, random_factors(problem, batch)
    batch = batch if problem.batch is None else problem.batch
    model = MODELS[model_name]
    return model.objective(problem), random_point(problem, model, 2, batch)


def autograd(objective: Any, point: Any) -> Any:
    """The gradient by reverse mode, through the loss alone."""
    wanted = points.tree_map(lambda x: x.detach().clone().requires_grad_(), point)
    grads = iter(torch.autograd.grad(objective.loss(wanted).sum(), list(points.leaves(wanted)), create_graph=True))
    return wanted, points.tree_map(lambda x: next(grads), wanted)


def close(one: Any, other: Any, dtype: torch.dtype) -> bool:
    tolerance = 200 * torch.finfo(dtype).eps
    pairs = list(zip(points.leaves(one), points.leaves(other), strict=True))
    return all(float((a - b).detach().abs().max()) <= tolerance * (1 + float(b.detach().abs().max())) for a, b in pairs)


@pytest.mark.parametrize("batch", [None, 3], ids=["one", "batch"])
@pytest.mark.parametrize(("problem", "model"), [*PAIRS, *((p, None) for p in DEEP)])
def test_gradient_is_the_autograd_gradient(problem: str, model: str | None, batch: int | None) -> None:
    objective, point = evaluate(problem, model, batch)
    _, expected = autograd(objective, point)
    got = objective.gradient(point)
    assert close(got, expected, next(points.leaves(point)).dtype)


@pytest.mark.parametrize(("problem", "model"), [*PAIRS, *((p, None) for p in DEEP)])
def test_hessian_product_is_the_derivative_of_the_autograd_gradient(problem: str, model: str | None) -> None:
    objective, point = evaluate(problem, model, None)
    direction = points.tree_map(lambda x: torch.randn(x.shape, generator=generator(9), dtype=x.dtype), point)
    if model == "X Θ Xᵀ":
        direction = type(point)(direction.X, (direction.Theta + direction.Theta.mH) / 2)
    wanted, gradient = autograd(objective, point)
    pairs = zip(points.leaves(gradient), points.leaves(direction), strict=True)
    slope = sum((g * d.conj()).real.sum() for g, d in pairs)
    expected = iter(torch.autograd.grad(slope, list(points.leaves(wanted))))
    got = objective.hessian_product(point, direction)
    assert close(got, points.tree_map(lambda x: next(expected), got), next(points.leaves(point)).dtype)


@pytest.mark.filterwarnings("ignore:.*torch.jit.script:DeprecationWarning")
@pytest.mark.parametrize("batch", [None, 3], ids=["one", "batch"])
@pytest.mark.parametrize("name", DEEP)
def test_dense_hessian_of_the_deep_problem_is_torch_func_hessian(name: str, batch: int | None) -> None:
    problem, point = evaluate(name, None, batch)
    hessian = torch.func.hessian(lambda v: problem.loss(problem.unflatten(v)))
    flat = problem.flatten(point)
    expected = hessian(flat) if batch is None else torch.func.vmap(hessian)(flat)
    assert float((problem.dense_hessian(point) - expected).abs().max()) <= 1e-13 * float(expected.abs().max())


@pytest.mark.parametrize(("problem", "model"), [("symmetric factorization", "U D Uᵀ"), ("ptychography", "Y Yᵀ")])
def test_dense_hessian_from_columns_is_symmetric_and_matches_the_product(problem: str, model: str) -> None:
    objective, point = evaluate(problem, model, None)
    matrix = dense_hessian(objective, point)[0]
    direction = points.tree_map(lambda x: torch.randn(x.shape, generator=generator(3), dtype=x.dtype), point)
    expected = objective.flatten(objective.hessian_product(point, direction))[0]
    assert torch.allclose(matrix @ objective.flatten(direction)[0], expected, rtol=1e-11, atol=1e-11)


def dense_losses() -> dict[str, Tensor]:
    """Losses at the random points (seed 11, r = 2, no batch) from dense formulas that use no problem class."""
    from tests.numerics.instances import low_rank, mask, symmetric_low_rank

    def value(problem: str, model: str) -> Any:
        return random_point(PROBLEMS[problem](), MODELS[model], 2, None)

    x, y = value("factorization", "X Yᵀ")
    u, d, v = value("factorization", "U D Vᵀ")
    s, theta = value("symmetric factorization", "X Θ Xᵀ")
    a, b = value("completion", "X Yᵀ")
    return {
        "factorization|X Yᵀ": 0.5 * (x @ y.T - low_rank(6, 5, 2)).norm() ** 2,
        "factorization|U D Vᵀ": 0.5 * (u @ torch.diag(d) @ v.T - low_rank(6, 5, 2)).norm() ** 2,
        "symmetric factorization|X Θ Xᵀ": 0.25 * (s @ theta @ s.T - symmetric_low_rank(6, 2)).norm() ** 2,
        "completion|X Yᵀ": 0.5 * ((a @ b.T - low_rank(6, 5, 2)) * mask(6, 5)).norm() ** 2,
    }


@pytest.mark.parametrize("case", sorted(dense_losses()))
def test_loss_is_the_dense_formula(case: str) -> None:
    problem, model = case.split("|")
    objective, point = evaluate(problem, model, None)
    assert float(objective.loss(point)) == pytest.approx(float(dense_losses()[case]), rel=1e-13)


def test_problems_answer_for_plain_tuples_of_factors() -> None:
    """problem.loss, gradient and hessian_product tell the parametrization from the tuple's shape."""
    for name, model in (("factorization", "X Yᵀ"), ("factorization", "U D Vᵀ"), ("sensing", "X Yᵀ"),
                        ("symmetric factorization", "Y Yᵀ"), ("symmetric factorization", "U D Uᵀ"),
                        ("symmetric factorization", "X Θ Xᵀ")):
        problem, point = PROBLEMS[name](), random_point(PROBLEMS[name](), MODELS[model], 2, None)
        objective, plain = MODELS[model].objective(problem), tuple(point)
        assert float(problem.loss(plain)) == float(objective.loss(point))
        for a, b in zip(problem.gradient(plain), objective.gradient(point), strict=True):
            assert torch.equal(a, b)
        for a, b in zip(problem.hessian_product(plain, plain), objective.hessian_product(point, point), strict=True):
            assert torch.equal(a, b)
    with pytest.raises(ValueError, match="point does not fit Factorization: allowed are the factors of"):
        PROBLEMS["factorization"]().loss((torch.ones(6, 2, dtype=torch.float64),))


def test_ptychography_intensities_are_those_of_a_hand_written_crop() -> None:
    problem = PROBLEMS["ptychography"]()
    truth = torch.randn(36, 1, generator=generator(5), dtype=torch.complex128)
    plane = torch.fft.fftshift(torch.fft.fft2(truth.reshape(6, 6))) / 6
    row, column = problem.grid_of_centres((6, 6), 1, 1)[5].tolist()
    crop = plane[row - 1 : row + 2, column - 1 : column + 2].clone()
    crop[[0, 0, 2, 2], [0, 2, 0, 2]] = 0                       # the disc of radius 1 is a plus sign
    expected = (torch.fft.ifft2(crop) * 3).abs().square().flatten()
    assert torch.allclose(problem.data.reshape(-1, 9)[5], expected, rtol=1e-12, atol=1e-14)


def test_both_ways_of_completion_are_under_test() -> None:
    assert PROBLEMS["completion"]().dense and not PROBLEMS["sparse completion"]().dense
    assert PROBLEMS["symmetric completion"]().dense and not PROBLEMS["sparse symmetric completion"]().dense


def test_adjoints_are_adjoint() -> None:
    """⟨𝒜(P Qᴴ), r⟩ = Re⟨P, 𝒜*(r) Q⟩ for Hermitian P Qᴴ: the two sides share no code."""
    for name in MATRIX:
        problem = PROBLEMS[name]()
        if problem.batch is not None or problem.data.dtype != torch.float64:
            continue
        P = torch.randn(problem.shape[0], 2, generator=generator(1), dtype=problem.factor_dtype)
        Q = P if problem.symmetric else torch.randn(problem.shape[1], 2, generator=generator(2), dtype=P.dtype)
        r = torch.randn(problem.data.shape, generator=generator(3), dtype=problem.data.dtype)
        left = (problem.measure(P, Q) * r).sum()
        right = (P.conj() * problem.adjoint_product(r, Q)).real.sum()
        assert float(left) == pytest.approx(float(right), rel=1e-11), name


SLOPES = [("sensing", "U D Vᵀ"), ("ptychography", "Y Yᵀ"), ("deep, 3 layers", None)]


@pytest.mark.parametrize(("problem", "model"), SLOPES)
def test_slope_tests_pass_on_right_derivatives_and_fail_on_wrong_ones(problem: str, model: str | None) -> None:
    objective, point = evaluate(problem, model, None)

    class Wrong:
        """The same objective with a gradient and a Hessian product that are off by one part in a hundred."""

        loss, flatten, unflatten = objective.loss, objective.flatten, objective.unflatten

        def gradient(self, x: Any) -> Any:
            return points.tree_map(lambda g: 1.01 * g, objective.gradient(x))

        def linearize(self, x: Any) -> Any:
            return lambda v: points.tree_map(lambda h: 1.01 * h, objective.linearize(x)(v))

    assert check_gradient(objective, point, generator=generator()).passed
    assert check_hessian(objective, point, generator=generator()).passed
    assert not check_gradient(Wrong(), point, generator=generator()).passed
    assert not check_hessian(Wrong(), point, generator=generator()).passed
