"""Iterations of direction-magnitude descent against over-parameterisation and condition number, beside Burer–Monteiro.

m = 1000, r_A = 5, η = 1/λ_1², relative residual 1e-6, starts drawn from their law, the r_A × r_A recursion carries the run.
Predicted: burn-in of the last pair from the F law, tail κ² ln(…); Burer–Monteiro √(r − r_A)/(2ηε‖A‖) for r > r_A.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.figures.style import DASHED, INK, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE, RANK, ACCURACY = 1000, 5, 1e-6
COLUMNS = (6, 8, 10, 20, 50, 100, 300)
CONDITIONS = (2, 5, 10, 20, 40)


def spectrum(condition: float) -> list[float]:
    """Geometric from 1 to 1/κ."""
    return [condition ** (-k / (RANK - 1)) for k in range(RANK)]


def median_iterations(condition: float, columns: int, batch: int, seed: int) -> float:
    """Median over ``batch`` starts of the steps to 4f ≤ ε²‖A‖²."""
    import torch

    from numerics.reduction import AlignmentRecursion, draw_alignment

    recursion = AlignmentRecursion(spectrum(condition))
    W = draw_alignment(SIZE, columns, RANK, generator=torch.Generator().manual_seed(seed), batch=batch)
    goal = ACCURACY**2 * float(recursion.spectrum.square().sum()) / 4
    steps, half = 0, batch // 2 + 1
    while int((recursion.loss(W) <= goal).sum()) < half:
        for _ in range(20):
            W = recursion.update(W)
        steps += 20
    return steps


def measure(settings: Settings) -> Measurement:
    """Both sweeps: r at κ = 10, κ at r = 50."""
    from theory.dmd.timetable import start_quantile

    rows: list[list[Any]] = []
    plan = [(10.0, r) for r in COLUMNS] + [(float(k), 50) for k in CONDITIONS]
    batch = 45 if settings.full else 15
    for done, (condition, columns) in enumerate(plan):
        settings.progress(done, len(plan), f"κ = {condition:g}, r = {columns}")
        counted = median_iterations(condition, columns, batch, settings.seed + done)
        burn = start_quantile(SIZE, columns, RANK, 0.5) * condition**2 / 2
        norm = math.sqrt(sum(v * v for v in spectrum(condition)))
        rows.append(
            [condition, columns, counted, counted / condition**2, burn, math.sqrt(columns - RANK) / (2 * 0.5 * ACCURACY * norm)]
        )
    return Measurement(
        ["κ", "r", "iterations (median)", "iterations/κ²", "median burn-in of the last pair", "Burer–Monteiro, predicted"],
        rows,
        answer(rows),
    )


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where more columns need fewer iterations, and the predicted burn-in is more than half of them at the first r and
    less than half at the last; where what is left without it changes by less than a factor 2; where the power of κ is 2 to a
    tenth; and where Burer–Monteiro, predicted by its formula and not run, needs more than was measured in every row."""
    first, second = rows[: len(COLUMNS)], rows[len(COLUMNS) :]
    slope = math.log(second[-1][2] / second[0][2]) / math.log(second[-1][0] / second[0][0])
    share = [row[4] / row[2] for row in (first[0], first[-1])]
    other = [row[5] for row in rows]
    saved = first[-1][2] < first[0][2] and share[0] > 0.5 > share[1]
    left = [row[2] - row[4] for row in first]
    return [
        agrees(saved, f"κ = {first[0][0]:g}: {first[0][2]:.0f} iterations at r = {first[0][1]}, {first[-1][2]:.0f} at r = "
               f"{first[-1][1]}; burn-in is predicted to be {share[0]:.0%} and {share[1]:.0%} of them."),
        agrees(0 < max(left) < 2 * min(left), f"without it {left[0]:.0f} and {left[-1]:.0f} are left, a tail that would not "
               "depend on r; the law of the burn-in is that of the last pair, for r well above r_A."),
        agrees(abs(slope - 2) <= 0.1, f"r = {second[0][1]}: iterations grow like κ^{slope:.2f} between κ = {second[0][0]:g} "
               f"and {second[-1][0]:g}."),
        agrees(all(row[5] > row[2] for row in rows), "every count measured is below what the formula for Burer–Monteiro with "
               f"r > r_A says, {min(other):.1e} to {max(other):.1e} iterations; Burer–Monteiro was not run."),
    ]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Iterations against r and against κ."""
    figure, (left, right) = panels(PAGE, 2.7, 1, 2)
    first, second = list(outcome.rows[: len(COLUMNS)]), list(outcome.rows[len(COLUMNS) :])
    columns = [row[1] for row in first]
    left.loglog(columns, [row[2] for row in first], "o-", color=INK, label="measured")
    for k, (cell, name) in enumerate(((4, "burn-in of the last pair"), (5, "Burer–Monteiro"))):
        left.loglog(columns, [row[cell] for row in first], linestyle=DASHED, color=SERIES[k], label=f"{name}, predicted")
    left.set(xlabel="columns r (r_A = 5, m = 1000)", ylabel="iterations to 1e-6", title="κ = 10")
    right.loglog([r[0] for r in second], [r[2] for r in second], "o-", color=INK, label="measured")
    square = [second[0][2] * (r[0] / second[0][0]) ** 2 for r in second]
    right.loglog([r[0] for r in second], square, linestyle=DASHED, color=SOFT, label="κ²")
    right.set(xlabel="κ", ylabel="iterations to 1e-6", title="r = 50", xticks=CONDITIONS)
    right.minorticks_off()
    right.set_xticklabels([str(condition) for condition in CONDITIONS])
    for axes in (left, right):
        axes.legend()
    return figure


experiment = Experiment(
    name="dmd-iterations",
    paper="dmd",
    title="Iterations against r and κ",
    question="What does over-parameterisation buy, and at which power of κ?",
    measure=measure,
    draw=draw,
)
