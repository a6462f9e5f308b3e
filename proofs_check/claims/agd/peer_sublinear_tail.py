"""Over-parameterised gradient descent on ¼‖YYᵀ − A‖² has a sublinear tail: ‖YYᵀ − A‖_F·2ηt/√(r − r_A) → 1, so f ~ 1/t².

Source: Xiong, Ding, Du, arXiv:2310.01769: lower bound Ω(1/T²) (abstract seen); the constant is ours (w₊ = w(1 − ηw²)).
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[float, ...]:
    """‖YYᵀ − A‖_F·2ηt/√(r − r_A) at t = 3000, A = diag(1, 1/2, 0, …) of size 8, r = 3, 4, 6, η = 1/2."""
    import torch

    from numerics import run
    from numerics.problems import SymmetricFactorization
    from numerics.solvers import GradientDescent

    A = torch.diag(torch.tensor([1.0, 0.5] + [0.0] * 6, dtype=torch.float64))
    generator, found, steps = torch.Generator().manual_seed(rng.randrange(10**6)), [], 3000
    for r in (3, 4, 6):
        start = (0.1 * torch.randn(8, r, dtype=torch.float64, generator=generator),)
        loss = run(SymmetricFactorization(A, scale=0.25), GradientDescent(step=0.5), start, steps=steps).loss[-1]
        found.append(float((4 * loss) ** 0.5) * steps / (r - 2) ** 0.5)
    return tuple(found)


def slower(ratios: tuple[float, ...], width: float = 0.1) -> Counterexample | None:
    """Some ratio differs from 1 by more than ``width``."""
    worst = max(abs(v - 1) for v in ratios)
    return Counterexample(f"r = 3, 4, 6: {ratios}", size=worst) if worst > width else None


def much_slower(ratios: tuple[float, ...]) -> Counterexample | None:
    """Planted: within 1e-4 already."""
    return slower(ratios, 1e-4)


claim = Claim(
    id="agd-peer-sublinear-tail",
    title="Sublinear tail of over-parameterised GD",
    source=Source("arXiv:2310.01769", "lower bound 1/T², with its constant", "reconstructed"),
    subject="data",
    statement="Gradient descent on ¼‖YYᵀ − A‖², r > r_A: at t = 3000 the residual is within 10 % of √(r − "
    "r_A)/(2ηt), r − r_A = 1, 2, 4.",
    expected=("supported",),
    probe=SearchProbe(instances=instance, violation=slower, planted=much_slower, trials=(4, 20)),
)
