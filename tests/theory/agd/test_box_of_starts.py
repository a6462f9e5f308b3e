"""Boxes of starts in interval arithmetic, against runs in exact fractions, and what is false is not certified."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np

from theory.agd.box_of_starts import cover, residuals
from theory.exact.matrices import minus
from theory.models.numbers import Matrix


def exact(start: list[Fraction], sweeps: int) -> Fraction:
    """‖R‖²_F of the run in rational numbers, in units of the step."""
    a, b, c, weak = start
    none = Fraction(0)
    target = Matrix(((Fraction(1, 4), none), (none, weak)))
    x, y = Matrix(((a, none), (b, c))), Matrix(((none, none), (none, none)))
    for _ in range(sweeps):
        x = minus(x, minus(x * y.T, target) * y)
        y = minus(y, minus(x * y.T, target).T * x)
    rest = minus(x * y.T, target)
    return (rest.T * rest).trace()


def test_a_box_holds_the_exact_runs_from_it() -> None:
    """Its bound is above the residual of every run from it, and not far above that of a run in a small box."""
    rng = Random(4)
    for width in (64, 64, 4096):
        low = [Fraction(rng.randint(16, 24), 64) for _ in range(3)] + [Fraction(rng.randint(8, 15), 64)]
        high = [v + Fraction(rng.randint(1, 4), width) for v in low]
        (bound,) = residuals(np.array([low], dtype=float), np.array([high], dtype=float), 3)
        for _ in range(4):
            start = [u + (v - u) * Fraction(rng.randint(0, 8), 8) for u, v in zip(low, high, strict=True)]
            assert exact(start, 3) <= Fraction(float(bound))
    assert exact(low, 3) > Fraction(float(bound)) * Fraction(9, 10)


def test_a_box_is_certified_and_a_smaller_number_of_sweeps_is_not() -> None:
    box, accuracy = ((0.40625, 0.0625, 0.40625, 0.1875), (0.421875, 0.078125, 0.421875, 0.1953125)), Fraction(1, 10)
    assert cover(*box, accuracy, 14).certified
    short = cover(*box, accuracy, 4)
    assert not short.certified and short.undecided is not None
    a, b, c, weak = short.undecided
    target, x, y = np.diag([0.25, weak]), np.array([[a, 0.0], [b, c]]), np.zeros((2, 2))
    for _ in range(4):
        x = x - (x @ y.T - target) @ y
        y = y - (x @ y.T - target).T @ x
    assert np.linalg.norm(x @ y.T - target) > 1.5 * float(accuracy) * weak  # plain floats, far from the threshold
