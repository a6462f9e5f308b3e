"""What tests read off a figure: its letters and where they stand."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

Box = tuple[str, float, float, float, float]


def letters(figure: Figure) -> list[Box]:
    """Every text that is seen, with its left, bottom, right and top in pixels."""
    return [_box(figure, text) for text in _texts(figure)]


def _texts(figure: Figure) -> list[Text]:
    figure.draw_without_rendering()
    found = figure.findobj(Text)
    return [text for text in found if text.get_text().strip() and text.get_visible() and _seen(figure, text)]


def _box(figure: Figure, text: Text) -> Box:
    return (text.get_text(), *Text.get_window_extent(text, FigureCanvasAgg(figure).get_renderer()).extents)


def _seen(figure: Figure, text: Any) -> bool:
    """Letters of an axis that is switched off, and of ticks beyond its limits, are not drawn."""
    for axes in figure.axes:
        if not axes.axison and text in axes.findobj(Text) and text not in axes.texts:
            return False
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in [*axis.get_major_ticks(), *axis.get_minor_ticks()]:
                if text in (tick.label1, tick.label2):
                    slack = 1e-9 * (high - low)
                    return low - slack <= tick.get_loc() <= high + slack
    return True


def overlaps(boxes: list[Box], slack: float = 0.5) -> list[tuple[str, str]]:
    """Pairs of texts that lie on each other."""
    return [
        (a[0], b[0]) for a, b in combinations(boxes, 2)
        if min(a[3], b[3]) - max(a[1], b[1]) > slack and min(a[4], b[4]) - max(a[2], b[2]) > slack
    ]  # fmt: skip


def outside(figure: Figure, boxes: list[Box], slack: float = 1.0) -> list[str]:
    """Texts that the figure cuts off."""
    wide, high = figure.get_size_inches() * figure.dpi
    return [t for t, x0, y0, x1, y1 in boxes if x0 < -slack or y0 < -slack or x1 > wide + slack or y1 > high + slack]


def on_other_axes(figure: Figure) -> list[str]:
    """Texts that lie on a frame that is not their own, or on what is drawn around it, such as the tip of a colour bar."""
    found = []
    for axes in figure.axes:
        parts = [("", *part.get_window_extent().extents) for part in (axes, *axes.patches)]
        others = [_box(figure, text) for text in _texts(figure) if text not in axes.findobj(Text)]
        found += [box[0] for box in others if any(overlaps([box, part]) for part in parts)]
    return found


def with_gid(figure: Figure, gid: str) -> list[tuple[list[float], list[float]]]:
    """x and y of every line that has this name, in the order in which they were drawn."""
    lines = [line for axes in figure.axes for line in axes.lines if line.get_gid() == gid]
    return [([float(x) for x in line.get_xdata()], [float(y) for y in line.get_ydata()]) for line in lines]
