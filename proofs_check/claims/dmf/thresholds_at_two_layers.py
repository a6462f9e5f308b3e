"""Two layers: y* = √(λ_1 λ_2), one root above it and none at or below; at a root s² = q y − q² the scalar function g of the
mode has g′ = 0 < g″ and the value −(y − q)².

So, in words, every root is a '+' root and y_g = y*. The general formula for y* gives this with 0^0 = 1.
Source: arXiv:2506.20344 v3, equation (10) at L = 2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.dmf._models import Sampler, derived, near_threshold, sampler
from proofs_check.claims.dmf._sentences import NO_ROOT_TWO_LAYERS, ONE_ROOT, WELL_TWO_LAYERS, numbered
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.scenes import thresholds

LETTERS = "L lam mu ystar y"
LEVEL = "q[L]*y == q[L]**2 + s**2"
ABOVE, BELOW = (sampler(LETTERS, near_threshold(thresholds.two_layers, above)) for above in (True, False))


def above_and_below(rng: Random) -> dict:
    """Mostly above; models below (where the statement says nothing) are there for the mutants."""
    return ABOVE(rng) if rng.random() < 0.75 else BELOW(rng)


def root(rng: Random, off: int = 0) -> dict:
    """Weights, a positive s and its y; ``off`` moves y away from the root equation."""
    mu = {str(n): Fraction(rng.randint(1, 6), rng.randint(1, 4)) for n in (1, 2)}
    q, s = mu["1"] * mu["2"], Fraction(rng.randint(1, 6), rng.randint(1, 4))
    return {"L": 2, "mu": {n: str(m) for n, m in mu.items()}, "s": str(s), "y": str(q + s * s / q + off), "x": str(s + 1)}


def wrong_scale(side: bool) -> Sampler:
    """The same data, the scale of layer 1 off by a factor ten (up or down)."""
    scene = near_threshold(thresholds.two_layers, side)
    factor = Fraction(10) if side else Fraction(1, 10)
    return sampler(LETTERS, scene, mu=lambda model: {**model["mu"], "1": str(Fraction(model["mu"]["1"]) * factor)})


claim = Claim(
    id="dmf-thresholds-at-two-layers",
    title="Two layers: one root above √λ and none at or below; at it g' = 0 < g'' and g = −(y − q)²",
    sentence=numbered(ONE_ROOT, NO_ROOT_TWO_LAYERS, WELL_TWO_LAYERS),
    source=Source("dmf", "equation (10) and Theorem 2 at L = 2", "reconstructed", version="v3"),
    derivation=derived(theorems.thresholds_at_two_layers),
    expected=("steps proved",),
    without_objective="scalar lemma about the equation of the roots at L = 2",
    probe=StatementProbe(sampler=(above_and_below, BELOW, root), trials=(20, 200)),
    mutants=(
        Mutant(name="λ for √λ", fate="false", goal=0, change=(("y > ystar", "y > ystar**2"),)),
        Mutant(name="a root 20 % below", fate="false", goal=0, change=(("y > ystar", "6*y > 5*ystar"),)),
        Mutant(name="two roots above", fate="false", goal=0, change=(("simple=1", "simple=2"),)),
        Mutant(name="a root at or below", fate="false", goal=1, change=(("simple=0", "simple=1"),)),
        Mutant(name="half the depth of the well", fate="false", goal=2, change=(("-(y - q[L])**2", "-(y - q[L])**2/2"),)),
    ),
    sharpness=(
        Sharpness(given="y > ystar", sampler=BELOW),
        Sharpness(given="ystar >= y", sampler=ABOVE, goal=1),
        Sharpness(given="all(k, 1, L, a*mu[k]**2 == b*lam[k])", sampler=wrong_scale(True)),
        Sharpness(given="all(k, 1, L, a*mu[k]**2 == b*lam[k])", sampler=wrong_scale(False), goal=1),
        Sharpness(given=LEVEL, sampler=lambda rng: root(rng, off=1), goal=2),
    ),
)
