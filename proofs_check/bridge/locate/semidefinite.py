"""The best multipliers of the dual bound, by a semidefinite program; the bound itself is worked out in `dual`.

    minimize ½ Σ tr(Λ + N) + ½ t      subject to    ⎡ K₀ + Λ ⊗ I + I ⊗ N   c ⎤ ⪰ 0,     N ⪰ 0 for frames that are not square,
                                                    ⎣ cᵀ                   t ⎦

one pair (Λ, N) for each frame, t ≥ cᵀK⁻¹c by the Schur complement. What the solver returns is believed by nobody: any
multipliers give a bound, and `dual` evaluates it. For one trace tr(UᵀMVS) the value is von Neumann's Σ s_k(M) σ_k
(Anstreicher and Wolkowicz 2000), so the program never does worse than the bounds of `distance` together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

import clarabel
import numpy as np
from scipy import sparse

Pair = tuple[np.ndarray, np.ndarray]


def best_multipliers(K: np.ndarray, c: np.ndarray, shapes: Sequence[tuple[int, int]]) -> list[Pair] | None:
    """(Λ, N) for each frame of ``shapes`` (rows, columns), whose entries stand in K and c column after column; None where
    the solver gives none.

    >>> K, c = np.zeros((2, 2)), np.array([3.0, 4.0])                        # the largest cᵀu over unit vectors u is 5
    >>> ((half, wide),) = best_multipliers(K, c, [(2, 1)])
    >>> round(float(half[0, 0] + np.trace(wide) + c @ np.linalg.solve(half * np.eye(2) + wide, c)) / 2, 6)
    5.0
    """
    size = max(float(np.abs(K).max(initial=0.0)), float(np.abs(c).max(initial=0.0))) or 1.0
    order, columns = len(c), list(_columns(shapes))
    fixed = np.zeros((order + 1, order + 1))
    fixed[:order, :order], fixed[:order, order], fixed[order, :order] = K / size, c / size, c / size
    cones = [(order + 1, _svec(fixed), [entries for _, _, entries, _ in columns] + [{(order, order): 1.0}])]
    for frame, (rows, count) in enumerate(shapes):
        if rows > count:
            own = [small if k == frame and wide else {} for k, wide, _, small in columns] + [{}]
            cones.append((rows, np.zeros(rows * (rows + 1) // 2), own))
    A = sparse.vstack([_stacked(n, parts) for n, _, parts in cones]).tocsc()
    b = np.concatenate([fixed_part for _, fixed_part, _ in cones])
    price = [sum(v for (i, j), v in small.items() if i == j) / 2 for _, _, _, small in columns] + [0.5]
    settings = clarabel.DefaultSettings()
    settings.verbose, settings.max_threads = False, 1
    none = sparse.csc_matrix((len(price), len(price)))
    kinds = [clarabel.PSDTriangleConeT(n) for n, _, _ in cones]
    solution = clarabel.DefaultSolver(none, np.array(price), A, b, kinds, settings).solve()
    x = np.array(solution.x)
    if len(x) != len(price) or not np.isfinite(x).all():
        return None
    pairs = [(np.zeros((count, count)), np.zeros((rows, rows))) for rows, count in shapes]
    for value, (frame, wide, _, small) in zip(x[:-1] * size, columns, strict=True):
        for (i, j), entry in small.items():
            pairs[frame][wide][i, j] = pairs[frame][wide][j, i] = entry * value
    return [
        (half, wide if rows == count else _positive(wide))
        for (half, wide), (rows, count) in zip(pairs, shapes, strict=True)
    ]


Entries = dict[tuple[int, int], float]


def _columns(shapes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, bool, Entries, Entries]]:
    """The unknowns: (frame, Λ or N, where it stands in K, where it stands in Λ or N), on and above the diagonal."""
    start = 0
    for frame, (rows, count) in enumerate(shapes):
        for j in range(count):
            for i in range(j + 1):
                entries = {(start + i * rows + k, start + j * rows + k): 1.0 for k in range(rows)}
                yield frame, False, entries, {(i, j): 1.0}
        for j in range(rows):
            for i in range(j + 1):
                entries = {(start + k * rows + i, start + k * rows + j): 1.0 for k in range(count)}
                yield frame, True, entries, {(i, j): 1.0}
        start += rows * count


def _svec(matrix: np.ndarray) -> np.ndarray:
    """The upper triangle column after column, off the diagonal times √2."""
    i, j = _triangle(len(matrix))
    return np.asarray(matrix[i, j] * np.where(i == j, 1.0, sqrt(2)))


def _triangle(n: int) -> tuple[np.ndarray, np.ndarray]:
    j = np.repeat(np.arange(n), np.arange(1, n + 1))
    return np.arange(len(j)) - j * (j + 1) // 2, j


def _stacked(n: int, parts: Sequence[Entries]) -> sparse.csc_matrix:
    """−svec of each part, as columns."""
    rows, columns, values = [], [], []
    for column, part in enumerate(parts):
        for (i, j), value in part.items():
            rows.append(j * (j + 1) // 2 + i)
            columns.append(column)
            values.append(-value * (1.0 if i == j else sqrt(2)))
    return sparse.csc_matrix((values, (rows, columns)), shape=(n * (n + 1) // 2, len(parts)))


def _positive(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)
