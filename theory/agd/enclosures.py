"""Balls for s, S, y and f of a float iterate, by definiteness of small matrices: no eigenvalue is computed.

The target is the exact product A = BCᵀ of float matrices and the iterate is taken as X = BΨ, so that its columns lie in
col(A) exactly. With G = BᵀB:

    σ_r(X)² ≥ μ  iff  GΨΨᵀG − μG ⪰ 0,      ‖X‖² ≤ ν  iff  νI − ΨᵀGΨ ⪰ 0,      ‖Y‖² ≤ ν  iff  νI − YᵀY ⪰ 0,

and f = ½ tr(G WWᵀ), W = ΨYᵀ − Cᵀ. Definiteness is decided by the pivots of a factorization in balls.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from theory.agd.point_certificate import Point

PRECISION = 192
"""Bits of the balls."""


def enclose(basis: np.ndarray, right: np.ndarray, psi: np.ndarray, y: np.ndarray, step: float) -> Point:
    """Balls at (X, Y) = (BΨ, Y) for the target BCᵀ. B: m×r of rank r, C: n×r, Ψ: r×d, Y: n×d; float64, taken exactly.

    Raises ValueError if shapes do not fit, a number is not finite, or rank X = r cannot be proved.

    >>> eye = np.eye(2)
    >>> point = enclose(np.diag([2.0, 1.0]), eye, np.diag([0.5, 1.0]), 0.5 * eye, 0.25)
    >>> round(float(point.s), 12), round(float(point.S), 12), round(float(point.y), 12)
    (0.5, 0.5, 0.25)
    >>> float(point.f)
    1.25
    """
    from flint import arb, ctx

    _check(basis, right, psi, y, step)
    before, ctx.prec = ctx.prec, PRECISION
    try:
        g = _times(_ball(basis.T), _ball(basis))
        p, w = _ball(psi), _minus(_times(_ball(psi), _ball(y.T)), _ball(right.T))
        mixed = _times(g, p)
        low = _below(_times(mixed, _transposed(mixed)), g, np.linalg.svd(basis @ psi, compute_uv=False)[len(psi) - 1] ** 2)
        high = _above(_times(_times(_transposed(p), g), p), float(np.linalg.norm(basis @ psi, 2)) ** 2)
        other = _above(_times(_ball(y.T), _ball(y)), float(np.linalg.norm(y, 2)) ** 2)
        f = sum((a * b for row, other_row in zip(_times(g, w), w, strict=True) for a, b in zip(row, other_row, strict=True)),
                arb(0)) / 2  # fmt: skip
        eta = arb(step)
        return Point(eta, (eta * low).sqrt(), (eta * high).sqrt(), (eta * other).sqrt(), f)
    finally:
        ctx.prec = before


def _check(basis: np.ndarray, right: np.ndarray, psi: np.ndarray, y: np.ndarray, step: float) -> None:
    (_, r), (n, d) = basis.shape, y.shape
    if right.shape != (n, r) or psi.shape != (r, d):
        got = ", ".join(str(a.shape) for a in (basis, right, psi, y))
        raise ValueError(f"shapes must be (m, r), (n, r), (r, d), (n, d), got {got}")
    if not all(np.isfinite(a).all() for a in (basis, right, psi, y)) or not (np.isfinite(step) and step > 0):
        raise ValueError("the point and the step must be finite, and the step positive")


def _below(gram: list, metric: list, guess: float) -> Any:
    """μ with gram − μ·metric ⪰ 0, near ``guess``."""
    from flint import arb

    for slack in (2.0**-40, 2.0**-20, 2.0**-6):
        value = arb(guess * (1 - slack))
        if guess > 0 and _definite(_minus(gram, [[value * b for b in row] for row in metric])):
            return value
    raise ValueError("X must have the rank of the target: its least singular value cannot be told from zero")


def _above(gram: list, guess: float) -> Any:
    """ν with νI − gram ⪰ 0, near ``guess``."""
    from flint import arb

    for slack in (2.0**-40, 2.0**-20, 1.0, 2.0**20):
        value = arb(guess * (1 + slack)) + arb(2) ** -600
        if _definite([[value * int(i == j) - a for j, a in enumerate(row)] for i, row in enumerate(gram)]):
            return value
    raise ValueError("the largest singular value could not be bounded: the numbers are out of range")


def _definite(matrix: list) -> bool:
    """Whether every pivot of the symmetric elimination is a positive ball."""
    rest = [list(row) for row in matrix]
    for k in range(len(rest)):
        if not rest[k][k] > 0:
            return False
        for i in range(k + 1, len(rest)):
            factor = rest[i][k] / rest[k][k]
            for j in range(k + 1, i + 1):
                rest[i][j] -= factor * rest[j][k]
    return True


def _ball(values: np.ndarray) -> list:
    from flint import arb

    return [[arb(float(v)) for v in row] for row in values]


def _times(a: list, b: list) -> list:
    from flint import arb_mat

    return (arb_mat(a) * arb_mat(b)).tolist()


def _transposed(a: list) -> list:
    return [list(row) for row in zip(*a, strict=True)]


def _minus(a: list, b: list) -> list:
    return [[x - y for x, y in zip(*rows, strict=True)] for rows in zip(a, b, strict=True)]
