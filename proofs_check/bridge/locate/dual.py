"""A sharper bound for the distance to an orbit: the Lagrangian dual of the maximization over its frames.

The traces of `distance` are a quadratic function of the frames, g(x) = cᵀx − ½ xᵀK₀x, where x holds the hidden frames and
the rotations inside groups of equal singular values, UᵀU = I and hence UUᵀ ⪯ I for each. For multipliers Λ symmetric and
N ⪰ 0, one pair for each frame, with K = K₀ + Λ ⊗ I + I ⊗ N,

    max g ≤ ½ Σ tr(Λ + N) + max_x (cᵀx − ½ xᵀKx) = ½ Σ tr(Λ + N) + ½ cᵀK⁻¹c      wherever K is positive definite.

At a stationary x, M = Uᵀ∂g/∂U is symmetric, and Λ near M/2 with N = U(M − Λ)Uᵀ make x stationary without constraints: where
this K is positive semidefinite (on the orbit it is) the bound is g(x) itself, and the point found is the closest one.
Otherwise Λ + μI serves, with the best μ > −λ_min(K); where that leaves a choice between orbits, the best Λ and N of all are
found by a semidefinite program. Source: standard duality; the second constraint is the one that
K. Anstreicher and H. Wolkowicz add for quadratic functions of orthogonal matrices (2000).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from proofs_check.bridge.locate.distance import UNIT, OrbitPoint, active_blocks
from proofs_check.bridge.locate.semidefinite import best_multipliers
from proofs_check.bridge.locate.target import Matrices, Target

LARGEST, LARGEST_PROGRAM = 1500, 64
"""Order of K up to which the bound is worked out: with multipliers from the point, with the best ones."""


@dataclass(frozen=True)
class _Frame:
    """One frame among the variables: its value, where its first entry stands (column after column), its first mode."""

    value: np.ndarray
    start: int
    first: int = 0

    def column(self, i: int) -> slice:
        rows = self.value.shape[0]
        return slice(self.start + i * rows, self.start + (i + 1) * rows)

    @property
    def entries(self) -> slice:
        return slice(self.start, self.start + self.value.size)


def dual_distance(target: Target, factors: Matrices, point: OrbitPoint) -> float:
    """A number that no point of the orbit of ``point`` is closer than; 0 where K would be larger than `LARGEST`.

    >>> from proofs_check.bridge.locate.distance import closest_point, polished
    >>> target = Target(np.diag([3.0, 2.0]), (2, 2, 2, 2), ridge=1)
    >>> here = tuple(w + 0.01 for w in closest_point(target, (np.eye(2),) * 3, (1, 0)).factors)
    >>> point = polished(target, here, closest_point(target, here, (1, 0)))
    >>> bool(abs(dual_distance(target, here, point) / point.distance - 1) < 1e-8)
    True
    """
    hidden, tied, order = _variables(target, point)
    if not 0 < order <= LARGEST:
        return 0.0
    K, c = _quadratic(target, factors, point, hidden, tied, order)
    x = np.zeros(order)
    for frame in (*hidden, *tied.values()):
        x[frame.entries] = frame.value.T.ravel()
    slope, pairs = c - K @ x, []
    for frame in (*hidden, *tied.values()):
        rows, columns = frame.value.shape
        part = slope[frame.entries].reshape(columns, rows).T
        pairs.append(_multipliers(frame.value.T @ part, frame.value, point.sigma[frame.first : frame.first + columns]))
    return _distance(target, factors, point, (*hidden, *tied.values()), K, c, pairs)


def semidefinite_distance(target: Target, factors: Matrices, point: OrbitPoint) -> float:
    """The same with the best multipliers that there are; 0 where K would be larger than `LARGEST_PROGRAM`. Seconds there.

    >>> from proofs_check.bridge.locate.distance import closest_point, polished
    >>> target = Target(np.diag([3.0, 2.0]), (2, 2, 2, 2), ridge=1)
    >>> here = (np.eye(2), np.array([[0.0, 1.0], [1.0, 0.0]]), np.eye(2))                 # far from every orbit
    >>> point = polished(target, here, closest_point(target, here, (1, 0)))
    >>> [round(bound(target, here, point) / point.distance, 4) for bound in (dual_distance, semidefinite_distance)]
    [0.9968, 1.0]
    """
    hidden, tied, order = _variables(target, point)
    if not 0 < order <= LARGEST_PROGRAM:
        return 0.0
    K, c = _quadratic(target, factors, point, hidden, tied, order)
    frames = (*hidden, *tied.values())
    pairs = best_multipliers(K, c, [frame.value.shape for frame in frames])
    return 0.0 if pairs is None else _distance(target, factors, point, frames, K, c, pairs)


def _distance(
    target: Target, factors: Matrices, point: OrbitPoint, frames: Sequence[_Frame], K: np.ndarray, c: np.ndarray,
    pairs: Sequence[tuple[np.ndarray, np.ndarray]],
) -> float:  # fmt: skip
    """The bound that these multipliers give; K₀ is overwritten by K."""
    for frame, (half, wide) in zip(frames, pairs, strict=True):
        for i in range(len(half)):
            K[frame.column(i), frame.column(i)] += wide
            for j in range(len(half)):
                K[frame.column(i), frame.column(j)] += half[i, j] * np.eye(len(wide))
    trace = sum(float(np.trace(half) + np.trace(wide)) for half, wide in pairs)
    constraints = sum(len(half) for half, _ in pairs)
    gained = (trace + _shifted(K, c, constraints)) / 2
    total = sum(float((w**2).sum()) for w in factors)
    total += float((point.sigma**2).sum()) * float((1 / target.ridge).sum())
    rounding = 64 * UNIT * (len(c) + 16) * total
    return float(np.sqrt(max(total - 2 * gained - rounding, 0.0)))


def _multipliers(M: np.ndarray, frame: np.ndarray, sigma: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Λ and N ⪰ 0 with (Λ ⊗ I + I ⊗ N) U = U M, M made symmetric.

    Λ is half of M, and a multiple of the identity where sizes σ are equal: their columns may be rotated at will.
    """
    M = (M + M.T) / 2
    half = M / 2
    for size in set(sigma.tolist()):
        same = np.flatnonzero(sigma == size)
        half[np.ix_(same, same)] = half[same, same].mean() * np.eye(len(same))
    values, vectors = np.linalg.eigh(M - half)
    rest = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return M - rest, frame @ rest @ frame.T


