"""Balance and growth of one column along the flow, integrated: ‖u‖² − 2λ² loses 2∫ν‖u‖², and ‖u(T)‖² = ‖u(0)‖² exp∫(4λρ − 2ν).

The rates stand in udu-flow-laws. ρ is the Rayleigh quotient of −G at u, ν the multiplier of the ball. Source: ours, for
arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import flows

claim = Claim(
    id="udu-flow-laws-in-time",
    title="Balance and growth of one column along the flow, integrated",
    sentence=(
        r"Let $n \ge 1$, $T > 0$, let $u: [0,T] \to \mathbb{R}^n$, $\lambda, N: [0,T] \to \mathbb{R}$ be differentiable "
        r"and $G: [0,T] \to \mathbb{R}^{n\times n}$, $\nu, \rho: [0,T] \to \mathbb{R}$ continuous with $\dot u = -2\lambda "
        r"Gu - \nu u$, $\dot\lambda = -u^\top Gu$, $\dot N = \nu\lVert u\rVert^2$ and $u^\top Gu = -\rho\lVert u\rVert^2$. "
        r"Then $\lVert u(T)\rVert^2 - 2\lambda(T)^2 = \lVert u(0)\rVert^2 - 2\lambda(0)^2 - 2(N(T) - N(0))$ and $\lVert "
        r"u(T)\rVert^2 = \lVert u(0)\rVert^2E(T)$ with $E(t) = \exp\int_0^t(4\lambda\rho - 2\nu)$."
    ),
    source=Source("udu", "balance law, column law", "reconstructed", version="v2"),
    derivation=derived(theorems.laws_in_time),
    expected=("proved",),
    without_objective="about the flow for any gradient G; no particular f",
    probe=StatementProbe(sampler=sampler("n T u lam G nu rho N E", flows.column_in_time), trials=(10, 60)),
    mutants=(
        Mutant(name="the ball takes half of it", fate="false", change=(("- 2*(N[T] - N[0])", "- (N[T] - N[0])"),)),
        Mutant(name="the inverse of E", fate="false", change=(("*E[T]", "*E[T]**(-1)"),)),
    ),
)
