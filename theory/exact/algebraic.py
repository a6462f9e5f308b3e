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
from math import ceil, gcd, lcm, log, prod

import flint

from theory.exact.balls import MOST_BITS, PrecisionError


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
        """A root of an integer polynomial; the bounds of Cauchy and of Fujiwara on its conjugates.

        >>> Bound.root(flint.fmpz_poly([-2, 0, 0, 0, 0, 6**5]), "a").multiple        # (6a)⁵ = 2
        6
        """
        coefficients = [int(c) for c in polynomial.coeffs()]
        leading, degree = abs(coefficients[-1]), len(coefficients) - 1
        shares = [-(-abs(c) // leading) for c in coefficients[:-1]]
        fujiwara = 2 * max(_root_above(share, degree - k) for k, share in enumerate(shares))
        generators = frozenset({(name, degree)}) if degree > 1 else frozenset()
        return cls(_integral_multiple(coefficients), max(1, min(1 + max(shares), fujiwara)), generators)

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


def _integral_multiple(coefficients: list[int]) -> int:
    """A small N with N·α integral: N^(n−k) a_k divisible by a_n for all k. What has no prime factor below 1000 stays whole."""
    degree, multiple, rest = len(coefficients) - 1, 1, abs(coefficients[-1])
    for prime in range(2, 1000):  # composite numbers divide no longer
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        if power:
            missing = [(power - _valuation(c, prime, power), degree - k) for k, c in enumerate(coefficients[:-1]) if c]
            multiple *= prime ** max(-(-lack // room) for lack, room in missing)
    return multiple * rest


def _valuation(number: int, prime: int, most: int) -> int:
    """How often the prime divides the number ≠ 0, at most ``most`` times."""
    return round(log(gcd(number, prime**most)) / log(prime))


def _root_above(number: int, degree: int) -> int:
    """An integer r ≥ 1 with r^degree ≥ number."""
    low = int(flint.fmpz(number).root(degree)) if number > 0 else 0
    return max(1, low if low**degree >= number else low + 1)


FIRST_BITS = 512  # up to here no proof of equality is looked for


def exact_sign(ball: Callable[[int], flint.arb], bound: Callable[[], Bound], start: int = 64, most: int = MOST_BITS) -> int:
    """Sign of a real algebraic number: balls of rising precision, and separation once they are stuck at zero.

    Args:
        ball: enclosure of the number, shrinking as the number of bits grows.
        bound: asked for only when 512 bits have not separated the number from 0.
        most: bits that may be spent.

    Raises:
        PrecisionError: undecided with so many bits.

    >>> def ball(bits):                                                                  # (√2)² − 2
    ...     with flint.ctx.workprec(bits):
    ...         return flint.arb(2).sqrt() ** 2 - 2
    >>> exact_sign(ball, lambda: Bound.root(flint.fmpz_poly([-2, 0, 1]), "√2") ** 2 + Bound.rational(2))
    0
    """
    bits, enough = start, 0
    while bits <= most:
        value = ball(bits)
        sign = sign_of(value)
        if sign is not None:
            return sign
        if bits >= FIRST_BITS:
            enough = enough or bound().separation_bits()
            if bool(abs(value) < flint.arb(2) ** -enough):
                return 0
            bits = min(2 * bits, enough + 64) if bits < enough + 64 else 2 * bits
        else:
            bits *= 2
    raise PrecisionError(f"whether two numbers are equal is not decided with {most} bits: they agree so far, unproved")


def sign_unless(ball: Callable[[int], flint.arb], equal: Callable[[], bool], start: int = 64) -> int:
    """The same where something else decides whether the number is 0; ``equal`` is asked once 512 bits have not separated it.

    >>> sign_unless(lambda bits: flint.arb(0, 2.0**-bits), lambda: True), sign_unless(lambda bits: flint.arb(-1), lambda: True)
    (0, -1)
    """
    bits, different = start, False
    while bits <= MOST_BITS:
        sign = sign_of(ball(bits))
        if sign is not None:
            return sign
        if bits >= FIRST_BITS and not different:
            if equal():
                return 0
            different = True
        bits *= 2
    raise PrecisionError(f"two numbers that differ could not be told apart with {MOST_BITS} bits")


def sign_of(ball: flint.arb) -> int | None:
    """−1 or 1 where the ball excludes zero, 0 for the exact zero, None otherwise."""
    if bool(ball > 0):
        return 1
    if bool(ball < 0):
        return -1
    return 0 if ball.is_zero() else None
