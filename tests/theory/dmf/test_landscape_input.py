"""Unusable input: one line that names the argument and what is allowed."""

from __future__ import annotations

import inspect
import io
import zipfile
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import scipy.io
import scipy.sparse

from proofs_check import explore
from theory import dmf
from theory.dmf import Landscape, Objective

GOOD = {"widths": (2, 2, 2, 2), "spectrum": (3, 1), "ridge": 1}

BAD = [
    ({"widths": (2, 2)}, "widths must be at least three positive integers"),
    ({"widths": (2, 0, 2)}, "widths must be at least three positive integers"),
    ({"widths": (2, -1, 2)}, "widths must be"),
    ({"widths": (2, 2.0, 2)}, "widths must be"),
    ({"widths": (2, True, 2)}, "widths must be"),
    ({"widths": ()}, "widths must be"),
    ({"widths": 3}, "widths must be at least three positive integers d0, …, dL, got 3"),
    ({"widths": "2,2,2"}, "widths must be at least three positive integers d0, …, dL, got '2,2,2'"),
    ({"widths": np.eye(3)}, "widths must be .*, got a matrix, 3 × 3: it goes to matrix="),
    ({"ridge": 0}, "ridge must be positive, got 0"),
    ({"ridge": (1, "-0.1", 1)}, "ridge must be positive, got -0.1.* for layer 2"),
    ({"ridge": (1, 1)}, "ridge must be one weight or 3 weights, one a layer, got 2"),
    ({"ridge": ()}, "ridge must be one weight or 3"),
    ({"ridge": None}, "ridge must be given"),
    ({"ridge": "nan"}, "ridge must be finite, got nan"),
    ({"ridge": float("inf")}, "ridge must be finite, got inf"),
    ({"ridge": "1e99999999999"}, "ridge must have an exponent between -999 and 999"),
    ({"ridge": "1e-200"}, "ridge must lie between 1e-150 and 1e150"),
    ({"ridge": "1/0"}, "ridge must have a non-zero denominator"),
    ({"ridge": "one"}, "ridge must be a real number such as 17/2 or 0.3"),
    ({"ridge": 1 + 2j}, "ridge must be a real number"),
    ({"ridge": True}, "ridge must be a real number"),
    ({"ridge": "9" * 5000}, "ridge must"),
    ({"spectrum": (3, 1, 1)}, r"spectrum must hold at most min\(d0, dL\) = 2 singular values, got 3"),
    ({"spectrum": (3, -1)}, "spectrum must be non-negative, got -1 at position 2"),
    ({"spectrum": (3, 1j)}, "spectrum value 2 must be a real number"),
    ({"spectrum": (3, float("nan"))}, "spectrum value 2 must be finite"),
    ({"spectrum": (3, np.inf)}, "spectrum value 2 must be finite"),
    ({"spectrum": ("3", "x")}, "spectrum value 2 must be a real number such as"),
    ({"spectrum": (3, None)}, "spectrum value 2 must be a real number such as"),
    ({"spectrum": ("1e200",)}, "spectrum must be 0 or lie between 1e-150 and 1e150"),
    ({"spectrum": "3,1"}, "spectrum must be a list of numbers"),
    ({"spectrum": None}, "spectrum or matrix must be given"),
    ({"matrix": np.eye(2)}, "spectrum or matrix must be given, and not both"),
]


