"""From X = E/√η with orthonormal columns E whose range holds the columns of A, and RY = 0 (Y = 0, say), the residual after one
sweep is zero, whatever η > 0, d and A are; because ηX₊X₊ᵀ is the identity on the columns of A and of X. In words: E = orth(AΦ)
is such a start. Source: ours, from the residual identity; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import structure

LETTERS = "m n d A X Y eta E s"

claim = Claim(
    id="agd-one-sweep",
    title="One sweep from X = E/√η, E orthonormal with col(A) in its range, and RY = 0 (Y = 0, say)",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X, E \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$, $R = XY^\top - A$, and for $\eta > 0$ let $X_+ = X - \eta RY$ and $Y_+ = Y - "
        r"\eta (X_+Y^\top - A)^\top X_+$. If $E^\top E = I_d$, $EE^\top A = A$, $X = sE$ with $s > 0$, $\eta s^2 = "
        r"1$, and $RY = 0$, then $X_+Y_+^\top = A$."
    ),
    source=Source("agd", "one-step start (ours)", "reconstructed"),
    derivation=derived(theorems.one_sweep_start),
    expected=("proved",),
    without_objective="about the residual after one sweep, which the statement defines",
    probe=StatementProbe(sampler=sampler(LETTERS, structure.random_orthonormal, still=[False, True]), trials=(20, 200)),
    mutants=(
        Mutant(name="residual half", fate="false", change=(("R1 == 0", "R1 == 1/2*R"),)),
    ),
    sharpness=(
        Sharpness(given="E*E.T*A == A", sampler=sampler(LETTERS, structure.random_orthonormal, inside=False)),
    ),
)
