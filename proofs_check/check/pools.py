"""Exact matrices to try: zero, identity, units, permutations, rank one, skew, nilpotent, projections, rotations, integers.

Simple ones first, so that the first witness found is a small one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice, permutations, product
from random import Random

from theory.statements.values import Rows, identity, multiply, transpose

TEXTS = ("1", "-1", "0", "2", "1/2", "-2", "3", "-1/2", "4", "1/4", "3/2", "-3", "9", "5", "1/3", "10", "-10", "1/10")
NUMBERS = tuple(map(Fraction, TEXTS))
"""For letters that are numbers."""

TURN = ((Fraction(3, 5), Fraction(-4, 5)), (Fraction(4, 5), Fraction(3, 5)))


def rows(entries: Sequence[Sequence[Fraction | int]]) -> Rows:
    """Exact rows.

    >>> rows([[1, 0]])
    ((Fraction(1, 1), Fraction(0, 1)),)
    """
    return tuple(tuple(Fraction(x) for x in row) for row in entries)


@lru_cache(maxsize=64)
def matrices(shape: tuple[int, int], seed: int = 0) -> tuple[Rows, ...]:
    """The pool of a shape, each matrix once.

    >>> len(matrices((2, 2))) > 100, matrices((1, 1))[0]
    (True, ((Fraction(1, 1),),))
    """
    return tuple(dict.fromkeys(_all(shape, Random(f"{shape}{seed}"))))


def _all(shape: tuple[int, int], rng: Random) -> Iterator[Rows]:
    n, m = shape
    if shape == (1, 1):
        yield from (rows([[x]]) for x in NUMBERS)
        return
    yield rows([[int(i == j) for j in range(m)] for i in range(n)])
    if n * m <= 4:
        yield from sorted((rows([list(v[i * m : (i + 1) * m]) for i in range(n)]) for v in product((0, 1, -1), repeat=n * m)),
                          key=lambda a: (sum(x != 0 for r in a for x in r), sum(x < 0 for r in a for x in r)))  # fmt: skip
    yield rows([[1] * m for _ in range(n)])
    yield rows([[0] * m for _ in range(n)])
    for i, j in product(range(n), range(m)):
        yield rows([[int((a, b) == (i, j)) for b in range(m)] for a in range(n)])
    yield from _frames(n, m)
    if n == m:
        yield from _square(n, rng)
    for _ in range(24):
        left, right = ([rng.choice((0, 1, -1, 2)) for _ in range(k)] for k in (n, m))
        yield rows([[x * y for y in right] for x in left])
    for size in (1, 2, 3):
        for _ in range(40):
            yield rows([[rng.randint(-size, size) for _ in range(m)] for _ in range(n)])


def _frames(n: int, m: int) -> Iterator[Rows]:
    """Orthonormal columns, or rows: of permutations with signs, and turned by a rational rotation."""
    big, small = max(n, m), min(n, m)
    frames = []
    for order in islice(permutations(range(big), small), 12):
        for signs in islice(product((1, -1), repeat=small), 4):
            frames.append(rows([[signs[j] * int(order[j] == i) for j in range(small)] for i in range(big)]))
    turned = identity(big)
    if big >= 2:
        turned = rows([[TURN[i][j] if i < 2 and j < 2 else int(i == j) for j in range(big)] for i in range(big)])
        if big >= 3:
            again = rows([[TURN[i - 1][j - 1] if i in (1, 2) and j in (1, 2) else int(i == j) for j in range(big)]
                          for i in range(big)])  # fmt: skip
            turned = multiply(turned, again)
    frames += [multiply(turned, f) for f in frames[:8]]
    yield from (f if n >= m else transpose(f) for f in frames)


def _square(n: int, rng: Random) -> Iterator[Rows]:
    yield rows([[int(j == i + 1) for j in range(n)] for i in range(n)])
    yield rows([[int(j >= i) for j in range(n)] for i in range(n)])
    yield rows([[(i + 1) * int(i == j) for j in range(n)] for i in range(n)])
    yield rows([[(-1) ** i * int(i == j) for j in range(n)] for i in range(n)])
    yield rows([[Fraction(1, n)] * n for _ in range(n)])
    yield rows([[Fraction(int(i == j), n) for j in range(n)] for i in range(n)])
    for k in range(1, n):
        yield rows([[int(i == j and i < k) for j in range(n)] for i in range(n)])
        half = [[Fraction(1, 2) if i < 2 and j < 2 else int(i == j and i < k + 1) for j in range(n)] for i in range(n)]
        yield rows(half)
        onto = rows([[int(i == j and i < k) for j in range(n)] for i in range(n)])
        yield multiply(multiply(_turn(n), onto), transpose(_turn(n)))
    for size in (1, 2, 3):
        for _ in range(12):
            b = [[rng.randint(-size, size) for _ in range(n)] for _ in range(n)]
            yield rows([[b[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)])
            yield rows([[(b[i][j] if i < j else -b[j][i]) if i != j else 0 for j in range(n)] for i in range(n)])
            yield rows([[b[i][j] if i < j else 0 for j in range(n)] for i in range(n)])
            yield rows([[b[i][i] if i == j else 0 for j in range(n)] for i in range(n)])
            r = rows(b)
            yield multiply(r, transpose(r))
            wide = rows([[row[0]] for row in b])
            yield multiply(wide, transpose(wide))


def _turn(n: int) -> Rows:
    return rows([[TURN[i][j] if i < 2 and j < 2 else int(i == j) for j in range(n)] for i in range(n)])
