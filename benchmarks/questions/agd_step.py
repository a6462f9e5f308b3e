"""One alternating step at 2000 × 1500, d = 50, against the DGEMM rate of the same run.

Two counts, because the step does not form the residual: the floating point operations of the algorithm as written
(R, RY, R₊, R₊ᵀX₊: 8mnd), and those actually carried out (AY, AᵀX and the small products: 4mnd + 4(m + n)d²).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from benchmarks.harness.question import Case, Contender, Goal, Question
from benchmarks.harness.results import Outcome
from numerics.problems import Factorization
from numerics.solvers import AlternatingGradientDescent

LEAST = 0.75


def cases(quick: bool) -> Sequence[Case]:
    """One size."""
    m, n, d = (200, 150, 10) if quick else (2000, 1500, 50)
    return [Case(f"{m} × {n}, d = {d}", None, {"m": m, "n": n, "d": d})]


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
    return lambda: [w[0, :3, :3].tolist() for w in solver.update(problem, start)[:2]]


def _written(case: Case, seed: int) -> Callable[[], Any]:
    A, X, Y = _given(case, seed)

    def step() -> Any:
        X1 = X - STEP * (X @ Y.mT - A) @ Y
        Y1 = Y - STEP * (X1 @ Y.mT - A).mT @ X1
        return [w[:3, :3].tolist() for w in (X1, Y1)]

    return step


def _square(case: Case, seed: int) -> Callable[[], Any]:
    size = case["m"]
    square = torch.randn(size, size, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return lambda: float((square @ square)[0, 0])


def fault(case: Case, seed: int, answer: Any) -> str:
    """The first entries of both factors by single rows and columns; of the product only that it is a number."""
    if isinstance(answer, float):
        return "" if answer == answer else "not a number"
    A, X, Y = _given(case, seed)
    X1 = X - STEP * (X @ (Y.mT @ Y) - A @ Y)
    Y1 = Y - STEP * (Y @ (X1.mT @ X1) - A.mT @ X1)
    gap = max(
        float((torch.tensor(got, dtype=torch.float64) - right[:3, :3]).abs().max())
        for got, right in zip(answer, (X1, Y1), strict=True)
    )
    return "" if gap <= 1e-10 else f"entries differ by {gap:.1e}"


def goals(outcome: Outcome) -> list[Goal]:
    """Rates relative to the product of two square matrices."""
    (case,) = outcome.cases
    ratio = outcome.ratio("saddleproof", "square product", case.name)
    if ratio is None:
        return []
    m, n, d = case["m"], case["n"], case["d"]
    dgemm = 2.0 * m**3
    written, done = 8 * m * n * d / dgemm / ratio.median, (4 * m * n * d + 4 * (m + n) * d * d) / dgemm / ratio.median
    missed = f"""The products with {d} columns are bound by memory, not by arithmetic: {done:.0%} of the rate of DGEMM is
        what is carried out.
    Needed: both products in one pass over A."""
    return [
        Goal(
            f"operations as written at ≥ {LEAST:.0%} of DGEMM",
            f"{written:.0%} ({done:.0%} carried out)",
            written >= LEAST,
            missed,
        )
    ]


question = Question(
    name="agd_step",
    title="One step of alternating descent",
    asked="""½‖XYᵀ − A‖², one step in X, then one in Y. "As written" forms both residuals; the square product is the rate
        of DGEMM.""",
    cases=cases,
    contenders=(
        Contender("saddleproof", _ours, ours=True),
        Contender("as written, torch", _written),
        Contender("square product", _square, note="m × m times m × m"),
    ),
    fault=fault,
    goals=goals,
    against="saddleproof",
    limit=30,
)
