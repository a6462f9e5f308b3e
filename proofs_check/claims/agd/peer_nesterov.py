"""Nesterov from an unbalanced start (X_0 = AΦ large, Y_0 = 0): from κ = 10 to 100 the count grows no faster than κ, and GD's
is at least three times larger at κ = 100.

Source: Xu, Wang, Zhao, Ward, Tao, arXiv:2410.09640 (abstract seen): NAG of order κ, GD of order κ²; constants ours.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.agd._peers import sweeps, target
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[int, ...]:
    """Counts to 1e-5 of Nesterov and of gradient descent, step 1/5, β = (√κ − 1)/(√κ + 1), at κ = 10 and 100."""
    import torch

    from numerics.solvers import GradientDescent, Nesterov

    seed, counts = rng.randrange(10**6), []
    for k in (10.0, 100.0):
        p = target(k, seed=seed)
        X = p.A @ torch.randn(20, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(seed))
        start = (1.5 * X / torch.linalg.matrix_norm(X, 2), X.new_zeros(20, 3))
        momentum = (k**0.5 - 1) / (k**0.5 + 1)
        counts.append(sweeps(p, Nesterov(step=0.2, momentum=momentum), start, 1e-5, 2000) or 2001)
        counts.append(sweeps(p, GradientDescent(step=0.2), start, 1e-5, 6000) or 6001)
    return tuple(counts)


def slower(counts: tuple[int, ...], growth: float = 10.0) -> Counterexample | None:
    """Nesterov's count grows by more than ``growth``, or is not three times better than gradient descent's at κ = 100."""
    slow, plain, slow100, plain100 = counts
    if slow100 <= growth * slow and 3 * slow100 <= plain100:
        return None
    return Counterexample(f"κ = 10: {slow} (GD {plain}), κ = 100: {slow100} (GD {plain100})", size=slow100)


def much_slower(counts: tuple[int, ...]) -> Counterexample | None:
    """Planted: growth by a factor of two only."""
    return slower(counts, 2.0)


claim = Claim(
    id="agd-peer-nesterov",
    title="Nesterov from an unbalanced start",
    source=Source("arXiv:2410.09640", "NAG of order κ", "reconstructed"),
    subject="data",
    statement="From (AΦ, 0) with ‖X_0‖ = 1.5: Nesterov's count to 1e-5 grows at most tenfold from κ = 10 to κ "
    "= 100, where gradient descent "
    "needs at least three times as many.",
    expected=("supported",),
    probe=SearchProbe(instances=instance, violation=slower, planted=much_slower, trials=(2, 20)),
)
