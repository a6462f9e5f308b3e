"""A frozen D leaves the ball active: A = 5, u = 1, λ = 1.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._instances import Variant, without

claim = without("frozen", "Exclusion with D frozen", "with D = I never updated", Variant(frozen=True), "1")
