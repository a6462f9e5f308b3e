"""Spellings and damages of matrix files: what is read is what stands there, everything else is refused in one line.

The table is marked by hand: files are written as bytes here, and the numbers expected are those of Python's ``Fraction``.
"""

from __future__ import annotations

import io
import os
import pickle
import random
import struct
import zipfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse

from theory.dmf import Landscape
from theory.exact.matrix_file import load_matrix

ARRAY = "%%MatrixMarket matrix array real general\n"
COORDINATE = "%%MatrixMarket matrix coordinate real general\n"

GOOD = {  # a token: the number
    "7": "7", "+7": "7", "-7": "-7", "007": "7", "0": "0", "-0": "0", "7.": "7", "7.0": "7", ".5": "1/2", "-.5": "-1/2",
    "0.1": "1/10", "1.25": "5/4", "1e3": "1000", "1E3": "1000", "1e+3": "1000", "1e-3": "1/1000", "1.5e02": "150",
    "123456789012345": "123456789012345", "2.50": "5/2", "1e0": "1",
}  # fmt: skip
FRACTIONS = {"2/3": "2/3", "-7/4": "-7/4", "+1/8": "1/8", "10/5": "2"}
FORTRAN = {"1.5D2": "150", "1.5d2": "150", "-1.5D+2": "-150", "5D-1": "1/2"}
BAD = [
    "0x1F", "4xyz", "1_000", "١", "１２", "²", "½", "1e",
    "e5", ".", "-", "--1", "+-1", "1.5.2", "1e5e5", "1e1.5", "0b1", "1L", "1f",
    "$5", "5%", "true", "None?", "1//2", "1/2/3", "1.5/2", "1/-2", "2i", "1+2j", "(1)", "'5'", "1e99999", "1e400", "-1e400",
    
    "nan", "NaN", "inf", "-inf", "Infinity", "NA", "#N/A", "1 e5", "1−2", "−5", "1e–5", "0x", "5;", "1D2D3", "1e+-5",
]  # fmt: skip


def csv_of(token: str) -> str:
    return f"1,2\n3,{token}\n"


def array_of(token: str) -> str:
    return f"{ARRAY}2 2\n1\n3\n2\n{token}\n"


def coordinate_of(token: str) -> str:
    return f"{COORDINATE}2 2 4\n1 1 1\n2 1 3\n1 2 2\n2 2 {token}\n"


READ = [
    *((".csv", csv_of(t), v) for t, v in (GOOD | FRACTIONS).items()),
    *((".csv", csv_of(f'"{t}"'), v) for t, v in (GOOD | FRACTIONS).items()),
    *((".csv", csv_of(f" {t}\t"), v) for t, v in GOOD.items()),
    *((".mtx", array_of(t), v) for t, v in (GOOD | FORTRAN).items()),
    *((".mtx", coordinate_of(t), v) for t, v in (GOOD | FORTRAN).items()),
]
REFUSED = [
    *((".csv", csv_of(token)) for token in [*BAD, "", "1.5D2", "1,5"]),
    *((".tsv", csv_of(token).replace(",", "\t", 1).replace("3,", "3\t")) for token in ("3,5", "1.000,5")),
    *((".mtx", array_of(token)) for token in [*BAD, "", "3,5", "2/3", "1 2"]),
    *((".mtx", coordinate_of(token)) for token in [*BAD, "", "3,5", "2/3", "1 2"]),
]


def written(folder: Path, suffix: str, content: bytes | str) -> Path:
    path = folder / f"matrix{suffix}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusal(path: Path, shape: tuple[int, int] = (2, 2)) -> str:
    """The one line with which the file is refused."""
    with pytest.raises(ValueError) as caught:
        load_matrix(path, shape)
    message = str(caught.value)
    assert message.startswith("matrix") and len(message.splitlines()) == 1 and message.isprintable() and len(message) < 400
    return message.replace(str(path), "")


@pytest.mark.parametrize(("suffix", "content", "value"), READ)
def test_spellings_that_are_read(tmp_path: Path, suffix: str, content: str, value: str) -> None:
    found = load_matrix(written(tmp_path, suffix, content), (2, 2))
    assert found.exact == [[1, 2], [3, Fraction(value)]]
    assert found.entries.tolist() == [[1.0, 2.0], [3.0, float(Fraction(value))]]


