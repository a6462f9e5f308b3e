"""Facial reduction: where every Gram matrix of a goal is singular, rounding one leaves the cone. The null vectors of a solution
of greatest rank are rounded instead, and the search goes on among the expressions that are orthogonal to them (Permenter,
Parrilo, Partial facial reduction, 2018). An error here only loses a proof: what is found in the smaller blocks is checked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

from theory.kernel.words import Poly

Vector = Mapping[tuple, Fraction]
Rows = list[list[Fraction]]
DENOMINATOR = 60
ZERO, GAP = 1e-3, 20.0
"""Eigenvalues below the first, with a jump of the second ratio above them, count as zeros."""


def needed(goal: Vector, grams: Sequence[Sequence[Vector]], sizes: Sequence[int], columns: Sequence[Vector],
           free: Sequence[Vector]) -> list[list[int]]:  # fmt: skip
    """By block, the expressions that a solution can use. Where a monomial is not in the goal, nor in what is free, and has
    positive numbers in squares alone, those squares have the number 0 (Löfberg, Pre- and post-processing sum-of-squares
    programs, 2009), and so have the products with them. ``grams``: the entries (i, j), i <= j, of each block of that size.

    >>> one = Fraction(1)
    >>> needed({"xx": one}, [[{"xx": one}, {"xy": 2 * one}, {"yy": one}]], [2], [], [])
    [[0]]
    """
    kept = [set(range(n)) for n in sizes]
    pairs = [list(combinations_with_replacement(range(n), 2)) for n in sizes]
    fixed = {*goal, *(m for v in free for m in v), *(m for v in columns for m, c in v.items() if c < 0)}
    while True:
        open_ones, squares = set(fixed), []
        for b, entries in enumerate(grams):
            for (i, j), entry in zip(pairs[b], entries, strict=True):
                if i not in kept[b] or j not in kept[b]:
                    continue
                if i == j:
                    squares.append((b, i, entry))
                    open_ones |= {m for m, c in entry.items() if c < 0}
                else:
                    open_ones |= entry.keys()
        gone = [(b, i) for b, i, entry in squares if any(m not in open_ones for m in entry)]
        if not gone:
            return [sorted(k) for k in kept]
        for b, i in gone:
            kept[b].discard(i)


def range_basis(matrix: Any) -> Rows | None:
    """Rational rows that span the range of a positive semidefinite float matrix; None where it has full rank, or its null
    vectors have no short fractions.

    >>> import numpy as np
    >>> range_basis(np.array([[1.0, -1.0], [-1.0, 1.0 + 1e-9]]))
    [[Fraction(-1, 1), Fraction(1, 1)]]
    """
    import numpy as np

    n = len(matrix)
    values, vectors = np.linalg.eigh(matrix)
    top = max(float(values[-1]), 1e-300)
    below = [k for k in range(1, n + 1) if values[k - 1] < ZERO * top and (
        k == n or values[k] > GAP * max(float(values[k - 1]), 1e-9 * top))]  # fmt: skip
    if not below:
        return None
    null = _rounded(vectors[:, : below[-1]].T.copy())
    return None if null is None else orthogonal(null, n)


def _rounded(rows: Any) -> Rows | None:
    """The reduced echelon form of float rows, in short fractions."""
    import numpy as np

    used: list[int] = []
    for i in range(len(rows)):
        free = [j for j in range(rows.shape[1]) if j not in used]
        best = max(((k, j) for k in range(i, len(rows)) for j in free), key=lambda p: abs(rows[p]))
        k, j = best
        if abs(rows[k, j]) < 1e-6:
            return None
        rows[[i, k]] = rows[[k, i]]
        rows[i] /= rows[i, j]
        for other in range(len(rows)):
            if other != i:
                rows[other] -= rows[other, j] * rows[i]
        used.append(j)
    exact = [[Fraction(float(x)).limit_denominator(DENOMINATOR) for x in row] for row in rows]
    error = max(float(np.abs(np.array([[float(x) for x in row] for row in exact]) - rows).max()), 0.0)
    return exact if error < 1e-3 else None


def orthogonal(rows: Rows, n: int) -> Rows:
    """A basis of the vectors of length n that are orthogonal to the rows.

    >>> orthogonal([[Fraction(1), Fraction(1)]], 2)
    [[Fraction(-1, 1), Fraction(1, 1)]]
    """
    rest, pivots = [list(row) for row in rows], []
    for i in range(len(rest)):
        j = next((j for j in range(n) if rest[i][j]), None)
        if j is None:
            continue
        lead = rest[i][j]
        rest[i] = [x / lead for x in rest[i]]
        for k in range(len(rest)):
            if k != i and rest[k][j]:
                c = rest[k][j]
                rest[k] = [a - c * b for a, b in zip(rest[k], rest[i], strict=True)]
        pivots.append((i, j))
    taken = {j for _, j in pivots}
    found = []
    for free in (j for j in range(n) if j not in taken):
        vector = [Fraction(int(j == free)) for j in range(n)]
        for i, j in pivots:
            vector[j] = -rest[i][free]
        found.append(vector)
    return found


def combined(basis: Rows, texts: Sequence[str], values: Sequence[Poly], entries: Sequence[dict]) -> tuple[list, list, list]:
    """Texts, values and Gram entries of the combinations Σ_i b_i text_i."""
    new_texts, new_values = [], []
    for row in basis:
        parts = [t if v == 1 else f"({v})*{t}" for v, t in zip(row, texts, strict=True) if v]
        new_texts.append(parts[0] if len(parts) == 1 and not parts[0].startswith("(") else f"({' + '.join(parts)})")
        new_values.append(Poly.sum(x.scale(v) for v, x in zip(row, values, strict=True) if v))
    pairs = list(combinations_with_replacement(range(len(texts)), 2))
    new_entries = []
    for a, b in combinations_with_replacement(range(len(basis)), 2):
        total: dict[tuple, Fraction] = {}
        for (i, j), entry in zip(pairs, entries, strict=True):
            c = basis[a][i] * basis[b][j] + basis[a][j] * basis[b][i] if a != b else basis[a][i] * basis[a][j]
            for key, v in entry.items() if c else ():
                total[key] = total.get(key, Fraction(0)) + c * v
        new_entries.append({k: v for k, v in total.items() if v})
    return new_texts, new_values, new_entries
