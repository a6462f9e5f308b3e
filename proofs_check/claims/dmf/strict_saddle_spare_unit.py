"""Two layers: a spare hidden unit and a singular value of Y beside those of W, above √λ, make W a strict saddle.

Source: arXiv:2506.20344 v3, Theorem 2 at L = 2; reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.claims.dmf._kinds import (
    POINT,
    SPARE_UNIT_STRICT,
    elsewhere,
    form_sharpness,
    heavier,
    settled,
    triple_sharpness,
)
from proofs_check.claims.dmf._models import derived, sampler, scene_of
from proofs_check.claims.dmf._sentences import whole
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.scenes import saddles

DERIVE = derived(theorems.spare_unit_is_strict_saddle)
LETTERS = f"{POINT} h v w z".removeprefix("L ")
OUTSIDE = "U[1].T*h == 0"


def narrow(rng: Random) -> dict[str, Any]:
    """No spare unit, h inside the frame."""
    return settled(rng, spare=False)


claim = Claim(
    id="dmf-strict-saddle-spare-unit",
    title="Two layers: a critical point with a spare unit and an inactive value above √λ is a strict saddle",
    sentence=whole(SPARE_UNIT_STRICT),
    source=Source("dmf", "Theorem 2, strict saddles at L = 2", "reconstructed", version="v3"),
    derivation=DERIVE,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, scene_of(saddles.spare)), trials=(3, 20)),
    mutants=(
        Mutant(name="regularizer counted twice", fate="false", change=heavier),
        elsewhere(DERIVE, (("z > q[2]", "z > q[2]**2"),), LETTERS, settled, "λ for √λ"),
        elsewhere(DERIVE, (("z > q[2]", "q[2] > z"),), LETTERS, settled, "a value below √λ"),
        elsewhere(DERIVE, ((OUTSIDE, "0 == 0"),), LETTERS, narrow, "no unit is spare"),
    ),
    sharpness=(
        *form_sharpness(LETTERS, scene_of(saddles.spare), "2"),
        *triple_sharpness("2"),
        Sharpness(given="h.T*h == I(1)", sampler=sampler(LETTERS, narrow, h=lambda m: [["0"] for _ in m["h"]])),
        Sharpness(given=OUTSIDE, sampler=sampler(LETTERS, narrow)),
        Sharpness(given="z > q[2]", sampler=sampler(LETTERS, settled)),
    ),
)  # fmt: skip
