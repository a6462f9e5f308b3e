"""Exact local spectrum of AGD and of gradient descent at an exact factorization X*Y*ᵀ = A.

The differential of XYᵀ intertwines a sweep with R ↦ (I − ηXXᵀ)R(I − ηYYᵀ), and the sweep is the identity on its kernel.
Source: ours, from the residual identity; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

Method = Literal["alternating", "simultaneous"]


@dataclass(frozen=True)
class LocalSpectrum:
    """``residual``: multipliers of the residual modes, ``unit``: how many more eigenvalues are 1 (the fibre).

    >>> spectrum = local_spectrum(np.array([[1.0]]), np.array([[1.0]]), 0.5)
    >>> spectrum.residual, spectrum.unit
    (array([0.25]), 1)
    """

    residual: np.ndarray
    unit: int

    @property
    def eigenvalues(self) -> np.ndarray:
        """All (m + n)d eigenvalues of the Jacobian of one sweep, increasing."""
        return np.sort(np.concatenate([self.residual, np.ones(self.unit)]))

    @property
    def rate(self) -> float:
        """max |multiplier|: the factor by which ‖R‖ shrinks a sweep, over all modes."""
        return float(np.abs(self.residual).max())

    @property
    def stable(self) -> bool:
        """Whether every residual mode contracts."""
        return self.rate < 1

    def __str__(self) -> str:
        return f"{len(self.residual)} residual modes, rate {self.rate:.6g}, {self.unit} unit eigenvalues"


def local_spectrum(
    X: np.ndarray, Y: np.ndarray, step: float, method: Method = "alternating", tolerance: float = 1e-24
) -> LocalSpectrum:
    """(1 − ηλ_i)(1 − ημ_j) over (λ_i, μ_j) ≠ (0, 0), λ = eig XXᵀ (m of them), μ = eig YYᵀ (n), and 1 for the rest of
    (m + n)d; ``simultaneous`` descent: 1 − η(λ_i + μ_j).

    X is m × d, Y is n × d; ``tolerance`` is relative to the largest λ or μ: below it a value, the square of a singular
    value known to 1e-16 or so, is zero. For the objective ½‖XYᵀ − A‖². Raises ValueError for other shapes, a step that is not
    positive, or X = Y = 0.

    >>> X, Y = np.diag([2.0, 1.0]), np.diag([2.0, 1.0])
    >>> local_spectrum(X, Y, 0.1).residual
    array([0.36, 0.54, 0.54, 0.81])
    """
    X, Y = np.asarray(X, dtype=float), np.asarray(Y, dtype=float)
    if X.ndim != 2 or Y.ndim != 2 or X.shape[1] != Y.shape[1]:
        raise ValueError(f"Y must be a matrix with as many columns as X, got shapes {X.shape} and {Y.shape}")
    if not step > 0:
        raise ValueError(f"step must be positive, got {step}")
    if method not in ("alternating", "simultaneous"):
        raise ValueError(f"method must be alternating or simultaneous, got {method!r}")
    lam, mu = _gram_spectrum(X), _gram_spectrum(Y)
    floor = tolerance * max(lam.max(), mu.max())
    if floor == 0:
        raise ValueError("X must not vanish together with Y")
    reached = (lam[:, None] > floor) | (mu[None, :] > floor)
    if method == "alternating":
        modes = (1 - step * lam)[:, None] * (1 - step * mu)[None, :]
    else:
        modes = 1 - step * (lam[:, None] + mu[None, :])
    residual = np.sort(modes[reached])
    return LocalSpectrum(residual, (len(lam) + len(mu)) * X.shape[1] - len(residual))


def scalar_stability(product: float, step: float, balance: float) -> bool:
    """Whether AGD is stable at x y = a with Σ = x² + y² = ``balance``: Σ > ηa² and η²a² − ηΣ + 2 > 0.

    A set, not a threshold: as η grows, stability is lost and can come back.

    >>> [scalar_stability(1.0, step, 9.0) for step in (0.1, 0.3, 5.0, 8.8, 9.5)]
    [True, False, False, True, False]
    """
    if balance < 2 * abs(product):
        raise ValueError(f"balance must be at least 2|product|, got {balance}")
    return balance > step * product**2 and step**2 * product**2 - step * balance + 2 > 0


def _gram_spectrum(factor: np.ndarray) -> np.ndarray:
    """The eigenvalues of F Fᵀ: squared singular values, padded with zeros to the number of rows."""
    values = np.linalg.svd(factor, compute_uv=False) ** 2
    return np.concatenate([values, np.zeros(len(factor) - len(values))])
