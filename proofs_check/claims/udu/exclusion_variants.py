"""Exclusion survives, one at a time: a lower bound d_min ≥ 0 on D with the ball, no bound on D, other steps for D, Gauss–Seidel
order, normalization to the sphere, a positive diagonal preconditioner, sign steps for U.

Converged runs of each variant end with c = 1 (on the sphere: the factor 1); the same runs with D boxed at 2 do not. Runs of
sign steps cycle at the scale of the step and are compared at a decreasing step.
Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

VARIANTS = ("lower bound", "free D", "steps", "order", "sphere", "preconditioned")


def draw(rng: Random) -> tuple[str, int]:
    """The name of a variant, and the seed of its runs."""
    return rng.choice(VARIANTS), rng.getrandbits(31)


def violation(instance: tuple[str, int], boxed: bool = False) -> Counterexample | None:
    """100 runs on ½‖X − A‖², n = 3, two columns, ‖A‖ = 8."""
    import torch

    name, seed = instance
    generator = torch.Generator().manual_seed(seed)
    A = torch.randn(100, 3, 3, generator=generator, dtype=torch.float64)
    A = A + A.mT
    A = A * (8 / torch.linalg.matrix_norm(A, 2, keepdim=True))
    U = torch.randn(100, 3, 2, generator=generator, dtype=torch.float64) * 0.2
    lam = 0.3 + torch.rand(100, 2, generator=generator, dtype=torch.float64)
    rows = 0.3 + torch.rand(100, 3, 1, generator=generator, dtype=torch.float64) if name == "preconditioned" else 1.0
    low = {"lower bound": 0.25, "free D": -float("inf")}.get(name, 0.0)
    high, step = 2.0 if boxed else float("inf"), 2e-3
    moved = factor = torch.ones(100, dtype=torch.float64)
    for t in range(12_000):
        G = (U * lam[:, None]) @ U.mT - A
        bar = U - step * 2 * G @ U * lam[:, None] * rows
        norms = torch.linalg.matrix_norm(bar)
        factor = norms if name == "sphere" else norms.clamp_min(1)
        after = bar / factor[:, None, None]
        seen = after if name == "order" else U
        G = (seen * lam[:, None]) @ seen.mT - A if name == "order" else G
        following = (lam - step * (3 if name == "steps" else 1) * (seen * (G @ seen)).sum(1)).clamp(low, high)
        moved = (after - U).flatten(1).norm(dim=1) + (following - lam).norm(dim=1)
        U, lam = after, following
        if t % 200 == 0 and bool((moved < 1e-12).all()):
            break
    wrong = (moved < 1e-10) & ((factor - 1).abs() > 1e-6)
    if not bool(wrong.any()):
        return None
    return Counterexample(f"{name}, seed {seed}: {int(wrong.sum())} converged runs are projected at the end", size=1)


claim = Claim(
    id="udu-exclusion-variants",
    title="Changes that exclusion survives",
    source=Source("udu", "hypotheses of Proposition 1", "reconstructed", version="v2"),
    statement="Proposition 1 holds with D ≥ d_min ≥ 0 and the ball, with free D, other steps for D, Gauss–Seidel order, on the "
    "sphere with D ≥ 0, and with a positive diagonal preconditioner on U.",
    expected=("supported",),
    open_reason="udu-exclusion states the plain step; each variant changes one line of it",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, boxed=True), trials=(6, 40)),
)
