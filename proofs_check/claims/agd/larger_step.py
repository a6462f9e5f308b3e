"""S ≤ 3/4, s ≤ 1/2, s ≤ S and η√f_0 ≤ s²/5 meet the scalar hypotheses of the sharpened theorem with y = 0, rate g = (9/16)s².

D_X = s/4, D_Y = 49s/100, w = √f_0 > 0. In words: by `agd-sharpened`, from Y_0 = 0 this is the rate at a step 8/5 times larger
than s²/8 allows. Source: ours; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.agd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems


def at_the_cap(rng: Random, over: bool = False) -> dict[str, str]:
    """s, S and the step at their caps (half of the time) or inside; w = √f_0; ``over``: the step a fifth beyond."""
    s = rng.choice([Fraction(1, 2), Fraction(rng.randint(1, 24), 50)])
    S = max(s, Fraction(3, 4) * rng.choice([Fraction(1), Fraction(rng.randint(2, 9), 10)]))
    w = Fraction(rng.randint(1, 9), rng.randint(1, 5))
    share = Fraction(6, 5) if over else rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    return {"s": str(s), "S": str(S), "w": str(w), "eta": str(s * s / 5 / w * share)}


claim = Claim(
    id="agd-larger-step",
    title="Scalars of a larger step: η√F_0 ≤ s²/5 meets the sharpened conditions with y = 0 (F_0 > 0)",
    sentence=(
        r"Let $s, S, \eta, w > 0$ ($w = \sqrt{F_0}$ in use) with $s \le S \le \tfrac34$, $s \le \tfrac12$ and $5\eta w "
        r"\le s^2$, and put $g = \tfrac{9}{16}s^2$, $D_X = \tfrac14s$, $D_Y = \tfrac{49}{100}s$, $c_X = "
        r"1-\tfrac12(S+D_X)^2$, $c_Y = 1-\tfrac12D_Y^2$. Then $2-(S+D_X)^2 \ge g$, $(s-D_X)^2 \ge g$, $g < 1$, $c_X > "
        r"0$, $c_Y > 0$, $g^2D_X^2 \ge 2(\eta w)^2D_Y^2$ and $g\,c_X D_Y^2 \ge (\eta w)^2(2-g)$."
    ),
    source=Source("agd", "sharpened horizon-free theorem, larger steps (ours)", "reconstructed"),
    derivation=derived(theorems.larger_step, about_objective=False),
    expected=("steps proved",),
    without_objective="scalar lemma about the constants of the sharpened theorem",
    probe=StatementProbe(sampler=at_the_cap),
    mutants=(
        Mutant(name="drift of X a tenth tighter", fate="false", 
               change=((">= 2*(eta*w)**2*DY**2", ">= 22/10*(eta*w)**2*DY**2"),)),
        Mutant(name="drift of Y 1 % tighter", fate="open", change=((">= (eta*w)**2*(2-g)", ">= 101/100*(eta*w)**2*(2-g)"),)),
    ),
    sharpness=(Sharpness(given="s**2 >= 5*eta*w", sampler=lambda rng: at_the_cap(rng, over=True)),),
)
