"""What one certificate may cost. Work is counted in steps, never in seconds, so a verdict does not depend on the machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

WORK = 50_000
"""Steps (products of monomials, coefficients of Bernstein forms, …) that one certificate may take; the largest of this
project takes a fifth."""

BITS = 20_000
"""Size of a coefficient; large ones cost more steps."""

EXPONENT = 200
"""Literal exponents; symbolic ones have no bound."""

_left: list[float] = [inf]


class Fault(Exception):
    """Why a certificate is not accepted."""


@contextmanager
def limited(work: int = WORK) -> Iterator[None]:
    """Inside, work is counted; outside, who searches for a proof may take what he likes.

    >>> with limited():
    ...     spend(WORK + 1)
    Traceback (most recent call last):
        ...
    theory.kernel.budget.Fault: out of budget: too many steps
    """
    before = _left[0]
    _left[0] = work
    try:
        yield
    finally:
        _left[0] = before


def spend(steps: int) -> None:
    """Count; Fault when the budget is used up."""
    _left[0] -= steps
    if _left[0] < 0:
        raise Fault("out of budget: too many steps")


def weigh(*numbers: int) -> None:
    """Count the size of the numbers; Fault beyond ``BITS``."""
    bits = sum(n.bit_length() for n in numbers)
    if bits > BITS:
        raise Fault(f"a number has more than {BITS} bits")
    if bits > 500:
        spend(bits // 500)
