"""U D Vᵀ with a ball on each side, d ≥ 0 or free: at a fixed point of the projected step neither ball is active.

Formal: the equations of a fixed point, the clipped part N of the step on d with tr DN = 0 (N = 0 for free d), U ≠ 0 or V ≠ 0;
that the step gives them is words. Source: arXiv:2501.16322 v2, UDV variants (seen in the authors' code); reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

LEFT, RIGHT = "n r m G U V D Q N eta c a", "n r m G U V D Q N eta e b"

claim = Claim(
    id="udu-two-sided-exclusion",
    title="UDV: at a fixed point the ball on U is inactive if U ≠ 0, the ball on V if V ≠ 0",
    sentence=(
        r"[1] Let $n, r, m \ge 1$, $\eta, c, a > 0$, $G \in \mathbb{R}^{n\times m}$, $U \in \mathbb{R}^{n\times r}$, "
        r"$V \in \mathbb{R}^{m\times r}$ and $D, Q, N$ real diagonal $r\times r$ matrices with $U - \eta GVD = cU$, "
        r"$D = D - \eta Q + N$, $\mathrm{tr}(DN) = 0$, $\mathrm{tr}(DQ) = \mathrm{tr}(DU^\top GV)$ and $\lVert "
        r"U\rVert_F^2 = a$. Then $c = 1$. [2] Let $n, r, m \ge 1$, $\eta, e, b > 0$, $G$, $U$, $V$, $D, Q, N$ as in [1] "
        r"with $V - \eta G^\top UD = eV$, $D = D - \eta Q + N$, $\mathrm{tr}(DN) = 0$, $\mathrm{tr}(DQ) = "
        r"\mathrm{tr}(DU^\top GV)$ and $\lVert V\rVert_F^2 = b$ (no condition on $U - \eta GVD$). Then $e = 1$."
    ),
    source=Source("udu", "Proposition 1 for UDV", "reconstructed", version="v2"),
    derivation=derived(theorems.two_sided_exclusion),
    expected=("steps proved",),
    without_objective="about fixed points of the projected step for any gradient G; no particular f",
    probe=StatementProbe(
        sampler=(sampler(LEFT, points.random_two_sided), sampler(RIGHT, points.random_two_sided)), trials=(20, 200)
    ),
    mutants=(
        Mutant(name='the left ball is active', fate="false", goal=0, change=(('c == 1', 'c == 2'),)),
        Mutant(name='the right ball is active', fate="false", goal=1, change=(('e == 1', 'e == 2'),)),
    ),
    sharpness=(
        Sharpness(given="tr(D*N) == 0", goal=0, sampler=sampler(LEFT, points.random_two_sided, broken="boxed")),
        Sharpness(given="tr(D*N) == 0", goal=1, sampler=sampler(RIGHT, points.random_two_sided, broken="boxed")),
    ),
)
