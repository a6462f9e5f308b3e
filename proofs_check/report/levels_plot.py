"""Levels of local minimizers as a disconnectivity graph: which levels are joined below which height."""

from __future__ import annotations

from dataclasses import dataclass
from math import pi
from typing import TYPE_CHECKING

from proofs_check.figures.names import DIRECTIONS, DISTANCES, name_points
from proofs_check.figures.style import COLUMN, INK, PAGE, SERIES, class_handles, mark, name, number, panels, styled
from theory.dmf.landscape.barriers import Barrier, Barriers
from theory.dmf.output.frames import shorten

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from theory.dmf import Landscape

FEW, NAMED = 6, 12
"""Levels up to which a column is wide enough, and up to which they and the saddles between them are named."""
FAR = (*DISTANCES, *map(float, range(60, 110, 8)))
RISING = tuple(k * pi / 12 for k in (6, 4, 8, 2, 5, 7, 3, 0, 18, 20, 16, 22))
"""Where the name of one of many stands: above, where stairs that fall leave room, or below."""


@dataclass(frozen=True)
class Branch:
    """Levels that are joined below ``height``: where the stem stands and where it begins; a level by itself begins at its
    loss."""

    first: int
    last: int
    x: float
    height: float


@dataclass(frozen=True)
class Join:
    """Two branches that meet at the height of a barrier."""

    barrier: Barrier
    left: Branch
    right: Branch
    joined: Branch


def joins(barriers: Barriers) -> list[Join]:
    """The tree of the levels, from the lowest barrier to the highest: levels between two heights are joined by the highest of
    the barriers between neighbours, so each barrier joins the two branches beside it.

    >>> from theory.dmf import Landscape
    >>> found = joins(Barriers(Landscape((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1)))
    >>> [(join.left.first, join.right.last, round(join.joined.height, 4)) for join in found]
    [(1, 2, 10.7704), (0, 2, 13.9525)]
    """
    branches = [Branch(level.level, level.level, float(level.level), level.loss) for level in barriers.levels]
    found = []
    for barrier in sorted(barriers.barriers, key=lambda b: b.height):
        left = next(branch for branch in branches if branch.last == barrier.source)
        right = next(branch for branch in branches if branch.first == barrier.target)
        joined = Branch(left.first, right.last, (left.x + right.x) / 2, barrier.height)
        at = branches.index(left)
        branches[at : at + 2] = [joined]
        found.append(Join(barrier, left, right, joined))
    return found


def plot_levels(landscape: Landscape) -> Figure:
    """Losses of the levels of local minimizers, joined at the exact heights of the barriers between them; below, the barriers
    as seen from the lower rank (up) and from the higher one (down). Raises ValueError where the input leaves levels
    undecided."""
    return plot_barriers(Barriers(landscape))


@styled
def plot_barriers(barriers: Barriers) -> Figure:
    """The picture of `plot_levels`, from barriers that are known already."""
    several = bool(barriers.barriers)
    wide = PAGE if len(barriers.levels) > FEW else COLUMN
    ratios = {"sharex": True, "height_ratios": [2.2, 1]} if several else {}
    tall = 2.2 if not several else 3.6 if wide == COLUMN else 4.6
    figure, (tree, *below) = panels(wide, tall, 1 + several, 1, **ratios)
    _tree(tree, barriers)
    if below:
        _sizes(below[0], barriers)
    last = (below or [tree])[0]
    ranks = [level.level for level in barriers.levels]
    last.set_xticks(ranks if len(ranks) <= 2 * NAMED else ranks[:: -(-len(ranks) // NAMED)])
    last.set_xlabel("level: number of modes at '+', the largest first")
    last.set_xlim(min(ranks) - 0.5, max(ranks) + 0.5)
    kinds = [level.kind for level in barriers.levels] + ["strict saddle"] * several
    figure.legend(handles=class_handles(kinds), loc="outside upper left", ncols=3, columnspacing=1.0)
    if len(ranks) <= NAMED:
        _names(tree, barriers)
    return figure


def _tree(axes: Axes, barriers: Barriers) -> None:
    found = joins(barriers)
    losses = [level.loss for level in barriers.levels]
    size = 6.0 if len(losses) <= NAMED else 4.0
    top = found[-1].joined if found else Branch(0, 0, float(barriers.levels[0].level), losses[0])
    for join in found:
        for branch in (join.left, join.right):
            axes.plot([branch.x, branch.x], [branch.height, join.joined.height], color=INK, lw=0.9, gid="stem")
        axes.plot([join.left.x, join.right.x], [join.joined.height] * 2, color=INK, lw=0.9, gid="join")
        axes.plot(join.joined.x, join.joined.height, gid="saddle", **mark("strict saddle", size - 1))
    stub = 0.06 * (top.height - min(losses)) or 1.0
    axes.plot([top.x, top.x], [top.height, top.height + stub], color=INK, lw=0.9)
    for level in barriers.levels:
        axes.plot(level.level, level.loss, gid="level", **mark(level.kind, size))
    axes.margins(y=0.12)
    axes.set_ylabel("loss F")


def _sizes(axes: Axes, barriers: Barriers) -> None:
    at = [barrier.source + 0.5 for barrier in barriers.barriers]
    for told, marker, colour, sizes in (
        ("up, from the lower rank", "^", SERIES[7], [b.up for b in barriers.barriers]),
        ("down, from the higher", "v", SERIES[0], [b.down for b in barriers.barriers]),
    ):
        axes.semilogy(at, sizes, linestyle="none", marker=marker, color=colour, label=told, markersize=4)
    axes.set_ylabel("barrier")
    axes.margins(y=0.2)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, 1.3), ncols=2, columnspacing=1.0)


def _names(axes: Axes, barriers: Barriers) -> None:
    places: Sequence[tuple[float, float]] = [(float(level.level), level.loss) for level in barriers.levels]
    texts = [f"{name(shorten(level.orbit))}  {number(level.loss)}" for level in barriers.levels]
    found = joins(barriers)
    saddles = [(join.joined.x, join.joined.height) for join in found]
    heights = [f"{name(shorten(join.barrier.saddle))}  {number(join.barrier.height)}" for join in found]
    sides = [(branch, join) for join in found for branch in (join.left, join.right)]
    stems = [((branch.x, branch.height), (branch.x, join.joined.height)) for branch, join in sides]
    bars = [((join.left.x, join.joined.height), (join.right.x, join.joined.height)) for join in found]
    named = [*zip([*places, *saddles], [*texts, *heights], strict=True)]
    if len(places) > FEW:  # from the right, where points are close to each other
        named.sort(key=lambda item: -item[0][0])
    points, told = zip(*named, strict=True)
    ways = DIRECTIONS if len(places) <= FEW else RISING
    name_points(axes, points, told, free=[*stems, *bars], distances=FAR, directions=ways)
