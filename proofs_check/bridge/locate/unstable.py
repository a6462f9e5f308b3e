"""What a displacement W − W* holds of the directions along which a saddle is left.

In bases that make every W*_l diagonal (the active modes first, the same number in every layer: a chain) changing the sign
of one chain leaves W* and Y alone, so the Hessian is a sum of blocks, one for each pair {u, v} of chains: the entries
(u, v) and (v, u) of all layers. With w_l the diagonals, R = w_L⋯w_1 − y, α_l = Π_{k>l} w_k, β_l = Π_{k<l} w_k, its entries are

    (l; u, v), (m; u, v):            2 α_l(u) α_m(u) β_l(v) β_m(v) + 2 λ_l δ_lm
    (l; u, v), (m; v, u), l > m:     2 α_l(u) R(u) β_m(u) Π_{m<k<l} w_k(v)

and both together for u = v. So the eigenvectors of any size cost no more than many matrices of order 2L.
Source: second derivative of F; the closed form of the values is `theory.dmf.hessian`, derived there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from proofs_check.bridge.locate.distance import OrbitPoint, active_blocks
from proofs_check.bridge.locate.target import Matrices, Target
from theory.dmf.landscape.orbits import Orbit


@dataclass(frozen=True, eq=False)
class Unstable:
    """The part of a displacement in the span of the negative Hessian eigenvectors.

    Attributes:
        rates: |h| of the negative eigenvalues h of ∇²F at W*, largest first, distinct, from the closed form.
        parts: the length of the displacement's projection on each of these eigenspaces.
        vectors: the projections themselves, each shaped like the factors.
        names: what moves in each of them.
    """

    rates: np.ndarray
    parts: np.ndarray
    vectors: tuple[Matrices, ...]
    names: tuple[str, ...]

    @property
    def length(self) -> float:
        """Of the whole projection."""
        return float(np.sqrt((self.parts**2).sum()))

    def __str__(self) -> str:
        shown = zip(self.rates.tolist(), self.parts.tolist(), self.names, strict=True)
        return "; ".join(f"{name}: rate {rate:.6g}, now {part:.3g}" for rate, part, name in shown)


def unstable_part(target: Target, orbit: Orbit, point: OrbitPoint, factors: Matrices) -> Unstable:
    """Project W − W* on the negative eigenspaces at W*.

    >>> from proofs_check.bridge.locate.distance import closest_point
    >>> target = Target(np.diag([3.0, 2.0]), (2, 2, 2), ridge=1)
    >>> here = (np.diag([2**0.5, 0.1]), np.diag([2**0.5, 0.1]))
    >>> print(unstable_part(target, target.orbit((1, 0)), closest_point(target, here, (1, 0)), here))    # 2(y₂ − λ) = 2
    mode 2 grows: rate 2, now 0.141
    """
    bases = aligned_bases(target, point)
    displaced = [bases[l + 1].T @ (w - m) @ bases[l] for l, (w, m) in enumerate(zip(factors, point.factors, strict=True))]
    first, second, hessian, here = _blocks(target, point)
    values, vectors = np.linalg.eigh(hessian)
    entries = np.stack([_entries(d, first, second) for d in displaced] + [_entries(d, second, first) for d in displaced], 1)
    entries = np.where(here, entries, 0.0)
    known = orbit.hessian()
    top = max(abs(value) for value, _ in known)
    rates = np.array([-value for value, _ in known if value < 0])
    negative = np.argwhere(values < -1e-10 * top) if len(rates) else np.zeros((0, 2), dtype=int)
    apart = np.abs(rates + values[negative[:, 0], negative[:, 1]][:, None])
    nearest = apart.argmin(1) if len(negative) else np.zeros(0, dtype=int)
    sums = [[np.zeros_like(d) for d in displaced] for _ in rates]
    names: list[list[str]] = [[] for _ in rates]
    for (block, which), k in zip(negative.tolist(), nearest.tolist(), strict=True):
        vector, u, v = vectors[block, :, which], int(first[block]), int(second[block])
        part = float(vector @ entries[block]) * vector
        _spread(sums[k], part, u, v)
        names[k].append(_name(target, orbit, point, vector, part, u, v))
    back = [tuple(bases[l + 1] @ d @ bases[l].T for l, d in enumerate(part)) for part in sums]
    parts = np.array([np.sqrt(sum(float((d**2).sum()) for d in part)) for part in sums])
    return Unstable(rates, parts, tuple(back), tuple(" or ".join(dict.fromkeys(sorted(found))) for found in names))


def aligned_bases(target: Target, point: OrbitPoint) -> list[np.ndarray]:
    """Orthogonal matrices of order d_0, …, d_L in which every W*_l is diagonal, and Y too: the active modes first, then (in the
    outer layers) the inactive singular pairs by position, then the rest."""
    used, rank = active_blocks(target, point.codes), len(point.sigma)
    turned = np.eye(target.paired)
    for positions, columns in used:
        p = list(positions)
        if len(p) > 1:
            count = columns.stop - columns.start
            turned[np.ix_(p, p)] = _completed(point.rotation[p, columns])
            assert count <= len(p)
    active = [p.start + k for p, columns in used for k in range(columns.stop - columns.start)]
    order = active + [p for p in range(target.paired) if p not in set(active)]
    outer = []
    for basis in (target.right, target.left):
        pairs = basis[:, : target.paired] @ turned
        outer.append(np.hstack([pairs[:, order], basis[:, target.paired :]]))
    hidden = [_completed(frame) if rank else np.eye(len(frame)) for frame in point.frames[1:-1]]
    return [outer[0], *hidden, outer[1]]


def idle_positions(target: Target, point: OrbitPoint) -> list[int]:
    """The inactive positions (0-based), as chains r, r + 1, … of the outer layers."""
    used = active_blocks(target, point.codes)
    active = {p.start + k for p, columns in used for k in range(columns.stop - columns.start)}
    return [p for p in range(target.paired) if p not in active]


def _blocks(target: Target, point: OrbitPoint) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pairs of chains u ≤ v, their Hessians (pairs, 2L, 2L), and which of the 2L entries exist.

    Inactive pairs are left out for L ≥ 3: their Hessian is 2 diag(λ).
    """
    layers, rank, widest = target.layers, len(point.sigma), max(target.widths)
    first, second = np.triu_indices(widest)
    if layers > 2:
        keep = first < rank
        first, second = first[keep], second[keep]
    w = np.zeros((layers, widest))
    w[:, :rank] = target.ridge[:, None] ** -0.5 * point.sigma
    values = np.array([float(value) for value in target.landscape.singular_values.values])
    active = [p for p in range(target.paired) if p not in set(idle_positions(target, point))]
    residual = np.zeros(widest)
    residual[: target.paired] = -values[active + idle_positions(target, point)]
    residual[:rank] += w[:, :rank].prod(0)
    above = np.stack([w[l + 1 :].prod(0) for l in range(layers)])
    below = np.stack([w[:l].prod(0) for l in range(layers)])
    same = first == second
    hessian = np.zeros((len(first), 2 * layers, 2 * layers))
    here = np.zeros((len(first), 2 * layers), dtype=bool)
    for side, (u, v) in enumerate(((first, second), (second, first))):
        for l in range(layers):
            at = side * layers + l
            here[:, at] = (u < target.widths[l + 1]) & (v < target.widths[l])
            for m in range(layers):
                straight = 2 * above[l][u] * above[m][u] * below[l][v] * below[m][v]
                hessian[:, at, side * layers + m] += straight + (2 * target.ridge[l] if l == m else 0.0)
                if m < l:
                    crossed = 2 * above[l][u] * residual[u] * below[m][u] * w[m + 1 : l].prod(0)[v]
                    other = np.where(same, side, 1 - side) * layers + m
                    rows = np.arange(len(first))
                    hessian[rows, at, other] += crossed
                    hessian[rows, other, at] += crossed
    here[same, layers:] = False
    hessian = np.where(here[:, :, None] & here[:, None, :], hessian, 0.0)
    rows, places = np.nonzero(~here)
    hessian[rows, places, places] = 1.0
    return first, second, hessian, here


