"""Both half steps of a sweep decrease F by η‖G‖² − (η²/2)‖GYᵀ‖² and η‖G₊‖² − (η²/2)‖X₊G₊ᵀ‖², exactly, whatever the step.

Source: arXiv:2305.06927 v2, gradient-sum lemma; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import SWEEP, derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

claim = Claim(
    id="agd-half-step-decrease",
    title="Exact decrease of both half steps, any step η > 0",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and for "
        r"$\eta > 0$ let $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top - A)^\top X_+$. With $G = RY$ and $G_+ "
        r"= (X_+Y^\top - A)^\top X_+$: $F(X,Y) - F(X_+,Y) = \eta\lVert G\rVert_F^2 - \tfrac{\eta^2}{2}\lVert "
        r"GY^\top\rVert_F^2$ and $F(X_+,Y) - F(X_+,Y_+) = \eta\lVert G_+\rVert_F^2 - \tfrac{\eta^2}{2}\lVert "
        r"X_+G_+^\top\rVert_F^2$."
    ),
    source=Source("agd", "gradient-sum lemma", "reconstructed", version="v2"),
    derivation=derived(theorems.half_step_decrease),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(SWEEP, points.random_point), trials=(25, 250)),
    mutants=(
        Mutant(name="no curvature term", fate="false", change=(("c*eta**2*tr((GX", "0*tr((GX"),)),
        Mutant(name="curvature of the other factor", fate="false",
               change=(("(X1*GY1.T).T*(X1*GY1.T)", "(X*GY1.T).T*(X*GY1.T)"),)),
    ),
)
