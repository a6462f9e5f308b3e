"""(Σ μ_i^(2/3))³ ≤ ‖W_1‖²‖W_2‖²‖W_3‖² for the singular values μ_i of W_3W_2W_1: with U, D, Uᵀ this is ‖D‖ ≥ ‖X‖_{S2/3}/α² for
X = UDUᵀ, ‖U‖ ≤ α.

Formal: the bound for three factors, by the cited lemma (Schatten–Hölder) and a scaling to one norm whose numbers are
hypotheses. In words: that these numbers exist, the factors U, D, Uᵀ or Vᵀ (two-sided: ‖X‖_{S2/3}/(αβ)), and the equality case,
so that the bound is a minimum for free or non-negative D and r ≥ rank X. Direct minimization from 40 starts reaches it and
never goes below (101.68 = (10.0838)² for μ = (1, 2, 3), α = 1). Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.planted.witnesses import frames
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points


def measure(seed: int) -> Comparison:
    """X of rank 2 or 3 in n = 3, r = 3 or 4: ‖D‖² minimized over U = X^½QD^(−½)-like points by LBFGS on (Q, ln λ), 40
    starts."""
    import numpy as np
    import torch

    from theory.udu.window import minimal_magnitudes, schatten

    rng = np.random.default_rng(seed)
    rank, columns = 2 + seed % 2, 3 + seed // 2 % 2
    mu = torch.tensor(rng.uniform(0.5, 3.0, rank)) if seed % 5 else torch.tensor([1.0, 2.0, 3.0][:rank], dtype=torch.float64)
    raw = torch.tensor(rng.standard_normal((40, columns, columns)), requires_grad=True)
    share = torch.tensor(rng.standard_normal((40, columns)), requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [raw, share], max_iter=1000, tolerance_grad=1e-12, tolerance_change=1e-15, line_search_fn="strong_wolfe"
    )

    def norms() -> torch.Tensor:
        """‖D‖² where X^½Q has columns w_j, λ_j‖u_j‖² = ‖w_j‖², scaled so that ‖U‖ = 1."""
        Q = torch.linalg.matrix_exp(raw - raw.mT)[:, :rank]
        s = (mu[:, None] * Q**2).sum(1)
        lam = torch.exp(share)
        return (lam**2).sum(1) * (s / lam).sum(1) ** 2

    def closure() -> torch.Tensor:
        optimizer.zero_grad()
        value = norms().log().sum()
        value.backward()
        return value

    optimizer.step(closure)
    reached = norms().detach()
    told = schatten(mu.tolist())
    lam, p = minimal_magnitudes(mu.tolist())
    attained = float(np.hypot.reduce(lam))
    return Comparison(
        label=f"μ = {[round(m, 3) for m in mu.tolist()]}, r = {columns}",
        predicted=[told**2, told, 1.0],
        measured=[float(reached.min()), attained, float(sum(p))],
        budget=1e-4 * told**2,
    )  # a superfluous column dies slowly: 1e-4 is what LBFGS leaves


claim = Claim(
    id="udu-minimal-magnitudes",
    title="Schatten-2/3 bound for a product of three factors, behind the smallest ‖D‖ that represents X",
    sentence=(
        r"Let $e_0, e_1, e_2, e_3 \ge 1$, $W_l \in \mathbb{R}^{e_l\times e_{l-1}}$ for $l = 1, 2, 3$, and let "
        r"$p_1, p_2, p_3, g > 0$ satisfy $p_1p_2p_3 = 1$ and $p_l^2\lVert W_l\rVert_F^2 = g$ for $l = 1, 2, 3$. "
        r"Then there are an integer $r \ge 0$, matrices $A \in \mathbb{R}^{e_3\times r}$, $B \in "
        r"\mathbb{R}^{e_0\times r}$ with $A^\top A = B^\top B = I_r$ and a diagonal $r\times r$ matrix $T$ with "
        r"positive diagonal such that $W_3W_2W_1 = AT^3B^\top$ and $\lVert W_1\rVert_F^2\lVert W_2\rVert_F^2\lVert "
        r"W_3\rVert_F^2 \ge (\mathrm{tr}\,T^2)^3$."
    ),
    source=Source("udu", "minimal-magnitude theorem, lower bound", "reconstructed", version="v2"),
    derivation=derived(theorems.minimal_magnitudes),
    expected=("steps proved",),
    without_objective="about factorizations of X; no objective is minimized but ‖D‖",
    probe=Together((
        StatementProbe(sampler=sampler("e W g p r A T B", points.balanced_factors), witnesses=frames("A", "T", "B"),
                       trials=(20, 200)),
        NumericProbe(measure=measure, trials=(3, 40), resolution=1e-3),
    )),
    mutants=(Mutant(name="a tenth more", fate="false", change=((">= tr(T*T)**3", ">= 11/10*tr(T*T)**3"),)),),
)  # fmt: skip
