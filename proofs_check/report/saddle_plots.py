"""Pictures of a landscape and of runs in it: the saddle graph, barriers between levels, escapes, fates of modes.

Every function returns a matplotlib figure and draws nothing by itself; ``save`` writes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from theory.storage.files import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from proofs_check.bridge.escape import EscapeTrace
    from proofs_check.bridge.saddle_graph import SaddleGraph
    from theory.dmf.landscape.barriers import Barriers

COLOURS = {"global minimizer": "#1b7837", "local minimizer": "#7fbf7b", "strict saddle": "#e08214"}
INK, PREDICTED = "#333333", "#b2182b"


def save(figure: Figure, path: Path | str) -> None:
    """Write the figure; the suffix chooses the format (.png, .svg, .pdf)."""
    with replacing(Path(path), "chart") as draft:
        figure.savefig(draft, dpi=130)


def plot_saddle_graph(graph: SaddleGraph, by_order: bool = False) -> Figure:
    """Orbits at the height of their loss, columns by rank; blue edges are derived, grey ones only observed, dashed ones
    derived and not met by any flow. ``by_order``: heights are places in the order of losses, for crowded graphs."""
    figure, axes = _one(8.5, 7.0)
    drawn = graph.graph
    order = sorted(drawn.nodes, key=lambda label: drawn.nodes[label]["loss"])
    ranks = {orbit.label: orbit.rank for orbit in graph.landscape.orbits()}
    heights = {label: float(k) if by_order else drawn.nodes[label]["loss"] for k, label in enumerate(order)}
    places = _places(order, ranks, heights)
    for source, target, data in drawn.edges(data=True):
        style = "-" if data["observed"] else (0, (4, 3))
        _arrow(axes, places[source], places[target], "#2166ac" if data["derived"] else "#888888", style)
    for label in order:
        node, (x, y) = drawn.nodes[label], places[label]
        axes.text(
            x, y, f"{label}\n{node['loss']:.5g}, index {node['index']}", ha="center", va="center", fontsize=7, zorder=3,
            bbox={"boxstyle": "round,pad=0.25", "fc": COLOURS.get(node["kind"], "#dddddd"), "ec": INK, "alpha": 0.95},
        )  # fmt: skip
    _frame(axes, places)
    axes.set_ylabel("place in the order of losses" if by_order else "loss")
    widths = ", ".join(map(str, graph.landscape.widths))
    axes.set_title(f"widths {widths}: blue derived, grey only observed, dashed derived but not met", fontsize=9)
    return figure


def plot_barriers(barriers: Barriers) -> Figure:
    """Levels of local minimizers and the exact barriers between neighbours: the path of merging levels."""
    figure, axes = _one(7.0, 4.5)
    losses = [level.loss for level in barriers.levels]
    for level in barriers.levels:
        axes.plot([level.level - 0.25, level.level + 0.25], [level.loss] * 2, lw=4, color=COLOURS[level.kind])
        axes.annotate(f"{level.orbit}\n{level.loss:.6g}", (level.level, level.loss), (0, -8), textcoords="offset points",
                      ha="center", va="top", fontsize=8)  # fmt: skip
    for b in barriers.barriers:
        top = (b.source + 0.5, b.height)
        axes.plot([b.source + 0.25, top[0], b.target - 0.25], [losses[b.source], b.height, losses[b.target]], color=INK, lw=1)
        axes.plot(*top, "o", color=COLOURS["strict saddle"], ms=6)
        axes.annotate(f"{b.saddle}\nup {b.up:.4g}\ndown {b.down:.4g}", top, (0, 7), textcoords="offset points", ha="center",
                      fontsize=8)  # fmt: skip
    axes.margins(x=0.12, y=0.28)
    axes.set_xticks(range(len(losses)))
    axes.set_xlabel("level (number of modes at '+')")
    axes.set_ylabel("loss")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def plot_escape(trace: EscapeTrace, levels: Sequence[str] = (), distances: Sequence[str] = ()) -> Figure:
    """Four panels over time: loss with the predicted losses of ``levels``; singular values of every layer with the
    predicted σ; ‖∇F‖, or the displacement with the predicted rate; distances to the orbits ``distances``."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 7), layout="constrained")
    (loss, modes), (speed, far) = figure.subplots(2, 2)
    _losses(loss, trace, levels)
    _modes(modes, trace, levels)
    if trace.displacement is None:
        _slope(speed, trace)
    else:
        _rate(speed, trace)
    for k, (label, values) in enumerate(trace.distances(distances).items()):
        far.semilogy(trace.time, values.clamp_min(1e-12), label=label, color=f"C{k}")
    far.set_title("distance to orbits", fontsize=9)
    if distances:
        far.legend(frameon=False, fontsize=8)
    for axes in (loss, modes, speed, far):
        axes.set_xlabel("time" if trace.method == "flow" else "step length × steps", fontsize=8)
        axes.tick_params(labelsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(str(trace), fontsize=10)
    return figure


def plot_fates(fates: Sequence[tuple[float, str]], position: int) -> Figure:
    """Where a mode ends against where it starts, in units of its lower root: the change must be at 1."""
    figure, axes = _one(6.0, 3.0)
    ends = sorted({end for _, end in fates}, key=lambda end: (end != "O", end))
    for scale, end in fates:
        colour = COLOURS["global minimizer"] if end != "O" else COLOURS["strict saddle"]
        axes.plot(scale, ends.index(end), "o", color=colour)
    axes.axvline(1, ls="--", lw=1, color=PREDICTED, label="predicted: the lower root")
    axes.set_yticks(range(len(ends)), ends)
    axes.margins(y=0.4)
    axes.set_xlabel(f"start of mode {position} / lower root")
    axes.set_ylabel("end")
    axes.legend(frameon=False, fontsize=8, loc="center left")
    axes.spines[["top", "right"]].set_visible(False)
    return figure


def _one(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _places(order: list[str], rank: dict[str, int], heights: dict[str, float]) -> dict[str, tuple[float, float]]:
    """x by rank, neighbours of one rank set apart; y the height."""
    members: dict[int, list[str]] = defaultdict(list)
    for label in order:
        members[rank[label]].append(label)
    return {
        label: (rank[label] + 0.27 * ((-1) ** k if len(row) > 1 else 0), heights[label])
        for row in members.values()
        for k, label in enumerate(row)
    }


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], colour: str, style: Any) -> None:
    axes.annotate(
        "", end, start, zorder=1,
        arrowprops={"arrowstyle": "-|>", "color": colour, "linestyle": style, "lw": 1.1, "shrinkA": 22, "shrinkB": 24,
                    "connectionstyle": "arc3,rad=0.12"},
    )  # fmt: skip


