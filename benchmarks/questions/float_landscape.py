"""The landscape of a matrix of floats against the SVD of numpy, which it contains."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from benchmarks.harness.question import Case, Contender, Goal, Question
from benchmarks.harness.results import Outcome

MOST = 3.0


def cases(quick: bool) -> Sequence[Case]:
    """n × n Gaussian matrices, two layers more."""
    sizes = (20, 40, 80) if quick else (200, 500, 1000, 2000)
    return [Case(f"{n:,} × {n:,}", float(n), {"n": n}) for n in sizes]


@lru_cache(maxsize=2)
def matrix(n: int, seed: int) -> np.ndarray:
    """Entries N(0, 1/n): singular values in 0 … 2."""
    return np.random.default_rng(seed).standard_normal((n, n)) / n**0.5


def _ours(case: Case, seed: int) -> Callable[[], Any]:
    from theory.dmf import Landscape

    n = case["n"]
    Y = matrix(n, seed)

    def answer() -> Any:
        landscape = Landscape((n,) * 4, matrix=Y, ridge="1/10")
        return {"loss": landscape.global_loss, "ranks": list(landscape.global_ranks or ()), "open": len(landscape.undecided)}

    return answer


def _svd(case: Case, seed: int) -> Callable[[], Any]:
    Y = matrix(case["n"], seed)
    return lambda: {"values": np.linalg.svd(Y)[1]}


def _values(case: Case, seed: int) -> Callable[[], Any]:
    Y = matrix(case["n"], seed)
    return lambda: {"values": np.linalg.svd(Y, compute_uv=False)}


@lru_cache(maxsize=8)
def expected(n: int, seed: int) -> tuple[np.ndarray, float, int]:
    """(singular values by the eigenvalues of YᵀY, least loss, rank): the larger positive root of σ⁴ − √λ·y·σ + λ by Newton from
    above, used where it lowers the loss."""
    Y = matrix(n, seed)
    values = np.sqrt(np.clip(np.linalg.eigvalsh(Y.T @ Y), 0, None))[::-1]
    lam = 1e-3
    sigma = (lam**0.5 * values) ** (1 / 3) + 1e-9
    with np.errstate(all="ignore"):
        for _ in range(200):
            step = (sigma**4 - lam**0.5 * values * sigma + lam) / (4 * sigma**3 - lam**0.5 * values)
            sigma = sigma - step
        at_root = (sigma**3 / lam**0.5 - values) ** 2 + 3 * sigma**2
    good = np.isfinite(at_root) & (np.abs(sigma**4 - lam**0.5 * values * sigma + lam) < 1e-12) & (sigma > 0)
    at_root = np.where(good, at_root, np.inf)
    return values, float(np.minimum(at_root, values**2).sum()), int((at_root < values**2).sum())


def fault(case: Case, seed: int, answer: Any) -> str:
    """Least loss to 1e-8 and the rank of its minimizers, no comparison left open; singular values to 1e-7 of the largest."""
    values, loss, rank = expected(case["n"], seed)
    if "values" in answer:
        gap = float(np.abs(answer["values"] - values).max() / values[0])
        return "" if gap <= 1e-7 else f"singular values differ by {gap:.1e}"
    right = abs(answer["loss"] - loss) <= 1e-8 * loss and answer["ranks"] == [rank] and not answer["open"]
    return "" if right else f"{answer}, not loss {loss!r} at rank {rank}"


def goals(outcome: Outcome) -> list[Goal]:
    """Every size; the worst is the figure."""
    found = [(r.median, c.name) for c in outcome.cases if (r := outcome.ratio("saddleproof", "numpy SVD", c.name))]
    if not found:
        return []
    worst, where = max(found)
    needed = "a proved error and exact places at the price of a few products of n × n."
    text, slow = f"≤ {MOST:g} × SVD at every size", ("saddleproof", where)
    return [Goal(text, f"{worst:.2f} × at {where}", worst <= MOST, slow=slow, needed=needed)]


question = Question(
    name="float_landscape",
    title="The landscape of a float matrix",
    asked="""Gaussian n × n, three layers, ridge 1/10: from the array to the least loss, the ranks of its minimizers and what
        the error of the singular values, which is proved, leaves open. The SVD is part of ours and its limit.""",
    cases=cases,
    contenders=(
        Contender("saddleproof", _ours, ours=True),
        Contender("numpy SVD", _svd, note="with vectors, as ours needs them"),
        Contender("numpy SVD, values", _values, note="without"),
    ),
    fault=fault,
    goals=goals,
    against="saddleproof",
    size="n",
    limit=60,
)
