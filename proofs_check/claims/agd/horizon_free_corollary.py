"""S, y ≤ 3/4, s ≤ 1/2, s ≤ S and η√f_0 ≤ s²/8 meet every scalar hypothesis of the horizon-free theorem with D_X = D_Y = s/2.

Scalars only, y and w = √f_0 positive. The conclusion f_t ≤ (1 − s²/4)^(2t) f_0 for all t, y = 0 and f_0 = 0 included, is
`agd-horizon-free-closed-form`. Source: ours; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.agd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems


def at_the_cap(rng: Random) -> dict[str, str]:
    """s, S, y and the step at their caps (half of the time) or inside; w = √f_0."""
    s = rng.choice([Fraction(1, 2), Fraction(rng.randint(1, 24), 50)])
    S = max(s, Fraction(3, 4) * rng.choice([Fraction(1), Fraction(rng.randint(2, 9), 10)]))
    y = Fraction(3, 4) * rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    w = Fraction(rng.randint(1, 9), rng.randint(1, 5))
    eta = s * s / 8 / w * rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    return {"s": str(s), "S": str(S), "y": str(y), "w": str(w), "eta": str(eta)}


claim = Claim(
    id="agd-horizon-free-corollary",
    title="Scalars: closed form conditions meet those of the horizon-free theorem (y, F_0 > 0)",
    sentence=(
        r"Let $s, S, y, \eta, w > 0$ ($w = \sqrt{F_0}$ in use) with $s \le S \le \tfrac34$, $s \le \tfrac12$, $y \le "
        r"\tfrac34$ and $8\eta w \le s^2$, and put $g = \tfrac14s^2$, $c_X = 1-\tfrac12(S+\tfrac{s}{2})^2$, $c_Y = "
        r"1-\tfrac12(y+\tfrac{s}{2})^2$. Then $2-(S+\tfrac{s}{2})^2 \ge g$, $(s-\tfrac{s}{2})^2 \ge g$, $g < 1$, $c_X > "
        r"0$, $c_Y > 0$, $g(\tfrac{s}{2})^2c_Y \ge (\eta w)^2(2-g)$ and $g(\tfrac{s}{2})^2c_X \ge (\eta w)^2(2-g)$."
    ),
    source=Source("agd", "horizon-free theorem, corollary (ours)", "reconstructed"),
    derivation=derived(theorems.horizon_free_corollary, about_objective=False),
    expected=("steps proved",),
    without_objective="scalar lemma about the constants of the horizon-free theorem",
    probe=StatementProbe(sampler=at_the_cap),
    mutants=(
        Mutant(name="drift in X a third of s", fate="false", change=(("g*(1/2*s)**2*cY", "g*(1/3*s)**2*cY"),)),
        Mutant(name="rate s²/3", fate="false", change=(("(s-1/2*s)**2 >= g", "(s-1/2*s)**2 >= 4/3*g"),)),
        Mutant(name="drift condition 1 % tighter", fate="open", change=(("cX >= (eta*w)**2", "cX >= 101/100*(eta*w)**2"),)),
    ),
)
