"""L ≥ 3: the origin is a local minimizer for every Y, with an explicit neighbourhood, whatever the widths.

Source: arXiv:2506.20344 v3, local minimizers in Theorem 2 (no active mode); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._kinds import elsewhere
from proofs_check.claims.dmf._models import derived, sampler
from proofs_check.claims.dmf._sentences import DEEP
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.problem import Objective
from theory.dmf.proofs import derivation as theorems
from theory.dmf.proofs.origin import NEAR, SLOW, WITHIN
from theory.dmf.proofs.points import SCALED
from theory.dmf.scenes.minima import random_origin

LETTERS = "L d W Y lam mu y tau N"
DERIVE = derived(theorems.origin_is_local_minimizer)
NORM = WITHIN.replace("yg", "y")


def inside(rng: Random, reach: Fraction = Fraction(1), claimed: Fraction = Fraction(1)) -> dict[str, Any]:
    """‖Y‖ = 3·y_g, W at modes up to ``reach``·τ, where ``claimed``·τ is said to be the radius."""
    found = random_origin(rng, Objective(), Fraction(3), reach)
    return {**found, "tau": str(claimed * Fraction(found["tau"]))}


def far(rng: Random) -> dict[str, Any]:
    """W at twice the radius."""
    return inside(rng, Fraction(2))


def wide(rng: Random) -> dict[str, Any]:
    """W within a radius that is twice too large."""
    return inside(rng, Fraction(2), Fraction(2))


def _double(value: str) -> str:
    return str(2 * Fraction(value))


claim = Claim(
    id="dmf-origin-local",
    title="The origin is a local minimizer, with an explicit neighbourhood, any L ≥ 3 and any Y",
    sentence=DEEP
    + r"; let $y, \tau > 0$. If $Y^\top Y + NN^\top = y^2I$ for some $N \in \mathbb{R}^{d_0\times d_0}$, $2y\tau^{L-2} \le "
    r"L\sqrt\lambda$ and $\sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2 \le L\tau^2$, then $F(W) \ge \lVert Y\rVert_F^2 = F(0)$.",
    source=Source("dmf", "Theorem 2, local minimizers", "reconstructed", version="v3"),
    derivation=DERIVE,
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, inside), trials=(20, 200)),
    mutants=(
        Mutant(name="strictly", fate="false", change=(("F >= a*", "F > a*"),)),
        Mutant(name="higher by the regularizer", fate="false", change=(("F >= a*", "F >= Reg[L] + a*"),)),
        elsewhere(DERIVE, ((SLOW, "2*L*q[L] >= 2*y*tau**(L-2)"),), LETTERS, wide, "twice the radius"),
    ),
    sharpness=(
        Sharpness(given=NEAR, sampler=sampler(LETTERS, far)),
        Sharpness(given=SLOW, sampler=sampler(LETTERS, wide)),
        Sharpness(given=NORM, sampler=sampler(LETTERS, wide, y=lambda m: str(Fraction(m["y"]) / 2))),
        Sharpness(given=SCALED, sampler=sampler(LETTERS, wide, mu=lambda m: {k: _double(v) for k, v in m["mu"].items()})),
    ),
)  # fmt: skip
