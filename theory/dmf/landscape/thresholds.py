"""The two thresholds on a singular value, decided exactly.

    y* (existence: non-zero roots exist)      y*^(2L−2)  = (2L−2)^(2L−2) λ / (L^L (L−2)^(L−2))
    y_g (global: the upper root beats zero)   y_g^(2L−2) = (L−1)^(2L−2) λ / (L−2)^(L−2)           with 0^0 = 1

λ = Π λ_l is rational, so both (2L−2)-th powers are, and a rational y against either threshold is the sign of a rational
number; for an algebraic y divisibility of polynomials settles equality. No root is taken and no float decides. At L = 2
both equal √λ.

Source: arXiv:2506.20344 v3, scalar equation (10) (stated second hand); thresholds reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache

import flint

from theory.exact.balls import arb
from theory.exact.root_value import RootValue, SingularValue


class Threshold(float):
    """A positive number known by its power: value^exponent = power, with ``power`` rational. As a float: rounded.

    >>> existence_threshold(3, Fraction(27)), existence_threshold(3, Fraction(27)).power
    (4.0, Fraction(256, 1))
    >>> print(existence_threshold(3, Fraction(1)))
    (256/27)^(1/4) = 1.75476535060332
    """

    power: Fraction
    exponent: int

    def __new__(cls, power: Fraction, exponent: int) -> Threshold:
        threshold = super().__new__(cls, float(_ball(power, exponent, 128)))
        threshold.power, threshold.exponent = power, exponent
        return threshold

    def compare(self, value: SingularValue) -> int:
        """Sign of ``value`` − threshold for ``value`` ≥ 0: −1, 0 or 1. Exact.

        >>> existence_threshold(3, Fraction(27)).compare(Fraction(4))
        0
        """
        if isinstance(value, RootValue):
            return value.power_compare(self.exponent // 2, self.power)
        difference, _ = _apart(value, self.exponent, *self.power.as_integer_ratio())
        return (difference > 0) - (difference < 0)

    def ball(self, bits: int = 128) -> flint.arb:
        """An enclosure with about ``bits`` correct bits."""
        return _ball(self.power, self.exponent, bits)

    @property
    def exact(self) -> Fraction | None:
        """The threshold itself where it is rational."""
        top, bottom = (_integer_root(n, self.exponent) for n in (self.power.numerator, self.power.denominator))
        return None if top is None or bottom is None else Fraction(top, bottom)

    def __str__(self) -> str:
        shown = str(self.power) if self.power.denominator == 1 else f"({self.power})"
        value = self.exact
        return f"{shown}^(1/{self.exponent}) = {value if value is not None else f'{self:.15g}'}"


def existence_threshold(layers: int, ridge_product: Fraction) -> Threshold:
    """y*: for L ≥ 3 no non-zero root below, one double root at, two above; for L = 2 one root above √λ, none else.

    >>> round(float(existence_threshold(4, Fraction(1))), 12)
    1.889881574842
    """
    return _threshold(*_existence(layers), *ridge_product.as_integer_ratio())


def existence_apart(layers: int, ridge_product: Fraction, value: Fraction) -> tuple[int, int]:
    """Integers a and b > 0 with (value/y*)^(2L−2) = 1 + a/b, without a threshold made: for many λ with few values each.

    >>> existence_apart(3, Fraction(27), Fraction(5))                                     # 625/256 − 1 = 369/256
    (9963, 6912)
    """
    exponent, top, bottom = _existence(layers)
    numerator, denominator = ridge_product.as_integer_ratio()
    return _apart(value, exponent, top * numerator, bottom * denominator)


def global_threshold(layers: int, ridge_product: Fraction) -> Threshold:
    """y_g: an active upper root lowers the loss iff its singular value exceeds y_g.

    >>> print(global_threshold(3, Fraction(1)))
    16^(1/4) = 2
    """
    power = 2 * layers - 2
    return _threshold(power, (layers - 1) ** power, (layers - 2) ** (layers - 2), *ridge_product.as_integer_ratio())


@cache
def _existence(layers: int) -> tuple[int, int, int]:
    """2L − 2, (2L−2)^(2L−2) and L^L (L−2)^(L−2)."""
    power = 2 * layers - 2
    return power, power**power, layers**layers * (layers - 2) ** (layers - 2)


def _apart(value: Fraction, exponent: int, top: int, bottom: int) -> tuple[int, int]:
    """Integers a and b > 0 with value^exponent = (top/bottom)·(1 + a/b)."""
    numerator, denominator = value.as_integer_ratio()
    power = top * denominator**exponent
    return numerator**exponent * bottom - power, power


@lru_cache(maxsize=64)
def _threshold(exponent: int, top: int, bottom: int, numerator: int, denominator: int) -> Threshold:
    """By integers, whose hashes cost less than a fraction's: the threshold with power top·numerator/(bottom·denominator)."""
    return Threshold(Fraction(top * numerator, bottom * denominator), exponent)


def _ball(power: Fraction, exponent: int, bits: int) -> flint.arb:
    with flint.ctx.workprec(bits + 16):
        return arb(power).root(exponent)


def _integer_root(number: int, degree: int) -> int | None:
    """The exact degree-th root of a non-negative integer, or None."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        if middle**degree < number:
            low = middle + 1
        else:
            high = middle
    return low if low**degree == number else None
