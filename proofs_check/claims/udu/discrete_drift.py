"""One step without projection or clipping changes ‖u_j‖² − 2λ_j² by 4η²λ_j²‖Gu_j‖² − 2η²(u_jᵀGu_j)², exactly.

In words: it is ≥ 0 where 2λ_j² ≥ ‖u_j‖² (Cauchy and Schwarz). Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

claim = Claim(
    id="udu-discrete-drift",
    title="Exact drift of ‖u‖² − 2λ² in one free step",
    sentence=(
        r"Let $n \ge 1$, $\eta > 0$, $\lambda \in \mathbb{R}$, $G \in \mathbb{R}^{n\times n}$ symmetric, $u \in "
        r"\mathbb{R}^n$, $u_+ = u - 2\eta\lambda Gu$ and $\lambda_+ = \lambda - \eta u^\top Gu$. Then $\lVert "
        r"u_+\rVert^2 - 2\lambda_+^2 = \lVert u\rVert^2 - 2\lambda^2 + 4\eta^2\lambda^2\lVert Gu\rVert^2 - "
        r"2\eta^2(u^\top Gu)^2$."
    ),
    source=Source("udu", "discrete balance", "reconstructed", version="v2"),
    derivation=derived(theorems.drift),
    expected=("proved",),
    without_objective="about one free step for any gradient G; no particular f",
    probe=StatementProbe(sampler=sampler("n K u lam eta", points.random_point), trials=(20, 200)),
    mutants=(
        Mutant(name="2 for 4", fate="false", goal=0, change=(("4*eta**2*lam**2", "2*eta**2*lam**2"),)),
        Mutant(
            name="conserved",
            fate="false",
            goal=0,
            change=(("4*eta**2*lam**2*tr(u.T*G*G*u) - 2*eta**2*tr(u.T*G*u)**2", "0*eta**2"),),
        ),
    ),
)
