"""The classification of critical points as a chart of questions, with the number of this landscape's orbits at each outcome.

The questions are data (`theory.dmf.landscape.decision`): 'no' leads down, 'yes' to the right.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofs_check.figures.style import INK, PAGE, SMALL, SOFT, number, panels, shade, styled
from theory.dmf.landscape.decision import FIRST, OrbitFacts, Question

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from theory.dmf import Landscape

COUNTED = 5000
"""Orbits up to which they are led through the chart."""
_BOX, _OUTCOME, _COLUMN, _ROW, _TALL = 2.15, 1.5, 2.5, 0.64, 0.44
"""Inches: widths of a question and of an outcome, from column to column and from row to row, height of a box."""

Path = tuple[bool, ...]
"""The answers that lead to a place in the chart."""


@dataclass(frozen=True)
class _Placed:
    """A question, or the name of a class, with its column and row."""

    node: Question | str
    path: Path
    column: int
    row: int

    @property
    def width(self) -> float:
        return _OUTCOME if isinstance(self.node, str) else _BOX

    @property
    def left(self) -> float:
        return 0.05 + self.column * _COLUMN

    @property
    def middle(self) -> float:
        return -(self.row + 0.5) * _ROW


@styled
def plot_classes(landscape: Landscape) -> Figure:
    """The chart, thresholds of this landscape in the title; of at most `COUNTED` orbits, with nothing undecided, how many end
    where.

    >>> from theory.dmf import Landscape
    >>> figure = plot_classes(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1))
    >>> sum("orbit" in text.get_text() for text in figure.axes[0].texts)            # 7 outcomes
    7
    """
    placed: list[_Placed] = []
    rows = _place(FIRST, (), 0, 0, placed)
    found = {here.path: here for here in placed}
    counts = outcomes(landscape)
    figure, (axes,) = panels(PAGE, rows * _ROW + 0.4)
    axes.set_axis_off()
    axes.set_xlim(0, max(here.left + here.width for here in placed) + 0.05)
    axes.set_ylim(-rows * _ROW, 0)
    for here in placed:
        if here.path:
            _arrow(axes, found[here.path[:-1]], here, here.path[-1])
        told = None if counts is None else f"{counts[here.path]:,} orbit{'s' * (counts[here.path] != 1)}"
        _box(axes, here, told)
    at = landscape.thresholds
    axes.set_title(
        f"y* = {number(float(at['existence']))}, y_g = {number(float(at['global']))}; λ is the product of the ridge weights"
    )
    return figure


def outcomes(landscape: Landscape) -> Counter[Path] | None:
    """How many orbits each sequence of answers leads to; None where there are too many, or comparisons are undecided.

    >>> from theory.dmf import Landscape
    >>> outcomes(Landscape((1, 1, 1, 1), spectrum=("17/8",), ridge=1))[(True,)]                # 1-, at a lower root
    1
    """
    count = landscape.orbit_count
    if not isinstance(count, int) or count > COUNTED or landscape.undecided:
        return None
    return Counter(_answers(OrbitFacts.of(orbit)) for orbit in landscape.orbits())


def _answers(facts: OrbitFacts) -> Path:
    node: Question | str = FIRST
    path: Path = ()
    while not isinstance(node, str):
        path = (*path, node.holds(facts))
        node = node.yes if path[-1] else node.no
    return path


def _place(node: Question | str, path: Path, column: int, row: int, placed: list[_Placed]) -> int:
    """Place a subtree with its root at (column, row); returns the number of rows it takes."""
    placed.append(_Placed(node, path, column, row))
    if isinstance(node, str):
        return 1
    taken = _place(node.yes, (*path, True), column + 1, row, placed)
    return taken + _place(node.no, (*path, False), column, row + taken, placed)


def _box(axes: Axes, here: _Placed, told: str | None) -> None:
    from matplotlib.patches import FancyBboxPatch

    outcome = isinstance(here.node, str)
    text = here.node if isinstance(here.node, str) else here.node.text
    colour = shade(text).light if outcome else SOFT
    corners = f"round,pad=0,rounding_size={_TALL / 2 if outcome else 0.05}"
    axes.add_patch(FancyBboxPatch((here.left, here.middle - _TALL / 2), here.width, _TALL, boxstyle=corners, facecolor="white",
                                  edgecolor=colour, linewidth=1.6 if outcome else 0.7))  # fmt: skip
    shown = "\n".join([*textwrap.wrap(text, 38), *([told] if outcome and told else [])])
    axes.text(here.left + here.width / 2, here.middle, shown, ha="center", va="center", fontsize=SMALL, color=INK)


def _arrow(axes: Axes, start: _Placed, end: _Placed, yes: bool) -> None:
    if yes:
        tail, tip = (start.left + start.width, start.middle), (end.left, end.middle)
        place, level = (tail[0] + 0.08, tail[1] + 0.03), "bottom"
    else:
        x = start.left + _OUTCOME / 2
        tail, tip = (x, start.middle - _TALL / 2), (x, end.middle + _TALL / 2)
        place, level = (x + 0.05, tail[1] - 0.03), "top"
    axes.annotate("", tip, tail, arrowprops={"arrowstyle": "-|>", "color": SOFT, "lw": 0.8, "shrinkA": 0, "shrinkB": 0})
    axes.text(*place, "yes" if yes else "no", fontsize=SMALL, color=SOFT, va=level)
