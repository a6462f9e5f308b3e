"""A bound on D breaks the exclusion: A = 5, u = 1, λ = 2 is fixed with c = 1.6 at η = 1/20.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.udu._instances import Variant, without

claim = without(
    "boxed", "Exclusion with D bounded above", "with D in a box 0 ≤ λ ≤ 2", Variant(upper=Fraction(2)), "2", "1", "3/2", "0"
)
