"""Direction-magnitude descent and gradient descent on Burer–Monteiro, both measured, over columns and condition number.

r_A = 5, spectrum geometric from 1 to 1/κ, iterations to relative residual 1e-6 and seconds (a step timed on the dense matrix;
quick: m = 200, full: m = 1000). Burer–Monteiro over a grid of steps and starts: from a start of usual size, tuned in its step
alone, and tuned in both. Theory's counts: direction-magnitude descent, the median burn-in of the last pair and its tail
κ² ln(√2 λ_min/(ε‖A‖)); Burer–Monteiro, from a start a with a²√(r − r_A) < ε‖A‖ or at r = r_A, growth at the rate ηλ_min and a
tail at the same rate, from larger ones √(r − r_A)/(2ηε‖A‖): there the residual at the cap is set beside √(r − r_A)/((2ηt +
1/a²)‖A‖). Runs go by exact reductions, so m enters through the start.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments import _dmd
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, trials
from proofs_check.figures.style import DASHED, PAGE, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RANK, ACCURACY = 5, 1e-6
USUAL, TUNED = "Burer–Monteiro, usual start", "Burer–Monteiro, tuned start"
METHODS = ("DMD", "scaled DMD", USUAL, TUNED)
STARTS = (1.0, 1e-1, 1e-3, 3e-4, 1e-4)
HEADS = (
    "κ",
    "r",
    "method",
    "step",
    "start",
    "iterations to 1e-6",
    "iterations, theory",
    "seconds to 1e-6",
    "residual at the cap / law",
)


def plan(full: bool) -> list[dict[str, Any]]:
    """The arms: counts for each κ and r, and the time of a step for each r."""
    size, columns = (1000, (5, 6, 10, 20, 50)) if full else (200, (5, 10, 20))
    arms: list[dict[str, Any]] = []
    for condition in (2.0, 5.0, 10.0, 20.0) if full else (2.0, 4.0, 8.0):
        for r in columns:
            shared = {"size": size, "columns": r, "condition": condition}
            arms.append({"method": "DMD", **shared, "cap": int((500 if full else 100) * condition**2)})
            arms.append({"method": "scaled DMD", **shared, "cap": 1000})
            arms.append({"method": "Burer–Monteiro", **shared, "cap": int(100 * condition) if full else int(40 * condition),
                         "steps": list(_dmd.STEPS), "starts": list(STARTS)})  # fmt: skip
    return arms + [{"timed": name, "size": size, "columns": r} for r in columns for name in (*METHODS[:2], "Burer–Monteiro")]


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All seeds of one arm in one batch; a time, seed by seed."""
    if "timed" in arm:
        return [{"seconds": seconds_a_step(arm["timed"], arm["size"], arm["columns"], seed)} for seed in seeds]
    values = _dmd.spectrum(RANK, arm["condition"])
    if arm["method"] == "Burer–Monteiro":
        return _dmd.count_burer_monteiro(arm, values, seeds)
    if arm["method"] == "DMD":
        return _dmd.count_alignment(values, arm["size"], arm["columns"], arm["cap"], seeds)
    return _dmd.count_directions("scaled DMD", values, arm["size"], arm["columns"], arm["cap"], seeds)


def seconds_a_step(method: str, size: int, columns: int, seed: int) -> float:
    """The shortest of five steps of the solver on a dense A."""
    import torch

    from numerics.problems import SymmetricFactorization
    from numerics.solvers import GradientDescent
    from numerics.stiefel import polar

    generator = torch.Generator().manual_seed(seed)
    frame = torch.linalg.qr(torch.randn(size, RANK, generator=generator, dtype=torch.float64)).Q
    A = (frame * torch.tensor(_dmd.spectrum(RANK, 2.0), dtype=torch.float64)) @ frame.mT
    problem = SymmetricFactorization((A + A.mT) / 2)
    Z = torch.randn(1, size, columns, generator=generator, dtype=torch.float64)
    if method == "Burer–Monteiro":
        solver: Any = GradientDescent(step=0.5)
        state: Any = solver.state(problem, (0.01 * Z,))
    else:
        solver, X = _dmd.direction_solver(method, columns), polar(Z)
        state = solver.state(problem, (X, X.mT @ problem.A @ X))
    shortest = math.inf
    for _ in range(6):
        begun = time.perf_counter()
        state = solver.update(problem, state)
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest


