"""Columns of a sweep's table against each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from numerics.sweep.export import columns, table
from numerics.sweep.instances import known_name
from proofs_check.figures.style import COLUMN, MARKS, SERIES, panels, styled

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@styled
def plot_columns(store: str | Path, x: str, y: str, by: str = "solver") -> Figure:
    """Column ``y`` against column ``x``, one colour and mark for each value of ``by``; logarithmic axes where all are positive
    and differ by a factor of ten.

    Raises:
        ValueError: a name that is no column of the table; the nearest is said.
    """
    rows = table(store, seconds=True)
    names = columns(rows)
    for name, what in ((x, "x"), (y, "y"), (by, "by")):
        known_name(name, names, what, "a column of the table")
    figure, (axes,) = panels(COLUMN, 2.6)
    kinds = list(dict.fromkeys(row.get(by) for row in rows))
    for k, kind in enumerate(kinds):
        pairs = [(row[x], row[y]) for row in rows if row.get(by) == kind and None not in (row.get(x), row.get(y))]
        axes.plot([p[0] for p in pairs], [p[1] for p in pairs], MARKS[k % len(MARKS)], ms=3, alpha=0.7,
                  color=SERIES[k % len(SERIES)], label=str(kind))  # fmt: skip
    for name, scale in ((x, axes.set_xscale), (y, axes.set_yscale)):
        values = [row[name] for row in rows if row.get(name) is not None]
        if all(isinstance(v, int | float) and v > 0 for v in values) and max(values) >= 10 * min(values):
            scale("log")
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    figure.legend(loc="outside lower left", ncols=2, title=by, alignment="left", title_fontsize="small")
    return figure
