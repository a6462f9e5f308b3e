"""Rational thresholds at equal weights, L ≥ 3: with all μ_l = s (λ_l = s²), s^L + q² s^(2−L) = q(1 + s²); if (L−2)s² = L, s
is at the turn and 1 + s² = (2L−2)/(L−2); if (L−2)s² = 1, s^(2L−2) = (L−2)q² (gain zero) and 1 + s² = (L−1)/(L−2).

In words: all W_l = 1 is the double root at y*, or an upper root at y_g. Source: ours, from equation (10) of
arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.dmf._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems


def equal(rng: Random, square: int = 0, off: Fraction = Fraction(0)) -> dict:
    """μ_l = s for all l: any s, or (L−2)s² = L (``square`` 1) or 1 (``square`` 2); ``off`` is added to μ_1."""
    layers = {0: rng.randint(3, 6), 1: 4, 2: rng.choice([3, 6])}[square]
    s = Fraction(rng.randint(1, 9), rng.randint(1, 5)) if not square else {3: Fraction(1), 6: Fraction(1, 2)}.get(layers, 0)
    if square == 1:  # L = 4: s = √2, exact in Q(√2)
        value: object = ["0", "1", "2"]
        first: object = [str(off), "1", "2"] if off else value
    else:
        value, first = str(s), str(s + off)
    return {"L": layers, "mu": {str(n): first if n == 1 else value for n in range(1, layers + 1)}, "s": value}


EQUAL = "all(k, 1, L, mu[k] == s)"

claim = Claim(
    id="dmf-equal-weights",
    title="Equal scales μ_l = s, L ≥ 3: s is a root for y = 1 + s², at the turn or of gain zero at two rational levels",
    sentence=(
        r"Let $L \ge 3$, $\mu_1,\dots,\mu_L > 0$, $q = \mu_1\cdots\mu_L$ and $s > 0$ with $\mu_k = s$ for $1 \le k "
        r"\le L$. [1] Then $s^L + q^2s^{2-L} = q(1+s^2)$. [2] If $(L-2)s^2 = L$, then $Ls^{2L-2} = (L-2)q^2$ and "
        r"$(L-2)(1+s^2) = 2L-2$. [3] If $(L-2)s^2 = 1$, then $s^{2L-2} = (L-2)q^2$ and $(L-2)(1+s^2) = L-1$."
    ),
    source=Source("dmf", "equation (10), instances", "reconstructed", version="v3"),
    derivation=derived(theorems.equal_weights),
    expected=("steps proved",),
    without_objective="scalar lemma about the equation of the roots at equal weights",
    probe=StatementProbe(sampler=(equal, lambda rng: equal(rng, 1), lambda rng: equal(rng, 2)), trials=(20, 200)),
    mutants=(
        Mutant(name="1 + s for 1 + s²", fate="false", goal=0, change=(("(1 + s**2)", "(1 + s)"),)),
        Mutant(name="y* at the level of y_g", fate="false", goal=1, change=(("== 2*L-2", "== L-1"),)),
        Mutant(name="y_g at the level of y*", fate="false", goal=2, change=(("== L-1", "== 2*L-2"),)),
    ),
    sharpness=(
        Sharpness(given=EQUAL, sampler=lambda rng: equal(rng, 0, Fraction(1))),
        Sharpness(given=EQUAL, sampler=lambda rng: equal(rng, 1, Fraction(1)), goal=1),
        Sharpness(given=EQUAL, sampler=lambda rng: equal(rng, 2, Fraction(1)), goal=2),
        Sharpness(given="m*s**2 == L", sampler=equal, goal=1),
        Sharpness(given="m*s**2 == 1", sampler=equal, goal=2),
    ),
)
