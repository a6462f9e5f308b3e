"""A matrix from an array or a file, checked before anything large is read.

Files: .npy and .npz (never unpickled; one array, or sparse as scipy writes it), .csv (also .tsv and .txt: ``matrix_csv``),
.mtx (``matrix_market``). Regular files only. The shape is known beforehand, so a header that declares another one is refused
before any data are touched. Integers, short dyadic floats and decimals in text keep their exact values. A name such
as ``@wine_standardized`` stands for a matrix that comes with the package (folder ``data``, with its sources and licences).
"""

from __future__ import annotations

import stat
import tokenize
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from itertools import chain
from math import prod
from operator import ne
from os import PathLike
from pathlib import Path
from typing import IO, Any

import numpy as np

from theory.exact.matrix_csv import read_table
from theory.exact.matrix_market import read_matrix_market
from theory.exact.matrix_sparse import dense
from theory.exact.text_numbers import KEPT, TextMatrix

MOST_ENTRIES = 10**8
MOST_BYTES_OF_TEXT = 2**31
LARGEST = 1e150
DYADIC = 2.0**20
WHOLE = 2.0**53  # every integer up to here is a float64
SHIPPED = Path(__file__).parent / "data"


@dataclass(frozen=True)
class LoadedMatrix:
    """A finite real float64 matrix.

    Attributes:
        entries: float64.
        rounded: whether entries were rounded to float64, by half a last place at most.
        exact: the numbers that the entries stand for, where these are known: integers, decimals of a text file.
    """

    entries: np.ndarray
    rounded: bool
    exact: list[list[Fraction]] | None = field(default=None, repr=False)


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
        return replace(_checked(source.entries, shape, source.rounded), exact=source.exact)
    if not isinstance(source, str | PathLike):
        return _checked(np.asarray(source), shape)
    path = shipped(Path(source))
    text = {".csv": _read_csv, ".tsv": _read_csv, ".txt": _read_csv, ".mtx": _read_mtx}
    reader = ({".npy": _read_npy, ".npz": _read_npz} | text).get(path.suffix.lower())
    if reader is None:
        raise ValueError(f"matrix must be a .npy, .npz, .csv or .mtx file, got {path.name}")
    try:
        _check_regular(path, path.suffix.lower() in text)
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


def _check_regular(path: Path, text: bool) -> None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise ValueError(f"matrix must be a readable file, got {path}, which is no regular file")
    if text and found.st_size > MOST_BYTES_OF_TEXT:
        raise ValueError(f"matrix must be a text file of at most 2 GiB, got {found.st_size} bytes")


def _checked(matrix: np.ndarray, shape: tuple[int, int], rounded: bool = False) -> LoadedMatrix:
    _check_kind(matrix.dtype)
    _check_shape(matrix.shape, shape)
    whole = matrix.dtype.kind in "biu" and matrix.size <= KEPT
    entries = np.ascontiguousarray(matrix, dtype=np.float64)
    if not np.isfinite(entries).all():
        row, column = np.argwhere(~np.isfinite(entries))[0]
        raise ValueError(f"matrix must be finite, got {entries[row, column]} in row {row + 1}, column {column + 1}")
    if entries.size and np.abs(entries).max() > LARGEST:
        raise ValueError(f"matrix entries must be at most {LARGEST:g} in modulus, got {np.abs(entries).max():g}")
    if whole:
        numbers = [[Fraction(int(value)) for value in row] for row in matrix.tolist()]
        return LoadedMatrix(entries, any(map(ne, chain(*numbers), chain(*entries.tolist()))), numbers)
    if matrix.dtype.kind in "biu":
        inexact = bool((np.abs(entries) > WHOLE).any())
    else:
        inexact = bool((entries.astype(matrix.dtype) != matrix).any())
    rounded = rounded or inexact
    return LoadedMatrix(entries, rounded, None if rounded else _short(entries))


def _short(entries: np.ndarray) -> list[list[Fraction]] | None:
    """The entries as rationals if all are integers up to 2^53, or multiples of 2^−20 below 2^30: halves, quarters."""
    small = bool((np.abs(entries) <= 2.0**30).all())
    scaled = entries * DYADIC if small else entries
    if entries.size > KEPT or (np.abs(entries) > WHOLE).any() or (scaled != np.rint(scaled)).any():
        return None
    return [[Fraction(value) for value in row] for row in entries.tolist()]


def _from_text(matrix: TextMatrix, shape: tuple[int, int]) -> LoadedMatrix:
    return replace(_checked(matrix.entries, shape, rounded=True), exact=matrix.exact)


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
            if "format.npy" in names and "shape.npy" in names:
                return _checked(dense(partial(_member, archive), {n.removesuffix(".npy") for n in names}, _only(shape)), shape)
            if len(names) != 1:
                shown = ", ".join(name.removesuffix(".npy") for name in names[:5]) or "none"
                raise ValueError(f"matrix must be an .npz file with one array, got {len(names)} ({shown})")
            with archive.open(names[0]) as file:
                return _npy_stream(file, shape)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise ValueError(f"matrix must be a readable .npz file, got {path}: {error}") from None


def _only(shape: tuple[int, int]) -> Callable[[tuple[int, ...]], None]:
    """A check that refuses every other shape."""
    return lambda found: _check_shape(found, shape)


def _member(archive: zipfile.ZipFile, name: str, most: int) -> np.ndarray:
    """One vector of a sparse file, its length checked before it is read."""
    with archive.open(name + ".npy") as file:
        found, _, dtype = _npy_header(file)
        if dtype.hasobject or len(found) > 1 or any(d > most for d in found):
            raise ValueError(f"matrix must have at most {most} plain numbers as {name}, got {dtype} of shape {found}")
        return _npy_data(file, found, dtype, fortran=False)


def _npy_stream(file: IO[bytes], shape: tuple[int, int]) -> LoadedMatrix:
    """Header first: kind and shape are checked before the data are read."""
    found, fortran, dtype = _npy_header(file)
    _check_kind(dtype)
    _check_shape(found, shape)
    return _checked(_npy_data(file, shape, dtype, fortran), shape)


def _npy_header(file: IO[bytes]) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    try:
        version = np.lib.format.read_magic(file)
        readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
        found, fortran, dtype = readers[version](file)
    except (ValueError, KeyError, SyntaxError, EOFError, TypeError, RecursionError, MemoryError, tokenize.TokenError) as error:
        raise ValueError(f"matrix must be a valid .npy array: {' '.join(str(error).split())[:120]}") from None
    if any(d < 0 for d in found):
        raise ValueError(f"matrix must be a valid .npy array: shape {found}")
    return found, fortran, dtype


def _npy_data(file: IO[bytes], shape: tuple[int, ...], dtype: np.dtype[Any], fortran: bool) -> np.ndarray:
    wanted = prod(shape) * dtype.itemsize
    data = file.read(wanted)
    if len(data) < wanted:
        raise ValueError(f"matrix must be a complete .npy array: {wanted} bytes of data declared, {len(data)} found")
    if file.read(1):
        raise ValueError(f"matrix must be a single .npy array: {wanted} bytes of data declared, more found")
    return np.frombuffer(data, dtype=dtype).reshape(shape, order="F" if fortran else "C")


def _read_csv(path: Path, shape: tuple[int, int]) -> LoadedMatrix:
    return _from_text(read_table(path, shape, _only(shape)), shape)


def _read_mtx(path: Path, shape: tuple[int, int]) -> LoadedMatrix:
    return _from_text(read_matrix_market(path, _only(shape)), shape)
