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
import numpy as np

from theory.exact.algebraic import Bound, exact_sign, sign_unless
from theory.exact.balls import arb, rational, settled
from theory.exact.double_double import DoubleDouble


@dataclass(frozen=True, eq=False)
class Algebraic:
    """A real algebraic number: an enclosure for a number of bits, and separation data for when it is needed.

    Sums and products follow; the working precision is set by whoever asks for a ball.
    """

    ball: Callable[[int], flint.arb]
    bound: Callable[[], Bound]

    @classmethod
    def rational(cls, value: Fraction | int) -> Algebraic:
        """``value`` as an algebraic number: its ball at the precision of who asks, and the bound of a rational."""
        number = rational(value)
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
        """The number times a rational."""
        number = rational(factor)
        return Algebraic(lambda bits: self.ball(bits) * number, lambda: self.bound().scaled(factor))


ONE = Algebraic.rational(1)


@dataclass(frozen=True, eq=False)
class Eigenvalue:
    """top / bottom with bottom > 0; ``exact`` where the value is known to be that rational.

    ``equals`` decides whether the value is a given rational, where something shorter than root separation does; it is asked
    only once balls of 512 bits have not told the two apart.
    """

    top: Algebraic
    bottom: Algebraic = ONE
    exact: Fraction | None = None
    equals: Callable[[Fraction], bool] | None = None

    @classmethod
    def rational(cls, value: Fraction | int) -> Eigenvalue:
        """``value`` over 1, with ``exact`` set: two of these are compared without balls."""
        return cls(Algebraic.rational(value), exact=Fraction(value))

    def ball(self, bits: int) -> flint.arb:
        """Enclosure, computed with ``bits`` + 32 bits."""
        with flint.ctx.workprec(bits + 32):
            return self.top.ball(bits) / self.bottom.ball(bits)

    def compare(self, other: Eigenvalue) -> int:
        """Sign of self − other, exact."""
        if self.exact is not None and other.exact is not None:
            return (self.exact > other.exact) - (self.exact < other.exact)
        if self.exact is not None and other.equals is not None:
            return -other.compare(self)
        cross = self.top * other.bottom - other.top * self.bottom

        def ball(bits: int) -> flint.arb:
            with flint.ctx.workprec(bits + 32):
                return cross.ball(bits)

        if other.exact is None or self.equals is None:
            return exact_sign(ball, cross.bound, most=MOST_BITS)
        number, equals = other.exact, self.equals
        return sign_unless(ball, lambda: equals(number))

    def is_zero(self) -> bool:
        """Whether the value is 0, exact."""
        return bool(self.ball(64).contains(0)) and self.compare(ZERO) == 0

    def settled(self) -> flint.arb:
        """A ball with at least 110 correct bits; the value must not be an unrecognized 0."""
        return settled(self.ball, 110, 128)


MOST_BITS = 1 << 15  # for an eigenvalue of a matrix that is seconds
SMALLEST, LARGEST = 1e-270, 1e290  # double-double arithmetic keeps its accuracy there

ZERO = Eigenvalue(Algebraic.rational(0), exact=Fraction(0))


@dataclass(frozen=True, eq=False)
class Bulk:
    """Many eigenvalues with multiplicities, relative error below 2^−82; ``make(k)`` is the k-th as an exact object."""

    values: DoubleDouble
    times: np.ndarray
    make: Callable[[int], Eigenvalue]


