"""L = 2: a spare hidden unit and an inactive z above √λ give a direction of negative curvature.

F(t) − F(0) = 2t²(1 − z/q) + t⁴/q², exactly, q = √λ, for factors over orthonormal frames whether critical or not. That spare
width does not matter for L ≥ 3 is searched only.
Source: arXiv:2506.20344 v3, Theorem 2 at L = 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from proofs_check.claims.dmf._conditions import spare_everywhere
from proofs_check.claims.dmf._models import derived, points, sampler
from proofs_check.claims.dmf._sentences import SPARE_UNIT, whole
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

LETTERS = "d W Y lam mu r U S h v w z t"


def above(rng: Random) -> dict[str, Any]:
    """Two layers, the inactive value above q."""
    mu = {n: Fraction(rng.randint(1, 6), rng.randint(1, 3)) for n in (1, 2)}
    gap = Fraction(rng.randint(1, 9), rng.randint(1, 4))
    return points(2, 2, mu=mu, inactive=prod(mu.values()) + gap)(rng)


claim = Claim(
    id="dmf-spare-unit-direction",
    title="Two layers: a spare unit and an inactive value above √λ give a direction of negative curvature",
    sentence=whole(SPARE_UNIT),
    source=Source("dmf", "Theorem 2, strict saddles at L = 2", "reconstructed", version="v3"),
    derivation=derived(theorems.spare_unit_direction),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, above), trials=(10, 100)),
    mutants=(
        Mutant(name="λ for √λ", fate="false", change=(("q[2]**(-1)*z", "q[2]**(-2)*z"),)),
        Mutant(name="a spare unit at L ≥ 3 as well", fate="false", search=spare_everywhere),
        Mutant(name="sign of the threshold", fate="false", change=(("1 - q[2]", "1 + q[2]"),)),
    ),
    sharpness=(Sharpness(given="z > q[2]", sampler=sampler(LETTERS, points(2, 2, inactive=Fraction(1, 99)))),),
)
