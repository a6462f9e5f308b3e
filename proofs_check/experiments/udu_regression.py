"""How low is "truly low rank" in regression? House prices from 73 numbers: seven networks under four optimisers.

UDV, UDV-s, UDV-ReLU, column-wise, three layers without constraint, UV and UV-ReLU of width 25 (the authors' rule), batches of
128, 200 passes; the learning rate of each is chosen on a validation set (median over the seeds), the error told is that on a
test set. Low rank is read from diag(d) U, as the paper draws it: with one output the whole map has rank one anyway, so σ₂/σ₁
says how far the hidden units are from parallel.

The paper's figures (HPART, 79-26-1; seen through captions, notes and the authors' code): the spectrum of UDV falls far faster
than that of UV under each optimiser, with no loss in error, over a wider range of learning rates. Theory: every step divides
what is orthogonal to the learnt direction by c, and d has to grow for that, so Σ ln c is bounded by the size of the map, which
is small here; the ball by itself leaves σ₂/σ₁ = e^(−Σ ln c), beside what gradients do in the leading and in other directions.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._houses import HIDDEN, arm, run
from proofs_check.experiments._networks import OPTIMIZERS, best, known
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import trials
from proofs_check.figures.style import MARKS, PAGE, SERIES, SOFT, panels, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NETWORKS = ("UDV", "UDV-s", "UDV-ReLU", "column-wise", "three layers", "UV", "UV-ReLU")
LOW = 1e-6
"""σ₂/σ₁ of a map that is of rank one up to rounding (float32)."""
COLUMNS = ("optimiser", "network", "learning rate", "in its grid", "test error / variance", "σ₂/σ₁ of diag(d) U", "zeros of d",
           "Σ ln c", "runs of the grid that diverge", "of")  # fmt: skip


def measure(settings: Settings) -> Measurement:
    """Every network under every optimiser, all seeds and learning rates of one as one stack."""
    arms = [arm(network, optimizer, settings.budget) for optimizer in OPTIMIZERS for network in NETWORKS]
    rows: list[list[Any]] = []
    for outcome in trials(settings, arms, run):
        chosen, network = best([outcome], "validation"), outcome.arm["network"]
        diverged = [x for result in outcome.results for x in result["diverged"]]
        factored, balls = network not in ("UV", "UV-ReLU"), network not in ("UV", "UV-ReLU", "three layers")
        rows.append([outcome.arm["optimizer"], network, chosen.arm["rate"], chosen.arm["grid"], chosen.spread("test"),
                     chosen.spread("ratio"), chosen.spread("zeros") if factored else None,
                     chosen.spread("ln c") if balls else None, sum(diverged), len(diverged)])  # fmt: skip
    return Measurement(COLUMNS, rows, answer(rows))


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where, under every optimiser, σ₂/σ₁ of UDV is less than a tenth of that of UV, and more than UDV's remains
    without the constraint (three layers: at least twice); where it is at most 1e-6, so that the rank is one up to rounding;
    where the test error of UDV is at most 1.1 times that of UV; where e^(−Σ ln c) gives σ₂/σ₁ up to a factor of 3; where fewer
    runs diverge over the grids with UDV than with UV; and where the units that are not zero in d are too many for the rank to
    be read off d. Medians over the seeds."""
    table = {(row[0], row[1]): row for row in rows}
    names = list(dict.fromkeys(row[0] for row in rows))

    def medians(network: str, column: int) -> list[float]:
        return [known(table[name, network][column]) for name in names]

    low, plain, free = (medians(network, 5) for network in ("UDV", "UV", "three layers"))
    error, other = (medians(network, 4) for network in ("UDV", "UV"))
    lost, runs = (sum(table[name, network][8] for name in names) for network in ("UDV", "UV")), table[names[0], "UDV"][9]
    udv, uv = lost
    alive, ball = medians("UDV", 6), [math.exp(-x) for x in medians("UDV", 7)]
    return [
        agrees(all(a < b / 10 for a, b in zip(low, plain, strict=True)),
               f"σ₂/σ₁ is {_told(names, low)} for UDV and {_told(names, plain)} for UV."),
        agrees(all(2 * a <= b for a, b in zip(low, free, strict=True)),
               f"without the constraint the three layers come to {_told(names, free)}."),
        agrees(all(x <= LOW for x in low),
               "the paper calls the rank truly low; here σ₂/σ₁ of UDV is "
               + (f"at most {max(low):.1g}, rounding." if all(x <= LOW for x in low) else
                  f"{min(low):.2g} … {max(low):.2g}: low, and not at rounding ({LOW:.0e}).")),
        agrees(all(b / 3 < a < 3 * b for a, b in zip(low, ball, strict=True)),
               f"the ball by itself would leave e^(−Σ ln c) = {_told(names, ball)}; what is measured is "
               + ", ".join(f"{a / b:.2g}" for a, b in zip(low, ball, strict=True))
               + " times that: below 1 the leading direction grows beside it, above 1 gradients in others bring them back."),
        agrees(all(a <= 1.1 * b for a, b in zip(error, other, strict=True)),
               f"the test error over the variance is {_told(names, error)} for UDV and {_told(names, other)} for UV."),
        agrees(udv < uv, f"{udv} of UDV's {runs * len(names)} runs over the grids diverge, {uv} of UV's."),
        agrees(all(0 <= x < HIDDEN - 1 for x in alive),
               f"{_told(names, alive)} of the {HIDDEN} d_j of UDV are 0: units become parallel, few vanish, and the rank is "
               "read from the spectrum."),
    ]  # fmt: skip