def _frame(axes: Axes, places: dict[str, tuple[float, float]]) -> None:
    xs, ys = zip(*places.values(), strict=True)
    margin = 0.06 * (max(ys) - min(ys) or 1.0)
    axes.set_xlim(min(xs) - 0.5, max(xs) + 0.5)
    axes.set_ylim(min(ys) - margin, max(ys) + margin)
    axes.set_xticks(sorted({round(x) for x in xs}))
    axes.set_xlabel("rank")
    axes.spines[["top", "right"]].set_visible(False)


def _losses(axes: Axes, trace: EscapeTrace, levels: Sequence[str]) -> None:
    from proofs_check.bridge.orbit_points import find_orbit

    axes.plot(trace.time, trace.loss, color="#2166ac")
    known = {label: find_orbit(trace.landscape, label).loss for label in levels}
    span, previous = float(trace.loss.max() - trace.loss.min()), float("inf")
    for label in sorted(known, key=known.__getitem__, reverse=True):
        below = previous - known[label] < 0.07 * span
        previous = known[label]
        axes.axhline(known[label], ls="--", lw=0.9, color=PREDICTED)
        axes.annotate(f"{label}  {known[label]:.5g}", (1.0, known[label]), (-3, -2 if below else 2),
                      xycoords=("axes fraction", "data"), textcoords="offset points", ha="right",
                      va="top" if below else "bottom", fontsize=8, color=PREDICTED)  # fmt: skip
    axes.margins(y=0.1)
    axes.set_title("loss, predicted levels dashed", fontsize=9)


def _modes(axes: Axes, trace: EscapeTrace, levels: Sequence[str]) -> None:
    from proofs_check.bridge.orbit_points import find_orbit

    for layer in range(trace.singular_values.shape[1]):
        for mode in range(trace.singular_values.shape[2]):
            axes.plot(trace.time, trace.singular_values[:, layer, mode], color=f"C{mode}", lw=1.2, alpha=0.7)
    sizes = {float(mode.x(96).sqrt()) for label in levels for mode in find_orbit(trace.landscape, label).modes}
    for size in sizes:
        axes.axhline(size, ls="--", lw=0.7, color=PREDICTED)
    axes.set_title("singular values of √λ_l·W_l, every layer; predicted σ dashed", fontsize=9)


def _slope(axes: Axes, trace: EscapeTrace) -> None:
    axes.semilogy(trace.time, trace.slope, color=INK)
    axes.set_title("‖∇F‖", fontsize=9)


def _rate(axes: Axes, trace: EscapeTrace) -> None:
    assert trace.displacement is not None and trace.rate is not None
    first = float(trace.displacement[0]) or float(trace.displacement[1])
    axes.semilogy(trace.time, trace.displacement.clamp_min(1e-16), color=INK, label="‖W − saddle‖")
    bound = float(trace.displacement.max())
    line = first * (trace.rate * trace.time).exp()
    kept = line <= bound
    axes.semilogy(trace.time[kept], line[kept], "--", color=PREDICTED, label=f"predicted rate {trace.rate:.6g}")
    axes.set_title("displacement", fontsize=9)
    axes.legend(frameon=False, fontsize=8)
