"""Random exact numbers and matrices for models, drawn from a given generator: dense, small integers, triangular."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.models.numbers import Matrix


def number(rng: Random, most: int = 6, below: int = 3) -> Fraction:
    """±p/q, never 0, p ≤ ``most`` and q ≤ ``below``."""
    return Fraction(rng.choice([-1, 1]) * rng.randint(1, most), rng.randint(1, below))


def matrix(rng: Random, rows: int, cols: int, scale: Fraction = Fraction(1)) -> Matrix:
    """Entries from `number`, times ``scale``: no entry is 0."""
    return Matrix(tuple(tuple(number(rng) * scale for _ in range(cols)) for _ in range(rows)))


def whole(rng: Random, rows: int, cols: int) -> Matrix:
    """Small integers, where gaps have short sums of squares."""
    return Matrix(tuple(tuple(Fraction(rng.choice([-2, -1, 1, 2])) for _ in range(cols)) for _ in range(rows)))


def lower(rng: Random, n: int, small: bool = False) -> Matrix:
    """A lower triangular matrix with a positive diagonal; ``small`` keeps it well inside the unit ball."""
    scale = Fraction(1, 8) if small else Fraction(1)
    rows = [
        [scale * number(rng) if j < i else scale * (1 + abs(number(rng))) if j == i else Fraction(0) for j in range(n)]
        for i in range(n)
    ]
    return Matrix(tuple(map(tuple, rows)))
