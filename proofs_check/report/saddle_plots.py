"""Runs that leave a saddle, and fates of modes, beside what theory says about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from proofs_check.figures.names import heading, name_points
from proofs_check.figures.style import COLUMN, DASHED, INK, PAGE, PREDICTED, SERIES, mark, name, number, panels, styled
from proofs_check.report.graph_plots import plot_saddle_graph
from proofs_check.report.levels_plot import plot_barriers
from theory.dmf.output.frames import shorten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from proofs_check.bridge.escape import EscapeTrace

__all__ = ["plot_barriers", "plot_escape", "plot_fates", "plot_saddle_graph"]


@styled
def plot_escape(trace: EscapeTrace, levels: Sequence[str] = (), distances: Sequence[str] = ()) -> Figure:
    """Four panels over time: loss with its plateaus (dots) and the losses of ``levels`` (dashed); singular values of every
    layer with σ of ``levels``; ‖∇F‖, or the displacement with the predicted rate; distances to the orbits ``distances``."""
    figure, (loss, modes, speed, far) = panels(PAGE, 4.6, 2, 2)
    _modes(modes, trace, levels)
    if trace.displacement is None:
        _slope(speed, trace)
    else:
        _rate(speed, trace)
    for k, (label, values) in enumerate(trace.distances(distances).items()):
        far.semilogy(trace.time, values.clamp_min(1e-12), label=name(shorten(label)), color=SERIES[k % len(SERIES)])
    far.set_title("distance to orbits")
    if distances:
        far.legend()
    for axes in (loss, modes, speed, far):
        axes.set_xlabel("time" if trace.method == "flow" else "step length × steps")
    heading(figure, name(str(trace)))
    _losses(loss, trace, levels)
    return figure


@styled
def plot_fates(fates: Sequence[tuple[float, str]], position: int) -> Figure:
    """Where a mode ends against where it starts, in units of its lower root: the change must be at 1."""
    figure, (axes,) = panels(COLUMN, 1.7)
    ends = sorted({end for _, end in fates}, key=lambda end: (end != "O", end))
    for k, end in enumerate(ends):
        axes.plot([scale for scale, other in fates if other == end], [k] * sum(other == end for _, other in fates), "o",
                  color=SERIES[k % len(SERIES)])  # fmt: skip
    axes.axvline(1, linestyle=DASHED, lw=0.9, color=PREDICTED, label="predicted: the lower root")
    axes.set_yticks(range(len(ends)), list(map(name, ends)))
    axes.margins(y=0.4)
    axes.set_xlabel(f"start of mode {position} / lower root")
    axes.set_ylabel("end")
    figure.legend(loc="outside lower left")
    return figure


def _losses(axes: Axes, trace: EscapeTrace, levels: Sequence[str]) -> None:
    axes.plot(trace.time, trace.loss, color=SERIES[0], gid="loss")
    known = {label: trace.landscape.orbit(label).loss for label in levels}
    for loss in known.values():
        axes.axhline(loss, linestyle=DASHED, lw=0.8, color=PREDICTED, zorder=1)
    rests = trace.plateaus()
    axes.plot(*zip(*rests, strict=True), gid="plateaus", **mark("undecided", 4.5, color=INK, marker="o"))
    axes.margins(y=0.12)
    axes.set_title("loss; dots: plateaus, dashed: losses of orbits")
    end = float(trace.time[-1])
    names = [f"{name(shorten(label))}  {number(loss)}" for label, loss in known.items()]
    lines = [((0.0, loss), (end, loss)) for loss in known.values()]
    name_points(axes, [(end, loss) for loss in known.values()], names, free=lines)


def _modes(axes: Axes, trace: EscapeTrace, levels: Sequence[str]) -> None:
    for layer in range(trace.singular_values.shape[1]):
        for mode in range(trace.singular_values.shape[2]):
            axes.plot(trace.time, trace.singular_values[:, layer, mode], color=SERIES[mode % len(SERIES)], lw=1.0, alpha=0.75)
    sizes = {float(mode.x(96).sqrt()) for label in levels for mode in trace.landscape.orbit(label).modes}
    for size in sizes:
        axes.axhline(size, linestyle=DASHED, lw=0.8, color=PREDICTED)
    axes.set_title("singular values of √λ_l·W_l; dashed: σ of orbits")


def _slope(axes: Axes, trace: EscapeTrace) -> None:
    axes.semilogy(trace.time, trace.slope, color=INK)
    axes.set_title("‖∇F‖")


def _rate(axes: Axes, trace: EscapeTrace) -> None:
    assert trace.displacement is not None and trace.rate is not None
    first = float(trace.displacement[0]) or float(trace.displacement[1])
    axes.semilogy(trace.time, trace.displacement.clamp_min(1e-16), color=SERIES[0], label="‖W − saddle‖")
    bound = float(trace.displacement.max())
    line = first * (trace.rate * trace.time).exp()
    kept = line <= bound
    axes.semilogy(trace.time[kept], line[kept], linestyle=DASHED, color=PREDICTED, label=f"predicted rate {trace.rate:.6g}")
    axes.set_title("displacement")
    axes.legend()
