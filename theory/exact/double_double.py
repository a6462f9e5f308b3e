"""Arrays of unevaluated sums high + low of two floats: about 106 bits, four operations.

Relative error of a sum, product or quotient at most 2^−100 while nothing over- or underflows (moduli between 1e-140
and 1e140 are safe); a difference is as accurate as its operands, relative to the larger of them.
Algorithms: Dekker 1971, Knuth; error bounds: Joldes, Muller, Popescu 2017 (accurate variants).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import flint
import numpy as np

SPLITTER = 2.0**27 + 1


@dataclass(frozen=True, eq=False)
class DoubleDouble:
    """An array of numbers high + low with |low| at most half a last place of high.

    >>> with flint.ctx.workprec(128):
    ...     third = DoubleDouble.of([flint.arb(1) / 3])
    >>> float(third.high[0]), float(third.low[0])
    (0.3333333333333333, 1.850371707708594e-17)
    """

    high: np.ndarray
    low: np.ndarray

    @classmethod
    def of(cls, balls: list[flint.arb]) -> DoubleDouble:
        """From enclosures with at least 106 correct bits.

        Raises:
            ArithmeticError: an enclosure is wider.
        """
        if any(not ball.is_exact() and ball.rel_accuracy_bits() < 106 for ball in balls):
            raise ArithmeticError("double-double needs enclosures with 106 correct bits")
        pairs = [split(ball) for ball in balls]
        return cls(np.array([high for high, _ in pairs]), np.array([low for _, low in pairs]))

    def __getitem__(self, item: Any) -> DoubleDouble:
        return DoubleDouble(self.high[item], self.low[item])

    def __neg__(self) -> DoubleDouble:
        return DoubleDouble(-self.high, -self.low)

    def __add__(self, other: DoubleDouble) -> DoubleDouble:
        high, error = _sum(self.high, other.high)
        low, rest = _sum(self.low, other.low)
        high, error = _fast_sum(high, error + low)
        return DoubleDouble(*_fast_sum(high, error + rest))

    def __sub__(self, other: DoubleDouble) -> DoubleDouble:
        return self + -other

    def __mul__(self, other: DoubleDouble) -> DoubleDouble:
        high, error = _product(self.high, other.high)
        return DoubleDouble(*_fast_sum(high, error + (self.high * other.low + self.low * other.high)))

    def __truediv__(self, other: DoubleDouble) -> DoubleDouble:
        first = self.high / other.high
        rest = self - other * DoubleDouble(first, np.zeros_like(first))
        second = rest.high / other.high
        rest = rest - other * DoubleDouble(second, np.zeros_like(second))
        high, low = _fast_sum(first, second)
        return DoubleDouble(*_fast_sum(high, low + rest.high / other.high))


def split(ball: flint.arb) -> tuple[float, float]:
    """A number as high + low."""
    with flint.ctx.workprec(256):
        high = float(ball)
        return high, float(ball - high)


def _sum(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def _fast_sum(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For |a| ≥ |b| or a = 0."""
    total = a + b
    return total, b - (total - a)


def _product(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    total = a * b
    (a1, a2), (b1, b2) = _halves(a), _halves(b)
    return total, ((a1 * b1 - total) + a1 * b2 + a2 * b1) + a2 * b2


def _halves(a: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    scaled = SPLITTER * a
    top = scaled - (scaled - a)
    return top, a - top
