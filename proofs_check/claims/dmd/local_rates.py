"""Local rates: the step map with exact Θ multiplies K_ij by 1 − ηλ_j(λ_j − λ_i), kernel rows by 1 − ηλ_j², columns in N by
1, and Θ modes by 1 − μ/2 on the diagonal, (1 − μ/2)(1 − ½η(θ_p − θ_q)²) off it; so at the optimum tan_j contracts by |1
− ηλ_j²|, stable iff η < 2/λ_1², for every r ≥ r_A.

One step exactly, with the remainder, for all sizes; that the linear part is the Jacobian of the polar and the QR step is in
words. The Jacobian of the solver's step by differences of the projector XXᵀ and of Θ. The source's table has 1 − μ/2 for
all Θ modes; off the diagonal the turn of X within its span enters. Source: ours, for arXiv:2606.31390 (T5.4, T5.5,
corrected); reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.dmd._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.dmd.proofs import local_step
from theory.dmd.scenes import frames


def measure(seed: int) -> Comparison:
    """One set J, one direction of each sector, a Θ mode on the diagonal and one off it; central differences of 1e-6."""
    import torch

    from numerics.problems import SymmetricFactorization
    from numerics.solvers import DirectionMagnitude

    rng = Random(seed)
    values = sorted(rng.sample(range(1, 8), 3), reverse=True)
    A = torch.diag(torch.tensor([*values, 0, 0, 0, 0], dtype=torch.float64))
    eta, mu = 0.5 / values[0] ** 2, rng.choice((0.5, 1.0, 1.5))
    active = sorted(rng.sample(range(3), rng.randint(1, 2)))
    missing = [k for k in range(3) if k not in active]
    chosen = [*active, 3]  # one column in the kernel of A
    eye = torch.eye(7, dtype=torch.float64)
    X, theta = eye[:, chosen], torch.diag(torch.diag(A)[chosen])
    solver, exact = (DirectionMagnitude(step=eta, magnitude_step=size) for size in (mu, 2.0))
    problem = SymmetricFactorization(A)

    def growth(row: int, column: int) -> float:
        """Coefficient of e_row x_columnᵀ in X₊ after X + ε e_row x_columnᵀ."""
        ends = []
        for sign in (1, -1):
            moved = X.clone()
            moved[row, column] += sign * 1e-6
            moved = torch.linalg.qr(moved).Q
            moved = moved * torch.sign((moved * X).sum(0))
            after = exact.update(problem, (moved, moved.mT @ A @ moved)).X
            ends.append(float((after @ (after.mT @ X))[row, column]))
        return (ends[0] - ends[1]) / 2e-6

    j, i = 0, missing[0]
    a, b = values[active[0]], values[i]
    moved = theta.clone()
    moved[0, 0] += 1e-3
    mode = float((solver.update(problem, (X, moved)).Theta - theta)[0, 0]) / 1e-3
    ends = []
    for sign in (1, -1):
        moved = theta.clone()
        moved[0, -1] = moved[-1, 0] = sign * 1e-6
        after = solver.update(problem, (X, moved))
        ends.append(float((after.Theta - after.X.mT @ A @ after.X)[0, -1]))
    off = (ends[0] - ends[1]) / 2e-6
    told = [1 - eta * a * (a - b), 1 - eta * a * a, 1.0, 1 - mu / 2, (1 - mu / 2) * (1 - eta * a * a / 2)]
    seen = [growth(i, j), growth(5, j), growth(i, len(chosen) - 1), mode, off]
    return Comparison(label=f"λ = {values}, J = {active}, μ = {mu}", predicted=told, measured=seen, budget=1e-6)


GRAPH = "m r n eta B0 F V Th M K C"

claim = Claim(
    id="dmd-local-rates",
    title="One step near a critical frame: the linear part by sectors, and what is left is of third order",
    sentence=(
        r"Let $m, r, n \ge 1$, $\eta > 0$, $A \in \mathbb{R}^{m\times m}$ symmetric, $F \in \mathbb{R}^{m\times r}$ and $V "
        r"\in \mathbb{R}^{m\times n}$ with $F^\top F = I_r$, $V^\top V = I_n$, $F^\top V = 0$, $AF = F\Theta$ and $AV = "
        r"VM$ for real diagonal $\Theta$ (formally $Th$) and $M$; let $K \in \mathbb{R}^{n\times r}$, $C \in "
        r"\mathbb{R}^{r\times r}$, $H = CC^\top$ with $H(I_r + K^\top K) = I_r$, $X = (F + VK)C$, $B = X^\top AX$, $Y = X "
        r"+ \eta(AXB - XB^2)$ (formally $X0$) and $Z = HK^\top(MK - K\Theta)$. [1] Then $V^\top Y = \bigl(K - "
        r"\eta(K\Theta^2 - MK\Theta) + \eta(MKZ - K(\Theta Z + Z\Theta + Z^2))\bigr)C$. [2] Then $F^\top Y = (I_r - "
        r"\eta(Z\Theta + Z^2))C$. [3] If $\Theta g_1 = q_1g_1$, $Me = \mu e$ and $K = keg_1^\top$ (for [3] and [5] let $r, "
        r"n \ge 1$, $\eta > 0$, $\Theta$ and $M$ be any real diagonal matrices), then $K - \eta(K\Theta^2 - MK\Theta) = (1 "
        r"- \eta q_1(q_1 - \mu))K$. [4] For symmetric $E \in \mathbb{R}^{r\times r}$, $T = \Theta + E$ and $R = FTF^\top - "
        r"A$: $F - \eta(RFT - \tfrac12F(F^\top RFT + TF^\top RF)) = F(I_r + \tfrac12\eta(\Theta E - E\Theta))$. [5] If "
        r"$\Theta g_1 = q_1g_1$, $\Theta g_2 = q_2g_2$ and $E = s(g_1g_2^\top + g_2g_1^\top)$, then $E - "
        r"\tfrac12\eta(\Theta^2E - 2\Theta E\Theta + E\Theta^2) = (1 - \tfrac12\eta(q_1-q_2)^2)E$."
    ),
    source=Source("dmd", "T5.4 and T5.5", "reconstructed"),
    derivation=derived(local_step.local_rates),
    expected=("steps proved",),
    without_objective="about one step, which the statement defines; `dmd-gradients` derives its gradient from the objective",
    probe=Together((
        StatementProbe(
            sampler=(
                sampler(GRAPH, frames.random_graph),
                sampler(GRAPH, frames.random_graph),
                sampler("r n eta Th M g1 g2 e q1 q2 mu k s", frames.random_mode),
                sampler("m r n eta B0 F V Th M E0", frames.random_graph),
                sampler("r n eta Th M g1 g2 e q1 q2 mu k s", frames.random_mode),
            ),
            trials=(6, 60),
        ),
        NumericProbe(measure=measure, trials=(30, 200), resolution=1e-4),
    )),
    mutants=(
        Mutant(name="twice the linear part", fate="false", goal=0, change=(("- eta*(K*Th*Th", "- 2*eta*(K*Th*Th"),)),
        Mutant(name="no remainder", fate="false", goal=1, change=(("(I(r) - eta*(Z*Th+Z*Z))", "I(r)"),)),
        Mutant(name="λ_j² for λ_j(λ_j − λ_i)", fate="false", goal=2, change=(("q1*(q1-mu)", "q1**2"),)),
        Mutant(name="the other turn", fate="false", goal=3, change=(("(Th*E-E*Th)", "(E*Th-Th*E)"),)),
        Mutant(name="1 for a Θ mode off the diagonal", fate="false", goal=4, change=(("(1-1/2*eta*(q1-q2)**2)*E", "E"),)),
    ),
)  # fmt: skip
