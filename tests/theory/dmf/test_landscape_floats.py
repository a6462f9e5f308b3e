"""Float matrices: the error is proved, and what it leaves open is never guessed."""

from __future__ import annotations

import json
from fractions import Fraction

import flint
import numpy as np
import pytest

from theory.dmf import Landscape
from theory.dmf.landscape.spectrum import Spectrum
from theory.exact.matrix_file import SHIPPED, LoadedMatrix
from theory.exact.singular_values import largest_eigenvalue, singular_values


def floats(matrix: np.ndarray) -> LoadedMatrix:
    """The matrix as float64 data that were rounded; short numbers of an array or file are taken at their word."""
    return LoadedMatrix(matrix, rounded=True)


@pytest.mark.parametrize(("rows", "columns"), [(1, 1), (3, 7), (7, 3), (12, 12), (40, 5)])
@pytest.mark.parametrize("scale", [1.0, 1e-120, 1e120])
def test_error_covers_the_true_singular_values(rows: int, columns: int, scale: float) -> None:
    """Truth: eigenvalue enclosures of the exact Gram matrix, ball arithmetic at 600 bits; low rank too."""
    rng = np.random.default_rng(rows * 31 + columns)
    matrix = rng.standard_normal((rows, columns))
    if rows > 5 and columns > 3:
        matrix[:, -1] = matrix[:, 0] + matrix[:, 1]
    matrix *= scale
    found = singular_values(LoadedMatrix(matrix, rounded=False))
    small = matrix if rows <= columns else matrix.T
    exact = flint.fmpq_mat([[flint.fmpq(*float(x).as_integer_ratio()) for x in row] for row in small])
    with flint.ctx.workprec(600):
        gram = flint.acb_mat(flint.arb_mat(exact * exact.transpose()))
        eigenvalues = sorted((value.real for value in gram.eig(multiple=True)), key=lambda ball: -ball.mid())
        error = flint.arb(flint.fmpq(found.error.numerator, found.error.denominator))
        for value, square in zip(found.values.tolist(), eigenvalues, strict=True):
            low, high = flint.arb(value) - error, flint.arb(value) + error
            assert not bool(square > high**2) and not (bool(low > 0) and bool(square < low**2))
    assert float(found.error) < 1e-11 * np.abs(matrix).max() * max(rows, columns)


def test_planted_error_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A decomposition that is wrong by 1e-6 gets an error above 1e-6: the bound follows the residual."""
    honest = np.linalg.svd

    def wrong(*args: object, **kwargs: object) -> tuple[np.ndarray, ...]:
        left, values, right = honest(*args, **kwargs)  # type: ignore[call-overload]
        return left, values + 1e-6, right

    monkeypatch.setattr(np.linalg, "svd", wrong)
    assert singular_values(LoadedMatrix(np.diag([3.0, 2.0]), rounded=False)).error > 1e-6


NONNEGATIVE = {
    "dense": lambda rng: rng.random((30, 30)),
    "one row": lambda rng: np.outer(np.eye(30)[3], rng.random(30)),
    "far apart": lambda rng: np.outer(rng.random(30) ** 40, rng.random(30) ** 40),
    "blocks": lambda rng: np.kron(np.diag([1.0, 0.0, 1e-9]), rng.random((10, 10))),
    "sparse": lambda rng: rng.random((30, 30)) * (rng.random((30, 30)) < 0.05),
    "zero": lambda _: np.zeros((30, 30)),
}


@pytest.mark.parametrize("name", NONNEGATIVE)
def test_bound_on_the_norm_of_a_nonnegative_matrix(name: str) -> None:
    """From above, by numpy's 2-norm, and below the Frobenius norm, which would do as well."""
    matrix = NONNEGATIVE[name](np.random.default_rng(0))
    bound = largest_eigenvalue(lambda x: matrix.T @ (matrix @ x), 30) ** 0.5
    assert np.linalg.norm(matrix, 2) * (1 - 1e-12) <= bound <= np.linalg.norm(matrix) * (1 + 1e-5)


@pytest.mark.parametrize("layers", [2, 3, 5])
@pytest.mark.parametrize("error", [Fraction(1, 10**12), Fraction(1, 10**18), Fraction(1, 7)])
def test_sides_of_the_thresholds_are_those_of_intervals(layers: int, error: Fraction) -> None:
    """y = y* + k·error/2, and y_g: a side is told iff value ± error lies on it, by rational comparison with the power."""
    for name in ("existence", "globality"):
        threshold = getattr(Spectrum(layers, Fraction(1, 3), ()), name)
        values = tuple(Fraction(float(threshold)) + k * error / 2 for k in range(6, -7, -1))
        groups = Spectrum(layers, Fraction(1, 3), values, error).groups
        for value, group in zip(values, groups, strict=True):
            ends = [max(value + sign * error, Fraction(0)) ** threshold.exponent - threshold.power for sign in (-1, 1)]
            expected = 1 if ends[0] > 0 else -1 if ends[1] < 0 else None
            assert (group.above_existence if name == "existence" else group.above_global) == expected


