"""A random point on a critical orbit.

    W_l = λ_l^(−1/2) U_l diag(σ) U_{l−1}ᵀ,   U_0 = V_Y Q, U_L = U_Y Q (active columns), U_l ∈ St(r, d_l) uniform,

where Y = U_Y diag(y) V_Yᵀ and Q rotates inside each group of equal singular values, uniformly.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from theory.dmf.landscape.roots import Mode
from theory.dmf.landscape.setting import Setting


def representative(setting: Setting, codes: Sequence[int], modes: Sequence[Mode], seed: int | None = None) -> list[np.ndarray]:
    """W_1, …, W_L (W_l is d_l × d_{l−1}, float64) with ∇F(W) = 0 to rounding.

    Args:
        setting: widths, weights and singular vectors.
        codes: by position in the spectrum, 0 where the mode is inactive.
        modes: the active modes in that order.

    >>> from theory.dmf import Landscape
    >>> landscape = Landscape((2, 3, 2), spectrum=(5, 3), ridge=1)             # σ² = y − 1 at L = 2, λ_l = 1
    >>> first, second = landscape.orbits()[0].representative(seed=1)
    >>> bool(np.allclose(second @ first, np.diag([4, 2])))
    True
    """
    rng = np.random.default_rng(seed)
    left, _, right = setting.singular_vectors
    inner = _rotations(setting, codes, rng)
    frames = [_columns(right, inner)]
    frames += [_uniform_frame(rng, d, len(modes)) for d in setting.widths[1:-1]]
    frames += [_columns(left, inner)]
    sigma = np.array([float(mode.x(96).sqrt()) for mode in modes])
    scales = [float(weight) ** -0.5 for weight in setting.weights]
    return [scale * (frames[l] * sigma) @ frames[l - 1].T for l, scale in enumerate(scales, start=1)]


def _rotations(setting: Setting, codes: Sequence[int], rng: np.random.Generator) -> list[tuple[int, np.ndarray]]:
    """For each used group: first position (0-based) and the n × c frame Q of its active modes."""
    found = []
    for group in setting.classifier.tree.groups:
        here = codes[group.first - 1 : group.first - 1 + group.count]
        if any(here):
            found.append((group.first - 1, _uniform_frame(rng, group.count, sum(code > 0 for code in here))))
    return found


def _columns(basis: np.ndarray, inner: Sequence[tuple[int, np.ndarray]]) -> np.ndarray:
    parts = [basis[:, first : first + len(rotation)] @ rotation for first, rotation in inner]
    return np.hstack(parts) if parts else np.zeros((len(basis), 0))


def _uniform_frame(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Orthonormal columns, uniform on the Stiefel manifold."""
    q, r = np.linalg.qr(rng.standard_normal((rows, columns)))
    return np.asarray(q * np.where(np.diagonal(r) < 0, -1.0, 1.0))
