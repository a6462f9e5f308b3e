"""S ≤ 3/4, s ≤ 1/2, y ≤ s/12 and η√f_0 ≤ s²/8 meet the sharpened hypotheses: rate (15s/16)² ≥ (7/8)s², T = (4/7)L/β.

Seven times fewer sweeps than the paper's 4L/β: X moves only because Y is there. D_X = s/16, D_Y = 453s/2000.
Source: ours; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.agd._models import derived
from proofs_check.statement_probe import StatementProbe


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
    title="Closed form conditions of the sharpened horizon-free theorem",
    source=Source("agd", "sharpened horizon-free theorem, corollary (ours)", "reconstructed"),
    derivation=derived("sharpened_corollary", about_objective=False),
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
