"""F₊ ≤ p²F with p = max |1 − ησ²| over the spectrum of X₊ on col(A), once η‖Y‖² ≤ 2: the exact factor of one sweep.

The paper's argument gives the factor 1 − ησ_r² only; this one halves the count. The spectral hypothesis stands as two
Gram gaps. Source: ours, from the residual identity; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import SWEEP, derived, sampler
from proofs_check.statement_probe import StatementProbe

LETTERS = f"{SWEEP} r U p eK K eJ J eE E"

claim = Claim(
    id="agd-exact-contraction",
    title="Exact contraction of a sweep from two spectra",
    source=Source("agd", "contraction of one iteration", "reconstructed", version="v2"),
    derivation=derived("exact_contraction"),
    expected=("proved",),
    without_objective="F is defined in the statement; rests on the residual identity of one sweep",
    probe=StatementProbe(sampler=sampler(LETTERS, "random_band", exact=[False, True]), trials=(15, 150)),
    mutants=(
        Mutant(name="factor p⁴", fate="false", change=(("p**2*F", "p**4*F"),)),
        Mutant(name="factor a tenth smaller", fate="false", change=(("p**2*F", "9/10*p**2*F"),)),
    ),
    sharpness=(
        Sharpness(given="U*U.T*A == A", sampler=sampler(LETTERS, "random_band", target=False)),
        Sharpness(given="2*c*eta*Y.T*Y + E*E.T == 2*I(d)", sampler=sampler(LETTERS, "random_band", cap=False)),
    ),
)
