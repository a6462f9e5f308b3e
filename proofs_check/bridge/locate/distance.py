"""How far a point is from an orbit: an explicit point of the orbit (at most), and bounds that none of its points beats.

A point of the orbit is W*_l = λ_l^(−1/2) U_l S U_{l−1}ᵀ, S = diag(σ), with frames U_l ∈ St(r, d_l) for 0 < l < L, and with
U_0 = V_Y Q, U_L = U_Y Q, Q a frame inside each group of equal singular values. So

    ‖W − W*‖² = ‖W‖² + Σ_l ‖S‖²/λ_l − 2 Σ_l λ_l^(−1/2) tr(U_lᵀ W_l U_{l−1} S).

At most: the traces are maximized over one frame at a time, each by a polar decomposition, from several starts; the
distance to the point found is then computed from its entries. At least: each trace is bounded by von Neumann's inequality

    tr(Uᵀ M Q S) ≤ Σ_k s_k(M)·σ_(k),      M = W_1 V_g or W_Lᵀ U_g for the outer layers, W_l between,

σ decreasing; for the outer layers group by group, and all used groups together. Without ties Q is no choice: the outer
traces are nuclear norms, and for L = 2 one nuclear norm, hence the distance itself. Source: ours; von Neumann 1937.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proofs_check.bridge.locate.target import Matrices, Target

UNIT = 2.0**-52
LOOK, POLISH = 15, 1000
"""Turns of the maximization from every start, and then from the best: a frame less exact is still a frame, and the distance is
that of its own point."""


@dataclass(frozen=True, eq=False)
class OrbitPoint:
    """A point of one orbit and the frames that make it.

    Attributes:
        codes: by position, 0 inactive, else 1 + the index of the root.
        sigma: σ of the active modes, position by position.
        frames: U_0, …, U_L, each d_l × r.
        rotation: Q, d_Y × r, block by block.
        factors: W*_1, …, W*_L.
        distance: ‖W − W*‖.
    """

    codes: tuple[int, ...]
    sigma: np.ndarray
    frames: tuple[np.ndarray, ...]
    rotation: np.ndarray
    factors: Matrices
    distance: float

    def __str__(self) -> str:
        return f"a point of rank {len(self.sigma)} at distance {self.distance:.6g}"


def closest_point(target: Target, factors: Matrices, codes: tuple[int, ...]) -> OrbitPoint:
    """A close point on the orbit of ``codes``: the best of several starts; `polished` makes it stationary.

    >>> target = Target(np.diag([3.0, 2.0]), (2, 2, 2), ridge=1)
    >>> here = (np.diag([1.5, 0.0]), np.diag([1.5, 0.0]))                                      # '1+' has σ = √2
    >>> found = closest_point(target, here, (1, 0))
    >>> bool(abs(found.distance - 2**0.5 * (1.5 - 2**0.5)) < 1e-15)
    True
    """
    sigma, blocks = active_sizes(target, codes), active_blocks(target, codes)
    found = []
    for frames, rotation in _starts(target, factors, sigma, blocks):
        _maximize(target, factors, sigma, blocks, frames, rotation, LOOK)
        found.append(_point(target, factors, codes, sigma, frames, rotation))
    return min(found, key=lambda point: point.distance)


def polished(target: Target, factors: Matrices, point: OrbitPoint) -> OrbitPoint:
    """The same point after the maximization has come to rest: stationary, and no farther away."""
    frames, rotation = list(point.frames), point.rotation.copy()
    _maximize(target, factors, point.sigma, active_blocks(target, point.codes), frames, rotation, POLISH)
    found = _point(target, factors, point.codes, point.sigma, frames, rotation)
    return min(found, point, key=lambda one: one.distance)


def _point(
    target: Target,
    factors: Matrices,
    codes: tuple[int, ...],
    sigma: np.ndarray,
    frames: list[np.ndarray],
    rotation: np.ndarray,
) -> OrbitPoint:
    model = [scale * (frames[l + 1] * sigma) @ frames[l].T for l, scale in enumerate(target.ridge**-0.5)]
    square = sum(float(((w - m) ** 2).sum()) for w, m in zip(factors, model, strict=True))
    return OrbitPoint(codes, sigma, tuple(frames), rotation, tuple(model), square**0.5)


def distance_at_least(target: Target, factors: Matrices, codes: tuple[int, ...]) -> float:
    """A number that no point of the orbit of ``codes`` is closer than; see the module.

    The squares lose at most a few units in the last place of ‖W‖² + ‖W*‖²; that much is taken off beforehand.

    >>> target = Target(np.diag([3.0, 2.0]), (2, 2, 2), ridge=1)
    >>> here = (np.diag([1.5, 0.0]), np.diag([1.5, 0.0]))
    >>> round(distance_at_least(target, here, (1, 0)), 6), round(distance_at_least(target, here, (0, 0)), 6)
    (0.12132, 2.12132)
    """
    sigma, blocks = active_sizes(target, codes), active_blocks(target, codes)
    scale, (first, last) = target.ridge**-0.5, target.overlaps(factors)
    total = sum(float((w**2).sum()) for w in factors) + float((sigma**2).sum()) * float((1 / target.ridge).sum())
    if target.layers == 2:
        gained = _outer(first + last, sigma, blocks)
    else:
        gained = _outer(first, sigma, blocks) + _outer(last, sigma, blocks)
        between = zip(scale[1:-1], factors[1:-1], strict=True)
        gained += sum(_paired(c * np.linalg.svd(w, compute_uv=False), sigma) for c, w in between)
    rounding = 16 * UNIT * (sum(target.widths) + 16) * total
    return float(np.sqrt(max(total - 2 * gained - rounding, 0.0)))


def active_sizes(target: Target, codes: tuple[int, ...]) -> np.ndarray:
    """σ of the active modes, position by position.

    >>> active_sizes(Target(np.diag([3.0, 2.0]), (2, 2, 2), ridge=1), (0, 1)).round(9).tolist()
    [1.0]
    """
    found = [f.sizes[codes[p] - 1] for f in target.families for p in f.positions if codes[p]]
    return np.array(found, dtype=np.float64)


def active_blocks(target: Target, codes: tuple[int, ...]) -> list[tuple[range, slice]]:
    """For each group in use its positions, and its columns among the active modes."""
    found, at = [], 0
    for family in target.families:
        if count := sum(codes[p] > 0 for p in family.positions):
            found.append((family.positions, slice(at, at + count)))
            at += count
    return found


def _outer(aligned: np.ndarray, sigma: np.ndarray, blocks: Sequence[tuple[range, slice]]) -> float:
    """An upper bound of tr(Uᵀ M Q S) over frames U and Q, M the columns of ``aligned`` in use; exact without ties."""
    if not blocks:
        return 0.0
    if all(len(positions) == 1 for positions, _ in blocks):
        columns = [positions.start for positions, _ in blocks]
        return float(np.linalg.svd(aligned[:, columns] * sigma, compute_uv=False).sum())
    apart = sum(_paired(np.linalg.svd(aligned[:, list(p)], compute_uv=False), sigma[c]) for p, c in blocks)
    used = [position for positions, _ in blocks for position in positions]
    return min(apart, _paired(np.linalg.svd(aligned[:, used], compute_uv=False), sigma))


def _paired(values: np.ndarray, sigma: np.ndarray) -> float:
    """Σ s_k σ_(k), both decreasing."""
    ordered = -np.sort(-sigma)
    count = min(len(values), len(ordered))
    return float(values[:count] @ ordered[:count])


def _starts(
    target: Target, factors: Matrices, sigma: np.ndarray, blocks: Sequence[tuple[range, slice]]
) -> list[tuple[list[np.ndarray], np.ndarray]]:
    """Frames carried upwards from layer 1 by the run itself, downwards from layer L, and two random choices."""
    rank, (first, last) = len(sigma), target.overlaps(factors)
    rotation = np.zeros((target.paired, rank))
    for positions, columns in blocks:
        p = list(positions)
        gram = first[:, p].T @ first[:, p] + last[:, p].T @ last[:, p]
        vectors = np.linalg.eigh(gram)[1][:, ::-1] if len(p) > 1 else np.ones((1, 1))
        order = np.argsort(np.argsort(-sigma[columns], kind="stable"), kind="stable")
        rotation[p, columns] = vectors[:, order]
    outer = _outer_frames(target, rotation)
    up, down = [outer[0]], [outer[1]]
    for l in range(target.layers - 1):
        up.append(polar(factors[l] @ up[-1] * sigma))
        down.insert(0, polar(factors[target.layers - 1 - l].T @ down[0] * sigma))
    rng = np.random.default_rng(0)
    found = [[*up, outer[1]], [outer[0], *down]]
    if target.layers > 2:
        for _ in range(2):
            middle = [polar(rng.standard_normal((d, rank))) for d in target.widths[1:-1]]
            found.append([outer[0], *middle, outer[1]])
    return [(frames, rotation.copy()) for frames in found]


def _outer_frames(target: Target, rotation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    count = len(rotation)
    return target.right[:, :count] @ rotation, target.left[:, :count] @ rotation


def _maximize(
    target: Target,
    factors: Matrices,
    sigma: np.ndarray,
    blocks: Sequence[tuple[range, slice]],
    frames: list[np.ndarray],
    rotation: np.ndarray,
    turns: int,
) -> None:
    """In place: one frame after the other, each at its best for the others, until nothing moves."""
    layers, scale = target.layers, target.ridge**-0.5
    if not len(sigma):
        return
    turning = [(list(p), c) for p, c in blocks if len(p) > 1]
    first, last = target.overlaps(factors)
    for _ in range(turns):
        moved = 0.0
        for l in [*range(1, layers), *range(layers - 2, 0, -1)]:
            pull = scale[l - 1] * factors[l - 1] @ frames[l - 1] + scale[l] * factors[l].T @ frames[l + 1]
            best = polar(pull * sigma)
            moved = max(moved, float(np.abs(best - frames[l]).max()))
            frames[l] = best
        for p, columns in turning:
            pull = first[:, p].T @ frames[1] + last[:, p].T @ frames[-2]
            best = polar((pull * sigma)[:, columns])
            moved = max(moved, float(np.abs(best - rotation[p, columns]).max()))
            rotation[p, columns] = best
        if turning:
            frames[0], frames[-1] = _outer_frames(target, rotation)
        if moved < 1e-12 or (layers == 2 and not turning):
            break


def polar(matrix: np.ndarray) -> np.ndarray:
    """The orthonormal frame nearest to ``matrix``: U Vᵀ of its singular value decomposition.

    >>> polar(np.diag([3.0, 2.0])).tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    left, _, right = np.linalg.svd(matrix, full_matrices=False)
    return np.asarray(left @ right)