def _shifted(K: np.ndarray, c: np.ndarray, constraints: int) -> float:
    """min over μ of μ·(columns) + cᵀ(K + μI)⁻¹c, K + μI positive definite."""
    values, vectors = np.linalg.eigh(K)
    weights = (vectors.T @ c) ** 2
    floor = 16 * UNIT * len(c) * float(np.abs(values).max())
    low = max(-float(values[0]), 0.0) + floor
    high = low + float(np.abs(values).max())

    def bound(shift: float) -> float:
        return float(constraints * shift + (weights / (values + shift)).sum())

    best = minimize_scalar(bound, bounds=(low, high), method="bounded", options={"xatol": 1e-3 * floor})
    return min(bound(low), float(best.fun))


def _variables(target: Target, point: OrbitPoint) -> tuple[list[_Frame], dict[int, _Frame], int]:
    """Hidden frames, rotations of groups of several positions by the first column, and the number of unknowns."""
    at, hidden = 0, []
    for frame in point.frames[1:-1]:
        hidden.append(_Frame(frame, at))
        at += frame.size
    tied = {}
    for positions, columns in active_blocks(target, point.codes):
        if len(positions) > 1:
            tied[columns.start] = _Frame(point.rotation[list(positions), columns], at, columns.start)
            at += tied[columns.start].value.size
    return hidden, tied, at


def _quadratic(
    target: Target, factors: Matrices, point: OrbitPoint, hidden: Sequence[_Frame], tied: dict[int, _Frame], order: int
) -> tuple[np.ndarray, np.ndarray]:
    """K₀ and c."""
    K, c, scale = np.zeros((order, order)), np.zeros(order), target.ridge**-0.5
    ends = list(zip(target.overlaps(factors), (hidden[0], hidden[-1]), strict=True))
    for i, positions, base in _columns(target, point):
        size = point.sigma[i]
        for l in range(1, target.layers - 1):
            rows, columns = hidden[l].column(i), hidden[l - 1].column(i)
            K[rows, columns] -= size * scale[l] * factors[l]
            K[columns, rows] -= size * scale[l] * factors[l].T
        for overlap, frame in ends:
            held = overlap[:, list(positions)]
            if base in tied:
                rows, columns = frame.column(i), tied[base].column(i - base)
                K[rows, columns] -= size * held
                K[columns, rows] -= size * held.T
            else:
                c[frame.column(i)] += size * held[:, 0]
    return K, c


def _columns(target: Target, point: OrbitPoint) -> Iterator[tuple[int, range, int]]:
    """(active mode, positions of its group, first active mode of its group)."""
    for positions, columns in active_blocks(target, point.codes):
        for i in range(columns.start, columns.stop):
            yield i, positions, columns.start