def test_threshold_within_the_error_is_undecided() -> None:
    """Y = (4), L = 3, ridge 3: exactly y* as a rational, open as a float."""
    landscape = Landscape((1, 1, 1, 1), matrix=floats(np.array([[4.0]])), ridge=3)
    assert landscape.orbit_count == (1, 3)
    assert landscape.min_or_strict_saddle is None and landscape.error_bound is None
    (note,) = landscape.undecided
    assert (note.positions, note.reason, note.threshold) == ((1,), "threshold", "existence")
    assert 0 == note.gap < note.error < 1e-12
    kinds = {orbit.label: orbit.kind for orbit in landscape.orbits()}
    assert kinds == {"O": "global minimizer", "1+": "undecided", "1-": "undecided"}
    assert len(landscape.orbits()) == landscape.orbit_count[1]


@pytest.mark.parametrize("offset", [1e-9, -1e-9])
def test_next_to_the_threshold_is_decided(offset: float) -> None:
    landscape = Landscape((1, 1, 1, 1), matrix=np.array([[4.0 + offset]]), ridge=3)
    assert landscape.undecided == () and landscape.orbit_count == (3 if offset > 0 else 1)
    assert landscape.min_or_strict_saddle is True


def test_two_layers_at_the_threshold() -> None:
    """L = 2, y_2 = √λ: the landscape condition holds anyway, the error bound is open."""
    landscape = Landscape((2, 2, 2), matrix=floats(np.diag([3.0, 1.0])), ridge=1)
    assert landscape.min_or_strict_saddle is True and landscape.error_bound is None
    kinds = {orbit.label: orbit.kind for orbit in landscape.orbits()}
    assert kinds["1+"] == "undecided" and kinds["O"] == "strict saddle"


def test_tie_within_the_error_is_undecided() -> None:
    """5·I: a repeated value or two close ones: 6 orbits or 9."""
    landscape = Landscape((2, 2, 2, 2), matrix=floats(5 * np.eye(2)), ridge=3)
    assert landscape.orbit_count == (6, 9)
    assert [(note.positions, note.reason) for note in landscape.undecided] == [((1, 2), "tie")]
    found = {orbit.label: orbit for orbit in landscape.orbits()}
    assert found["1+2+"].kind == "global minimizer" and found["1+2+"].dimension == 2
    assert found["1+"].kind == "undecided" and found["1+"].index is None and found["1+"].dimension is None
    assert found["1-"].kind == "strict saddle" and found["1-"].index is None
    exact = Landscape((2, 2, 2, 2), spectrum=(5, 5), ridge=3)
    assert exact.undecided == () and exact.orbit_count == 6
    assert {orbit.label: orbit.kind for orbit in exact.orbits()}["1+"] == "local minimizer"


def test_ties_far_below_the_threshold_do_not_matter() -> None:
    """A rank-one matrix: two zero singular values that tie, and everything is decided."""
    landscape = Landscape((3, 3, 3, 3), matrix=floats(np.outer([1.0, 2.0, 2.0], [3.0, 0.0, 4.0])), ridge=1)
    assert landscape.undecided == () and landscape.orbit_count == 3


def test_global_threshold_within_the_error() -> None:
    """y = y_g = 2 at L = 3, ridge 1: which of O and 1+ is global is open, their being minimizers is not."""
    landscape = Landscape((1, 1, 1, 1), matrix=floats(np.array([[2.0]])), ridge=1)
    assert landscape.orbit_count == 3 and landscape.min_or_strict_saddle is True
    assert [note.threshold for note in landscape.undecided] == ["global"]
    kinds = {orbit.label: orbit.kind for orbit in landscape.orbits()}
    assert kinds == {"O": "undecided", "1+": "undecided", "1-": "strict saddle"}


@pytest.mark.parametrize("seed", range(6))
def test_decided_statements_agree_with_exact_readings(seed: int) -> None:
    """Every decided class and index of a nearly tied matrix holds for each exact reading of it within the error."""
    rng = np.random.default_rng(seed)
    base = [6.0, 5.0, 5.0, 4.0, 4.0][seed % 3 :][:3]
    landscape = Landscape((3, 3, 3, 3), matrix=floats(np.diag(base) @ np.eye(3)), ridge=3)
    error = landscape.singular_values.error
    found = {orbit.label: orbit for orbit in landscape.orbits()}
    for _ in range(12):
        shifts = [Fraction(int(k), 3) * error for k in rng.integers(-3, 4, size=3)]
        values = sorted((Fraction(y) + shift for y, shift in zip(base, shifts, strict=True)), reverse=True)
        exact = Landscape((3, 3, 3, 3), spectrum=values, ridge=3)
        low, high = landscape.orbit_count if isinstance(landscape.orbit_count, tuple) else (landscape.orbit_count,) * 2
        assert low <= exact.orbit_count <= high
        for orbit in exact.orbits():
            named = found.get(orbit.label.replace("(0)", "+"))
            assert named is not None
            assert named.kind in (orbit.kind, "undecided") or orbit.label != named.label
            if orbit.label == named.label and named.kind != "undecided":
                assert named.index in (orbit.index, None) and named.dimension in (orbit.dimension, None)


