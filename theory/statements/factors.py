"""Rational factors of exact matrices."""

from __future__ import annotations

from fractions import Fraction

from theory.statements.numbers import Radical, root
from theory.statements.values import Rows, multiply, transpose


def square_factor(a: Rows) -> Rows | None:
    """K with K Kᵀ = a, of the same size, rational; None where elimination finds none.

    >>> four = Fraction(4)
    >>> square_factor(((four, four), (four, 2 * four)))
    ((Fraction(2, 1), Fraction(0, 1)), (Fraction(2, 1), Fraction(2, 1)))
    """
    n = len(a)
    rest = [list(row) for row in a]
    columns: list[list[Fraction]] = []
    for i in range(n):
        d = rest[i][i]
        if d < 0 or (d == 0 and any(rest[i])):
            return None
        if d == 0:
            columns.append([Fraction(0)] * n)
            continue
        side = root(d)
        if isinstance(side, Radical):
            return None
        line = [x / side for x in rest[i]]
        columns.append(line)
        rest = [[rest[p][q] - line[p] * line[q] for q in range(n)] for p in range(n)]
    k = transpose(tuple(map(tuple, columns)))
    return k if multiply(k, transpose(k)) == a else None
