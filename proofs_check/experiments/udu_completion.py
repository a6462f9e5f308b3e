"""Why the rank is truly low: completion of a matrix of low rank from single entries, UDU beside Burer–Monteiro.

Full: truth Q diag(1, 2, 3) Qᵀ, n = 100, 900 of the 10,000 ordered entries (not symmetrised); quick: Q diag(1, 2) Qᵀ, n = 30,
360 entries. D_0 = I. UDU over its step at ‖U_0‖ = 1e-2, over ‖U_0‖ at its best step, over the radius; both methods with normal
noise of 1e-2·‖b‖ an entry (30 % in norm for 900 entries, 19 % for 360); and a long run of each. Burer–Monteiro is tuned over
step × start. A step of either costs two products of n × n matrices.

Predicted: trailing columns carry e^(−2E), E ≥ (‖X‖²_{S2/3}/α⁴ − r)/α² − 1/2 (98 in full, 15 in quick); the exact discrete
suppression identity holds to rounding, its flow form for E = Σ ln c up to O(η). Sizes and grids: the authors' code (stated
second hand), whose runs take 10⁶ steps; here 20,000 (3,000 in quick), and 200,000 (8,000) in the long runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._grids import at_end
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Outcome, Spread, trials, tuned
from proofs_check.figures.style import MARKS, PAGE, SERIES, SOFT, panels, styled
from theory.udu.window import suppression_bound

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BM, PAPER_START, PAPER_STEP, NOISE = "Burer–Monteiro", 1e-2, 1e-2, 1e-2
FULL: dict[str, Any] = {"n": 100, "modes": [1.0, 2.0, 3.0], "entries": 900, "steps": 20_000}
QUICK: dict[str, Any] = {"n": 30, "modes": [1.0, 2.0], "entries": 360, "steps": 3_000}
LONG = (8_000, 200_000)
"""Steps of the long runs, quick and full."""
COLUMNS = ("method", "η", "‖U₀‖", "α", "noise", "steps", "relative error", "σ_(r+1)", "largest trailing λ‖u‖²", "zeros of D",
           "E by the flow", "Σ ln c over it", "E, least by theory", "exact identity, worst difference")  # fmt: skip
ERROR, LOW, TRAILING = COLUMNS[6:9]
FLOW, RATIO, BOUND, IDENTITY = COLUMNS[10:]


def measure(settings: Settings) -> Measurement:
    """The grids, the noisy runs, and the long runs of the best of each."""
    from proofs_check.bridge.completion import completed

    base: dict[str, Any] = {**(FULL if settings.full else QUICK), "noise": 0.0}

    def udu(step: float, start: float = PAPER_START, radius: float = 1.0, **more: Any) -> dict[str, Any]:
        return {**base, "method": "UDU", "step": step, "start": start, "radius": radius, **more}

    def bm(step: float, start: float, **more: Any) -> dict[str, Any]:
        return {**base, "method": BM, "step": step, "start": start, "radius": None, **more}

    best = 0.1
    starts = (1e-8, 1e-6, 1e-4, 1e-2, 1.0) if settings.full else (1e-8, 1e-2, 1.0)
    grid = [udu(step) for step in ((1e-1, 1e-2, 1e-3) if settings.full else (1e-1, 1e-2))]
    grid += [udu(best, start) for start in starts if start != PAPER_START]
    grid += [udu(best, radius=radius) for radius in (0.8, 1.5)]
    grid += [bm(step, start) for step in (0.1, 0.3) for start in starts]
    outcomes = trials(settings, grid, completed)
    chosen = tuned([outcome for outcome in outcomes if outcome.arm["method"] == BM], "error")
    noisy = trials(settings, [bm(best, start, noise=NOISE) for start in (1e-4, 1e-2)], completed)
    length = LONG[settings.full]
    rest = [udu(best, noise=NOISE), udu(PAPER_STEP, steps=length), {**chosen.arm, "steps": length}]
    last = trials(settings, rest, completed)
    outcomes += [last[0], tuned(noisy, "error"), *last[1:]]
    rows = [row_of(outcome) for outcome in outcomes]
    ball = next(outcome for outcome in outcomes if outcome.arm["radius"] == 0.8)
    drawn = {"UDU, η = 0.1": outcomes[0], "UDU, η = 0.01": outcomes[1], BM: chosen, "UDU, noise": outcomes[-4],
             f"{BM}, noise": outcomes[-3], "UDU, η = 0.1, α = 0.8": ball}  # fmt: skip
    kept = ("steps", "residuals", "spectrum")
    curves = {name: {what: outcome.first(what) for what in kept} for name, outcome in drawn.items()}
    return Measurement(COLUMNS, rows, answer(rows), {"curves": curves, "rank": len(base["modes"])})


def row_of(outcome: Outcome) -> list[Any]:
    """A line of the table; worst over the seeds where one number stands for all."""
    arm, known = outcome.arm, outcome.arm["method"] == "UDU"
    radius = arm["radius"]
    cells: list[Any] = [outcome.spread("trailing"), max(r["zeros"] for r in outcome.results), outcome.spread("flow"),
                        outcome.spread("ratio"), suppression_bound(arm["modes"], radius=radius),
                        outcome.spread("identity").largest] if known else [None] * 6  # fmt: skip
    return [arm["method"], arm["step"], arm["start"], radius, arm["noise"], arm["steps"], outcome.spread("error"),
            outcome.spread("low"), *cells]  # fmt: skip


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Every sentence but the last two is about short runs without noise; best means least in median error.

    Agrees where the largest σ_(r+1) of UDU is below a thousandth of the least of Burer–Monteiro, each at its least median;
    where from ‖U_0‖ = 1e-2 (best step) UDU at α = 1 errs less than Burer–Monteiro in the median, as the paper tells it;
    where this holds too when each has its best start; where over the starts (best step each) UDU's median error changes by
    less than a factor of 10 and that of Burer–Monteiro by more; where the exact identity holds to 1e-10 of
    2‖D‖² + ‖U‖² in every run and Σ ln c is within a tenth of the flow identity in every run with noise 0 and α ≤ 1; where the
    flow's E is above its bound and no entry of D is zero; where a smaller radius leaves a smaller median trailing λ‖u‖²; where
    with noise UDU's σ_(r+1) is below a thousandth of that of Burer–Monteiro; where the long UDU run at the paper's step ends
    with a smaller median error than the long run of the best Burer–Monteiro."""
    table = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    short = min(row["steps"] for row in table)
    clean = [row for row in table if row["noise"] == 0 and row["steps"] == short]
    udu = [row for row in clean if row["method"] == "UDU" and row["α"] == 1]
    bm = [row for row in clean if row["method"] == BM]
    paper, ours, other, same = _best(udu, PAPER_START), _best(udu), _best(bm), _best(bm, PAPER_START)
    starts = sorted({row["‖U₀‖"] for row in udu})
    changes = {name: [_best(found, start)[ERROR].median for start in starts] for name, found in (("UDU", udu), (BM, bm))}
    factors = {name: max(errors) / min(errors) for name, errors in changes.items()}
    identity = max(row[IDENTITY] for row in table if row["method"] == "UDU")
    inside = [row[RATIO] for row in clean if row["method"] == "UDU" and row["α"] <= 1]
    apart = max(max(abs(ratio.least - 1), abs(ratio.largest - 1)) for ratio in inside)
    balls = [row for row in clean if row["method"] == "UDU" and row["‖U₀‖"] == PAPER_START]
    at = {row["η"] for row in balls if row["α"] != 1}
    radii = sorted((row for row in balls if row["η"] in at), key=lambda row: row["α"])
    trailing = [row[TRAILING].median for row in radii]
    low, least = (min(found, key=lambda row: row[LOW].median) for found in (balls, bm))
    noisy = {row["method"]: row for row in table if row["noise"] > 0}
    long = {row["method"]: row for row in table if row["steps"] > short}
    flow, bound = paper[FLOW], paper[BOUND]
    return [
        agrees(1000 * low[LOW].largest < least[LOW].least, f"σ_(r+1) of UDU is {low[LOW]} at α = {low['α']:g}, "
               f"of {BM} {least[LOW]} (‖U₀‖ = {least['‖U₀‖']:g})."),
        agrees(paper[ERROR].median < same[ERROR].median, f"the paper has UDU complete the matrix where {BM} does not; from "
               f"‖U₀‖ = {PAPER_START:g} UDU errs by {paper[ERROR]} (η = {paper['η']:g}), "
               f"{BM} by {same[ERROR]} (η = {same['η']:g})."),
        agrees(ours[ERROR].median < other[ERROR].median, f"each from its best start UDU errs by {ours[ERROR]} (‖U₀‖ = "
               f"{ours['‖U₀‖']:g}), {BM} by {other[ERROR]} (‖U₀‖ = {other['‖U₀‖']:g}, η = {other['η']:g}{_edge(other, bm)})."),
        agrees(factors["UDU"] < 10 < factors[BM], f"over ‖U₀‖ = {starts[0]:g} … {starts[-1]:g} the median error changes by a "
               f"factor {factors['UDU']:.3g} for UDU, {factors[BM]:.3g} for {BM}."),
        agrees(identity < 1e-10 and apart < 0.1, f"the exact identity holds to {identity:.0e}, and Σ ln c is within "
               f"{100 * apart:.2g} % of the flow identity for α ≤ 1."),
        agrees(flow.least >= bound and not flow.missing and paper["zeros of D"] == 0,
               f"E = {flow}, at least {bound:.1f} by theory, and D has "
               f"{paper['zeros of D'] or 'no'} zeros: the rank is read from the spectrum, not from D."),
        agrees(all(a < b for a, b in pairwise(trailing)), "the largest trailing λ‖u‖² is "
               + ", ".join(f"{size:.0e} for α = {row['α']:g}" for size, row in zip(trailing, radii, strict=True)) + "."),
        agrees(1000 * noisy["UDU"][LOW].median < noisy[BM][LOW].median, f"with noise σ_(r+1) is {noisy['UDU'][LOW]} for UDU, "
               f"{noisy[BM][LOW]} for {BM}; they err by {noisy['UDU'][ERROR]} and {noisy[BM][ERROR]}."),
        agrees(long["UDU"][ERROR].median < long[BM][ERROR].median, f"after {long['UDU']['steps']} steps UDU at η = "
               f"{long['UDU']['η']:g} errs by {long['UDU'][ERROR]}, the best {BM} by {long[BM][ERROR]}."),
    ]  # fmt: skip