@pytest.mark.parametrize(("suffix", "content"), REFUSED)
def test_spellings_that_are_refused(tmp_path: Path, suffix: str, content: str) -> None:
    """The last entry is damaged: the refusal names its line."""
    message = refusal(written(tmp_path, suffix, content))
    last = len(content.rstrip("\n").split("\n"))
    assert f"line {last}" in message or "row 2, column 2" in message, message


SAME = [[Fraction(1), Fraction(2)], [Fraction(3), Fraction(-4)]]
LAYOUTS: dict[str, tuple[str, bytes | str]] = {  # the matrix 1 2 / 3 -4 in other clothes
    "blanks": (".txt", "1 2\n3 -4\n"),
    "aligned": (".txt", "  1   2\n  3  -4\n"),
    "tabs": (".tsv", "1\t2\n3\t-4\n"),
    "semicolons": (".csv", "1;2\n3;-4\n"),
    "no newline at the end": (".csv", "1,2\n3,-4"),
    "CRLF": (".csv", "1,2\r\n3,-4\r\n"),
    "BOM": (".csv", b"\xef\xbb\xbf1,2\n3,-4\n"),
    "blank lines": (".csv", "\n1,2\n\n3,-4\n\n\n"),
    "header": (".csv", "a,b\n1,2\n3,-4\n"),
    "header and row names": (".csv", "name,a,b\nx,1,2\ny,3,-4\n"),
    "row numbers under an empty cell": (".csv", ",a,b\n0,1,2\n1,3,-4\n"),
    "row names, short header": (".csv", "a,b\nx,1,2\ny,3,-4\n"),
    "row names alone": (".csv", "x,1,2\ny,3,-4\n"),
    "quoted header with a comma": (".csv", '"a,b",c\n1,2\n3,-4\n'),
    "upper case suffix": (".CSV", "1,2\n3,-4\n"),
    "array": (".mtx", ARRAY + "2 2\n1\n3\n2\n-4\n"),
    "integer array": (".mtx", ARRAY.replace("real", "integer") + "2 2\n1\n3\n2\n-4\n"),
    "comments": (".mtx", ARRAY + "% a\n%\n2 2\n% b\n1\n3\n2\n-4\n"),
    "upper case banner": (".mtx", ARRAY.upper() + "2 2\n1\n3\n2\n-4\n"),
    "CRLF array": (".mtx", (ARRAY + "2 2\n1\n3\n2\n-4\n").replace("\n", "\r\n")),
    "coordinates": (".mtx", COORDINATE + "2 2 4\n1 1 1\n2 1 3\n1 2 2\n2 2 -4\n"),
    "coordinates in any order": (".mtx", COORDINATE + "2 2 4\n2 2 -4\n1 2 2\n2 1 3\n1 1 1\n"),
}
OTHERS: dict[str, tuple[str, list[list[Any]]]] = {  # other matrices that Matrix Market can say
    "zeros left out": (COORDINATE + "2 2 1\n1 2 5\n", [[0, 5], [0, 0]]),
    "nothing": (COORDINATE + "2 2 0\n", [[0, 0], [0, 0]]),
    "pattern": ("%%MatrixMarket matrix coordinate pattern general\n2 2 2\n1 1\n2 1\n", [[1, 0], [1, 0]]),
    "symmetric pattern": ("%%MatrixMarket matrix coordinate pattern symmetric\n2 2 1\n2 1\n", [[0, 1], [1, 0]]),
    "symmetric": ("%%MatrixMarket matrix coordinate real symmetric\n2 2 2\n1 1 7\n2 1 -3\n", [[7, -3], [-3, 0]]),
    "symmetric array": ("%%MatrixMarket matrix array real symmetric\n2 2\n1\n2\n3\n", [[1, 2], [2, 3]]),
    "skew": ("%%MatrixMarket matrix coordinate integer skew-symmetric\n2 2 1\n2 1 -3\n", [[0, 3], [-3, 0]]),
    "skew array": ("%%MatrixMarket matrix array real skew-symmetric\n2 2\n5D-1\n", [[0, Fraction(-1, 2)], [Fraction(1, 2), 0]]),
}
DAMAGES: dict[str, tuple[str, bytes | str, str]] = {  # content: what the line says
    "empty": (".csv", "", "must not be empty"),
    "header alone": (".csv", "a,b\n", "must not be empty"),
    "row missing": (".csv", "1,2\n", "2 × 2, got 1 × 2"),
    "row too many": (".csv", "1,2\n3,4\n5,6\n", "2 × 2, got 3 × 2"),
    "column missing": (".csv", "1\n3\n", "2 × 2, got 2 × 1"),
    "row names and a column missing": (".csv", "x,1\ny,3\n", "2 × 2, got 2 × 1"),
    "row names and a column too many": (".csv", "name,a,b,c\nx,1,2,3\ny,4,5,6\n", "2 × 2, got 2 × 3"),
    "row numbers, a column missing": (".csv", ",a\n0,1\n1,3\n", "2 × 2, got 2 × 1"),
    "short header, a column too many": (".csv", "a,b,c\n1,1,2,3\n2,4,5,6\n", "2 × 2, got 2 × 3"),
    "one first cell no number": (".csv", "?,2\n3,4\n", "got '?' in line 1, column 1"),
    "ragged": (".csv", "1,2\n3\n", "line 2"),
    "ragged, longer": (".csv", "1,2\n3,4,5\n", "line 2"),
    "decimal commas": (".csv", "1,5;2,5\n3,5;4,5\n", "line"),
    "decimal commas in two columns": (".csv", "1,5 2,5\n3,5 4,5\n", "2 × 2, got 2 × 3"),
    "NUL": (".csv", b"1,2\n3,4\0\n", "line 2"),
    "UTF-16": (".csv", "1,2\n3,4\n".encode("utf-16"), "comma separated text"),
    "Latin-1": (".csv", b"1,2\n3,\xa04\n", "comma separated text"),
    "open quote": (".csv", '1,2\n3,"4\n', "comma separated text"),
    "missing values in the first line": (".csv", "nan,nan\n1,2\n3,4\n", "line 1"),
    "no number in a line": (".csv", "1,2\n,\n3,4\n", "line 2"),
    "a line too long": (".csv", "1,2\n3," + "4" * 5000 + "\n", "line"),
    "no banner": (".mtx", "2 2\n1\n2\n3\n4\n", "line 1"),
    "another banner": (".mtx", ARRAY.replace("array", "vector") + "2 2\n1\n2\n3\n4\n", "line 1"),
    "words missing": (".mtx", "%%MatrixMarket matrix array\n2 2\n1\n2\n3\n4\n", "line 1"),
    "complex": (".mtx", ARRAY.replace("real", "complex") + "2 2\n1 0\n2 0\n3 0\n4 0\n", "must be real"),
    "hermitian": (".mtx", "%%MatrixMarket matrix array complex hermitian\n2 2\n1 0\n2 0\n3 0\n", "must be real"),
    "pattern array": (".mtx", ARRAY.replace("real", "pattern") + "2 2\n", "line 1"),
    "size missing": (".mtx", ARRAY, "size line"),
    "size in words": (".mtx", ARRAY + "two 2\n", "line 2"),
    "size negative": (".mtx", ARRAY + "-2 2\n", "line 2"),
    "size with a fraction": (".mtx", ARRAY + "2.0 2\n", "line 2"),
    "size of another matrix": (".mtx", ARRAY + "3 2\n1\n2\n3\n4\n5\n6\n", "2 × 2, got 3 × 2"),
    "huge size": (".mtx", ARRAY + "1000000000 1000000000\n1\n", "2 × 2, got"),
    "size beyond 64 bits": (".mtx", ARRAY + f"{10**30} 2\n", "line 2"),
    "array cut": (".mtx", ARRAY + "2 2\n1\n2\n3\n", "row 2, column 2"),
    "array too long": (".mtx", ARRAY + "2 2\n1\n2\n3\n4\n5\n", "line 7"),
    "coordinates cut": (".mtx", COORDINATE + "2 2 3\n1 1 1\n1 2 2\n", "3 lines"),
    "count too small": (".mtx", COORDINATE + "2 2 1\n1 1 1\n1 2 2\n", "line 4"),
    "count negative": (".mtx", COORDINATE + "2 2 -1\n", "line 2"),
    "index 0": (".mtx", COORDINATE + "2 2 1\n0 1 1\n", "line 3"),
    "index outside": (".mtx", COORDINATE + "2 2 1\n1 3 1\n", "line 3"),
    "index negative": (".mtx", COORDINATE + "2 2 1\n-1 1 1\n", "line 3"),
    "index with a fraction": (".mtx", COORDINATE + "2 2 1\n1.0 1 1\n", "line 3"),
    "an entry twice": (".mtx", COORDINATE + "2 2 2\n1 1 1\n1 1 2\n", "line 4"),
    "both halves": (".mtx", COORDINATE.replace("general", "symmetric") + "2 2 2\n1 2 1\n2 1 1\n", "line 4"),
    "diagonal of a skew matrix": (".mtx", COORDINATE.replace("general", "skew-symmetric") + "2 2 1\n1 1 0\n", "line 3"),
    "value missing": (".mtx", COORDINATE + "2 2 1\n1 1\n", "line 3"),
    "value of a pattern": (".mtx", COORDINATE.replace("real", "pattern") + "2 2 1\n1 1 5\n", "line 3"),
    "fraction in an integer file": (".mtx", COORDINATE.replace("real", "integer") + "2 2 1\n1 1 1.5\n", "line 3"),
    "NUL in coordinates": (".mtx", (COORDINATE + "2 2 1\n1 1 1\0\n").encode(), "line 3"),
    "text without an end": (".mtx", COORDINATE + "2 2 1\n1 1 " + "1" * 9000 + "\n", "line 3"),
    "another suffix": (".dat", "1,2\n3,4\n", ".npy, .npz, .csv or .mtx"),
    "no suffix": ("", "1,2\n3,4\n", ".npy, .npz, .csv or .mtx"),
    "text as npy": (".npy", "1,2\n3,4\n", "valid .npy"),
    "text as npz": (".npz", "1,2\n3,4\n", "readable .npz"),
    "empty npy": (".npy", b"", "valid .npy"),
    "empty npz": (".npz", b"", "readable .npz"),
    "pickle as npy": (".npy", pickle.dumps([[1, 2], [3, 4]]), "valid .npy"),
}  # fmt: skip


