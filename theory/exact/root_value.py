"""Positive numbers that are known by the minimal polynomial of their square: singular values of rational matrices, √21.

A rational number stays a ``Fraction``; everything else is a ``RootValue``, and two of them are equal exactly if they are
the same root of the same polynomial. Order against anything else is settled by balls, which must separate: the numbers
differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt, lcm
from typing import Any

import flint

from theory.exact.algebraic import Bound, sign_unless
from theory.exact.eigenvalue import Algebraic


@dataclass(frozen=True)
class RootValue:
    """y > 0, irrational, with y² the ``place``-th real root (from 0, increasing) of an irreducible integer polynomial.

    Attributes:
        coefficients: of the minimal polynomial of y², constant first, primitive, positive leading coefficient.
        place: which real root.

    >>> root = square_root_of(flint.fmpz_poly([-21, 1]), 0)
    >>> print(root, round(float(root), 6), root > Fraction(9, 2), root == square_root_of(flint.fmpz_poly([-21, 1]), 0))
    sqrt(21) 4.582576 True True
    """

    coefficients: tuple[int, ...]
    place: int

    @property
    def degree(self) -> int:
        """The degree of y²."""
        return len(self.coefficients) - 1

    @property
    def square(self) -> Fraction | None:
        """y² where it is rational."""
        return Fraction(-self.coefficients[0], self.coefficients[1]) if self.degree == 1 else None

    def square_ball(self, bits: int) -> flint.arb:
        """Enclosure of y², relative accuracy about 2^−bits."""
        return _real_roots(self.coefficients, bits)[self.place]

    def ball(self, bits: int) -> flint.arb:
        """Enclosure of y."""
        with flint.ctx.workprec(bits + 16):
            return self.square_ball(bits + 16).sqrt()

    def algebraic(self) -> Algebraic:
        """The number with its separation data."""
        doubled = [c for pair in zip(self.coefficients, [0] * len(self.coefficients), strict=True) for c in pair][:-1]
        return Algebraic(self.ball, lambda: Bound.root(flint.fmpz_poly(doubled), self))

    def square_compare(self, other: Fraction) -> int:
        """Sign of y² − other, exact."""
        if self.square is not None:
            return (self.square > other) - (self.square < other)
        return self._against(lambda bits: flint.arb(flint.fmpq(*other.as_integer_ratio())))

    def power_compare(self, exponent: int, other: Fraction) -> int:
        """Sign of y^(2·exponent) − other, exact: the minimal polynomial divides x^exponent − other, or they differ."""
        if self.square is not None:
            power = self.square**exponent
            return (power > other) - (power < other)
        if other <= 0:
            return 1
        equation = flint.fmpz_poly([-other.numerator] + [0] * (exponent - 1) + [other.denominator])
        own = flint.fmpz_poly(list(self.coefficients))
        if equation.gcd(own).degree() == self.degree:
            return 0
        return self._against(lambda bits: flint.arb(flint.fmpq(*other.as_integer_ratio())).root(exponent))

    def _against(self, other) -> int:  # type: ignore[no-untyped-def]
        """Sign of y² − other for numbers that differ."""

        def gap(bits: int) -> flint.arb:
            with flint.ctx.workprec(bits + 32):
                return self.square_ball(bits) - other(bits)

        return sign_unless(gap, lambda: False)

    def _compare(self, other: object) -> int:
        if isinstance(other, RootValue):
            return 0 if self == other else self._against(other.square_ball)
        value = Fraction(other)  # type: ignore[call-overload]
        return 1 if value < 0 else self.square_compare(value**2)

    def __lt__(self, other: object) -> bool:
        return self._compare(other) < 0

    def __le__(self, other: object) -> bool:
        return self._compare(other) <= 0

    def __gt__(self, other: object) -> bool:
        return self._compare(other) > 0

    def __ge__(self, other: object) -> bool:
        return self._compare(other) >= 0

    def __float__(self) -> float:
        return float(self.ball(96))

    def __str__(self) -> str:
        if self.square is not None:
            return f"sqrt({self.square})"
        terms = [f"{c}*x^{2 * k}" if k else str(c) for k, c in enumerate(self.coefficients) if c]
        return f"root({'+'.join(reversed(terms)).replace('+-', '-')}, {self.ball(96).str(17, radius=False)})"


SingularValue = Fraction | RootValue


def square_root_of(polynomial: flint.fmpz_poly, place: int) -> SingularValue:
    """√ of the ``place``-th real root of an irreducible polynomial, which must not be negative.

    >>> square_root_of(flint.fmpz_poly([-9, 4]), 0)
    Fraction(3, 2)
    """
    content = polynomial.content() * (1 if polynomial.leading_coefficient() > 0 else -1)
    coefficients = tuple(int(c // content) for c in polynomial.coeffs())
    if len(coefficients) > 2:
        return RootValue(coefficients, place)
    square = Fraction(-coefficients[0], coefficients[1])
    top, bottom = isqrt(square.numerator), isqrt(square.denominator)
    exact = top**2 == square.numerator and bottom**2 == square.denominator
    return Fraction(top, bottom) if exact else RootValue(coefficients, 0)


def roots_of(polynomial: flint.fmpz_poly) -> list[tuple[SingularValue, int]]:
    """The square roots of all real roots ≥ 0 of any integer polynomial, decreasing, with multiplicities.

    >>> [(str(value), times) for value, times in roots_of(flint.fmpz_poly([-5, 1]) ** 2 * flint.fmpz_poly([-4, 1]))]
    [('sqrt(5)', 2), ('2', 1)]
    """
    found = []
    for factor, times in polynomial.factor()[1]:
        roots = _real_roots(tuple(int(c) for c in factor.coeffs()), 64)
        kept = [place for place, root in enumerate(roots) if not bool(root < 0)]
        found += [(square_root_of(factor, place), int(times)) for place in kept]
    return sorted(found, key=lambda entry: entry[0], reverse=True)


def integer_polynomial(coefficients: list[Fraction]) -> flint.fmpz_poly:
    """The polynomial times the common denominator."""
    common = lcm(*(c.denominator for c in coefficients))
    return flint.fmpz_poly([int(c * common) for c in coefficients])


@lru_cache(maxsize=256)
def _real_roots(coefficients: tuple[int, ...], bits: int) -> list[flint.arb]:
    """Disjoint enclosures of the real roots of an irreducible polynomial, increasing."""
    with flint.ctx.workprec(bits + 32):
        if len(coefficients) == 2:
            return [flint.arb(flint.fmpq(-coefficients[0], coefficients[1]))]
        return real_roots(flint.fmpz_poly(list(coefficients)))


def real_roots(polynomial: flint.fmpz_poly) -> list[flint.arb]:
    """Disjoint enclosures of the real roots of a polynomial without repeated roots, in the working precision, increasing.

    >>> [round(float(root), 3) for root in real_roots(flint.fmpz_poly([-2, 0, 1]))]
    [-1.414, 1.414]
    """
    roots: list[Any] = polynomial.complex_roots()  # pairs (root, multiplicity); real ones have imaginary part exactly 0
    return sorted((root.real for root, _ in roots if root.imag.is_zero()), key=lambda ball: ball.mid())
