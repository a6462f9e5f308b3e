"""Exact numbers for python-flint: the rational itself, the ball that encloses it, and the float that a ball settles."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Protocol

import flint

MOST_BITS = 1 << 20


class PrecisionError(ArithmeticError, ValueError):
    """No precision that is offered settles a number; a command refuses the input with it."""


class Enclosed(Protocol):
    """A number with enclosures of itself and of its square, for a number of bits."""

    def ball(self, bits: int) -> flint.arb:
        """Enclosure of the number."""
        ...

    def square_ball(self, bits: int) -> flint.arb:
        """Enclosure of its square."""
        ...


def rational(value: Fraction | int) -> flint.fmpq:
    """The same number as flint writes it; exact.

    >>> rational(Fraction(-2, 4))
    -1/2
    """
    return flint.fmpq(*value.as_integer_ratio())


def arb(value: Fraction | int | Enclosed, bits: int | None = None) -> flint.arb:
    """An enclosure of the number, in the working precision or with ``bits`` bits.

    >>> third = arb(Fraction(1, 3), 100)
    >>> third.rel_accuracy_bits() > 95, (3 * third).contains(1)
    (True, True)
    """
    if bits is not None:
        with flint.ctx.workprec(bits):
            return arb(value)
    return flint.arb(rational(value)) if isinstance(value, (Fraction, int)) else value.ball(flint.ctx.prec)


def square_ball(value: Fraction | int | Enclosed, bits: int | None = None) -> flint.arb:
    """An enclosure of value².

    >>> float(square_ball(Fraction(3, 2)))
    2.25
    """
    if bits is not None:
        with flint.ctx.workprec(bits):
            return square_ball(value)
    return flint.arb(rational(value) ** 2) if isinstance(value, (Fraction, int)) else value.square_ball(flint.ctx.prec)


def settled(ball: Callable[[int], flint.arb], wanted: int = 60, start: int = 64) -> flint.arb:
    """A ball of that relative accuracy, by raising the precision that ``ball`` is asked for; an exact 0 as it is.

    Raises:
        PrecisionError: not reached with 2^20 bits (the number is a 0 that its balls do not show).

    >>> def tiny(bits):                                                        # (1 + 1e-50) − 1
    ...     with flint.ctx.workprec(bits):
    ...         return 1 + flint.arb(10) ** -50 - 1
    >>> float(settled(tiny))
    1e-50
    """
    bits = start
    while bits <= MOST_BITS:
        found = ball(bits)
        if found.is_zero() or (found.is_finite() and found.rel_accuracy_bits() >= wanted):
            return found
        bits *= 2
    raise PrecisionError(f"a number could not be separated from 0 with {MOST_BITS} bits")
