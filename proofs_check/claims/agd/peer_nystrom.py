"""From the Nyström start X_0 = AΦ, Y_0 = 0 ScaledGD with step 1 needs one iteration, and so does ALS from a random Y_0.

X_0Y_1ᵀ = X_0(X_0ᵀX_0)⁻¹X_0ᵀA = A. Source: Li, Zhang, Mokhtari, He, arXiv:2410.18965 (abstract seen).
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.agd._peers import sweeps, target
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[int, ...]:
    """Iterations to 1e-8 of ScaledGD (damping 1e-14) from (AΦ, 0) and of ALS from a random Y_0; κ = 10, 100."""
    import torch

    from numerics.solvers import AlternatingLeastSquares, ScaledGradientDescent

    seed, counts = rng.randrange(10**6), []
    for k in (10.0, 100.0):
        p = target(k, seed=seed)
        generator = torch.Generator().manual_seed(seed)
        phi, other = (torch.randn(20, 3, dtype=torch.float64, generator=generator) for _ in range(2))
        X = p.A @ phi
        counts.append(sweeps(p, ScaledGradientDescent(step=1.0, damping=1e-14), (X, 0 * other), 1e-8, 4) or 9)
        counts.append(sweeps(p, AlternatingLeastSquares(), (X, other), 1e-8, 4) or 9)
    return tuple(counts)


def slower(counts: tuple[int, ...], cap: int = 1) -> Counterexample | None:
    """More than ``cap`` iterations."""
    return Counterexample(f"ScaledGD, ALS at κ = 10, 100: {counts} iterations", size=max(counts)) if max(counts) > cap else None


def much_slower(counts: tuple[int, ...]) -> Counterexample | None:
    """Planted: no iteration at all."""
    return slower(counts, 0)


claim = Claim(
    id="agd-peer-nystrom",
    title="One step from the Nyström start",
    source=Source("arXiv:2410.18965", "Nyström initialization, asymmetric case", "reconstructed"),
    subject="data",
    statement="For exact rank r = d, κ = 10 and 100: one iteration of ScaledGD (step 1) from (AΦ, 0), and one "
    "sweep of ALS from a random "
    "Y_0, reach 1e-8.",
    expected=("supported",),
    probe=SearchProbe(instances=instance, violation=slower, planted=much_slower, trials=(6, 40)),
)
