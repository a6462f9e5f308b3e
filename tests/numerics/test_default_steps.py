"""The step that ``step=None`` stands for, by hand, for one number: A = (5), and three layers for Y = (8)."""

from __future__ import annotations

import pytest
import torch

import numerics.solvers
from numerics.problems import DeepFactorization, Factorization, SymmetricFactorization
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

FIVE = torch.tensor([[5.0]], dtype=torch.float64)
SYMMETRIC, PLAIN = SymmetricFactorization(FIVE, scale=0.5), Factorization(FIVE, scale=0.5)
DEEP = DeepFactorization(torch.tensor([[8.0]], dtype=torch.float64), ridge=(0.25, 0.5, 0.5))

ONE_OVER_CURVATURE = [
    (GradientDescent(), SYMMETRIC, 1 / 20),                  # ½(y² − 5)² at y² = 5: 6y² − 10 = 20
    (PerturbedGradientDescent(threshold=1e-12), SYMMETRIC, 1 / 20),
    (Nesterov(), SYMMETRIC, 1 / 20),
    (GradientFlow(), SYMMETRIC, 1 / 20),
    (GradientDescent(), PLAIN, 1 / 10),                      # ½(xy − 5)² at x² = y² = 5: vvᵀ, v = (y, x), |v|² = 10
    (UDU(), SymmetricFactorization(FIVE / 5, scale=0.5), 1 / 5),   # ½(λu² − 1)² at u = λ = 1: v = (2λu, u²), |v|² = 5
    (UDV(), Factorization(FIVE / 5), 1 / 3),                 # ½(d·u·v − 1)² at ones: v = (1, 1, 1)
]
"""One over the top eigenvalue of the Hessian at the minimizer, which is half of the largest stable step."""

FROM_A_SOURCE = [
    (UDU(), SYMMETRIC, 1 / 125),                             # A = 5·1, λ = 5λ': ½(λu² − 5)² = 25·½(λ'u² − 1)²: 1/(25·5)
    (UDU(radius=2.0), SYMMETRIC, 4 / 125),                   # u = 2u', λ = (5/4)λ': U has the step 2²/(25·5)
    (UDV(), PLAIN, 1 / 75),                                  # 1/(25·3)
    (GradientDescent(), DEEP, 0.5 / 97),                     # half of 1/(2·1·3·8^(4/3) + 2·½) = 1/(96 + 1)
    (AlternatingGradientDescent(), DEEP, 0.5 / 97),
    (AlternatingGradientDescent(), PLAIN, 9 / 80),           # 9/(16·σ₁)
    (ScaledGradientDescent(), PLAIN, 1 / 2),                 # ½, and half of it on Y Yᵀ
    (ScaledGradientDescent(), SYMMETRIC, 1 / 4),
    (PreconditionedGradientDescent(), PLAIN, 1 / 2),
    (DirectionMagnitude(), SYMMETRIC, 1 / 50),               # 1/(4·½·5²)
    (TwoSidedDirectionMagnitude(), PLAIN, 1 / 50),
    (ScaledDirectionMagnitude(), SYMMETRIC, 1 / 2),
    (RecursiveDirectionMagnitude(), SYMMETRIC, 1.0),
]
"""What the docstring of ``default_step`` quotes."""


@pytest.mark.parametrize(
    ("solver", "problem", "step"),
    ONE_OVER_CURVATURE + FROM_A_SOURCE,
    ids=lambda value: f"{value:.4g}" if isinstance(value, float) else type(value).__name__,
)
def test_the_default_step(solver: Solver, problem: object, step: float) -> None:
    assert float(solver.resolved(problem).step) == pytest.approx(step, rel=1e-12)


MAGNITUDES = [
    (UDU(), SYMMETRIC, 1 / 5),                               # in λ' the step 1/(25·5), times 5²
    (UDU(radius=2.0), SYMMETRIC, 1 / 80),                    # times (5/4)²
    (UDU(step=0.02), SYMMETRIC, 0.02),                       # the one step of the paper
    (UDV(), PLAIN, 1 / 3),
    (UDV(step=0.02), PLAIN, 0.02),
    (DirectionMagnitude(), SYMMETRIC, 1.0),                  # ½(θ − a)² is solved by the step 1/(2·½), ¼(θ − a)² by 2
    (DirectionMagnitude(), SymmetricFactorization(FIVE), 2.0),
    (TwoSidedDirectionMagnitude(), Factorization(FIVE, scale=2.0), 0.25),
]


@pytest.mark.parametrize(("solver", "problem", "step"), MAGNITUDES, ids=str)
def test_the_default_step_of_magnitudes(solver: Solver, problem: object, step: float) -> None:
    assert float(solver.resolved(problem).magnitude_step) == pytest.approx(step, rel=1e-12)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", [name for name in numerics.solvers.__all__ if name != "Solver"])
def test_no_solver_is_left_out(name: str) -> None:
    solver = getattr(numerics.solvers, name)
    assert solver is AlternatingLeastSquares or any(type(one) is solver for one, _, _ in ONE_OVER_CURVATURE + FROM_A_SOURCE)
