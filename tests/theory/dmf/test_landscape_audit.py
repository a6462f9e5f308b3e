"""Random landscapes against mpmath from the definition of F (``benchmarks.landscape_audit``, which runs 20,000)."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import flint
import mpmath
import numpy as np
import pytest

from benchmarks.landscape_audit import (
    KINDS,
    Independent,
    Problem,
    audit,
    counts_of,
    faults,
    landscape_of,
    problem,
    resumed,
    value,
)
from theory.dmf import Landscape
from theory.dmf.landscape import classification, spectrum
from theory.dmf.landscape.barriers import Barriers
from theory.dmf.landscape.classification import Classifier
from theory.dmf.landscape.roots import Mode, Root
from theory.dmf.landscape.thresholds import Threshold
from theory.exact.matrix_file import LoadedMatrix
from theory.exact.root_value import RootValue


@pytest.fixture(autouse=True)
def other_tests_keep_their_precision() -> Iterator[None]:
    """The second route sets the working precision of mpmath, which is one for the whole process."""
    with mpmath.workdps(mpmath.mp.dps):
        yield


def test_nothing_differs() -> None:
    """Ten of each kind: orbits, order, losses to 1e-12, class, index and nullity of two orbits each."""
    seen, wrong = audit(10 * len(KINDS), seed=3)
    assert set(seen) == set(KINDS) and wrong == []


GIVEN = Problem("generic", (2, 2, 2, 2), (Fraction(1),) * 3, ("3", "11/5"))


def test_planted_errors_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A loss that is off by 1e-11, an index by one, a gain with the wrong sign: each is reported."""
    assert faults(GIVEN, landscape_of(GIVEN), 9, random.Random(0)) == []
    cost, index, gain = Mode.cost, Classifier._index, Mode.gain
    with monkeypatch.context() as patch:
        patch.setattr(Mode, "cost", lambda self, bits: cost(self, bits) * (1 + flint.arb("1e-11")))
        assert "loss of" in faults(GIVEN, landscape_of(GIVEN), 0, random.Random(0))[0]
    with monkeypatch.context() as patch:
        patch.setattr(Classifier, "_index", lambda self, *given: (index(self, *given)[0] + 1, index(self, *given)[1]))
        assert "by the other route" in faults(GIVEN, landscape_of(GIVEN), 9, random.Random(0))[0]
    with monkeypatch.context() as patch:
        patch.setattr(Mode, "gain", lambda self, bits: -gain(self, bits))
        assert "order of losses" in faults(GIVEN, landscape_of(GIVEN), 0, random.Random(0))


def planted(kind: str, count: int, seed: int = 5) -> list[str]:
    """What the audit says about ``count`` landscapes of a kind."""
    found = []
    for n in range(count):
        rng = random.Random(f"{seed}, {n}")
        given = problem(rng, kind)
        found += faults(given, landscape_of(given), 4, rng)
    return found


def higher(threshold: Threshold) -> Threshold:
    """The same, too large by a share of 1e-40."""
    return Threshold(threshold.power * (1 + Fraction(1, 10**40)), threshold.exponent)


