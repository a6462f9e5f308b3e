"""Rank-deficiency certificate: at a fixed point with an empty column u_j = 0, λ_j > 0 the step's Jacobian has the block I −
2ηλ_jG, non-expanding iff 0 ⪯ G ⪯ I/(ηλ_j). So linear stability there gives G ⪰ 0: X is optimal for convex f.

Derived for f = ½‖X − A‖² in every dimension, the step of the column and what linear stability gives; automatic
differentiation of the projected step at random stationary points of random quadratic f, not of the solvable model. Source:
ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import points

LETTERS = "n r B U D eta lam t v"


def measure(seed: int) -> Comparison:
    """f(X) = ½Σ w_ij(X − A)²_ij with A chosen so that G X = 0 at a random X of rank 1; the column block and its growth."""
    import numpy as np
    import torch

    rng = np.random.default_rng(seed)
    n, eta, lam = 3, 0.05, float(rng.uniform(0.3, 2.0))
    frame = np.linalg.qr(rng.standard_normal((n, n)))[0]
    G = frame[:, 1:] @ np.diag(rng.uniform(-1, 2, n - 1)) @ frame[:, 1:].T  # G u_1 = 0
    drawn = rng.uniform(0.5, 2.0, (n, n))
    weight = torch.tensor(drawn + drawn.T)
    u = torch.tensor(frame[:, :1] * 0.6)
    target = (u @ u.T) * 1.3 - torch.tensor(G) / weight

    def step(flat: torch.Tensor) -> torch.Tensor:
        U, d = flat[: 2 * n].reshape(n, 2), flat[2 * n :]
        gradient = weight * ((U * d) @ U.T - target)
        bar = U - 2 * eta * gradient @ U * d
        moved = d - eta * (U * (gradient @ U)).sum(0)
        return torch.cat([(bar * torch.clamp(1 / torch.linalg.matrix_norm(bar), max=1.0)).reshape(-1), moved.clamp_min(0)])

    U = torch.cat([u, torch.zeros_like(u)], 1)
    flat = torch.cat([U.reshape(-1), torch.tensor([1.3, lam], dtype=torch.float64)])
    jacobian = torch.autograd.functional.jacobian(step, flat).numpy()
    places = [1, 3, 5]  # the entries of the second column
    block = jacobian[np.ix_(places, places)]
    told = np.sort(1 - 2 * eta * lam * np.linalg.eigvalsh(G))
    leak = np.abs(np.delete(jacobian[places], places, axis=1)).max()
    return Comparison(
        label=f"seed {seed}",
        predicted=[*told, 0.0, 0.0],
        measured=[*np.sort(np.linalg.eigvalsh((block + block.T) / 2)), float(leak), float((step(flat) - flat).abs().max())],
        budget=1e-13,
    )


claim = Claim(
    id="udu-rank-deficiency",
    title="An empty column: its step is (I − 2ηλG)u + O(‖u‖³), and not expanding along v gives vᵀGv ≥ ηλ‖Gv‖²",
    sentence=(
        r"Let $n, r \ge 1$, $A \in \mathbb{R}^{n\times n}$ symmetric, $U \in \mathbb{R}^{n\times r}$, $D$ a real diagonal "
        r"$r\times r$ matrix, $R = UDU^\top - A$ and $F(U,D) = \tfrac12\lVert UDU^\top - A\rVert_F^2$, $G = R$; let $\eta, "
        r"\lambda > 0$, $v \in \mathbb{R}^n$, $t \in \mathbb{R}$, and add the column $tv$ with magnitude $\lambda$: at $X = "
        r"UDU^\top + \lambda t^2vv^\top$ its step is $u_+ = tv - 2\eta\lambda(X - A)tv$. Suppose $\lVert v - 2\eta\lambda "
        r"Gv\rVert \le \lVert v\rVert$. Then $u_+ = t(v - 2\eta\lambda Gv) - 2\eta\lambda^2t^3\lVert v\rVert^2v$ and $v^\top "
        r"Gv \ge \eta\lambda\lVert Gv\rVert^2$."
    ),
    source=Source("udu", "rank-deficiency certificate", "reconstructed", version="v2"),
    derivation=derived(theorems.empty_column, about_objective=True),
    expected=("proved",),
    without_objective="about one step of a column; F and the gradient are those of `udu-gradients`",
    probe=Together((
        StatementProbe(sampler=sampler(LETTERS, points.random_calm), trials=(20, 200)),
        NumericProbe(measure=measure, trials=(30, 300), resolution=1e-8),
    )),
    mutants=(
        Mutant(name="half the gradient", fate="false", change=(("t*(v - 2*eta*lam*G*v)", "t*(v - eta*lam*G*v)"),)),
        Mutant(name="ten times the curvature", fate="false",
               change=((">= eta*lam*tr((G*v)", ">= 10*eta*lam*tr((G*v)"),)),
    ),
    sharpness=(Sharpness(given="tr(v.T*v) >= tr((v-2*eta*lam*G*v).T*(v-2*eta*lam*G*v))",
                         sampler=sampler(LETTERS, points.random_calm, over=True)),),
)
