"""S = UᵀXXᵀU obeys S₊ = TQTᵀ, T = I + ηDΛSΛ, Q(I + η²MS) = S, M = ΛSΛDΛSΛ: size r_A, whatever m and r are; 4f = 2tr Λ²D − tr
ΛDΛD.

One step; the next projector stands as (X − ηG)(I + η²GᵀG)⁻¹(X − ηG)ᵀ. In words: it is X₊X₊ᵀ of the polar and the QR
retraction, and for invertible S, Q = (S⁻¹ + η²M)⁻¹. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import derivation as theorems
from theory.dmd.scenes import points

claim = Claim(
    id="dmd-recursion",
    title="One step of the alignment S as a recursion of size r_A, and the loss in S",
    sentence=(
        r"[1] Let $m, q, r \ge 1$, $\eta > 0$, $U \in \mathbb{R}^{m\times q}$ with $U^\top U = I_q$, $X \in "
        r"\mathbb{R}^{m\times r}$ with $X^\top X = I_r$, $\Lambda$ a real diagonal $q\times q$ matrix, $A = "
        r"U\Lambda U^\top$, $B = X^\top AX$, $G = -(I_m - XX^\top)AXB$, $K = (I_r + \eta^2G^\top G)^{-1}$, $S = "
        r"U^\top XX^\top U$, $D = I_q - S$ and $Q = U^\top XKX^\top U$. Then $U^\top(X - \eta G)K(X - \eta G)^\top "
        r"U = TQT^\top$ with $T = I_q + \eta D\Lambda S\Lambda$. [2] In the setting of [1], $Q(I_q + \eta^2MS) = "
        r"S$ with $M = \Lambda S\Lambda D\Lambda S\Lambda$. [3] Let $m, q, r \ge 1$, $U \in \mathbb{R}^{m\times "
        r"q}$ with $U^\top U = I_q$, $X \in \mathbb{R}^{m\times r}$ with $X^\top X = I_r$, $\Lambda$ a real "
        r"diagonal $q\times q$ matrix, $A = U\Lambda U^\top$, $S = U^\top XX^\top U$ and $D = I_q - S$. Then "
        r"$\tfrac14\lVert XX^\top AXX^\top - A\rVert_F^2 = \tfrac14\bigl(2\,\mathrm{tr}(\Lambda^2D) - "
        r"\mathrm{tr}(\Lambda D\Lambda D)\bigr)$."
    ),
    source=Source("dmd", "T1", "reconstructed"),
    derivation=derived(theorems.recursion, about_objective=True),
    expected=("steps proved",),
    probe=StatementProbe(
        sampler=(
            sampler("m q r eta U X Lam K", points.random_step),
            sampler("m q r eta U X Lam K", points.random_step),
            sampler("m q r U X Lam", points.random_step),
        ),
        trials=(6, 60),
    ),
    mutants=(
        Mutant(name='η for η²', fate="false", goal=1, change=(('eta**2*M*S', 'eta*M*S'),)),
        Mutant(name='loss without the square', fate="false", goal=2, change=(('- tr(Lam*D*Lam*D)', '- 2*tr(Lam*D*Lam*D)'),)),
    ),
)
