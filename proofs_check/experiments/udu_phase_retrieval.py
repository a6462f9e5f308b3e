"""Gaussian phase retrieval: does the ball leave rank one where Burer–Monteiro does not, and on which side of α_c?

A real unit vector x of n = 36 entries (16 in quick) from (a_kᵀx)², k ≤ m = 2n, 3n, 4n, a_k standard normal, f = ½·mean of
(a_kᵀX a_k − (a_kᵀx)²)², X with all n columns, D_0 = I. Both methods take 3,000 steps (2,500 in quick) of the same two products
with the a_k. UDU from ‖U_0‖ = 1e-2 is tuned over its step in each ball; Burer–Monteiro over its step from the same start, and
over step × ‖U_0‖. An x counts as found if it errs by less than 1e-2.

Predicted: α_c = 0.916, the radius from which on the ball stays inactive (aligned small starts, one column a mode); below, a
mode σ costs E ≥ (σ²/α⁴ − 1)/α² − 1/2, and trailing columns carry e^(−2E). Sizes: the authors' code (stated second hand), which
takes 10⁶ steps at m = 2n.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._grids import at_end
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Arm, Measure, Outcome, Spread, trials, tuned
from proofs_check.figures.style import DASHED, MARKS, PAGE, PREDICTED, SERIES, SOFT, panels, styled
from theory.udu.window import critical_radius

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BM, START, FOUND = "Burer–Monteiro", 1e-2, 1e-2
SAME, BEST = f"{BM}, same start", f"{BM}, best start"
BALLS = (0.5, 0.75, 1.5)
"""Radii, as multiples of α_c."""
FULL: dict[str, Any] = {"n": 36, "steps": 3_000}
QUICK: dict[str, Any] = {"n": 16, "steps": 2_500}
CELLS = ("method", "α/α_c", "η", "‖U₀‖", "at the edge of its grid", "error of x", "σ₂/σ₁", "residual", "E by the flow",
         "E over its least by theory", "x found, share")  # fmt: skip
COLUMNS = ("m/n", *CELLS)
BALL, EDGE, ERROR, RATIO, FLOW, SPENT, SHARE = (CELLS[k] for k in (1, 4, 5, 6, 8, 9, 10))
Found = tuple[str, float | None, Outcome, list[Any]]


def measure(settings: Settings) -> Measurement:
    """For each m UDU in each ball, and Burer–Monteiro, tuned."""
    from proofs_check.bridge.intensities import phase_retrieval

    base = FULL if settings.full else QUICK
    steps, starts = ((0.02, 0.04), (1e-6, 1e-4, START, 1.0)) if settings.full else ((0.02,), (1e-6, START, 1.0))
    rows, curves = [], {}
    for factor in (2, 3, 4) if settings.full else (2, 4):
        arm = {**base, "factor": factor}
        for name, at, chosen, row in compared(settings, arm, phase_retrieval, steps, (0.02, 0.04), starts):
            rows.append([factor, *row])
            curves[f"{factor}|{titled(name, at)}"] = {what: chosen.first(what) for what in ("at", "residuals")}
    return Measurement(COLUMNS, rows, answer(rows), {"curves": curves})


def compared(
    settings: Settings, base: Arm, measured: Measure, steps: Sequence[float], others: Sequence[float], starts: Sequence[float]
) -> list[Found]:
    """UDU in each ball tuned over ``steps``, Burer–Monteiro over ``others`` from the same start, and over ``others``
    × ``starts``.

    A method is its name, α/α_c, the arm that was chosen, and its line of the table."""
    unit = critical_radius((1.0,))
    grids: list[tuple[str, float | None, list[dict[str, Any]]]] = [
        ("UDU", at, [{**base, "method": "UDU", "step": step, "start": START, "radius": at * unit} for step in steps])
        for at in BALLS
    ]
    for name, wanted in ((SAME, (START,)), (BEST, starts)):
        arms = [{**base, "method": BM, "step": step, "start": start, "radius": None} for step in others for start in wanted]
        grids.append((name, None, arms))
    every = {tuple(arm.values()): arm for _, _, arms in grids for arm in arms}
    outcomes = dict(zip(every, trials(settings, list(every.values()), measured), strict=True))
    found = []
    for name, at, arms in grids:
        chosen = tuned([outcomes[tuple(arm.values())] for arm in arms], "error")
        found.append((name, at, chosen, [name, at, *_tuning(chosen, arms), *_ends(chosen)]))
    return found


def _tuning(chosen: Outcome, grid: Sequence[Arm]) -> list[Any]:
    """Step and start that were chosen, and which of the two lies at an edge of its grid."""
    told = {"step": "η", "start": "‖U₀‖"}
    edges = [shown for name, shown in told.items() if at_end(chosen.arm[name], {arm[name] for arm in grid})]
    return [chosen.arm["step"], chosen.arm["start"], " and ".join(edges) or "-"]


def _ends(outcome: Outcome) -> list[Any]:
    """Spreads of what the seeds came to (E over its least where theory asks for any), and the share of them that found x."""
    errors, udu = outcome.spread("error"), outcome.arm["method"] == "UDU"
    asked = [r for r in outcome.results if udu and (r["least"] is None or r["least"] > 0)]
    spent = Spread(tuple(None if r["flow"] is None else r["flow"] / r["least"] for r in asked)) if asked else None
    found = sum(error < FOUND for error in errors.sorted) / len(errors.sorted)
    return [errors, outcome.spread("ratio"), outcome.spread("residual"), outcome.spread("flow") if udu else None, spent, found]


def titled(name: str, at: float | None) -> str:
    """A line of the table in a legend."""
    return name if at is None else f"{name}, {at:g} α_c"


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees for an m where from the same start UDU in its best ball below α_c (median error) ends with a smaller median σ₂/σ₁
    and a smaller median error than Burer–Monteiro, as the paper tells it; where it errs less than Burer–Monteiro from its best
    start; where it ends with a smaller median σ₂/σ₁ than UDU in the ball above α_c. In all, where below α_c every E is at least
    what theory asks for σ₁, and above it none is beyond 1 in size."""
    table = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    told = []
    for factor in dict.fromkeys(row["m/n"] for row in table):
        told += [f"{head} m = {factor}n, {rest}" for head, rest in (
            sentence.split(" ", 1) for sentence in against([row for row in table if row["m/n"] == factor]))]  # fmt: skip
    return [*told, suppressed(table)]


