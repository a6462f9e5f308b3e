"""False: the count of version 1, of order d/(d − r), covers σ_r(VᵀΦ_1)^(−2) also near d = r.

At d = r + 1 the median of 1/σ_r² divided by d/(d − r) grows linearly with r, while it stays flat when divided by version 2's
d/(√d − √(r−1))². Source: the count of arXiv:2305.06927 v1 (stated), read
as an order of the small-ball quantity (ours); refuted by the family d = r + 1.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

RANKS = (4, 8, 16, 32, 64)


def family(rng: Random) -> dict[int, tuple[float, float]]:
    """Medians over 400 Gaussian matrices of 1/σ_r² over the two orders, for d = r + 1."""
    import torch

    generator = torch.Generator().manual_seed(rng.getrandbits(48))
    found = {}
    for r in RANKS:
        d = r + 1
        draws = torch.randn(400, r, d, dtype=torch.float64, generator=generator) / d**0.5
        median = float((torch.linalg.svdvals(draws)[:, -1] ** -2).median())
        found[r] = (median / (d / (d - r)), median / (d / (d**0.5 - (r - 1) ** 0.5) ** 2))
    return found


def violation(found: dict[int, tuple[float, float]]) -> Counterexample | None:
    """The ratio to version 1's order grows by more than 8 from r = 4 to 64 (linear growth: 16), the other by less than 2."""
    first, second = ([found[r][k] for r in RANKS] for k in (0, 1))
    if first[-1] < 8 * first[0] or max(second) > 2 * min(second):
        return None
    old, new = (", ".join(f"{v:.2f}" for v in values) for values in (first, second))
    text = f"d = r + 1, r = {', '.join(map(str, RANKS))}: medians over d/(d − r) are {old}; over version 2's order {new}"
    return Counterexample(text, kind=Refutation.ASYMPTOTIC)


claim = Claim(
    id="agd-first-version-order",
    title="The order d/(d − r) of version 1",
    source=Source("agd", "headline count, as an order of σ_r(VᵀΦ_1)^(−2)", "reconstructed", version="v1"),
    subject="probability",
    statement="For all d > r the median of σ_r(VᵀΦ_1)^(−2) is at most an absolute constant times d/(d − r).",
    expected=("refuted",),
    probe=SearchProbe(instances=family, violation=violation, trials=(1, 5)),
)
