"""What is printed for a person: in the width that there is, and no word cut."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Sequence

from proofs_check.report.printable import wrapped


def terminal_width() -> int:
    """Columns to print in: ``COLUMNS`` where it is set, else the terminal's, else 160 (a file or a pipe has none)."""
    return _width_of_terminal() or WIDE


WIDE, NARROWEST = 160, 20


def _width_of_terminal() -> int | None:
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) >= NARROWEST:
        return int(told)
    return shutil.get_terminal_size((WIDE, 40)).columns if sys.stdout.isatty() else None


def folded(text: str, indent: int = 2) -> str:
    """Lines for a person: in a terminal those that are too long go on below, between words; elsewhere they stay as they are."""
    width = _width_of_terminal()
    return text if width is None else wrapped(text, width, indent)


def terminal_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> str:
    """The table drawn for a terminal (colour only where standard output is one).

    No word is cut. Where the table with its frame is too wide it goes without, its cells folded between words as far as
    needed; and where even that is too wide each row is a list of its cells with their columns.

    >>> print(terminal_table(["loss"], [["10.0965881683828"]]).splitlines()[3])
    │ 10.0965881683828 │
    """
    from rich.console import Console
    from rich.table import Table, box

    width = terminal_width()
    framed = _natural(columns, rows, width - 3 * len(columns) - 1)
    widths = framed or _folding(columns, rows, width - 2 * (len(columns) - 1))
    if widths is None:
        return "\n".join([*([wrapped(title, width, 2), ""] if title else []), _records(columns, rows, width)])
    drawn = Table() if framed else Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    drawn.title, drawn.title_justify = title or None, "left"
    for name, wide in zip(columns, widths, strict=True):
        drawn.add_column(_fold(name, wide), overflow="fold", width=wide)
    for row in rows:
        drawn.add_row(*(row if framed else map(_fold, row, widths)))
    colour = sys.stdout.isatty()
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=colour, markup=False, highlight=False).print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


WORD = re.compile(r"\S+(?: ×\S+)?")
"""What stays on a line: a word, and a number with its multiplicity."""


def _natural(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Widths of the columns in which no cell is folded; None where there is no room for them."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(columns, *rows, strict=True)]
    return widths if sum(widths) <= room else None


def _folding(columns: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """Widths that fill the room, none of them narrower than a word of its column; None where there is no room for that."""
    from rich.cells import cell_len

    cells = list(zip(columns, *rows, strict=True))
    natural = [max(map(cell_len, column)) for column in cells]
    least = [max(cell_len(word) for cell in column for word in (WORD.findall(cell) or [""])) for column in cells]
    spare, wanted = room - sum(least), sum(natural) - sum(least)
    if spare < 0:
        return None
    share = min(1.0, spare / wanted) if wanted else 0.0
    return [small + int(share * (large - small)) for small, large in zip(least, natural, strict=True)]


def _fold(text: str, width: int, indent: str = "") -> str:
    """The text in lines of this width, all but the first with an ``indent``.

    >>> _fold("-4 ×1  0 ×3  2 ×1", 12)
    '-4 ×1  0 ×3\\n2 ×1'
    """
    from rich.cells import cell_len

    lines = [""]
    for gap, word in re.findall(rf"(\s*)({WORD.pattern})", text):
        if lines[-1].strip() and cell_len(lines[-1] + gap + word) > width:
            lines.append(indent + word)
        else:
            lines[-1] += gap + word
    return "\n".join(lines)


def _records(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Row by row, each a list of its cells with the columns that they are in; a cell is folded only where a line has no room.

    >>> print(_records(["loss", "class"], [["10.5", "strict saddle"]], 24))
    loss 10.5;
      class strict saddle
    """
    lines: list[str] = []
    for row in rows:
        cells = [f"{name} {cell}".rstrip() + ";" for name, cell in zip(columns, row, strict=True)]
        cells[-1] = cells[-1].removesuffix(";")
        lines.append(cells[0])
        for cell in cells[1:]:
            if len(lines[-1]) + 1 + len(cell) <= width:
                lines[-1] += f" {cell}"
            else:
                lines.append(f"  {cell}")
    return "\n".join(_fold(line, width, "    ") for line in lines)
