"""Burer–Monteiro with excess columns: w ← w(1 − ηw²) in every excess direction, so ‖YYᵀ − A‖ → √(r − r_A)/(2ηt): sublinear,
while DMD stays linear. That is why DMD wins in r.

Source: arXiv:2310.01769 (lower bound of that order, abstract), constant ours; reconstructed.
"""

from __future__ import annotations

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


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


claim = Claim(
    id="dmd-burer-monteiro-tail",
    title="The sublinear tail of Burer–Monteiro",
    source=Source("dmd", "comparison, section 8", "reconstructed"),
    statement="For r > r_A: ‖YYᵀ − A‖·2ηt → √(r − r_A).",
    expected=("supported",),
    open_reason="limits of iterations are no atoms of the kernel",
    probe=NumericProbe(measure=measure, trials=(6, 40), resolution=0.05),
)