def test_rotation_changes_nothing() -> None:
    """Q diag(y) P has the landscape of diag(y), and representatives are critical for the rotated matrix."""
    rng = np.random.default_rng(0)
    left, _ = np.linalg.qr(rng.standard_normal((5, 5)))
    right, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    matrix = left[:, :3] @ np.diag([6.0, 4.0, 0.5]) @ right
    rotated = Landscape((3, 4, 2, 5), matrix=matrix, ridge=("1/2", 1, 2))
    exact = Landscape((3, 4, 2, 5), spectrum=(6, 4, "1/2"), ridge=("1/2", 1, 2))
    for one, two in zip(rotated.orbits(), exact.orbits(), strict=True):
        assert (one.label, one.kind, one.index, one.components) == (two.label, two.kind, two.index, two.components)
        assert one.loss == pytest.approx(two.loss, rel=1e-13)
        first, second, third = one.representative(seed=1)
        pull = third.T @ (third @ second @ first - matrix) @ first.T  # half the gradient of the misfit in W_2
        assert np.abs(pull + second).max() < 1e-11


def test_wine_is_the_published_matrix() -> None:
    """Same numbers as scikit-learn's copy; the standardized file by its documented rule."""
    datasets = pytest.importorskip("sklearn.datasets")
    raw = np.loadtxt(SHIPPED / "wine.csv", delimiter=",", skiprows=1)
    assert np.array_equal(raw, datasets.load_wine().data)
    standardized = np.loadtxt(SHIPPED / "wine_standardized.csv", delimiter=",", skiprows=1)
    assert np.array_equal(standardized, (raw - raw.mean(0)) / raw.std(0) / np.sqrt(178))


@pytest.mark.parametrize(("ridge", "above"), [("1", 1), ("1/5", 9), ("1/20", 13)])
def test_wine_landscape(ridge: str, above: int) -> None:
    """3^K orbits, K = eigenvalues of the correlation matrix above y*² (numpy's eigvalsh, a second route)."""
    landscape = Landscape((13, 13, 13, 178), matrix="@wine_standardized", ridge=ridge)
    raw = np.loadtxt(SHIPPED / "wine.csv", delimiter=",", skiprows=1)
    threshold = (256 / 27 * float(Fraction(ridge)) ** 3) ** 0.25
    assert (np.linalg.eigvalsh(np.corrcoef(raw.T)) > threshold**2).sum() == above
    assert landscape.orbit_count == 3**above and landscape.undecided == ()
    assert landscape.min_or_strict_saddle is True and landscape.error_bound is True


def test_undecided_in_json() -> None:
    document = json.loads(Landscape((1, 1, 1, 1), matrix=floats(np.array([[4.0]])), ridge=3).to_json())
    assert document["orbit_count"] == [1, 3] and document["min_or_strict_saddle"] is None
    assert document["undecided"][0]["positions"] == [1] and document["undecided"][0]["reason"] == "threshold"
    assert {orbit["class"] for orbit in document["orbits"]} == {"global minimizer", "undecided"}
    assert document["orbits"][1]["index"] is None


@pytest.mark.parametrize("size", [2, 3, 6, 12])
def test_one_message_a_tie(size: int) -> None:
    """3·(orthogonal matrix), entries rounded: one note names all values; two such blocks of other size: two notes."""
    rng = np.random.default_rng(size)
    frame, _ = np.linalg.qr(rng.standard_normal((size, size)))
    landscape = Landscape((size,) * 4, matrix=3 * frame, ridge=1)
    assert [(note.positions, note.reason) for note in landscape.undecided] == [(tuple(range(1, size + 1)), "tie")]
    assert str(landscape.undecided[0]).startswith(f"undecided: tie of y_1 {'and' if size == 2 else '…'} y_{size} (gap")
    both = np.zeros((2 * size, 2 * size))
    both[:size, :size], both[size:, size:] = 3 * frame, 5 * frame
    notes = Landscape((2 * size,) * 4, matrix=both, ridge=1).undecided
    assert [note.positions for note in notes] == [tuple(range(1, size + 1)), tuple(range(size + 1, 2 * size + 1))]
