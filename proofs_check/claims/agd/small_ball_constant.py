"""E(d, r, ρ) ≤ √(e/(2πk))·(√e·τ)^k for ρ = τ(1 − √((r−1)/d)), k = d − r + 1: C_1 = √e, and no term e^(−C_2 d).

In the simple form of E (incomplete gamma function replaced by its leading term) the ratio does not depend on τ; it is
enclosed in balls on random (r, d) up to d = 10,000. Proof on paper (digamma bound). Source: ours, in place of the unspecified
constants of Rudelson–Vershynin; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[int, int]:
    """(r, d) with 1 ≤ r ≤ d, often near d = r or far from it."""
    r = rng.choice([1, 2, 3, rng.randint(1, 100), rng.randint(1, 1000)])
    return r, rng.choice([r, r + 1, r + rng.randint(0, 50), r * rng.randint(1, 10)])


def _excess(case: tuple[int, int], squared_constant: str) -> Counterexample | None:
    """log of the simple form over √(e/(2πk))·(C τ)^k in balls; a counterexample if it is surely positive."""
    from flint import arb, ctx

    r, d = case
    before, ctx.prec = ctx.prec, 128
    try:
        k, root = d - r + 1, arb(d).sqrt() - arb(r - 1).sqrt()
        simple = arb(k) / 2 * arb(2).log() + (arb(d + 1) / 2).lgamma() - (arb(r) / 2).lgamma() - arb(k + 1).lgamma()
        simple += k * root.log()
        allowed = (arb(1).exp() / (2 * arb.pi() * k)).log() / 2 + arb(k) / 2 * arb(squared_constant).log()
        gap = simple - allowed
        if not gap > 0:
            return None
        return Counterexample(f"r = {r}, d = {d}: log ratio {float(gap):.4g} > 0", size=r + d)
    finally:
        ctx.prec = before


def above(case: tuple[int, int]) -> Counterexample | None:
    """Beyond C_1² = 2.7182818284590452 (below e)."""
    return _excess(case, "2.71828182845904523536028747135266249775724709")


def above_smaller(case: tuple[int, int]) -> Counterexample | None:
    """Planted: C_1² = 2.6 instead of e."""
    return _excess(case, "2.6")


claim = Claim(
    id="agd-small-ball-constant",
    title="The small-ball constant √e",
    source=Source("agd", "failure probability, constants (ours)", "reconstructed"),
    statement="For all 1 ≤ r ≤ d and τ > 0, with k = d − r + 1 and ρ = τ(1 − √((r−1)/d)): "
    "2^(k/2) Γ((d+1)/2)/(Γ(r/2)Γ(k+1))·(√d ρ)^k ≤ √(e/(2πk))·(√e·τ)^k.",
    expected=("supported",),
    open_reason="the proof on paper integrates ψ(x) < ln x − 1/(2x); the kernel has no Γ and no integral",
    probe=SearchProbe(instances=instance, violation=above, planted=above_smaller, trials=(2000, 20000)),
)
