"""False: the failure term e^(−r/2) + e^(−d/2) is informative for every rank: it is at most 1 for all 1 ≤ r ≤ d.

At r = d = 1 it is 2e^(−1/2) = 1.21…; at r = d = 3 it is 0.446 where the norms fail with probability 1.6e-4. Source: failure
probability of arXiv:2305.06927 v2 (reconstructed); ours, refuted in balls.
"""

from __future__ import annotations

from random import Random

from proofs_check.claim import Claim, Source
from proofs_check.probe import Counterexample
from proofs_check.search_probe import SearchProbe


def instance(rng: Random) -> tuple[int, int]:
    """1 ≤ r ≤ d ≤ 12."""
    r = rng.randint(1, 6)
    return r, r + rng.randint(0, 6)


def violation(case: tuple[int, int]) -> Counterexample | None:
    """e^(−r/2) + e^(−d/2) > 1, decided in balls."""
    from flint import arb

    r, d = case
    total = (-arb(r) / 2).exp() + (-arb(d) / 2).exp()
    return Counterexample(f"r = {r}, d = {d}: {float(total):.4f} > 1", size=r + d) if total > 1 else None


claim = Claim(
    id="agd-norm-failure-term",
    title="The norm term of the failure probability says something",
    source=Source("agd", "failure probability, norm term", "reconstructed", version="v2"),
    subject="conjecture",
    statement="e^(−r/2) + e^(−d/2) ≤ 1 for all 1 ≤ r ≤ d.",
    expected=("refuted",),
    probe=SearchProbe(instances=instance, violation=violation),
)