@pytest.mark.parametrize("name", LAYOUTS)
def test_one_matrix_in_many_layouts(tmp_path: Path, name: str) -> None:
    assert load_matrix(written(tmp_path, *LAYOUTS[name]), (2, 2)).exact == SAME


@pytest.mark.parametrize("name", OTHERS)
def test_what_matrix_market_can_say(tmp_path: Path, name: str) -> None:
    content, expected = OTHERS[name]
    found = load_matrix(written(tmp_path, ".mtx", content), (2, 2))
    assert found.exact == expected and found.entries.tolist() == [[float(x) for x in row] for row in expected]


@pytest.mark.parametrize("name", DAMAGES)
def test_damaged_files(tmp_path: Path, name: str) -> None:
    suffix, content, says = DAMAGES[name]
    assert says in refusal(written(tmp_path, suffix, content))


@pytest.mark.parametrize("columns", [3, 4])
@pytest.mark.parametrize("header", ["", "name,a,b\n", ",a,b\n", "a,b\n"])
def test_row_names_are_no_column_of_a_transposed_table(tmp_path: Path, header: str, columns: int) -> None:
    """Also where the widths count them as a column."""
    file = written(tmp_path, ".csv", header + "".join(f"x{k},{k},2\n" for k in range(columns)))
    with pytest.raises(ValueError, match=rf"= 2 × {columns}, got {columns} × 2 \(its transpose fits\)$"):
        load_matrix(file, (2, columns))


