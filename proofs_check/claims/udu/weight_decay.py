"""Decay w_U on U and w_D on D: (ηw_U + c − 1)‖U‖² = 2ηw_D‖D‖² where U is left by its step and tr DUᵀGU + w_D‖D‖² = 0, for all
real w_U, w_D.

In words: the fixed points of the projected step satisfy both, so decay on D is what can activate the ball. Source: ours, for
arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

claim = Claim(
    id="udu-weight-decay",
    title="An identity at fixed points under weight decay, for all real w_U, w_D",
    sentence=(
        r"Let $n, r \ge 1$, $\eta, c > 0$, $w_U, w_D \in \mathbb{R}$, $G \in \mathbb{R}^{n\times n}$, $U \in "
        r"\mathbb{R}^{n\times r}$ and $D$ a real diagonal $r\times r$ matrix. If $U - \eta(2GUD + w_UU) = cU$ and "
        r"$\mathrm{tr}(DU^\top GU) + w_D\lVert D\rVert_F^2 = 0$, then $(\eta w_U + c - 1)\lVert U\rVert_F^2 = "
        r"2\eta w_D\lVert D\rVert_F^2$."
    ),
    source=Source("udu", "hypotheses of Proposition 1", "reconstructed", version="v2"),
    derivation=derived(theorems.weight_decay),
    expected=("steps proved",),
    without_objective="about fixed points of the projected step for any gradient G; no particular f",
    probe=StatementProbe(sampler=sampler("n r G U D eta c wU wD", points.random_decay), trials=(20, 200)),
    mutants=(
        Mutant(name="once w_D", fate="false", goal=0, change=(("2*eta*wD*tr(D*D)", "eta*wD*tr(D*D)"),)),
        Mutant(name="decay on U forgotten", fate="false", goal=0, change=(("(eta*wU + c - 1)", "(c - 1)"),)),
    ),
)
