"""Both blocks moved: the coefficient of t² in F is fit‖dX‖² + tr G(HDHᵀ + 2HEUᵀ), dX = HDUᵀ + UDHᵀ + UEUᵀ.

For a general f the first term is ⟨dX, ∇²f dX⟩/2. Source: ours, for the objective of arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.udu._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="udu-second-variation",
    title="Second variation in both blocks",
    source=Source("udu", "section 4.3", "reconstructed", version="v2"),
    derivation=derived("second_variation", about_objective=True),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler("n r B U D H E t", "random_point"), trials=(20, 200)),
    mutants=(
        Mutant(name='mixed term counted once', fate="false", goal=0, change=(('H*D*H.T+2*H*E*U.T', 'H*D*H.T+H*E*U.T'),)),
    ),
)
