"""0 ≤ b ≤ qa, q < 1: a² − b² ≤ (a − b)²(1 + q)/(1 − q). A path that contracts by q has length Σ√(f_t − f_{t+1}) ≤
√((1 + q)/(1 − q))·√f_0; a geometric sequence attains it. Source: ours; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.agd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source


def near(rng: Random) -> dict[str, str]:
    """0 ≤ b ≤ qa, half of the time with equality."""
    q, a = Fraction(rng.randint(1, 9), 10), Fraction(rng.randint(1, 9), rng.randint(1, 4))
    share = rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    return {"q": str(q), "a": str(a), "b": str(share * q * a)}


def expanding(rng: Random) -> dict[str, str]:
    """q > 1."""
    q, a = 1 + Fraction(rng.randint(1, 9), 5), Fraction(rng.randint(1, 9), rng.randint(1, 4))
    return {"q": str(q), "a": str(a), "b": str(q * a * Fraction(rng.randint(1, 9), 10))}


claim = Claim(
    id="agd-length-lemma",
    title="Length of a linearly converging path",
    sentence=r"Let $a, b$ be real and $0 < q < 1$. If $0 \le b \le qa$, then $(a^2-b^2)(1-q) \le (a-b)^2(1+q)$.",
    source=Source("agd", "horizon-free theorem, length lemma (ours)", "reconstructed"),
    derivation=derived("length_lemma", about_objective=False),
    expected=("steps proved",),
    without_objective="scalar lemma about the length of a contracting path",
    probe=StatementProbe(sampler=near),
    mutants=(Mutant(name="constant a hundredth smaller", fate="false", change=(("(a-b)**2*(1+q)", "99/100*(a-b)**2*(1+q)"),)),),
    sharpness=(Sharpness(given="1 > q", sampler=expanding),),
)
