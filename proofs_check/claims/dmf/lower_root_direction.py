"""A '−' root has a direction of negative curvature: with its mode shifted from s to any e > 0 in every layer (a rank-one
change W_l + (e − s) μ_l⁻¹ u_l u_{l−1}ᵀ), F changes by exactly fit·(g(e) − g(s)), and g′(s) = 0 > g″(s).

Source: arXiv:2506.20344 v3, strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.dmf._models import SHIFTED, derived, points, sampler
from proofs_check.claims.dmf._sentences import RADIAL, whole
from proofs_check.claims.dmf._violations import mode_sharpness
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems


def lower(rng: Random) -> dict:
    """A point whose distinguished mode sits left of the turn: s small against the weights."""
    return points(least=3, most=4, whole=True, mode=Fraction(1, rng.randint(4, 9)))(rng)


def off_root(rng: Random) -> dict:
    """As `lower`, with a y that is no value of the mode."""
    return points(least=3, most=3, whole=True, mode=Fraction(1, rng.randint(4, 9)), value=Fraction(19, 3))(rng)


def upper(rng: Random) -> dict:
    """The same on the other side of the turn."""
    return points(least=3, most=4, whole=True, mode=Fraction(rng.randint(6, 9)), mu={1: 1, 2: 1, 3: 1, 4: 1})(rng)


claim = Claim(
    id="dmf-lower-root-direction",
    title="An active '−' root has a direction of negative curvature, any L ≥ 3",
    sentence=whole(RADIAL),
    source=Source("dmf", "Theorem 2, strict saddles (a)", "reconstructed", version="v3"),
    derivation=derived(theorems.lower_root_direction),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(SHIFTED, lower), trials=(8, 80)),
    mutants=(
        Mutant(name="curvature below −L² − L s²", fate="false", change=(("0 > (2*L", "-L**2 > L*s**2 + (2*L"),)),
        Mutant(name="regularizer of the mode halved", fate="false", change=(("+ L*e**2)", "+ L*e**2/2)"),)),
        Mutant(name="the shift does not change F", fate="false", change=(("F1 - F == a*(", "F1 - F == 0*a*("),)),
        Mutant(name="curved upwards", fate="false", change=(("0 > (2*L", "0 > -(2*L"),)),
    ),
    sharpness=(
        *mode_sharpness(SHIFTED, least=3, scene=lower, difference=True),
        Sharpness(given="q[L]*y == q[L]**2*s**(2-L) + s**L", sampler=sampler(SHIFTED, off_root)),
        Sharpness(given="(L-2)*q[L]**2 > L*s**(2*L-2)", sampler=sampler(SHIFTED, upper)),
    ),
)  # fmt: skip
