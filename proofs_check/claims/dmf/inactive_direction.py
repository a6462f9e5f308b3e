"""An inactive y_k above an active y_i is a strict saddle direction, also when r = d_min (the bottleneck does not save it).

Turning mode i towards (u_k, v_k) in layers 1 and L only: F(t) − F(0) = 2t² s^(L−2)(y_i − y_k)/q + t⁴ s^(2L−4)/q², exactly,
for every L ≥ 2. Source: arXiv:2506.20344 v3, strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.dmf._models import MODE, derived, points, sampler
from proofs_check.statement_probe import StatementProbe

LETTERS = f"{MODE} v w z t"

claim = Claim(
    id="dmf-inactive-direction",
    title="An inactive value above an active one gives a negative direction, any L ≥ 2",
    source=Source("dmf", "Theorem 2, strict saddles (b)", "reconstructed", version="v3"),
    derivation=derived("inactive_direction"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, points(most=3, whole=True)), trials=(8, 80)),
    mutants=(
        Mutant(name="order reversed", fate="false", change=(("(y - z)", "(z - y)"),)),
        Mutant(name="order by sigma: s in place of y", fate="false", change=(("(y - z)", "(s - z)"),)),
        Mutant(name="quartic term forgotten", fate="false", change=(("t**4*s**(2*L-4)", "0*s**(2*L-4)"),)),
    ),
    sharpness=(
        Sharpness(
            given="q[L]*y == q[L]**2*s**(2-L) + s**L",
            sampler=sampler(LETTERS, points(most=2, whole=True, value=Fraction(19, 3))),
        ),
    ),
)
