"""The solvers once more as plain NumPy loops, written from the formulas of their papers and of the spec pages.

Nothing here imports the package: matrices are dense, one run at a time, no batch axis. ``G`` is a function that
returns ∇f(M) (Hermitian for symmetric problems), ``f`` the value, ``A`` a dense matrix where a method needs it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.linalg import inv, norm, pinv

Array = Any


def bilinear_gradient(G: Callable[[Array], Array], X: Array, Y: Array) -> tuple[Array, Array]:
    g = G(X @ Y.conj().T)
    return g @ Y, g.conj().T @ X


def gradient_descent(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    for _ in range(steps):
        if len(point) == 1:
            (Y,) = point
            point = (Y - eta * 2 * G(Y @ Y.conj().T) @ Y,)
        else:
            gx, gy = bilinear_gradient(G, *point)
            point = (point[0] - eta * gx, point[1] - eta * gy)
    return point


def alternating(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    X, Y = point
    for _ in range(steps):
        X = X - eta * G(X @ Y.conj().T) @ Y
        Y = Y - eta * G(X @ Y.conj().T).conj().T @ X
    return X, Y


def nesterov(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    previous = point
    for k in range(steps):
        beta = k / (k + 3)
        ahead = tuple(x + beta * (x - p) for x, p in zip(point, previous, strict=True))
        previous, point = point, gradient_descent(G, f, A, ahead, 1, eta)
    return point


def scaled(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float, shift: Any = lambda value: 0.0) -> Any:
    for _ in range(steps):
        first, last = point[0], point[-1]
        lam = shift(f(first @ last.conj().T))
        eye = np.eye(first.shape[1], dtype=first.dtype)
        if len(point) == 1:
            point = (first - eta * 2 * G(first @ first.conj().T) @ first @ inv(first.conj().T @ first + lam * eye),)
        else:
            gx, gy = bilinear_gradient(G, first, last)
            to_left, to_right = inv(last.conj().T @ last + lam * eye), inv(first.conj().T @ first + lam * eye)
            point = (first - eta * gx @ to_left, last - eta * gy @ to_right)
    return point


def damped(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    return scaled(G, f, A, point, steps, eta, lambda value: 0.3)


def preconditioned(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    return scaled(G, f, A, point, steps, eta, np.sqrt)


def least_squares(operator: Array, b: Array, point: Any, steps: int) -> Any:
    """``operator`` (K, m·n) acts on the rows of M one after the other; both blocks by the pseudo-inverse."""
    X, Y = point
    for _ in range(steps):
        X = (pinv(operator @ np.kron(np.eye(len(X)), Y.conj())) @ b).reshape(X.shape)
        Y = (pinv(operator @ np.kron(X, np.eye(len(Y)))) @ b).reshape(Y.shape[::-1]).conj().T
    return X, Y


def udu(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float, columnwise: bool = False) -> Any:
    U, lam = point
    for _ in range(steps):
        g = G(U @ np.diag(lam) @ U.conj().T)
        new = U - 2 * eta * g @ U @ np.diag(lam)
        lam = np.maximum(lam - eta * np.real(np.diag(U.conj().T @ g @ U)), 0)
        U = into_ball(new, columnwise)
    return U, lam


def udu_columnwise(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    return udu(G, f, A, point, steps, eta, columnwise=True)


def udv(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float, free: bool = False) -> Any:
    U, d, V = point
    for _ in range(steps):
        g = G(U @ np.diag(d) @ V.conj().T)
        U, V, d = (
            into_ball(U - eta * g @ V @ np.diag(d)),
            into_ball(V - eta * g.conj().T @ U @ np.diag(d)),
            d - eta * np.real(np.diag(U.conj().T @ g @ V)),
        )
        d = d if free else np.maximum(d, 0)
    return U, d, V


def udv_free(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    return udv(G, f, A, point, steps, eta, free=True)


def into_ball(U: Array, columnwise: bool = False) -> Array:
    if columnwise:
        return U / np.maximum(1, norm(U, axis=0))
    return U / max(1, norm(U))


def direction_magnitude(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    """Spec page dmd, 2.1: grad_X = 2GXΘ made tangent by subtracting X·sym, polar retraction, Θ with the new X."""
    X, T = point
    for _ in range(steps):
        g = 2 * G(X @ T @ X.conj().T) @ X @ T
        g = g - X @ (X.conj().T @ g + g.conj().T @ X) / 2
        U, _, Vh = np.linalg.svd(X - eta * g, full_matrices=False)
        X = U @ Vh
        T = T - 2.0 * X.conj().T @ G(X @ T @ X.conj().T) @ X
    return X, T


def direction_magnitude_qr(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    """The same with the Q factor whose R has a positive diagonal."""
    X, T = point
    for _ in range(steps):
        g = 2 * G(X @ T @ X.conj().T) @ X @ T
        Q, R = np.linalg.qr(X - eta * (g - X @ (X.conj().T @ g + g.conj().T @ X) / 2))
        X = Q * (np.diag(R) / np.abs(np.diag(R)))
        T = T - 2.0 * X.conj().T @ G(X @ T @ X.conj().T) @ X
    return X, T


def scaled_direction(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float, c: float = 0.5) -> Any:
    """Spec page dmd, 2.3 with AX − XB written as −(I − XXᵀ)GX/c, c = 2·scale; c is passed per problem."""
    X, T = point
    for _ in range(steps):
        D = -G(X @ T @ X.conj().T) @ X / c
        D = D - X @ (X.conj().T @ D)
        delta = 1e-12 * np.trace(T @ T).real / len(T)
        U, _, Vh = np.linalg.svd(X + eta * D @ T @ inv(T @ T + delta * np.eye(len(T))), full_matrices=False)
        X = U @ Vh
        T = T - 2.0 * X.conj().T @ G(X @ T @ X.conj().T) @ X
    return X, T


def two_sided(G: Any, f: Any, A: Any, point: Any, steps: int, eta: float) -> Any:
    """Spec page dmd, 2.3: Riemannian steps on both sides at once, SVD polar factors, Θ with the new X and Y."""
    X, T, Y = point
    for _ in range(steps):
        g = G(X @ T @ Y.conj().T)
        sides = []
        for Z, slope in ((X, g @ Y @ T.conj().T), (Y, g.conj().T @ X @ T)):
            slope = slope - Z @ (Z.conj().T @ slope + slope.conj().T @ Z) / 2
            U, _, Vh = np.linalg.svd(Z - eta * slope, full_matrices=False)
            sides.append(U @ Vh)
        X, Y = sides
        T = T - X.conj().T @ G(X @ T @ Y.conj().T) @ Y
    return X, T, Y


def recursive(G: Any, f: Any, A: Array, point: Any, steps: int, eta: float) -> Any:
    """Spec page dmd, 2.2, fixed mode, first stage only (five steps do not finish it)."""
    X, T = point
    x, size = X[:, 0], norm(A, 2)
    for _ in range(steps):
        b = np.real(x.conj() @ A @ x)
        x = x + eta / size**2 * b * (A @ x - b * x)
        x = x / norm(x)
    first = np.zeros_like(X)
    first[:, 0] = x
    theta = np.zeros_like(T)
    theta[0, 0] = np.real(x.conj() @ A @ x)
    return first, theta


def deep_gradient(factors: list[Array], Y: Array, ridge: Array, fit: float) -> list[Array]:
    out = []
    for l in range(len(factors)):
        left, right = np.eye(Y.shape[0]), np.eye(Y.shape[1])
        for w in reversed(factors[l + 1 :]):
            left = left @ w
        for w in factors[:l]:
            right = w @ right
        R = left @ factors[l] @ right - Y
        out.append(2 * fit * left.T @ R @ right.T + 2 * ridge[l] * factors[l])
    return out


def deep_gradient_descent(factors: list[Array], Y: Array, ridge: Array, fit: float, steps: int, eta: float) -> Any:
    for _ in range(steps):
        slopes = deep_gradient(factors, Y, ridge, fit)
        factors = [w - eta * g for w, g in zip(factors, slopes, strict=True)]
    return factors


def deep_alternating(factors: list[Array], Y: Array, ridge: Array, fit: float, steps: int, eta: float) -> Any:
    factors = list(factors)
    for _ in range(steps):
        for l in range(len(factors)):
            factors[l] = factors[l] - eta * deep_gradient(factors, Y, ridge, fit)[l]
    return factors


def deep_nesterov(factors: list[Array], Y: Array, ridge: Array, fit: float, steps: int, eta: float) -> Any:
    previous = factors
    for k in range(steps):
        ahead = [w + k / (k + 3) * (w - p) for w, p in zip(factors, previous, strict=True)]
        previous, factors = factors, deep_gradient_descent(ahead, Y, ridge, fit, 1, eta)
    return factors
