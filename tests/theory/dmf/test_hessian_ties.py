"""Equal Hessian eigenvalues under unequal weights: merged because they are equal, with few bits, against mpmath."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction

import flint
import mpmath
import pytest

import theory.dmf.hessian.secular
from benchmarks.landscape_audit import Independent, Problem, counts_of, landscape_of
from theory.dmf import Landscape
from theory.dmf.hessian.kinds import ActiveKind
from theory.dmf.hessian.pairs import central_eigenvalues, pair_eigenvalues, size_of
from theory.dmf.hessian.secular import PairDeterminant, determinant, sign_of_algebraic
from theory.dmf.landscape.orbits import Orbit
from theory.dmf.landscape.roots import Mode, Root
from theory.exact.algebraic import Bound, exact_sign
from theory.exact.balls import PrecisionError, rational
from theory.exact.real_eigenvalues import RealEigenvalues

MOST_BITS = 2048
"""For eigenvalues of a matrix. It took a million, and minutes, before equality was decided in the field of two roots."""


@pytest.fixture(autouse=True)
def other_tests_keep_their_precision() -> Iterator[None]:
    """The second route sets the working precision of mpmath, which is one for the whole process."""
    with mpmath.workdps(mpmath.mp.dps):
        yield


@pytest.fixture(autouse=True)
def few_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    """No eigenvalue of a matrix is asked for with more bits than that: instead of a stopwatch."""
    balls = RealEigenvalues.balls

    def watched(self: RealEigenvalues, bits: int) -> list[flint.arb]:
        assert bits <= MOST_BITS, bits
        return balls(self, bits)

    monkeypatch.setattr(RealEigenvalues, "balls", watched)


def as_the_blocks_say(orbit: Orbit, given: Problem, truth: Independent) -> int:
    """Values to 1e-13 and multiplicities of one orbit against mpmath with 90 digits; the number of coincidences."""
    exact = sorted(value for block in truth.blocks(counts_of(orbit, orbit.landscape)) for value in block)
    distinct = 1 + sum(b - a > mpmath.mpf(10) ** -40 for a, b in itertools.pairwise(exact))
    told = orbit.hessian()
    listed = [value for value, times in told for _ in range(times)]
    assert len(listed) == len(exact) and len(told) == distinct, (given, orbit.label)
    assert all(abs(a - b) <= 1e-13 * abs(b) + 1e-60 for a, b in zip(listed, exact, strict=True))
    return len(exact) - distinct


SIXTHS = ("1/6", "1/3", "1/2", "2/3", "5/6", "1")
HARD = [
    ((3,) * 7, ("5", "5", "4"), SIXTHS, {"1+2-", "1+2+", "1+2-3+", "1-3-"}),
    ((2, 3, 2, 3, 2, 3, 2), ("sqrt(21)", "sqrt(21)"), SIXTHS, {"1+2-", "1+", "1-2-"}),
    ((2,) * 7, ("5", "5"), SIXTHS, {"1+2-", "1+2+", "O"}),
    ((2, 3, 3, 2, 3), ("7", "7"), ("1", "5/2", "1", "5/2"), {"1+2-", "1-2-"}),
    ((3, 3, 4, 3, 4), ("12", "12", "12"), ("1", "2", "3", "4"), {"1+2+3-", "1+2-3-"}),
    ((2, 3, 2), ("sqrt(30)", "9"), ("1", "2"), {"1+2+", "1+"}),
]


@pytest.mark.parametrize(("widths", "spectrum", "ridge", "labels"), HARD)
def test_lists_with_ties(widths: tuple[int, ...], spectrum: tuple[str, ...], ridge: tuple[str, ...], labels: set[str]) -> None:
    """Ties within a block, between blocks, with λ_l + λ_{l+1}; five of these did not end."""
    given = Problem("hard", widths, tuple(map(Fraction, ridge)), spectrum)
    landscape, truth = landscape_of(given), Independent(given, 90)
    chosen = [orbit for orbit in landscape.orbits() if orbit.label in labels]
    assert len(chosen) == len(labels) and sum(as_the_blocks_say(orbit, given, truth) for orbit in chosen) > 0


@pytest.mark.parametrize("seed", range(6))
def test_random_lists_with_ties(seed: int) -> None:
    """Weights in progression, mirrored (λ_l + λ_{L+1−l} constant), palindromic, of two kinds; equal values; L = 2 … 6."""
    rng, compared = random.Random(seed), 0
    for _ in range(5):
        layers = rng.choice((2, 3, 4, 4, 5, 6))
        low, step = Fraction(rng.randint(1, 6), rng.randint(1, 3)), Fraction(rng.randint(1, 4), 2)
        half = [low + step * rng.randint(0, 3) for _ in range((layers + 1) // 2)]
        weights = rng.choice((
            [low + step * k for k in range(layers)],
            [*half, *(3 * max(half) - w for w in reversed(half))][:layers] if layers % 2 == 0 else half + half[-2::-1],
            half + half[::-1][layers % 2 :],
            [rng.choice((low, step)) for _ in range(layers)],
        ))  # fmt: skip
        size = rng.choice((1, 2, 2))
        widths = tuple(size + rng.choice((0, 1)) for _ in range(layers + 1))
        value = rng.choice(("7", "13/2", "sqrt(50)"))
        spectrum = tuple(rng.choice((value, value, "8")) for _ in range(min(widths[0], widths[-1])))
        given = Problem("ties", widths, tuple(weights), spectrum)
        landscape, truth = landscape_of(given), Independent(given, 90)
        for orbit in rng.sample(list(landscape.orbits()), min(2, landscape.orbit_count)):
            compared += as_the_blocks_say(orbit, given, truth)
    assert compared > 0, "no eigenvalue was compared"


def kinds(layers: int, weights: tuple[Fraction, ...], *pairs: tuple[str, Root]) -> list[ActiveKind]:
    product = Fraction(1)
    for weight in weights:
        product *= weight
    modes = [ActiveKind(Mode(layers, product, Fraction(y), root), 1) for y, root in pairs]
    return sorted(modes, key=size_of, reverse=True)


PAIRS = [
    ((1, 2), (("9", Root.UPPER), ("7", Root.UPPER))),
    ((1, 2, 5), (("9", Root.UPPER), ("9", Root.LOWER))),
    ((1, 2, 2), (("9", Root.UPPER), ("8", Root.LOWER))),
    ((3, 1, 2, 4), (("19", Root.LOWER), ("18", Root.LOWER))),
    ((1, 2, 3, 4, 7), (("12", Root.UPPER), ("12", Root.LOWER))),
    ((1, 2, 3, 1, 2, 3), (("12", Root.UPPER), ("11", Root.LOWER))),
]


@pytest.mark.parametrize(("weights", "pairs"), PAIRS)
def test_the_determinant_vanishes_at_eigenvalues_alone(weights: tuple[int, ...], pairs: tuple[tuple[str, Root], ...]) -> None:
    """At rationals on both sides of every eigenvalue its signs alternate, so its L + 1 roots are the eigenvalues (0 apart)."""
    exact = tuple(map(Fraction, weights))
    big, small = kinds(len(weights), exact, *pairs)
    block = PairDeterminant(big, small, exact, central_eigenvalues(big, small))
    values = [v for v, times in pair_eigenvalues(big, small, exact) for _ in range(times) if not v.is_zero()]
    floats = sorted(float(value.ball(128)) for value in values)
    for value in floats:
        here = [sign_of_algebraic(block.at(Fraction(value) + shift)) for shift in (Fraction(-1, 10**9), Fraction(1, 10**9))]
        assert sorted(here) == [-1, 1]
    assert all(sign_of_algebraic(block.at(Fraction(2 * w))) == 0 for w, v in itertools.pairwise(exact) if w == v)


@pytest.mark.parametrize(("weights", "number"), [((1, 2, 3, 4), 5), ((4, 1, 6, 3), 7), ((1, 2, 3, 4, 5, 6), 7)])
def test_symmetry_and_determinant_agree(weights: tuple[int, ...], number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """λ_l + λ_{L+1−l} = c: an eigenvalue by symmetry, and by separation in the field of the two roots; c + 1 is none."""
    exact = tuple(map(Fraction, weights))
    big, small = kinds(len(weights), exact, ("12", Root.UPPER), ("12", Root.LOWER))
    central = central_eigenvalues(big, small)
    assert PairDeterminant(big, small, exact, central).mirrored(Fraction(number))
    assert PairDeterminant(big, small, exact, central).multiplicity(Fraction(number)) == 1
    monkeypatch.setattr(theory.dmf.hessian.secular.PairDeterminant, "mirrored", lambda self, z: False)
    assert [PairDeterminant(big, small, exact, central).multiplicity(Fraction(z)) for z in (number, number + 1)] == [1, 0]


def test_a_double_root_of_the_determinant() -> None:
    """Weights 1, 1, 1, 3: 2λ = 2 splits off twice, and its multiplicity is 2: the second derivative decides."""
    exact = (Fraction(1), Fraction(1), Fraction(1), Fraction(3))
    big, small = kinds(4, exact, ("9", Root.UPPER), ("8", Root.UPPER))
    block = PairDeterminant(big, small, exact, central_eigenvalues(big, small))
    assert [block.multiplicity(Fraction(z)) for z in (2, 3, 6)] == [2, 0, 0]


def test_determinants_of_rational_matrices() -> None:
    """Singular and regular, against the exact determinant over Q."""
    rng = random.Random(0)
    for _ in range(60):
        size = rng.randint(1, 6)
        rows = [[Fraction(rng.randint(-2, 2), rng.randint(1, 3)) for _ in range(size)] for _ in range(size)]
        exact = flint.fmpq_mat([[rational(entry) for entry in row] for row in rows]).det()
        with flint.ctx.workprec(200):
            found = determinant([[flint.arb(rational(entry)) for entry in row] for row in rows])
            assert found.contains(flint.arb(exact)) or abs(found - exact) < 1e-50
            assert found.rad() < 1e-50


ROOTS = ["x^5-2*3^4", "324*x^10+36*x^5-7*x^4+1", "6*x^3-x-6", "2*x^2-3", "1001*x^3-1", "1009*x^2-1", "x^4-10*x^2+1"]


@pytest.mark.parametrize("text", ROOTS)
def test_separation_of_a_root(text: str) -> None:
    """N·α is integral: the monic polynomial of it has integer coefficients; no root is larger than M (numpy's roots)."""
    import numpy as np
    import sympy

    x = sympy.Symbol("x")
    coefficients = [int(c) for c in reversed(sympy.Poly(sympy.sympify(text.replace("^", "**")), x).all_coeffs())]
    bound = Bound.root(flint.fmpz_poly(coefficients), "α")
    degree, leading = len(coefficients) - 1, coefficients[-1]
    assert all(Fraction(c, leading) * bound.multiple ** (degree - k) % 1 == 0 for k, c in enumerate(coefficients))
    assert max(abs(np.roots(coefficients[::-1]))) <= bound.largest


def test_an_equality_out_of_reach_is_refused() -> None:
    """Zero with a bound that asks for more bits than may be spent: one line, no endless doubling."""
    far = Bound(2, 2, frozenset({("α", 10**9)}))
    with pytest.raises(PrecisionError, match="not decided with 4096 bits"):
        exact_sign(lambda bits: flint.arb(0, 2.0**-50) * flint.arb(2) ** -bits, lambda: far, most=4096)


def test_two_modes_apart_by_a_hair() -> None:
    """y = 5 and 5 + 1e-100: the lists of a pair of them have no equal values besides 0 and 2λ (by hand: nothing ties)."""
    close = (Fraction(5), Fraction(5) + Fraction(1, 10**100))
    orbit = next(o for o in Landscape((2,) * 5, spectrum=close, ridge=("1", "2", "3", "5")).orbits() if o.label == "1+2+")
    assert [times for value, times in orbit.hessian() if times > 1] == [3]
