"""Saddle-to-saddle: whole runs of direction-magnitude descent beside predicted plateaus and predicted exit times.

Λ = (1, .5, .25), η = 1, a dense A and a Haar start a seed (quick: m = 100, r = 12; full: m = 300, r = 20 and 80); the solver
runs on A itself. Predicted: levels ¼Σ_{i>k}λ_i²; exits from the Cholesky factor of each run's own start (u_j = 1/L_jj² − 1)
and, before any start is drawn, from the F law of u_j; the r_A × r_A recursion from the same start gives the same exits. An exit
is the first step with f at most the level plus λ_k²/8; a run stands where f falls least in log time between two exits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, Spread, trials
from proofs_check.figures.style import COLUMN, DASHED, PAGE, PREDICTED, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from torch import Tensor

VALUES = (1.0, 0.5, 0.25)
LEVELS = tuple(sum(value**2 for value in VALUES[k:]) / 4 for k in range(4))
"""f at the start (all angles right), and after each exit."""
POINTS = 120
HEADS = ("m", "r", "eigenpair", "exit, measured", "exit, told by its own start", "measured / told", "10 % told by the law",
         "50 %", "90 %", "exits apart from the recursion", "level told", "level where it stands")  # fmt: skip


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All seeds in one batch."""
    import torch

    from numerics.problems import SymmetricFactorization
    from numerics.randomness import Seeds
    from numerics.reduction import AlignmentRecursion, alignment_of
    from numerics.solvers import DirectionMagnitude

    seeded = Seeds(torch.tensor(list(seeds)))
    U = torch.linalg.qr(seeded.next(1).normal((arm["m"], len(VALUES)))).Q
    A = (U * torch.tensor(VALUES, dtype=torch.float64)) @ U.mT
    problem = SymmetricFactorization((A + A.mT) / 2)
    solver = DirectionMagnitude(step=1.0, magnitude_step=2.0, columns=arm["r"])
    state = solver.start(problem, len(seeds), seeded)
    recursion = AlignmentRecursion(VALUES)
    S = (U.mT @ state.X) @ (U.mT @ state.X).mT
    W = alignment_of(U, state.X)
    kept = sorted({round(arm["steps"] ** (k / POINTS)) for k in range(POINTS + 1)})
    path, whole, reduced = [], [], []
    for t in range(arm["steps"] + 1):
        if t in kept:
            path.append(problem.loss(state))
        whole.append((math.fsum(v * v for v in VALUES) - state.Theta.square().sum((1, 2))) / 4)
        reduced.append(recursion.loss(W))
        state, W = solver.update(problem, state), recursion.update(W)
    f, other, shown = (torch.stack(losses, 1) for losses in (whole, reduced, path))
    return [
        {"exits": exits(f[k]), "recursion": exits(other[k]), "told": told_exits(S[k]), "stands": stands(f[k]),
         "path": shown[k].tolist(), "at": kept}
        for k in range(len(seeds))
    ]  # fmt: skip


def exits(f: Tensor) -> list[int | None]:
    """The first step with f ≤ level + λ_k²/8, for each k; None where there is none."""
    found = []
    for k, value in enumerate(VALUES):
        below = (f <= LEVELS[k + 1] + value**2 / 8).nonzero()
        found.append(int(below[0]) if len(below) else None)
    return found


def told_exits(S: Tensor) -> list[float]:
    """Exits of decoupled components from S_0 = LLᵀ: u_j = 1/L_jj² − 1."""
    import torch

    from theory.dmd.timetable import exit_iterations

    diagonal = torch.linalg.cholesky(S).diagonal()
    return [float(exit_iterations(float(1 / d**2 - 1), v**2)) for d, v in zip(diagonal, VALUES, strict=True)]


def stands(f: Tensor) -> list[float | None]:
    """f between exit k and exit k + 1 where −d ln f / d ln t is least."""
    found: list[float | None] = []
    left = exits(f)
    for before, after in pairwise(left):
        if before is None or after is None or after < before + 2:
            found.append(None)
            continue
        part = f[before : after + 1].log()
        slope = (part[:-1] - part[1:]) * part.new_tensor(range(before + 1, after + 1))
        found.append(float(part[int(slope.argmin())].exp()))
    return found


def measure(settings: Settings) -> Measurement:
    """All runs."""
    sizes = ((300, 20, 900), (300, 80, 300)) if settings.full else ((100, 12, 500),)
    arms = [{"m": m, "r": r, "steps": steps} for m, r, steps in sizes]
    found = trials(settings, arms, run)
    rows = [row for outcome in found for row in rows_of(outcome)]
    shown = [{"m": o.arm["m"], "r": o.arm["r"], "paths": [r["path"] for r in o.results], "at": o.first("at")} for o in found]
    return Measurement(HEADS, rows, answer(rows), {"runs": shown})


