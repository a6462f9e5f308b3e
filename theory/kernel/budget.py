"""What one certificate may cost. Work is counted in steps, never in seconds, so a verdict does not depend on the machine."""

from __future__ import annotations

import threading
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


class _Account(threading.local):
    """What is left, for each thread: checks that run side by side do not pay for each other."""

    left: float = inf


_account = _Account()


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
    before = _account.left
    _account.left = work
    try:
        yield
    finally:
        _account.left = before


def spend(steps: int) -> None:
    """Count; Fault when the budget is used up."""
    _account.left -= steps
    if _account.left < 0:
        raise Fault("out of budget: too many steps")


def weigh(*numbers: int) -> None:
    """Count the size of the numbers; Fault beyond ``BITS``."""
    bits = sum(n.bit_length() for n in numbers)
    if bits > BITS:
        raise Fault(f"a number has more than {BITS} bits")
    if bits > 500:
        spend(bits // 500)
