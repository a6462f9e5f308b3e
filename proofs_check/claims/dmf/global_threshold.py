"""The global threshold: y_g^(2L−2) = (L−1)^(2L−2) (L−2)^(2−L) λ, L ≥ 3. A mode at its '+' root lowers F, against F without
it, if y > y_g, and does not lower it if y ≤ y_g; the rational test of y against y_g.

Put together formally from the gain s²(t − (L−2)), t = s^(2L−2)/λ, and its sign. Nothing is said about minimizers here.
Source: arXiv:2506.20344 v3, global minimizers in Theorem 2; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._models import MODE, derived, near_threshold, points, sampler
from proofs_check.claims.dmf._sentences import ABOVE_GLOBAL, BELOW_GLOBAL, LOWERS, LOWERS_NOT, numbered
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems
from theory.dmf.scenes import thresholds

ROOT = "L lam mu sg yg s y"
TEST = "L lam mu yg y"
UPPER, LEVEL = "L*s**(2*L-2) > m*q[L]**2", "q[L]*y == q[L]**2*s**(2-L) + s**L"
LETTERS = f"{MODE} sg yg"
SCALAR = (sampler(ROOT, near_threshold(thresholds.at_global, True)), sampler(ROOT, near_threshold(thresholds.at_global, False)))
"""Samplers for the scalar steps: the sign of the gain on both sides of y_g."""


def mode(above: bool, value: Fraction | None = None) -> Callable[[Random], dict[str, Any]]:
    """Three layers, q = z² and so s_g = z, y_g = 2z: a mode whose '+' root is above or not above s_g; ``value`` is a y
    beside the root equation, in units of y_g."""

    def scene(rng: Random) -> dict[str, Any]:
        z = Fraction(rng.randint(1, 4), rng.randint(1, 3))
        second, third = (Fraction(rng.randint(1, 4), rng.randint(1, 3)) for _ in range(2))
        ratio = 1 + Fraction(rng.randint(1, 9), 10) if above else Fraction(rng.randint(8, 10), 10)
        more: dict[str, Any] = {} if value is None else {"value": 2 * z * value}
        mu = {1: z**2 / (second * third), 2: second, 3: third}
        return {**points(3, 3, whole=True, mode=ratio * z, mu=mu, **more)(rng), "sg": str(z), "yg": str(2 * z)}

    return scene


def lower(rng: Random) -> dict[str, Any]:
    """A '−' root of a large y: the mode raises F."""
    z = Fraction(rng.randint(1, 3))
    mu = {1: z**2, 2: Fraction(1), 3: Fraction(1)}
    return {**points(3, 3, whole=True, mode=z / rng.randint(3, 6), mu=mu)(rng), "sg": str(z), "yg": str(2 * z)}


claim = Claim(
    id="dmf-global-threshold",
    title="An active '+' mode lowers F exactly for y > y_g, L ≥ 3, and the exact test of y against y_g",
    sentence=numbered(LOWERS, LOWERS_NOT, ABOVE_GLOBAL, BELOW_GLOBAL),
    source=Source("dmf", "Theorem 2, global minimizers", "reconstructed", version="v3"),
    derivation=derived(theorems.global_threshold),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler(LETTERS, mode(True)),
            sampler(LETTERS, mode(False)),
            sampler(TEST, near_threshold(thresholds.against_global, True)),
            sampler(TEST, near_threshold(thresholds.against_global, False)),
        ),
        trials=(12, 120),
    ),
    mutants=(
        Mutant(name="lower by s²", fate="false", goal=0, change=(("F1 > F", "F1 > F + a*s**2"),)),
        Mutant(name="not above y_g: lower by a little", fate="false", goal=1, change=(("F >= F1", "F > F1 + a*s**2/4"),)),
        Mutant(name="wrong side", fate="false", goal=2, change=(("y > yg", "yg > y"),)),
    ),
    sharpness=(
        Sharpness(given="y > yg", goal=0, sampler=sampler(LETTERS, mode(False))),
        Sharpness(given="yg >= y", goal=1, sampler=sampler(LETTERS, mode(True))),
        Sharpness(given=UPPER, goal=0, sampler=sampler(LETTERS, lower)),
        Sharpness(given=LEVEL, goal=0, sampler=sampler(LETTERS, mode(False, Fraction(101, 100)))),
    ),
)
