"""How small trailing columns become, and for which radii: minimal ‖D‖, suppression, the window of α, times and regions.

Everything for the solvable model with aligned starts; formulas from the balance law. Source: ours, for arXiv:2501.16322 v2;
reconstructed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

DENORMAL = {"float64": 744.4, "float32": 103.3}
"""−log of the smallest positive number of a format."""


def schatten(mu: Sequence[float]) -> float:
    """‖X‖_{S2/3} = (Σ μ^(2/3))^(3/2).

    >>> round(schatten((1, 2, 3)), 6)
    10.083804
    """
    return math.fsum(abs(value) ** (2 / 3) for value in mu) ** 1.5


def minimal_magnitudes(mu: Sequence[float], radius: float = 1.0) -> tuple[list[float], list[float]]:
    """(λ_i, ‖u_i‖²) of the smallest D that represents X with ‖U‖ ≤ radius: λ_i = μ_i^(1/3) Σμ^(2/3)/α².

    >>> lam, p = minimal_magnitudes((1, 2, 3))
    >>> round(math.hypot(*lam), 6), round(sum(p), 12)
    (10.083804, 1.0)
    """
    total = math.fsum(value ** (2 / 3) for value in mu) / radius**2
    lam = [value ** (1 / 3) * total for value in mu]
    return lam, [value / size for value, size in zip(mu, lam, strict=True)]


def suppression_bound(mu: Sequence[float], start: float = 1.0, radius: float = 1.0) -> float:
    """A lower bound for E = ∫ν once modes ``mu`` are learnt by one column each from D_0 = ``start``·I and a small U_0:
    E ≥ (‖X‖²_{S2/3}/α⁴ − k·start²)/α² − 1/2.

    >>> round(suppression_bound((1, 2, 3)), 2)
    98.18
    """
    return (schatten(mu) ** 2 / radius**4 - len(mu) * start**2) / radius**2 - 0.5


def critical_radius(mu: Sequence[float], start: float = 1.0) -> float:
    """α_c: from D_0 = ``start``·I the ball stays inactive iff α ≥ α_c (aligned small starts, one column a mode).

    α_c² = Σ μ_i/λ_i with 2λ_i³ − 2·start²·λ_i = μ_i.

    >>> round(critical_radius((1, 2)), 6), round(critical_radius((1, 2, 3)), 6)
    (1.532659, 2.108386)
    """
    return math.sqrt(math.fsum(value / _free_limit(value, -2 * start**2) for value in mu))


def _free_limit(mu: float, balance: float) -> float:
    """The positive root of 2λ³ + bλ = μ > 0 with b + 2λ² > 0, by bisection."""
    low = math.sqrt(max(-balance, 0.0) / 2)
    high = low + abs(mu) + 1 + abs(balance)
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if 2 * middle**3 + balance * middle > mu else (middle, high)
    return (low + high) / 2


def free_limit(mu: float, norm: float, magnitude: float) -> float:
    """n = r = 1, no ball: where λ ends from p_0 = ``norm``, λ_0 = ``magnitude`` (b = p_0 − 2λ_0² is conserved).

    μ > 0: the root of 2λ³ + bλ = μ; μ < 0: √(−b/2) for b < 0, and 0 for b ≥ 0.

    >>> round(free_limit(2.0, 1e-12, 1.0), 6) == round(_free_limit(2.0, -2.0), 6)
    True
    """
    balance = norm - 2 * magnitude**2
    if mu > 0:
        return _free_limit(mu, balance)
    return math.sqrt(-balance / 2) if balance < 0 else 0.0


def death_time(mu: float, norm: float, magnitude: float) -> float:
    """When λ hits 0 for μ < 0 and b = p_0 − 2λ_0² > 0: ∫_0^λ0 dx/[(b + 2x²)(|μ| + bx + 2x³)].

    Raises ValueError where it never does.

    >>> 0 < death_time(-1.0, 4.0, 1.0) < 1
    True
    """
    import mpmath

    balance = norm - 2 * magnitude**2
    if mu >= 0 or balance <= 0:
        raise ValueError(f"lambda reaches 0 only for mu < 0 and norm > 2·magnitude², got mu = {mu:g}, b = {balance:g}")
    speed = lambda x: 1 / ((balance + 2 * x * x) * (abs(mu) + balance * x + 2 * x**3))  # noqa: E731
    return float(mpmath.quad(speed, [0, magnitude]))


def dies(mu: Sequence[float], u: Sequence[float], magnitude: float) -> bool:
    """Linear f = −⟨A, X⟩, no ball: the column dies iff λ_0 < ``death_threshold`` (with equality λ tends to 0 and is never 0).

    For the quadratic f this region is contained in the true one.

    >>> dies((1.0, -1.0), (0.1, 2.0), 1.0), dies((1.0, -1.0), (1.0, 2.0), 1.0)
    (True, False)
    """
    return 0 < magnitude < death_threshold(mu, u)


def death_threshold(mu: Sequence[float], u: Sequence[float]) -> float:
    """The λ_0 with 2λ_0² = max_{τ≥0} Σ u_i²(1 − e^(4μ_iτ)), concave in τ; for μ = (m, −m): (|u_2| − |u_1|)/√2 if positive.

    >>> round(death_threshold((1.0, -1.0), (0.5, 2.0)) * 2**0.5, 12)
    1.5
    """
    def slope(tau: float) -> float:
        return -4 * math.fsum(m * x * x * math.exp(min(4 * m * tau, 700.0)) for m, x in zip(mu, u, strict=True))

    if slope(0.0) <= 0:
        return 0.0
    high = 1.0
    while slope(high) > 0 and high < 1e6:
        high *= 2
    low = 0.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) > 0 else (low, middle)
    best = math.fsum(x * x * -math.expm1(4 * m * low) for m, x in zip(mu, u, strict=True))
    return math.sqrt(best / 2)


def trap_depth(mu: Sequence[float], radius: float, start: float = 1.0) -> float:
    """How deep the column of the second mode sinks, in powers of e, while the first is learnt, from an aligned start.

    Deeper than 744 (float64; 103 in float32) the run parks at the saddle for ever. For the flow, within 2 % of small steps;
    from a start that is not aligned the first column carries a trailing part, which sinks about 30 % less.

    max_s (μ_1²/α⁶)(1 − e^(−s)(1 − l_0α²/μ_1))² − l_0²/α² − 2l_0μ_2 s/α⁴.

    >>> [round(trap_depth((2, 1), radius)) for radius in (0.5, 0.4, 0.3)]
    [137, 649, 4306]
    """
    first, second = mu[0], mu[1]

    def depth(s: float) -> float:
        grown = 1 - math.exp(-s) * (1 - start * radius**2 / first)
        return first**2 / radius**6 * grown**2 - start**2 / radius**2 - 2 * start * second * s / radius**4

    return max(depth(k / 200) for k in range(4001))
