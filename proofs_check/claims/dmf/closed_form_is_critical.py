"""Points in closed form are critical: W_l = μ_l⁻¹ U_l S U_{l−1}ᵀ over paired singular triples, with the root equation.

Frames U_0 … U_L are orthonormal, Y U_0 = U_L M, Yᵀ U_L = U_0 M, μ_l² = λ_l, q = μ_1⋯μ_L, q M = q² S^(2−L) + S^L.
Source: arXiv:2506.20344 v3, equation (8): the form is stated (second hand), the proof reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.dmf._models import FRAMES, derived, points, sampler
from proofs_check.claims.dmf._violations import ORTHONORMAL, outer, thicker
from proofs_check.statement_probe import StatementProbe


def heavier(statement: dict) -> dict:
    """The same statement about an objective whose regularizer counts twice."""
    specs = dict(map(tuple, statement["letters"]))
    specs["Reg"]["next"] = specs["Reg"]["next"].replace("+b*", "+2*b*")
    return statement


claim = Claim(
    id="dmf-closed-form-is-critical",
    title="The closed form is critical, any L ≥ 2",
    source=Source("dmf", "Theorem 1, equation (8), sufficiency", "reconstructed", version="v3"),
    derivation=derived("closed_form_is_critical"),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(FRAMES, points(most=3)), trials=(10, 100)),
    mutants=(Mutant(name="regularizer counted twice", fate="false", change=heavier),),
    sharpness=(
        Sharpness(given=ORTHONORMAL, sampler=thicker(FRAMES, points(most=2))),
        Sharpness(given="Y*U[0] == U[L]*M", sampler=sampler(FRAMES, points(most=2), Y=outer(left=False))),
        Sharpness(given="Y.T*U[L] == U[0]*M", sampler=sampler(FRAMES, points(most=2), Y=outer(left=True))),
        Sharpness(
            given="q[L]*M == q[L]**2*S**(2-L) + S**L",
            sampler=sampler(FRAMES, points(most=2, detune=Fraction(1))),
        ),
        Sharpness(
            given="all(k, 1, L, a*mu[k]**2 == b*lam[k])",
            sampler=sampler(FRAMES, points(most=2), lam=lambda scene: dict.fromkeys(scene["lam"], "29/7")),
        ),
        Sharpness(given="all(k, 1, L, W[k] == mu[k]**(-1)*U[k]*S*U[k-1].T)",
                  sampler=sampler(FRAMES, points(most=2), W=lambda scene: _scaled(scene["W"]))),
    ),
)  # fmt: skip


def _scaled(factors: dict) -> dict:
    """Every factor doubled."""
    return {k: [[str(2 * Fraction(x)) for x in row] for row in rows] for k, rows in factors.items()}


