"""Graphs of critical orbits: loss as height, a column for each rank, an arrow where gradient flow leads from one to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import TYPE_CHECKING, Any

from proofs_check.figures.names import text_width
from proofs_check.figures.style import (
    DASHED,
    INK,
    PAGE,
    SERIES,
    SMALL,
    SOFT,
    class_handles,
    mark,
    name,
    number,
    panels,
    styled,
)
from theory.dmf.landscape.escapes import flows
from theory.dmf.output.frames import short_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from proofs_check.bridge.saddle_graph import SaddleGraph
    from theory.dmf import Landscape
    from theory.dmf.landscape.orbits import Orbit

SHOWN = 24
"""Orbits in a graph where nothing else is asked for."""
_ROW, _MARK = 11.0, 16.0
"""In points: height of a line, and a mark with the space around it."""
_GROUNDS = ("white", "#f3f4f6")
"""Of columns, in turn."""
_LINES = {"radial": (SOFT, "-"), "rotation": (SERIES[2], (0, (6, 2, 1, 2))), "growth": (SERIES[3], (0, (1, 1.4)))}
_SEEN = {"derived and met": (SERIES[0], "-"), "derived": (SERIES[0], DASHED), "met only": (INK, (0, (1, 1.4)))}

Style = tuple[str, Any]
Edge = tuple[int, int, str]
"""Source and target by place, and the name of its style."""


@styled
def plot_graph(landscape: Landscape, limit: int = SHOWN) -> Figure:
    """The ``limit`` orbits of lowest loss and the flows between them that are derived, by rule
    (`theory.dmf.landscape.escapes`).

    Heights are losses, or their order where orbits are too close to be told apart. Raises ValueError for a ``limit`` below 1.

    >>> from theory.dmf import Landscape
    >>> figure = plot_graph(Landscape((1, 1, 1, 1), spectrum=("17/8",), ridge=1))
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_text()]
    ['1+ (0)', 'O (0)', '1− (1)']
    """
    if limit < 1:
        raise ValueError(f"limit must be at least 1 for a picture, got {limit}")
    orbits = list(landscape.orbits(limit))
    return _draw(orbits, list(flows(orbits)), _LINES, _title(landscape, len(orbits)))


@styled
def plot_saddle_graph(graph: SaddleGraph) -> Figure:
    """All orbits with the flows that were integrated from the saddles beside those that are derived: full lines are both,
    dashed ones derived and not met, dotted ones met only."""
    orbits = list(graph.landscape.orbits())
    place = {orbit.label: k for k, orbit in enumerate(orbits)}
    edges = []
    for source, target, data in graph.graph.edges(data=True):
        told = "met only" if not data["derived"] else "derived and met" if data["observed"] else "derived"
        edges.append((place[source], place[target], told))
    return _draw(orbits, edges, _SEEN, _title(graph.landscape, len(orbits)))


def _title(landscape: Landscape, shown: int) -> str:
    count = landscape.orbit_count
    most = count if isinstance(count, int) else count[1]
    several = f"{most:,}" if isinstance(count, int) else f"{count[0]:,} to {most:,}"
    which = (
        f"the {shown:,} lowest of {several} critical orbits" if most > shown else f"{several} critical orbit{'s' * (most != 1)}"
    )
    sizes = list(map(str, landscape.widths))
    widths = ", ".join(sizes if len(sizes) < 9 else [*sizes[:3], "…", sizes[-1]])
    return f"{which}, widths {widths}"


@dataclass(frozen=True)
class _Layout:
    """Where the orbits are, in points of type from the left and in loss (or order), on which side their names, and how large
    the figure must be."""

    across: list[float]
    to_left: bool
    heights: list[float]
    by_order: bool
    columns: dict[int, tuple[float, float]]
    size: tuple[float, float]


def _draw(orbits: Sequence[Orbit], edges: Sequence[Edge], styles: dict[str, Style], title: str) -> Figure:
    from matplotlib.lines import Line2D

    texts = [f"{name(short_label(orbit))} ({'?' if orbit.index is None else orbit.index})" for orbit in orbits]
    layout = _layout(orbits, texts)
    figure, (axes,) = panels(*layout.size)
    axes.set_xlim(-_MARK / 2, max(end for _, end in layout.columns.values()) + _MARK / 2)
    low, high = min(layout.heights), max(layout.heights)
    spare = 0.06 * (high - low) or 0.5
    axes.set_ylim(low - spare, high + spare)
    places = list(zip(layout.across, layout.heights, strict=True))
    for source, target, rule in edges:
        _arrow(axes, places[source], places[target], styles[rule], max(0.3, 0.8 * min(1.0, 40 / len(edges))))
    grounds = dict(zip(layout.columns, cycle(_GROUNDS)))
    for orbit, text, (x, y) in zip(orbits, texts, places, strict=True):
        axes.plot(x, y, **mark(orbit.kind, 6.5, zorder=3))
        axes.annotate(text, (x, y), (-6 if layout.to_left else 6, 0), textcoords="offset points", va="center",
                      ha="right" if layout.to_left else "left", fontsize=SMALL, zorder=4, color=INK,
                      bbox={"facecolor": grounds[orbit.rank], "linewidth": 0, "pad": 0.5})  # fmt: skip
    for rank, (start, end) in layout.columns.items():
        axes.axvspan(start - _MARK / 2, end + _MARK / 2, color=grounds[rank], zorder=0, linewidth=0)
    axes.set_xticks([(start + end) / 2 for start, end in layout.columns.values()], list(map(str, layout.columns)))
    axes.set_xlabel("rank: how many modes are active")
    _height_axis(axes, orbits, layout)
    axes.set_title(title)
    told = {rule for *_, rule in edges}
    lines = [Line2D([], [], color=styles[key][0], linestyle=styles[key][1], label=key) for key in styles if key in told]
    handles = [*class_handles(orbit.kind for orbit in orbits), *lines]
    figure.legend(handles=handles, loc="outside lower left", ncols=min(len(handles), 5), alignment="left", title_fontsize=SMALL,
                  title="mark, name (index); arrows: flow")  # fmt: skip
    return figure


def _layout(orbits: Sequence[Orbit], texts: Sequence[str]) -> _Layout:
    """Heights to scale where that fits the page, else in order; a figure wider than a page where even that does not."""
    losses = [orbit.loss for orbit in orbits]
    order = {loss: float(k) for k, loss in enumerate(sorted(set(losses)))}
    tall = min(max(3.2, len(order) * _ROW / 72 + 1.3), 9.0)
    room = 72 * (tall - 1.3)
    to_left, made = orbits[0].landscape.layers > 2, None  # flows come from above and, but for growth, from higher ranks
    for by_order in (False, True):
        heights = [order[loss] for loss in losses] if by_order else losses
        span = max(heights) - min(heights) or 1.0
        across, columns = _columns(orbits, texts, to_left, [(h - min(heights)) / span * room * 0.88 for h in heights])
        wide = (max(end for _, end in columns.values()) + 60) / 72
        made = _Layout(across, to_left, heights, by_order, columns, (max(PAGE, wide), tall))
        if wide <= PAGE:
            break
    assert made is not None
    return made


def _columns(
    orbits: Sequence[Orbit], texts: Sequence[str], to_left: bool, heights: Sequence[float]
) -> tuple[list[float], dict[int, tuple[float, float]]]:
    """A column for each rank, in it as many lanes as keep two orbits of one lane a line apart; heights in points."""
    lanes: dict[int, list[list[int]]] = defaultdict(list)
    for k in sorted(range(len(orbits)), key=lambda k: heights[k]):
        here = lanes[orbits[k].rank]
        free = next((lane for lane in here if heights[k] - heights[lane[-1]] >= _ROW), None)
        if free is None:
            here.append([k])
        else:
            free.append(k)
    across, columns, left = [0.0] * len(orbits), {}, 0.0
    for rank in sorted(lanes):
        start = left
        for lane in lanes[rank]:
            wide = _MARK + max(text_width(texts[k]) for k in lane)
            for k in lane:
                across[k] = left + (wide - _MARK / 2 if to_left else _MARK / 2)
            left += wide
        columns[rank] = (start, left)
        left += _MARK
    return across, columns


def _height_axis(axes: Axes, orbits: Sequence[Orbit], layout: _Layout) -> None:
    if not layout.by_order:
        axes.set_ylabel("loss F")
        return
    losses = dict(sorted(zip(layout.heights, (orbit.loss for orbit in orbits), strict=True)))
    every = -(-len(losses) * _ROW // (72 * (layout.size[1] - 1.3)))
    shown = list(losses)[:: int(every)]
    axes.set_yticks(shown, [number(losses[h], 7) for h in shown])
    axes.set_ylabel("loss F, one step each (not to scale)")


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float], style: Style, width: float) -> None:
    colour, pattern = style
    axes.annotate(
        "", end, start, zorder=1,
        arrowprops={"arrowstyle": "-|>,head_width=0.16,head_length=0.32", "color": colour, "linestyle": pattern,
                    "linewidth": width, "shrinkA": 5, "shrinkB": 5, "connectionstyle": "arc3,rad=0.1", "alpha": 0.75},
    )  # fmt: skip
