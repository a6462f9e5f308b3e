"""How far apart the two thresholds are: (y_g/y*)^(2L−2) = L^L / 4^(L−1), whatever the weights, L ≥ 3.

27/16 at L = 3, 4 at L = 4. Both thresholds are closed forms in the weights; Ys and Yg are their (2L−2)-th powers.
Source: ours, from the two thresholds of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.dmf._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems


def weights(rng: Random) -> dict:
    """Three to six layers with random weights."""
    layers = rng.randint(3, 6)
    return {"L": layers, "lam": {str(n): str(Fraction(rng.randint(1, 9), rng.randint(1, 5))) for n in range(1, layers + 1)}}


claim = Claim(
    id="dmf-threshold-ratio",
    title="The closed forms of both thresholds: 4^(L−1) y_g^(2L−2) = L^L y*^(2L−2), L ≥ 3",
    sentence=(
        r"Let $L \ge 3$, $\lambda_1,\dots,\lambda_L > 0$, $\lambda = \lambda_1\cdots\lambda_L$, $Y_\ast = "
        r"(2L-2)^{2L-2}L^{-L}(L-2)^{2-L}\lambda$ and $Y_g = (L-1)^{2L-2}(L-2)^{2-L}\lambda$. Then $2^{2L-2}\,Y_g = "
        r"L^L\,Y_\ast$."
    ),
    source=Source("dmf", "thresholds of equation (10) and Theorem 2", "reconstructed", version="v3"),
    derivation=derived(theorems.threshold_ratio),
    expected=("proved",),
    without_objective="scalar lemma about the closed forms of the two thresholds",
    probe=StatementProbe(sampler=weights, trials=(20, 200)),
    mutants=(
        Mutant(name="L^(L−1) for L^L", fate="false", change=(("L**L*Ys", "L**(L-1)*Ys"),)),
        Mutant(name="4^L for 4^(L−1)", fate="false", change=(("two**(2*L-2)", "two**(2*L)"),)),
        Mutant(
            name="thresholds exchanged", fate="false", change=(("two**(2*L-2)*Yg == L**L*Ys", "two**(2*L-2)*Ys == L**L*Yg"),)
        ),
    ),
)
