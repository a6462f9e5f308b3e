"""A landscape as text: terminal table, CSV, Markdown, LaTeX, row by row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from proofs_check.report.tables import terminal_table

if TYPE_CHECKING:
    from theory.dmf import Landscape
    from theory.dmf.orbits import Orbit

COLUMNS = ("orbit", "loss", "class", "index", "nullity", "dimension", "components")
TERMINAL_ROWS = 60


def landscape_text(landscape: Landscape, format: str, limit: int | None = None, hessian: bool = False) -> Iterator[str]:
    """Pieces of text that join to the document in ``format`` (table, csv, markdown or latex).

    >>> from theory.dmf import Landscape
    >>> print("".join(landscape_text(Landscape((1, 1, 1), spectrum=(2,), ridge=1), "markdown")), end="")
    | orbit | loss | class | index | nullity | dimension | components |
    | --- | --- | --- | --- | --- | --- | --- |
    | 1+ | 3 | global minimizer | 0 | 0 | 0 | 2 |
    | O | 4 | strict saddle | 1 | 0 | 0 | 1 |
    """
    writers = {"table": _terminal, "csv": _csv, "markdown": _markdown, "latex": _latex}
    return writers[format](landscape, limit, hessian)


def row(orbit: Orbit, hessian: bool = False) -> tuple[str, ...]:
    """The cells of one orbit; an undecided number is a question mark."""
    numbers = (orbit.index, orbit.nullity, orbit.dimension, orbit.components)
    cells = (orbit.label, f"{orbit.loss:.15g}", orbit.kind, *("?" if n is None else str(n) for n in numbers))
    return (*cells, "  ".join(f"{value:.9g} ×{times}" for value, times in orbit.hessian())) if hessian else cells


def _terminal(landscape: Landscape, limit: int | None, hessian: bool) -> Iterator[str]:
    yield landscape.summary() + "\n"
    orbits = list(islice(landscape.orbits(limit), TERMINAL_ROWS if limit is None else limit))
    yield terminal_table(_columns(hessian), [row(orbit, hessian) for orbit in orbits]) + "\n"
    count = landscape.orbit_count
    rest = (count if isinstance(count, int) else count[1]) - len(orbits)
    if limit is None and rest:
        yield f"… and {rest:,} more: --limit N for the N lowest losses, --format csv or json for all of them\n"


def _csv(landscape: Landscape, limit: int | None, hessian: bool) -> Iterator[str]:
    def line(cells: Iterable[str]) -> str:
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerow(cells)
        return out.getvalue()

    yield line(_columns(hessian))
    for orbit in _orbits(landscape, limit):
        yield line(row(orbit, hessian))


def _markdown(landscape: Landscape, limit: int | None, hessian: bool) -> Iterator[str]:
    columns = _columns(hessian)
    for cells in (columns, ("---",) * len(columns)):
        yield "| " + " | ".join(cells) + " |\n"
    for orbit in _orbits(landscape, limit):
        yield "| " + " | ".join(row(orbit, hessian)) + " |\n"


def _latex(landscape: Landscape, limit: int | None, hessian: bool) -> Iterator[str]:
    """A plain tabular; orbits as $1^{+}2^{-}$."""
    columns = _columns(hessian)
    yield r"\begin{tabular}{lrlrrrr" + "p{6cm}" * hessian + "}\n\\hline\n"
    yield " & ".join(columns) + " \\\\\n\\hline\n"
    for orbit in _orbits(landscape, limit):
        label = "".join(f"{position}^{{{root}}}" for position, root in orbit.active) or "O"
        rest = [cell.replace("×", r"$\times$") for cell in row(orbit, hessian)[1:]]
        yield " & ".join((f"${label}$", *rest)) + " \\\\\n"
    yield "\\hline\n\\end{tabular}\n"


def _columns(hessian: bool) -> tuple[str, ...]:
    return (*COLUMNS, "hessian") if hessian else COLUMNS


def _orbits(landscape: Landscape, limit: int | None) -> Iterator[Orbit]:
    return (orbit for block in landscape.blocks(limit, size=8192) for orbit in block.orbits())
