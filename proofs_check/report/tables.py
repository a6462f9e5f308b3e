"""One table, five ways to print it: terminal, JSON, CSV, Markdown, LaTeX."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from proofs_check.report.printable import escaped, one_line
from proofs_check.report.screen import terminal_table
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
