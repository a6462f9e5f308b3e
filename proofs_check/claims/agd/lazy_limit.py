"""With X frozen, R_k = (I − ηXXᵀ)^k R_0: gradient descent on min_Y ‖XYᵀ − A‖.

In words: it is what alternating descent becomes at a vanishing step, and its rate η σ_r(X)² is where κ² comes from. Source:
ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import structure

claim = Claim(
    id="agd-lazy-limit",
    title="X frozen: R_k = (I − ηXXᵀ)^k R_0",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $\eta > 0$, $T \ge "
        r"1$, and let $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ and $R_j = XY_j^\top - A$ satisfy $Y_{j+1} = Y_j "
        r"- \eta R_j^\top X$ for $0 \le j < T$. Then $R_k = (I_m - \eta XX^\top)^kR_0$ for $0 \le k \le T$."
    ),
    source=Source("agd", "lazy limit (ours)", "reconstructed"),
    derivation=derived(theorems.lazy_limit),
    expected=("proved",),
    without_objective="about the iterates with X frozen, which the statement defines",
    probe=StatementProbe(sampler=sampler("m n d A X Y eta T k", structure.random_frozen), trials=(20, 200)),
    mutants=(
        Mutant(name="residual unchanged", fate="false", change=(("R[k] == B[k]*R[0]", "R[k] == R[0]"),)),
    ),
)
