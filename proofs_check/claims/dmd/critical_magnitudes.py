"""Where the gradient in Θ and the Riemannian gradient in X vanish: AXB = XB² with B = XᵀAX, f = c(‖A‖² − ‖B‖²).

The Θ-equation is Θ = B, so magnitudes at critical points are no unknowns. In words: that the range of XB is then invariant
under A. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmd.proofs import derivation as theorems
from theory.dmd.scenes import points

claim = Claim(
    id="dmd-critical-magnitudes",
    title="Where both gradients vanish: AXB = XB² and the value of f, B = XᵀAX",
    sentence=(
        r"Let $m, r \ge 1$, $A \in \mathbb{R}^{m\times m}$ and $\Theta \in \mathbb{R}^{r\times r}$ (formally $T$) "
        r"symmetric, $X \in \mathbb{R}^{m\times r}$ with $X^\top X = I_r$, $R = X\Theta X^\top - A$, $\tfrac12(\Theta - "
        r"X^\top AX) = 0$ and $RX\Theta - \tfrac12X(X^\top RX\Theta + \Theta X^\top RX) = 0$. [1] Then $AXB = XB^2$ with "
        r"$B = X^\top AX$. [2] Then $\tfrac14\lVert X\Theta X^\top - A\rVert_F^2 = \tfrac14(\lVert A\rVert_F^2 - \lVert "
        r"X^\top AX\rVert_F^2)$."
    ),
    source=Source("dmd", "T3", "reconstructed"),
    derivation=derived(theorems.magnitudes_are_forced, about_objective=True),
    expected=("steps proved",),
    probe=StatementProbe(sampler=sampler("m r B0 X T0", points.random_critical), trials=(10, 100)),
    mutants=(
        Mutant(name='AXB = 2XB²', fate="false", goal=0, change=(('== X*X.T*A*X*X.T*A*X', '== 2*X*X.T*A*X*X.T*A*X'),)),
        Mutant(name='loss without ‖B‖²', fate="false", goal=1, change=(('- tr(X.T*A*X*X.T*A*X)', '- 2*tr(X.T*A*X*X.T*A*X)'),)),
    ),
    sharpness=(
        Sharpness(given="4*c*(R*X*T - 1/2*X*(X.T*R*X*T + T*X.T*R*X)) == 0", goal=0,
                  sampler=sampler("m r B0 X T0", points.random_noncritical)),
    ),
)
