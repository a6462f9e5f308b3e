"""U D Vᵀ with a ball on each side, d ≥ 0 or free: at a fixed point of the projected step both balls are inactive.

Source: arXiv:2501.16322 v2, UDV variants (seen in the authors' code); the statement reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source

claim = Claim(
    id="udu-two-sided-exclusion",
    title="UDV: no fixed point has an active ball",
    sentence=(
        r"Let $n, r, m \ge 1$, $\eta, c, e, a, b > 0$, $G \in \mathbb{R}^{n\times m}$, $U \in \mathbb{R}^{n\times "
        r"r}$, $V \in \mathbb{R}^{m\times r}$ and $D$ a real diagonal $r\times r$ matrix with $U - \eta GVD = cU$, "
        r"$V - \eta G^\top UD = eV$, $\mathrm{tr}(DU^\top GV) = 0$, $\lVert U\rVert_F^2 = a$ and $\lVert "
        r"V\rVert_F^2 = b$. [1] Then $c = 1$. [2] Then $e = 1$."
    ),
    source=Source("udu", "Proposition 1 for UDV", "reconstructed", version="v2"),
    derivation=derived("two_sided_exclusion"),
    expected=("steps proved",),
    without_objective="about fixed points of the projected step for any gradient G; no particular f",
    probe=StatementProbe(sampler=sampler("n r m G U V D eta c e a b", "random_two_sided"), trials=(20, 200)),
    mutants=(
        Mutant(name='the left ball is active', fate="false", goal=0, change=(('c == 1', 'c == 2'),)),
        Mutant(name='the right ball is active', fate="false", goal=1, change=(('e == 1', 'e == 2'),)),
    ),
    sharpness=(
        Sharpness(given="tr(D*U.T*G*V) == 0",
                  sampler=sampler("n r m G U V D eta c e a b", "random_two_sided", broken="boxed")),
    ),
)
