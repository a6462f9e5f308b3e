"""Decay w_U on U and w_D on D: (w_U + (c − 1)/η)‖U‖² = 2w_D‖D‖² at every fixed point, so decay on D is what can activate the
ball. For all real w_U, w_D, zero included.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.udu._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="udu-weight-decay",
    title="Fixed points under weight decay",
    source=Source("udu", "hypotheses of Proposition 1", "reconstructed", version="v2"),
    derivation=derived("weight_decay"),
    expected=("steps proved",),
    about_objective=False,
    probe=StatementProbe(sampler=sampler("n r G U D eta c wU wD", "random_decay"), trials=(20, 200)),
    mutants=(
        Mutant(name="once w_D", fate="false", goal=0, change=(("2*eta*wD*tr(D*D)", "eta*wD*tr(D*D)"),)),
        Mutant(name="decay on U forgotten", fate="false", goal=0, change=(("(eta*wU + c - 1)", "(c - 1)"),)),
    ),
)
