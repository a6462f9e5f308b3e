"""One table, five ways to print it: terminal, JSON, CSV, Markdown, LaTeX."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from proofs_check.report.printable import escaped, one_line, wrapped
from theory.storage.files import check_target, write_text

FORMATS = ("table", "json", "csv", "markdown", "latex")


def check_format(format: str, allowed: Sequence[str] = FORMATS) -> None:
    """Raise ValueError unless ``format`` is one of ``allowed``.

    >>> check_format("pdf")
    Traceback (most recent call last):
    ...
    ValueError: format must be one of table, json, csv, markdown, latex; got 'pdf'
    """
    if format not in allowed:
        raise ValueError(f"format must be one of {', '.join(allowed)}; got {format!r}")


def check_out(out: Path | None, name: str = "out", suffixes: tuple[str, ...] = ()) -> None:
    """Raise ValueError unless ``out`` can be a file: asked before the work, not after it; see `check_target`."""
    check_target(out, name, suffixes)


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], format: str, title: str = "", digits: int | None = None,
          usual: int = 10, width: str = "page") -> str:  # fmt: skip
    """The table as text; JSON gives a list of objects, LaTeX is set as in `paper_table`.

    Numbers have ``digits`` significant digits (``usual`` where none are asked for, all for 0; 6 in LaTeX), other cells are
    printed with ``str``.

    >>> print(table(["claim", "verdict"], [["roots", "proved"]], "markdown"))
    | claim | verdict |
    | --- | --- |
    | roots | proved |
    >>> print(table(["loss"], [[10.096588168]], "csv", digits=4))
    loss
    10.1
    >>> print(table(["a_b"], [["50 %"]], "latex").splitlines()[4])
    a\\_b \\\\
    """
    check_format(format)
    if format == "json":
        return json_text([dict(zip(columns, row, strict=True)) for row in rows])
    if format == "latex":
        from proofs_check.report.paper_table import latex_table

        clean = [[one_line(cell) if type(cell) is str else cell for cell in row] for row in rows]
        return "".join(latex_table(columns, clean, width, digits)).rstrip("\n")
    cells = [[one_line(_cell(cell, digits or usual)) for cell in row] for row in rows]
    if format == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([list(columns), *cells])
        return out.getvalue().rstrip("\n")
    if format == "markdown":
        lines = [list(columns), ["---"] * len(columns), *cells]
        return "\n".join("| " + " | ".join(_one_line(c).replace("|", "\\|") for c in line) + " |" for line in lines)
    return terminal_table(columns, cells, title)


def check_digits(digits: int | None, width: str, format: str) -> None:
    """Raise ValueError unless digits and width are possible, and asked of a format that has them.

    >>> check_digits(0, "page", "latex")
    Traceback (most recent call last):
    ...
    ValueError: digits must lie between 1 and 17, got 0
    """
    if digits is not None and not 1 <= digits <= 17:
        raise ValueError(f"digits must lie between 1 and 17, got {digits}")
    if digits is not None and format == "json":
        raise ValueError("digits are for tables; json prints every number in full")
    if width not in ("page", "column"):
        raise ValueError(f"width must be one of page, column, got {width}")
    if width != "page" and format != "latex":
        raise ValueError(f"width is for format latex, got {format}")


def _cell(cell: object, digits: int) -> str:
    return f"{cell:.{digits}g}" if isinstance(cell, float) and digits else str(cell)


def json_text(data: Any) -> str:
    """Data as JSON for people and programs: UTF-8, indented, what does not print as an escape.

    >>> json_text({"a": "é" + chr(27)})
    '{\\n "a": "é\\\\u001b"\\n}'
    """
    return escaped(json.dumps(data, ensure_ascii=False, indent=1))


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
        drawn.add_column(_fold(name, wide), width=wide)
    for row in rows:
        drawn.add_row(*map(_fold, row, widths))
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


def emit(text: str | Iterator[str], out: Path | None, name: str = "out") -> None:
    """Print to standard output, or write to the file ``out``, whole or not at all: a text and a line break, or pieces that
    join to a document. The first piece is made first: bad input writes nothing.
    """
    pieces = iter((text, "\n")) if isinstance(text, str) else text
    if out is not None:
        write_text(out, pieces, name)
        return
    first = next(pieces, "")
    try:
        sys.stdout.writelines(chain([first], pieces))
        sys.stdout.flush()
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _one_line(text: str) -> str:
    return " ".join(text.split())
