"""How pictures look, and how they are made and written.

Widths are those of a paper, `COLUMN` (one of two columns) and `PAGE` (both, or the text of a one-column paper), so that
letters of 7 and 8 points come out as such. What is measured is a dot or a full line, what is predicted is dashed. matplotlib
is imported when something is drawn, and its settings are the same afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec

from theory.page.palette import CLASSES, Shade
from theory.storage.files import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

COLUMN, PAGE = 3.4, 6.8
"""Widths in inches."""

INK, SOFT, PREDICTED = "#1c2024", "#6b7280", "#a8124f"
SERIES = ("#1b6ca8", "#e08a00", "#12806a", "#b4539b", "#56b4e9", "#7a5600", "#4d4d4d", "#c8500a")
"""Colours of curves, in order; a curve that is one of many has a mark as well."""
MARKS = ("o", "s", "D", "^", "v", "P", "X", "*")
DASHED = (0, (4, 2.5))

FONT, TEXT, SMALL = "DejaVu Sans", 8.0, 7.0
_SETTINGS = {
    "font.family": [FONT], "font.size": TEXT, "axes.titlesize": TEXT, "axes.labelsize": TEXT, "figure.titlesize": TEXT,
    "xtick.labelsize": SMALL, "ytick.labelsize": SMALL, "legend.fontsize": SMALL, "legend.frameon": False,
    "legend.handlelength": 1.8, "axes.titlelocation": "left", "axes.linewidth": 0.6, "axes.edgecolor": INK,
    "axes.labelcolor": INK, "text.color": INK, "xtick.color": INK, "ytick.color": INK, "axes.spines.top": False,
    "axes.spines.right": False, "lines.linewidth": 1.1, "lines.markersize": 3.5, "figure.dpi": 150, "axes.unicode_minus": True,
    "axes.formatter.useoffset": False, "pdf.fonttype": 42, "svg.hashsalt": "saddleproof",
}  # fmt: skip
_TICKS = {"major": {"length": 3.0, "width": 0.6}, "minor": {"length": 1.8, "width": 0.45}}
_UNDATED = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}
_MARKERS = {"circle": "o", "diamond": "D", "triangle": "^", "square": "s"}
_LIKE = {"minimizer": "global minimizer", "dead minimum": "local minimizer", "isotropic saddle": "strict saddle",
         "degenerate saddle": "non-strict saddle"}  # fmt: skip
"""Classes of the solvable models, and the class whose colour they share."""

_Given = ParamSpec("_Given")


@contextmanager
def _settings() -> Iterator[None]:
    """matplotlib's defaults with the settings above; those of the caller come back."""
    from matplotlib import style

    with style.context(["default", _SETTINGS]):
        yield


def styled(draw: Callable[_Given, Figure]) -> Callable[_Given, Figure]:
    """Marks a function that draws: it sees the style, and its figure keeps it wherever it is shown.

    >>> import matplotlib
    >>> before = dict(matplotlib.rcParams)
    >>> figure = styled(lambda: panels(COLUMN, 2)[0])()
    >>> dict(matplotlib.rcParams) == before, figure.get_size_inches().tolist()
    (True, [3.4, 2.0])
    """

    @wraps(draw)
    def drawn(*args: _Given.args, **kwargs: _Given.kwargs) -> Figure:
        with _settings():
            figure = draw(*args, **kwargs)
            for axes in figure.axes:  # ticks are made when they are drawn, by the settings of that moment
                for which, sizes in _TICKS.items():
                    axes.tick_params(which=which, labelsize=SMALL, labelfontfamily=FONT, colors=INK, **sizes)  # type: ignore[arg-type]
            figure.draw_without_rendering()
            figure.set_layout_engine("none")  # names were placed for this layout, and another drawing would move it a little
        return figure

    return drawn


def panels(width: float, height: float, rows: int = 1, columns: int = 1, **layout: Any) -> tuple[Figure, list[Axes]]:
    """A figure of this size in inches and its axes, row by row; ``layout`` as for ``Figure.subplots``.

    >>> figure, axes = panels(PAGE, 2, 1, 2)
    >>> len(axes)
    2
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(rows, columns, squeeze=False, **layout).ravel().tolist()


def save(figure: Figure, path: Path | str) -> None:
    """Write the figure, whole or not at all; the suffix decides (.png, .svg, .pdf). One figure is one sequence of bytes."""
    path = Path(path)
    with replacing(path, "chart") as draft, _settings():
        figure.savefig(draft, dpi=300, metadata=_UNDATED.get(path.suffix))


def shade(kind: str) -> Shade:
    """The colour of a class, also of the solvable models' classes.

    >>> shade("degenerate saddle") == shade("non-strict saddle"), shade("dead minimum") == shade("local minimizer")
    (True, True)
    """
    return CLASSES[_LIKE.get(kind, kind)]


def mark(kind: str, size: float = 5.0, **more: Any) -> dict[str, Any]:
    """How a point of this class is drawn, as keywords of ``Axes.plot``; a local minimizer is a smaller circle.

    >>> mark("strict saddle")["marker"], mark("local minimizer")["markersize"] < mark("global minimizer")["markersize"]
    ('D', True)
    """
    found, scale = shade(kind), {"local": 0.8, "strict": 0.85}
    shape = {"marker": _MARKERS[found.mark], "markersize": size * scale.get(found.variable, 1.0), "color": found.light}
    return {"linestyle": "none", "markeredgecolor": "white", "markeredgewidth": 0.5, **shape, **more}


def class_handles(kinds: Iterable[str]) -> list[Line2D]:
    """Entries of a legend, one a class, each once, in the order of the classes."""
    from matplotlib.lines import Line2D

    order = list(CLASSES.values())
    listed = sorted(dict.fromkeys(kinds), key=lambda kind: order.index(shade(kind)))
    return [Line2D([], [], label=kind, **mark(kind)) for kind in listed]


def number(value: float, digits: int = 5) -> str:
    """A number in a picture, with a minus sign.

    >>> number(-1.5), number(10.0965881683828)
    ('−1.5', '10.097')
    """
    return f"{value:.{digits}g}".replace("-", "−")


def name(label: str) -> str:
    """An orbit's name in a picture, with a minus sign.

    >>> name("1+2-")
    '1+2−'
    """
    return label.replace("-", "−")
