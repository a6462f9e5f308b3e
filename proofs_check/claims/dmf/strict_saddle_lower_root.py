"""An active lower root makes W a strict saddle, any L ≥ 3, from the closed form: the line S ↦ S + t e eᵀ in all layers.

Source: arXiv:2506.20344 v3, strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._kinds import (
    ACTIVE,
    LOWER_ROOT_STRICT,
    elsewhere,
    form_sharpness,
    heavier,
    no_root,
    no_vector,
    upper,
)
from proofs_check.claims.dmf._models import derived, sampler, scene_of
from proofs_check.claims.dmf._sentences import whole
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.proofs.saddles import ACTIVE as VECTOR
from theory.dmf.proofs.saddles import BELOW_TURN
from theory.dmf.scenes import saddles

DERIVE = derived(theorems.lower_root_is_strict_saddle)

claim = Claim(
    id="dmf-strict-saddle-lower-root",
    title="A critical point with an active lower root is a strict saddle, any L ≥ 3",
    sentence=whole(LOWER_ROOT_STRICT),
    source=Source("dmf", "Theorem 2, strict saddles (a)", "reconstructed", version="v3"),
    derivation=DERIVE,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(ACTIVE, scene_of(saddles.below)), trials=(3, 20)),
    mutants=(
        Mutant(name="regularizer counted twice", fate="false", change=heavier),
        elsewhere(DERIVE, ((BELOW_TURN, "L*s**(2*L-2) > (L-2)*q[L]**2"),), ACTIVE, upper, "a root right of the turn"),
        elsewhere(DERIVE, ((BELOW_TURN, "(L-2)*q[L]**2 >= L*s**(2*L-2)"),), ACTIVE, scene_of(saddles.double), "a double root"),
        elsewhere(DERIVE, ((BELOW_TURN, "q[L]**2 > s**(2*L-2)"),), ACTIVE, lambda rng: upper(rng, square=True),
                  "the turn at s^(2L−2) = λ"),
    ),
    sharpness=(
        *form_sharpness(ACTIVE, scene_of(saddles.below)),
        Sharpness(given=VECTOR[0], sampler=no_vector(ACTIVE, upper, "1/99")),
        Sharpness(given=VECTOR[1], sampler=no_root(ACTIVE, upper, "1/99")),
        Sharpness(given=BELOW_TURN, sampler=sampler(ACTIVE, upper)),
    ),
)  # fmt: skip
