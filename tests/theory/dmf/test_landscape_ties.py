"""Equal losses decided exactly: rational, algebraic, conjugate; and near-equal ones kept apart."""

from __future__ import annotations

from fractions import Fraction

import flint
import mpmath
import pytest

from theory.dmf import Landscape
from theory.dmf.landscape.roots import Mode, Root
from theory.dmf.landscape.ties import AlgebraicGain, GainOrder


def modes(layers: int, weight: Fraction, *pairs: tuple[Fraction, str]) -> list[Mode]:
    return [Mode(layers, weight, Fraction(y), Root(root)) for y, root in pairs]


def test_threshold_value_gains_nothing() -> None:
    """y = y_g: '+' ties with its absence, and the shorter list comes first."""
    landscape = Landscape((2, 2, 2, 2), spectrum=(3, 2), ridge=1)
    assert [orbit.label for orbit in landscape.orbits()[:2]] == ["1+", "1+2+"]
    assert landscape.orbits()[0].loss == landscape.orbits()[1].loss
    assert [orbit.kind for orbit in landscape.orbits()[:2]] == ["global minimizer"] * 2


def test_rational_gains_tie() -> None:
    """L = 3, λ = 1, x = z²: y = z³ + 1/z, G = z⁶ − z². z = 2 gains 60, z = 3 gains 720: one mode ties with twelve."""
    large, small = Fraction(82, 3), Fraction(17, 2)
    order = GainOrder(modes(3, Fraction(1), (large, "+"), (small, "+")))
    assert [order.algebraic(k).value for k in (0, 1)] == [720, 60]
    assert [order.sign({0: 1, 1: -k}) for k in (11, 12, 13)] == [1, 0, -1]
    landscape = Landscape((13,) * 4, spectrum=(large, *[small] * 12), ridge=1)
    labels = [orbit.label for orbit in landscape.orbits()]
    many = "".join(f"{k}+" for k in range(2, 14))
    assert labels.index(many) == labels.index("1+") + 1


def test_conjugate_gains_have_a_rational_sum() -> None:
    """L = 3, λ = 2, y = 21/4: (x² + 2)² − (441/8) x = (x² + 7x/2 + 16)(x² − 7x/2 + 1/4): '+' and '-' are conjugate,

    G_+ + G_- = (x_+³ + x_-³)/2 − (x_+ + x_-) = 161/8 − 7/2 = 133/8 by hand, while y = 3 (x = 2) gains 2.
    """
    x = flint.fmpq_poly([0, 1])
    product = (x**2 + x * flint.fmpq(7, 2) + 16) * (x**2 - x * flint.fmpq(7, 2) + flint.fmpq(1, 4))
    assert (x**2 + 2) ** 2 - flint.fmpq(441, 8) * x == product
    order = GainOrder(modes(3, Fraction(2), ("21/4", "+"), ("21/4", "-"), (3, "+")))
    assert order.algebraic(0).degree == 2 and order.algebraic(0).polynomial == order.algebraic(1).polynomial
    assert order.algebraic(2).value == 2
    assert [order.sign({0: 16, 1: 16, 2: -k}) for k in (132, 133, 134)] == [1, 0, -1]


def test_irrational_parts_cancel() -> None:
    """L = 2, λ = 2: G = (y − √2)². y = 3, 5 against 4, 4: y sums agree, squares differ by 34 − 32 = 2."""
    order = GainOrder(modes(2, Fraction(2), (5, "+"), (4, "+"), (3, "+")))
    assert order.sign({0: 1, 2: 1, 1: -2}) == 1


def test_exact_tie_of_irrational_gains() -> None:
    """L = 2, λ = 2: Σ y and Σ y² equal on both sides: {3, 7, 8} and {4, 5, 9} tie exactly, with irrational gains."""
    left, right = (3, 7, 8), (4, 5, 9)
    assert sum(left) == sum(right) and sum(y * y for y in left) == sum(y * y for y in right)
    order = GainOrder(modes(2, Fraction(2), *((y, "+") for y in (*left, *right))))
    assert all(order.algebraic(k).value is None for k in range(6))
    assert order.sign({0: 1, 1: 1, 2: 1, 3: -1, 4: -1, 5: -1}) == 0
    landscape = Landscape((6, 6, 6), spectrum=(*left, *right), ridge=(1, 2))
    labels = [orbit.label for orbit in landscape.orbits()]
    by_y = sorted((*left, *right), reverse=True)
    tied = ["".join(f"{by_y.index(y) + 1}+" for y in sorted(side, reverse=True)) for side in (right, left)]
    first, second = labels.index(tied[0]), labels.index(tied[1])
    assert second == first + 1 and landscape.orbits()[first].loss == landscape.orbits()[second].loss


@pytest.mark.parametrize("exponent", [20, 60, 300])
def test_near_ties_are_kept_apart(exponent: int) -> None:
    """y and y + 10^-k: the larger value gains more, however close."""
    y = Fraction(3)
    order = GainOrder(modes(3, Fraction(1), (y, "+"), (y + Fraction(1, 10**exponent), "+")))
    assert order.sign({0: 1, 1: -1}) == -1
    landscape = Landscape((2, 2, 2, 2), spectrum=(y, y + Fraction(1, 10**exponent)), ridge=1)
    assert [orbit.label for orbit in landscape.orbits()][1:3] == ["1+", "2+"]


@pytest.mark.parametrize(("layers", "y", "root"), [(3, "5/2", "+"), (4, "7/3", "-"), (5, 4, "+"), (3, 7, "-")])
def test_gain_against_mpmath(layers: int, y: object, root: str) -> None:
    """Roots and gains to 50 digits against mpmath's polynomial solver; the minimal polynomial vanishes there."""
    mode = Mode(layers, Fraction(1, 2), Fraction(y), Root(root))
    with mpmath.workdps(70):
        weight, target = mpmath.mpf(1) / 2, mpmath.mpf(mode.value.numerator) / mode.value.denominator
        coefficients = [mpmath.mpf(1)] + [mpmath.mpf(0)] * (2 * layers - 2)
        coefficients[layers] = -mpmath.sqrt(weight) * target
        coefficients[-1] += weight
        found = mpmath.polyroots(coefficients, maxsteps=500, extraprec=500)
        real = sorted(z.real for z in found if abs(z.imag) < mpmath.mpf(10) ** -50 and z.real > 0)
        sigma = real[-1] if root == "+" else real[0]
        gain = target**2 - (sigma**layers / mpmath.sqrt(weight) - target) ** 2 - layers * sigma**2
        ball = mode.gain(200)
        assert abs(mpmath.mpf(ball.mid().str(60, radius=False)) - gain) < mpmath.mpf(10) ** -50
        with flint.ctx.workprec(260):
            assert AlgebraicGain.of(mode).polynomial(ball).contains(0)


def test_root_next_to_the_double_root() -> None:
    """y = y* + 10^-300 has two roots, 10^-150 apart; y = y* − 10^-300 has none; y* has the double one."""
    upper, lower = modes(
        3, Fraction(27), (Fraction(4) + Fraction(1, 10**300), "+"), (Fraction(4) + Fraction(1, 10**300), "-")
    )
    gap = upper.x(1200) - lower.x(1200)
    assert 1e-150 < float(gap) < 1e-148
    with pytest.raises(ValueError, match="no '\\+' root"):
        Mode(3, Fraction(27), Fraction(4) - Fraction(1, 10**300), Root.UPPER)
    assert float(Mode(3, Fraction(27), Fraction(4), Root.DOUBLE).t(64)) == 1 / 3
