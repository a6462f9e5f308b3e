"""W is critical if and only if it has the closed form, all L ≥ 2, all widths, all Y: both directions, one form.

Source: arXiv:2506.20344 v3, Theorem 1, equation (8): the form is stated (second hand), the proof reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._kinds import FORM, POINT, form_sharpness, heavier
from proofs_check.claims.dmf._models import derived, points, sampler
from proofs_check.claims.dmf._sentences import OBJECTIVE, numbered
from proofs_check.claims.dmf.every_critical_point import LETTERS, PAIR
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmf.proofs import derivation as theorems

DERIVE = derived(theorems.critical_iff_closed_form)
SUFFICES = (OBJECTIVE + FORM, r"Then $\nabla F(W) = 0$.")
NECESSARY = (
    OBJECTIVE,
    r"If $\nabla F(W) = 0$, then there are an integer $r \ge 0$, matrices $U_l \in \mathbb{R}^{d_l\times r}$ for $0 \le l "
    r"\le L$ and a diagonal $r\times r$ matrix $S$ with positive diagonal such that $U_l^\top U_l = I_r$ for $0 \le l \le "
    r"L$, $W_l = \lambda_l^{-1/2}U_lSU_{l-1}^\top$ for $1 \le l \le L$, $YU_0 = U_L(\lambda^{1/2}S^{2-L} + "
    r"\lambda^{-1/2}S^L)$ and $Y^\top U_L = U_0(\lambda^{1/2}S^{2-L} + \lambda^{-1/2}S^L)$.",
)
WIDE = points(most=3, modes=2)

claim = Claim(
    id="dmf-critical-iff-closed-form",
    title="W is critical if and only if it has the closed form, any L ≥ 2",
    sentence=numbered(SUFFICES, NECESSARY),
    source=Source("dmf", "Theorem 1, equation (8)", "reconstructed", version="v3"),
    derivation=DERIVE,
    expected=("steps proved",),
    unrefuted={1: "every conclusion is an equation of a decomposition; its witnesses are unique up to orthogonal changes of "
                  "basis inside equal singular values, which no finite list enumerates"},
    probe=StatementProbe(sampler=(sampler(POINT, points(most=4)), sampler(LETTERS, points(most=3))), trials=(8, 80)),
    mutants=(
        Mutant(name="regularizer counted twice", fate="false", change=heavier),
        Mutant(name="exponents of the two terms exchanged", fate="false", goal=1,
               change=((PAIR, "Y*U[0] == U[L]*(q[L]*S**L + q[L]**(-1)*S**(2-L))"),)),
        Mutant(name="weights of the frames forgotten", fate="false", goal=1, change=(("mu[k]**(-1)*U[k]", "mu[k]*U[k]"),)),
    ),
    sharpness=form_sharpness(POINT, WIDE),
)  # fmt: skip
