"""X = USG with orthonormal U, S² ⪰ σ²I, GGᵀ ⪰ φ²I: XXᵀ ⪰ φ²σ²UUᵀ with its exact gap, and UUᵀ is a projector that keeps X.

In words: for X_0 = AΦ_1·const, A = UΣVᵀ, S = const·Σ and G = VᵀΦ_1 it bounds σ_r(X_0)² from below by
σ_r(VᵀΦ_1)²σ_r(A)²·const², so that β = ησ_r(X_0)² large is a small-ball event. Without UᵀU = I the same sum of squares says
nothing about an eigenvalue. Source: arXiv:2305.06927 v2, least singular value of the start; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import structure


def skewed(rng: Random) -> dict[str, Any]:
    """The frame times 3/2: its columns are not of length one."""
    model = sampler("m r d eK eJ U S G K J phi sigma", structure.random_scale)(rng)
    return {**model, "U": [[str(Fraction(3, 2) * Fraction(v)) for v in row] for row in model["U"]]}


claim = Claim(
    id="agd-initial-scale",
    title="XXᵀ ⪰ φ²σ²UUᵀ for X = USG, S² ⪰ σ²I, GGᵀ ⪰ φ²I, U orthonormal, with the exact gap",
    sentence=(
        r"Let $m, r, d \ge 1$, $U \in \mathbb{R}^{m\times r}$ with $U^\top U = I_r$, $S$ a real diagonal $r\times "
        r"r$ matrix, $G \in \mathbb{R}^{r\times d}$, $\varphi, \sigma > 0$, and real matrices $K$, $J$ with $r$ "
        r"rows and at least one column, $GG^\top = KK^\top + \varphi^2I_r$ and $S^2 = JJ^\top + \sigma^2I_r$. Then "
        r"for $X = USG$: $XX^\top = USKK^\top SU^\top + \varphi^2UJJ^\top U^\top + \varphi^2\sigma^2UU^\top$, "
        r"$UU^\top X = X$ and $(UU^\top)^2 = UU^\top$."
    ),
    source=Source("agd", "least singular value of the start", "reconstructed", version="v2"),
    derivation=derived(theorems.initial_scale, about_objective=False),
    expected=("proved",),
    without_objective="about the least singular value of the start, before any step",
    probe=StatementProbe(sampler=sampler("m r d eK eJ U S G K J phi sigma", structure.random_scale), trials=(20, 200)),
    mutants=(Mutant(name="twice the product", fate="false", change=(("phi**2*sigma**2*U*U.T", "2*phi**2*sigma**2*U*U.T"),)),),
    sharpness=(Sharpness(given="U.T*U == I(r)", sampler=skewed),),
)
