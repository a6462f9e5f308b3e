"""Exact numbers for witnesses: rationals, and sums of rational multiples of square roots, whose signs are decided.

Square roots of different square-free integers are linearly independent over the rationals, so a sum Σ c_d √d is zero only
if every c_d is, and else an interval of enough digits has its sign.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any


class Undefined(Exception):
    """An inverse that does not exist, or a value that has no exact form here."""


class Radical:
    """Σ c_d √d over square-free d >= 1.

    >>> (root(Fraction(2)) * root(Fraction(8))), sign(root(Fraction(2)) + root(Fraction(3)) - root(Fraction(10)))
    (Fraction(4, 1), -1)
    """

    __slots__ = ("terms",)

    def __init__(self, terms: dict[int, Fraction]):
        self.terms = terms

    def __add__(self, other: Any) -> Any:
        terms = dict(self.terms)
        for d, c in _terms(other).items():
            terms[d] = terms.get(d, Fraction(0)) + c
        return _plain(terms)

    def __neg__(self) -> Any:
        return Radical({d: -c for d, c in self.terms.items()})

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        terms: dict[int, Fraction] = {}
        for d, c in self.terms.items():
            for e, b in _terms(other).items():
                square, free = _free(d * e)
                terms[free] = terms.get(free, Fraction(0)) + b * c * square
        return _plain(terms)

    __radd__, __rmul__ = __add__, __mul__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Radical) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __str__(self) -> str:
        parts = [f"{c}" if d == 1 else f"{'' if c == 1 else '-' if c == -1 else f'{c}*'}sqrt({d})"
                 for d, c in sorted(self.terms.items())]  # fmt: skip
        return " + ".join(parts).replace("+ -", "- ")


Real = Fraction | Radical


def _terms(value: Any) -> dict[int, Fraction]:
    return value.terms if isinstance(value, Radical) else {1: Fraction(value)}


def _plain(terms: dict[int, Fraction]) -> Any:
    kept = {d: c for d, c in terms.items() if c}
    return kept.get(1, Fraction(0)) if set(kept) <= {1} else Radical(kept)


def _free(n: int) -> tuple[int, int]:
    """n = square² · free."""
    square, d = 1, 2
    while d * d <= n and d < 20000:
        while n % (d * d) == 0:
            n, square = n // (d * d), square * d
        d += 1
    whole = isqrt(n)
    if whole * whole == n:
        return square * whole, 1
    if d * d <= n and n > 20000**3:
        raise Undefined("a square root of too large a number")
    return square, n


def root(value: Any) -> Any:
    """√value of a rational >= 0.

    >>> root(Fraction(9, 4)), str(root(Fraction(1, 2)))
    (Fraction(3, 2), '1/2*sqrt(2)')
    """
    if isinstance(value, Radical) or value < 0:
        raise Undefined("a root of a root, or of a negative number")
    square, free = _free(value.numerator * value.denominator)
    return _plain({free: Fraction(square, value.denominator)})


def sign(value: Any) -> int:
    """−1, 0 or 1, exactly."""
    if not isinstance(value, Radical):
        return (value > 0) - (value < 0)
    for bits in (64, 256, 1024, 4096):
        low = high = Fraction(0)
        for d, c in value.terms.items():
            below = Fraction(isqrt(d << (2 * bits)), 1 << bits)
            above = below if d == 1 else below + Fraction(1, 1 << bits)
            low, high = low + min(c * below, c * above), high + max(c * below, c * above)
        if low > 0 or high < 0:
            return 1 if low > 0 else -1
    raise Undefined("a sign that 4096 bits do not show")


def reciprocal(value: Any) -> Any:
    """1/value of a rational, or of one root.

    >>> str(reciprocal(root(Fraction(2))))
    '1/2*sqrt(2)'
    """
    if isinstance(value, Radical):
        if len(value.terms) != 1:
            raise Undefined("the reciprocal of a sum of roots")
        ((d, c),) = value.terms.items()
        return Radical({d: 1 / (c * d)})
    if value == 0:
        raise Undefined("a division by zero")
    return 1 / Fraction(value)
