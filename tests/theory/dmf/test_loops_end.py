"""Loops that raise a precision end: with a number, or with one line where what they wait for does not come."""

from __future__ import annotations

import random
from fractions import Fraction
from math import isqrt
from typing import Any

import flint
import pytest

import theory.exact.algebraic_input
import theory.exact.root_value
from theory.dmf import Landscape
from theory.dmf.landscape.roots import Mode, Root
from theory.dmf.landscape.spectrum import Spectrum
from theory.dmf.landscape.ties import irreducible_factor
from theory.exact.algebraic import sign_unless
from theory.exact.algebraic_input import algebraic_value
from theory.exact.balls import PrecisionError, settled
from theory.exact.root_value import RootValue

ERRORS = [Fraction(10) ** k for k in (-320, -160, -30, -1, 0, 1, 30, 160, 320)]


@pytest.mark.parametrize("layers", [2, 3, 4, 6, 10])
@pytest.mark.parametrize("error", ERRORS)
def test_a_number_just_above_the_threshold(layers: int, error: Fraction) -> None:
    """Errors from far below y* to far above it: a rational in (y*, y* + error/2], by the powers of both, in integers."""
    for product in (Fraction(1, 10**450), Fraction(7, 3), Fraction(10) ** 450):
        power = 2 * layers - 2
        star = Fraction(power**power, layers**layers * (layers - 2) ** (layers - 2)) * product  # y* to that power
        found = Spectrum(layers, product, (Fraction(1),), error)._just_above_existence
        assert found**power > star and max(found - error / 2, Fraction(0)) ** power <= star


@pytest.mark.parametrize("digits", [10, 100, 1000, 4000])
def test_values_beside_an_algebraic_number(digits: int) -> None:
    """√2 against its decimals, cut and cut plus one: differences of 10^−digits; the order is that of the integers."""
    below = Fraction(isqrt(2 * 10 ** (2 * digits)), 10**digits)
    root = RootValue((-2, 1), 0)
    assert below < root < below + Fraction(1, 10**digits)
    cube = algebraic_value("root(x^3-2, 1.26)", "y")
    near = Fraction(int(flint.fmpz(2 * 10 ** (3 * digits)).root(3)), 10**digits)
    assert near < cube < near + Fraction(1, 10**digits)


@pytest.mark.parametrize(("layers", "digits"), [(3, 40), (3, 300), (3, 1000), (4, 40), (4, 300), (7, 40), (7, 200)])
def test_roots_beside_the_double_root(layers: int, digits: int) -> None:
    """y = y*(1 + 10^−digits): the ball holds a change of sign of h in rational numbers, and lies on its side."""
    power = 2 * layers - 2
    product = Fraction(4) ** power / Fraction(power**power, layers**layers * (layers - 2) ** (layers - 2))
    y = 4 + Fraction(4, 10**digits)
    turn = product * Fraction(layers - 2, layers)  # x^(L−1) there
    for root in (Root.UPPER, Root.LOWER):
        ball = Mode(layers, product, y, root).x(64)
        with flint.ctx.workprec(8 * digits + 200):
            ends = [_fraction(ball.lower()), _fraction(ball.upper())]
        signs = [(x ** (layers - 1) + product) ** 2 > product * y**2 * x ** (layers - 2) for x in ends]
        assert signs == ([False, True] if root is Root.UPPER else [True, False])
        assert all((x ** (layers - 1) > turn) == (root is Root.UPPER) for x in ends)


def _fraction(exact: flint.arb) -> Fraction:
    mantissa, exponent = exact.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def wide(*given: Any) -> flint.arb:
    """An enclosure that never shrinks, far wider than the number."""
    return flint.arb(1, 1e6)


def test_comparisons_end_where_enclosures_do_not_shrink(monkeypatch: pytest.MonkeyPatch) -> None:
    root = algebraic_value("root(x^3-2, 1.26)", "y")
    monkeypatch.setattr(RootValue, "square_ball", wide)
    with pytest.raises(PrecisionError, match="could not be told apart with"):
        _ = root < Fraction(5, 4)
    with pytest.raises(PrecisionError, match="could not be told apart with"):
        sign_unless(wide, lambda: False)
    with pytest.raises(PrecisionError, match="could not be separated from 0"):
        settled(lambda bits: flint.arb(0, 1))


def test_the_square_of_a_root_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """Enclosures of the roots of x³ − 2 widened to 100: two roots of one polynomial fit for ever."""
    exact, seen = theory.exact.algebraic_input.real_roots, []

    def widened(polynomial: flint.fmpz_poly) -> list[flint.arb]:
        seen.append(polynomial)
        return [root + flint.arb(0, 100) for root in exact(polynomial)] * 2 if len(seen) > 1 else exact(polynomial)

    monkeypatch.setattr(theory.exact.algebraic_input, "real_roots", widened)
    with pytest.raises(PrecisionError, match="was not found with 65536 bits"):
        algebraic_value("root(x^3-2, 1.26)", "y")


def test_the_minimal_polynomial_of_a_root_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """L = 2: h = x²·… has two factors; with a ball that holds roots of both no precision decides."""
    mode = Mode(3, Fraction(2), Fraction(21, 4), Root.UPPER)
    assert irreducible_factor(mode).degree() == 2
    monkeypatch.setattr(Mode, "x", wide)
    with pytest.raises(PrecisionError, match="minimal polynomial"):
        irreducible_factor(mode)


@pytest.mark.parametrize("seed", range(4))
def test_random_float_matrices_end(seed: int) -> None:
    """Entries and weights over hundreds of orders of magnitude, errors above, at and below both thresholds: every landscape
    has losses, and where something is open it says so."""
    import numpy as np

    from theory.exact.matrix_file import LoadedMatrix

    rng = random.Random(seed)
    for _ in range(25):
        layers, size = rng.choice((2, 3, 4)), rng.choice((1, 2, 3))
        scale, ridge = 10.0 ** rng.randint(-140, 140), [Fraction(10) ** rng.randint(-150, 150) for _ in range(layers)]
        entries = np.array([[rng.choice((0.0, 1.0, 1.0, rng.uniform(0, 1))) for _ in range(size)] for _ in range(size)])
        found = Landscape((size,) * (layers + 1), matrix=LoadedMatrix(entries * scale, rounded=True), ridge=ridge)
        kinds = {orbit.kind for orbit in found.orbits(limit=9)}
        assert kinds and ("undecided" not in kinds or found.undecided)
