"""Singular values of a float matrix with a proved error.

With a computed A ≈ U diag(s) Vᵀ, ε_U ≥ ‖UᵀU − I‖, ε_V ≥ ‖VᵀV − I‖ and E ≥ ‖A − U diag(s) Vᵀ‖, spectral norms,

    |σ_i(A) − s_i| ≤ E + s_1 (ε_U + ε_V),

by Weyl and s_i √((1−ε_U)(1−ε_V)) ≤ σ_i(U diag(s) Vᵀ) ≤ s_i √((1+ε_U)(1+ε_V)). E, ε_U, ε_V are computed in float64 and
enlarged by the rounding of their own computation: a product with inner dimension k is off by at most γ|A||B| entrywise,
γ = (k + 4)u/(1 − (k + 4)u), u = 2^−53, in any order of summation. An error that is at most F ≥ 0 entrywise has a norm of at
most ‖F‖, and ‖F‖² is the largest eigenvalue of FᵀF, which vectors bound and no product of matrices is needed for: it is at
most max_i (FᵀF x)_i/x_i for every x > 0 (Collatz 1942, Wielandt 1950).
"""

from __future__ import annotations

from collections.abc import Callable
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
    size, spare = _norm(scaled), left * values
    residual = spare @ right
    error = _norm(np.subtract(scaled, residual, out=residual))
    # fresh memory costs as much as a product: absolute values take the place of what is done with
    entrywise = np.abs(scaled, out=scaled), np.abs(left, out=spare), np.abs(right, out=residual[: len(values)])
    error += _gamma(len(values)) * _absolute_product(*entrywise, values)
    gram = scaled[: len(values), : len(values)]
    error += values.max(initial=0.0) * (_skew(left.T, entrywise[1].T, gram) + _skew(right, entrywise[2], gram))
    if matrix.rounded:
        error += UNIT * size
    error = error * (1 + 2.0**-10) + 2.0**-900  # rounding of the norms themselves; underflow
    return SingularValues(left, values * scale, right.T, Fraction(error) * Fraction(scale))


def largest_eigenvalue(apply: Callable[[np.ndarray], np.ndarray], size: int) -> float:
    """An upper bound, but for rounding, on the largest eigenvalue of a symmetric matrix M ≥ 0 that ``apply`` multiplies by:
    max (M x)_i/x_i, x one step of the power method from (1, …, 1), raised where it is small.

    >>> largest_eigenvalue(np.array([[2.0, 1.0], [1.0, 2.0]]).__matmul__, 2)
    3.0
    """
    x = apply(np.ones(size))
    top = x.max()
    if not top:
        return 0.0
    x += 2.0**-20 * top
    return float((apply(x) / x).max())


def _absolute_product(entries: np.ndarray, left: np.ndarray, right: np.ndarray, values: np.ndarray) -> float:
    """Upper bound on ‖F‖, F = entries + left diag(values) right, of matrices ≥ 0."""

    def squared(x: np.ndarray) -> np.ndarray:
        image = entries @ x + left @ (values * (right @ x))
        return image @ entries + (values * (image @ left)) @ right

    return largest_eigenvalue(squared, entries.shape[1]) ** 0.5


def _skew(rows: np.ndarray, entrywise: np.ndarray, gram: np.ndarray) -> float:
    """Upper bound on ‖rows·rowsᵀ − I‖; ``entrywise`` = |rows|, and ``gram`` is overwritten."""
    np.matmul(rows, rows.T, out=gram)
    np.einsum("ii->i", gram)[...] -= 1
    grown = largest_eigenvalue(lambda x: entrywise @ (x @ entrywise), len(rows))
    return _norm(gram) + _gamma(rows.shape[1]) * (grown + 1)


def _gamma(terms: int) -> float:
    return (terms + 4) * UNIT / (1 - (terms + 4) * UNIT)


def _norm(matrix: np.ndarray) -> float:
    return float(np.linalg.norm(matrix))
