"""How many sweeps an aligned start needs: the κ¹ theorem as a number.

Mode i with α = ησ_i ≤ 1/4 and s² = ηx_i(0)² ≤ 1/2 (Y_0 = 0): N sweeps until (1 + 9α/28)^{2N} s² > 11α/4, then
k sweeps with (1 − 7α/8)^k ≤ 2ε; one phase of rate 1 − α if s² ≥ α. Then |x_iy_i − σ_i| ≤ εσ_i. Source: ours
(question left open by arXiv:2305.06927); reconstructed.
"""

from __future__ import annotations

import math


def mode_sweeps(alpha: float, start: float, epsilon: float) -> int:
    """Sweeps that the theorem allows one mode: α = ησ, ``start`` = ηx_0², relative accuracy ε. Order 1/α.

    >>> mode_sweeps(0.25, 0.01, 1e-8)
    100
    """
    for name, value, top in (("alpha", alpha, 0.25), ("start", start, 0.5), ("epsilon", epsilon, 1.0)):
        if not 0 < value <= top:
            raise ValueError(f"{name} must lie in (0, {top}], got {value}")
    if start >= alpha:
        return max(0, math.ceil(math.log(epsilon) / math.log1p(-alpha)))
    first = math.floor(math.log(11 * alpha / (4 * start)) / (2 * math.log1p(9 * alpha / 28))) + 1
    return first + max(0, math.ceil(math.log(2 * epsilon) / math.log1p(-7 * alpha / 8)))


def aligned_sweeps(step: float, spectrum: list[float], starts: list[float], epsilon: float) -> int:
    """Sweeps after which every mode of an aligned run is within ε of its singular value: the slowest mode decides.

    ``spectrum``: σ_1 … σ_r; ``starts``: the diagonal x_i(0) of X_0 = U diag(x) Qᵀ; η = ``step`` ≤ 1/(4σ_1).

    >>> aligned_sweeps(0.25, [1.0, 0.1], [0.1, 0.1], 1e-6) < 10 * aligned_sweeps(0.25, [1.0, 1.0], [0.1, 0.1], 1e-6)
    True
    """
    return max(mode_sweeps(step * s, step * x * x, epsilon) for s, x in zip(spectrum, starts, strict=True))
