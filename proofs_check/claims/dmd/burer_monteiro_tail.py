"""Burer–Monteiro with excess columns: YYᵀ → A is sublinear, ‖YYᵀ − A‖·2ηt → √(r − r_A), while DMD stays linear. That is why
DMD wins in r.

One step in the blocks of range and kernel of A, exactly and for all sizes; the limit, from Weyl's inequality and the
Stolz–Cesàro theorem, in words, for runs that converge to A. Runs besides. Source: arXiv:2310.01769 (lower bound of that
order, abstract), constant ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import burer_monteiro
from theory.dmd.scenes import steps


def measure(seed: int) -> Comparison:
    """r − r_A = 1 … 6 at t = 20,000."""
    import torch

    generator = torch.Generator().manual_seed(seed % 2**31)
    rank, excess, eta, steps = 2, 1 + seed % 6, 0.4, 20_000
    A = torch.zeros(14, 14, dtype=torch.float64)
    A[0, 0], A[1, 1] = 1.0, 0.6
    Y = 0.1 * torch.randn(14, rank + excess, generator=generator, dtype=torch.float64)
    for _ in range(steps):
        Y = Y - eta * (Y @ (Y.mT @ Y) - A @ Y)
    seen = float((Y @ Y.mT - A).norm())
    return Comparison(
        label=f"r − r_A = {excess}", predicted=[1.0], measured=[seen * 2 * eta * steps / excess**0.5], budget=0.02
    )


BLOCKS = "m q n r eta U V Lam Y"

claim = Claim(
    id="dmd-burer-monteiro-tail",
    title="One step of Burer–Monteiro descent in the blocks of range and kernel: why its tail is sublinear",
    sentence=(
        r"Let $m, q, n, r \ge 1$, $\eta > 0$, $U \in \mathbb{R}^{m\times q}$ and $V \in \mathbb{R}^{m\times n}$ with "
        r"$U^\top U = I_q$, $V^\top V = I_n$, $U^\top V = 0$, $UU^\top + VV^\top = I_m$, $\Lambda$ a real diagonal "
        r"$q\times q$ matrix, $A = U\Lambda U^\top$, $Y \in \mathbb{R}^{m\times r}$, $Z = Y - \eta(YY^\top - A)Y$ "
        r"(formally $Y1$), $M = U^\top YY^\top U$, $N = U^\top YY^\top V$ and $K = V^\top YY^\top V$; in words, if "
        r"$\Lambda$ is positive, $q = r_A < r$, $Y_0$ has rank $r$, $\eta\lVert A\rVert < 1$, $\eta\lVert Y_tY_t^\top - "
        r"A\rVert < 1$ for every $t$ and $Y_tY_t^\top \to A$, then $\lVert Y_tY_t^\top - A\rVert_F\cdot2\eta t \to \sqrt{r "
        r"- r_A}$. [1] Then $V^\top ZZ^\top V = (I_n - \eta K)K(I_n - \eta K) - \eta\bigl((I_n - \eta K)N^\top N + N^\top "
        r"N(I_n - \eta K)\bigr) + \eta^2N^\top MN$. [2] Then $U^\top ZZ^\top V = (I_q + \eta(\Lambda - M))N(I_n - \eta K) "
        r"- \eta\bigl((I_q + \eta(\Lambda - M))MN + NK(I_n - \eta K)\bigr) + \eta^2NN^\top N$. [3] Then $U^\top ZZ^\top U "
        r"= (I_q + \eta(\Lambda - M))M(I_q + \eta(\Lambda - M)) - \eta\bigl((I_q + \eta(\Lambda - M))NN^\top + NN^\top(I_q "
        r"+ \eta(\Lambda - M))\bigr) + \eta^2NKN^\top$. [4] If $\eta, x > 0$ and $\eta x \le 1$, then $x \ge x(1 - \eta "
        r"x)^2(1 + 2\eta x)$."
    ),
    source=Source("dmd", "comparison, section 8", "reconstructed"),
    derivation=derived(burer_monteiro.burer_monteiro_tail),
    expected=("steps proved",),
    without_objective="about one gradient step of Burer–Monteiro, which the statement defines",
    probe=Together((
        StatementProbe(
            sampler=(*[sampler(BLOCKS, steps.random_blocks)] * 3, sampler("eta x", steps.random_shrink)), trials=(6, 60)
        ),
        NumericProbe(measure=measure, trials=(6, 40), resolution=0.05),
    )),
    mutants=(
        Mutant(name="the kernel block shrinks faster", fate="false", goal=0,
               change=(("(I(n)-eta*K)*K*", "(I(n)-2*eta*K)*K*"),)),
        Mutant(name="no growth of the mixed block", fate="false", goal=1, change=(("(I(q)+eta*(Lam-M))*N*", "N*"),)),
        Mutant(name="without the kernel in the range", fate="false", goal=2, change=(("+ eta**2*N*K*N.T", ""),)),
        Mutant(name="four times the rate", fate="false", goal=3, change=(("(1+2*eta*x)", "(1+8*eta*x)"),)),
    ),
)  # fmt: skip
