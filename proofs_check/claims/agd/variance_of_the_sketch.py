"""False: with entries of variance 1/n in Φ_1 the count stays free of n.

β is proportional to σ_r(VᵀΦ_1)²; with variance 1/n it is d/n times what variance 1/d gives, so the count 1/β grows with n.
Source: a reading of the initialization of arXiv:2305.06927 (second hand); ours, refuted by the family n = 10², 10³, 10⁴.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

SIZES = (100, 1000, 10000)


def family(rng: Random) -> list[float]:
    """Medians of 1/σ_r(VᵀΦ_1)², r = 3, d = 6, V random n × 3: VᵀΦ_1 is Gaussian with the variance of Φ_1."""
    import torch

    generator = torch.Generator().manual_seed(rng.getrandbits(48))
    found = []
    for n in SIZES:
        V = torch.linalg.qr(torch.randn(n, 3, dtype=torch.float64, generator=generator)).Q
        draws = torch.randn(60, n, 6, dtype=torch.float64, generator=generator) / n**0.5
        found.append(float((torch.linalg.svdvals(V.mT @ draws)[:, -1] ** -2).median()))
    return found


def violation(counts: list[float]) -> Counterexample | None:
    """From n = 10² to 10⁴ the median count grows by more than 50 (linear growth: 100)."""
    if counts[-1] < 50 * counts[0]:
        return None
    text = f"r = 3, d = 6, n = {', '.join(map(str, SIZES))}: median of 1/σ_r² is {', '.join(f'{c:.4g}' for c in counts)}"
    return Counterexample(text, kind=Refutation.ASYMPTOTIC)


claim = Claim(
    id="agd-variance-of-the-sketch",
    title="Variance 1/n in the sketch",
    source=Source("agd", "initialization with another variance", "reconstructed", version="v2"),
    subject="probability",
    statement="With Φ_1 of variance 1/n the iteration count C²κ²/σ_r(VᵀΦ_1)² stays bounded as n grows.",
    expected=("refuted",),
    probe=SearchProbe(instances=family, violation=violation, trials=(1, 3)),
)
