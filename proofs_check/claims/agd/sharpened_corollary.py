"""S ≤ 3/4, s ≤ 1/2, s ≤ S, y ≤ s/12 and η√f_0 ≤ s²/8 meet the sharpened scalar hypotheses: rate (15s/16)² ≥ (7/8)s².

Scalars only, y and w = √f_0 positive; the convergence, y = 0 and f_0 = 0 included, is `agd-sharpened-closed-form`. D_X = s/16,
D_Y = 453s/2000. In words: T = (4/7)L/β sweeps, seven times fewer than the paper's 4L/β. Source: ours; reconstructed.
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
    y = s / 12 * rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    w = Fraction(rng.randint(1, 9), rng.randint(1, 5))
    eta = s * s / 8 / w * rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    return {"s": str(s), "S": str(S), "y": str(y), "w": str(w), "eta": str(eta)}


claim = Claim(
    id="agd-sharpened-corollary",
    title="Scalars: closed form conditions meet those of the sharpened theorem (y, F_0 > 0)",
    sentence=(
        r"Let $s, S, y, \eta, w > 0$ ($w = \sqrt{F_0}$ in use) with $s \le S \le \tfrac34$, $12y \le s \le \tfrac12$ and "
        r"$8\eta w \le s^2$, and put $g = \tfrac{225}{256}s^2$, $D_X = \tfrac{1}{16}s$, $D_Y = \tfrac{453}{2000}s$, $c_X "
        r"= 1-\tfrac12(S+D_X)^2$, $c_Y = 1-\tfrac12(y+D_Y)^2$. Then $2-(S+D_X)^2 \ge g$, $(s-D_X)^2 \ge g$, $g < 1$, "
        r"$c_X > 0$, $c_Y > 0$, $8g \ge 7s^2$, $g^2D_X^2 \ge 2(\eta w)^2(y+D_Y)^2$ and $g\,c_X D_Y^2 \ge (\eta "
        r"w)^2(2-g)$."
    ),
    source=Source("agd", "sharpened horizon-free theorem, corollary (ours)", "reconstructed"),
    derivation=derived(theorems.sharpened_corollary, about_objective=False),
    expected=("steps proved",),
    without_objective="scalar lemma about the constants of the sharpened theorem",
    probe=StatementProbe(sampler=at_the_cap),
    mutants=(
        Mutant(name="drift of X 1.5 % tighter", fate="false",
               change=((">= 2*(eta*w)**2*(y+DY)", ">= 203/100*(eta*w)**2*(y+DY)"),)),
        Mutant(name="rate s²", fate="false", change=(("8*g >= 7*s**2", "8*g >= 8*s**2"),)),
        Mutant(name="drift of Y 2 % tighter", fate="open", change=(("cX >= (eta*w)**2", "cX >= 51/50*(eta*w)**2"),)),
    ),
)
