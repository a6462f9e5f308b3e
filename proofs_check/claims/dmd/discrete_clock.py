"""One step with h = η‖A‖²: W₊ = (I − Y)W(I − Y) and V − V₊ ≥ 2c₁η tr(Λ²D), c₁ = (2 − h)/(2(1 + h)), any signs, any r ≥ r_A,
all 0 < h < 2.

Every step is a sum of Gram traces with positive weights. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmd-discrete-clock",
    title="The discrete clock with an explicit constant, all 0 < h < 2",
    source=Source("dmd", "section 11, T6d", "reconstructed"),
    derivation=derived("discrete_clock"),
    expected=("steps proved",),
    without_objective="about one step, which the statement defines; `dmd-gradients` derives its gradient from the objective",
    probe=StatementProbe(sampler=sampler("q ew eF eE eB ey eC h d a L K J p N Y w F E B y C", "random_clock"), trials=(6, 60)),
    mutants=(
        Mutant(
            name="(2 − h) for (1 − h): more than it is",
            fate="false",
            goal=2,
            change=((">= (2-h)*tr(W*Y)", ">= (5-h)*tr(W*Y)"),),
        ),
        Mutant(name="a twice as large", fate="false", goal=3, change=((">= a*tr(W*n)", ">= 3*tr(W*n)"),)),
        Mutant(name="twice τ", fate="false", goal=4, change=((">= tr(L*L*D)", ">= 9*tr(L*L*D)"),)),
    ),
)
