"""The gradient in X, the map X ↦ (XYᵀ − A)Y by `agd-gradients`, is Lipschitz with every constant ℓ > 0, ℓ ≥ ‖Y‖² (2·fit·‖Y‖²),
at every point and in every direction. Not said: that ‖Y‖² is the best constant; the block Y is the same by transposition, in
words.

Source: arXiv:2305.06927 v2, smoothness of the blocks; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import POINT, derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

claim = Claim(
    id="agd-block-smoothness",
    title="X ↦ (XYᵀ − A)Y is Lipschitz with every constant ℓ ≥ ‖Y‖₂², ℓ > 0",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X, H \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$ and $\ell > 0$. If $Y^\top Y \preceq \ell I_d$, then $\lVert ((X+H)Y^\top - A)Y "
        r"- (XY^\top - A)Y\rVert_F^2 \le \ell^2\lVert H\rVert_F^2$."
    ),
    source=Source("agd", "smoothness of the blocks", "reconstructed", version="v2"),
    derivation=derived(theorems.block_smoothness),
    expected=("proved",),
    without_objective="about the gradient in X, which stands in the statement; `agd-gradients` derives it from F",
    probe=StatementProbe(sampler=sampler(f"{POINT} H ell eY KY", points.random_smooth), trials=(20, 200)),
    mutants=(
        Mutant(name="half the constant", fate="false", change=(("4*c**2*ell**2", "c**2*ell**2"),)),
        Mutant(name="constant of degree one", fate="false", change=(("ell**2", "ell"),)),
    ),
)
