"""The global threshold: a '+' root beats zero exactly for y > y_g, y_g^(2L−2) = (L−1)^(2L−2) (L−2)^(2−L) λ, L ≥ 3.

The gain of an active mode is s²(t − (L−2)), t = s^(2L−2)/λ. Source: arXiv:2506.20344 v3, global minimizers in Theorem 2;
reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.dmf import gain
from proofs_check.claims.dmf._models import derived, near_threshold, sampler, samplers
from proofs_check.statement_probe import StatementProbe

ROOT = "L lam mu sg yg s y"
TEST = "L lam mu yg y"

def steeper(statement: dict) -> dict:
    """The conclusion with a larger constant; the hypotheses stay."""
    statement["then"] = ["s**(2*L-2) > 3*m*q[L]**2"]
    return statement


claim = Claim(
    id="dmf-global-threshold",
    title="Global threshold y_g and its exact test",
    source=Source("dmf", "Theorem 2, global minimizers", "reconstructed", version="v3"),
    derivation=derived("global_threshold"),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler(ROOT, near_threshold("at_global", True)),
            sampler(ROOT, near_threshold("at_global", False)),
            sampler(TEST, near_threshold("against_global", True)),
            sampler(TEST, near_threshold("against_global", False)),
            *samplers(gain.claim),
        ),
        trials=(15, 150),
    ),
    mutants=(
        Mutant(name="gain threshold at t = 3(L − 2)", fate="false", goal=0, change=steeper),
        Mutant(name="wrong side", fate="false", goal=2, change=(("y > yg", "yg > y"),)),
    ),
    sharpness=(
        Sharpness(given="y > yg", goal=0, sampler=sampler(ROOT, near_threshold("at_global", False))),
        Sharpness(given="yg >= y", goal=1, sampler=sampler(ROOT, near_threshold("at_global", True))),
        Sharpness(
            given="q[L]*y == s**L + q[L]**2*s**(2-L)",
            goal=0,
            sampler=sampler(ROOT, near_threshold("at_global", False), y=lambda m: str(2 * Fraction(m["yg"]))),
        ),
    ),
)  # fmt: skip
