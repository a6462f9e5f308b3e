"""Gaussian sensing of a small positive semidefinite matrix: direction-magnitude descent and Burer–Monteiro, one draw at a time.

Plain numpy loops, so that a hundred draws cost seconds; a test compares them with the solvers of ``numerics``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[Any]

SIZE, RANK, CONDITION, COLUMNS, GOAL = 10, 2, 2.0, 4, 1e-6


@dataclass(frozen=True)
class Sensing:
    """f(X) = ¼Σ_k(⟨A_k, X⟩ − ⟨A_k, A⟩)², A ⪰ 0 with eigenvalues 1, 1/κ and A_k the symmetric part of N(0, 1/K) entries, flat
    (K, m²); f has the mean ¼‖X − A‖². ``curvature`` is ½𝒜*𝒜, (m², m²)."""

    sensors: Array
    curvature: Array
    A: Array
    rng: Any

    @classmethod
    def draw(cls, seed: int, measurements: int) -> Sensing:
        """One draw of everything."""
        import numpy as np

        rng = np.random.default_rng(seed)
        Q = np.linalg.qr(rng.standard_normal((SIZE, RANK)))[0]
        A = (Q * np.array([1.0, 1 / CONDITION])) @ Q.T
        drawn = rng.standard_normal((measurements, SIZE, SIZE)) / measurements**0.5
        sensors = ((drawn + drawn.transpose(0, 2, 1)) / 2).reshape(measurements, -1)
        return cls(sensors, sensors.T @ sensors / 2, A, rng)

    def gradient(self, X: Array) -> Array:
        """½𝒜*𝒜(X − A), (…, m, m)."""
        found: Array = ((X - self.A).reshape(*X.shape[:-2], -1) @ self.curvature).reshape(X.shape)
        return found

    def error(self, X: Array) -> Array:
        """‖X − A‖/‖A‖, (…)."""
        import numpy as np

        found: Array = np.linalg.norm(X - self.A, axis=(-2, -1)) / np.linalg.norm(self.A)
        return found


def direction_magnitude(problem: Sensing, steps: int, step: float = 0.5, columns: int = COLUMNS) -> int | None:
    """Steps to relative error 1e-6, None beyond ``steps``: Haar X_0, Θ_0 = 0, polar retraction, magnitude step 2."""
    import numpy as np

    X, Theta = np.linalg.qr(problem.rng.standard_normal((SIZE, columns)))[0], np.zeros((columns, columns))
    for t in range(steps + 1):
        product = X @ Theta @ X.T
        if problem.error(product) <= GOAL:
            return t
        slope = 2 * problem.gradient(product) @ X @ Theta
        inner = X.T @ slope
        slope -= X @ (inner + inner.T) / 2
        values, vectors = np.linalg.eigh(np.eye(columns) + step**2 * slope.T @ slope)
        X = (X - step * slope) @ (vectors / np.sqrt(values)) @ vectors.T
        Theta = Theta - 2 * X.T @ problem.gradient(X @ Theta @ X.T) @ X
        Theta = (Theta + Theta.T) / 2
    return None


def burer_monteiro(problem: Sensing, steps: int, pairs: Sequence[tuple[float, float]], columns: int = COLUMNS) -> int | None:
    """Steps to relative error 1e-6 of Y − 2ηGY for the first of ``pairs`` (η, ‖Y_0‖) that gets there, None beyond
    ``steps``; one Gaussian direction of Y_0 for all."""
    import numpy as np

    lengths, sizes = (np.array(part)[:, None, None] for part in zip(*pairs, strict=True))
    start = problem.rng.standard_normal((SIZE, columns))
    Y = sizes * (start / np.linalg.norm(start))
    for t in range(steps + 1):
        product = Y @ Y.swapaxes(-1, -2)
        error = problem.error(product)
        if error.min() <= GOAL:
            return t
        following = Y - 2 * lengths * problem.gradient(product) @ Y
        Y = np.where(error[:, None, None] < 1e3, following, 0.0)  # one that grows without bound stands still at 0
    return None


STEPS, STARTS = (0.2, 0.4, 0.8), (0.1, 0.3, 1.0)
GRID = tuple((step, size) for step in STEPS for size in STARTS)
"""Steps of Burer–Monteiro (‖A‖ = 1: for f = ¼‖·‖² stable below 1) and sizes of its start."""
