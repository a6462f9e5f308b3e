"""At every critical point Θ = B = XᵀAX, AXB = XB² (the range of XB is invariant under A), f = c(‖A‖² − ‖B‖²).

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

claim = Claim(
    id="dmd-critical-magnitudes",
    title="Magnitudes are forced at critical points",
    sentence=(
        r"Let $m, r \ge 1$, $A \in \mathbb{R}^{m\times m}$ and $\Theta \in \mathbb{R}^{r\times r}$ symmetric, $X "
        r"\in \mathbb{R}^{m\times r}$ with $X^\top X = I_r$, $\tfrac12(\Theta - X^\top AX) = 0$ and $(I_m - "
        r"XX^\top)AX\Theta = 0$. [1] Then $\Theta = X^\top AX$. [2] Then $AXB = XB^2$ with $B = X^\top AX$. [3] "
        r"Then $\tfrac14\lVert X\Theta X^\top - A\rVert_F^2 = \tfrac14(\lVert A\rVert_F^2 - \lVert X^\top "
        r"AX\rVert_F^2)$."
    ),
    source=Source("dmd", "T3", "reconstructed"),
    derivation=derived("magnitudes_are_forced", about_objective=True),
    expected=("steps proved",),
    probe=StatementProbe(sampler=sampler("m r B0 X T0", "random_critical"), trials=(10, 100)),
    mutants=(
        Mutant(name='Θ = 2B', fate="false", goal=0, change=(('T == X.T*A*X', 'T == 2*X.T*A*X'),)),
        Mutant(name='loss without ‖B‖²', fate="false", goal=2, change=(('- tr(X.T*A*X*X.T*A*X)', '- 2*tr(X.T*A*X*X.T*A*X)'),)),
    ),
    sharpness=(
        Sharpness(given="(I(m)-X*X.T)*A*X*T == 0", goal=1, sampler=sampler("m r B0 X T0", "random_noncritical")),
    ),
)