@pytest.mark.parametrize(("change", "message"), BAD)
def test_bad_arguments(change: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        Landscape(**{**GOOD, **change})  # type: ignore[arg-type]
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200


@pytest.mark.parametrize("kind", [dmf.Landscape, explore.Landscape])
def test_a_matrix_in_the_place_of_the_widths(kind: type[Landscape]) -> None:
    with pytest.raises(ValueError, match=r"^widths must be given once, and a matrix by its name, .* ndarray before widths=$"):
        kind(np.eye(2), widths=(2, 2, 2), ridge=1)  # type: ignore[misc]
    assert list(inspect.signature(kind).parameters) == ["widths", "spectrum", "ridge", "matrix", "objective"]
    assert "ridge" in str(kind.__init__.__doc__)


@pytest.mark.parametrize("kind", [dmf.Landscape, explore.Landscape])
def test_a_landscape_and_its_orbits_are_shown_on_a_line(kind: type[Landscape]) -> None:
    """Y is told by its shape and first entries, and not decomposed for that."""
    tall = kind((2, 2, 4), matrix=np.arange(8).reshape(4, 2), ridge=(1, "1/2"), objective=Objective(Fraction(1, 2)))
    assert repr(tall) == f"<Landscape: widths 2, 2, 4; matrix 4 × 2 (0, 1, 2, …); ridge 1, 1/2; {tall.objective}>"
    assert "_decomposition" not in vars(tall)
    deep = kind((2,) * 100, spectrum=range(1, 3), ridge=1)
    assert repr(deep) == "<Landscape: widths 2, 2, 2, 2, 2, 2, 2, 2, … (100 values); spectrum 2, 1; ridge 1>"
    orbits = kind((2, 2, 2, 2), spectrum=("3", "11/5"), ridge=1).orbits(limit=9)
    assert len(orbits) == 9
    assert [repr(o) for o in orbits] == [f"<Orbit {o.label}: {o.kind}, loss {o.loss:.9g}>" for o in orbits]


@pytest.mark.parametrize("limit", [-1, 2.0, True])
def test_bad_limit(limit: object) -> None:
    with pytest.raises(ValueError, match="limit must be a non-negative integer"):
        Landscape(**GOOD).orbits(limit=limit)  # type: ignore[arg-type]


def test_too_many_orbits_to_enumerate() -> None:
    landscape = Landscape((50,) * 4, spectrum=range(10, 60), ridge=1)
    with pytest.raises(ValueError, match="limit must be given"):
        next(iter(landscape.blocks()))


def test_exactness_of_input() -> None:
    """A string is the rational it names, a float its exact binary value; order and padding do not matter."""
    assert Landscape((3, 3, 3), spectrum=("0.3", 2), ridge=1).spectrum == (2, Fraction(3, 10), 0)
    assert Landscape((3, 3, 3), spectrum=(0.3,), ridge=1).spectrum[0] == Fraction(0.3) != Fraction(3, 10)
    assert Landscape((1, 1, 1, 1), spectrum=(np.float64(4),), ridge=np.int64(3)).min_or_strict_saddle is False
    near = Landscape((1, 1, 1, 1), spectrum=(Fraction(4) - Fraction(1, 10**100),), ridge=3)
    assert near.orbit_count == 1 and near.min_or_strict_saddle is True


WIDTHS = (3, 2, 2)  # Y is 2 × 3
MATRIX = np.array([[3.0, 0.0, 4.0], [0.0, 1.0, 0.0]])


def write(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def npy(array: np.ndarray, **kwargs: object) -> bytes:
    out = io.BytesIO()
    np.save(out, array, **kwargs)  # type: ignore[arg-type]
    return out.getvalue()


def huge_header() -> bytes:
    """A valid header that declares 2^40 rows, with no data behind it."""
    out = io.BytesIO()
    np.lib.format.write_array_header_1_0(out, {"descr": "<f8", "fortran_order": False, "shape": (2**40, 3)})
    return out.getvalue()


def truncated() -> bytes:
    return npy(MATRIX)[:-8]


GOOD_FILES = {
    "a.npy": npy(MATRIX),
    "fortran.npy": npy(np.asfortranarray(MATRIX)),
    "single.npy": npy(MATRIX.astype(np.float32)),
    "integers.npy": npy(MATRIX.astype(np.int64)),
    "plain.csv": "3,0,4\n0,1,0\n",
    "header.csv": "\ufeffa,b,c\r\n3, 0, 4\r\n\r\n0,1.0e0,0\r\n",
}


@pytest.mark.parametrize("name", GOOD_FILES)
def test_good_files(tmp_path: Path, name: str) -> None:
    """Singular values 5 and 1, by hand."""
    landscape = Landscape(WIDTHS, matrix=write(tmp_path / name, GOOD_FILES[name]), ridge=1)
    assert [float(y) for y in landscape.singular_values.values] == pytest.approx([5, 1], abs=1e-13)
    assert np.array_equal(landscape.target, MATRIX)


def test_good_npz_and_mtx(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "a.npz", anything=MATRIX)
    scipy.io.mmwrite(tmp_path / "dense.mtx", MATRIX)
    scipy.io.mmwrite(tmp_path / "sparse.mtx", scipy.sparse.coo_matrix(MATRIX))
    for name in ("a.npz", "dense.mtx", "sparse.mtx"):
        assert np.array_equal(Landscape(WIDTHS, matrix=str(tmp_path / name), ridge=1).target, MATRIX)


BAD_FILES = [
    ("ragged.csv", "1,2,3\n4,5\n", "rows must have equal length, got 2 instead of 3"),
    ("empty.csv", "", "must not be empty"),
    ("header_only.csv", "a,b,c\n", "must not be empty"),
    ("complex.csv", "1,2,3\n4,5+2j,6\n", "must be real, got '5[+]2j'"),
    ("text.csv", "1,2,3\n4,five,6\n", "must be a number in every cell, got 'five'"),
    ("gap.csv", "1,2,3\n4,,6\n", "must be a number in every cell"),
    ("nan.csv", "1,2,3\n4,nan,6\n", "must be finite, got nan in line 2, column 2"),
    ("large.csv", "1,2,3\n4,1e300,6\n", "entries must be at most 1e"),
    ("overflow.csv", "1,2,3\n4,1e999,6\n", "must be finite, got inf"),
    ("binary.csv", b"\xff\xfe\x00\x01,\x80", "comma separated text"),
    ("shape.csv", "1,2\n3,4\n5,6\n", r"dL × d0 = 2 × 3, got 3 × 2 \(its transpose fits\)"),
    ("shape.npy", npy(np.ones((4, 4))), "dL × d0 = 2 × 3, got 4 × 4"),
    ("vector.npy", npy(np.ones(6)), "dL × d0 = 2 × 3, got 6"),
    ("scalar.npy", npy(np.array(3.0)), "got a single number"),
    ("objects.npy", npy(np.array([[1, "a", None]], dtype=object), allow_pickle=True), "never unpickled"),
    ("complex.npy", npy(MATRIX + 1j), "must be real, got entries of type complex128"),
    ("text.npy", npy(np.array([["a"] * 3] * 2)), "must be real"),
    ("inf.npy", npy(np.where(MATRIX == 4, np.inf, MATRIX)), "must be finite, got inf in row 1, column 3"),
    ("huge.npy", huge_header(), "got 1099511627776 × 3"),
    ("truncated.npy", truncated(), "48 bytes of data declared, 40 found"),
    ("followed.npy", npy(MATRIX) + npy(MATRIX), "must be a single .npy array: 48 bytes of data declared, more found"),
    ("underscore.csv", "1,2,3\n4,1_0,6\n", "must be a number in every cell, got '1_0'"),
    ("full_width.csv", "1,2,3\n4,\uff11,6\n", "must be a number in every cell"),
    ("noise.npy", b"not an array at all", "must be a valid .npy array"),
    ("nothing.npy", b"", "must be a valid .npy array"),
    ("noise.npz", b"PK\x03\x04 broken", "must be a readable .npz file"),
    ("noise.mtx", "%%MatrixMarket nonsense\n", "must be a valid Matrix Market file"),
    ("cut.mtx", "%%MatrixMarket matrix array real general\n2 3\n1\n2\n", "must be a valid Matrix Market file"),
    ("complex.mtx", "%%MatrixMarket matrix array complex general\n2 3\n" + "1 0\n" * 6, "must be real"),
    ("huge.mtx", "%%MatrixMarket matrix coordinate real general\n99999999999 3 1\n1 1 1\n", "got 99999999999 × 3"),
    ("table.xlsx", b"", "must be a .npy, .npz, .csv or .mtx file, got table.xlsx"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD_FILES, ids=[row[0] for row in BAD_FILES])
def test_bad_files(tmp_path: Path, name: str, content: bytes | str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        Landscape(WIDTHS, matrix=write(tmp_path / name, content), ridge=1)
    assert "\n" not in str(caught.value)


def test_bad_npz(tmp_path: Path) -> None:
    np.savez(tmp_path / "two.npz", a=MATRIX, b=MATRIX)
    with pytest.raises(ValueError, match=r"with one array, got 2 \(a, b\)"):
        Landscape(WIDTHS, matrix=tmp_path / "two.npz", ridge=1)
    with zipfile.ZipFile(tmp_path / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", huge_header() + bytes(10**7))
    with pytest.raises(ValueError, match="got 1099511627776 × 3"):
        Landscape(WIDTHS, matrix=tmp_path / "bomb.npz", ridge=1)


def test_missing_file_and_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="must be a readable file"):
        Landscape(WIDTHS, matrix=tmp_path / "missing.npy", ridge=1)
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(ValueError, match="must be a readable file"):
        Landscape(WIDTHS, matrix=tmp_path / "folder.csv", ridge=1)


def test_declared_size_beyond_memory(tmp_path: Path) -> None:
    """Widths that ask for it themselves are refused before the file is opened."""
    with pytest.raises(ValueError, match="at most 100000000 entries"):
        Landscape((10**6, 2, 10**6), matrix=tmp_path / "missing.npy", ridge=1)


@pytest.mark.parametrize("hidden", [(2**61,), (2**62,), (5 * 10**18,), (10**30,), (10**10, 10**10), (2**31, 2**31, 1)])
def test_widths_whose_counts_would_pass_64_bits(hidden: tuple[int, ...]) -> None:
    """At 5·10^18 the origin came out as a global minimizer of index -8446744073709551616."""
    with pytest.raises(ValueError, match=r"at most 2\^62 parameters"):
        Landscape((2, *hidden, 2), spectrum=(3, 2), ridge="1/9")


@pytest.mark.parametrize("hidden", [(2**60,), (10**18,), (2**30, 2**31), (2**20, 2**40, 2)])
def test_counts_of_the_widest_networks(hidden: tuple[int, ...]) -> None:
    """Index and nullity count eigenvalues of one Hessian: together at most all of them, none below zero."""
    landscape = Landscape((2, *hidden, 2), spectrum=(3, 2), ridge="1/9")
    sizes = (2, *hidden, 2)
    parameters = sum(a * b for a, b in pairwise(sizes))
    for orbit in landscape.orbits():
        assert 0 <= orbit.dimension <= orbit.nullity and orbit.index >= 0 and orbit.index + orbit.nullity <= parameters
        assert (orbit.index > 0) == (orbit.kind in ("strict saddle",))
    if len(hidden) == 1:
        assert landscape.orbit("O").index == 2 * hidden[0]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int32, np.int64, np.uint64, np.float64, bool])
def test_matrices_of_integers_are_exact(dtype: type) -> None:
    """Of any type and size: a tie stays a tie, and a gap of one last place that float64 cannot hold stays a gap."""
    top = {np.float64: 2**53 - 1, bool: 1}.get(dtype) or int(np.iinfo(dtype).max)
    tied = Landscape((2, 2, 2), matrix=np.array([[0, top], [top, 0]], dtype=dtype), ridge="1/8")
    assert tied.orbit_count == 3 and tied.singular_values.values[0] == tied.singular_values.values[1] == top
    if top > 1:
        apart = Landscape((2, 2, 2), matrix=np.diag(np.array([top, top - 1], dtype=dtype)), ridge="1/8")
        assert apart.orbit_count == 4 and list(apart.singular_values.values) == [top, top - 1]


def test_limits_beyond_64_bits() -> None:
    """All orbits, as for any limit above their number."""
    assert len(Landscape((2, 2, 2), spectrum=(3, 2), ridge=1).orbits(10**30)) == 4
