"""S = UᵀXXᵀU obeys S₊ = T(S⁻¹ + η²M)⁻¹Tᵀ, T = I + ηDΛSΛ, M = ΛSΛDΛSΛ: size r_A, whatever m and r are; 4f = 2tr Λ²D − tr ΛDΛD.

The inverse stands as Q with Q(I + η²MS) = S. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Source
from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.statement_probe import StatementProbe

claim = Claim(
    id="dmd-recursion",
    title="The closed recursion of the alignment",
    source=Source("dmd", "T1", "reconstructed"),
    derivation=derived("recursion", about_objective=True),
    expected=("steps proved",),
    probe=StatementProbe(sampler=(sampler("m q r eta U X Lam K", "random_step"), sampler("m q r eta U X Lam K", "random_step"),
                                  sampler("m q r U X Lam", "random_step")), trials=(6, 60)),
    mutants=(
        Mutant(name='η for η²', fate="false", goal=1, change=(('eta**2*M*S', 'eta*M*S'),)),
        Mutant(name='loss without the square', fate="false", goal=2, change=(('- tr(Lam*D*Lam*D)', '- 2*tr(Lam*D*Lam*D)'),)),
    ),
)
