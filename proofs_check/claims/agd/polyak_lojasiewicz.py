"""‖RᵀX‖² ≥ 2σ²F whenever XXᵀ ⪰ σ²P, PX = X and PA = A (RᵀX is the gradient in Y by `agd-gradients`); the gap is ‖KᵀR‖², XXᵀ =
KKᵀ + σ²P.

Equality only if XXᵀR = σ²R: every column of R is then a weakest direction of X. Without PA = A it fails ("PL without the
column space start", by search). Source: arXiv:2305.06927 v2, Polyak–Łojasiewicz inequality; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import POINT, derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

LETTERS = f"{POINT} P eK K sigma"

claim = Claim(
    id="agd-polyak-lojasiewicz",
    title="Polyak–Łojasiewicz inequality on the range of P, with its exact gap and what equality forces",
    sentence=(
        r"[1] Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and let "
        r"$P \in \mathbb{R}^{m\times m}$, $\sigma > 0$ satisfy $PX = X$, $PA = A$ and $XX^\top \succeq \sigma^2P$. "
        r"Then $\lVert R^\top X\rVert_F^2 \ge 2\sigma^2F(X,Y)$. [2] Let $m, n, d \ge 1$, $A \in "
        r"\mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in \mathbb{R}^{n\times d}$, $R = XY^\top - "
        r"A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and let $P \in \mathbb{R}^{m\times m}$, $\sigma "
        r"> 0$ satisfy $PX = X$, $PA = A$ and $XX^\top = KK^\top + \sigma^2P$ with a real matrix $K$. Then $\lVert "
        r"R^\top X\rVert_F^2 - 2\sigma^2F(X,Y) = \lVert K^\top R\rVert_F^2$. [3] In the setting of [1]: if $\lVert "
        r"R^\top X\rVert_F^2 = 2\sigma^2F(X,Y)$, then $XX^\top R = \sigma^2R$."
    ),
    source=Source("agd", "Polyak–Łojasiewicz inequality", "reconstructed", version="v2"),
    derivation=derived(theorems.polyak_lojasiewicz),
    expected=("steps proved",),
    without_objective="F and its gradient in Y stand in the statement; `agd-gradients` derives the gradient from F",
    probe=StatementProbe(
        sampler=(sampler(LETTERS, points.random_spectral, equal=[False, True]), sampler(LETTERS, points.random_spectral),
                 sampler(LETTERS, points.random_spectral, equal=True)),
        trials=(15, 150),
    ),
    mutants=(
        Mutant(name="constant a hundredth larger", fate="false", change=((">= 4*c", ">= 101/25*c"),)),
        Mutant(name="gap without the square of c", fate="false", goal=1, change=(("4*c**2*tr((K", "4*c*tr((K"),)),
        Mutant(name="equality along any direction", fate="false", goal=2, change=(("sigma**2*R", "4*c*sigma**2*R"),)),
    ),
    sharpness=(Sharpness(given="P*A == A", sampler=sampler(LETTERS, points.random_spectral, target=False)),),
)
