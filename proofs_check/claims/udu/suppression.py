"""Sequences with c_tU_{t+1} = U_t − 2ηG_tU_tD_t, D_{t+1} = D_t − ηQ_t + N_t, tr D_tQ_t = tr D_tU_tᵀG_tU_t, tr D_{t+1}N_t = 0
have Σ_t (c_t² − 1)‖U_{t+1}‖² = 2(‖D_T‖² − ‖D_0‖²) − (‖U_T‖² − ‖U_0‖²) + Σ_t (4η²‖G_tU_tD_t‖² − 2η²‖Q_t‖² + 2‖N_t‖²). For every
horizon T, by induction.

In words: the projected step gives them with Q_t = diag(U_tᵀG_tU_t), N_t the clipped part and c_t of the ball, whatever the
pattern of both; and the limit η → 0 is ∫ν = (‖D_T‖² − ‖D_0‖²)/α² − (‖U_T‖² − ‖U_0‖²)/(2α²). Source: ours, for arXiv:2501.16322
v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

claim = Claim(
    id="udu-suppression",
    title="Exact discrete suppression identity, from the equations of the projected step",
    sentence=(
        r"Let $n, r, T \ge 1$, $\eta > 0$, let $U_0,\dots,U_T \in \mathbb{R}^{n\times r}$, let $D_0,\dots,D_T$, "
        r"$Q_0,\dots,Q_{T-1}$, $N_0,\dots,N_{T-1}$ be real diagonal $r\times r$ matrices, $G_0,\dots,G_{T-1} \in "
        r"\mathbb{R}^{n\times n}$ symmetric and $c_0,\dots,c_{T-1} > 0$, such that for $0 \le j < T$: $c_jU_{j+1} "
        r"= U_j - 2\eta G_jU_jD_j$, $D_{j+1} = D_j - \eta Q_j + N_j$, $\mathrm{tr}(D_jQ_j) = "
        r"\mathrm{tr}(D_jU_j^\top G_jU_j)$ and $\mathrm{tr}(D_{j+1}N_j) = 0$. Then for $0 \le k \le T$: "
        r"$\sum_{j=0}^{k-1}\bigl((c_j^2-1)\lVert U_{j+1}\rVert_F^2 - 4\eta^2\lVert G_jU_jD_j\rVert_F^2 + "
        r"2\eta^2\lVert Q_j\rVert_F^2 - 2\lVert N_j\rVert_F^2\bigr) = 2(\lVert D_k\rVert_F^2 - \lVert "
        r"D_0\rVert_F^2) - (\lVert U_k\rVert_F^2 - \lVert U_0\rVert_F^2)$."
    ),
    source=Source("udu", "suppression identity", "reconstructed", version="v2"),
    derivation=derived(theorems.suppression),
    expected=("proved",),
    without_objective="about the projected steps for any gradient G; no particular f",
    probe=StatementProbe(sampler=sampler("n r T k U D K Q N c eta", points.random_path), trials=(20, 200)),
    mutants=(
        Mutant(name="clipped part counted once", fate="false", goal=0, change=(("S[k] == 2*(", "S[k] == 1*("),)),
        Mutant(
            name="‖U‖² with the other sign",
            fate="false",
            goal=0,
            change=(("- (tr(U[k].T*U[k]) - tr", "+ (tr(U[k].T*U[k]) - tr"),),
        ),
    ),
    sharpness=(
        Sharpness(
            given="all(j, 0, T-1, tr(D[j+1]*N[j]) == 0)",
            sampler=sampler("n r T k U D K Q N c eta", points.random_path, clipped=False),
        ),
    ),
)
