"""∇_X f = 4c(XΘXᵀ − A)XΘ, ∇_Θ f = 2c(Θ − B) where XᵀX = I, B = XᵀAX, and with Z = ∇_X f the combination Z − ½X(XᵀZ + ZᵀX) is
4c(−(I − XXᵀ)AXΘ − ½X(BΘ − ΘB)).

In words: that combination is the projection to the tangent space of the Stiefel manifold. Source: arXiv:2606.31390, objective
through notes on arXiv:2510.01175; the derivation reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import derivation as theorems
from theory.dmd.scenes import points

claim = Claim(
    id="dmd-gradients",
    title="Gradients in X, and in Θ where XᵀX = I; the tangential part of the first",
    sentence=(
        r"[1] Let $m, r \ge 1$, $A \in \mathbb{R}^{m\times m}$ and $\Theta \in \mathbb{R}^{r\times r}$ (formally $T$) "
        r"symmetric, $X \in \mathbb{R}^{m\times r}$, $R = X\Theta X^\top - A$ and $f(X,\Theta) = \tfrac14\lVert X\Theta "
        r"X^\top - A\rVert_F^2$. For $H \in \mathbb{R}^{m\times r}$ and real $t$, with $M = H\Theta X^\top + X\Theta "
        r"H^\top$ and $N = H\Theta H^\top$: $f(X+tH,\Theta) = f(X,\Theta) + t\,\mathrm{tr}(H^\top RX\Theta) + "
        r"\tfrac{t^2}{4}(\lVert M\rVert_F^2 + 2\,\mathrm{tr}(RN)) + \tfrac{t^3}{2}\mathrm{tr}(MN) + "
        r"\tfrac{t^4}{4}\mathrm{tr}(N^2)$. [2] Let $m, r \ge 1$, $A \in \mathbb{R}^{m\times m}$ and $\Theta \in "
        r"\mathbb{R}^{r\times r}$ symmetric, $X \in \mathbb{R}^{m\times r}$ with $X^\top X = I_r$ and $f(X,\Theta) = "
        r"\tfrac14\lVert X\Theta X^\top - A\rVert_F^2$. For every symmetric $E \in \mathbb{R}^{r\times r}$ and real $t$: "
        r"$f(X,\Theta+tE) = f(X,\Theta) + \tfrac{t}{2}\mathrm{tr}(E(\Theta - X^\top AX)) + \tfrac{t^2}{4}\lVert "
        r"E\rVert_F^2$. [3] Let $m, r \ge 1$, $A \in \mathbb{R}^{m\times m}$ and $\Theta \in \mathbb{R}^{r\times r}$ "
        r"symmetric, $X \in \mathbb{R}^{m\times r}$ with $X^\top X = I_r$ and $R = X\Theta X^\top - A$. Then $RX\Theta - "
        r"\tfrac12X(X^\top RX\Theta + \Theta X^\top RX) = -(I_m - XX^\top)AX\Theta - \tfrac12X(X^\top AX\Theta - \Theta "
        r"X^\top AX)$."
    ),
    source=Source("dmd", "gradients", "reconstructed"),
    derivation=derived(theorems.gradients, about_objective=True),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler("m r B0 X T0 H t", points.random_point),
            sampler("m r B0 X T0 E0 t", points.random_point),
            sampler("m r B0 X T0", points.random_point),
        ),
        trials=(10, 100),
    ),
    mutants=(
        Mutant(name="half the gradient in X", fate="false", goal=0, change=(("4*c*R*X*T", "2*c*R*X*T"),)),
        Mutant(name="twice the gradient in Θ", fate="false", goal=1, change=(("tr(E*2*c*(T", "tr(E*4*c*(T"),)),
        Mutant(
            name="commutator with the other sign",
            fate="false",
            goal=2,
            change=(("- 1/2*X*(X.T*A*X*T - T*X.T*A*X)", "+ 1/2*X*(X.T*A*X*T - T*X.T*A*X)"),),
        ),
    ),
)
