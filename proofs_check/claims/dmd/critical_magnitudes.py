"""At every critical point Θ = B = XᵀAX, AXB = XB² (the range of XB is invariant under A), f = c(‖A‖² − ‖B‖²).

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmd-critical-magnitudes",
    title="Magnitudes are forced at critical points",
    source=Source("dmd", "T3", "reconstructed"),
    derivation=derived("magnitudes_are_forced", about_objective=True),
    expected=("steps proved",),
    probe=StatementProbe(sampler=sampler("m r B0 X T0", "random_critical"), trials=(10, 100)),
    mutants=(
        Mutant(name='Θ = 2B', fate="false", goal=0, change=(('T == X.T*A*X', 'T == 2*X.T*A*X'),)),
        Mutant(name='loss without ‖B‖²', fate="false", goal=2, change=(('- tr(X.T*A*X*X.T*A*X)', '- 2*tr(X.T*A*X*X.T*A*X)'),)),
    ),
    sharpness=(
        Sharpness(given="(I(m)-X*X.T)*A*X*T == 0", goal=1, sampler=sampler("m r B0 X T0", "random_noncritical")),
    ),
)
