"""Near a solution PrecGD with the regularization √f contracts free of κ, also over-parameterised (d = 2r).

Source: Zhang, Fattahi, Zhang, NeurIPS 34 (review seen); constants ours.
"""

from __future__ import annotations

from random import Random

from proofs_check.claims.agd._peers import near, sweeps, target
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[int, ...]:
    """Counts to 1e-8, step 1/2, κ = 1, 10, 100 and d = 3, 6."""
    from numerics.solvers import PreconditionedGradientDescent

    seed = rng.randrange(10**6)
    cases = [(target(k, seed=seed), d) for k in (1.0, 10.0, 100.0) for d in (3, 6)]
    return tuple(sweeps(p, PreconditionedGradientDescent(step=0.5), near(p, d, seed), 1e-8, 80) or 81 for p, d in cases)


def slower(counts: tuple[int, ...], cap: int = 40) -> Counterexample | None:
    """More than ``cap`` iterations in some case."""
    return Counterexample(f"κ = 1, 10, 100 × d = 3, 6: {counts} iterations", size=max(counts)) if max(counts) > cap else None


def much_slower(counts: tuple[int, ...]) -> Counterexample | None:
    """Planted: 15 iterations."""
    return slower(counts, 15)


claim = Claim(
    id="agd-peer-preconditioned",
    title="PrecGD near a solution",
    source=Source("NeurIPS 34, Zhang–Fattahi–Zhang", "linear rate free of κ, over-parameterised", "reconstructed"),
    subject="data",
    statement="From 5 % of σ_r around a solution PrecGD with step 1/2 reaches 1e-8 within 40 iterations for κ "
    "= 1, 10, 100 and d = r, 2r.",
    expected=("supported",),
    probe=SearchProbe(instances=instance, violation=slower, planted=much_slower, trials=(6, 40)),
)
