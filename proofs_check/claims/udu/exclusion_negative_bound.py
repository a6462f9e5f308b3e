"""A negative bound on D breaks the exclusion: A = −5, u = 1, λ = −2 is fixed with c = 1.6 at η = 1/20.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.udu._instances import Variant, without

claim = without(
    "negative-bound",
    "Exclusion with a negative lower bound on D",
    "with λ ≥ −2 in place of λ ≥ 0",
    Variant(lower=Fraction(-2)),
    "-2",
    "-1",
    "1",
    "2",
)