def _entries(matrix: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """The entries, 0 where there is none."""
    inside = (rows < matrix.shape[0]) & (columns < matrix.shape[1])
    found = matrix[np.minimum(rows, matrix.shape[0] - 1), np.minimum(columns, matrix.shape[1] - 1)]
    return np.where(inside, found, 0.0)


def _spread(into: list[np.ndarray], part: np.ndarray, u: int, v: int) -> None:
    layers = len(into)
    for l, matrix in enumerate(into):
        if u < matrix.shape[0] and v < matrix.shape[1]:
            matrix[u, v] += part[l]
        if u != v and v < matrix.shape[0] and u < matrix.shape[1]:
            matrix[v, u] += part[layers + l]


def _name(target: Target, orbit: Orbit, point: OrbitPoint, vector: np.ndarray, part: np.ndarray, u: int, v: int) -> str:
    """What moves: positions are those of the decreasing spectrum, from 1."""
    rank, idle = len(point.sigma), idle_positions(target, point)
    label = [str(mode.position) for mode in orbit.active]
    if u == v and u < rank:
        outwards = float(part.sum())
        return f"mode {label[u]} " + ("grows" if outwards > 0 else "shrinks" if outwards < 0 else "grows or shrinks")
    if v < rank:
        return f"modes {label[u]} and {label[v]} mix"
    if u < rank:
        return f"mode {label[u]} turns to {idle[v - rank] + 1}"
    grown = v if u == v or abs(vector[0]) >= abs(vector[target.layers]) else u
    return f"mode {idle[grown - rank] + 1} grows"


def _completed(frame: np.ndarray) -> np.ndarray:
    """An orthogonal matrix whose first columns are those of ``frame``."""
    rank = frame.shape[1]
    rest = np.linalg.svd(frame, full_matrices=True)[0][:, rank:]
    return np.hstack([frame, rest])
