"""F₊ ≤ p²F for every p > 0 with (1 − p)UUᵀ ⪯ ηX₊X₊ᵀ ⪯ (1 + p)UUᵀ, once η‖Y‖² ≤ 2, where the range of U holds the columns of A
and X.

So p may be max |1 − ησ²| over the spectrum of X₊ on that range where it is positive. In words: the paper's argument gives the
factor 1 − ησ_r² only, and p² halves the count. The spectral hypothesis stands as two Gram gaps. Source: ours, from the
residual identity; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.agd._models import SWEEP, derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems
from theory.agd.scenes import points

LETTERS = f"{SWEEP} r U p eK K eJ J eE E"

claim = Claim(
    id="agd-exact-contraction",
    title="One sweep contracts F by p² if ηX₊X₊ᵀ lies between (1 − p)UUᵀ and (1 + p)UUᵀ, and η‖Y‖₂² ≤ 2",
    sentence=(
        r"Let $m, n, d \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X \in \mathbb{R}^{m\times d}$, $Y \in "
        r"\mathbb{R}^{n\times d}$, $R = XY^\top - A$ and $F(X,Y) = \tfrac12\lVert XY^\top - A\rVert_F^2$, and for "
        r"$\eta > 0$ let $X_+ = X - \eta RY$ and $Y_+ = Y - \eta (X_+Y^\top - A)^\top X_+$. Let $r \ge 1$, $U \in "
        r"\mathbb{R}^{m\times r}$ with $U^\top U = I_r$, $UU^\top A = A$, $UU^\top X = X$, and let $p > 0$. If "
        r"$(1-p)UU^\top \preceq \eta X_+X_+^\top \preceq (1+p)UU^\top$ and $\eta Y^\top Y \preceq 2I_d$, then "
        r"$F(X_+,Y_+) \le p^2F(X,Y)$."
    ),
    source=Source("agd", "contraction of one iteration", "reconstructed", version="v2"),
    derivation=derived(theorems.exact_contraction),
    expected=("proved",),
    without_objective="F is defined in the statement; rests on the residual identity of one sweep",
    probe=StatementProbe(sampler=sampler(LETTERS, points.random_band, exact=[False, True]), trials=(15, 150)),
    mutants=(
        Mutant(name="factor p⁴", fate="false", change=(("p**2*F", "p**4*F"),)),
        Mutant(name="factor a tenth smaller", fate="false", change=(("p**2*F", "9/10*p**2*F"),)),
    ),
    sharpness=(
        Sharpness(given="U*U.T*A == A", sampler=sampler(LETTERS, points.random_band, target=False)),
        Sharpness(given="2*c*eta*Y.T*Y + E*E.T == 2*I(d)", sampler=sampler(LETTERS, points.random_band, cap=False)),
    ),
)
