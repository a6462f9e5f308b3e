"""A matrix from an array or a file, checked before anything large is read.

Files: .npy and .npz (never unpickled), .csv (comma separated, one optional header line), .mtx (Matrix Market).
The shape is known beforehand, so a header that declares another one is refused before any data are touched. A name such
as ``@wine_standardized`` stands for a matrix that comes with the package (folder ``data``, with its sources and licences).
"""

from __future__ import annotations

import csv
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np

MOST_ENTRIES = 10**8
MOST_BYTES_OF_TEXT = 2**31
LARGEST = 1e150
SHIPPED = Path(__file__).parent / "data"


@dataclass(frozen=True)
class LoadedMatrix:
    """A finite real float64 matrix; ``rounded``: its entries were rounded to float64, by half a last place at most."""

    entries: np.ndarray
    rounded: bool


def load_matrix(source: np.ndarray | str | PathLike[str] | LoadedMatrix, shape: tuple[int, int]) -> LoadedMatrix:
    """The matrix, of exactly this ``shape`` = (d_L, d_0).

    Raises:
        ValueError: one line: unreadable, ragged, empty, complex, not numeric, not finite, another shape, too large.

    >>> load_matrix(np.array([[3, 0], [0, 1]]), (2, 2)).entries.tolist()
    [[3.0, 0.0], [0.0, 1.0]]
    >>> load_matrix(np.ones((2, 3)), (3, 2))
    Traceback (most recent call last):
    ...
    ValueError: matrix must be dL × d0 = 3 × 2, got 2 × 3 (its transpose fits)
    """
    if shape[0] * shape[1] > MOST_ENTRIES:
        raise ValueError(f"matrix must have at most {MOST_ENTRIES} entries, the widths ask for {shape[0]} × {shape[1]}")
    if isinstance(source, LoadedMatrix):
        return _checked(source.entries, shape, source.rounded)
    if not isinstance(source, str | PathLike):
        return _checked(np.asarray(source), shape)
    path = shipped(Path(source))
    readers = {".npy": _read_npy, ".npz": _read_npz, ".csv": _read_csv, ".mtx": _read_mtx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ValueError(f"matrix must be a .npy, .npz, .csv or .mtx file, got {path.name}")
    try:
        return reader(path, shape)
    except OSError as error:
        raise ValueError(f"matrix must be a readable file, got {path}: {error.strerror or error}") from None


def shipped(path: Path) -> Path:
    """The file that a name ``@NAME`` stands for; any other path, and one with a suffix, as it is.

    Raises ValueError for a name that is not shipped.

    >>> shipped(Path("@wine")).name, shipped(Path("@wine.csv")).name
    ('wine.csv', '@wine.csv')
    >>> shipped(Path("@beer"))
    Traceback (most recent call last):
    ...
    ValueError: matrix must be a file or one of @wine, @wine_standardized, got @beer
    """
    text = str(path)
    if not text.startswith("@") or path.suffix:
        return path
    there = {f"@{file.stem}": file for file in sorted(SHIPPED.glob("*.csv"))}
    if text not in there:
        raise ValueError(f"matrix must be a file or one of {', '.join(there)}, got {text}")
    return there[text]


def _checked(matrix: np.ndarray, shape: tuple[int, int], rounded: bool = False) -> LoadedMatrix:
    _check_kind(matrix.dtype)
    _check_shape(matrix.shape, shape)
    entries = np.ascontiguousarray(matrix, dtype=np.float64)
    if not np.isfinite(entries).all():
        row, column = np.argwhere(~np.isfinite(entries))[0]
        raise ValueError(f"matrix must be finite, got {entries[row, column]} in row {row + 1}, column {column + 1}")
    if entries.size and np.abs(entries).max() > LARGEST:
        raise ValueError(f"matrix entries must be at most {LARGEST:g} in modulus, got {np.abs(entries).max():g}")
    inexact = matrix.dtype.kind != "b" and bool((entries.astype(matrix.dtype) != matrix).any())
    return LoadedMatrix(entries, rounded or inexact)


def _check_kind(dtype: np.dtype[Any]) -> None:
    if dtype.hasobject:
        raise ValueError("matrix must hold plain numbers, got Python objects, which are never unpickled")
    if dtype.kind not in "biuf":
        raise ValueError(f"matrix must be real, got entries of type {dtype}")


def _check_shape(found: tuple[int, ...], shape: tuple[int, int]) -> None:
    if tuple(found) != shape:
        hint = " (its transpose fits)" if tuple(found) == shape[::-1] else ""
        shown = " × ".join(map(str, found)) or "a single number"
        raise ValueError(f"matrix must be dL × d0 = {shape[0]} × {shape[1]}, got {shown}{hint}")


def _read_npy(path: Path, shape: tuple[int, int]) -> LoadedMatrix:
    with path.open("rb") as file:
        return _npy_stream(file, shape)


def _read_npz(path: Path, shape: tuple[int, int]) -> LoadedMatrix:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith(".npy")]
            if len(names) != 1:
                shown = ", ".join(name.removesuffix(".npy") for name in names[:5]) or "none"
                raise ValueError(f"matrix must be an .npz file with one array, got {len(names)} ({shown})")
            with archive.open(names[0]) as file:
                return _npy_stream(file, shape)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(f"matrix must be a readable .npz file, got {path}: {error}") from None


