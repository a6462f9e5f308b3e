"""One alternating step at 2000 × 1500, d = 50, against the DGEMM rate of the same run.

Two counts, because the step does not form the residual: the floating point operations of the algorithm as written
(R, RY, R₊, R₊ᵀX₊: 8mnd), and those actually carried out (AY, AᵀX and the small products: 4mnd + 4(m + n)d²).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from benchmarks.harness.question import Case, Contender, Goal, Question
from benchmarks.harness.results import Outcome
from numerics.problems import Factorization
from numerics.solvers import AlternatingGradientDescent

LEAST = 0.75


def cases(quick: bool) -> Sequence[Case]:
    """m × ¾m with m/40 columns; the size is m, the largest is the one with a goal."""
    sizes = (120, 200, 320) if quick else (800, 1200, 2000)
    shapes = [(m, 3 * m // 4, m // 40) for m in sizes]
    return [Case(f"{m} × {n}, d = {d}", float(m), {"m": m, "n": n, "d": d}) for m, n, d in shapes]


@lru_cache(maxsize=2)
def _drawn(m: int, n: int, d: int, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    generator = torch.Generator().manual_seed(seed)

    def draw(a: int, b: int) -> Tensor:
        return torch.randn(a, b, generator=generator, dtype=torch.float64)

    return draw(m, d) @ draw(d, n), 0.1 * draw(m, d), 0.1 * draw(n, d)


def _given(case: Case, seed: int) -> tuple[Tensor, Tensor, Tensor]:
    return _drawn(case["m"], case["n"], case["d"], seed)


STEP = 1e-5


def _ours(case: Case, seed: int) -> Callable[[], Any]:
    A, X, Y = _given(case, seed)
    problem = Factorization(A)
    solver = AlternatingGradientDescent(columns=case["d"], step=STEP).resolved(problem)
    start = solver.state(problem, (X[None], Y[None]))
    return lambda: [w[0].numpy() for w in solver.update(problem, start)]


def _written(case: Case, seed: int) -> Callable[[], Any]:
    A, X, Y = _given(case, seed)

    def step() -> Any:
        X1 = X - STEP * (X @ Y.mT - A) @ Y
        Y1 = Y - STEP * (X1 @ Y.mT - A).mT @ X1
        return [X1.numpy(), Y1.numpy()]

    return step


@lru_cache(maxsize=2)
def _matrix(size: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((size, size))


def _square(case: Case, seed: int) -> Callable[[], Any]:
    square = torch.from_numpy(_matrix(case["m"], seed))
    return lambda: [(square @ square).numpy()]


@lru_cache(maxsize=4)
def expected(m: int, n: int, d: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Both factors in numpy, by the small products YᵀY and XᵀX."""
    A, X, Y = (w.numpy() for w in _drawn(m, n, d, seed))
    X1 = X - STEP * (X @ (Y.T @ Y) - A @ Y)
    return X1, Y - STEP * (Y @ (X1.T @ X1) - A.T @ X1)


def fault(case: Case, seed: int, answer: Any) -> str:
    """Every entry of both factors, to 1e-10; of a product P = S² all rows at once, by Pv = S(Sv) for one drawn v."""
    if len(answer) == 1:
        square = _matrix(case["m"], seed)
        v = np.random.default_rng(seed + 1).standard_normal(case["m"])
        right = square @ (square @ v)
        gap = float(np.abs(answer[0] @ v - right).max() / np.abs(right).max())
        return "" if gap <= 1e-11 else f"the product is off by {gap:.1e}"
    right_pair = expected(case["m"], case["n"], case["d"], seed)
    gap = np.max([np.abs(got - right).max() for got, right in zip(answer, right_pair, strict=True)])
    return "" if gap <= 1e-10 else f"entries differ by {gap:.1e}"


def goals(outcome: Outcome) -> list[Goal]:
    """Rates relative to the product of two square matrices."""
    case = outcome.cases[-1]
    ratio = outcome.ratio("saddleproof", "square product", case.name)
    if ratio is None:
        return []
    m, n, d = case["m"], case["n"], case["d"]
    dgemm = 2.0 * m**3
    written, done = 8 * m * n * d / dgemm / ratio.median, (4 * m * n * d + 4 * (m + n) * d * d) / dgemm / ratio.median
    return [
        Goal(
            f"operations as written at ≥ {LEAST:.0%} of DGEMM",
            f"{written:.0%} ({done:.0%} carried out)",
            written >= LEAST,
            slow=("saddleproof", case.name),
            needed="both products in one pass over A.",
        )
    ]


question = Question(
    name="agd_step",
    title="One step of alternating descent",
    asked="""½‖XYᵀ − A‖², A m × n, one step in X, then one in Y. "As written" forms both residuals, 8mnd operations; ours
        carries out fewer, 4mnd + 4(m + n)d², and so can pass the rate of DGEMM, which the product of two square matrices
        measures, in the operations as written.""",
    cases=cases,
    contenders=(
        Contender("saddleproof", _ours, ours=True),
        Contender("as written, torch", _written),
        Contender("square product", _square, note="m × m times m × m"),
    ),
    fault=fault,
    goals=goals,
    against="saddleproof",
    size="m",
    limit=30,
)