def _best(rows: Sequence[dict[str, Any]], start: float | None = None) -> dict[str, Any]:
    """The row with the least median error, among those with this start."""
    return min((row for row in rows if start in (None, row["‖U₀‖"])), key=lambda row: row[ERROR].median)


def _edge(chosen: dict[str, Any], grid: Sequence[dict[str, Any]]) -> str:
    """What of a tuned row lies at the edge of the grid: a better one may lie outside."""
    told = [name for name in ("‖U₀‖", "η") if at_end(chosen[name], {row[name] for row in grid})]
    return f"; at the edge of its grid: {' and '.join(told)}" if told else ""


@styled
def draw(outcome: Measurement) -> Figure:
    """Residuals on the way, spectra of the ends, and errors against the start."""
    figure, (residuals, spectra, starts) = panels(PAGE, 3.1, 1, 3)
    for k, (name, curve) in enumerate(outcome.series["curves"].items()):
        if "noise" not in name:
            residuals.semilogy(curve["steps"], curve["residuals"], color=SERIES[k], label=name)
        if name != "UDU, η = 0.01":
            values = curve["spectrum"]
            spectra.semilogy(range(1, len(values) + 1), values, MARKS[k], color=SERIES[k], label=name,
                             markerfacecolor=SERIES[k] if name.startswith("UDU") else "none")  # fmt: skip
    table = [dict(zip(COLUMNS, row, strict=True)) for row in outcome.rows]
    short = min(row["steps"] for row in table)
    for method, k in (("UDU", 0), (BM, 2)):
        found = [row for row in table if row["method"] == method and row["noise"] == 0 and row["steps"] == short]
        found = [row for row in found if method == BM or row["α"] == 1]
        every = {start: _best(found, start)[ERROR] for start in sorted({row["‖U₀‖"] for row in found})}
        at = [start for start, error in every.items() if not error.missing]
        errors: list[Spread] = [every[start] for start in at]
        medians = [error.median for error in errors]
        reach = [[m - e.least for m, e in zip(medians, errors, strict=True)],
                 [e.largest - m for m, e in zip(medians, errors, strict=True)]]  # fmt: skip
        starts.errorbar(at, medians, yerr=reach, fmt=MARKS[k] + "-", color=SERIES[k], lw=0.8, capsize=2, label=method)
    residuals.set(xlabel="step", ylabel="residual on the entries seen", title="on the way, α = 1 unless told")
    residuals.locator_params(axis="x", nbins=3)
    spectra.locator_params(axis="x", integer=True)
    spectra.set(xlabel="k", ylabel="singular value σ_k of X", title="spectra of the ends")
    starts.set(xlabel="‖U₀‖", ylabel="relative error", title="error by start (best step)", xscale="log", yscale="log")
    spectra.axvline(outcome.series["rank"] + 0.5, color=SOFT, lw=0.6)
    for axes in (residuals, spectra, starts):
        axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.25), ncols=1)
    return figure


experiment = Experiment(
    name="udu-completion",
    paper="udu",
    title="Truly low rank",
    question="How low do trailing singular values go in completion, and does the suppression identity explain it?",
    measure=measure,
    draw=draw,
)
