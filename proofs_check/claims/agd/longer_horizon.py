"""False: the drift bound keeps σ_r(X_t) ≥ s/2 up to the horizon β/(2η²f_0), four times the paper's.

The step of the proof is: drift² ≤ 2τ, τ = tη²f_0 ≤ s²/2 ⊢ s − drift ≥ s/2. True for τ ≤ s²/8 (claim agd-paper-horizon).
Source: arXiv:2305.06927 v2, horizon with another constant; ours, refuted.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claim import Claim, Source
from proofs_check.probe import Counterexample
from proofs_check.search_probe import SearchProbe


def instance(rng: Random) -> tuple[Fraction, Fraction, Fraction]:
    """s, τ ≤ s²/2 and a drift with drift² ≤ 2τ."""
    s = Fraction(rng.randint(1, 8), 8)
    tau = s * s / 2 * Fraction(rng.randint(1, 8), 8)
    return s, tau, s * Fraction(rng.randint(1, 8), 8)


def violation(case: tuple[Fraction, Fraction, Fraction]) -> Counterexample | None:
    """drift² ≤ 2τ and s − drift < s/2."""
    s, tau, drift = case
    if drift**2 > 2 * tau or s - drift >= s / 2:
        return None
    return Counterexample(f"s = {s}, τ = {tau}, drift = {drift}: σ_r may fall to {s - drift} < s/2",
                          size=sum(v.numerator + v.denominator for v in case))  # fmt: skip


claim = Claim(
    id="agd-longer-horizon",
    title="The horizon β/(2η²f_0)",
    source=Source("agd", "main theorem, horizon with another constant", "reconstructed", version="v2"),
    subject="conjecture",
    statement="drift² ≤ 2τ and τ ≤ s²/2 imply s − drift ≥ s/2: the drift bound reaches to t = β/(2η²f_0).",
    expected=("refuted",),
    probe=SearchProbe(instances=instance, violation=violation),
)
