"""Saddle-to-saddle: the loss of direction-magnitude descent with predicted plateaus and predicted exit times.

Λ = (1, .5, .25), m = 300, r = 20, η = 1. Predicted before the run: levels ¼Σ_{i>k}λ_i², exits from the F law of the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.figures.style import COLUMN, DASHED, PREDICTED, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

VALUES, SIZE, COLUMNS = (1.0, 0.5, 0.25), 300, 20


def measure(settings: Settings) -> Measurement:
    """30 starts (100 with the full budget): medians and 10–90 % of the exits."""
    import numpy as np
    import torch

    from numerics.reduction import AlignmentRecursion, draw_alignment
    from theory.dmd.timetable import Timetable

    batch = 100 if settings.full else 30
    recursion = AlignmentRecursion(list(VALUES))
    W = draw_alignment(SIZE, COLUMNS, 3, generator=torch.Generator().manual_seed(settings.seed), batch=batch)
    losses = []
    for t in range(3001):
        if t % 500 == 0:
            settings.progress(t, 3001, "run")
        losses.append(recursion.loss(W))
        W = recursion.update(W)
    path = torch.stack(losses).numpy()
    table = Timetable(SIZE, COLUMNS, VALUES)
    rows: list[list[Any]] = []
    for k in range(3):
        told = table.row(k + 1)
        goal = told["plateau"] + VALUES[k] ** 2 / 8
        exits = (path > goal).sum(0)
        rows.append(
            [
                k + 1,
                VALUES[k],
                told["plateau"],
                *(told["quantiles"][p] for p in ("0.1", "0.5", "0.9")),
                *(float(q) for q in np.quantile(exits, (0.1, 0.5, 0.9))),
            ]
        )
    return Measurement(
        ["eigenpair", "eigenvalue", "plateau after it", "10 % told", "50 % told", "90 % told", "10 %", "50 %", "90 %"],
        rows,
        answer(rows),
        {
            "path": path[:, :12].tolist(),
            "levels": [sum(v**2 for v in VALUES[k:]) / 4 for k in range(3)],
            "exits": [row[4] for row in rows],
        },
    )


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees for an eigenpair whose measured median lies between the 10 % and the 90 % told by the law of the start."""
    return [agrees(row[3] <= row[7] <= row[5], f"exit {row[0]}: the median is {row[7]:.0f}, {row[7] / row[4]:.2f} of the one "
                   f"told by the law of the start (10 % {row[3]:.0f}, 90 % {row[5]:.0f}).") for row in rows]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Twelve runs, predicted levels and median exits."""
    figure, (axes,) = panels(COLUMN, 2.8)
    for run in zip(*outcome.series["path"], strict=True):
        axes.loglog(range(1, len(run) + 1), run, color=SERIES[0], lw=0.6, alpha=0.6)
    for level in outcome.series["levels"]:
        axes.axhline(level, color=PREDICTED, linestyle=DASHED, lw=0.8)
    for k, told in enumerate(outcome.series["exits"], start=1):
        axes.axvline(told, color=SOFT, linestyle=DASHED, lw=0.8)
        axes.annotate(f"exit {k}", (told, 1), (2, -2), xycoords=("data", "axes fraction"), textcoords="offset points", va="top",
                      fontsize="small")  # fmt: skip
    axes.set(xlabel="step", ylabel="f", ylim=(1e-6, 1), title="12 starts; dashed: predicted levels, exits")
    return figure


experiment = Experiment(
    name="dmd-plateaus",
    paper="dmd",
    title="The saddle timetable",
    question="When are the plateaus left, and at which loss do they lie?",
    measure=measure,
    draw=draw,
)