def test_errors_of_each_kind_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thresholds too large by 1e-40, nullities off by one at a double root, values of matrices rounded to float64, a class
    that takes every minimizer for a global one: the kind of landscape that is there for it finds it."""
    for kind in ("existence", "global", "zeros", "matrix file", "algebraic"):
        assert planted(kind, 12) == []
    with monkeypatch.context() as patch:
        for name in ("existence_threshold", "global_threshold"):
            exact = getattr(spectrum, name)
            patch.setattr(spectrum, name, lambda *given, exact=exact: higher(exact(*given)))
        assert planted("existence", 12) and planted("global", 12)
    with monkeypatch.context() as patch:
        extra = Classifier._extra
        patch.setattr(Classifier, "_extra", lambda self, *given: extra(self, *given) + 1)
        assert any("nullity" in fault for fault in planted("existence", 12))
    with monkeypatch.context() as patch:
        patch.setattr("theory.dmf.landscape.setting.exact_singular_values", lambda rows: None)
        with pytest.raises(AssertionError, match="a short rational matrix is exact"):
            planted("matrix file", 12)
        assert planted("integer matrix", 24)
    with monkeypatch.context() as patch:
        patch.setattr("theory.dmf.landscape.classification.LOCAL", classification.GLOBAL)
        assert any("local minimizer" in fault for fault in planted("generic", 24))
    with monkeypatch.context() as patch:
        square = RootValue.square_ball
        patch.setattr(RootValue, "square_ball", lambda self, bits: square(self, bits) * (1 + flint.arb("1e-11")))
        assert planted("algebraic", 12)


def test_an_interrupted_audit_goes_on(tmp_path: Path) -> None:
    """What the log holds is not computed again; the result is that of one run."""
    log = tmp_path / "audit.jsonl"
    assert resumed(7, 1, log) == (whole := audit(7, 1)) and len(log.read_text().splitlines()) == 1
    piece = json.loads(log.read_text()) | {"wrong": ["kept"]}
    log.write_text(json.dumps(piece) + "\n")
    assert resumed(7, 1, log) == (whole[0], ["kept"])


@pytest.mark.parametrize("layers", [2, 3, 5])
@pytest.mark.parametrize("seed", range(6))
def test_losses_over_the_whole_range(layers: int, seed: int) -> None:
    """Values and weights from 1e-150 to 1e150, truth: mpmath with 2,000 digits; relative error 1e-12 everywhere."""
    rng = random.Random(100 * layers + seed)
    spectrum = tuple(f"{rng.randint(1, 9)}e{rng.randint(-150, 149)}" for _ in range(2))
    ridge = tuple(Fraction(rng.randint(1, 9)) * Fraction(10) ** rng.randint(-150, 149) for _ in range(layers))
    given = Problem("wide", (2,) * (layers + 1), ridge, spectrum)
    landscape, truth = landscape_of(given), Independent(given, 2000)
    told = {counts_of(orbit, landscape): orbit.loss for orbit in landscape.orbits()}
    assert set(told) == set(truth.counts())
    for counts, loss in told.items():
        exact = truth.loss(counts)
        assert abs(loss - exact) <= 1e-12 * exact


def test_table_and_summary_agree_where_cancellation_was_total() -> None:
    """L = 3, y = 1e45, λ = 1: F = 3x + λ/x with x³ ≈ y², so 3e30 to 15 digits; the difference ‖Y‖² − G loses all."""
    landscape = Landscape((1, 1, 1, 1), spectrum=("1e45",), ridge=1)
    assert landscape.global_loss == pytest.approx(3e30, rel=1e-14) and landscape.orbits()[0].loss == landscape.global_loss
    assert float(landscape.orbits()[0].loss_ball()) == pytest.approx(3e30, rel=1e-14)


@pytest.mark.parametrize("offset", [Fraction(1, 10**k) for k in (6, 20, 60, 120)])
@pytest.mark.parametrize("layers", [2, 3, 4])
def test_every_loop_ends_beside_the_threshold(layers: int, offset: Fraction) -> None:
    """y = y*(1 + offset), y* = 4 made rational by the weight; x against mpmath with 400 digits, 40 of them compared."""
    power, below = 2 * layers - 2, (layers - 2) ** (layers - 2)
    product = Fraction(4) ** power / Fraction(power**power, layers**layers * below)
    y = 4 * (1 + offset)
    given = Problem("near", (1,) * (layers + 1), (product,) + (Fraction(1),) * (layers - 1), (str(y),))
    (roots,) = Independent(given, 400).roots
    for sign, root in roots.items():
        with flint.ctx.workprec(600):
            told = Mode(layers, product, y, Root(sign)).x(300)
            assert told.rel_accuracy_bits() >= 290
            assert bool(abs(told / flint.arb(mpmath.nstr(root**2, 100)) - 1) < flint.arb("1e-40"))
    assert len(roots) == (1 if layers == 2 else 2)


@pytest.mark.parametrize("scale", [1e-150, 1e-60, 1.0, 1e60])
@pytest.mark.parametrize("ridge", ["1e-150", "1e-18", "1", "1e150"])
def test_float_matrices_of_any_error_end(scale: float, ridge: str) -> None:
    """Errors far above, at and below the threshold: a verdict, or "undecided", and never a loop; losses are finite."""
    for matrix in (np.ones((2, 2)), np.array([[1.0, 1.0], [1.0, 1.0 + 1e-15]]), np.diag([1.0, 0.0])):
        landscape = Landscape((2, 2, 2, 2), matrix=LoadedMatrix(matrix * scale, rounded=True), ridge=ridge)
        orbits = list(landscape.orbits())
        assert all(np.isfinite(orbit.loss) for orbit in orbits)
        assert landscape.undecided or all(orbit.kind != "undecided" for orbit in orbits)
        json.loads(landscape.to_json(), parse_constant=lambda word: pytest.fail(word))


def test_eigenvalues_beyond_float64_are_refused() -> None:
    """λ_1(1 + t) ~ 1e400 at y = 1e150, ridge 1e150, 1e-150, 1e-150."""
    orbit = Landscape((1, 1, 1, 1), spectrum=("1e150",), ridge=("1e150", "1e-150", "1e-150")).orbits()[0]
    with pytest.raises(ValueError, match="Hessian eigenvalues must be 0 or between 1e-270 and 1e"):
        orbit.hessian()


MATRICES = {
    "identity": np.eye(3),
    "permutation": np.eye(4)[[2, 0, 3, 1]],
    "skew": np.array([[0, 1, 0], [-1, 0, 2], [0, -2, 0]]),
    "hadamard": np.array([[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]),
    "all equal": np.full((3, 2), 2),
    "halves": np.array([[0.5, 0.25], [0.25, 0.5]]),
    "golden": np.array([[1, 1], [0, 1]]),
}


@pytest.mark.parametrize("name", MATRICES)
def test_integer_and_dyadic_matrices_are_decided(name: str) -> None:
    """Ties and zeros exactly; the values against numpy's."""
    matrix = MATRICES[name]
    landscape = Landscape((matrix.shape[1], 4, 4, matrix.shape[0]), matrix=matrix, ridge="1/10")
    assert landscape.undecided == () and landscape.singular_values.error == 0
    values = np.linalg.svd(matrix, compute_uv=False)
    assert [float(y) for y in landscape.singular_values.values] == pytest.approx(values, abs=1e-14)
    assert len(landscape.singular_values.groups) == len({round(float(y), 9) for y in values})
    assert all(orbit.index is not None and orbit.kind != "undecided" for orbit in landscape.orbits())