def _npy_stream(file: IO[bytes], shape: tuple[int, int]) -> LoadedMatrix:
    """Header first: kind and shape are checked before the data are read."""
    try:
        version = np.lib.format.read_magic(file)
        header = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}[version]
        found, fortran, dtype = header(file)
    except (ValueError, KeyError, SyntaxError, EOFError) as error:
        raise ValueError(f"matrix must be a valid .npy array: {' '.join(str(error).split())[:120]}") from None
    _check_kind(dtype)
    _check_shape(found, shape)
    wanted = shape[0] * shape[1] * dtype.itemsize
    data = file.read(wanted)
    if len(data) < wanted:
        raise ValueError(f"matrix must be a complete .npy array: {wanted} bytes of data declared, {len(data)} found")
    array = np.frombuffer(data, dtype=dtype).reshape(shape, order="F" if fortran else "C")
    return _checked(array, shape)


def _read_csv(path: Path, shape: tuple[int, int]) -> LoadedMatrix:
    if path.stat().st_size > MOST_BYTES_OF_TEXT:
        raise ValueError(f"matrix must be a .csv file of at most 2 GiB, got {path.stat().st_size} bytes")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in _csv_rows(file, shape)]
    except (csv.Error, UnicodeDecodeError) as error:
        raise ValueError(f"matrix must be a comma separated text file, got {path}: {error}") from None
    if not rows:
        raise ValueError(f"matrix must not be empty, got no numbers in {path}")
    _check_shape((len(rows), len(rows[0])), shape)
    return _checked(np.array(rows), shape, rounded=True)


def _csv_rows(file: IO[str], shape: tuple[int, int]) -> Iterator[list[float]]:
    width = None
    for cells in csv.reader(file):
        if not any(cell.strip() for cell in cells):
            continue
        if width is None and not any(_is_number(cell) for cell in cells):
            width = len(cells)  # a header line
            continue
        width = len(cells) if width is None else width
        if len(cells) != width:
            raise ValueError(f"matrix rows must have equal length, got {len(cells)} instead of {width} cells: {cells[:3]}…")
        yield [_number(cell, cells) for cell in cells]


def _is_number(cell: str) -> bool:
    try:
        complex(cell.strip().replace("i", "j"))
    except ValueError:
        return False
    return True


def _number(cell: str, cells: list[str]) -> float:
    try:
        return float(cell)
    except ValueError:
        what = "real" if _is_number(cell) else "a number in every cell"
        raise ValueError(f"matrix must be {what}, got {cell.strip()[:20]!r} in the row {cells[:3]}…") from None


def _read_mtx(path: Path, shape: tuple[int, int]) -> LoadedMatrix:
    from scipy.io import mminfo, mmread

    if path.stat().st_size > MOST_BYTES_OF_TEXT:
        raise ValueError(f"matrix must be a .mtx file of at most 2 GiB, got {path.stat().st_size} bytes")
    try:
        rows, columns, _, _, field, _ = mminfo(path)
        if field == "complex":
            raise ValueError("matrix must be real, got a complex Matrix Market file")
        _check_shape((rows, columns), shape)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # scipy 1.18 tells that another sparse class will come
            found = mmread(path)
    except (OverflowError, TypeError, StopIteration, MemoryError) as error:
        raise ValueError(f"matrix must be a valid Matrix Market file, got {path}: {error}") from None
    except ValueError as error:
        if str(error).startswith("matrix must"):
            raise
        raise ValueError(f"matrix must be a valid Matrix Market file, got {path}: {error}") from None
    return _checked(found.toarray() if hasattr(found, "toarray") else found, shape, rounded=True)
