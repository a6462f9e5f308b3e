"""If ηX₊X₊ᵀ is the identity on the columns of A and of X, the residual after this sweep is zero: X_0 = orth(AΦ)/√η,
Y_0 = 0 needs one sweep, for every κ, d and η. Source: ours, from the residual identity; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

claim = Claim(
    id="agd-one-sweep",
    title="One sweep from an orthonormal start",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and for "
        r"$\eta > 0$ let $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top - A)^\top X_+$. If $\eta X_+X_+^\top A "
        r"= A$ and $\eta X_+X_+^\top X = X$, then $X_+Y_+^\top = A$."
    ),
    source=Source("agd", "one-step start (ours)", "reconstructed"),
    derivation=derived("one_sweep_start"),
    expected=("proved",),
    without_objective="about the residual after one sweep, which the statement defines",
    probe=StatementProbe(sampler=sampler("m n d A X Y eta", "random_frame"), trials=(20, 200)),
    mutants=(
        Mutant(name="residual half", fate="false", change=(("R1 == 0", "R1 == 1/2*R"),)),
    ),
    sharpness=(
        Sharpness(given="2*c*eta*X1*X1.T*A == A", sampler=sampler("m n d A X Y eta", "random_outside")),
    ),
)