def test_threshold_of_an_integer_matrix_is_decided() -> None:
    """Y = (4), L = 3, ridge 3: exactly y*. √21 with λ such that y*⁴ = 441: the same, for an irrational value."""
    assert Landscape((1, 1, 1, 1), matrix=np.array([[4]]), ridge=3).min_or_strict_saddle is False
    weight = Fraction(441 * 27, 256)
    landscape = Landscape((1, 1, 1, 1), spectrum=("sqrt(21)",), ridge=(weight, 1, 1))
    assert landscape.min_or_strict_saddle is False and [o.label for o in landscape.orbits()] == ["O", "1(0)"]


def test_minimizers_need_no_list() -> None:
    """200 wide, y* = 1.04 so 3^199 orbits: the levels by rank; losses against the list of a narrow problem."""
    wide = Barriers(Landscape((200,) * 4, spectrum=range(1, 201), ridge="1/2")).levels
    assert [level.level for level in wide] == list(range(200))
    small = Landscape((4,) * 4, spectrum=(7, 5, 5, 3), ridge="1/2")
    listed = {orbit.label: orbit.loss for orbit in small.orbits() if "minimizer" in orbit.kind}
    assert {level.orbit: level.loss for level in Barriers(small).levels} == pytest.approx(listed, rel=1e-14)


TEXTS = ["sqrt(21)", "3/2*sqrt(7)", "sqrt(2)/3", "root(x^3-2, 1.26)", "root(x^5-x-1, 1.17)", "sqrt(49)"]


@pytest.mark.parametrize("text", TEXTS)
def test_algebraic_values_print_what_reads_back(text: str) -> None:
    """The printed form is the same number, to the last bit; the float against mpmath."""
    from theory.exact.algebraic_input import algebraic_value

    found = algebraic_value(text, "y")
    again = algebraic_value(str(found), "y") if not isinstance(found, Fraction) else found
    assert again == found
    cases = {"3/2*sqrt(7)": 1.5 * 7**0.5, "sqrt(2)/3": 2**0.5 / 3, "root(x^5-x-1, 1.17)": 1.1673039782614187}
    assert float(found) == pytest.approx(cases.get(text) or float(value(text)), rel=1e-15)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sqrt(-2)", "must look like sqrt"),
        ("sqrt(1/0)", "non-zero denominator"),
        ("root(x^2+1, 1)", "must be a real root"),
        ("root(x^2-2, 0)", "must be nearer to one root"),
        ("root(x^2-2, -1)", "must be a non-negative root"),
        ("root(x^99-2, 1)", "degree 1 to 32"),
        ("root(y-2, 1)", "polynomial such as"),
        ("root(3, 1)", "degree 1 to 32"),
        ("root(x^3-2)", "must look like"),
        ("sqrt(sqrt(2))", "must look like"),
        ("sqrt(" + "9" * 700 + ")", "at most 600 characters"),
    ],
)
def test_bad_algebraic_values(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        Landscape((1, 1, 1), spectrum=(text,), ridge=1)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 200
