"""Normalizing to the sphere and λ ≥ 1 together break it: A = 0, u = 1, λ = 1 is fixed with c = 1 − 2η.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.udu._instances import Variant, without

claim = without(
    "sphere",
    "Exclusion on the sphere with a lower bound on D",
    "on the sphere with λ ≥ 1",
    Variant(lower=Fraction(1), sphere=True),
    "1",
    "2",
    "3",
)
