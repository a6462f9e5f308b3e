"""η‖Y‖² ≤ 1 and η‖X₊‖² ≤ 1: each half step decreases F by at least (η/2)·‖gradient‖², so ‖∇‖² ≤ (2/η)(F − F₊).

The conditions stand as ηYᵀY + KKᵀ = I. Source: arXiv:2305.06927 v2, gradient-sum lemma; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import SWEEP, derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="agd-descent",
    title="Descent of both half steps under the caps η‖Y‖², η‖X₊‖² ≤ 1",
    source=Source("agd", "gradient-sum lemma", "reconstructed", version="v2"),
    derivation=derived("descent"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(f"{SWEEP} eX KX eY KY", "random_capped"), trials=(20, 200)),
    mutants=(
        Mutant(name="the whole step", fate="false", change=(("1/2*eta*tr(GX", "eta*tr(GX"),)),
        Mutant(name="the whole step in Y", fate="false", change=(("1/2*eta*tr(GY1", "eta*tr(GY1"),)),
    ),
    sharpness=(
        Sharpness(given="2*c*eta*Y.T*Y + KY*KY.T == I(d)",
                  sampler=sampler(f"{SWEEP} eX KX eY KY", "random_uncapped", factor="Y")),
        Sharpness(given="2*c*eta*X1.T*X1 + KX*KX.T == I(d)",
                  sampler=sampler(f"{SWEEP} eX KX eY KY", "random_uncapped", factor="X")),
    ),
)
