"""Roots right of the turn or on it stand in the order of y, those left of it in the reverse order, L ≥ 3.

For roots e ≤ f of y_e and y_f on one side of the turning point: y_f ≥ y_e on the right of it, y_e ≥ y_f on the left. In
words: the order of σ is not the order of y. Source: ours, from equation (10) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.dmf._models import Sampler, derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems


def pair(rng: Random, right: bool, astray: str = "") -> dict:
    """L = 3, weights 1 up to μ_1: two roots on one side; ``astray`` "turn" or "order" breaks that hypothesis alone."""
    mu, base = Fraction(rng.randint(2, 9), rng.randint(2, 4)), Fraction(1)
    while (3 * base**4 >= mu**2) is not right:  # L s^(2L−2) against (L−2) q²
        base = base * 2 if right else base / 2
    e, f = sorted(base * (1 + Fraction(k, 10) if right else 1 / (1 + Fraction(k, 10))) for k in rng.sample(range(20), 2))
    if astray == "turn":
        e, f = (e / 40, f) if right else (e, f * 40)
    if astray == "order":
        e, f = f, e
    v, w = ((s**3 + mu**2 / s) / mu for s in (e, f))
    weights = {"mu": {"1": str(mu), "2": "1", "3": "1"}, "lam": {"1": str(mu**2), "2": "1", "3": "1"}}
    return {"L": 3, **weights, "e": str(e), "f": str(f), "v": str(v), "w": str(w)}


LEVELS = ("q[L]*v == (e**L + q[L]**2*e**(2-L))", "q[L]*w == (f**L + q[L]**2*f**(2-L))")
RIGHT = "(L*e**(2*L-2) - m*q[L]**2) >= 0"
LEFT = "-(L*f**(2*L-2) - m*q[L]**2) >= 0"


def off_level(right: bool, which: int) -> Sampler:
    """`pair` with one of the two values replaced by one that breaks its equation and the conclusion."""

    def model(rng: Random) -> dict:
        found = pair(rng, right)
        large = str(Fraction(found["v"]) + Fraction(found["w"]))
        return {**found, "vw"[which]: large if (which == 0) is right else "1/1000000"}

    return model


claim = Claim(
    id="dmf-root-order",
    title="Larger roots belong to larger y right of the turn, to smaller y left of it, L ≥ 3",
    sentence=(
        r"Let $L \ge 3$, $q > 0$ and $e, f, v, w > 0$ with $qv = e^L + q^2e^{2-L}$ and $qw = f^L + q^2f^{2-L}$. "
        r"[1] If $Le^{2L-2} \ge (L-2)q^2$ and $f \ge e$, then $w \ge v$. [2] If $Lf^{2L-2} \le (L-2)q^2$ and $f "
        r"\ge e$, then $v \ge w$."
    ),
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    derivation=derived(theorems.root_order),
    expected=("steps proved",),
    without_objective="scalar lemma about the equation of the roots",
    probe=StatementProbe(sampler=(lambda rng: pair(rng, True), lambda rng: pair(rng, False)), trials=(20, 200)),
    mutants=(
        Mutant(name="'+' roots in reverse order", fate="false", goal=0, change=(("w >= v", "v >= w"),)),
        Mutant(name="'-' roots in the order of y", fate="false", goal=1, change=(("v >= w", "w >= v"),)),
    ),
    sharpness=(
        *(Sharpness(given=LEVELS[k], sampler=off_level(True, k)) for k in (0, 1)),
        *(Sharpness(given=LEVELS[k], sampler=off_level(False, k), goal=1) for k in (0, 1)),
        Sharpness(given=RIGHT, sampler=lambda rng: pair(rng, True, "turn")),
        Sharpness(given=LEFT, sampler=lambda rng: pair(rng, False, "turn"), goal=1),
        Sharpness(given="f >= e", sampler=lambda rng: pair(rng, True, "order")),
        Sharpness(given="f >= e", sampler=lambda rng: pair(rng, False, "order"), goal=1),
    ),
)