def theory(method: str, size: int, columns: int, condition: float, step: float | None, start: float | None) -> float | None:
    """The count that theory gives; None for scaled DMD, of which none is known here.

    >>> round(theory("DMD", 1000, 50, 10.0, None, None)), round(theory(USUAL, 1000, 50, 10.0, 0.95, 0.1))
    (2208, 2924126)
    """
    from theory.dmd.timetable import start_quantile

    values = _dmd.spectrum(RANK, condition)
    goal, least = ACCURACY * math.hypot(*values), values[-1]
    fall = math.log(math.sqrt(2) * least / goal)
    if method == "DMD":
        return start_quantile(size, columns, RANK, 0.5) * condition**2 / 2 - fall / math.log1p(-(least**2))
    if method == "scaled DMD" or step is None or start is None:
        return None
    if columns > RANK and start**2 * math.sqrt(columns - RANK) >= goal:
        return math.sqrt(columns - RANK) / (2 * step * goal)
    grown = math.log(math.sqrt(least) / (start * math.sqrt(columns / size)))
    return max(0.0, grown) / math.log1p(step * least) - fall / math.log1p(-step * least)


def measure(settings: Settings) -> Measurement:
    """Counts and times."""
    arms = plan(settings.full)
    found = trials(settings, arms, run)
    seconds = {(o.arm["timed"], o.arm["columns"]): o.spread("seconds").median for o in found if "timed" in o.arm}
    rows: list[list[Any]] = []
    for outcome in found:
        if "timed" in outcome.arm:
            continue
        many = outcome.arm["method"] == "Burer–Monteiro"
        named = _dmd.two_ways(outcome) if many else {outcome.arm["method"]: outcome}
        step = seconds[outcome.arm["method"], outcome.arm["columns"]]
        rows += [row_of(name, cell, step) for name, cell in named.items()]
    caps = {f"{arm['method']} {arm['condition']:g}": arm["cap"] for arm in arms if "method" in arm}
    return Measurement(HEADS, rows, answer(rows), {"caps": caps, "size": arms[0]["size"]})


def row_of(name: str, outcome: Outcome, seconds: float) -> list[Any]:
    """One method at one κ and r."""
    arm, counted = outcome.arm, outcome.spread("1e-6")
    step, start = arm.get("step"), arm.get("start")
    told = theory(name, arm["size"], arm["columns"], arm["condition"], step, start)
    shown = {"DMD": 1.0, "scaled DMD": 0.5}.get(name, step)
    ratio = None
    if name == USUAL and arm["columns"] > RANK and step is not None and start is not None:
        size = math.hypot(*_dmd.spectrum(RANK, arm["condition"]))
        law = math.sqrt(arm["columns"] - RANK) / ((2 * step * arm["cap"] + 1 / start**2) * size)
        ratio = _dmd.times(outcome.spread("residual"), 1 / law)
    return [arm["condition"], arm["columns"], name, shown, start, counted, told, _dmd.times(counted, seconds), ratio]


