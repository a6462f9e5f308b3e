"""From X_0 = AΦ_0 every iterate is X_k = AΦ_k with Φ_{k+1} = Φ_k − η(Φ_kY_kᵀ − I)Y_k, and R_k = A(Φ_kY_kᵀ − I).

By induction over iterations, any horizon. Source: arXiv:2305.06927 v2, start in the column space; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import PATH, derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

claim = Claim(
    id="agd-column-invariance",
    title="Iterates from the column space of A stay in it",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $\eta > 0$, $T \ge 1$, and let $X_0,\dots,X_T \in "
        r"\mathbb{R}^{m\times d}$, $Y_0,\dots,Y_T \in \mathbb{R}^{n\times d}$ satisfy $X_{j+1} = X_j - \eta "
        r"(X_jY_j^\top - A)Y_j$ and $Y_{j+1} = Y_j - \eta (X_{j+1}Y_j^\top - A)^\top X_{j+1}$ for $0 \le j < T$. "
        r"Let $\Phi_0 \in \mathbb{R}^{n\times d}$ and $\Phi_{k+1} = \Phi_k - \eta(\Phi_kY_k^\top - I_n)Y_k$ for $0 "
        r"\le k < T$. If $X_0 = A\Phi_0$, then $X_k = A\Phi_k$ and $X_kY_k^\top - A = A(\Phi_kY_k^\top - I_n)$ for "
        r"$0 \le k \le T$."
    ),
    source=Source("agd", "column space of A", "reconstructed", version="v2"),
    derivation=derived(theorems.column_invariance),
    expected=("proved",),
    without_objective="about the iterates, which the statement defines; F does not occur",
    probe=StatementProbe(sampler=sampler(f"{PATH} Phi0", points.random_path), trials=(15, 150)),
    mutants=(
        Mutant(name="frozen Φ", fate="false", change=(("X[k] == A*Phi[k]", "X[k] == A*Phi[0]"),)),
        Mutant(name="residual without the target", fate="false", change=(("Phi[k]*Y[k].T-I(n)", "Phi[k]*Y[k].T"),)),
    ),
    sharpness=(Sharpness(given="X[0] == A*Phi0", sampler=sampler(f"{PATH} Phi0", points.random_path, aligned=False)),),
)
