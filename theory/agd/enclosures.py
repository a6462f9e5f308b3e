"""Balls for the data of the theorem at a float iterate, by definiteness of small matrices: no eigenvalue is computed.

X, Y, A are taken exactly as they are. P is the exact projector on the span of the float columns B (m×r), which need not be
orthonormal. With G = BᵀB, M = BᵀX, N = BᵀA, W = MYᵀ − N:

    σ_r(PX)² ≥ μ  if  MMᵀ − μG ⪰ 0,         ‖PX‖² ≤ ν  if  νI − MᵀG⁻¹M ⪰ 0,       ‖Y‖² ≤ ν  if  νI − YᵀY ⪰ 0,
    σ_d(Y)² ≥ μ   if  YᵀY − μI ⪰ 0,         ‖P(XYᵀ − A)‖²_F = tr(WᵀG⁻¹W),
    ‖(I − P)X‖²_F = ‖X‖²_F − tr(MᵀG⁻¹M),    ‖(I − P)A‖²_F = ‖A‖²_F − tr(NᵀG⁻¹N).

Definiteness is decided by the pivots of a factorization in balls.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from theory.agd.perturbed_run import Point

PRECISION = 256
"""Bits of the balls."""
LARGEST = 1e100
"""Entries above it (or not a number) are refused."""


def enclose(basis: np.ndarray, A: np.ndarray, X: np.ndarray, Y: np.ndarray, step: float, rounding: bool = True) -> Point:
    """Balls at (X, Y) for the target A and P = the projector on the columns of ``basis``; float64, taken exactly.

    With ``rounding`` the unit u covers the sweeps of `numerics.solvers.AlternatingGradientDescent` in float64: every entry of
    a product of inner length n is off by at most γ_n times the product of absolute values, in any order of summation.
    Raises ValueError if shapes do not fit, a number is not finite, or rank PX = r cannot be proved.

    >>> eye = np.eye(2)
    >>> point = enclose(eye, np.diag([2.0, 1.0]), np.diag([1.0, 1.0]), 0.5 * eye, 0.25)
    >>> round(float(point.s), 12), round(float(point.S), 12), round(float(point.y), 12), float(point.tail)
    (0.5, 0.5, 0.25, 0.0)
    >>> float(point.f)
    1.25
    """
    from flint import arb, ctx

    _check(basis, A, X, Y, step)
    before, ctx.prec = ctx.prec, PRECISION
    try:
        frame, x, y = _ball(basis), _ball(X), _ball(Y)
        gram, m, n = frame.transpose() * frame, frame.transpose() * x, frame.transpose() * _ball(A)
        solved = gram.solve(m)
        w = m * y.transpose() - n
        q = np.linalg.qr(basis)[0]
        low = _below((m * m.transpose()).tolist(), gram.tolist(), np.linalg.svd(q.T @ X, compute_uv=False)[-1] ** 2)
        high = _above((m.transpose() * solved).tolist(), float(np.linalg.norm(q.T @ X, 2)) ** 2)
        inner = (y.transpose() * y).tolist()
        top, eta = _above(inner, float(np.linalg.norm(Y, 2)) ** 2), arb(step)
        sizes = [_squared(arb(0), v) for v in (X, Y, A)]
        inside = [_paired(v, gram.solve(v)) for v in (m, n, w)]
        off, tail = (_root(whole - part) for whole, part in ((sizes[0], inside[0]), (sizes[2], inside[1])))
        unit = arb(2) ** -53 * (sum(A.shape) + 2 * X.shape[1] + 32) * (1 + arb(2) ** -20) + arb(2) ** -960
        root = eta.sqrt()
        return Point(eta, (eta * low).sqrt(), (eta * high).sqrt(), (eta * top).sqrt(), inside[2] / 2, root * _least(inner, Y),
                     root * off, eta * tail, root * _root(sizes[0]), root * _root(sizes[1]), eta * _root(sizes[2]),
                     unit if rounding else 0)  # fmt: skip
    finally:
        ctx.prec = before


def _check(basis: np.ndarray, A: np.ndarray, X: np.ndarray, Y: np.ndarray, step: float) -> None:
    (m, r), d = basis.shape, X.shape[1]
    if A.shape != (m, Y.shape[0]) or X.shape[0] != m or Y.shape[1] != d:
        got = ", ".join(str(a.shape) for a in (basis, A, X, Y))
        raise ValueError(f"shapes must be (m, r), (m, n), (m, d), (n, d), got {got}")
    if d < r:
        raise ValueError(f"X must have at least {r} columns, the rank counted, got {d}")
    if not all((np.abs(a) <= LARGEST).all() for a in (basis, A, X, Y)) or not 0 < step <= LARGEST:
        raise ValueError(f"the point and the step must be finite (within {LARGEST:g}), and the step positive")


def _below(gram: list, metric: list, guess: float) -> Any:
    """μ with gram − μ·metric ⪰ 0, near ``guess``."""
    from flint import arb

    for slack in (2.0**-40, 2.0**-20, 2.0**-6):
        value = arb(guess * (1 - slack))
        gap = [[a - value * b for a, b in zip(*rows, strict=True)] for rows in zip(gram, metric, strict=True)]
        if guess > 0 and _definite(gap):
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


def _least(gram: list, Y: np.ndarray) -> Any:
    """A bound from below on σ_d(Y), 0 where none is proved."""
    from flint import arb

    if Y.shape[0] < Y.shape[1]:
        return arb(0)
    guess = float(np.linalg.svd(Y, compute_uv=False)[-1]) ** 2
    identity = [[arb(int(i == j)) for j in range(len(gram))] for i in range(len(gram))]
    try:
        return _below(gram, identity, guess).sqrt()
    except ValueError:
        return arb(0)


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


def _ball(values: np.ndarray) -> Any:
    from flint import arb, arb_mat

    return arb_mat([[arb(float(v)) for v in row] for row in values])


def _squared(zero: Any, values: np.ndarray) -> Any:
    from flint import arb

    return sum((arb(float(v)) ** 2 for v in values.ravel()), zero)


def _paired(left: Any, right: Any) -> Any:
    """tr(leftᵀ right)."""
    from flint import arb

    return sum((a * b for a, b in zip(left.entries(), right.entries(), strict=True)), arb(0))


def _root(ball: Any) -> Any:
    """The square root of a ball that holds a number ≥ 0, from above: a ball below zero by rounding counts as zero."""
    from flint import arb

    return arb(max(ball.upper(), arb(0))).sqrt()
