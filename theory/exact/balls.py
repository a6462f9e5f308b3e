"""Rationals for python-flint: the exact number, and the ball that encloses it."""

from __future__ import annotations

from fractions import Fraction

import flint


def rational(value: Fraction | int) -> flint.fmpq:
    """The same number as flint writes it; exact.

    >>> rational(Fraction(-2, 4))
    -1/2
    """
    return flint.fmpq(*value.as_integer_ratio())


def arb(value: Fraction | int, bits: int | None = None) -> flint.arb:
    """An enclosure of the number, in the working precision or with ``bits`` bits.

    >>> third = arb(Fraction(1, 3), 100)
    >>> third.rel_accuracy_bits() > 95, (3 * third).contains(1)
    (True, True)
    """
    if bits is None:
        return flint.arb(rational(value))
    with flint.ctx.workprec(bits):
        return flint.arb(rational(value))
