"""Levels and barriers of a landscape as tables: two, each by itself or one below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs_check.report.paper_table import orbit_tex
from proofs_check.report.screen import terminal_table
from proofs_check.report.tables import table

if TYPE_CHECKING:
    from theory.dmf.landscape.barriers import Barriers

TABLES = ("levels", "barriers")
HEADS = {"levels": ("level", "orbit", "loss", "class"), "barriers": ("from", "to", "saddle", "height", "up", "down")}
USUAL = 9
"""Significant digits where none are asked for."""


def barrier_text(found: Barriers, format: str, part: str | None = None, digits: int | None = None, width: str = "page") -> str:
    """Both tables (``table``, ``markdown``, ``latex``), or the ``part`` asked for; an empty table only where it is asked for.

    >>> from theory.dmf import Landscape
    >>> from theory.dmf.landscape.barriers import Barriers
    >>> print(barrier_text(Barriers(Landscape((1, 1, 1), spectrum=(2,), ridge=1)), "csv", "levels"))
    level,orbit,loss,class
    1,1+,3,global minimizer
    """
    parts = [name for name in TABLES if part in (None, name)]
    rows = {name: _rows(found, name, format == "latex") for name in parts}
    shown = [name for name in parts if rows[name] or part]
    if format == "table":
        drawn = {name: [[_text(cell, digits) for cell in row] for row in rows[name]] for name in shown}
        return "\n".join(terminal_table(HEADS[name], drawn[name]) for name in shown)
    return "\n\n".join(table(HEADS[name], rows[name], format, "", digits, USUAL, width) for name in shown)


def barrier_files(found: Barriers, digits: int | None = None) -> dict[str, str]:
    """``levels.csv`` and ``barriers.csv``, one table a file."""
    return {f"{name}.csv": barrier_text(found, "csv", name, digits) for name in TABLES}


def _rows(found: Barriers, name: str, latex: bool) -> list[list[object]]:
    orbit = orbit_tex if latex else str
    if name == "levels":
        return [[x.level, orbit(x.orbit), x.loss, x.kind] for x in found.levels]
    return [[b.source, b.target, orbit(b.saddle), b.height, b.up, b.down] for b in found.barriers]


def _text(cell: object, digits: int | None) -> str:
    return f"{cell:.{digits or USUAL}g}" if isinstance(cell, float) else str(cell)