def test_long_rows_of_a_transposed_table(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"= 1000 × 2, got 2 × 1000 \(its transpose fits\)$"):
        load_matrix(written(tmp_path, ".csv", (",".join(["1.25"] * 1000) + "\n") * 2), (1000, 2))


def npy(array: Any, **replaced: bytes) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    data = file.getvalue()
    for old, new in replaced.items():
        data = data.replace(old.encode(), new)
    return data


def npz(**members: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **members)
    return file.getvalue()


def sparse(layout: str, **changed: Any) -> bytes:
    """The matrix 1 2 / 3 -4 as scipy would save it, with members changed or left out (None)."""
    file = io.BytesIO()
    scipy.sparse.save_npz(file, scipy.sparse.csr_array(np.array([[1, 2], [3, -4]])).asformat(layout))
    with np.load(io.BytesIO(file.getvalue())) as saved:
        members = {**{name: saved[name] for name in saved.files}, **changed}
    return npz(**{name: value for name, value in members.items() if value is not None})


PLAIN = np.array([[1, 2], [3, -4]])
BINARY = {
    **{f"npy {kind}": (".npy", npy(PLAIN.astype(kind))) for kind in ("i1", "i4", "i8", "f2", "f4", "f8", ">i4", ">f8", "<i2")},
    "npy in columns": (".npy", npy(np.asfortranarray(PLAIN))),
    "npz of one array": (".npz", npz(anything=PLAIN)),
    **{f"sparse {layout}": (".npz", sparse(layout)) for layout in ("csr", "csc", "coo")},
}
BROKEN = {
    "objects": (".npy", npy(np.array([[1, 2], [3, None]], dtype=object)), "never unpickled"),
    "objects in npz": (".npz", npz(a=np.array([[1, 2], [3, None]], dtype=object)), "never unpickled"),
    "complex": (".npy", npy(PLAIN.astype(complex)), "must be real"),
    "texts": (".npy", npy(PLAIN.astype(str)), "must be real"),
    "dates": (".npy", npy(PLAIN.astype("M8[D]")), "must be real"),
    "records": (".npy", npy(np.zeros((2, 2), dtype=[("a", "f8")])), "must be real"),
    "nan": (".npy", npy(np.array([[1, 2], [3, np.nan]])), "row 2, column 2"),
    "infinite": (".npy", npy(np.array([[1, -np.inf], [3, 4]])), "row 1, column 2"),
    "too large": (".npy", npy(np.array([[1, 1e200], [3, 4]])), "at most 1e+150"),
    "one dimension": (".npy", npy(np.arange(4)), "2 × 2, got 4"),
    "three dimensions": (".npy", npy(np.zeros((2, 2, 1))), "2 × 2, got 2 × 2 × 1"),
    "no dimension": (".npy", npy(np.float64(3)), "a single number"),
    "cut": (".npy", npy(PLAIN)[:-1], "32 bytes of data declared, 31 found"),
    "header cut": (".npy", npy(PLAIN)[:40], "valid .npy"),
    "huge shape": (".npy", npy(PLAIN, **{"(2, 2), ": b"(2,10**9)"}), "matrix must be"),
    "negative shape": (".npy", npy(PLAIN, **{"(2, 2)": b"(-2,2)"}), "valid .npy"),
    "code in the header": (".npy", npy(PLAIN, **{"(2, 2)": b"exit()"}), "valid .npy"),
    "version 9": (".npy", b"\x93NUMPY\x09\x00" + npy(PLAIN)[8:], "valid .npy"),
    "header beyond the file": (".npy", b"\x93NUMPY\x01\x00" + struct.pack("<H", 65000) + npy(PLAIN)[10:], "valid .npy"),
    "two arrays": (".npz", npz(a=PLAIN, b=PLAIN), "one array, got 2"),
    "no array": (".npz", npz(), "got 0"),
    "npz cut": (".npz", npz(a=PLAIN)[:-30], "readable .npz"),
    "npz with flipped bits": (".npz", npz(a=PLAIN).replace(PLAIN.tobytes(), PLAIN.tobytes()[::-1]), "readable .npz"),
    "sparse bsr": (".npz", sparse("csr", format=np.array(b"bsr")), "csr, csc, coo"),
    "sparse without data": (".npz", sparse("csr", data=None), "got no data"),
    "sparse, pointers that fall": (".npz", sparse("csr", indptr=np.array([0, 3, 2])), "index pointers"),
    "sparse, pointers beyond": (".npz", sparse("csr", indptr=np.array([0, 2, 9])), "index pointers"),
    "sparse, index outside": (".npz", sparse("csr", indices=np.array([0, 1, 0, 2])), "inside 2 × 2"),
    "sparse, index negative": (".npz", sparse("csr", indices=np.array([0, 1, 0, -1])), "inside 2 × 2"),
    "sparse, entry twice": (".npz", sparse("csr", indices=np.array([0, 0, 0, 1])), "entry once"),
    "sparse, fewer indices": (".npz", sparse("csr", indices=np.array([0, 1, 0])), "for each of 4"),
    "sparse, float indices": (".npz", sparse("csr", indices=np.array([0.0, 1.0, 0.0, 1.0])), "whole numbers"),
    "sparse, objects": (".npz", sparse("csr", data=np.array([1, 2, 3, None], dtype=object)), "plain numbers"),
    "sparse, another shape": (".npz", sparse("csr", shape=np.array([2, 3])), "2 × 2, got 2 × 3"),
    "sparse, huge shape": (".npz", sparse("coo", shape=np.array([2**62, 2**62])), "2 × 2, got"),
    "sparse, nan": (".npz", sparse("coo", data=np.array([1, 2, np.nan, 4])), "must be finite"),
    "sparse, complex": (".npz", sparse("coo", data=np.array([1, 2, 3j, 4])), "must be real"),
}


