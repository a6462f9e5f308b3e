"""U D Vᵀ with a ball on each side, d ≥ 0 or free: at a fixed point of the projected step both balls are inactive.

Source: arXiv:2501.16322 v2, UDV variants (seen in the authors' code); the statement reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.udu._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="udu-two-sided-exclusion",
    title="UDV: no fixed point has an active ball",
    source=Source("udu", "Proposition 1 for UDV", "reconstructed", version="v2"),
    derivation=derived("two_sided_exclusion"),
    expected=("steps proved",),
    without_objective="about fixed points of the projected step for any gradient G; no particular f",
    probe=StatementProbe(sampler=sampler("n r m G U V D eta c e a b", "random_two_sided"), trials=(20, 200)),
    mutants=(
        Mutant(name='the left ball is active', fate="false", goal=0, change=(('c == 1', 'c == 2'),)),
        Mutant(name='the right ball is active', fate="false", goal=1, change=(('e == 1', 'e == 2'),)),
    ),
    sharpness=(
        Sharpness(given="tr(D*U.T*G*V) == 0",
                  sampler=sampler("n r m G U V D eta c e a b", "random_two_sided", broken="boxed")),
    ),
)
