"""Positive roots of s^L + q² s^(2−L) = q y, any L: two, one double, none (L ≥ 3); one or none (L = 2).

For L ≥ 3 and y > y* exactly one root lies on each side of the turning point L s^(2L−2) = (L−2) q²: '−' below, '+' above.
Source: arXiv:2506.20344 v3, roots of equation (10); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf import scalar_equation
from proofs_check.claims.dmf._models import derived, near_threshold, sampler, samplers
from proofs_check.claims.dmf._sentences import (
    DOUBLE_ROOT,
    EQUATION,
    LOWER_ROOT,
    NO_ROOT,
    NO_ROOT_TWO_LAYERS,
    ONE_ROOT,
    TWO_ROOTS,
    UPPER_ROOT,
    numbered,
)
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.scenes import thresholds

LETTERS = "L lam mu ystar y"
ABOVE = sampler(LETTERS, near_threshold(thresholds.existence, 1))
SAMPLERS = (
    ABOVE,
    ABOVE,
    ABOVE,
    sampler(LETTERS, near_threshold(thresholds.existence, 0)),
    sampler(LETTERS, near_threshold(thresholds.existence, -1)),
    sampler(LETTERS, near_threshold(thresholds.two_layers, True)),
    sampler(LETTERS, near_threshold(thresholds.two_layers, False)),
)

def stronger(weight: str) -> str:
    """Four times a weight: y* of the true weights is then higher than the y* of λ."""
    return str(4 * Fraction(weight))


claim = Claim(
    id="dmf-root-counts",
    title="How many positive roots the scalar equation has for y > 0, and on which side of the turn simple ones lie",
    sentence=numbered(TWO_ROOTS, UPPER_ROOT, LOWER_ROOT, DOUBLE_ROOT, NO_ROOT, ONE_ROOT, NO_ROOT_TWO_LAYERS, EQUATION),
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    derivation=derived(theorems.root_counts),
    expected=("steps proved",),
    probe=StatementProbe(sampler=(*SAMPLERS, *samplers(scalar_equation.claim)), trials=(12, 120)),
    mutants=(
        Mutant(name="one root above y*", fate="false", change=(("simple=2", "simple=1"),), goal=0),
        Mutant(name="the double root is simple", fate="false", change=(("double=1", "simple=1"),), goal=3),
        Mutant(name="two roots from y* on, equality included", fate="false", goal=3, change=(("double=1", "simple=2"),)),
        Mutant(name="L = 2 has two roots", fate="false", goal=5, change=(("simple=1", "simple=2"),)),
    ),
    sharpness=(
        Sharpness(given="y > ystar", goal=0, sampler=SAMPLERS[4]),
        Sharpness(given="y == ystar", goal=3, sampler=ABOVE),
        Sharpness(given="ystar > y", goal=4, sampler=ABOVE),
        Sharpness(given="y > ystar", goal=5, sampler=SAMPLERS[6]),
        Sharpness(given="ystar >= y", goal=6, sampler=SAMPLERS[5]),
        Sharpness(
            given="all(k, 1, L, a*mu[k]**2 == b*lam[k])",
            goal=0,
            sampler=sampler(
                LETTERS, near_threshold(thresholds.existence, 1), mu=lambda m: {**m["mu"], "1": stronger(m["mu"]["1"])}
            ),
        ),
    ),
)
