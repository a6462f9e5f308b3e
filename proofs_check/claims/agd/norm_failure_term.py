"""False: both Gaussian norms of the start are at most 3 with probability at least 1 − e^(−r/2) − e^(−d/2), whatever n is.

For d > n it fails: n‖Φ_2‖² ≥ ‖Φ_2‖²_F = χ²_{nd}/n, so P(‖Φ_2‖ ≤ 3) ≤ P(χ²_{nd} ≤ 9n²), an incomplete gamma function that is
evaluated in balls. n = 3, d = 60: at most 1.5e-11. With d ≤ n the bound is `agd-initial-norms`. (At r = d = 1 the term
e^(−r/2) + e^(−d/2) = 1.21 says nothing, which makes it useless there, not false.) Source: arXiv:2305.06927 v2, failure
probability (reconstructed, sizes not recovered); ours, refuted in balls.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[int, int, int]:
    """(r, d, n) with r ≤ min(d, n), d on both sides of n."""
    r, n = rng.randint(1, 4), rng.randint(4, 8)
    return r, r + rng.randint(0, 15 * n), n


def violation(case: tuple[int, int, int]) -> Counterexample | None:
    """An upper bound on P(‖Φ_2‖ ≤ 3) below 1 − e^(−r/2) − e^(−d/2), in balls."""
    from flint import arb, ctx

    r, d, n = case
    with ctx.workprec(600):
        at_most = (arb(9 * n * n) / 2).gamma_lower(arb(n * d) / 2, regularized=1)
    least = 1 - (-arb(r) / 2).exp() - (-arb(d) / 2).exp()
    if not at_most < least:
        return None
    return Counterexample(f"r = {r}, d = {d}, n = {n}: P(‖Φ_2‖ ≤ 3) ≤ {float(at_most):.2g} < {float(least):.2g}", size=d + n)


claim = Claim(
    id="agd-norm-failure-term",
    title="The norms of the start are at most 3 for every n",
    source=Source("agd", "failure probability, norm term, for any sizes", "reconstructed", version="v2"),
    subject="conjecture",
    statement="For all sizes 1 ≤ r ≤ min(d, n): ‖VᵀΦ_1‖ ≤ 3 and ‖Φ_2‖ ≤ 3 with probability at least 1 − e^(−r/2) − e^(−d/2).",
    expected=("refuted",),
    probe=SearchProbe(instances=instance, violation=violation),
)
