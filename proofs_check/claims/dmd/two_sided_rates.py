"""Two-sided descent X Θ Yᵀ: on the pair (x_ij, y_ij) of a column j in J and a row i outside, the step has the sum mode
1 − ησ_j(σ_j − σ_i) and the difference mode 1 − ησ_j(σ_j + σ_i); rows in the kernel have 1 − ησ_j².

The gradient from the objective and one step exactly, with the remainder, for all sizes; that the linear part is the
Jacobian is in words. Central differences of the solver's step, read through the projectors. Source: ours, for
arXiv:2606.31390 (T5.6); reconstructed.
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
    """6 × 5, three singular values, one or two of them learnt; differences of 1e-6."""
    import torch

    from numerics.problems import Factorization
    from numerics.solvers import TwoSidedDirectionMagnitude

    rng = Random(seed)
    values = sorted(rng.sample(range(1, 8), 3), reverse=True)
    A = torch.zeros(6, 5, dtype=torch.float64)
    A[:3, :3] = torch.diag(torch.tensor(values, dtype=torch.float64))
    active = sorted(rng.sample(range(3), rng.randint(1, 2)))
    i, j = next(k for k in range(3) if k not in active), active[0]
    eta = rng.uniform(0.2, 0.9) / values[0] ** 2
    solver = TwoSidedDirectionMagnitude(step=eta, retraction=rng.choice(("polar", "qr")))
    ends = [torch.eye(n, dtype=torch.float64)[:, active] for n in (6, 5)]

    def growth(row: int, x: float, y: float) -> tuple[float, float]:
        """Coefficients of e_row e_jᵀ in X₊ and Y₊ after X + εx e_row e_jᵀ, Y + εy e_row e_jᵀ."""
        found = []
        for sign in (1, -1):
            moved = []
            for start, weight in zip(ends, (x, y), strict=True):
                turned = start.clone()
                turned[row, 0] += sign * weight * 1e-6
                moved.append(turned / turned.norm(dim=0))
            X, Y = moved
            after = solver.update(Factorization(A), (X, X.mT @ A @ Y, Y))
            sides = zip((after.X, after.Y), ends, strict=True)
            found.append([float((new @ (new.mT @ old))[row, 0]) for new, old in sides])
        up, down = found
        return (up[0] - down[0]) / 2e-6, (up[1] - down[1]) / 2e-6

    s, t = values[j], values[i]
    told = [1 - eta * s * (s - t)] * 2 + [1 - eta * s * (s + t), -(1 - eta * s * (s + t))] + [1 - eta * s * s] * 2
    seen = [*growth(i, 1, 1), *growth(i, 1, -1), *growth(4, 1, 1)]
    return Comparison(label=f"σ = {values}, J = {active}, η = {eta:.4f}", predicted=told, measured=seen, budget=1e-6)


GRAPHS = "m n r p q eta A F V E Z Th M K C N D"

claim = Claim(
    id="dmd-two-sided-rates",
    title="Two-sided descent near singular frames: sum and difference modes, and a remainder of third order",
    sentence=(
        r"[1] Let $m, n, r \ge 1$, $A \in \mathbb{R}^{m\times n}$, $X, H \in \mathbb{R}^{m\times r}$, $Y \in "
        r"\mathbb{R}^{n\times r}$, $\Theta \in \mathbb{R}^{r\times r}$ (formally $T$), $R = X\Theta Y^\top - A$ and $t \in "
        r"\mathbb{R}$. Then $\tfrac12\lVert(X+tH)\Theta Y^\top - A\rVert_F^2 = \tfrac12\lVert R\rVert_F^2 + "
        r"t\,\mathrm{tr}(H^\top RY\Theta^\top) + \tfrac12t^2\lVert H\Theta Y^\top\rVert_F^2$. [2] Let $m, n, r, p, q \ge "
        r"1$, $\eta > 0$, $A \in \mathbb{R}^{m\times n}$, $F \in \mathbb{R}^{m\times r}$, $V \in \mathbb{R}^{m\times p}$, "
        r"$E \in \mathbb{R}^{n\times r}$, $Z \in \mathbb{R}^{n\times q}$ with $F^\top F = E^\top E = I_r$, $V^\top V = "
        r"I_p$, $Z^\top Z = I_q$, $F^\top V = 0$, $E^\top Z = 0$, $AE = F\Sigma$ (formally $Th$) for a real diagonal "
        r"$\Sigma$ and $AZ = VM$, $M \in \mathbb{R}^{p\times q}$; $K \in \mathbb{R}^{p\times r}$, $N \in "
        r"\mathbb{R}^{q\times r}$, $C, D \in \mathbb{R}^{r\times r}$, $H = CC^\top$ and $G = DD^\top$ with $H(I_r + K^\top "
        r"K) = G(I_r + N^\top N) = I_r$, $X = (F+VK)C$, $Y = (E+ZN)D$, $T = X^\top AY$, $U = X + \eta(AYT^\top - "
        r"XTT^\top)$ (formally $X0$), $Z_1 = GN^\top(M^\top K - N\Sigma)$ and $Z_2 = HK^\top(MN - K\Sigma)$. Then $V^\top "
        r"U = \bigl(K - \eta(K\Sigma^2 - MN\Sigma) + \eta(MNZ_1 - K(\Sigma Z_1 + Z_2\Sigma + Z_2Z_1))\bigr)C$. [3] In the "
        r"setting of [2], $F^\top U = (I_r - \eta(Z_2\Sigma + Z_2Z_1))C$. [4] Let $r, p, q \ge 1$, $\eta > 0$, $\Sigma$ a "
        r"real diagonal $r\times r$ matrix, $M \in \mathbb{R}^{p\times q}$, $\Sigma g = \theta g$ (formally $th$), $Md = "
        r"\sigma e$, $M^\top e = \sigma d$, $s^2 = 1$, $K = keg^\top$ and $N = skdg^\top$. Then $K - \eta(K\Sigma^2 - "
        r"MN\Sigma) = (1 - \eta\theta(\theta - s\sigma))K$ and $N - \eta(N\Sigma^2 - M^\top K\Sigma) = (1 - "
        r"\eta\theta(\theta - s\sigma))N$."
    ),
    source=Source("dmd", "T5.6", "reconstructed"),
    derivation=derived(local_step.two_sided_rates, about_objective=True),
    expected=("steps proved",),
    probe=Together((
        StatementProbe(
            sampler=(
                sampler("m n r A X Y T H t", frames.random_two_points),
                sampler(GRAPHS, frames.random_two_graphs),
                sampler(GRAPHS, frames.random_two_graphs),
                sampler("r p q eta Th M e d g th sigma s k", frames.random_two_modes),
            ),
            trials=(5, 50),
        ),
        NumericProbe(measure=measure, trials=(30, 200), resolution=1e-4),
    )),
    mutants=(
        Mutant(name="half of the gradient", fate="false", goal=0, change=(("2*c*t*tr(H.T*R*Y*T.T)", "c*t*tr(H.T*R*Y*T.T)"),)),
        Mutant(name="without the other side", fate="false", goal=1, change=(("(K*Th*Th - M*N*Th)", "(K*Th*Th)"),)),
        Mutant(name="no remainder", fate="false", goal=2, change=(("(I(r) - eta*(Z2*Th+Z2*Z1))", "I(r)"),)),
        Mutant(name="sum and difference exchanged", fate="false", goal=3, change=(("(th-s*sigma))*K", "(th+s*sigma))*K"),)),
    ),
)  # fmt: skip
