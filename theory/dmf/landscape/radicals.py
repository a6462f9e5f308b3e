"""Closed forms of the positive roots of s^(2L−2) − ηs^(L−2) + 1 = 0 for L = 2, 3, 4 (scaled: y = λ^(1/(2L−2))·η).

L = 2  s = √(η − 1)
L = 3  m = ∛(η²/16 + ρ) + ∛(η²/16 − ρ), ρ = √(η⁴/256 − 1/27);  s_± = (√(2m) ± √(2η/√(2m) − 2m))/2
L = 4  s = √z, z_k = 2√(η/3)·cos((arccos(−(3/(2η))√(3/η)) − 2πk)/3), k = 0 upper, 1 lower

Beyond, no radicals in general: `theory.dmf.landscape.galois`. Source: Cardano, Ferrari and Vieta, applied to equation (10) of
arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from typing import Any


def radical_roots(layers: int, eta: Any, digits: int = 50) -> list[Any]:
    """The positive roots, increasing, as mpmath numbers with ``digits`` digits; none below the existence threshold.

    Raises ValueError for other L: there is no formula.

    >>> [str(s)[:9] for s in radical_roots(3, "17/8")]
    ['0.5', '1.0561823']
    """
    import mpmath

    if layers not in (2, 3, 4):
        raise ValueError(f"layers must be 2, 3 or 4 for a formula in radicals, got {layers}")
    with mpmath.workdps(digits + 10):
        num, _, den = str(eta).partition("/")
        y = mpmath.mpf(num) / mpmath.mpf(den or 1)
        if not y > 0:
            raise ValueError(f"eta must be positive, got {eta}")
        if layers == 2:
            return [mpmath.sqrt(y - 1)] if y > 1 else []
        if layers == 4:
            if 4 * y**3 < 27:
                return []
            angle = mpmath.acos(-(3 / (2 * y)) * mpmath.sqrt(3 / y))
            z = [2 * mpmath.sqrt(y / 3) * mpmath.cos((angle - 2 * mpmath.pi * k) / 3) for k in (1, 0)]
            return [mpmath.sqrt(v) for v in z]
        if 27 * y**4 < 256:
            return []
        rho = mpmath.sqrt(y**4 / 256 - mpmath.mpf(1) / 27)
        big = mpmath.cbrt(y**2 / 16 + rho)
        m = big + 1 / (3 * big)
        a = mpmath.sqrt(2 * m)
        gap = mpmath.sqrt(max(2 * y / a - 2 * m, mpmath.mpf(0)))
        return [(a - gap) / 2, (a + gap) / 2]
