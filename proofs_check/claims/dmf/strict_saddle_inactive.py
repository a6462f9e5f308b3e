"""A singular value of Y beside those of W and above an active one makes W a strict saddle, any L ≥ 2 and any widths.

The line turns the active singular vectors towards those of z, in layers 1 and L only.
Source: arXiv:2506.20344 v3, strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._kinds import (
    ACTIVE,
    INACTIVE_STRICT,
    elsewhere,
    form_sharpness,
    heavier,
    no_root,
    no_vector,
    tie,
    triple_sharpness,
    upper,
)
from proofs_check.claims.dmf._models import derived, sampler, scene_of
from proofs_check.claims.dmf._sentences import whole
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.proofs.saddles import ABOVE
from theory.dmf.proofs.saddles import ACTIVE as VECTOR
from theory.dmf.scenes import saddles

DERIVE = derived(theorems.inactive_above_is_strict_saddle)
LETTERS = f"{ACTIVE} v w z"


claim = Claim(
    id="dmf-strict-saddle-inactive",
    title="A critical point with an inactive value above an active one is a strict saddle, any L ≥ 2",
    sentence=whole(INACTIVE_STRICT),
    source=Source("dmf", "Theorem 2, strict saddles (b)", "reconstructed", version="v3"),
    derivation=DERIVE,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, scene_of(saddles.inactive)), trials=(3, 20)),
    mutants=(
        Mutant(name="regularizer counted twice", fate="false", change=heavier),
        elsewhere(DERIVE, ((ABOVE, "q[L]*s**(2-L)*q[L] + s**L > q[L]*z"),), LETTERS, upper, "an inactive value below"),
        elsewhere(DERIVE, ((ABOVE, "q[L]*z >= q[L]**2*s**(2-L) + s**L"),), LETTERS, tie, "a tie"),
        elsewhere(DERIVE, ((ABOVE, "q[L]*z > s**L"),), LETTERS, lambda rng: upper(rng, square=True), "above s^L/√λ alone"),
    ),
    sharpness=(
        *form_sharpness(LETTERS, scene_of(saddles.inactive)),
        Sharpness(given=VECTOR[0], sampler=no_vector(LETTERS, upper, "1")),
        Sharpness(given=VECTOR[1], sampler=no_root(LETTERS, upper, "1")),
        Sharpness(given=ABOVE, sampler=sampler(LETTERS, upper)),
        *triple_sharpness(),
    ),
)  # fmt: skip