@pytest.mark.parametrize("name", BINARY)
def test_arrays_that_are_read(tmp_path: Path, name: str) -> None:
    found = load_matrix(written(tmp_path, *BINARY[name]), (2, 2))
    assert found.exact == SAME and not found.rounded


@pytest.mark.parametrize("name", BROKEN)
def test_arrays_that_are_refused(tmp_path: Path, name: str) -> None:
    suffix, content, says = BROKEN[name]
    assert says in refusal(written(tmp_path, suffix, content))


def test_the_table_is_long_enough() -> None:
    assert len(READ) + len(REFUSED) + len(LAYOUTS) + len(OTHERS) + len(DAMAGES) + len(BINARY) + len(BROKEN) >= 400


def test_no_pickle_is_executed(tmp_path: Path) -> None:
    """An object whose unpickling would make a folder, in .npy, in .npz and as a member of a sparse file."""

    class Trap:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(tmp_path / "sprung"),)

    trap = np.array([[Trap(), 2], [3, 4]], dtype=object)
    for suffix, content in ((".npy", npy(trap)), (".npz", npz(a=trap)), (".npz", sparse("csr", data=trap.ravel()))):
        refusal(written(tmp_path, suffix, content))
    assert not (tmp_path / "sprung").exists()


@pytest.mark.parametrize("suffix", [".csv", ".mtx", ".npy", ".npz"])
def test_what_is_no_regular_file(tmp_path: Path, suffix: str) -> None:
    """A pipe would hang, a folder and a missing file end in an error of the system."""
    os.mkfifo(tmp_path / f"pipe{suffix}")
    (tmp_path / f"folder{suffix}").mkdir()
    assert "no regular file" in refusal(tmp_path / f"pipe{suffix}")
    assert "no regular file" in refusal(tmp_path / f"folder{suffix}")
    assert "readable file" in refusal(tmp_path / f"nothing{suffix}")


