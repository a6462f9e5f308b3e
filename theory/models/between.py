"""A real number between two rational ones: enough to decide a strict comparison, never an equation."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from theory.kernel.budget import Fault

GRAIN = 2**48
"""Ends are rounded outwards to multiples of 1/GRAIN."""


@dataclass(frozen=True)
class Between:
    """low ≤ x ≤ high.

    >>> (Between(Fraction(1), Fraction(2)) * 3 + Fraction(-1)).sign
    1
    """

    low: Fraction
    high: Fraction

    @property
    def sign(self) -> int:
        """1 or −1; Fault where the bounds do not decide."""
        if self.low > 0 or self.high < 0:
            return 1 if self.low > 0 else -1
        raise Fault("a number of the model is known between bounds, which do not decide its sign")

    def __add__(self, x: Any) -> Between:
        if not isinstance(x, Between | Fraction | int):
            return NotImplemented
        low, high = (x.low, x.high) if isinstance(x, Between) else (x, x)
        return Between(_down(self.low + low), -_down(-self.high - high))

    def __mul__(self, x: Any) -> Between:
        if not isinstance(x, Between | Fraction | int):
            return NotImplemented
        ends = [a * b for a in (self.low, self.high) for b in ((x.low, x.high) if isinstance(x, Between) else (x,))]
        return Between(_down(min(ends)), -_down(-max(ends)))

    __radd__, __rmul__ = __add__, __mul__

    def inverse(self) -> Between:
        """1/x; Fault where 0 lies between the bounds."""
        return Between(_down(1 / self.high), -_down(-1 / self.low)) if self.sign else self

    def __rtruediv__(self, x: Any) -> Between:
        return self.inverse() * x


def _down(x: Fraction | int) -> Fraction:
    return Fraction(x * GRAIN // 1, GRAIN)
