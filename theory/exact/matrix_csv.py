"""Tables as text: separators , ; tab or blanks, an optional header line, optional row names.

The shape is known beforehand, so nothing is guessed. A first line without any number is a header. A first cell more than
there are columns is a row name, if it is no number, or if the header has an empty cell or no cell above it. A table of
another shape is refused with the shape it has, without the row names.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

from theory.exact.text_numbers import TextMatrix, is_missing, is_number

CELL = 256  # bytes a cell on average, beyond which a line is refused
Line = tuple[int, list[str]]
COUNTED = 10**6  # bytes of a file whose rows are counted for a message


def read_table(path: Path, shape: tuple[int, int], check_shape: Callable[[tuple[int, ...]], None]) -> TextMatrix:
    """The matrix of this shape; stops at the first line that does not fit.

    Raises:
        ValueError: one line that says what is allowed.
    """
    rows, columns = shape
    try:
        lines = _lines(path, CELL * (max(shape) + 2))
        nothing: list[str] = []
        at, first = next(lines, (0, nothing))
        header = first if not any(is_number(cell) or (cell and is_missing(cell)) for cell in first) else []
        if header:
            at, first = next(lines, (0, nothing))
        if not first:
            raise ValueError(f"matrix must not be empty, got no numbers in {path}")
        width = len(first)
        short = len(header) == columns == width - 1
        named = width > 1 and (not is_number(first[0]) or short or header[:1] == [""])
        if width - named != columns:
            _refuse_width(path, header, chain([(at, first)], lines), check_shape, columns)
        if header and len(header) not in (width, width - named):
            raise ValueError(f"matrix header must have one cell a column, got {len(header)} above {width}: {_show(header)}")
        matrix = TextMatrix(rows, columns)
        count = 0
        for count, (line, cells) in enumerate(chain([(at, first)], lines), start=1):
            if len(cells) != width:
                raise ValueError(_uneven(line, cells, width))
            if count > rows:
                more = sum(1 for _ in lines) if path.stat().st_size <= COUNTED else None
                found = f"{count + more} × {columns}" if more is not None else f"more than {rows} rows"
                hint = " (its transpose fits)" if found == f"{columns} × {rows}" else ""
                if first[named:] == [str(k) for k in range(columns)]:
                    hint = " (the first line counts 0, 1, …: is it a header of pandas? write header=False)"
                raise ValueError(f"matrix must be dL × d0 = {rows} × {columns}, got {found}{hint}")
            for j, cell in enumerate(cells[named:]):
                matrix.put(count - 1, j, _number(cell, f"line {line}, column {j + 1}"))
    except (csv.Error, UnicodeDecodeError) as error:
        raise ValueError(f"matrix must be a comma separated text file, got {path}: {error}") from None
    if count != rows:
        check_shape((count, columns))
    return matrix


def _lines(path: Path, most: int) -> Iterator[Line]:
    """Number and cells of every line that is not blank; the first such line decides on the separator."""
    separator = None
    with path.open("rb") as file:
        number = 0
        while line := file.readline(most + 1):
            number += 1
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            if "\0" in text:
                raise ValueError(f"matrix must be a comma separated text file, got a NUL character in line {number}")
            if not text.strip().strip(",;\t "):
                if text.strip(" \r\n"):
                    raise ValueError(f"matrix must be a number in every cell, got no number at all in line {number}")
                continue
            if len(line) > most:
                raise ValueError(f"matrix lines must be at most {most} bytes for this shape, got a longer line {number}")
            separator = next((s for s in (";", "\t", ",") if s in text), " ") if separator is None else separator
            if separator == " ":
                yield number, text.split()
            else:
                cells = next(csv.reader([text.strip("\r\n")], delimiter=separator, strict=True))
                yield number, [cell.strip() for cell in cells]


def _refuse_width(
    path: Path, header: list[str], lines: Iterator[Line], check_shape: Callable[[tuple[int, ...]], None], columns: int
) -> None:
    """A first row that does not fit the columns: the whole shape while the file is small."""
    rows = list(lines if path.stat().st_size <= COUNTED else islice(lines, 1))
    at, first = rows[0]
    for line, cells in rows:
        if len(cells) != len(first):
            raise ValueError(_uneven(line, cells, len(first)))
    above = header[:1] == [""] or 0 < len(header) == len(first) - 1
    named = above or all(_begins_with_name(cells) for _, cells in rows)
    if len(first) == columns and not named:
        _number(first[0], f"line {at}, column 1")
    if path.stat().st_size <= COUNTED:
        check_shape((len(rows), len(first) - named))
    raise ValueError(f"matrix must have as many columns as d0 says, got rows of {len(first) - named} cells: {_show(first)}")


def _begins_with_name(cells: list[str]) -> bool:
    return not is_number(cells[0]) and not is_missing(cells[0]) and len(cells) > 1 and all(map(is_number, cells[1:]))


def _number(cell: str, place: str) -> str:
    if is_number(cell):
        return cell
    if is_missing(cell) and cell.strip():
        raise ValueError(f"matrix must be finite, got {cell.strip()[:20]} in {place}")
    if not cell.strip():
        raise ValueError(f"matrix must be a number in every cell, got an empty one in {place}")
    try:
        what = "real" if complex(cell.replace("i", "j")).imag and cell.isascii() else "a number in every cell"
    except ValueError:
        what = "a number in every cell"
    raise ValueError(f"matrix must be {what}, got {cell[:20]!a} in {place}")


def _uneven(line: int, cells: list[str], width: int) -> str:
    return f"matrix rows must have equal length, got {len(cells)} instead of {width} cells in line {line}: {_show(cells)}"


def _show(cells: list[str]) -> str:
    return ascii([cell[:20] for cell in cells[:3]]) + "…"