def power(rows: Sequence[Sequence[Any]], method: str, columns: int) -> float:
    """p in iterations ~ κ^p between the least and the largest κ, of medians."""
    kept = [row for row in rows if row[2] == method and row[1] == columns]
    low, high = kept[0], kept[-1]
    return (math.log(high[5].median) - math.log(low[5].median)) / math.log(high[0] / low[0])


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Medians over seeds decide. Agrees where Burer–Monteiro, tuned, needs fewer iterations than direction-magnitude descent at
    r = r_A for every κ; where for r > r_A from a start of usual size it is beyond the cap from every seed, its residual
    there within a tenth of the law √(r − r_A)/((2ηt + 1/a²)‖A‖), and the count of the law above the median of
    direction-magnitude descent in every case; where it needs more in every case also when its start is tuned; where at the
    largest r iterations grow like κ^p with p within 0.2 of 2 for direction-magnitude descent, and within 0.25 of 1 for tuned
    Burer–Monteiro; where theory is within a factor 2 of the medians of direction-magnitude descent at r ≥ 2r_A and of tuned
    Burer–Monteiro everywhere; where scaled DMD needs at most 60 iterations from every seed; and where it takes less time than
    tuned Burer–Monteiro in every case."""
    table = {(row[0], row[1], row[2]): row for row in rows}
    cases = sorted({(row[0], row[1]) for row in rows})
    exact, over = [c for c in cases if c[1] == RANK], [c for c in cases if c[1] > RANK]

    def fewer(one: str, other: str, among: Sequence[tuple[float, int]], cell: int = 5) -> int:
        return sum(table[*case, one][cell].median < table[*case, other][cell].median for case in among)

    beyond = sum(math.isinf(table[*case, USUAL][5].least) for case in over)
    away = [x for case in over for x in table[*case, USUAL][8].sorted]
    law = sum(table[*case, "DMD"][5].median < table[*case, USUAL][6] for case in over)
    at_rank, tuned = fewer(TUNED, "DMD", exact), fewer("DMD", TUNED, over)
    widest = max(case[1] for case in cases)
    powers = [power(rows, name, widest) for name in ("DMD", TUNED)]
    ratios = [table[*case, name][6] / table[*case, name][5].median for case in cases for name in ("DMD", TUNED)
              if name == TUNED or case[1] >= 2 * RANK]  # fmt: skip
    scaled = max(table[*case, "scaled DMD"][5].largest for case in cases)
    quicker = fewer("scaled DMD", TUNED, cases, 7)
    chosen = [(table[*case, TUNED][3], table[*case, TUNED][4]) for case in cases]
    return [
        agrees(at_rank == len(exact), f"r = {RANK}, the rank: tuned Burer–Monteiro needs fewer iterations than DMD at "
               f"{at_rank} of {len(exact)} κ."),
        agrees(beyond == law == len(over) and all(abs(x - 1) <= 0.1 for x in away),
               "the paper: for r > r_A DMD is exponentially faster. From a start of usual size Burer–Monteiro is beyond its "
               f"cap at {beyond} of {len(over)} pairs of κ and r, with {min(away):.2f} to {max(away):.2f} times the residual "
               f"of the law, by which it needs more iterations than DMD, in the median, at {law}."),
        agrees(tuned == len(over), f"with the start tuned as well DMD needs fewer iterations than Burer–Monteiro at {tuned} of "
               f"{len(over)} pairs{_dmd.edges(chosen, _dmd.STEPS, STARTS)}."),
        agrees(abs(powers[0] - 2) <= 0.2 and abs(powers[1] - 1) <= 0.25, f"r = {widest}: iterations grow like "
               f"κ^{powers[0]:.2f} for DMD, κ^{powers[1]:.2f} for tuned Burer–Monteiro."),
        agrees(all(0.5 <= x <= 2 for x in ratios), f"theory's counts are {min(ratios):.2f} to {max(ratios):.2f} times the "
               f"medians of DMD (r ≥ {2 * RANK}) and of tuned Burer–Monteiro."),
        agrees(scaled <= 60, f"scaled DMD needs at most {_dmd.count(scaled)} iterations, at every κ and r tried."),
        agrees(quicker == len(cases), f"scaled DMD takes less time than tuned Burer–Monteiro at {quicker} of {len(cases)} "
               "pairs."),
    ]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Iterations against κ at the largest r, and against r at the largest κ; dashed what theory says."""
    figure, (left, right) = panels(PAGE, 3.0, 1, 2)
    caps, top = outcome.series["caps"], max(row[0] for row in outcome.rows)
    widest = max(row[1] for row in outcome.rows)
    for axes, fixed, cell, value in ((left, 1, 0, widest), (right, 0, 1, top)):
        for k, name in enumerate(METHODS):
            rows = [row for row in outcome.rows if row[2] == name and row[fixed] == value]
            each = [caps[f"{name.split(',')[0]} {row[0]:g}"] for row in rows]
            _dmd.whiskers(axes, [row[cell] for row in rows], [row[5] for row in rows], k, name, each)
            if name in ("DMD", TUNED):
                axes.plot([row[cell] for row in rows], [row[6] for row in rows], linestyle=DASHED, color=SERIES[k], lw=0.8)
        ticks = sorted({row[cell] for row in outcome.rows})
        axes.set(xscale="log", yscale="log", ylabel="iterations to 1e-6", xticks=ticks)
        axes.set_xticklabels([f"{tick:g}" for tick in ticks])
        axes.minorticks_off()
    left.set(xlabel="κ", title=f"r = {widest}; open marks: beyond the cap")
    right.set(xlabel=f"columns r (r_A = {RANK}, m = {outcome.series['size']})", title=f"κ = {top:g}; dashed: theory")
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=4, columnspacing=1.2)
    return figure


experiment = Experiment(
    name="dmd-burer-monteiro",
    paper="dmd",
    title="Beside Burer–Monteiro, measured",
    question="Is direction-magnitude descent faster than gradient descent on Burer–Monteiro, over r and κ?",
    measure=measure,
    draw=draw,
)
