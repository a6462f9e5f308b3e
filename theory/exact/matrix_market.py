"""Matrix Market files, read strictly: whole tokens, declared counts, no entry twice.

``array`` and ``coordinate``; real, integer and pattern; general, symmetric and skew-symmetric. An exponent may be written
1.5D2, as Fortran does. Anything that is not exactly this is refused with its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from theory.exact.text_numbers import TextMatrix, is_missing

INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
REAL = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d{1,4})?", re.ASCII)
LONGEST = 4096  # characters a line
BANNER = "%%MatrixMarket matrix array|coordinate real|integer|pattern general|symmetric|skew-symmetric"


def read_matrix_market(path: Path, check_shape: Callable[[tuple[int, ...]], None]) -> TextMatrix:
    """The matrix; ``check_shape`` is called with the declared shape before any entry is read.

    Raises:
        ValueError: one line that says where the file is not a Matrix Market file.
    """
    with path.open("rb") as file:
        lines = _lines(file)
        layout, field, symmetry = _banner(next(lines, (1, ""))[1])
        body = ((n, line.split()) for n, line in lines if line.strip() and not line.startswith("%"))
        n, sizes = next(body, (0, []))
        wanted = 2 if layout == "array" else 3
        if len(sizes) != wanted or not all(re.fullmatch(r"\d{1,18}", size, re.ASCII) for size in sizes):
            raise _refusal(n, f"a size line of {wanted} whole numbers", " ".join(sizes))
        rows, columns, *count = map(int, sizes)
        check_shape((rows, columns))
        if symmetry != "general" and rows != columns:
            raise _refusal(n, f"a square matrix where it is {symmetry}", f"{rows} × {columns}")
        matrix = TextMatrix(rows, columns)
        if layout == "array":
            _array(matrix, body, field, symmetry)
        else:
            _coordinates(matrix, body, field, symmetry, count[0])
        return matrix


def _lines(file) -> Iterator[tuple[int, str]]:  # type: ignore[no-untyped-def]
    number = 0
    while line := file.readline(LONGEST + 1):
        number += 1
        if len(line) > LONGEST:
            raise _refusal(number, f"lines of at most {LONGEST} characters", line[:20].decode("latin-1"))
        if b"\0" in line:
            raise _refusal(number, "text", "a NUL character")
        yield number, line.decode("latin-1").rstrip("\r\n")


def _banner(line: str) -> tuple[str, str, str]:
    words = line.split()
    if len(words) != 5 or words[0].lower() != "%%matrixmarket" or words[1].lower() != "matrix":
        raise _refusal(1, f"the banner {BANNER}", line)
    layout, field, symmetry = (word.lower() for word in words[2:])
    if field == "complex" or symmetry == "hermitian":
        raise ValueError("matrix must be real, got a complex Matrix Market file")
    known = (
        layout in ("array", "coordinate")
        and field in ("real", "integer", "pattern")
        and symmetry in ("general", "symmetric", "skew-symmetric")
    )
    if not known or (layout == "array" and field == "pattern") or (field == "pattern" and symmetry == "skew-symmetric"):
        raise _refusal(1, f"the banner {BANNER}", line)
    return layout, field, symmetry


def _array(matrix: TextMatrix, body: Iterator[tuple[int, list[str]]], field: str, symmetry: str) -> None:
    first = {"general": lambda j: 0, "symmetric": lambda j: j, "skew-symmetric": lambda j: j + 1}[symmetry]
    number = 0
    for j in range(matrix.columns):
        for i in range(first(j), matrix.rows):
            number, words = next(body, (number, []))
            if len(words) != 1:
                raise _refusal(number, f"one entry a line, for row {i + 1}, column {j + 1}", " ".join(words))
            _place(matrix, i, j, _token(words[0], field, number), symmetry)
    _end(body)


def _coordinates(matrix: TextMatrix, body: Iterator[tuple[int, list[str]]], field: str, symmetry: str, count: int) -> None:
    seen: set[tuple[int, int]] = set()
    width = 2 if field == "pattern" else 3
    number = 0
    for _ in range(count):
        number, words = next(body, (number, []))
        if len(words) != width or not all(re.fullmatch(r"\d{1,18}", word, re.ASCII) for word in words[:2]):
            raise _refusal(number, f"{count} lines with row, column{' and value' * (width == 3)}", " ".join(words))
        i, j = int(words[0]) - 1, int(words[1]) - 1
        if not (0 <= i < matrix.rows and 0 <= j < matrix.columns):
            raise _refusal(number, f"rows 1 … {matrix.rows} and columns 1 … {matrix.columns}", " ".join(words[:2]))
        key = (i, j) if symmetry == "general" else (max(i, j), min(i, j))
        if key in seen:
            raise _refusal(number, "every entry once", f"row {i + 1}, column {j + 1} again")
        if i == j and symmetry == "skew-symmetric":
            raise _refusal(number, "no diagonal entries where it is skew-symmetric", " ".join(words))
        seen.add(key)
        _place(matrix, i, j, "1" if width == 2 else _token(words[2], field, number), symmetry)
    _end(body)


def _place(matrix: TextMatrix, i: int, j: int, token: str, symmetry: str) -> None:
    matrix.put(i, j, token)
    if symmetry != "general" and i != j:
        turned = token.removeprefix("-") if token.startswith("-") else "-" + token.removeprefix("+")
        matrix.put(j, i, turned if symmetry == "skew-symmetric" else token)


def _token(word: str, field: str, number: int) -> str:
    if (INTEGER if field == "integer" else REAL).fullmatch(word):
        return word.replace("d", "e").replace("D", "e")
    if is_missing(word):
        raise ValueError(f"matrix must be finite, got {word[:20]} in line {number}")
    raise _refusal(number, "whole numbers" if field == "integer" else "numbers such as -1.5e2", word)


def _end(body: Iterator[tuple[int, list[str]]]) -> None:
    for number, words in body:
        raise _refusal(number, "no more entries than declared", " ".join(words))


def _refusal(number: int, allowed: str, found: str) -> ValueError:
    shown = ascii(found[:40])[1:-1] or "nothing"
    return ValueError(f"matrix must be a valid Matrix Market file with {allowed}, got {shown} in line {number}")
