"""Iterations of direction-magnitude descent against over-parameterisation and condition number, beside Burer–Monteiro.

m = 1000, r_A = 5, spectrum geometric from 1 to 1/κ, η = 1/λ_1², relative residual 1e-6, starts drawn from their law, the r_A ×
r_A recursion carries the run (quick: κ = 5 for the sweep over r; full: κ = 10). Predicted: burn-in of the last pair from the F
law, tail κ² ln(…). Burer–Monteiro is run, tuned in step and start, up to r = 20 (full: 50); the last column is no run: it is
the law √(r − r_A)/(2ηε‖A‖), η = 1/2, of a start that is not small.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments import _dmd
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, Spread, trials, tuned
from proofs_check.figures.style import DASHED, INK, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE, RANK, ACCURACY = 1000, 5, 1e-6
STARTS, TUNED_CAP = (1e-3, 3e-4, 1e-4), 60
HEADS = ("sweep", "κ", "r", "iterations", "iterations/κ² (median)", "burn-in of the last pair, predicted median",
         "Burer–Monteiro, tuned: iterations", "Burer–Monteiro, law of a start that is not small")  # fmt: skip


def plan(full: bool) -> list[dict[str, Any]]:
    """Both sweeps: r at one κ, κ at r = 50."""
    condition = 10.0 if full else 5.0
    columns = (6, 8, 10, 20, 50, 100, 300) if full else (8, 10, 20, 100)
    conditions = (2.0, 5.0, 10.0, 20.0, 40.0) if full else (2.0, 5.0, 10.0)
    cases = [("r", condition, r) for r in columns] + [("κ", k, 50) for k in conditions]
    arms: list[dict[str, Any]] = []
    for sweep, k, r in cases:
        arms.append({"sweep": sweep, "condition": k, "columns": r, "cap": 5000 * int(k**2)})
        if r <= (50 if full else 20):
            arms.append({"sweep": sweep, "condition": k, "columns": r, "size": SIZE, "cap": int(TUNED_CAP * k),
                         "steps": list(_dmd.STEPS), "starts": list(STARTS)})  # fmt: skip
    return arms


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All seeds of one arm in one batch."""
    values = _dmd.spectrum(RANK, arm["condition"])
    if "steps" in arm:
        return _dmd.count_burer_monteiro(arm, values, seeds)
    return _dmd.count_alignment(values, SIZE, arm["columns"], arm["cap"], seeds)


def measure(settings: Settings) -> Measurement:
    """Both sweeps."""
    found = trials(settings, plan(settings.full), run)
    other = {_case(o): tuned(_dmd.cells(o), "cost").spread("1e-6") for o in found if "steps" in o.arm}
    rows = [row_of(outcome, other.get(_case(outcome))) for outcome in found if "steps" not in outcome.arm]
    return Measurement(HEADS, rows, answer(rows))


def _case(outcome: Outcome) -> tuple[Any, ...]:
    return tuple(outcome.arm[name] for name in ("sweep", "condition", "columns"))


