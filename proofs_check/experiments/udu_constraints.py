"""Which part of the constraint makes the rank low? Balls, sign, radius, a ball for each unit: one regression under Adam, tuned.

House prices from 73 numbers as in udu-regression. Predicted: the balls do it, by Σ ln c of the ball around U, and the sign of d
nothing; a smaller radius makes d grow further, so Σ ln c is larger and σ₂/σ₁ smaller; a ball for each unit is a wider
constraint (‖U‖_F ≤ √h), and less low. The paper compares the variants UDV, UDV-s and column-wise (authors' code, stated second
hand).
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._houses import arm, run
from proofs_check.experiments._networks import best, known
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, agrees
from proofs_check.experiments.trials import Spread, trials
from proofs_check.figures.style import MARKS, PAGE, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

OPTIMIZER = "Adam"
RADII = (0.5, 1.0, 2.0, 4.0)
NETWORKS = ("UDV", "UDV-s", "column-wise", "column-wise, free sign", "d ≥ 0 alone", "three layers", "UV")
BALLS, NO_BALLS = NETWORKS[:4], NETWORKS[4:6]
COLUMNS = ("network", "radius", "learning rate", "in its grid", "test error / variance", "σ₂/σ₁ of diag(d) U",
           "σ_k above σ₁/100", "zeros of d", "Σ ln c")  # fmt: skip


def measure(settings: Settings) -> Measurement:
    """The variants at radius 1, then UDV at each other radius."""
    arms = [arm(network, OPTIMIZER, settings.budget) for network in NETWORKS]
    arms += [arm("UDV", OPTIMIZER, settings.budget, radius) for radius in RADII if radius != 1.0]
    rows: list[list[Any]] = []
    curves: dict[str, dict[str, list[float]]] = {"networks": {}, "radii": {}}
    for outcome in trials(settings, arms, run):
        chosen, network, radius = best([outcome], "validation"), outcome.arm["network"], outcome.arm["radius"]
        balls = network in BALLS
        large = [sum(x > s[0] / 100 for x in s) if s else None for s in (result["spectrum"] for result in chosen.results)]
        rows.append([network, radius if balls else None, chosen.arm["rate"], chosen.arm["grid"], chosen.spread("test"),
                     chosen.spread("ratio"), Spread(tuple(large)), chosen.spread("zeros") if network != "UV" else None,
                     chosen.spread("ln c") if balls else None])  # fmt: skip
        scaled = [[x / s[0] for x in s] for s in (result["spectrum"] for result in chosen.results) if s and s[0] > 0]
        curve = [statistics.median(values) for values in zip(*scaled, strict=True)]
        if radius == 1.0:
            curves["networks"][network] = curve
        if network == "UDV":
            curves["radii"][f"{radius:g}"] = curve
    curves["radii"] = dict(sorted(curves["radii"].items(), key=lambda item: float(item[0])))
    return Measurement(COLUMNS, rows, answer(rows), curves)


def answer(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Agrees where σ₂/σ₁ of each variant with balls is less than half of that of three layers without constraint and of d ≥ 0
    alone; where a free sign changes it by less than a factor of 2 (UDV against UDV-s); where a ball for each unit gives more
    than one ball; and where it grows, and Σ ln c falls, from each radius to the next. Medians over the seeds."""
    unit = {row[0]: row for row in rows if row[1] in (None, 1.0)}
    radii = sorted((row for row in rows if row[0] == "UDV"), key=lambda row: row[1])
    low = {name: known(row[5]) for name, row in unit.items()}
    steps = [known(row[5]) for row in radii]
    logs = [known(row[8]) for row in radii]
    return [
        agrees(all(low[a] < low[b] / 2 for a in BALLS for b in NO_BALLS),
               f"with balls σ₂/σ₁ is {_told(low, BALLS)}; without {_told(low, NO_BALLS)}; of UV {low['UV']:.2g}."),
        agrees(0.5 < low["UDV-s"] / low["UDV"] < 2, f"a free sign makes it {low['UDV-s'] / low['UDV']:.2g} times as large."),
        agrees(low["column-wise"] > low["UDV"],
               f"a ball for each unit gives {low['column-wise']:.2g}, one ball {low['UDV']:.2g}."),
        agrees(all(a < b for a, b in pairwise(steps))
               and all(a > b for a, b in pairwise(logs)),
               "at radius " + ", ".join(f"{row[1]:g} it is {row[5].median:.2g} with Σ ln c = {row[8].median:.2g}"
                                        for row in radii) + "."),
    ]  # fmt: skip


def _told(low: dict[str, float], names: Sequence[str]) -> str:
    return ", ".join(f"{low[name]:.2g} ({name})" for name in names)


@styled
def draw(outcome: Measurement) -> Figure:
    """The spectra, medians over the seeds, by variant and by radius."""
    figure, axes = panels(PAGE, 2.9, 1, 2, sharey=True)
    for axis, (what, title) in zip(axes, (("networks", "radius 1"), ("radii", "UDV by radius")), strict=True):
        for k, (name, curve) in enumerate(outcome.series[what].items()):
            _spectrum(axis, curve, k, name)
        axis.set(xlabel="k", title=title, yscale="log")
        axis.minorticks_off()
        axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    axes[0].set_ylabel("σ_k/σ₁ of diag(d) U")
    return figure


def _spectrum(axis: Axes, curve: Sequence[float], k: int, name: str) -> None:
    shown = [(j + 1, x) for j, x in enumerate(curve) if x > 1e-10]
    axis.plot(*zip(*shown, strict=True), MARKS[k] + "-", color=SERIES[k], label=name, markersize=2.5, lw=0.8)


experiment = Experiment(
    name="udu-constraints",
    paper="udu",
    title="What makes the rank low",
    question="Is it the balls, the sign of d, the radius, or a third layer that makes the rank low in regression?",
    measure=measure,
    draw=draw,
)
