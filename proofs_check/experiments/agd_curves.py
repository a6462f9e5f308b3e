"""How fast alternating gradient descent is from four starts, over κ and the width d, beside the counts and the exact rate.

A is 50 × 50 of rank 5, singular values geometric from 1 to 1/κ, ε in ‖XYᵀ − A‖²_F ≤ ε‖A‖²_F. Starts: X = AΦ₁/(√η·C·σ₁)
with Y = √η·(Cν/9)·σ₁·Φ₂ (C = 8, ν = ½ and the step 9/(16σ₁), stated second hand; and ν = 0.01 with the step tuned), X =
orth(AΦ₁)/√η with Y = 0, Gaussian factors with step and scale tuned, and small ones (scale 1e-3) with the step tuned.
Counts of the theorems are those of the start that was drawn, for their own, far smaller step: at 9/(16σ₁) no theorem
promises a count. Rates are −ln of the factor of ‖R‖ a sweep. A sweep costs the same from every start; runs are exact in
small coordinates (`_agd_runs`). Source: arXiv:2305.06927 v2 (its figures were not seen; a review tells of a large gain
over Gaussian starts).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._agd_tables import edge_note, edges, every, exponent, known, power, ratio, span
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Outcome, trials, tuned
from proofs_check.figures.style import DASHED, INK, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure

RANK, SIZE, BALANCE, NU, LITTLE = 5, 50, 8.0, 0.5, 0.01
STEP, SMALL, COARSE, FINE = 9 / 16, 1e-3, 1e-6, 1e-12
PAPER, TUNED, EXACT, GAUSSIAN, TINY = "AΦ (paper)", "AΦ, ν = 0.01", "orth(AΦ)", "Gaussian", "small Gaussian"
INITIAL = {PAPER: "paper", TUNED: "paper", EXACT: "orthonormal", GAUSSIAN: "gaussian", TINY: "gaussian"}
CHANCE, LARGE = 0.05, 2
"""What the small-ball bound leaves to the count that is known before a start is drawn."""
COLUMNS = (
    "start", "κ", "d", "step·σ₁", "scale", "sweeps to 1e-6", "sweeps to 1e-12", "theorem T", "sharpened T",
    "theorem T, small ball 5 %", "theorem T/sweeps", "measured rate", "exact local rate", "measured/exact",
    "at the end of its grid",
)  # fmt: skip


def spectrum(condition: float) -> list[float]:
    """Geometric from 1 to 1/κ."""
    return [condition ** (-k / (RANK - 1)) for k in range(RANK)]


def arms(full: bool) -> list[dict[str, Any]]:
    """Every start, κ and d, with the grids of those that are tuned."""
    steps, scales = ((STEP, 1.0, 1.4, 1.7), (0.03, 0.1, 0.3)) if full else ((STEP, 1.0, 1.4), (0.1, 0.3))
    grid: list[tuple[str, float, float | None]] = [(PAPER, STEP, None), (EXACT, STEP, None)]
    grid += [(TUNED, s, None) for s in steps] + [(TINY, s, SMALL) for s in steps]
    grid += [(GAUSSIAN, s, scale) for s in steps for scale in scales]
    widths = (RANK, RANK + 1, 2 * RANK) if full else (RANK, 2 * RANK)
    return [{"start": name, "κ": k, "d": d, "step": step, "scale": scale,
             "cap": 1000 if not full else 30_000 if k == 100 else 3000}
            for k in ((1.0, 3.0, 10.0, 100.0) if full else (1.0, 3.0, 10.0)) for d in widths
            for name, step, scale in grid]  # fmt: skip


def run(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """All seeds of an arm in one batch."""
    import torch

    from numerics.problems import Factorization
    from numerics.solvers import AlternatingGradientDescent
    from proofs_check.experiments import _agd_runs as runs
    from theory.agd import local_spectrum

    name, condition, d, step = arm["start"], arm["κ"], arm["d"], arm["step"]
    values = torch.tensor(spectrum(condition), dtype=torch.float64)
    problem = Factorization(runs.diagonal(values, SIZE, SIZE))
    solver = AlternatingGradientDescent(step=step, columns=d, initial=INITIAL[name], scale=arm["scale"], C=BALANCE,
                                       nu=LITTLE if name == TUNED else NU)  # fmt: skip
    X, Y = solver.start(problem, len(seeds), runs.seeds_of(seeds))
    last = step**0.5 * torch.linalg.svdvals(X)[:, RANK - 1]
    X, Y = runs.folded(X, RANK), runs.folded(Y, RANK)
    size = float(values.norm())
    A = runs.diagonal(values, X.shape[1], Y.shape[1])
    done = runs.descend(A, X, Y, step, arm["cap"], 1e-10 * size)
    norms = done.norms / size
    coarse, fine = (runs.reached(norms, accuracy**0.5) for accuracy in (COARSE, FINE))
    measured = runs.decay(norms, 1e-7, 1e-10) if name != EXACT else [None] * len(seeds)
    exact = [None if seen is None else -math.log(local_spectrum(x.numpy(), y.numpy(), step).rate)
             for seen, x, y in zip(measured, done.X, done.Y, strict=True)]  # fmt: skip
    counts = [runs.promised(float(s), **theorem(condition, d)) if name == PAPER else None for s in last]
    paper = [None if c is None else c.paper["iterations_ceiling"] for c in counts]
    return [told | curve for told, curve in zip(runs.by_seed(
        seeds, coarse=coarse, fine=fine, measured=measured, exact=exact, theorem=paper,
        sharpened=[None if c is None else c.sharpened["iterations_ceiling"] for c in counts],
        slack=[ratio(t, n) for t, n in zip(paper, fine, strict=True)],
        quotient=[ratio(a, b) for a, b in zip(measured, exact, strict=True)],
    ), runs.curves(norms), strict=True)]  # fmt: skip


def theorem(condition: float, d: int) -> dict[str, Any]:
    """What the theorem is asked about."""
    return {"condition": condition, "rank": RANK, "columns": d, "nu": NU, "epsilon": FINE, "balance": BALANCE}


def measure(settings: Settings) -> Measurement:
    """Every start over κ and d; of a tuned one the row and the curve are those of its best step and scale."""
    from proofs_check.experiments._agd_runs import likely

    groups: dict[tuple[str, float, int], list[Outcome]] = {}
    for outcome in trials(settings, arms(settings.full), run):
        groups.setdefault((outcome.arm["start"], outcome.arm["κ"], outcome.arm["d"]), []).append(outcome)
    rows: list[list[Any]] = []
    series: dict[str, Any] = {}
    for (name, condition, d), found in groups.items():
        best = tuned(found, "fine")
        before = likely(CHANCE, **theorem(condition, d)).paper["iterations_ceiling"] if name == PAPER else None
        rows.append([name, condition, d, best.arm["step"], best.arm["scale"],
                     best.spread("coarse"), best.spread("fine"), known(best, "theorem"), known(best, "sharpened"), before,
                     *(known(best, what) for what in ("slack", "measured", "exact", "quotient")),
                     edges(found, best, "step", "scale")])  # fmt: skip
        series[f"{name}|{condition:g}|{d}"] = [{"at": one["at"], "curve": one["curve"]} for one in best.results]
    return Measurement(COLUMNS, rows, answer(rows), series)


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where at every κ and d the better of the two Gaussian starts needs at least twice the sweeps of AΦ to 1e-12, all
    tuned (medians); where no run from AΦ needs more than the theorem's count of its start; where at the largest d, with ν =
    0.01, the order of κ between the last two κ is below 3/2; where at every κ the largest d needs no more than d = r;
    where the rate near the end from AΦ, in the median of every case that has one in each run, is within 5 % of the exact
    one; where orth(AΦ) needs one sweep in every run."""
    table = {tuple(row[:3]): row for row in rows}
    conditions, widths = (sorted({row[k] for row in rows}) for k in (1, 2))
    cells = [(k, d) for k in conditions for d in widths]

    def sweeps(*key: Any) -> float:
        return float(table[key][6].median)

    gains = {d: [min(sweeps(GAUSSIAN, k, d), sweeps(TINY, k, d)) / sweeps(TUNED, k, d) for k in conditions] for d in widths}
    gained = ", ".join(f"{span(found)} at d = {d}" for d, found in gains.items())
    paper = [table[PAPER, k, d] for k, d in cells]
    slack = [row[10] for row in paper]
    held = all(found is not None and not found.missing and found.least >= 1 for found in slack)
    low, high = conditions[-2:]
    ends = [[table[name, k, widths[-1]][cell].median for k in (low, high)] for name, cell in
            ((TUNED, 6), (PAPER, 6), (PAPER, 7))]  # fmt: skip
    order, preset, said = (power(one, other, high / low) for one, other in ends)
    wider = [(k, *(table[PAPER, k, widths[0]][c].median / table[PAPER, k, widths[-1]][c].median for c in (6, 7)))
             for k in conditions]  # fmt: skip
    quotients = [row[13] for row in rows if row[0] in (PAPER, TUNED) and row[13] is not None and not row[13].missing]
    once = [row[6] for row in rows if row[0] == EXACT]
    ones = sum(value == 1 for found in once for value in found.values)
    grids = edge_note([row[14] for row in rows if row[0] in (TUNED, GAUSSIAN, TINY)])
    return [
        agrees(all(gain >= LARGE for found in gains.values() for gain in found),
               "a review of the paper tells of a large gain of AΦ over Gaussian starts; the better Gaussian start here, all "
               f"tuned, needs that many times its sweeps to 1e-12: {gained}{grids}."),
        agrees(held, f"the theorem's count for the start drawn is {span(every(slack))} times the sweeps needed at 9/(16σ₁), a "
               "step for which it promises nothing."),
        agrees(order < 1.5, f"from AΦ with ν = 0.01, d = {widths[-1]}, the sweeps grow like κ^{exponent(order)} between "
               f"κ = {low:g} and {high:g}; with ν = ½ like κ^{exponent(preset)}, the theorem's count like κ^{exponent(said)}."),
        agrees(all(x >= 1 for _, x, _ in wider), f"d = {widths[-1]} against d = {widths[0]} = r saves a factor of "
               f"{span([x for _, x, _ in wider])} from AΦ; the theorem's counts fall by {span([y for *_, y in wider])}."),
        agrees(bool(quotients) and all(abs(f.median - 1) <= 0.05 for f in quotients),
               f"the rate near the end from AΦ is {span((f.median for f in quotients), '.4f')} times the exact local rate in "
               f"the median, {span(every(quotients), '.4f')} in single runs; {len(quotients)} cases have one in every run."),
        agrees(ones == sum(len(found.values) for found in once) > 0, f"from orth(AΦ) {ones} of "
               f"{sum(len(found.values) for found in once)} runs need one sweep."),
    ]  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Starts at one κ; κ with the counts; widths with the exact local rate as a slope."""
    figure, (starts, conditions, widths) = panels(PAGE, 3.0, 1, 3, sharey=True)
    rows = {tuple(row[:3]): row for row in outcome.rows}
    all_k, all_d = (sorted({row[k] for row in outcome.rows}) for k in (1, 2))
    k, d = (10.0 if 10.0 in all_k else all_k[-1]), all_d[-1]
    for i, name in enumerate((PAPER, TUNED, GAUSSIAN, TINY, EXACT)):
        plot(starts, outcome, (name, k, d), SERIES[i], name)
    for i, condition in enumerate(all_k):
        plot(conditions, outcome, (PAPER, condition, d), SERIES[i], f"κ = {condition:g}")
        for cell, style in ((7, DASHED), (8, (0, (1, 1.5)))):
            conditions.axvline(rows[PAPER, condition, d][cell].median, color=SERIES[i], linestyle=style, lw=0.9)
    conditions.plot([], [], color=SOFT, linestyle=DASHED, label="theorem")
    conditions.plot([], [], color=SOFT, linestyle=(0, (1, 1.5)), label="sharpened")
    for i, width in enumerate(all_d):
        plot(widths, outcome, (PAPER, k, width), SERIES[i], f"d = {width}")
        row = rows[PAPER, k, width]
        if row[12] is not None:
            end = row[6].median
            widths.plot([end / 3, 1.5 * end], [1e-6 * math.exp(row[12].median * end * s) for s in (2 / 3, -1 / 2)], color=INK,
                        linestyle=DASHED, lw=0.8)  # fmt: skip
    widths.plot([], [], color=INK, linestyle=DASHED, lw=0.8, label="exact local rate")
    starts.set(ylabel="‖R‖/‖A‖", title=f"κ = {k:g}, d = {d}", ylim=(3e-11, 3))
    conditions.set(title=f"AΦ, d = {d}")
    widths.set(title=f"AΦ, κ = {k:g}")
    longest = max((rows[PAPER, k, w][6].largest for w in all_d if math.isfinite(rows[PAPER, k, w][6].largest)), default=100)
    widths.set_xlim(0, 1.6 * longest)
    for axes in (starts, conditions):
        axes.set_xscale("symlog", linthresh=1)
        axes.set_xlim(0, None)
    for axes in (starts, conditions, widths):
        axes.set_yscale("log")
        axes.set_xlabel("sweep")
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.2), ncols=2, columnspacing=0.8, handlelength=1.4)
    return figure


def plot(axes: Any, outcome: Measurement, key: tuple[str, float, int], color: str, label: str) -> None:
    """All seeds of one start, the first with a name."""
    for seed, one in enumerate(outcome.series["{}|{:g}|{}".format(*key)]):
        axes.plot(one["at"], one["curve"], color=color, lw=0.7, alpha=0.8, label=None if seed else label)


experiment = Experiment(
    name="agd-curves",
    paper="agd",
    title="Convergence from four starts",
    question="How fast is alternating gradient descent by start, κ and width, beside the theorem's count and the exact rate?",
    measure=measure,
    draw=draw,
)
