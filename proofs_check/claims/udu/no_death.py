"""2λ_j(0)² > ‖u_j(0)‖² keeps λ_j(t) ≥ √(λ_j(0)² − ‖u_j(0)‖²/2) > 0 along the flow, ball or not: no column can die (D_0 = I, α
≤ 1).

Formal: the balance along solutions of u' = −2λGu − νu, λ' = −uᵀGu with ν ≥ 0, and the sign of λ. In words: kinks where the ball
is switched on, and clipping. Flows by small steps, whose drift (udu-discrete-drift) is the budget.
Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.udu._models import derived, sampler
from proofs_check.probes.anchor import Together
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.udu.proofs import derivation as theorems
from theory.udu.scenes import flows


def draw(rng: object) -> int:
    """The seed of 200 flows."""
    return rng.getrandbits(31)  # type: ignore[attr-defined, no-any-return]


def violation(seed: int, start: float = 0.9) -> Counterexample | None:
    """200 columns against random symmetric G paths; ‖u‖² = ``start``·2λ² at the beginning; worst λ against the bound."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    count, n, step, radius = 200, 3, 5e-4, 1.0
    A = torch.randn(count, n, n, generator=generator, dtype=torch.float64)
    A = 2 * (A + A.mT)
    u = torch.randn(count, n, generator=generator, dtype=torch.float64)
    lam = 0.2 + torch.rand(count, generator=generator, dtype=torch.float64)
    u = u / u.norm(dim=1, keepdim=True) * (start * 2 * lam**2).sqrt().clamp(max=radius)[:, None]
    bound = (lam**2 - (u**2).sum(1) / 2).clamp_min(0).sqrt()
    drift = torch.zeros_like(lam)
    low = lam.clone()
    for _ in range(4000):
        Gu = lam[:, None] * u * (u**2).sum(1, keepdim=True) - (A @ u[..., None])[..., 0]
        q = (u * Gu).sum(1)
        drift = drift + 4 * step**2 * lam**2 * (Gu**2).sum(1)
        bar = u - 2 * step * lam[:, None] * Gu
        u, lam = bar / bar.norm(dim=1, keepdim=True).div(radius).clamp_min(1), (lam - step * q).clamp_min(0)
        low = torch.minimum(low, lam)
    allowed = (bound**2 - drift / 2).clamp_min(0).sqrt()
    wrong = (low < allowed - 1e-12) | ((bound > 0.05) & (low == 0)) if start < 1 else low == 0
    if not bool(wrong.any()):
        return None
    k = int(wrong.nonzero()[0])
    return Counterexample(f"seed {seed}, column {k}: λ falls to {float(low[k]):.4f}, bound {float(bound[k]):.4f}", size=1)


claim = Claim(
    id="udu-no-death",
    title="No column dies from 2λ_j² > ‖u_j‖²",
    source=Source("udu", "hypothesis of almost-sure statements", "reconstructed", version="v2"),
    sentence=(
        r"Let $n \ge 1$, $T > 0$, let $u: [0,T] \to \mathbb{R}^n$, $\lambda: [0,T] \to \mathbb{R}$ be differentiable and "
        r"$G: [0,T] \to \mathbb{R}^{n\times n}$, $\nu: [0,T] \to \mathbb{R}$ continuous with $\nu \ge 0$, $\dot u = "
        r"-2\lambda Gu - \nu u$ and $\dot\lambda = -u^\top Gu$. [1] Then $\lambda(T)^2 - \tfrac12\lVert u(T)\rVert^2 \ge "
        r"\lambda(0)^2 - \tfrac12\lVert u(0)\rVert^2$. [2] If $2\lambda(0)^2 > \lVert u(0)\rVert^2$ and $\lambda(0) > 0$, "
        r"then $\lambda(T) > 0$ and $\lambda(T)^2 \ge \lambda(0)^2 - \tfrac12\lVert u(0)\rVert^2$."
    ),
    derivation=derived(theorems.no_death),
    expected=("steps proved",),
    without_objective="about the flow for any gradient G; no particular f",
    probe=Together((
        StatementProbe(sampler=sampler("n T u lam G nu", flows.column_in_time), trials=(10, 60)),
        SearchProbe(instances=draw, violation=violation, planted=lambda seed: violation(seed, start=3.0), trials=(3, 20)),
    )),
    mutants=(
        Mutant(name="‖u‖² for ½‖u‖²", fate="false", goal=0, change=(("tr(u[T].T*u[T])/2", "tr(u[T].T*u[T])"),)),
        Mutant(name="the balance is conserved", fate="false", goal=0, change=((">= lam", "== lam"),)),
    ),
    sharpness=(
        Sharpness(given="lam[0] > 0", sampler=sampler("n T u lam G nu", flows.column_in_time, dying=True), goal=1),
    ),
)
