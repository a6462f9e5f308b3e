"""Along the flow on the ball: (‖u_j‖² − 2λ_j²)' = −2ν‖u_j‖² and p_j' = (4λ_jρ_j − 2ν)p_j, as identities at one point.

What is formal is the two right-hand sides at one point (u, λ, G, ν); that they are derivatives along a solution, the integrated
law and the competition of two columns are words.
ρ_j is the Rayleigh quotient of −G at u_j, ν the multiplier of the ball. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

claim = Claim(
    id="udu-flow-laws",
    title="Balance and growth of one column: identities for the right-hand sides of the flow at one point",
    sentence=(
        r"Let $n \ge 1$, $\nu, \lambda \in \mathbb{R}$, $G \in \mathbb{R}^{n\times n}$ symmetric, $u \in "
        r"\mathbb{R}^n$, $\dot u = -2\lambda Gu - \nu u$ and $\dot\lambda = -u^\top Gu$. [1] Then $2u^\top\dot u - "
        r"4\lambda\dot\lambda = -2\nu\lVert u\rVert^2$. [2] If $\rho \in \mathbb{R}$ and $u^\top Gu = -\rho\lVert "
        r"u\rVert^2$, then $2u^\top\dot u = (4\lambda\rho - 2\nu)\lVert u\rVert^2$."
    ),
    source=Source("udu", "balance law, column law", "reconstructed", version="v2"),
    derivation=derived(theorems.flow_laws),
    expected=("steps proved",),
    without_objective="about the flow for any gradient G; no particular f",
    probe=StatementProbe(
        sampler=(sampler("n nu lam K u", points.random_point), sampler("n nu lam K u rho", points.random_rayleigh)),
        trials=(20, 200),
    ),
    mutants=(
        Mutant(name="λ² counted once", fate="false", goal=0, change=(("4*lam*dlam", "2*lam*dlam"),)),
        Mutant(name="suppressed once", fate="false", goal=1, change=(("4*lam*rho - 2*nu", "4*lam*rho - nu"),)),
    ),
)
