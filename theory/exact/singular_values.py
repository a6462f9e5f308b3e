"""Singular values of a float matrix with a proved error.

With a computed A ≈ U diag(s) Vᵀ, ε_U ≥ ‖UᵀU − I‖, ε_V ≥ ‖VᵀV − I‖ and E ≥ ‖A − U diag(s) Vᵀ‖_F,

    |σ_i(A) − s_i| ≤ E + s_1 (ε_U + ε_V),

by Weyl and s_i √((1−ε_U)(1−ε_V)) ≤ σ_i(U diag(s) Vᵀ) ≤ s_i √((1+ε_U)(1+ε_V)). E, ε_U, ε_V are computed in float64 and
enlarged by the rounding of their own computation: a product with inner dimension k is off by at most γ|A||B| entrywise,
γ = (k + 4)u/(1 − (k + 4)u), u = 2^−53, in any order of summation.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from theory.exact.matrix_file import LoadedMatrix

UNIT = 2.0**-53


@dataclass(frozen=True)
class SingularValues:
    """Decreasing singular values, orthonormal vectors (columns), and |true − values| ≤ error."""

    left: np.ndarray
    values: np.ndarray
    right: np.ndarray
    error: Fraction


def singular_values(matrix: LoadedMatrix) -> SingularValues:
    """The thin singular value decomposition with its error, a posteriori.

    >>> found = singular_values(LoadedMatrix(np.diag([4.0, 1.0]), rounded=False))
    >>> found.values.tolist(), 0 < found.error < 1e-13
    ([4.0, 1.0], True)
    """
    entries = matrix.entries
    scale = 2.0 ** np.frexp(np.abs(entries).max(initial=0.0))[1]  # exact; keeps squares in range
    scaled = entries / scale
    try:
        left, values, right = np.linalg.svd(scaled, full_matrices=False)
    except np.linalg.LinAlgError:
        raise ValueError(
            "matrix must have a computable singular value decomposition, LAPACK did not converge"
        ) from None
    residual = scaled - (left * values) @ right
    rounding = _gamma(len(values)) * (np.abs(scaled) + (np.abs(left) * values) @ np.abs(right))
    error = _norm(residual) + _norm(rounding) + values.max(initial=0.0) * (_skew(left.T) + _skew(right))
    if matrix.rounded:
        error += UNIT * _norm(scaled)
    error = error * (1 + 2.0**-10) + 2.0**-900  # rounding of the norms themselves; underflow
    return SingularValues(left, values * scale, right.T, Fraction(error) * Fraction(scale))


def _skew(rows: np.ndarray) -> float:
    """Upper bound on ‖rows·rowsᵀ − I‖_F."""
    gram = rows @ rows.T - np.eye(len(rows))
    return _norm(gram) + _gamma(rows.shape[1]) * (_norm(np.abs(rows) @ np.abs(rows.T)) + len(rows) ** 0.5)


def _gamma(terms: int) -> float:
    return (terms + 4) * UNIT / (1 - (terms + 4) * UNIT)


def _norm(matrix: np.ndarray) -> float:
    return float(np.linalg.norm(matrix))
