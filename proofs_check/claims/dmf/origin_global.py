"""L ≥ 3: the origin is a global minimizer if no singular value of Y exceeds y_g, whatever the widths.

From the bound by wells, entry by entry. That it is none if a value exceeds y_g is dmf-global-threshold (a '+' mode lowers F).
Source: arXiv:2506.20344 v3, global minimizers in Theorem 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._kinds import heavier
from proofs_check.claims.dmf._models import derived, sampler
from proofs_check.claims.dmf._sentences import DEEP
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.problem import Objective
from theory.dmf.proofs import derivation as theorems
from theory.dmf.proofs.origin import WITHIN
from theory.dmf.proofs.points import SCALED
from theory.dmf.scenes.minima import random_origin

LETTERS = "L d W Y lam mu sg yg N"


def within(rng: Random) -> dict[str, Any]:
    """‖Y‖ = y_g."""
    return random_origin(rng, Objective())


def beyond(rng: Random) -> dict[str, Any]:
    """‖Y‖ = 5/4·y_g."""
    return random_origin(rng, Objective(), Fraction(5, 4))


claim = Claim(
    id="dmf-origin-global",
    title="The origin is a global minimizer if no singular value of Y exceeds y_g, any L ≥ 3",
    sentence=DEEP
    + r", and let $y_g > 0$ be given by $y_g^{2L-2} = (L-1)^{2L-2}(L-2)^{2-L}\lambda$. If $Y^\top Y + NN^\top = y_g^2I$ for "
    r"some $N \in \mathbb{R}^{d_0\times d_0}$, then $F(W) \ge \lVert Y\rVert_F^2 = F(0)$.",
    source=Source("dmf", "Theorem 2, global minimizers", "reconstructed", version="v3"),
    derivation=derived(theorems.origin_is_global_minimizer),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, within), trials=(20, 200)),
    mutants=(
        Mutant(name="strictly", fate="false", change=(("F >= a*", "F > a*"),)),
        Mutant(name="higher by a hundredth of ‖Y‖²", fate="false", change=(("F >= a*", "F >= 101/100*a*"),)),
        Mutant(name="higher by s_g y_g", fate="false", change=(("F >= a*", "F >= a*sg*yg + a*"),)),
        Mutant(name="regularizer counted half", fate="false", change=lambda s: heavier(s, "+1/2*b*")),
    ),
    sharpness=(
        Sharpness(given=WITHIN, sampler=sampler(LETTERS, beyond)),
        Sharpness(given=SCALED, not_needed="μ enters through s_g alone, and F, Y and y_g are given by λ"),
    ),
)  # fmt: skip