def against(table: Sequence[dict[str, Any]]) -> list[str]:
    """The three sentences on one problem: from the same start, from the best start, and on the two sides of α_c."""
    balls = [row for row in table if row[BALL] is not None]
    below = min((row for row in balls if row[BALL] < 1), key=lambda row: row[ERROR].median)
    above = next(row for row in balls if row[BALL] > 1)
    same, best = (next(row for row in table if row["method"] == name) for name in (SAME, BEST))
    edge = "" if best[EDGE] == "-" else f", at the edge of its grid: {best[EDGE]}"
    return [
        agrees(below[RATIO].median < same[RATIO].median and below[ERROR].median < same[ERROR].median,
               f"from ‖U₀‖ = {START:g}: σ₂/σ₁ is {below[RATIO]} for UDU at {below[BALL]:g} α_c, {same[RATIO]} for {BM}; "
               f"x errs by {below[ERROR]} and {same[ERROR]}, found by {below[SHARE]:.0%} and {same[SHARE]:.0%} of the runs."),
        agrees(below[ERROR].median < best[ERROR].median,
               f"{BM} from its best start (‖U₀‖ = {best['‖U₀‖']:g}, η = {best['η']:g}{edge}): "
               f"x errs by {best[ERROR]}, σ₂/σ₁ is {best[RATIO]}, found by {best[SHARE]:.0%}."),
        agrees(below[RATIO].median < above[RATIO].median,
               f"above α_c, at {above[BALL]:g} α_c: UDU has σ₂/σ₁ = {above[RATIO]} and errs by {above[ERROR]}."),
    ]  # fmt: skip


def suppressed(table: Sequence[dict[str, Any]]) -> str:
    """The sentence on E, below α_c and above."""
    inside = [row[SPENT] for row in table if row[BALL] is not None and row[BALL] < 1]
    most = max(max(abs(row[FLOW].least), abs(row[FLOW].largest)) for row in table if row[BALL] is not None and row[BALL] > 1)
    least = min((spent.least for spent in inside if spent is not None), default=0.0)
    full = all(spent is not None and not spent.missing for spent in inside)
    return agrees(least >= 1 and full and most < 1, f"below α_c E is at least {least:.3g} times what theory asks for, "
                  f"above it at most {most:.2g} in size.")  # fmt: skip


@styled
def draw(outcome: Measurement) -> Figure:
    """Rank and error of the ends by m, E by radius beside its least value, residuals on the way for the largest m."""
    from matplotlib.lines import Line2D

    from proofs_check.bridge.intensities import least_suppression

    figure, (ratios, errors, spent, residuals) = panels(PAGE, 4.8, 2, 2)
    table = [dict(zip(COLUMNS, row, strict=True)) for row in outcome.rows]
    names = list(dict.fromkeys(titled(row["method"], row[BALL]) for row in table))
    factors = sorted({row["m/n"] for row in table})
    for row in table:
        k = names.index(titled(row["method"], row[BALL]))
        for axes, what in ((ratios, RATIO), (errors, ERROR)):
            values = [value for value in row[what].sorted if value < float("inf")]
            axes.semilogy([row["m/n"] + 0.13 * (k - 2)] * len(values), values, MARKS[k], color=SERIES[k])
        if row[FLOW] is not None:
            values = [value for value in row[FLOW].sorted if value < float("inf")]
            spent.plot([row[BALL]] * len(values), values, MARKS[k], color=SERIES[k], markerfacecolor="none")
    for k, name in enumerate(names):
        curve = outcome.series["curves"][f"{factors[-1]}|{name}"]
        residuals.loglog(curve["at"][1:], curve["residuals"][1:], color=SERIES[k])
    grid = [BALLS[0] + k * (BALLS[-1] - BALLS[0]) / 200 for k in range(201)]
    spent.plot(grid, [least_suppression(at * critical_radius((1.0,))) for at in grid], color=PREDICTED, ls=DASHED)
    spent.set(xlabel="α/α_c", ylabel="E by the flow", yscale="symlog", title="dashed: least E for σ₁ = 1, by theory")
    errors.axhline(FOUND, color=SOFT, lw=0.6)
    errors.set(title="error of x (below the line: found)")
    ratios.set(title="σ₂/σ₁ of X, a mark a seed")
    for axes, what in ((ratios, "σ₂/σ₁"), (errors, "error")):
        axes.set(xlabel="m/n", ylabel=what, xticks=factors)
    residuals.set(xlabel="step", ylabel="relative residual", title=f"intensities at m = {factors[-1]}n, first seed")
    handles = [Line2D([], [], color=SERIES[k], marker=MARKS[k], label=name) for k, name in enumerate(names)]
    figure.legend(handles=handles, loc="outside lower center", ncols=3)
    return figure


experiment = Experiment(
    name="udu-phase-retrieval",
    paper="udu",
    title="Phase retrieval by UDU",
    question="Does UDU in a small ball end at rank one, and find x, where tuned Burer–Monteiro does not?",
    measure=measure,
    draw=draw,
)
