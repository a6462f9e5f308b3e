"""Random exact matrices (dense, sparse, of rank one, skew, nilpotent, symmetric, diagonal, orthonormal), exact roots."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.probes.exact import Grid, Surd, Undecidable, add, multiply

ENTRIES = (0, 0, 1, 1, -1, 2, -2, 3, -1, Fraction(1, 2), Fraction(-3, 2))


def structured_matrix(rng: Random, shape: tuple[int, int]) -> Grid:
    """One of many kinds; the square ones only where the shape is square.

    >>> structured_matrix(Random(1), (2, 3)).shape
    (2, 3)
    """
    rows, columns = shape
    kind = rng.random()
    if kind < 0.06:
        return Grid.of(shape, lambda i, j: 0)
    if kind < 0.16:
        left, right = [rng.choice(ENTRIES) for _ in range(rows)], [rng.choice(ENTRIES) for _ in range(columns)]
        return Grid.of(shape, lambda i, j: left[i] * right[j])
    if kind < 0.24:
        place = (rng.randrange(rows or 1), rng.randrange(columns or 1))
        return Grid.of(shape, lambda i, j: int((i, j) == place))
    if kind < 0.30:
        return Grid.of(shape, lambda i, j: int(i == j))
    dense = Grid.of(shape, lambda i, j: rng.choice(ENTRIES))
    if rows != columns or kind < 0.6:
        return dense
    x = dense.rows
    if kind < 0.70:
        return Grid.of(shape, lambda i, j: x[min(i, j)][max(i, j)])
    if kind < 0.80:
        return Grid.of(shape, lambda i, j: (x[i][j] if i < j else -x[j][i]) if i != j else 0)
    if kind < 0.90:
        return Grid.of(shape, lambda i, j: x[i][j] if i < j else 0)
    return Grid.of(shape, lambda i, j: x[i][j] if i == j else 0)


def orthonormal(rng: Random, shape: tuple[int, int], side: str = "columns") -> Grid:
    """Orthonormal columns (or rows): some columns of a signed permutation, half of the time turned by a Cayley
    transform (I − S)⁻¹(I + S) of a skew S, which is rational.

    >>> q = orthonormal(Random(3), (3, 2))
    >>> multiply(q.transposed(), q) == Grid.identity(2)
    True
    """
    if side == "rows":
        return orthonormal(rng, (shape[1], shape[0])).transposed()
    n, r = shape
    if r > n:
        raise Undecidable("more orthonormal columns than rows")
    order = rng.sample(range(n), r)
    signs = [rng.choice((1, -1)) for _ in order]
    chosen = Grid.of(shape, lambda i, j: signs[j] if order[j] == i else 0)
    if n < 2 or rng.random() < 0.5:
        return chosen
    x = [[rng.choice((0, 1, -1, Fraction(1, 2), 2)) for _ in range(n)] for _ in range(n)]
    skew = Grid.of((n, n), lambda i, j: (x[i][j] if i < j else -x[j][i]) if i != j else 0)
    one = Grid.identity(n)
    right = multiply(add(one, skew), chosen)
    solved = solve([list(r) + list(s) for r, s in zip(add(one, multiply(-1, skew)).rows, right.rows, strict=True)], n)
    return Grid.of(shape, lambda i, j: _short(solved[i][j]))


def solve(table: list[list[Any]], n: int) -> list[list[Any]]:
    """Gauss–Jordan on [A | B] with an invertible A of size n: A⁻¹B, exactly."""
    rows = [[Fraction(x) for x in row] for row in table]
    for column in range(n):
        pivot = next(i for i in range(column, n) if rows[i][column])
        rows[column], rows[pivot] = rows[pivot], rows[column]
        rows[column] = [x / rows[column][column] for x in rows[column]]
        for i in range(n):
            if i != column and rows[i][column]:
                rows[i] = [x - rows[i][column] * y for x, y in zip(rows[i], rows[column], strict=True)]
    return [row[n:] for row in rows]


def _short(x: Any) -> Any:
    return x.numerator if isinstance(x, Fraction) and x.denominator == 1 else x


def exact_root(radicand: Any, degree: int) -> Any:
    """The positive n-th root of a rational that has one, or the square root as a surd; else Undecidable.

    >>> exact_root(Fraction(8, 27), 3), exact_root(4, 2)
    (Fraction(2, 3), 2)
    """
    if not isinstance(radicand, (int, Fraction)) or radicand <= 0 or degree < 1:
        raise Undecidable("no exact root")
    p, q = Fraction(radicand).numerator, Fraction(radicand).denominator
    top, bottom = _whole_root(p, degree), _whole_root(q, degree)
    if top is not None and bottom is not None:
        return _short(Fraction(top, bottom))
    if degree != 2:
        raise Undecidable("no exact root")
    return Surd(Fraction(0), Fraction(1, q), p * q)  # √(p/q) = √(pq)/q


def _whole_root(n: int, degree: int) -> int | None:
    low, high = 0, 1 << (n.bit_length() // degree + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if middle**degree < n else (low, middle)
    return low if low**degree == n else None
