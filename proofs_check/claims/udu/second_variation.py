"""F = ½‖UDUᵀ − A‖² with both blocks moved, exactly: the coefficient of t² is ½‖dX‖² + tr R(HDHᵀ + 2HEUᵀ), dX = HDUᵀ + UDHᵀ +
UEUᵀ.

In words: for a general f the first term is ⟨dX, ∇²f dX⟩/2. Source: ours, for the objective of arXiv:2501.16322 v2;
reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

claim = Claim(
    id="udu-second-variation",
    title="Exact expansion of ½‖UDUᵀ − A‖² in both blocks, second variation included",
    sentence=(
        r"Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$ a real "
        r"diagonal $r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$. "
        r"For $H \in \mathbb{R}^{n\times r}$, a real diagonal $r\times r$ matrix $E$ and real $t$, with $M = "
        r"HDU^\top + UDH^\top + UEU^\top$, $N = HDH^\top + HEU^\top + UEH^\top$ and $P = HEH^\top$: $F(U+tH,D+tE) "
        r"= F(U,D) + t\,\mathrm{tr}(RM) + t^2(\tfrac12\lVert M\rVert_F^2 + \mathrm{tr}(R(HDH^\top + 2HEU^\top))) + "
        r"t^3(\mathrm{tr}(MN) + \mathrm{tr}(RP)) + \tfrac{t^4}{2}(\mathrm{tr}(N^2) + 2\,\mathrm{tr}(MP)) + "
        r"t^5\,\mathrm{tr}(NP) + \tfrac{t^6}{2}\mathrm{tr}(P^2)$."
    ),
    source=Source("udu", "section 4.3", "reconstructed", version="v2"),
    derivation=derived(theorems.second_variation, about_objective=True),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler("n r B U D H E t", points.random_point), trials=(20, 200)),
    mutants=(
        Mutant(name='mixed term counted once', fate="false", goal=0, change=(('H*D*H.T+2*H*E*U.T', 'H*D*H.T+H*E*U.T'),)),
    ),
)
