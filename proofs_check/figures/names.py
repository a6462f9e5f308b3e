"""Names beside points so that none lies on another name, on a point, or on a line that is to be kept free."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin
from typing import TYPE_CHECKING, Any

from proofs_check.figures.style import FONT, INK, SMALL, SOFT, TEXT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Annotation

DISTANCES = (6.0, 9.0, 14.0, 20.0, 28.0, 38.0, 50.0)
"""Between a point and its name, in points of type."""
DIRECTIONS = tuple(k * pi / 6 for k in (0, 6, 3, 9, 1, 5, 7, 11, 2, 4, 8, 10))
"""Right, left, above, below, then those in between."""
ABOVE = (pi / 2,)
NEAR = DISTANCES[:2]
_LED, _GAP = 12.0, 1.5

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""left, bottom, right, top, in pixels."""


def name_points(
    axes: Axes,
    points: Sequence[Point],
    names: Sequence[str],
    size: float = SMALL,
    *,
    mark: float = 4.0,
    free: Sequence[tuple[Point, Point]] = (),
    distances: Sequence[float] = DISTANCES,
    directions: Sequence[float] = DIRECTIONS,
) -> list[Annotation]:
    """Write each name near its point inside the axes, the first ones first; one for which there is no room is left out.

    A name that is not close has a line to its point, which passes below other names where it cannot pass beside them.
    Positions are found for the size that the figure has: everything else is to be drawn before. ``mark``: half the size of a
    point, on which no name may lie either; ``free``: upright and level lines, by their ends, on which no name may lie;
    ``distances``, ``directions``: the places that are tried, in this order.

    >>> from proofs_check.figures.style import panels
    >>> figure, (axes,) = panels(3, 2)
    >>> [text.get_text() for text in name_points(axes, [(0, 0), (0, 0), (1, 1)], ["one", "two", "three"])]
    ['one', 'two', 'three']
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    scale = figure.dpi / 72
    frame = axes.get_window_extent()
    places = [axes.transData.transform(point) for point in points]
    half, gap = mark * scale, _GAP * scale
    taken: list[Box] = [(x - half, y - half, x + half, y + half) for x, y in places]
    for line in free:
        (x0, y0), (x1, y1) = axes.transData.transform(line)
        taken.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    written: list[Annotation] = []
    named: list[Box] = []
    lines: list[tuple[Point, Point]] = []
    for point, (x, y), text in zip(points, places, names, strict=True):
        width, height = _extent(axes, text, size)
        best = None
        for dx, dy in ((r * cos(a), r * sin(a)) for r in distances for a in directions):
            end = (x + dx * scale, y + dy * scale)
            box = _box(*end, width, height, dx, dy)
            led = [((x, y), end)] if _is_led(dx, dy) else []
            inside = frame.x0 <= box[0] and box[2] <= frame.x1 and frame.y0 <= box[1] and box[3] <= frame.y1
            if not inside or any(_meet(box, other, gap) for other in taken) or any(_cross(line, box) for line in lines):
                continue
            cut = sum(_cross(line, other) for line in led for other in named)
            if best is None or cut < best[0]:
                best = (cut, box, led, (dx, dy))
            if not cut:
                break
        if best is not None:
            _, box, led, offset = best
            taken.append(box)
            named.append(box)
            lines += led
            written.append(_write(axes, text, point, offset, size, zorder=5 - 1e-3 * len(written)))
    return written


def text_width(text: str, size: float = SMALL) -> float:
    """The width of a name in points of type.

    >>> round(text_width("1+…3+", 7.0))
    28
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    width, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(family=FONT, size=size), False)
    return float(width)


def heading(figure: Figure, text: str) -> None:
    """A title above everything else, from the left edge, in as many lines as the width of the figure needs.

    >>> from proofs_check.figures.style import COLUMN, panels
    >>> figure, _ = panels(COLUMN, 2)
    >>> heading(figure, "plane through 1+2-3+4-5+6-7+8-9+10-11+12-, loss 33.3066")
    >>> figure.get_suptitle().count("\\n")
    1
    """
    most = 72 * 0.98 * figure.get_figwidth()
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        lines[max(len(lines) - 1, 0) :] = [longer] if not lines or text_width(longer, TEXT) <= most else [lines[-1], word]
    figure.suptitle("\n".join(lines), ha="left", x=0.01)


def halo() -> list[Any]:
    """White around letters, so that a line below them does not cut them."""
    from matplotlib.patheffects import withStroke

    return [withStroke(linewidth=1.8, foreground="white")]


def _extent(axes: Axes, text: str, size: float) -> tuple[float, float]:
    trial = axes.text(0, 0, text, fontsize=size)
    box = trial.get_window_extent()
    trial.remove()
    return box.width, box.height


def _aligned(step: float) -> float:
    """0, ½ or 1: how much of the name lies before the place, for a step to the right (up), none, to the left (down)."""
    return 0.5 if abs(step) < 1.0 else 0.0 if step > 0 else 1.0


def _box(x: float, y: float, width: float, height: float, dx: float, dy: float) -> Box:
    left, bottom = x - _aligned(dx) * width, y - (_aligned(dy) if abs(dx) < 1.0 else 0.5) * height
    return left, bottom, left + width, bottom + height


def _meet(a: Box, b: Box, gap: float) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def _is_led(dx: float, dy: float) -> bool:
    """Whether a name so far from its point has a line to it."""
    return dx**2 + dy**2 > _LED**2


def _cross(line: tuple[Point, Point], box: Box) -> bool:
    from matplotlib.path import Path
    from matplotlib.transforms import Bbox

    return bool(Path(line).intersects_bbox(Bbox.from_extents(*box)))


def _write(axes: Axes, text: str, point: Point, offset: Point, size: float, zorder: float) -> Annotation:
    dx, dy = offset
    level = {0.0: "bottom", 0.5: "center", 1.0: "top"}[_aligned(dy)] if abs(dx) < 1.0 else "center"
    side = {0.0: "left", 0.5: "center", 1.0: "right"}[_aligned(dx)]
    line = {"arrowstyle": "-", "color": SOFT, "linewidth": 0.4, "shrinkA": 0.5, "shrinkB": 2.5}
    made = axes.annotate(text, point, offset, textcoords="offset points", ha=side, va=level, fontsize=size, color=INK,
                         zorder=zorder, arrowprops=line if _is_led(dx, dy) else None, path_effects=halo())  # fmt: skip
    made.set_in_layout(False)
    return made
