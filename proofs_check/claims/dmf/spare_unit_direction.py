"""L = 2: a spare hidden unit and an inactive y_k above √λ give a negative direction; for L ≥ 3 spare width does not matter.

F(t) − F(0) = 2t²(1 − y_k/q) + t⁴/q², exactly. Source: arXiv:2506.20344 v3, Theorem 2 at L = 2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmf._conditions import spare_everywhere
from proofs_check.claims.dmf._models import derived, points, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmf-spare-unit-direction",
    title="Two layers: a spare unit turns an inactive value above √λ into a negative direction",
    source=Source("dmf", "Theorem 2, strict saddles at L = 2", "reconstructed", version="v3"),
    derivation=derived("spare_unit_direction"),
    expected=("proved",),
    probe=StatementProbe(
        sampler=sampler("d W Y lam mu r U S h v w z t", points(least=2, most=2)), trials=(10, 100)
    ),
    mutants=(
        Mutant(name="λ for √λ", fate="false", change=(("q[2]**(-1)*z", "q[2]**(-2)*z"),)),
        Mutant(name="a spare unit at L ≥ 3 as well", fate="false", search=spare_everywhere),
        Mutant(name="sign of the threshold", fate="false", change=(("1 - q[2]", "1 + q[2]"),)),
    ),
)
