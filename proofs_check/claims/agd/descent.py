"""η‖Y‖² ≤ 1 and η‖X₊‖² ≤ 1: each half step decreases F by at least (η/2)·‖its direction‖², RY and (X₊Yᵀ − A)ᵀX₊, which are the
gradients by `agd-gradients`; so ‖∇‖² ≤ (2/η)(F − F₊).

The conditions stand as ηYᵀY + KKᵀ = I. Source: arXiv:2305.06927 v2, gradient-sum lemma; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import SWEEP, derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

claim = Claim(
    id="agd-descent",
    title="Descent of both half steps if η‖Y‖₂² ≤ 1 and η‖X₊‖₂² ≤ 1",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and for "
        r"$\eta > 0$ let $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top - A)^\top X_+$. If $\eta Y^\top Y "
        r"\preceq I_d$ and $\eta X_+^\top X_+ \preceq I_d$, then $F(X,Y) - F(X_+,Y) \ge \tfrac{\eta}{2}\lVert "
        r"RY\rVert_F^2$ and $F(X_+,Y) - F(X_+,Y_+) \ge \tfrac{\eta}{2}\lVert (X_+Y^\top - A)^\top X_+\rVert_F^2$."
    ),
    source=Source("agd", "gradient-sum lemma", "reconstructed", version="v2"),
    derivation=derived(theorems.descent),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(f"{SWEEP} eX KX eY KY", points.random_capped), trials=(20, 200)),
    mutants=(
        Mutant(name="the whole step", fate="false", change=(("1/2*eta*tr(GX", "eta*tr(GX"),)),
        Mutant(name="the whole step in Y", fate="false", change=(("1/2*eta*tr(GY1", "eta*tr(GY1"),)),
    ),
    sharpness=(
        Sharpness(given="2*c*eta*Y.T*Y + KY*KY.T == I(d)",
                  sampler=sampler(f"{SWEEP} eX KX eY KY", points.random_uncapped, factor="Y")),
        Sharpness(given="2*c*eta*X1.T*X1 + KX*KX.T == I(d)",
                  sampler=sampler(f"{SWEEP} eX KX eY KY", points.random_uncapped, factor="X")),
    ),
)
