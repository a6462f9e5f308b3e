"""Deep factorization over the rationals, from its definition alone: value, gradient, Hessian, inertia, descent.

Nothing here knows a root, a threshold or a class. Points are lists of matrices of Fractions (lists of rows).
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import flint

Matrix = list[list[Fraction]]


def matmul(a: Matrix, b: Matrix) -> Matrix:
    columns = list(zip(*b, strict=True))
    return [[sum((x * y for x, y in zip(row, column, strict=True)), Fraction(0)) for column in columns] for row in a]


def value(factors: list[Matrix], target: Matrix, weights: list[Fraction]) -> Fraction:
    """F(W) = ‖W_L ⋯ W_1 − Y‖² + Σ λ_l ‖W_l‖²."""
    product = factors[0]
    for factor in factors[1:]:
        product = matmul(factor, product)
    misfit = sum(
        ((p - y) ** 2 for ps, ys in zip(product, target, strict=True) for p, y in zip(ps, ys, strict=True)), Fraction(0)
    )
    penalty = sum(
        (w * sum(x * x for row in factor for x in row) for w, factor in zip(weights, factors, strict=True)), Fraction(0)
    )
    return misfit + penalty


def derivatives(
    factors: list[Matrix], target: Matrix, weights: list[Fraction]
) -> tuple[list[Fraction], list[list[Fraction]]]:
    """Exact gradient and Hessian in the order of the flattened factors, by the product rule."""
    layers = len(factors)
    places = [(l, i, j) for l, w in enumerate(factors) for i in range(len(w)) for j in range(len(w[0]))]
    left = [None] * (layers + 1)  # left[l] = W_L ⋯ W_{l+1} (0-based: factors after l)
    left[layers - 1] = identity(len(factors[-1]))
    for l in range(layers - 2, -1, -1):
        left[l] = matmul(left[l + 1], factors[l + 1])
    right = [identity(len(factors[0][0]))]
    for factor in factors[:-1]:
        right.append(matmul(factor, right[-1]))
    product = matmul(factors[-1], right[-1])
    misfit = [p - y for ps, ys in zip(product, target, strict=True) for p, y in zip(ps, ys, strict=True)]

    def first(place):
        l, i, j = place
        return [row[i] * x for row in left[l] for x in right[l][j]]

    between = {}
    for low, high in itertools.combinations(range(layers), 2):
        middle = identity(len(factors[low]))
        for l in range(low + 1, high):
            middle = matmul(factors[l], middle)
        between[low, high] = middle
    slopes = [first(place) for place in places]
    gradient = [
        2 * dot(misfit, slope) + 2 * weights[l] * factors[l][i][j]
        for slope, (l, i, j) in zip(slopes, places, strict=True)
    ]
    hessian = [[Fraction(0)] * len(places) for _ in places]
    for a, b in itertools.combinations_with_replacement(range(len(places)), 2):
        (l, i, j), (m, k, q) = places[a], places[b]
        entry = 2 * dot(slopes[a], slopes[b]) + (2 * weights[l] if a == b else 0)
        if l < m and between[l, m][q][i]:
            bend = [row[k] * between[l, m][q][i] * x for row in left[m] for x in right[l][j]]
            entry += 2 * dot(misfit, bend)
        hessian[a][b] = hessian[b][a] = entry
    return gradient, hessian


def inertia(matrix: list[list[Fraction]]) -> tuple[int, int, int]:
    """(negative, zero, positive) eigenvalues of a symmetric rational matrix, from its characteristic polynomial.

    All roots are real, so Descartes' rule of signs is an equality.
    """
    polynomial = flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in matrix]).charpoly()
    coefficients = [Fraction(int(c.p), int(c.q)) for c in polynomial.coeffs()]
    zero = next(k for k, c in enumerate(coefficients) if c)
    signs = [c > 0 for c in coefficients if c]
    positive = sum(x != y for x, y in itertools.pairwise(signs))
    return len(matrix) - zero - positive, zero, positive


def orbit_dimension(factors: list[Matrix], target: Matrix) -> int:
    """Dimension of the orbit of a point under the symmetries of F: rank of their infinitesimal motions.

    Hidden layers turn freely, W_l → QW_l, W_{l+1} → W_{l+1}Qᵀ; outside, pairs of rotations with QY = YP.
    """
    layers, motions = len(factors), []
    for l in range(1, layers):
        for generator in skew_matrices(len(factors[l - 1])):
            motions.append({l - 1: matmul(generator, factors[l - 1]), l: negative(matmul(factors[l], generator))})
    left, right = skew_matrices(len(target)), skew_matrices(len(target[0]))
    moves = [matmul(generator, target) for generator in left]
    moves += [negative(matmul(target, generator)) for generator in right]
    if moves:
        for mix in kernel([list(row) for row in zip(*map(flatten, moves), strict=True)], len(moves)):
            outer = [combination(mix[: len(left)], left), combination(mix[len(left) :], right)]
            motion = {layers - 1: matmul(outer[0], factors[-1])} if outer[0] else {}
            if outer[1]:
                motion[0] = negative(matmul(factors[0], outer[1]))
            motions.append(motion)
    rows = []
    for motion in motions:
        zero = [[[Fraction(0)] * len(factor[0]) for _ in factor] for factor in factors]
        rows.append([x for l in range(layers) for row in motion.get(l, zero[l]) for x in row])
    return (
        int(flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in rows]).rank())
        if rows
        else 0
    )


def skew_matrices(size: int) -> list[Matrix]:
    """A basis of the skew-symmetric matrices."""
    found = []
    for i, j in itertools.combinations(range(size), 2):
        generator = [[Fraction(0)] * size for _ in range(size)]
        generator[i][j], generator[j][i] = Fraction(1), Fraction(-1)
        found.append(generator)
    return found


def combination(weights: list[Fraction], matrices: list[Matrix]) -> Matrix:
    """Σ weight · matrix; empty without matrices."""
    return [
        [
            sum((w * m[i][j] for w, m in zip(weights, matrices, strict=True)), Fraction(0))
            for j in range(len(matrices[0]))
        ]
        for i in range(len(matrices[0]) if matrices else 0)
    ]


def negative(matrix: Matrix) -> Matrix:
    return [[-x for x in row] for row in matrix]


def flatten(matrix: Matrix) -> list[Fraction]:
    return [x for row in matrix for x in row]


def kernel(matrix: list[list[Fraction]], size: int | None = None) -> list[list[Fraction]]:
    """A basis of the null space of a matrix with ``size`` columns."""
    rows, rank = flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in matrix]).rref()
    size = len(matrix) if size is None else size
    pivots = [next(j for j in range(size) if rows[i, j] != 0) for i in range(rank)]
    basis = []
    for free in (j for j in range(size) if j not in pivots):
        vector = [Fraction(0)] * size
        vector[free] = Fraction(1)
        for i, pivot in enumerate(pivots):
            vector[pivot] = -Fraction(int(rows[i, free].p), int(rows[i, free].q))
        basis.append(vector)
    return basis


def descends(
    factors: list[Matrix], target: Matrix, weights: list[Fraction], rng: random.Random, trials: int = 40
) -> bool:
    """Whether F falls below its value near the point: along random kernel directions, both ways, compared exactly."""
    _, hessian = derivatives(factors, target, weights)
    here, basis = value(factors, target, weights), kernel(hessian)
    for _ in range(trials):
        mix = [Fraction(rng.randint(-9, 9), 8) for _ in basis]
        direction = [sum((c * v[k] for c, v in zip(mix, basis, strict=True)), Fraction(0)) for k in range(len(hessian))]
        for sign in (1, -1):
            step = Fraction(sign, 10**5)
            if value(moved(factors, direction, step), target, weights) < here:
                return True
    return False


def moved(factors: list[Matrix], direction: list[Fraction], step: Fraction) -> list[Matrix]:
    """W + step·direction, direction in the order of the flattened factors."""
    entries = iter(direction)
    return [[[x + step * next(entries) for x in row] for row in factor] for factor in factors]


def identity(size: int) -> Matrix:
    return [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]


def dot(a: list[Fraction], b: list[Fraction]) -> Fraction:
    return sum((x * y for x, y in zip(a, b, strict=True)), Fraction(0))
