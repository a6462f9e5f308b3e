"""Exact local spectrum of AGD and of gradient descent where X*Y*ᵀ = A_d is the best approximation of A with d columns.

Let X, Y have rank d, M = XᵀX, N = YᵀY, and let A leave the singular values σ_k over, k > d. The differential of a sweep splits.
Inside both frames of A_d it has the multipliers of an exact factorization of A_d. Outside, the rows a of X along u_k and b of
Y along v_k move by

    a⁺ = a(I − ηN) + ησ_k b,      b⁺ = b(I − ηM) + ησ_k a⁺      (simultaneous descent: a in the place of a⁺),

so that at a balanced point with small steps the slowest multiplier is about 1 − η(σ_d − σ_{d+1}): the gap takes the place of
σ_d. With σ_k = 0 for all k it is the spectrum of `local_spectrum`. Source: ours; reconstructed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from theory.agd.local_spectrum import LocalSpectrum, Method


def truncated_spectrum(
    X: np.ndarray, Y: np.ndarray, left_over: Sequence[float] | np.ndarray, step: float, method: Method = "alternating"
) -> LocalSpectrum:
    """The (m + n)d eigenvalues of the Jacobian of one sweep at X (m × d), Y (n × d), both of rank d, with XYᵀ = A_d:
    ``residual`` holds (1 − ηλ_i)(1 − ημ_j) for i, j ≤ d and the modes outside the frames, ``unit`` the d² of the fibre.

    ``left_over``: σ_{d+1}(A), σ_{d+2}(A), …, min(m, n) − d of them, zeros included. Modes outside are complex only where
    ημ_j > 1. Raises ValueError for other shapes, factors that lack rank d, or a step that is not positive.

    >>> one = np.array([[1.0], [0.0]])                       # A = diag(1, ½), d = 1: outside, z² − (2p + η²σ²)z + p² = 0
    >>> truncated_spectrum(one, one, [0.5], 0.1).residual.round(6)
    array([0.81    , 0.853799, 0.948701])
    """
    X, Y, values = np.asarray(X, dtype=float), np.asarray(Y, dtype=float), np.asarray(left_over, dtype=float)
    if X.ndim != 2 or Y.ndim != 2 or X.shape[1] != Y.shape[1]:
        raise ValueError(f"Y must be a matrix with as many columns as X, got shapes {X.shape} and {Y.shape}")
    (m, d), n = X.shape, len(Y)
    if values.shape != (min(m, n) - d,):
        raise ValueError(f"left_over must list min(m, n) − d = {min(m, n) - d} singular values, got {values.size}")
    if not step > 0:
        raise ValueError(f"step must be positive, got {step}")
    if method not in ("alternating", "simultaneous"):
        raise ValueError(f"method must be alternating or simultaneous, got {method!r}")
    if min(np.linalg.matrix_rank(X), np.linalg.matrix_rank(Y)) < d:
        raise ValueError(f"X and Y must have rank d = {d}")
    M, N, eye = X.T @ X, Y.T @ Y, np.eye(d)
    P, Q = eye - step * N, eye - step * M
    both = step * np.outer(np.linalg.eigvalsh(M), np.ones(d)), step * np.outer(np.ones(d), np.linalg.eigvalsh(N))
    inside = (1 - both[0]) * (1 - both[1]) if method == "alternating" else 1 - both[0] - both[1]
    blocks = np.array([_outside(P, Q, step * value, method) for value in values]).reshape(-1, 2 * d, 2 * d)
    modes = [inside.ravel(), np.linalg.eigvals(blocks).ravel()]
    modes += [np.linalg.eigvalsh(P if m > n else Q)] * abs(m - n)
    residual = np.concatenate(modes)
    return LocalSpectrum(np.sort(residual.real if np.abs(residual.imag).max() == 0 else residual), d * d)


def _outside(P: np.ndarray, Q: np.ndarray, coupling: float, method: Method) -> np.ndarray:
    """The step of (a, b)ᵀ for one σ_k, ``coupling`` = ησ_k."""
    cross = coupling * np.eye(len(P))
    if method == "simultaneous":
        return np.block([[P, cross], [cross, Q]])
    return np.block([[P, cross], [coupling * P, Q + coupling**2 * np.eye(len(P))]])