def rows_of(outcome: Outcome) -> list[list[Any]]:
    """A row an eigenpair."""
    from theory.dmd.timetable import Timetable

    m, r, results = outcome.arm["m"], outcome.arm["r"], outcome.results
    table = Timetable(m, r, VALUES)
    rows: list[list[Any]] = []
    for k in range(len(VALUES)):
        law = table.row(k + 1)["quantiles"]
        measured, told = ([result[name][k] for result in results] for name in ("exits", "told"))
        apart = [None if None in (a, b) else abs(a - b) for a, b in zip(measured, (x["recursion"][k] for x in results),
                                                                        strict=True)]  # fmt: skip
        ratio = Spread(tuple(None if a is None else a / max(b, 1) for a, b in zip(measured, told, strict=True)))
        last = k == len(VALUES) - 1
        stood = None if last else Spread(tuple(result["stands"][k] for result in results))
        rows.append([m, r, k + 1, Spread(tuple(measured)), Spread(tuple(told)), ratio, *law.values(), Spread(tuple(apart)),
                     LEVELS[k + 1], stood])  # fmt: skip
    return rows


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """For each size. Agrees where every eigenpair's measured exit is within a tenth of the one told by its own start, in the
    median; where every median lies between the 10 % and the 90 % of the law of the start; where run and recursion leave at the
    same step, or one apart, in every run; and where the loss at which runs stand, in the median, is within a tenth of the
    level told."""
    told = []
    for m, r in dict.fromkeys((row[0], row[1]) for row in rows):
        here = [row for row in rows if (row[0], row[1]) == (m, r)]
        ratios = [row[5].median for row in here]
        inside = [row[6] <= row[3].median <= row[8] for row in here]
        apart = max(row[9].largest for row in here)
        levels = [(row[11].median, row[10]) for row in here if row[11] is not None]
        size = f"m = {m}, r = {r}"
        told += [
            agrees(all(abs(x - 1) <= 0.1 for x in ratios), f"{size}: exits are {said(ratios, 2)} times those told by each "
                   "run's own start (medians)."),
            agrees(all(inside), f"{size}: the median exits, at {said([row[3].median for row in here], 0)} steps, lie within "
                   f"10–90 % of the law of the start for {sum(inside)} of {len(inside)} eigenpairs."),
            agrees(apart <= 1, f"{size}: the run on A and the recursion of its alignment leave at most {apart:g} steps apart."),
            agrees(all(abs(x / y - 1) <= 0.1 for x, y in levels), f"{size}: runs stand at {said([x for x, _ in levels], 5)}, "
                   f"where {said([y for _, y in levels], 5)} is told."),
        ]  # fmt: skip
    return told


def said(numbers: Sequence[float], digits: int) -> str:
    """Numbers in a sentence.

    >>> said([0.98, 1.0], 2)
    '0.98, 1.00'
    """
    return ", ".join(f"{x:.{digits}f}" for x in numbers)


@styled
def draw(outcome: Measurement) -> Figure:
    """All runs, predicted levels and the median exits of the law."""
    runs = outcome.series["runs"]
    figure, axes = panels(PAGE if len(runs) > 1 else COLUMN, 2.8, 1, len(runs))
    for panel, shown in zip(axes, runs, strict=True):
        for path in shown["paths"]:
            panel.loglog([t + 1 for t in shown["at"]], path, color=SERIES[0], lw=0.7, alpha=0.7)
        for level in LEVELS[:-1]:
            panel.axhline(level, color=PREDICTED, linestyle=DASHED, lw=0.8)
        here = [row for row in outcome.rows if (row[0], row[1]) == (shown["m"], shown["r"])]
        for row in here:
            panel.axvline(row[7] + 1, color=SOFT, linestyle=DASHED, lw=0.8)
            panel.annotate(str(row[2]), (row[7] + 1, 1), (2, -2), xycoords=("data", "axes fraction"),
                           textcoords="offset points", va="top", fontsize="small")  # fmt: skip
        panel.set(xlabel="step + 1", ylabel="f", ylim=(1e-6, 1),
                  title=f"m = {shown['m']}, r = {shown['r']}; dashed: levels, exits told")  # fmt: skip
    return figure


experiment = Experiment(
    name="dmd-plateaus",
    paper="dmd",
    title="The saddle timetable",
    question="When are the plateaus left, and at which loss do they lie?",
    measure=measure,
    draw=draw,
)
