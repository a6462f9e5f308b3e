"""Exact rational matrices for models: orthogonal frames by the Cayley transform, inverses, sums, JSON form."""

from __future__ import annotations

from fractions import Fraction

from theory.models.numbers import Matrix, Surd


def solve(a: list[list[Fraction]], b: list[list[Fraction]]) -> list[list[Fraction]]:
    """a⁻¹ b by Gauss–Jordan over the rationals."""
    n = len(a)
    rows = [list(map(Fraction, a[i])) + list(map(Fraction, b[i])) for i in range(n)]
    for i in range(n):
        pivot = next(k for k in range(i, n) if rows[k][i])
        rows[i], rows[pivot] = rows[pivot], rows[i]
        rows[i] = [x / rows[i][i] for x in rows[i]]
        for k in range(n):
            if k != i and rows[k][i]:
                rows[k] = [x - rows[k][i] * y for x, y in zip(rows[k], rows[i], strict=True)]
    return [r[n:] for r in rows]


def orthogonal(n: int, seed: int) -> Matrix:
    """A rational orthogonal matrix (I − K)(I + K)⁻¹, K skew with small entries drawn from ``seed``.

    >>> q = orthogonal(3, 1)
    >>> (q.T * q).rows == Matrix.identity(3).rows
    True
    """
    state = 7919 * (seed + 1)
    k = [[Fraction(0)] * n for _ in range(n)]
    for i in range(n):
        for j in range(i):
            state = (1103515245 * state + 12345) % 2**31
            value = Fraction((state >> 8) % 5 - 2 or 1, 2 + (state >> 16) % 2)
            k[i][j], k[j][i] = value, -value
    identity = [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    minus = [[identity[i][j] - k[i][j] for j in range(n)] for i in range(n)]
    plus = [[identity[i][j] + k[i][j] for j in range(n)] for i in range(n)]
    return Matrix(tuple(map(tuple, solve(plus, minus))))


def columns(m: Matrix, start: int, stop: int) -> Matrix:
    """Columns start … stop − 1."""
    return Matrix(tuple(r[start:stop] for r in m.rows))


def diagonal(values: list) -> Matrix:
    """The square matrix with these entries."""
    return Matrix(tuple(tuple(v if i == j else Fraction(0) for j in range(len(values))) for i, v in enumerate(values)))


def times(scale: Fraction, value: Matrix) -> Matrix:
    """scale · value."""
    return Matrix(tuple(tuple(scale * x for x in row) for row in value.rows))


def identity(size: int, scale: Fraction = Fraction(1)) -> Matrix:
    """scale · I."""
    return diagonal([scale] * size)


def minus(left: Matrix, right: Matrix) -> Matrix:
    """left − right."""
    return left + times(Fraction(-1), right)


def inverse(a: Matrix) -> Matrix:
    """Exact inverse of any invertible matrix."""
    n = len(a.rows)
    return Matrix(tuple(map(tuple, solve([list(row) for row in a.rows], [list(row) for row in identity(n).rows]))))


def entries(a: Matrix) -> list[Fraction]:
    """The diagonal."""
    return [row[i] for i, row in enumerate(a.rows)]


def frobenius(a: Matrix, b: Matrix) -> Fraction:
    """⟨a, b⟩ = tr aᵀb."""
    return sum((x * y for p, q in zip(a.rows, b.rows, strict=True) for x, y in zip(p, q, strict=True)), Fraction(0))


def padded(value: Matrix, width: int) -> Matrix:
    """The same Gram matrix with ``width`` columns."""
    return Matrix(tuple((*row, *[Fraction(0)] * (width - len(row))) for row in value.rows))


def to_json(value: object) -> object:
    """Model JSON of numbers, matrices and families (dicts by index)."""
    if isinstance(value, dict):
        return {str(k): to_json(v) for k, v in value.items()}
    if isinstance(value, Matrix):
        return [[to_json(x) for x in r] for r in value.rows]
    if isinstance(value, Surd):
        return [str(value.a), str(value.b), str(value.d)] if value.b else str(value.a)
    return str(value)


def scene_json(values: dict | None = None, /, **more: object) -> dict:
    """A scene (letter → value) as model JSON; whole numbers stay numbers.

    >>> scene_json({"m": 2}, eta=Fraction(1, 2), D=diagonal([1, 2]))
    {'m': 2, 'eta': '1/2', 'D': [['1', '0'], ['0', '2']]}
    """
    whole = {**(values or {}), **more}
    return {k: v if isinstance(v, int) and not isinstance(v, bool) else to_json(v) for k, v in whole.items()}
