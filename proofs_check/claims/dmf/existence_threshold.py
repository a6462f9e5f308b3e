"""The existence threshold: y*^(2L−2) = (2L−2)^(2L−2) L^(−L) (L−2)^(2−L) λ, L ≥ 3, in closed form and without roots.

The sign of L^L (L−2)^(L−2) y^(2L−2) − (2L−2)^(2L−2) λ (λ = Πλ_l, rational arithmetic only) decides between two, one double
and no root. Source: arXiv:2506.20344 v3, the condition on the regularization parameters; its form is reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.dmf import scalar_equation
from proofs_check.claims.dmf._models import derived, near_threshold, sampler, samplers
from proofs_check.statement_probe import StatementProbe

ABOVE, AT, BELOW = (near_threshold("existence", side) for side in (1, 0, -1))
COUNT = "L lam mu ystar y"

claim = Claim(
    id="dmf-existence-threshold",
    title="Existence threshold y* and its exact test",
    source=Source("dmf", "condition on the regularization parameters", "reconstructed", version="v3"),
    derivation=derived("existence_threshold"),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(sampler(COUNT, ABOVE), sampler(COUNT, BELOW), sampler(COUNT, ABOVE), sampler(COUNT, BELOW),
                 sampler(COUNT, AT), *samplers(scalar_equation.claim)),
        trials=(12, 120),
    ),  # fmt: skip
    mutants=(
        Mutant(name="threshold from below", fate="false", goal=0, change=(("y > ystar", "ystar > y"),)),
        Mutant(name="a root below the threshold", fate="false", goal=3, change=(("simple=0", "simple=2"),)),
        Mutant(name="threshold 10 % higher", fate="false", goal=0, change=(("y > ystar", "10*y > 11*ystar"),)),
    ),
    sharpness=(
        Sharpness(given="L**L*m**(L-2)*a**L*y**(2*L-2) > p**(2*L-2)*b**L*Lam[L]", goal=0, sampler=sampler(COUNT, BELOW)),
        Sharpness(given="p**(2*L-2)*b**L*Lam[L] > L**L*m**(L-2)*a**L*y**(2*L-2)", goal=1, sampler=sampler(COUNT, ABOVE)),
        Sharpness(given="L**L*m**(L-2)*a**L*y**(2*L-2) > p**(2*L-2)*b**L*Lam[L]", goal=2, sampler=sampler(COUNT, BELOW)),
        Sharpness(given="p**(2*L-2)*b**L*Lam[L] > L**L*m**(L-2)*a**L*y**(2*L-2)", goal=3, sampler=sampler(COUNT, ABOVE)),
    ),
)  # fmt: skip
