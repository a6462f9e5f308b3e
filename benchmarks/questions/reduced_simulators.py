"""Exact reductions of alternating descent: the same losses as the full run, at a cost that does not depend on m.

Case by case m = 10² … 10⁶, n = 100, r = 5. The reduced run is timed from a start drawn from its law (nothing of size m is
touched) and from given factors (a QR of m × r first); the full run multiplies by the m × n matrix in every step.
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
from numerics import Stopping, run
from numerics.problems import Factorization
from numerics.reduction import AlignmentRecursion, draw_alignment, draw_reduced_start, reduce_alternating
from numerics.solvers import AlternatingGradientDescent

N, RANK, COLUMNS, STEPS, STEP, FLAT, CLOSE = 100, 5, 8, 400, 0.3, 0.1, 1e-8
DIRECTIONS_DRAWN, EIGENVALUES = 50, (1.0, 0.9, 0.8)
STOP = Stopping(curvature=False)
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
        return run(small, _solver(), start, STEPS, stop=STOP).loss.tolist()  # type: ignore[no-any-return]

    return trace


def _full(case: Case, seed: int) -> Callable[[], Any]:
    left, right, X, Y = _factors(case["m"], seed)
    problem = Factorization(left @ right.mT)
    return lambda: run(problem, _solver(), (X, Y), STEPS, stop=STOP).loss.tolist()


def _drawn(case: Case, seed: int) -> Callable[[], Any]:
    def trace() -> Any:
        generator = torch.Generator().manual_seed(seed)
        small, start = draw_reduced_start([1.0, 0.8, 0.6, 0.5, 0.4], case["m"], COLUMNS, step=STEP, generator=generator)
        losses = run(small, _solver(), start, STEPS, stop=STOP).loss.tolist()
        return {"losses": losses, "A": small.A.numpy(), "X": start.X.numpy(), "Y": start.Y.numpy()}

    return trace


def _directions(case: Case, seed: int) -> Callable[[], Any]:
    def trace() -> Any:
        W = draw_alignment(case["m"], DIRECTIONS_DRAWN, len(EIGENVALUES), generator=torch.Generator().manual_seed(seed))
        losses = AlignmentRecursion(EIGENVALUES).run(W, STEPS, at=1).loss.tolist()
        return {"losses": losses, "W": W.numpy()}

    return trace


@lru_cache(maxsize=8)
def expected(m: int, seed: int) -> list[float]:
    """The losses of alternating steps written out, on m × n where that fits, else on the rows that a QR of left leaves."""
    left, right, X, Y = _factors(m, seed)
    if m > 10**4:
        Q, R = torch.linalg.qr(left)
        left, X = R, Q.mT @ X
    return alternated((left @ right.mT).numpy(), X.numpy(), Y.numpy())


def alternated(A: np.ndarray, X: np.ndarray, Y: np.ndarray) -> list[float]:
    """The losses of alternating steps written out."""
    losses = []
    for _ in range(STEPS + 1):
        R = X @ Y.T - A
        losses.append(0.5 * float((R * R).sum()))
        X = X - STEP * R @ Y
        Y = Y - STEP * (X @ Y.T - A).T @ X
    return losses


def directed(W: np.ndarray) -> list[float]:
    """The losses of polar steps on directions themselves: X with UᵀXXᵀU = (I + W)⁻¹, without the columns that never move.

    f = ¼‖XΘXᵀ − A‖² with Θ = XᵀAX, so that the Riemannian gradient is XΘ² − AXΘ; the step is 1/‖A‖² = 1.
    """
    rank, losses = len(W), []
    values, frame = np.linalg.eigh(W)
    cosines, sines = (1 / (1 + values)) ** 0.5, (values / (1 + values)) ** 0.5
    X = np.vstack([frame * cosines @ frame.T, frame * sines @ frame.T])
    A = np.diag([*EIGENVALUES, *[0.0] * rank])
    for _ in range(STEPS + 1):
        Theta = X.T @ A @ X
        losses.append(0.25 * float(((X @ Theta @ X.T - A) ** 2).sum()))
        left, _, right = np.linalg.svd(X - X @ Theta @ Theta + A @ X @ Theta, full_matrices=False)
        X = left @ right
    return losses


def fault(case: Case, seed: int, answer: Any) -> str:
    """Equal traces, to 1e-8 of the first loss; a drawn start must also have the size that its law gives at this m."""
    if not isinstance(answer, dict):
        return _apart(answer, expected(case["m"], seed))
    if "W" in answer:
        size, terms = float((1 / (1 + np.linalg.eigvalsh(answer["W"]))).sum()), DIRECTIONS_DRAWN * len(EIGENVALUES)
        mean, right = terms / case["m"], directed(answer["W"])
    else:
        size, terms = float((answer["Y"] ** 2).sum()), case["m"] * COLUMNS
        mean, right = COLUMNS * STEP * (8 * 0.5 / 9) ** 2, alternated(answer["A"], answer["X"], answer["Y"])
    if abs(size / mean - 1) > 6 * (2 / terms) ** 0.5:
        return f"a start of size {size:.3g}, its law has {mean:.3g} in the mean"
    return _apart(answer["losses"], right)


def _apart(losses: list[float], right: list[float]) -> str:
    gap = np.abs(np.subtract(losses, right)).max() / right[0]
    return "" if gap <= CLOSE else f"traces differ by {gap:.1e} of the first loss"


def goals(outcome: Outcome) -> list[Goal]:
    """Equal trajectories wherever the full run was made; the exponent over m of the runs from a drawn start."""
    both = [c for c in outcome.cases if all((m := outcome.of(n, c.name)) and m.fine for n in (GIVEN, FULL))]
    wrong = [
        m
        for c in outcome.cases
        for n in (GIVEN, FULL, DRAWN, DIRECTIONS)
        if (m := outcome.of(n, c.name)) and not m.fine and (n != FULL or m.status == "wrong")
    ]
    found = [
        Goal(
            "trajectories equal to the full runs'",
            f"{wrong[0].contender}, {wrong[0].case}: {wrong[0].status}, {wrong[0].reason}"
            if wrong
            else f"equal in {len(outcome.cases)} cases; as timed runs at {', '.join(c.name for c in both)}",
            not wrong and bool(both),
            "Said above is the first that failed." if wrong else "No full run was timed.",
        )
    ]
    for name in (DRAWN, DIRECTIONS):
        growth = outcome.growth(name)
        if growth is not None:
            exponent = growth[0]
            figure = f"exponent {exponent.median:.3f} ({exponent.low:.3f} … {exponent.high:.3f})"
            text, slow = f"cost flat in m (exponent within ± {FLAT:g}), {name}", (name, outcome.cases[-1].name)
            found.append(Goal(text, figure, abs(exponent.median) <= FLAT, slow=slow))
    return found


question = Question(
    name="reduced_simulators",
    title="Reduced simulators",
    asked=f"""{STEPS} steps of alternating gradient descent on ½‖XYᵀ − A‖², A m × {N} of rank {RANK}, {COLUMNS}
        columns, every loss recorded; and as many of the direction-magnitude recursion, r = 50, from a uniform start. The
        full run is the peer.""",
    cases=cases,
    contenders=(
        Contender(GIVEN, _given, ours=True, note="QR of the m × 5 factors included"),
        Contender(DRAWN, _drawn, ours=True, note="A 5 × m, from the exact law of the random start"),
        Contender(DIRECTIONS, _directions, ours=True),
        Contender(FULL, _full, note="`run` on the m × 100 matrix", only=lambda case: case["m"] <= 10**3),
    ),
    fault=fault,
    goals=goals,
    against=GIVEN,
    size="m",
    limit=5,
)