def merge(found: Iterable[tuple[Eigenvalue, int] | Bulk], scale: Fraction) -> list[tuple[float, int]]:
    """Distinct values times ``scale`` > 0, increasing, the multiplicities of equal ones added.

    >>> two, three = Eigenvalue.rational(2), Eigenvalue.rational(3)
    >>> merge([(two, 3), (Eigenvalue.rational(0), 1), (three, 1), (Eigenvalue.rational(2), 1)], Fraction(1))
    [(0.0, 1), (2.0, 4), (3.0, 1)]
    """
    bulks, singles = _gathered(found)
    singles = [value for value in singles if value[1]]
    bulks.append(_as_bulk(singles))
    high = np.concatenate([bulk.values.high for bulk in bulks])
    low = np.concatenate([bulk.values.low for bulk in bulks])
    times = np.concatenate([bulk.times for bulk in bulks])
    starts = np.cumsum([0, *(len(bulk.times) for bulk in bulks)])

    def make(k: int) -> Eigenvalue:
        which = int(np.searchsorted(starts, k, side="right")) - 1
        return bulks[which].make(k - int(starts[which]))

    _check_range(high)
    order = np.lexsort((low, high))
    gaps = (high[order[1:]] - high[order[:-1]]) + (low[order[1:]] - low[order[:-1]])
    sizes = np.maximum(np.abs(high[order[1:]]), np.abs(high[order[:-1]]))
    rounded = (DoubleDouble(high, low) * DoubleDouble.of([arb(scale, 192)])).high
    _check_range(rounded)
    plain = list(zip(rounded[order].tolist(), times[order].tolist(), strict=True))
    near = np.concatenate([[0], (gaps <= 2.0**-80 * sizes).astype(np.int8), [0]])
    edges = np.flatnonzero(np.diff(near)).tolist()
    result, done = [], 0
    for first, last in zip(edges[::2], edges[1::2], strict=True):  # places first … last are one run
        run = [(make(k), int(times[k]), float(rounded[k])) for k in order[first : last + 1].tolist()]
        result += plain[done:first] + _resolve(run)
        done = last + 1
    return result + plain[done:]


def _gathered(
    found: Iterable[tuple[Eigenvalue, int] | Bulk],
) -> tuple[list[Bulk], list[tuple[Eigenvalue, int]]]:
    """Arrays apart; single values with the equal rational ones, zeros among them, added up."""
    bulks: list[Bulk] = []
    rationals: dict[Fraction, int] = {}
    others: list[tuple[Eigenvalue, int]] = []
    for entry in found:
        if isinstance(entry, Bulk):
            bulks.append(entry)
            continue
        value, times = entry
        if value.exact is None and times and value.is_zero():
            value = Eigenvalue.rational(0)
        if value.exact is not None:
            rationals[value.exact] = rationals.get(value.exact, 0) + times
        elif times:
            others.append((value, times))
    return bulks, others + [(Eigenvalue.rational(value), times) for value, times in rationals.items()]


def _as_bulk(singles: list[tuple[Eigenvalue, int]]) -> Bulk:
    balls = [value.settled() for value, _ in singles]
    for ball in balls:
        if not ball.is_zero() and not bool(SMALLEST < abs(ball) < LARGEST):
            raise _out_of_range(ball)
    values = DoubleDouble.of(balls)
    times = np.array([times for _, times in singles], dtype=np.int64)
    return Bulk(values, times, lambda k: singles[k][0])


def _check_range(values: np.ndarray) -> None:
    sizes = np.abs(values)
    bad = ~(sizes < LARGEST) | ((sizes > 0) & (sizes < SMALLEST))
    if bad.any():
        raise _out_of_range(values[bad][0])


def _out_of_range(value: object) -> ValueError:
    shown = value.mid().str(5, radius=False) if isinstance(value, flint.arb) else f"{value:g}"
    return ValueError(
        f"Hessian eigenvalues must be 0 or between {SMALLEST:g} and {LARGEST:g} in modulus, got {shown}: "
        "bring ridge and spectrum to one scale"
    )


def _resolve(run: list[tuple[Eigenvalue, int, float]]) -> list[tuple[float, int]]:
    """Values too close for double-double, sorted exactly, equal ones merged (into a rational one if there is one)."""
    kept: list[tuple[Eigenvalue, int, float]] = []
    for value, times, rounded in sorted(run, key=lambda entry: entry[0].exact is None):
        signs = [value.compare(other) for other, _, _ in kept]
        if 0 in signs:
            place = signs.index(0)
            kept[place] = (kept[place][0], kept[place][1] + times, kept[place][2])
        else:
            kept.insert(signs.count(1), (value, times, rounded))
    return [(rounded, times) for _, times, rounded in kept]
