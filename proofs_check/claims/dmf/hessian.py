"""The Hessian of F in layer l along a direction Z in all layers: exactly, for every L ≥ 2: the coefficient
of e·t in F(W + tZ + eH) is tr Hᵀ H_l(Z) for every H in layer l.

H_l(Z) = 2 fit (A'_lᵀ(P − Y)P_{l−1}ᵀ + A_lᵀ P' P_{l−1}ᵀ + A_lᵀ(P − Y)P'_{l−1}ᵀ) + 2 ridge λ_l Z_l, a prime for the slope of a
product along Z. Source: arXiv:2506.20344 v3, the Hessian behind Theorem 2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmf._models import derived, hessian_scene, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmf-hessian",
    title="The Hessian of F, explicit and derived, any L ≥ 2",
    source=Source("dmf", "Theorem 2, second derivatives", "reconstructed", version="v3"),
    derivation=derived("hessian"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler("L d W Y lam l Z t H e", hessian_scene("random_second_order")), trials=(8, 80)),
    mutants=(
        Mutant(
            name="residual not differentiated", fate="false", change=(("A[l].T*DP[L]*P[l-1].T", "0*A[l].T*DP[L]*P[l-1].T"),)
        ),
        Mutant(name="regularizer counted once", fate="false", change=(("2*b*lam[l]*Z[l]", "b*lam[l]*Z[l]"),)),
    ),
)
