"""A = U S Vᵀ, X_0 = U x_0, Y_0 = V y_0 with orthonormal frames: the iterates are U x_k, V y_k for the small iteration on S, and
the losses agree. `numerics.reduction` builds on it. Source: ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.agd._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="agd-reduction",
    title="A large run is a small run",
    source=Source("agd", "reduction lemma (ours)", "reconstructed"),
    derivation=derived("reduction"),
    expected=("proved",),
    without_objective="about the iterates of two runs, which the statement defines",
    probe=StatementProbe(sampler=sampler("m n d r p A U V S X Y a b eta T k", "random_reduced"), trials=(20, 200)),
    mutants=(
        Mutant(name="loss of the small run doubled", fate="false", change=(("F[k] == c*tr", "F[k] == 2*c*tr"),)),
    ),
)
