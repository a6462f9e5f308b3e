"""One table, five ways to print it: terminal, JSON, CSV, Markdown, LaTeX."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

FORMATS = ("table", "json", "csv", "markdown", "latex")

_LATEX = {
    "\\": r"\textbackslash{}",
    **{sign: "\\" + sign for sign in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def check_format(format: str, allowed: Sequence[str] = FORMATS) -> None:
    """Raise ValueError unless ``format`` is one of ``allowed``.

    >>> check_format("pdf")
    Traceback (most recent call last):
    ...
    ValueError: format must be one of table, json, csv, markdown, latex; got 'pdf'
    """
    if format not in allowed:
        raise ValueError(f"format must be one of {', '.join(allowed)}; got {format!r}")


def check_out(out: Path | None, name: str = "out") -> None:
    """Raise ValueError unless ``out`` can be a file: asked before the work, not after it.

    >>> check_out(Path("/nowhere/table.csv"))
    Traceback (most recent call last):
    ...
    ValueError: out must lie in a folder that exists, got /nowhere
    """
    if out is not None and not out.parent.is_dir():
        raise ValueError(f"{name} must lie in a folder that exists, got {out.parent}")


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], format: str, title: str = "") -> str:
    """The table as text; cells are printed with ``str``. JSON gives a list of objects.

    >>> print(table(["claim", "verdict"], [["roots", "proved"]], "markdown"))
    | claim | verdict |
    | --- | --- |
    | roots | proved |
    >>> print(table(["a_b"], [["50 %"]], "latex").splitlines()[2])
    a\\_b \\\\
    """
    check_format(format)
    cells = [[str(cell) for cell in row] for row in rows]
    if format == "json":
        return json.dumps([dict(zip(columns, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
    if format == "csv":
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([list(columns), *cells])
        return out.getvalue().rstrip("\n")
    if format == "markdown":
        lines = [list(columns), ["---"] * len(columns), *cells]
        return "\n".join("| " + " | ".join(_one_line(c).replace("|", "\\|") for c in line) + " |" for line in lines)
    if format == "latex":
        body = [" & ".join(map(_latex, line)) + r" \\" for line in [list(columns), *cells]]
        body.insert(1, r"\hline")
        begin, end = r"\begin{tabular}{" + "l" * len(columns) + "}", r"\end{tabular}"
        return "\n".join([begin, r"\hline", *body, r"\hline", end])
    return terminal_table(columns, cells, title)


def terminal_table(columns: Sequence[str], rows: Sequence[Sequence[str]], title: str = "") -> str:
    """The table drawn for a terminal (colour only where standard output is one)."""
    from rich.console import Console
    from rich.table import Table

    drawn = Table(title=title or None, title_justify="left")
    for name in columns:
        drawn.add_column(name, overflow="fold")
    for row in rows:
        drawn.add_row(*row)
    colour = sys.stdout.isatty()
    width = shutil.get_terminal_size((160, 40)).columns if colour else 160
    out = io.StringIO()
    Console(file=out, width=width, force_terminal=colour, markup=False, highlight=False).print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def emit(text: str, out: Path | None) -> None:
    """Print to standard output, or write to the file ``out``."""
    if out is None:
        print(text)
        return
    try:
        out.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise ValueError(f"out must be a file that can be written, got {out} ({error.strerror})") from None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in _one_line(text))