def _told(names: Sequence[str], values: Sequence[float]) -> str:
    """One value for each optimiser."""
    return ", ".join(f"{value:.2g} ({name})" for name, value in zip(names, values, strict=True))


@styled
def draw(outcome: Measurement) -> Figure:
    """σ₂/σ₁ and test error of each network, one mark an optimiser, with the least and largest over the seeds."""
    figure, axes = panels(PAGE, 3.4, 1, 2, sharey=True)
    for axis, column, label in zip(axes, (5, 4), ("σ₂/σ₁ of diag(d) U", "test error / variance"), strict=True):
        for k, optimizer in enumerate(dict.fromkeys(row[0] for row in outcome.rows)):
            cells = {row[1]: row[column] for row in outcome.rows if row[0] == optimizer}
            places = [NETWORKS.index(name) + 0.16 * (k - 1.5) for name in cells]
            spreads = list(cells.values())
            axis.plot([s.median for s in spreads], places, MARKS[k], color=SERIES[k], label=optimizer)
            axis.hlines(places, [s.least for s in spreads], [s.largest for s in spreads], color=SERIES[k], lw=0.8)
        axis.set(xscale="log", xlabel=label)
        _plain_ticks(axis)
        for between in range(1, len(NETWORKS)):
            axis.axhline(between - 0.5, color=SOFT, lw=0.25)
    axes[0].set_yticks(range(len(NETWORKS)), NETWORKS)
    axes[0].invert_yaxis()
    axes[0].set_title("how far the hidden units are from parallel")
    axes[1].set_title("1: no better than the mean price")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4)
    return figure


def _plain_ticks(axis: Axes) -> None:
    """1, 2, 5 of every decade that is seen, without powers of ten; evenly spaced numbers where the range is shorter."""
    from matplotlib.ticker import MaxNLocator

    least, most = axis.get_xlim()
    ticks = [m * 10.0**k for k in range(-8, 4) for m in (1, 2, 5) if least <= m * 10.0**k <= most]
    if len(ticks) < 3:
        ticks = [float(x) for x in MaxNLocator(5).tick_values(least, most) if least <= x <= most]
    if len(ticks) <= 7:
        axis.set_xticks(ticks, [f"{x:.6g}" for x in ticks])
    axis.minorticks_off()


experiment = Experiment(
    name="udu-regression",
    paper="udu",
    title="Low rank in regression",
    question="How low is the rank of a UDV network trained on house prices, under which optimiser, and what does it cost?",
    measure=measure,
    draw=draw,
)
