"""The timetable of direction-magnitude descent: when each plateau of the loss is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs_check.figures.names import name_points
from proofs_check.figures.style import COLUMN, DASHED, INK, PREDICTED, SERIES, number, panels, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from theory.dmd.timetable import Timetable

NAMED = 8
"""Eigenpairs up to which their exits are named."""
LOGARITHMIC = 30.0
"""Ratio of plateaus from which the loss has a logarithmic axis."""


@styled
def plot_timetable(timetable: Timetable) -> Figure:
    """Plateaus of the loss and the steps at which they are left: median (dashed) and the time between the 10 % and the 90 %
    quantile (shaded), both predicted from the law of the start; a mark where the expected exit is finite.

    >>> from theory.dmd.timetable import Timetable
    >>> figure = plot_timetable(Timetable(300, 20, (1.0, 0.5, 0.25)))
    >>> [line.get_gid() for line in figure.axes[0].lines]
    ['median', 'expected']
    """
    rows = [timetable.row(position) for position in range(1, len(timetable.spectrum) + 1)]
    levels = [sum(value**2 for value in timetable.spectrum) / 4, *(row["plateau"] for row in rows)]
    least = min(level for level in levels if level > 0)
    logarithmic = levels[0] > LOGARITHMIC * least
    floor = least / 8 if logarithmic else 0.0
    drawn = [max(level, floor) for level in levels]
    figure, (axes,) = panels(COLUMN, 2.7)
    quantiles = {key: [row["quantiles"][key] for row in rows] for key in ("0.1", "0.5", "0.9")}
    end = 3 * max(max(quantiles["0.9"]), 1.0)
    axes.set_xscale("symlog", linthresh=1.0)
    axes.xaxis.get_major_locator().set_params(numticks=6)  # type: ignore[call-arg]
    if logarithmic:
        axes.set_yscale("log")
    for k, (early, late) in enumerate(zip(quantiles["0.1"], quantiles["0.9"], strict=True)):
        axes.fill_betweenx([drawn[k + 1], drawn[k]], early, late, color=SERIES[4], alpha=0.45, linewidth=0, gid="between",
                           label="" if k else "10 % to 90 %")  # fmt: skip
    stairs = [0.0, *(time for time in quantiles["0.5"] for _ in (0, 1)), end]
    heights = [level for level in drawn for _ in (0, 1)]
    axes.plot(stairs, heights, color=PREDICTED, linestyle=DASHED, label="median", gid="median")
    middles = [(drawn[k] * drawn[k + 1]) ** 0.5 if logarithmic else (drawn[k] + drawn[k + 1]) / 2 for k in range(len(rows))]
    finite = [(row["expected"], middle) for row, middle in zip(rows, middles, strict=True) if row["expected"] is not None]
    told = "expected" if len(finite) == len(rows) else f"expected ({len(rows) - len(finite):,} infinite)"
    axes.plot(
        [at for at, _ in finite],
        [height for _, height in finite],
        "o",
        color=INK,
        markersize=3,
        label=told,
        gid="expected",
    )
    axes.set_xlim(0, end)
    _labels(axes, timetable, logarithmic)
    figure.legend(loc="outside lower left", ncols=3, columnspacing=1.0)
    if len(rows) <= NAMED:
        medians = quantiles["0.5"]
        name_points(
            axes, list(zip(medians, middles, strict=True)), [f"{k}: {number(t, 4)}" for k, t in enumerate(medians, start=1)]
        )
    return figure


def _labels(axes: Axes, timetable: Timetable, logarithmic: bool) -> None:
    axes.set_xlabel("step")
    axes.set_ylabel("loss f, last level 0" if logarithmic else "loss f")
    pairs = len(timetable.spectrum)
    axes.set_title(f"m = {timetable.m:,}, r = {timetable.r:,}, {pairs:,} eigenpair{'s' * (pairs > 1)}")
