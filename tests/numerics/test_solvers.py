"""The table solvers × problems: five steps against plain NumPy loops, batch against single, and clear refusals.

The NumPy loops are in ``plain_loops`` and use dense matrices; ∇f is written out densely below for every problem.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from numerics import points, run
from numerics.models import DirectionPoint, TwoSidedPoint
from numerics.problems import DeepFactorization
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
    Solver,
    TwoSidedDirectionMagnitude,
)
from tests.numerics import plain_loops
from tests.numerics.instances import PROBLEMS, generator, random_factors, random_point

ETA = 0.02
SOLVERS: dict[str, tuple[Solver, Callable[..., Any]]] = {
    "gradient descent": (GradientDescent(step=ETA), plain_loops.gradient_descent),
    "perturbed gradient descent": (PerturbedGradientDescent(step=ETA, threshold=1e-12), plain_loops.gradient_descent),
    "alternating gradient descent": (AlternatingGradientDescent(step=ETA), plain_loops.alternating),
    "Nesterov": (Nesterov(step=ETA), plain_loops.nesterov),
    "ScaledGD": (ScaledGradientDescent(step=ETA), plain_loops.scaled),
    "ScaledGD(λ)": (ScaledGradientDescent(step=ETA, damping=0.3), plain_loops.damped),
    "PrecGD": (PreconditionedGradientDescent(step=ETA, regularization=1.0), plain_loops.preconditioned),
    "alternating least squares": (AlternatingLeastSquares(), plain_loops.least_squares),
    "UDU": (UDU(step=ETA), plain_loops.udu),
    "UDU column-wise": (UDU(step=ETA, columnwise=True), plain_loops.udu_columnwise),
    "UDV": (UDV(step=ETA), plain_loops.udv),
    "UDV-s": (UDV(step=ETA, nonnegative=False), plain_loops.udv_free),
    "direction-magnitude": (DirectionMagnitude(step=ETA, magnitude_step=2.0), plain_loops.direction_magnitude),
    "direction-magnitude, qr": (
        DirectionMagnitude(step=ETA, magnitude_step=2.0, retraction="qr"), plain_loops.direction_magnitude_qr
    ),
    "scaled direction-magnitude": (ScaledDirectionMagnitude(step=ETA, magnitude_step=2.0), plain_loops.scaled_direction),
    "two-sided direction-magnitude": (TwoSidedDirectionMagnitude(step=ETA), plain_loops.two_sided),
    "recursive direction-magnitude": (RecursiveDirectionMagnitude(step=ETA), plain_loops.recursive),
}
DEEP_LOOPS = {
    "gradient descent": plain_loops.deep_gradient_descent,
    "perturbed gradient descent": plain_loops.deep_gradient_descent,
    "alternating gradient descent": plain_loops.deep_alternating,
    "Nesterov": plain_loops.deep_nesterov,
}
SINGLE = [name for name in PROBLEMS if "batch" not in name and "float32" not in name]


def runs_on(solver: str, problem: str) -> bool:
    """The table of what makes sense, stated here and not asked from the package."""
    if problem.startswith("deep"):
        return solver in DEEP_LOOPS
    symmetric = "symmetric" in problem or "retrieval" in problem or problem == "ptychography"
    if "recursive" in solver:
        return problem.startswith("symmetric factorization")
    if solver.startswith("UDV") or "alternating" in solver or "two-sided" in solver:
        return not symmetric
    if solver.startswith("UDU") or "direction" in solver:
        return symmetric
    return True


NOT_UNIQUE = ("alternating least squares", "sparse completion")     # rows with fewer entries than columns of X
PAIRS = [(s, p) for s in SOLVERS for p in SINGLE if runs_on(s, p) and (s, p) != NOT_UNIQUE]
REFUSED = [(s, p) for s in SOLVERS for p in SINGLE if not runs_on(s, p)]


def linear_operator(problem: Any) -> np.ndarray:
    """𝒜 as a dense matrix (K, n²) on row-major M, from the definitions of the problems."""
    m, n = problem.shape
    if hasattr(problem, "sensors"):
        return np.concatenate([b.flatten(1).numpy() for _, b in problem.sensors.blocks()])
    if hasattr(problem, "rows"):
        return np.eye(m * n)[(problem.rows * n + problem.columns).numpy()]
    if hasattr(problem, "vectors"):
        a = problem.vectors.numpy()
        return np.stack([np.outer(row, row.conj()).reshape(-1) for row in a])
    if hasattr(problem, "pupil"):
        return ptychography_operator(problem)
    return np.eye(m * n)


def ptychography_operator(problem: Any) -> np.ndarray:
    """DFT matrices written out: rows of L = (inverse 3 × 3 DFT)(plus-shaped pupil)(crop of the shifted 6 × 6 DFT)."""
    def dft(k: int) -> np.ndarray:
        return np.exp(-2j * np.pi * np.outer(np.arange(k), np.arange(k)) / k) / np.sqrt(k)

    shifted = np.fft.fftshift(dft(6), axes=0)
    plane = np.kron(shifted, shifted)
    small = np.kron(dft(3), dft(3)).conj()
    rows = []
    for row, column in problem.grid_of_centres((6, 6), 1, 1).tolist():
        window = [(row + i) * 6 + column + j for i in (-1, 0, 1) for j in (-1, 0, 1)]
        plus = np.diag([0.0, 1, 0, 1, 1, 1, 0, 1, 0])
        rows.append(small @ plus @ plane[window])
    L = np.concatenate(rows)
    return np.stack([np.outer(l, l.conj()).reshape(-1) for l in L])


def dense_calculus(problem: Any) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """∇f and f on dense matrices: 𝒜(M)_k = Σ_ij 𝒜_kij M_ij (for intensities 𝒜_kij = l_i conj(l_j))."""
    op, b, c, shape = linear_operator(problem), problem.data.numpy().reshape(-1), 2 * problem.scale, problem.shape

    def residual(M: np.ndarray) -> np.ndarray:
        if problem.symmetric:
            M = (M + M.conj().T) / 2
        return np.real(op @ M.reshape(-1)) - b if np.iscomplexobj(op) else op @ M.reshape(-1) - b

    def gradient(M: np.ndarray) -> np.ndarray:
        g = c * (residual(M) @ op.conj()).reshape(shape)
        return (g + g.conj().T) / 2 if problem.symmetric else g

    return gradient, lambda M: c / 2 * (np.abs(residual(M)) ** 2).sum()


def point_for(solver: Solver, problem: Any) -> Any:
    """A generic start of moderate size; orthonormal X for the direction-magnitude methods."""
    if isinstance(problem, DeepFactorization):
        return tuple(0.7 * w for w in random_factors(problem, None))
    point = random_point(problem, solver.parametrization(problem), 2, None)
    if isinstance(point, DirectionPoint):
        eye = torch.eye(2, dtype=point.Theta.dtype)          # keeps Θ well conditioned: one method divides by Θ
        X = torch.linalg.qr(problem.A @ point.X if hasattr(problem, "A") else point.X)[0]
        return DirectionPoint(X, 0.2 * point.Theta + eye)
    if isinstance(point, TwoSidedPoint):
        eye = torch.eye(2, dtype=point.Theta.dtype)
        return TwoSidedPoint(torch.linalg.qr(point.X)[0], 0.2 * point.Theta + eye, torch.linalg.qr(point.Y)[0])
    return points.tree_map(lambda x: 0.4 * x, point)


def numpy_run(solver_name: str, problem: Any, point: Any, steps: int) -> list[np.ndarray]:
    loop = SOLVERS[solver_name][1]
    values = [leaf.numpy() for leaf in points.leaves(point)]
    if isinstance(problem, DeepFactorization):
        loop = DEEP_LOOPS[solver_name]
        return list(loop(values, problem.Y.numpy(), problem.ridge.numpy(), problem.fit, steps, ETA))
    if solver_name == "alternating least squares":
        return list(loop(linear_operator(problem), problem.data.numpy().reshape(-1), tuple(values), steps))
    gradient, value = dense_calculus(problem)
    A = problem.A.numpy() if hasattr(problem, "A") else None
    if solver_name == "scaled direction-magnitude":
        return list(loop(gradient, value, A, tuple(values), steps, ETA, 2 * problem.scale))
    return list(loop(gradient, value, A, tuple(values), steps, ETA))


@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_five_steps_are_those_of_a_plain_numpy_loop(solver_name: str, problem_name: str) -> None:
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    start = point_for(solver, problem)
    got = run(problem, solver, start, steps=5)
    assert got.ended == "max_steps"
    values = [leaf.numpy() for leaf in points.leaves(solver.point(got.state))]
    expected = numpy_run(solver_name, problem, start, 5)
    tolerance = 1e-8 if "least squares" in solver_name else 1e-11
    for a, b in zip(values, expected, strict=True):
        assert np.abs(a - b).max() <= tolerance * (1 + np.abs(b).max())
    moved = max(np.abs(v - s.numpy()).max() for v, s in zip(values, points.leaves(start), strict=True))
    assert moved > 1e-5, "a solver that stands still would pass"


@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_a_batch_gives_what_its_members_give_and_the_same_bits_twice(solver_name: str, problem_name: str) -> None:
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    one = point_for(solver, problem)
    batch = points.tree_map(lambda x: torch.stack([x, x, x]), one)
    single, many, again = (run(problem, solver, start, steps=5) for start in (one, batch, batch))
    assert many.loss.shape == (3, 6) and single.loss.shape == (6,)
    assert torch.allclose(many.loss[1], single.loss, rtol=1e-9, atol=1e-12)
    alone, leaves = points.leaves(solver.point(single.state)), points.leaves(solver.point(many.state))
    for leaf, expected in zip(leaves, alone, strict=True):
        assert torch.allclose(leaf[2], expected, rtol=1e-9, atol=1e-10)
    for first, second in zip(points.leaves(many.state), points.leaves(again.state), strict=True):
        assert torch.equal(first, second)


@pytest.mark.parametrize(("solver_name", "problem_name"), REFUSED)
def test_where_a_solver_makes_no_sense_the_error_says_why(solver_name: str, problem_name: str) -> None:
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    with pytest.raises(ValueError, match=r"needs|does not run"):
        solver.start(problem, None, generator())


@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_own_start_is_reproducible_and_leads_somewhere(solver_name: str, problem_name: str) -> None:
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    if "alternating gradient" in solver_name and not problem_name.startswith("deep"):
        assert isinstance(solver, AlternatingGradientDescent)
    starts = [solver.start(problem, 4, generator(3)) for _ in range(2)]
    for a, b in zip(points.leaves(starts[0]), points.leaves(starts[1]), strict=True):
        assert torch.equal(a, b) and a.shape[0] == 4
    result = run(problem, solver, starts[0], steps=3)
    assert result.loss.shape == (4, 4) and bool(torch.isfinite(result.loss).all())


def moved(tree: Any, device: str | None = None, dtype: torch.dtype | None = None) -> Any:
    def move(x: torch.Tensor) -> torch.Tensor:
        return x.to(device=device, dtype=dtype.to_complex() if dtype is not None and x.is_complex() else dtype)

    return points.tree_map(move, tree)


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_cuda_takes_the_steps_of_the_cpu(solver_name: str, problem_name: str) -> None:
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    start = point_for(solver, problem)
    here, there = run(problem, solver, start, 5), run(problem.to("cuda"), solver, moved(start, "cuda"), 5)
    assert float((here.loss - there.loss.cpu()).abs().max()) <= 1e-12 * float(here.loss.abs().max())


@pytest.mark.parametrize(("solver_name", "problem_name"), PAIRS)
def test_float32_takes_the_steps_of_float64(solver_name: str, problem_name: str) -> None:
    """The same code in single precision: losses within 1e-4 of double, all tensors single."""
    problem, solver = PROBLEMS[problem_name](), SOLVERS[solver_name][0]
    start = point_for(solver, problem)
    double = run(problem, solver, start, 5)
    single = run(problem.to(dtype=torch.float32), solver, moved(start, dtype=torch.float32), 5)
    assert single.loss.dtype == torch.float32
    floating = [leaf for leaf in points.leaves(single.state) if leaf.is_floating_point() or leaf.is_complex()]
    assert all(leaf.dtype.to_real() == torch.float32 for leaf in floating)
    assert float((double.loss - single.loss).abs().max()) <= 1e-4 * float(double.loss.max())
    assert float(double.loss[-1]) < 2 * float(double.loss[0]), "a diverging run would compare nothing"


@pytest.mark.parametrize("problem_name", ["symmetric factorization", "factorization", "deep, 3 layers"])
def test_gradient_flow_is_that_of_scipy(problem_name: str) -> None:
    """Against scipy's implicit Radau solver with dense right-hand sides: another method, another library."""
    from scipy.integrate import solve_ivp

    problem = PROBLEMS[problem_name]()
    solver = GradientFlow(step=1e-2, until=1.5, tolerance=1e-11)
    start = point_for(GradientDescent(), problem)
    got = run(problem, solver, start, steps=2000)
    assert got.ended == "stalled" and float(got.state.time) == 1.5
    objective = solver.objective(problem)
    flat = objective.flatten(start).reshape(-1)

    def slope(_: float, x: np.ndarray) -> np.ndarray:
        point = points.unflatten(torch.from_numpy(x)[None], points.with_batch_axis(start))
        return -objective.flatten(objective.gradient(point)).reshape(-1).numpy()

    expected = solve_ivp(slope, (0, 1.5), flat.numpy(), method="Radau", rtol=1e-10, atol=1e-12).y[:, -1]
    end = torch.cat([leaf.flatten() for leaf in points.leaves(solver.point(got.state))]).numpy()
    assert np.abs(end - expected).max() < 1e-7
