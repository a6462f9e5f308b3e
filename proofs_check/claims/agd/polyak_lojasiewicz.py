"""‖∇_Y F‖² ≥ 2σ²F whenever XXᵀ ⪰ σ²P and X, A lie in the range of P; the gap is ‖KᵀR‖², XXᵀ = KKᵀ + σ²P.

Equality only if XXᵀR = σ²R: every column of R is a weakest direction of X. Without PA = A it fails ("PL without the
column space start"). Source: arXiv:2305.06927 v2, Polyak–Łojasiewicz inequality; reconstructed.
"""

from __future__ import annotations

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import POINT, derived, sampler
from proofs_check.statement_probe import StatementProbe

LETTERS = f"{POINT} P eK K sigma"

claim = Claim(
    id="agd-polyak-lojasiewicz",
    title="Polyak–Łojasiewicz inequality with its exact gap and its equality case",
    source=Source("agd", "Polyak–Łojasiewicz inequality", "reconstructed", version="v2"),
    derivation=derived("polyak_lojasiewicz"),
    expected=("steps proved",),
    without_objective="F and its gradient in Y stand in the statement; `agd-gradients` derives the gradient from F",
    probe=StatementProbe(
        sampler=(sampler(LETTERS, "random_spectral", equal=[False, True]), sampler(LETTERS, "random_spectral"),
                 sampler(LETTERS, "random_spectral", equal=True)),
        trials=(15, 150),
    ),
    mutants=(
        Mutant(name="constant a hundredth larger", fate="false", change=((">= 4*c", ">= 101/25*c"),)),
        Mutant(name="gap without the square of c", fate="false", goal=1, change=(("4*c**2*tr((K", "4*c*tr((K"),)),
        Mutant(name="equality along any direction", fate="false", goal=2, change=(("sigma**2*R", "4*c*sigma**2*R"),)),
    ),
    sharpness=(Sharpness(given="P*A == A", sampler=sampler(LETTERS, "random_spectral", target=False)),),
)
