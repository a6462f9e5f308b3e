"""Exact second-order facts about F at a rational point, from the definition of F alone: no root, threshold or class.

Signs of eigenvalues by Descartes' rule on the characteristic polynomial, which is sharp because all roots are real.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from itertools import combinations, pairwise
from random import Random
from typing import Any

import flint
import numpy as np

from proofs_check.claims.dmf._points import ExactPoint, Rows
from proofs_check.probes.probe import Counterexample

Mat = flint.fmpq_mat


def exact(rows: Rows) -> Mat:
    """The rows as a rational matrix of flint."""
    return Mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in rows])


def places(point: ExactPoint) -> list[tuple[int, int, int]]:
    """(layer, row, column) of every parameter."""
    return [(l, i, j) for l, w in enumerate(point.factors) for i in range(len(w)) for j in range(len(w[0]))]


@lru_cache(maxsize=4096)
def inertia(point: ExactPoint) -> tuple[int, int, int]:
    """Negative, zero and positive eigenvalues of ∇²F; raises ValueError where ∇F ≠ 0. Computed once a point."""
    gradient, hessian = derivatives(point)
    if any(gradient):
        raise ValueError(f"point must be critical, got {point}")
    coefficients = list(hessian.charpoly())
    zero = next(k for k, c in enumerate(coefficients) if c != 0)
    negative = _changes([c if k % 2 == 0 else -c for k, c in enumerate(coefficients)])
    return negative, zero, _changes(coefficients)


def mismatch(point: Any, what: str, measured: object, predicted: object) -> Counterexample | None:
    """A counterexample where the two differ."""
    if measured == predicted:
        return None
    return Counterexample(f"{point}: {what} {measured}, predicted {predicted}", size=point.size)


def hunt(
    draw: Callable[[Random], Any], test: Callable[[Any], Counterexample | None]
) -> Callable[[Random], Counterexample | None]:
    """A search for a witness against a mutant: draw a point, test it."""

    def search(rng: Random) -> Counterexample | None:
        point = draw(rng)
        return None if point is None else test(point)

    return search


def derivatives(point: ExactPoint) -> tuple[list, Mat]:
    """∇F and ∇²F by the product rule, in the order of ``places``."""
    factors, layers = [exact(w) for w in point.factors], point.layers
    before, after = [_identity(point.widths[0])], [_identity(point.widths[-1])]
    for l in range(layers):
        before.append(factors[l] * before[-1])
        after.append(after[-1] * factors[layers - 1 - l])
    after = after[::-1][1:]  # after[l] = W_L ⋯ W_{l+2}: what stands left of layer l (from 0)
    residual, at = before[-1] - exact(point.target), places(point)
    slopes = Mat([[after[l][a, i] * before[l][j, b] for a in range(residual.nrows()) for b in range(residual.ncols())]
                  for l, i, j in at])  # fmt: skip
    flat = Mat([[x] for x in residual.entries()])
    ridge = [flint.fmpq(w.numerator, w.denominator) for w in point.ridge]
    first = slopes * flat
    gradient = [2 * first[n, 0] + 2 * ridge[l] * factors[l][i, j] for n, (l, i, j) in enumerate(at)]
    hessian = 2 * (slopes * slopes.transpose())
    for n, (l, _, _) in enumerate(at):
        hessian[n, n] += 2 * ridge[l]
    for low, high in combinations(range(layers), 2):
        between = _identity(point.widths[low + 1])
        for l in range(low + 1, high):
            between = factors[l] * between
        bend = after[high].transpose() * residual * before[low].transpose()
        for (m, (_, i, j)), (n, (_, k, q)) in (
            (x, z) for x in enumerate(at) if x[1][0] == low for z in enumerate(at) if z[1][0] == high
        ):
            entry = 2 * bend[k, j] * between[q, i]
            hessian[m, n] += entry
            hessian[n, m] += entry
    return gradient, hessian


def orbit_dimension(point: ExactPoint) -> int:
    """Rank of the infinitesimal motions X_l W_l − W_l X_{l−1} (X_l skew, l = 0 … L) that fix Y: X_L Y = Y X_0."""
    group, stabilizer = symmetry_dimensions(point)
    return group - stabilizer


@lru_cache(maxsize=4096)
def symmetry_dimensions(point: ExactPoint) -> tuple[int, int]:
    """How many independent skew X_0 … X_L there are with X_L Y = Y X_0, and how many of them with X_l W_l = W_l X_{l−1} too."""
    columns_w, columns_y = [], []
    factors, target = [exact(w) for w in point.factors], exact(point.target)
    for level, width in enumerate(point.widths):
        for i, j in combinations(range(width), 2):
            turn = Mat(width, width)
            turn[i, j], turn[j, i] = 1, -1
            moved = [0 * w for w in factors]
            if level > 0:
                moved[level - 1] = turn * factors[level - 1]
            if level < point.layers:
                moved[level] = moved[level] - factors[level] * turn
            outer = turn * target if level == point.layers else -1 * (target * turn) if level == 0 else 0 * target
            columns_w.append([x for w in moved for x in w.entries()])
            columns_y.append(list(outer.entries()))
    if not columns_w:
        return 0, 0
    both = Mat([w + y for w, y in zip(columns_w, columns_y, strict=True)])
    return both.nrows() - Mat(columns_y).rank(), both.nrows() - both.rank()


def components(point: ExactPoint) -> int:
    """Components of the orbit: those of the symmetry group over those that a symmetry fixing W can reach."""
    group, reached = group_components(point)
    return group // reached


def group_components(point: ExactPoint) -> tuple[int, int]:
    """Components of the symmetry group, and how many of them hold a symmetry that fixes W.

    Every component of Π O(d_l) × Stab(Y), and of the subgroup that fixes the point, holds a diagonal matrix of signs;
    all 2^Σd_l of them are tried. A component is the list of determinants on the hidden layers, on each group of equal
    positive values of Y, and on the left and the right kernel of Y.
    """
    starts = np.cumsum([0, *point.widths])
    patterns = (np.arange(2 ** starts[-1])[:, None] >> np.arange(starts[-1])) & 1
    last = len(point.widths) - 1
    fixes = _kept(patterns, point.target, starts[last], starts[0])
    keeps = fixes.copy()
    for l, w in enumerate(point.factors):
        keeps &= _kept(patterns, w, starts[l + 1], starts[l])
    blocks = [list(range(starts[l], starts[l + 1])) for l in range(1, last)]
    for y in {y for y in point.spectrum if y}:
        blocks.append([starts[last] + k for k, z in enumerate(point.spectrum) if z == y])
    rank = sum(1 for y in point.spectrum if y)
    blocks += [list(range(starts[last] + rank, starts[last + 1])), list(range(starts[0] + rank, starts[1]))]
    determinants = np.stack([patterns[:, block].sum(1) % 2 for block in blocks], 1)
    return len(np.unique(determinants[fixes], axis=0)), len(np.unique(determinants[keeps], axis=0))


def cubic(point: ExactPoint, rng: Random, tries: int = 4) -> bool:
    """Whether F has a non-zero cubic term along some random direction of the kernel of ∇²F."""
    _, hessian = derivatives(point)
    basis = kernel(hessian)
    for _ in range(tries if basis else 0):
        mix = [rng.randint(-5, 5) for _ in basis]
        direction = [sum((c * v[n] for c, v in zip(mix, basis, strict=True)), flint.fmpq(0)) for n in range(len(basis[0]))]
        odd = [[(_along(point, direction, t) - _along(point, direction, -t)) / 2] for t in range(1, point.layers)]
        powers = Mat([[t ** (2 * k + 1) for k in range(1, point.layers)] for t in range(1, point.layers)])
        if powers.solve(Mat(odd))[0, 0] != 0:
            return True
    return False


def kernel(matrix: Mat) -> list[list[flint.fmpq]]:
    """A basis of the null space."""
    rows, rank = matrix.rref()
    size = matrix.ncols()
    pivots = [next(j for j in range(size) if rows[i, j] != 0) for i in range(rank)]
    basis = []
    for free in sorted(set(range(size)) - set(pivots)):
        vector = [flint.fmpq(0)] * size
        vector[free] = flint.fmpq(1)
        for i, pivot in enumerate(pivots):
            vector[pivot] = -rows[i, free]
        basis.append(vector)
    return basis


def loss(point: ExactPoint, factors: list[Mat]) -> flint.fmpq:
    """F at other factors, same data."""
    product = factors[0]
    for factor in factors[1:]:
        product = factor * product
    misfit = sum((x * x for x in (product - exact(point.target)).entries()), flint.fmpq(0))
    weights = [flint.fmpq(w.numerator, w.denominator) for w in point.ridge]
    return misfit + sum((w * x * x for w, f in zip(weights, factors, strict=True) for x in f.entries()), flint.fmpq(0))


def positive_roots(layers: int, ridge_product: Fraction, y: Fraction) -> int:
    """Distinct positive roots x = σ² of (x^(L−1) + λ)² − λ y² x^(L−2), by Sturm's theorem."""
    x, weight, square = flint.fmpq_poly([0, 1]), *(flint.fmpq(v.numerator, v.denominator) for v in (ridge_product, y * y))
    chain = [(x ** (layers - 1) + weight) ** 2 - weight * square * x ** (layers - 2)]
    chain.append(chain[0].derivative())
    while chain[-1].degree() >= 0:
        chain.append(-(chain[-2] % chain[-1]))
    ends = [[c[0] for c in chain[:-1]], [c[c.degree()] for c in chain[:-1]]]
    return _changes(ends[0]) - _changes(ends[1])


def _along(point: ExactPoint, direction: list, step: int) -> flint.fmpq:
    entries = iter(direction)
    moved = []
    for w in point.factors:
        moved.append(exact(w) + step * Mat([[next(entries) for _ in row] for row in w]))
    return loss(point, moved)


def _identity(size: int) -> Mat:
    return Mat([[int(i == j) for j in range(size)] for i in range(size)])


def _kept(patterns: np.ndarray, rows: Rows, top: int, left: int) -> np.ndarray:
    """Which sign patterns leave a matrix as it is."""
    kept = np.ones(len(patterns), dtype=bool)
    for i, row in enumerate(rows):
        for j, entry in enumerate(row):
            if entry:
                kept &= patterns[:, top + i] == patterns[:, left + j]
    return kept


def _changes(coefficients: list) -> int:
    signs = [c > 0 for c in coefficients if c != 0]
    return sum(a != b for a, b in pairwise(signs))
