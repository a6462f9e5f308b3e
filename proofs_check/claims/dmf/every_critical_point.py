"""Every critical point has the closed form: r, orthonormal frames and a positive S exist, paired through Y.

W_l = μ_l⁻¹ U_l S U_{l−1}ᵀ, Y U_0 = U_L m(S), Yᵀ U_L = U_0 m(S), m(σ) = q σ^(2−L) + σ^L/q: singular pairs of Y with
positive values m(σ). No assumption on Y or the widths. Order of σ, permutation and hidden rotations are not separated.
Source: arXiv:2506.20344 v3, Theorem 1, equation (8): stated (second hand), the proof reconstructed.
"""

from __future__ import annotations

from fractions import Fraction

from proofs_check.claims.dmf._models import OBJECTIVE, derived, points, sampler
from proofs_check.claims.dmf._violations import SCALED, double
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

LETTERS = f"{OBJECTIVE} mu r U1 S U0"
PAIR = "Y*U[0] == U[L]*(q[L]*S**(2-L) + q[L]**(-1)*S**L)"


def without_transpose(statement: dict) -> dict:
    """Y U_0 = U_L m(S) alone: true, but no longer the whole condition (see dmf-closed-form-is-critical)."""
    statement["then"] = statement["then"][:-1]
    return statement


claim = Claim(
    id="dmf-every-critical-point",
    title="Every critical point has the closed form, any L ≥ 2",
    sentence=(
        r"Let $L \ge 2$, $d_0,\dots,d_L \ge 1$, $\lambda_1,\dots,\lambda_L > 0$, $Y \in \mathbb{R}^{d_L\times "
        r"d_0}$, $W_l \in \mathbb{R}^{d_l\times d_{l-1}}$ for $1 \le l \le L$, and $F(W) = \lVert W_L\cdots W_1 - "
        r"Y\rVert_F^2 + \sum_{l=1}^L \lambda_l\lVert W_l\rVert_F^2$, $\lambda = \lambda_1\cdots\lambda_L$. If "
        r"$\nabla F(W) = 0$, then there are an integer $r \ge 0$, matrices $U_l \in \mathbb{R}^{d_l\times r}$ for "
        r"$0 \le l \le L$ and a diagonal $r\times r$ matrix $S$ with positive diagonal such that $U_l^\top U_l = "
        r"I_r$ for $0 \le l \le L$, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$, $YU_0 = "
        r"U_L(\lambda^{1/2}S^{2-L} + \lambda^{-1/2}S^L)$ and $Y^\top U_L = U_0(\lambda^{1/2}S^{2-L} + "
        r"\lambda^{-1/2}S^L)$."
    ),
    source=Source("dmf", "Theorem 1, equation (8), necessity", "reconstructed", version="v3"),
    derivation=derived(theorems.every_critical_point_has_the_closed_form),
    expected=("proved",),
    unrefuted={0: "every conclusion is an equation of a decomposition; its witnesses are unique up to orthogonal changes of "
                  "basis inside equal singular values, which no finite list enumerates"},
    probe=StatementProbe(sampler=sampler(LETTERS, points(most=3)), trials=(8, 80)),
    sharpness=(
        Sharpness(
            given="critical(F, W)",
            sampler=sampler(LETTERS, points(most=2), W=lambda scene: {**scene["W"], "1": double(scene["W"]["1"])}),
        ),
        Sharpness(
            given=SCALED,
            sampler=sampler(
                LETTERS, points(most=2), mu=lambda scene: {**scene["mu"], "1": str(2 * Fraction(scene["mu"]["1"]))}
            ),
        ),
    ),
    mutants=(
        Mutant(
            name="exponents of the two terms exchanged",
            fate="false",
            change=((PAIR, "Y*U[0] == U[L]*(q[L]*S**L + q[L]**(-1)*S**(2-L))"),),
        ),
        Mutant(name="the pairing of Yᵀ dropped", fate="weaker", change=without_transpose,
               entailment=derived(theorems.one_pairing_is_necessary)),
        Mutant(name="weights of the frames forgotten", fate="false", change=(("mu[k]**(-1)*U[k]", "mu[k]*U[k]"),)),
    ),
)  # fmt: skip
