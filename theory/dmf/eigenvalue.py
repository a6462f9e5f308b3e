"""Eigenvalues as exact objects, so that equal ones are merged because they are equal.

Two formulas can give the same number (a pair {i, j} and a pair {i, k}, say, or 1 + t and 2 at t = 1). Each value is a
quotient of real algebraic numbers with a ball of any precision; equality is proved by ``algebraic.exact_sign``, never
concluded from floats that are close.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import flint

from theory.dmf.algebraic import Bound, exact_sign


@dataclass(frozen=True, eq=False)
class Algebraic:
    """A real algebraic number: an enclosure for a number of bits, and separation data for when it is needed.

    Sums and products follow; the working precision is set by whoever asks for a ball.
    """

    ball: Callable[[int], flint.arb]
    bound: Callable[[], Bound]

    @classmethod
    def rational(cls, value: Fraction | int) -> Algebraic:
        number = flint.fmpq(*Fraction(value).as_integer_ratio())
        return cls(lambda bits: flint.arb(number), lambda: Bound.rational(value))

    def __add__(self, other: Algebraic) -> Algebraic:
        return Algebraic(lambda bits: self.ball(bits) + other.ball(bits), lambda: self.bound() + other.bound())

    def __sub__(self, other: Algebraic) -> Algebraic:
        return Algebraic(lambda bits: self.ball(bits) - other.ball(bits), lambda: self.bound() - other.bound())

    def __mul__(self, other: Algebraic) -> Algebraic:
        return Algebraic(lambda bits: self.ball(bits) * other.ball(bits), lambda: self.bound() * other.bound())

    def __pow__(self, exponent: int) -> Algebraic:
        return Algebraic(lambda bits: self.ball(bits) ** exponent, lambda: self.bound() ** exponent)

    def scaled(self, factor: Fraction | int) -> Algebraic:
        number = flint.fmpq(*Fraction(factor).as_integer_ratio())
        return Algebraic(lambda bits: self.ball(bits) * number, lambda: self.bound().scaled(factor))


ONE = Algebraic.rational(1)


@dataclass(frozen=True, eq=False)
class Eigenvalue:
    """top / bottom with bottom > 0; ``exact`` where the value is known to be that rational."""

    top: Algebraic
    bottom: Algebraic = ONE
    exact: Fraction | None = None

    @classmethod
    def rational(cls, value: Fraction | int) -> Eigenvalue:
        return cls(Algebraic.rational(value), exact=Fraction(value))

    def ball(self, bits: int) -> flint.arb:
        """Enclosure, computed with ``bits`` + 32 bits."""
        with flint.ctx.workprec(bits + 32):
            return self.top.ball(bits) / self.bottom.ball(bits)

    def compare(self, other: Eigenvalue) -> int:
        """Sign of self − other, exact."""
        if self.exact is not None and other.exact is not None:
            return (self.exact > other.exact) - (self.exact < other.exact)
        cross = self.top * other.bottom - other.top * self.bottom

        def ball(bits: int) -> flint.arb:
            with flint.ctx.workprec(bits + 32):
                return cross.ball(bits)

        return exact_sign(ball, cross.bound)

    def rounded(self, scale: Fraction) -> float:
        """scale · value as a float, correctly rounded up to a last-bit tie."""
        if self.exact is not None:
            return float(self.exact * scale)
        with flint.ctx.workprec(192):
            return float(_settled(self) * flint.fmpq(scale.numerator, scale.denominator))


def merge(found: Iterable[tuple[Eigenvalue, int]], scale: Fraction) -> list[tuple[float, int]]:
    """Distinct values times ``scale`` > 0, increasing, the multiplicities of equal ones added.

    >>> two, three = Eigenvalue.rational(2), Eigenvalue.rational(3)
    >>> merge([(two, 3), (Eigenvalue.rational(0), 1), (three, 1), (Eigenvalue.rational(2), 1)], Fraction(1))
    [(0.0, 1), (2.0, 4), (3.0, 1)]
    """
    rationals, entries = {Fraction(0): 0}, []
    for value, times in found:
        if times and value.exact is not None:
            rationals[value.exact] = rationals.get(value.exact, 0) + times
        elif times:
            entries.append((value, times))
    entries += [(Eigenvalue.rational(value), times) for value, times in rationals.items()]
    balls = [_settled(value) for value, _ in entries]
    runs: list[list[int]] = []
    reach: flint.arb | None = None
    for k in sorted(range(len(entries)), key=lambda k: float(balls[k])):
        if reach is None or bool(balls[k] > reach):
            runs.append([k])
            reach = balls[k].upper()
        else:
            runs[-1].append(k)
            reach = reach.max(balls[k].upper())
    resolved = (pair for run in runs for pair in _resolve([entries[k] for k in run]))
    return [(value.rounded(scale), times) for value, times in resolved if times]


def _settled(value: Eigenvalue) -> flint.arb:
    """A ball with at least 64 correct bits, or one that holds 0 at 512 bits."""
    bits = 80
    ball = value.ball(bits)
    while not ball.is_zero() and ball.rel_accuracy_bits() < 64 and bits < 512:
        bits *= 2
        ball = value.ball(bits)
    return ball


def _resolve(run: list[tuple[Eigenvalue, int]]) -> list[tuple[Eigenvalue, int]]:
    """Values whose balls overlap, sorted exactly, equal ones merged (into a rational one where there is one)."""
    kept: list[tuple[Eigenvalue, int]] = []
    for value, times in sorted(run, key=lambda pair: pair[0].exact is None):
        signs = [value.compare(other) for other, _ in kept]
        if 0 in signs:
            place = signs.index(0)
            kept[place] = (kept[place][0], kept[place][1] + times)
        else:
            kept.insert(signs.count(1), (value, times))
    return kept
