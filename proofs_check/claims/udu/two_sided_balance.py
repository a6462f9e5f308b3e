"""UDV, discretely and exactly: what both balls take away along any number of projected, clipped steps; and in the flow
‖u_j‖² − d_j² and ‖v_j‖² − d_j² fall by 2ν_U‖u_j‖² and 2ν_V‖v_j‖², so ∫ν_U = Δ‖D‖²/(2α²) − Δ‖U‖²/(2α²), the same with β, and
a component is suppressed by exp(−∫ν_U − ∫ν_V).

Small steps of the solver; Σ ln c against the right sides, off by O(η). Source: ours, for arXiv:2501.16322 v2;
reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

LETTERS = "n m r T k U V D G Q N c e eta"


def measure(seed: int) -> Comparison:
    """Both suppressions of one run at η = 2e-4, relative."""
    from math import log

    import torch

    from numerics.problems import Factorization
    from numerics.solvers import UDV

    generator = torch.Generator().manual_seed(seed % 2**31)
    A = torch.randn(4, 3, generator=generator, dtype=torch.float64)
    A = A * 2.5 / torch.linalg.matrix_norm(A, 2)
    problem = Factorization(A)
    solver = UDV(step=2e-4, radius=1.0, right_radius=(0.8, 1.0, 1.2)[seed % 3]).resolved(problem)
    U, d, V = (torch.randn(*shape, generator=generator, dtype=torch.float64) * 0.1 for shape in ((4, 3), (3,), (3, 3)))
    d = torch.ones_like(d)
    model, logs, start = solver.objective(problem), [0.0, 0.0], (U, d, V)
    for t in range(20_000):
        bar = [part - solver.step * slope for part, slope in zip((U, d, V), model.gradient((U, d, V)), strict=True)]
        for k, (factor, radius) in enumerate(((bar[0], solver.radius), (bar[2], solver.right_radius))):
            logs[k] += log(max(float(torch.linalg.matrix_norm(factor)) / radius, 1.0))
        after = solver.project(bar)
        assert t % 1000 or all(map(torch.equal, after, solver.update(problem, (U, d, V))))
        U, d, V = after
    grown = float(d.square().sum() - start[1].square().sum())
    told = [
        (grown - float(one.square().sum() - first.square().sum())) / (2 * radius**2)
        for one, first, radius in ((U, start[0], solver.radius), (V, start[2], solver.right_radius))
    ]
    size = max(1.0, *told)
    return Comparison(
        label=f"seed {seed}, β = {solver.right_radius}",
        predicted=[t / size for t in told],
        measured=[value / size for value in logs],
        budget=0.02,
    )


claim = Claim(
    id="udu-two-sided-balance",
    title="UDV: exact discrete suppression identity on both sides",
    sentence=(
        r"Let $n, m, r, T \ge 1$, $\eta > 0$, let $U_0,\dots,U_T \in \mathbb{R}^{n\times r}$, $V_0,\dots,V_T \in "
        r"\mathbb{R}^{m\times r}$, let $D_0,\dots,D_T$, $Q_0,\dots,Q_{T-1}$, $N_0,\dots,N_{T-1}$ be real diagonal $r\times "
        r"r$ matrices, $G_0,\dots,G_{T-1} \in \mathbb{R}^{n\times m}$ and $c_0,e_0,\dots,c_{T-1},e_{T-1} > 0$, such that for "
        r"$0 \le j < T$: $c_jU_{j+1} = U_j - \eta G_jV_jD_j$, $e_jV_{j+1} = V_j - \eta G_j^\top U_jD_j$, $D_{j+1} = D_j - "
        r"\eta Q_j + N_j$, $\mathrm{tr}(D_jQ_j) = \mathrm{tr}(D_jU_j^\top G_jV_j)$ and $\mathrm{tr}(D_{j+1}N_j) = 0$. Then "
        r"for $0 \le k \le T$: $\sum_{j=0}^{k-1}\bigl((c_j^2-1)\lVert U_{j+1}\rVert_F^2 - \eta^2\lVert G_jV_jD_j\rVert_F^2 + "
        r"\eta^2\lVert Q_j\rVert_F^2 - \lVert N_j\rVert_F^2\bigr) = \lVert D_k\rVert_F^2 - \lVert D_0\rVert_F^2 - (\lVert "
        r"U_k\rVert_F^2 - \lVert U_0\rVert_F^2)$, and the same with $e_j$, $V$ and $G_j^\top U_jD_j$ for $c_j$, $U$ and "
        r"$G_jV_jD_j$."
    ),
    source=Source("udu", "balances of UDV", "reconstructed", version="v2"),
    derivation=derived(theorems.two_sided_suppression),
    expected=("proved",),
    without_objective="about iterates of the projected step for any gradients G; no particular f",
    probe=Together(
        (
            StatementProbe(sampler=sampler(LETTERS, points.random_two_sided_path, clipped=True), trials=(20, 200)),
            NumericProbe(measure=measure, trials=(2, 20), resolution=0.05),
        )
    ),
    mutants=(
        Mutant(
            name="twice the magnitudes, as for UDU",
            fate="false",
            change=(("S[k] == tr(D[k]*D[k]) - tr(D[0]*D[0])", "S[k] == 2*(tr(D[k]*D[k]) - tr(D[0]*D[0]))"),),
        ),
        Mutant(name="V instead of U", fate="false", change=(("tr(U[k].T*U[k])", "tr(V[k].T*V[k])"),)),
        Mutant(name="ball of the other side", fate="false", change=(("P[k] ==", "S[k] =="),)),
    ),
)
