"""What one certificate may cost. Work is counted in steps, never in seconds, so a verdict does not depend on the machine."""

from __future__ import annotations

WORK = 30_000_000
"""Steps (products of monomials, coefficients of Bernstein forms, …) that one certificate may take."""

BITS = 60_000
"""Size of a coefficient."""

EXPONENT = 200
"""Literal exponents; symbolic ones have no bound."""

_left = [WORK]


class Fault(Exception):
    """Why a certificate is not accepted."""


def begin() -> None:
    """Start counting for a new certificate."""
    _left[0] = WORK


def spend(steps: int) -> None:
    """Count; Fault when the budget is used up.

    >>> begin(); spend(WORK)
    >>> spend(1)
    Traceback (most recent call last):
        ...
    theory.kernel.budget.Fault: out of budget: more than 30000000 steps
    >>> begin()
    """
    _left[0] -= steps
    if _left[0] < 0:
        raise Fault(f"out of budget: more than {WORK} steps")
