"""2λ_j(0)² > ‖u_j(0)‖² keeps λ_j(t) ≥ √(λ_j(0)² − ‖u_j(0)‖²/2) > 0 along the flow, ball or not: no column can die (D_0 = I, α
≤ 1).

Because ‖u_j‖² − 2λ_j² never increases (udu-flow-laws). Flows by small steps, whose drift (udu-discrete-drift) is the budget.
Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


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
    statement="Along the flow 2λ_j(0)² > ‖u_j(0)‖² implies λ_j(t)² ≥ λ_j(0)² − ‖u_j(0)‖²/2 for all t.",
    expected=("supported",),
    open_reason="integrating a differential inequality has no rule in the kernel; its right side is proved (udu-flow-laws)",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda seed: violation(seed, start=3.0), trials=(3, 20)),
)
