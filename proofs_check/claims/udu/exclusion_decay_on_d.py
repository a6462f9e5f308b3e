"""Decay on D breaks the exclusion: A = 5, w_D = 1, u = 1, λ = 5/2 is fixed with c = 1.625 at η = 1/20.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.udu._instances import Variant, without

claim = without(
    "decay-on-d",
    "Exclusion with weight decay on every parameter",
    "with decoupled weight decay on D, as AdamW applies by default",
    Variant(decay=Fraction(1)),
    "1/2",
    "1",
    "3/2",
    "2",
    "5/2",
    "3",
    "7/2",
    "4",
)
