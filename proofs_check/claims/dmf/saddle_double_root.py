"""An active double root makes W a critical point that is no local extremum, any L ≥ 3, from the closed form.

F has a cubic inflection along the line S ↦ S + t e eᵀ. That the Hessian is positive semidefinite if every other root is upper
and no inactive value is larger (a non-strict saddle) is not said here.
Source: arXiv:2506.20344 v3, non-strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._kinds import (
    ACTIVE,
    DOUBLE_ROOT_SADDLE,
    elsewhere,
    form_sharpness,
    heavier,
)
from proofs_check.claims.dmf._models import derived, sampler, scene_of
from proofs_check.claims.dmf._sentences import whole
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.problem import Objective
from theory.dmf.proofs import derivation as theorems
from theory.dmf.proofs.saddles import ACTIVE as VECTOR
from theory.dmf.proofs.saddles import AT_TURN
from theory.dmf.scenes import saddles
from theory.dmf.scenes.points import threshold_surd
from theory.exact.matrices import to_json

DERIVE = derived(theorems.double_root_is_saddle)


def nondegenerate(rng: Random, at_turn: bool = False) -> dict[str, Any]:
    """All widths 1 and an upper root, a multiple of k³√3, where the turn is: a local minimizer with a definite Hessian. With
    ``at_turn`` the s is there, and no root."""
    k, surd = Fraction(rng.randint(1, 3), rng.randint(1, 2)), threshold_surd()
    found = saddles.closed_form(Objective(), (1, 1, 1, 1), (k**3 * Fraction(rng.randint(2, 4)) * surd,),
                                mu=dict.fromkeys((1, 2, 3), k * k * surd))  # fmt: skip
    return {**found, "s": to_json(k**3 * surd)} if at_turn else found


def at_turn(rng: Random) -> dict[str, Any]:
    """`nondegenerate`, with an s that is no root."""
    return nondegenerate(rng, at_turn=True)


claim = Claim(
    id="dmf-saddle-double-root",
    title="A critical point with an active double root is no local extremum, any L ≥ 3",
    sentence=whole(DOUBLE_ROOT_SADDLE),
    source=Source("dmf", "Theorem 2, non-strict saddles", "reconstructed", version="v3"),
    derivation=DERIVE,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(ACTIVE, scene_of(saddles.double)), trials=(3, 12)),
    mutants=(
        Mutant(name="regularizer counted twice", fate="false", change=heavier),
        elsewhere(DERIVE, ((AT_TURN, "L*s**(2*L-2) > (L-2)*q[L]**2"),), ACTIVE, nondegenerate, "an upper root"),
    ),
    sharpness=(
        *form_sharpness(ACTIVE, scene_of(saddles.double)),
        Sharpness(given=VECTOR[0], sampler=sampler(ACTIVE, at_turn, E=lambda m: [["0"]])),
        Sharpness(given=VECTOR[1], sampler=sampler(ACTIVE, at_turn)),
        Sharpness(given=AT_TURN, sampler=sampler(ACTIVE, nondegenerate)),
    ),
)  # fmt: skip
