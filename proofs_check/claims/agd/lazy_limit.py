"""With X frozen, R_k = (I − ηXXᵀ)^k R_0: alternating descent at a vanishing step is gradient descent on min_Y ‖XYᵀ − A‖, of
rate η σ_r(X)², which is where κ² comes from. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.agd._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="agd-lazy-limit",
    title="The lazy limit: X frozen",
    source=Source("agd", "lazy limit (ours)", "reconstructed"),
    derivation=derived("lazy_limit"),
    expected=("proved",),
    without_objective="about the iterates with X frozen, which the statement defines",
    probe=StatementProbe(sampler=sampler("m n d A X Y eta T k", "random_frozen"), trials=(20, 200)),
    mutants=(
        Mutant(name="residual unchanged", fate="false", change=(("R[k] == B[k]*R[0]", "R[k] == R[0]"),)),
    ),
)