def row_of(outcome: Outcome, other: Spread | None) -> list[Any]:
    """One case."""
    from theory.dmd.timetable import start_quantile

    sweep, condition, columns = _case(outcome)
    counted = outcome.spread("1e-6")
    burn = start_quantile(SIZE, columns, RANK, 0.5) * condition**2 / 2
    law = math.sqrt(columns - RANK) / (2 * 0.5 * ACCURACY * math.hypot(*_dmd.spectrum(RANK, condition)))
    return [sweep, condition, columns, counted, counted.median / condition**2, burn, other, law]


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Medians over seeds decide. Agrees where the most columns need fewer iterations than the fewest, and the predicted burn-in
    is more than half of them (and at most 1.25 times) at the first r and less than half at the last; where what is left
    without it changes by less than a factor 2 for r ≥ 2r_A; where the power of κ is 2 to 0.2; where the law for
    Burer–Monteiro from a start that is not small, which is no run, is above what was measured in every row; and where
    Burer–Monteiro, run with a tuned start, needs more iterations than direction-magnitude descent in every row that has it:
    beyond its cap, if the latter needs no more than that cap."""
    first, second = ([row for row in rows if row[0] == name] for name in ("r", "κ"))
    medians = {tuple(row[:3]): row[3].median for row in rows}
    ends = [medians[tuple(row[:3])] for row in (first[0], first[-1])]
    share = [row[5] / end for row, end in zip((first[0], first[-1]), ends, strict=True)]
    left = [row[3].median - row[5] for row in first if row[2] >= 2 * RANK]
    steep = math.log(second[-1][3].median) - math.log(second[0][3].median)
    slope = steep / math.log(second[-1][1] / second[0][1])
    run_too = [row for row in rows if row[6] is not None]
    ahead = sum(row[3].median < (TUNED_CAP * row[1] if row[6].median == math.inf else row[6].median) for row in run_too)
    law, other = [row[7] for row in rows], [row[6].median for row in run_too]
    return [
        agrees(ends[1] < ends[0] and 1.25 > share[0] > 0.5 > share[1],
               f"κ = {first[0][1]:g}: {_dmd.count(ends[0])} iterations at r = {first[0][2]}, {_dmd.count(ends[1])} at r = "
               f"{first[-1][2]}; burn-in is predicted to be {share[0]:.0%} and {share[1]:.0%} of them."),
        agrees(0 < max(left) < 2 * min(left), f"without it {min(left):,.0f} to {max(left):,.0f} are left for r ≥ {2 * RANK}, a "
               "tail that would not depend on r."),
        agrees(abs(slope - 2) <= 0.2, f"r = {second[0][2]}: iterations grow like κ^{slope:.2f} between κ = {second[0][1]:g} "
               f"and {second[-1][1]:g}."),
        agrees(all(row[7] > medians[tuple(row[:3])] for row in rows), "every count measured is below the law of Burer–Monteiro "
               f"from a start that is not small, {min(law):.1e} to {max(law):.1e} iterations, which was not run."),
        agrees(ahead == len(run_too), f"run with a tuned start Burer–Monteiro needs {_dmd.count(min(other))} to "
               f"{_dmd.count(max(other))}; direction-magnitude descent needs fewer in {ahead} of {len(run_too)} rows."),
    ]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Iterations against r and against κ."""
    figure, (left, right) = panels(PAGE, 2.9, 1, 2)
    for axes, name, cell in ((left, "r", 2), (right, "κ", 1)):
        rows = [row for row in outcome.rows if row[0] == name]
        xs = [row[cell] for row in rows]
        axes.loglog(xs, [row[3].median for row in rows], "o-", color=INK, label="direction-magnitude descent, measured")
        axes.vlines(xs, [row[3].least for row in rows], [min(row[3].largest, 1e7) for row in rows], color=INK, lw=0.8)
        if name == "r":
            axes.loglog(xs, [row[5] for row in rows], linestyle=DASHED, color=SERIES[0],
                        label="burn-in of the last pair, predicted")  # fmt: skip
            axes.loglog(xs, [row[7] for row in rows], linestyle=DASHED, color=SERIES[1],
                        label="Burer–Monteiro, law of a start that is not small")  # fmt: skip
        else:
            square = [rows[0][3].median * (x / xs[0]) ** 2 for x in xs]
            axes.loglog(xs, square, linestyle=DASHED, color=SOFT, label="κ²")
        known = [row for row in rows if row[6] is not None]
        axes.loglog([row[cell] for row in known], [row[6].median for row in known], "s-", color=SERIES[1],
                    label="Burer–Monteiro, tuned start, measured")  # fmt: skip
    shown = [row[1] for row in outcome.rows if row[0] == "κ"]
    right.set_xticks(shown, [f"{x:g}" for x in shown])
    right.minorticks_off()
    first, second = outcome.rows[0], outcome.rows[-1]
    left.set(xlabel=f"columns r (r_A = {RANK}, m = {SIZE})", ylabel="iterations to 1e-6", title=f"κ = {first[1]:g}")
    right.set(xlabel="κ", ylabel="iterations to 1e-6", title=f"r = {second[2]}")
    handles = {label: handle for axes in (left, right) for handle, label in zip(*axes.get_legend_handles_labels(), strict=True)}
    figure.legend(handles.values(), handles.keys(), loc="outside lower center", ncols=2, columnspacing=1.2)
    return figure


experiment = Experiment(
    name="dmd-iterations",
    paper="dmd",
    title="Iterations against r and κ",
    question="What does over-parameterisation buy, and at which power of κ?",
    measure=measure,
    draw=draw,
)
