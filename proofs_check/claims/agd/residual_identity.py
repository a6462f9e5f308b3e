"""One sweep in one line: R₊ = (I − ηX₊X₊ᵀ) R (I − ηYYᵀ), for all sizes, ranks and steps.

Stronger than a descent lemma: contraction follows from two spectra. Source: ours, behind arXiv:2305.06927 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import SWEEP, derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

claim = Claim(
    id="agd-residual-identity",
    title="Residual identity of one sweep, any sizes",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and for "
        r"$\eta > 0$ let $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top - A)^\top X_+$. Then $X_+Y_+^\top - A "
        r"= (I_m - \eta X_+X_+^\top)\,R\,(I_n - \eta YY^\top)$."
    ),
    source=Source("agd", "proof chain, residual of one sweep", "reconstructed", version="v2"),
    derivation=derived(theorems.residual_identity),
    expected=("proved",),
    without_objective="about the residual after one sweep, which the statement defines",
    probe=StatementProbe(sampler=sampler(SWEEP, points.random_point), trials=(25, 250)),
    mutants=(
        Mutant(name="old X on the left", fate="false", change=(("X1*X1.T", "X*X.T"),)),
        Mutant(name="half the step on the right", fate="false", change=(("2*c*eta*Y*Y.T", "c*eta*Y*Y.T"),)),
        Mutant(name="factors exchanged in order", fate="false", change=(("eta*X1*X1.T)*R", "eta*X1*X1.T*X1*X1.T)*R"),)),
    ),
)
