"""X_0 = AΦ_1·const with A = UΣVᵀ: X_0X_0ᵀ ⪰ σ_r(VᵀΦ_1)²σ_r(A)²·const² on col(A): what makes β = ησ_r(X_0)² a small-ball event.

With S = const·Σ and G = VᵀΦ_1 the gap is exact; U has orthonormal columns, so that UUᵀ is the projector on col(A) and the
number bounds σ_r(X_0)². Without UᵀU = I the same sum of squares says nothing about an eigenvalue.
Source: arXiv:2305.06927 v2, least singular value of the start; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source


def skewed(rng: Random) -> dict[str, Any]:
    """The frame times 3/2: its columns are not of length one."""
    model = sampler("m r d eK eJ U S G K J phi sigma", "random_scale")(rng)
    return {**model, "U": [[str(Fraction(3, 2) * Fraction(v)) for v in row] for row in model["U"]]}


claim = Claim(
    id="agd-initial-scale",
    title="Least singular value of the start",
    source=Source("agd", "least singular value of the start", "reconstructed", version="v2"),
    derivation=derived("initial_scale", about_objective=False),
    expected=("proved",),
    without_objective="about the least singular value of the start, before any step",
    probe=StatementProbe(sampler=sampler("m r d eK eJ U S G K J phi sigma", "random_scale"), trials=(20, 200)),
    mutants=(Mutant(name="twice the product", fate="false", change=(("phi**2*sigma**2*U*U.T", "2*phi**2*sigma**2*U*U.T"),)),),
    sharpness=(Sharpness(given="U.T*U == I(r)", sampler=skewed),),
)
