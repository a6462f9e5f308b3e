"""Singular values of a rational matrix, exact: the square roots of the roots of det(z − AAᵀ).

The polynomial is factored over the integers, so that every value comes with its minimal polynomial and its multiplicity,
and equal values are equal because they are the same root of the same polynomial.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

import flint

from theory.exact.root_value import SingularValue, roots_of

MOST_ROWS, MOST_BITS = 64, 16_000  # of the smaller side; bits of the entries of AAᵀ times that side


def exact_singular_values(matrix: list[list[Fraction]]) -> tuple[SingularValue, ...] | None:
    """The min(rows, columns) singular values, decreasing; None where the matrix is too large for this.

    >>> print(*exact_singular_values([[Fraction(1), Fraction(1)], [Fraction(0), Fraction(1)]]))
    root(1*x^4-3*x^2+1, 1.6180339887498948) root(1*x^4-3*x^2+1, 0.61803398874989485)
    >>> print(*exact_singular_values([[Fraction(0), Fraction(3, 2)], [Fraction(-3, 2), Fraction(0)]]))
    3/2 3/2
    """
    rows = matrix if len(matrix) <= len(matrix[0]) else [list(column) for column in zip(*matrix, strict=True)]
    common = lcm(*(entry.denominator for row in rows for entry in row))
    whole = [[int(entry * common) for entry in row] for row in rows]
    largest = max((abs(entry) for row in whole for entry in row), default=0)
    bits = 2 * largest.bit_length() + len(whole[0]).bit_length()
    if len(rows) > MOST_ROWS or len(rows) * bits > MOST_BITS:
        return None
    integer = flint.fmpz_mat(whole)
    characteristic = (integer * integer.transpose()).charpoly()
    squares = [int(c) * common ** (2 * k) for k, c in enumerate(characteristic.coeffs())]  # of z = common²·y²
    return tuple(value for value, times in roots_of(flint.fmpz_poly(squares)) for _ in range(times))