@pytest.mark.parametrize("suffix", [".csv", ".mtx", ".npy", ".npz"])
@pytest.mark.parametrize("seed", range(3))
def test_random_damage_never_gives_another_matrix_silently(tmp_path: Path, suffix: str, seed: int) -> None:
    """200 files with a byte changed, dropped or doubled: read as other code reads these bytes, or refused in one line."""
    rng = random.Random(f"{suffix} {seed}")
    text = {".csv": b"1,2\n3,-4\n", ".mtx": str(LAYOUTS["coordinates"][1]).encode()}
    whole = (text | {".npy": npy(PLAIN), ".npz": npz(a=PLAIN)})[suffix]
    for _ in range(200):
        content, place = bytearray(whole), rng.randrange(len(whole))
        how = rng.choice(("change", "drop", "double"))
        changed = {"change": bytes([rng.randrange(256)]), "drop": b"", "double": content[place : place + 1] * 2}
        content[place : place + 1] = changed[how]
        path = written(tmp_path, suffix, bytes(content))
        try:
            found = load_matrix(path, (2, 2))
        except ValueError as error:
            assert len(str(error).splitlines()) == 1
            continue
        assert found.entries.tolist() == plain_reading(suffix, bytes(content)), (content, found.entries)


def plain_reading(suffix: str, content: bytes) -> list[list[float]]:
    """The same bytes by other code: splitting for text, numpy for arrays."""
    if suffix == ".npy":
        return np.load(io.BytesIO(content)).astype(float).tolist()
    if suffix == ".npz":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return np.load(io.BytesIO(archive.read(archive.namelist()[0]))).astype(float).tolist()
    lines = [line for line in content.decode().replace("\r", "").split("\n") if line.strip()]
    if suffix == ".csv":
        separator = ";" if ";" in lines[0] else "\t" if "\t" in lines[0] else "," if "," in lines[0] else None
        rows = [[cell.strip().strip('"') for cell in line.split(separator)] for line in lines]
        return [[float(Fraction(cell)) for cell in row[-2:]] for row in rows[-2:]]
    table = [[0.0, 0.0], [0.0, 0.0]]
    for line in [line for line in lines if not line.startswith("%")][1:]:
        i, j, entry = line.split()
        table[int(i) - 1][int(j) - 1] = float(entry.lower().replace("d", "e"))
    return table


