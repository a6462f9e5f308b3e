"""Zero singular values of Y never become active: at every critical point in closed form each active y is positive.

From the scalar equation q y = q² σ^(2−L) + σ^L, entry by entry; in fact y ≥ 2σ, since q(y − 2σ) = σ^(2−L)(q − σ^(L−1))².
Source: arXiv:2506.20344 v3, Theorem 1 (which treats the kernel of Y apart: stated second hand); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.dmf._conditions import negative_roots
from proofs_check.claims.dmf._models import FRAMES, derived, points, sampler
from proofs_check.statement_probe import StatementProbe

LETTERS = f"{FRAMES} i"

claim = Claim(
    id="dmf-zero-values-stay-inactive",
    title="Zero singular values never become active, any L ≥ 2",
    source=Source("dmf", "Theorem 1, kernel of Y", "reconstructed", version="v3"),
    derivation=derived("active_values_are_positive"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, points(most=2)), trials=(6, 60)),
    mutants=(
        Mutant(name="active values exceed 9", fate="false", change=(("y > 0", "y > 9"),)),
        Mutant(name="S of any sign", fate="false", search=negative_roots),
        Mutant(name="active values are at least 5σ", fate="false", change=(("y >= 2*s", "y >= 5*s"),)),
        Mutant(name="active values are at least σ²", fate="false", change=(("y >= 2*s", "y >= s**2"),)),
    ),
    sharpness=(Sharpness(given="critical(F, W)", sampler=sampler(LETTERS, points(most=2, detune=Fraction(-(10**6))))),),
)
