"""min{‖D‖ : X = UDUᵀ, ‖U‖ ≤ α} = ‖X‖_{S2/3}/α² and, two-sided, ‖X‖_{S2/3}/(αβ), for free or non-negative D.

The bound is Schatten–Hölder for three factors. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.udu._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="udu-minimal-magnitudes",
    title="Smallest ‖D‖ that represents X",
    source=Source("udu", "minimal-magnitude theorem", "reconstructed", version="v2"),
    derivation=derived("minimal_magnitudes"),
    expected=("steps proved",),
    about_objective=False,
    probe=StatementProbe(sampler=sampler("e V", "balanced_factors"), trials=(20, 200)),
    mutants=(
    ),
)