EXACT = [  # a matrix and its singular values, by hand
    ("identity", [[1, 0, 0], [0, 1, 0], [0, 0, 1]], ["1", "1", "1"]),
    ("permutation", [[0, 1, 0], [0, 0, 1], [1, 0, 0]], ["1", "1", "1"]),
    ("skew", [[0, 1, 2], [-1, 0, 2], [-2, -2, 0]], ["3", "3", "0"]),
    ("skew, irrational", [[0, 1, 1], [-1, 0, 1], [-1, -1, 0]], ["sqrt(3)", "sqrt(3)", "0"]),
    ("Hadamard", [[1, 1], [1, -1]], ["sqrt(2)", "sqrt(2)"]),
    ("thirds", [["1/3", 0], [0, "-1/3"]], ["1/3", "1/3"]),
    ("tenths", [["0.1", "0.2"], ["0.2", "-0.1"]], ["sqrt(1/20)", "sqrt(1/20)"]),
    ("rank one", [[1, 2], [2, 4]], ["5", "0"]),
]


@pytest.mark.parametrize(("name", "rows", "values"), EXACT)
@pytest.mark.parametrize("layers", [2, 3])
def test_exact_matrices_leave_nothing_open(tmp_path: Path, name: str, rows: Any, values: list[str], layers: int) -> None:
    """Ties and zeros are decided: the values are these, and the landscape is that of the spectrum."""
    size = len(rows)
    path = written(tmp_path, ".csv", "".join(",".join(map(str, row)) + "\n" for row in rows))
    widths = (size,) * (layers + 1)
    found, given = Landscape(widths, matrix=path, ridge="1/7"), Landscape(widths, spectrum=values, ridge="1/7")
    assert found.undecided == () and found.singular_values.values == given.singular_values.values
    told, expected = ([(o.label, o.loss, o.kind, o.index, o.nullity) for o in x.orbits()] for x in (found, given))
    assert told == expected
    assert sum(len(group.positions) for group in found.singular_values.groups) == size


@pytest.mark.parametrize("content", ["0,1\n3,0\n0,2\n", ",0,1\n0,3,0\n1,0,2\n", "0;1\n3;0\n0;2\n", "0 1\n3 0\n0 2\n"])
def test_the_header_that_pandas_counts_is_told(content: str, tmp_path: Path) -> None:
    assert "got 3 × 2 (the first line counts 0, 1, …: is it a header of pandas? write header=False)" in refusal(
        written(tmp_path, ".csv", content)
    )


def test_a_row_that_counts_is_a_row(tmp_path: Path) -> None:
    assert load_matrix(written(tmp_path, ".csv", "0,1\n3,0\n"), (2, 2)).entries.tolist() == [[0, 1], [3, 0]]
