"""Rational Gram factors: K with KKᵀ = M for a rational M ⪰ 0, by LDLᵀ and Lagrange's four squares.

A hypothesis M ⪰ 0 stands in a statement as M = KKᵀ; so every model of it is exact.
"""

from __future__ import annotations

from fractions import Fraction

from theory.models.numbers import Matrix


def gram_factor(gap: Matrix) -> Matrix:
    """K with KKᵀ = gap, for a rational positive semidefinite gap: columns of LDLᵀ times four squares of each pivot.

    >>> k = gram_factor(Matrix(((Fraction(2), Fraction(1)), (Fraction(1), Fraction(1)))))
    >>> (k * k.T).rows == ((2, 1), (1, 1))
    True
    """
    size, rest = len(gap.rows), [list(row) for row in gap.rows]
    found: list[list[Fraction]] = []
    for j in range(size):
        pivot = rest[j][j]
        if pivot < 0 or (pivot == 0 and any(rest[i][j] for i in range(size))):
            raise ValueError(f"gap must be positive semidefinite, pivot {j} is {pivot}")
        if pivot == 0:
            continue
        column = [rest[i][j] / pivot for i in range(size)]
        found += [[w * x for x in column] for w in four_squares(pivot)]
        for i in range(size):
            for k in range(size):
                rest[i][k] -= pivot * column[i] * column[k]
    if not found:
        found = [[Fraction(0)] * size]
    return Matrix(tuple(tuple(col[i] for col in found) for i in range(size)))


def four_squares(value: Fraction) -> list[Fraction]:
    """At most four rationals whose squares add up to ``value`` ≥ 0 (Lagrange).

    >>> sum(x * x for x in four_squares(Fraction(7, 3))) == Fraction(7, 3)
    True
    """
    from sympy.solvers.diophantine.diophantine import sum_of_four_squares  # slow to load, and rarely needed

    parts = sum_of_four_squares(value.numerator * value.denominator)
    return [Fraction(int(p), value.denominator) for p in parts if p]
