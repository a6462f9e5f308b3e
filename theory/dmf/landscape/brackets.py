"""The roots of the scalar equation between two floats, proved in integers: the fast way for many instances.

h(x) = (x^(L−1) + λ)² − λy²x^(L−2) is negative between its two positive roots and positive beyond them (L = 2: negative below
its one root). So h(a) < 0 < h(b) with a < b says that the upper root, and no other, lies between a and b; the lower one lies
there for h(a) > 0 > h(b). Signs are those of integers. How many roots there are is decided before (`thresholds`).
"""

from __future__ import annotations

from fractions import Fraction
from math import nextafter
from typing import NamedTuple

from theory.dmf.landscape.float_roots import root_apart
from theory.dmf.landscape.roots import Mode, Root, available_roots
from theory.dmf.landscape.thresholds import existence_apart

WIDTHS = (2.0**-44, 2.0**-38, 2.0**-32)
"""Half-widths that are tried, relative to the root in floats, before balls are asked."""


class Bracket(NamedTuple):
    """low ≤ x ≤ high for x = σ² at ``root``, and at no other root."""

    root: Root
    low: float
    high: float


def brackets(layers: int, ridge_product: Fraction, value: Fraction) -> tuple[Bracket, ...]:
    """A bracket for each positive root of the scalar equation, in the order '+', '-'; a double root is one.

    Raises:
        PrecisionError: a root is so close to the double root, or so large or small, that 2^20 bits do not enclose it.

    >>> [(str(b.root), b.low <= 1 <= b.high, b.high - b.low < 1e-12) for b in brackets(3, Fraction(1), Fraction(2))]
    [('+', True, True), ('-', False, True)]
    >>> len(brackets(3, Fraction(27), Fraction(4))), len(brackets(3, Fraction(27), Fraction(3)))       # y = y*, y < y*
    (1, 0)
    """
    apart = existence_apart(layers, ridge_product, value)
    kinds = available_roots(layers, (apart[0] > 0) - (apart[0] < 0))
    return tuple(Bracket(root, *_ends(layers, ridge_product, value, apart, root)) for root in kinds)


def _ends(layers: int, ridge_product: Fraction, value: Fraction, apart: tuple[int, int], root: Root) -> tuple[float, float]:
    middle = root_apart(layers, ridge_product, apart, root is Root.UPPER)
    for width in WIDTHS:
        low, high = middle * (1 - width), middle * (1 + width)
        if 0 < low < high < float("inf") and _between(layers, ridge_product, value, root, low, high):
            return low, high
    ball = Mode(layers, ridge_product, value, root).x(64)
    return nextafter(float(ball.lower()), 0.0), nextafter(float(ball.upper()), float("inf"))


def _between(layers: int, ridge_product: Fraction, value: Fraction, root: Root, low: float, high: float) -> bool:
    if root is Root.DOUBLE:
        return _turn_sign(layers, ridge_product, low) <= 0 <= _turn_sign(layers, ridge_product, high)
    inside, outside = (low, high) if root is Root.UPPER else (high, low)
    return _sign(layers, ridge_product, value, inside) < 0 < _sign(layers, ridge_product, value, outside)


def _turn_sign(layers: int, ridge_product: Fraction, x: float) -> int:
    """An integer with the sign of x^(L−1) − λ(L−2)/L."""
    (weight, below), (n, d) = ridge_product.as_integer_ratio(), x.as_integer_ratio()
    return below * layers * n ** (layers - 1) - weight * (layers - 2) * d ** (layers - 1)


def _sign(layers: int, ridge_product: Fraction, value: Fraction, x: float) -> int:
    """An integer with the sign of h(x): its terms over one common denominator."""
    weight, below = ridge_product.as_integer_ratio()
    top, bottom = value.as_integer_ratio()
    n, d = x.as_integer_ratio()
    lower = n ** (layers - 2)
    grown = bottom * (below * lower * n + weight * d ** (layers - 1))
    return grown * grown - weight * below * top * top * lower * d**layers
