"""Exact reductions of alternating descent: the same losses as the full run, at a cost that does not depend on m.

Case by case m = 10² … 10⁶, n = 100, r = 5. The reduced run is timed from a start drawn from its law (nothing of size m is
touched) and
from given factors (a QR of m × r first); the full run multiplies by the m × n matrix in every step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from benchmarks.harness.question import Case, Contender, Goal, Question
from benchmarks.harness.results import Outcome
from numerics import run
from numerics.problems import Factorization
from numerics.reduction import AlignmentRecursion, draw_alignment, draw_reduced_start, reduce_alternating
from numerics.solvers import AlternatingGradientDescent

N, RANK, COLUMNS, STEPS, STEP, FLAT, CLOSE = 100, 5, 8, 400, 0.3, 0.1, 1e-8
DRAWN, GIVEN, FULL, DIRECTIONS = "reduced, start drawn", "reduced, factors given", "full run", "direction-magnitude, drawn"


def cases(quick: bool) -> Sequence[Case]:
    """By m."""
    sizes = (200, 400, 800) if quick else (10**2, 10**3, 10**4, 10**5, 10**6)
    return [Case(f"m = {m:,}", float(m), {"m": m}) for m in sizes]


@lru_cache(maxsize=2)
def _factors(m: int, seed: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """left, right with A = left·rightᵀ of norm about 1, and a start with X in the column space of A."""
    generator = torch.Generator().manual_seed(seed)

    def draw(a: int, b: int) -> Tensor:
        return torch.randn(a, b, generator=generator, dtype=torch.float64)

    left, right = draw(m, RANK) / m**0.5, draw(N, RANK) / N**0.5
    return left, right, 0.3 * left @ draw(RANK, COLUMNS), draw(N, COLUMNS) / 30


def _solver() -> AlternatingGradientDescent:
    return AlternatingGradientDescent(step=STEP)


def _given(case: Case, seed: int) -> Callable[[], Any]:
    left, right, X, Y = _factors(case["m"], seed)

    def trace() -> list[float]:
        small, start = reduce_alternating(left, right, X, Y)
        return run(small, _solver(), start, STEPS).loss.tolist()  # type: ignore[no-any-return]

    return trace


def _full(case: Case, seed: int) -> Callable[[], Any]:
    left, right, X, Y = _factors(case["m"], seed)
    problem = Factorization(left @ right.mT)
    return lambda: run(problem, _solver(), (X, Y), STEPS).loss.tolist()


def _drawn(case: Case, seed: int) -> Callable[[], Any]:
    def trace() -> Any:
        generator = torch.Generator().manual_seed(seed)
        small, start = draw_reduced_start([1.0, 0.8, 0.6, 0.5, 0.4], case["m"], COLUMNS, step=STEP, generator=generator)
        losses = run(small, _solver(), start, STEPS).loss
        return {"m": case["m"], "falls": _falls(losses), "first": float(losses[0])}

    return trace


def _falls(losses: Tensor) -> bool:
    """Never up but by rounding, and down by a factor of 100 at least."""
    return bool((losses[1:] <= losses[:-1] + 1e-13 * losses[0]).all()) and bool(losses[-1] < 0.01 * losses[0])


def _directions(case: Case, seed: int) -> Callable[[], Any]:
    def trace() -> Any:
        W = draw_alignment(case["m"], 50, 3, generator=torch.Generator().manual_seed(seed))
        recursion = AlignmentRecursion([1.0, 0.9, 0.8])
        losses = recursion.run(W, STEPS).loss
        return {"m": case["m"], "falls": _falls(losses), "first": float(losses[0])}

    return trace


@lru_cache(maxsize=8)
def expected(m: int, seed: int) -> list[float]:
    """The losses of alternating steps written out, on m × n where that fits, else on the rows that a QR of left leaves."""
    left, right, X, Y = _factors(m, seed)
    if m > 10**4:
        Q, R = torch.linalg.qr(left)
        left, X = R, Q.mT @ X
    A, losses = left @ right.mT, []
    for step in range(STEPS + 1):
        R = X @ Y.mT - A
        losses.append(0.5 * float(R.square().sum()))
        if step < STEPS:
            X = X - STEP * R @ Y
            Y = Y - STEP * (X @ Y.mT - A).mT @ X
    return losses


def fault(case: Case, seed: int, answer: Any) -> str:
    """Equal traces, to 1e-8 of the first loss; of a drawn start: the losses fall, and the first is that of its law."""
    if isinstance(answer, dict):
        return "" if answer["falls"] and answer["first"] > 0 and answer["m"] == case["m"] else f"no trace of descent: {answer}"
    right = expected(case["m"], seed)
    gap = max(abs(a - b) for a, b in zip(answer, right, strict=True)) / right[0]
    return "" if gap <= CLOSE else f"traces differ by {gap:.1e} of the first loss"


def goals(outcome: Outcome) -> list[Goal]:
    """Equal trajectories wherever the full run was made; the exponent over m of the runs from a drawn start."""
    both = [c for c in outcome.cases if all((m := outcome.of(n, c.name)) and m.fine for n in (GIVEN, FULL))]
    wrong = [
        m
        for c in outcome.cases
        for n in (GIVEN, FULL, DRAWN, DIRECTIONS)
        if (m := outcome.of(n, c.name)) and m.status == "wrong"
    ]
    found = [
        Goal(
            "trajectories equal to the full runs'",
            f"{wrong[0].contender}, {wrong[0].case}: {wrong[0].reason}"
            if wrong
            else f"equal at {', '.join(c.name for c in both)}",
            not wrong and bool(both),
            "The traces differ.",
        )
    ]
    for name in (DRAWN, DIRECTIONS):
        growth = outcome.growth(name)
        if growth is not None:
            exponent = growth[0]
            missed = f"""The drawing of {name} touches r × d numbers whatever m is; what grew here is the time of the
                machine, for the range
            of the exponent is {exponent.low:.2f} … {exponent.high:.2f}. Needed: a quieter machine, or more rounds."""
            figure = f"exponent {exponent.median:.3f}"
            found.append(Goal(f"cost flat in m (exponent ≤ {FLAT:g}), {name}", figure, abs(exponent.median) <= FLAT, missed))
    return found


question = Question(
    name="reduced_simulators",
    title="Reduced simulators",
    asked=f"""{STEPS} steps of alternating gradient descent on ½‖XYᵀ − A‖², A m × {N} of rank {RANK}, {COLUMNS} columns,
        every loss recorded; and as many of
    the direction-magnitude recursion, r = 50, from a uniform start. The full run is the peer.""",
    cases=cases,
    contenders=(
        Contender(GIVEN, _given, ours=True, note="QR of the m × 5 factors included"),
        Contender(DRAWN, _drawn, ours=True, note="A 5 × m, from the exact law of the random start"),
        Contender(DIRECTIONS, _directions, ours=True),
        Contender(FULL, _full, note="`run` on the m × 100 matrix", only=lambda case: case["m"] <= 10**5),
    ),
    fault=fault,
    goals=goals,
    against=GIVEN,
    limit=8,
)
