"""Near a solution ScaledGD contracts at a rate free of κ: the same count for κ = 1, 10, 100.

Source: Tong, Ma, Chi, Journal of Machine Learning Research 22 (abstract seen); constants ours.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.agd._peers import near, sweeps, target
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[int, ...]:
    """Counts to 1e-8 from a start 5 % of σ_r away, step 1/4, κ = 1, 10, 100."""
    from numerics.solvers import ScaledGradientDescent

    seed = rng.randrange(10**6)
    problems = [target(k, seed=seed) for k in (1.0, 10.0, 100.0)]
    return tuple(sweeps(p, ScaledGradientDescent(step=0.25), near(p, 3, seed), 1e-8, 60) or 61 for p in problems)


def slower(counts: tuple[int, ...], cap: int = 32) -> Counterexample | None:
    """More than ``cap`` iterations for some κ (the residual shrinks by 1 − 2η = 1/2: 27 for 10⁸)."""
    return Counterexample(f"κ = 1, 10, 100: {counts} iterations", size=max(counts)) if max(counts) > cap else None


def much_slower(counts: tuple[int, ...]) -> Counterexample | None:
    """Planted: 12 iterations."""
    return slower(counts, 12)


claim = Claim(
    id="agd-peer-scaled-gradient",
    title="ScaledGD near a solution",
    source=Source("JMLR 22, Tong–Ma–Chi", "linear rate free of κ", "reconstructed"),
    subject="data",
    statement="From 5 % of σ_r around a balanced solution ScaledGD with step 1/4 reaches 1e-8 within 30 "
    "iterations for κ = 1, 10, 100.",
    expected=("supported",),
    probe=SearchProbe(instances=instance, violation=slower, planted=much_slower, trials=(6, 40)),
)
