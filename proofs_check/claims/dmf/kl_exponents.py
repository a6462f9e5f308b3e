"""Kurdyka–Łojasiewicz exponents at degenerate points: 2/3 at a double root (L ≥ 3), 3/4 at y = √λ (L = 2).

Along the kernel F − F_0 ~ δ³, ‖∇F‖ ~ δ² at a double root, and δ⁴, δ³ at L = 2: exponent 2/3 and 3/4 (1/2 where the Hessian is
nondegenerate). Exact rational values at δ = 2⁻²⁰ and 2⁻²¹; the cubic coefficient itself is proved (dmf-double-root-inflection).
Source: ours, for the points of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, log2, prod
from random import Random

from proofs_check.claim import Claim, Source
from proofs_check.numeric_probe import Comparison, NumericProbe


def chain(rng: Random) -> tuple[list[Fraction], list[Fraction], Fraction, Fraction]:
    """(ρ_l, λ_l, y, w), Π ρ_l = 1, λ_l = c/ρ_l²: the factors ρ_l w are a double root (L ≥ 3) or 0 at y = √λ (L = 2)."""
    layers = rng.randint(2, 5)
    ratios = [Fraction(rng.randint(1, 4), rng.randint(1, 3)) for _ in range(layers - 1)]
    ratios.append(1 / Fraction(prod(ratios)))
    w = Fraction(rng.randint(2, 6), rng.randint(2, 4))
    if layers == 2:
        return ratios, [w / ratio**2 for ratio in ratios], w, Fraction(0)
    c = w ** (2 * layers - 2) * Fraction(layers, layers - 2)
    return ratios, [c / ratio**2 for ratio in ratios], w**layers + c * w ** (2 - layers), w


def measure(seed: int) -> Comparison:
    """Orders of F − F_0 and ‖∇F‖ between δ and δ/2 along the balanced shift of the mode, and their quotient."""
    ratios, ridge, y, w = chain(Random(seed))
    layers = len(ridge)

    def value(shift: Fraction) -> tuple[Fraction, Fraction]:
        """F and ‖∇F‖² at the factors ρ_l (w + δ)."""
        factors = [ratio * (w + shift) for ratio in ratios]
        gap = prod(factors) - y
        loss = gap**2 + sum(weight * f**2 for weight, f in zip(ridge, factors, strict=True))
        others = [prod(factors[:k] + factors[k + 1 :]) for k in range(layers)]
        slope = [2 * gap * other + 2 * weight * f for weight, f, other in zip(ridge, factors, others, strict=True)]
        return loss, sum((g * g for g in slope), Fraction(0))

    base, (big, steep), (half, flat) = (value(Fraction(k, 2**21)) for k in (0, 2, 1))
    orders = [log2(abs(big - base[0]) / abs(half - base[0])), log2(steep / flat) / 2]
    predicted = [3.0, 2.0, 2 / 3] if layers > 2 else [4.0, 3.0, 3 / 4]
    relative = 2.0**-20 * comb(2 * layers, layers) / min(float(w) or 1.0, 1.0)  # the next coefficient over the first, times δ
    return Comparison(label=f"λ = {', '.join(map(str, ridge))}, y = {y}", predicted=[0.0, *predicted],
                      measured=[float(base[1]), *orders, orders[1] / orders[0]], budget=4 * relative)  # fmt: skip


claim = Claim(
    id="dmf-kl-exponents",
    title="KL exponents 2/3 and 3/4 at degenerate critical points",
    source=Source("dmf", "degenerate rates", "reconstructed", version="v3"),
    statement="At a double root (L ≥ 3) F − F_0 and ‖∇F‖ are of exact order 3 and 2 along the kernel, at y = √λ (L = 2) of "
    "order 4 and 3: the Kurdyka–Łojasiewicz exponents are at least 2/3 and 3/4.",
    expected=("supported",),
    open_reason="orders of vanishing are no atoms of the kernel; the coefficients at a double root are proved",
    probe=NumericProbe(measure=measure, trials=(40, 400), resolution=1e-2),
)
