"""Root separation: how small an algebraic number can be without being zero.

If N·α is an algebraic integer, all conjugates of α are at most M in modulus, and α has degree at most D, then

    α = 0   or   |α| ≥ 1 / (N·(N·M)^(D−1)),

because the norm of the non-zero algebraic integer N·α is at least 1 in modulus. A ``Bound`` carries (N, M) and the
generators whose degrees multiply to D; it follows sums, products and eigenvalues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm, prod

import flint

from theory.exact.balls import PrecisionError


@dataclass(frozen=True)
class Bound:
    """N, M and the generators (name, degree) of a field that contains the number.

    >>> root = Bound.root(flint.fmpz_poly([-2, 0, 1]), name="√2")
    >>> (root * root - Bound.rational(Fraction(2))).separation_bits()
    6
    """

    multiple: int
    largest: int
    generators: frozenset[tuple[object, int]] = frozenset()

    @classmethod
    def rational(cls, value: Fraction | int) -> Bound:
        """N = denominator, M = max(1, ⌈modulus⌉), no generator."""
        value = Fraction(value)
        return cls(value.denominator, max(1, ceil(abs(value))))

    @classmethod
    def root(cls, polynomial: flint.fmpz_poly, name: object) -> Bound:
        """A root of an integer polynomial (Cauchy's bound on its conjugates)."""
        leading = abs(int(polynomial.leading_coefficient()))
        largest = max(abs(int(c)) for c in polynomial.coeffs()[:-1])
        degree = int(polynomial.degree())
        generators = frozenset({(name, degree)}) if degree > 1 else frozenset()
        return cls(leading, 1 + -(-largest // leading), generators)

    @classmethod
    def eigenvalue(cls, entries: Iterable[Bound], size: int, name: object) -> Bound:
        """An eigenvalue of a size × size matrix: integral once all entries are, and below any row sum of moduli."""
        listed = list(entries)
        multiple = lcm(*(entry.multiple for entry in listed))
        generators = frozenset().union(*(entry.generators for entry in listed)) | {(name, size)}
        return cls(multiple, size * max(entry.largest for entry in listed), generators)

    def __add__(self, other: Bound) -> Bound:
        multiple = lcm(self.multiple, other.multiple)
        return Bound(multiple, self.largest + other.largest, self.generators | other.generators)

    __sub__ = __add__

    def __mul__(self, other: Bound) -> Bound:
        generators = self.generators | other.generators
        return Bound(self.multiple * other.multiple, self.largest * other.largest, generators)

    def __pow__(self, exponent: int) -> Bound:
        return Bound(self.multiple**exponent, self.largest**exponent, self.generators)

    def scaled(self, factor: Fraction | int) -> Bound:
        """The bound of the number times a rational."""
        return self * Bound.rational(factor)

    def separation_bits(self) -> int:
        """b with: the number is 0 or at least 2^−b in modulus."""
        degree = prod(degree for _, degree in self.generators)
        return self.multiple.bit_length() + (degree - 1) * (self.multiple * self.largest).bit_length() + 1


ROUNDS = 64  # doublings of the precision, after which enclosures do not shrink at all


def exact_sign(ball: Callable[[int], flint.arb], bound: Callable[[], Bound], start: int = 64) -> int:
    """Sign of a real algebraic number: balls of rising precision, and separation once they are stuck at zero.

    Args:
        ball: enclosure of the number, shrinking as the number of bits grows.
        bound: asked for only when 512 bits have not separated the number from 0.

    Raises:
        PrecisionError: the enclosures do not shrink.

    >>> def ball(bits):                                                                  # (√2)² − 2
    ...     with flint.ctx.workprec(bits):
    ...         return flint.arb(2).sqrt() ** 2 - 2
    >>> exact_sign(ball, lambda: Bound.root(flint.fmpz_poly([-2, 0, 1]), "√2") ** 2 + Bound.rational(2))
    0
    """
    bits = start
    while bits <= 512:
        sign = sign_of(ball(bits))
        if sign is not None:
            return sign
        bits *= 2
    enough = bound().separation_bits()
    most = enough + 64
    for _ in range(ROUNDS):
        bits = min(bits, most)
        value = ball(bits)
        sign = sign_of(value)
        if sign is not None:
            return sign
        if bool(abs(value) < flint.arb(2) ** -enough):
            return 0
        most += enough if bits == most else 0
        bits *= 2
    raise PrecisionError(f"enclosures of an algebraic number do not shrink below 2^-{enough}")


def sign_of(ball: flint.arb) -> int | None:
    """−1 or 1 where the ball excludes zero, 0 for the exact zero, None otherwise."""
    if bool(ball > 0):
        return 1
    if bool(ball < 0):
        return -1
    return 0 if ball.is_zero() else None
