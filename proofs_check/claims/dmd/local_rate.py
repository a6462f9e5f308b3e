"""The local rate 1 − ηλ_min² does not depend on r ≥ r_A: r acts through the burn-in only.

Twenty independent draws of spectrum and start, each run at r = 2 and r = 12: under the belief that r = 12 is faster by at least
1 % in every second draw or more, twenty without it have probability at most 2^(−20) < 1e-6. Source: arXiv:2606.31390, abstract
(convergence improves with r), read as a statement on the local rate; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

DRAWS = 20


def draw(rng: Random) -> list[tuple[float, int]]:
    """Twenty times the second eigenvalue (the first is 1) and a seed."""
    return [(rng.uniform(0.6, 0.9), rng.getrandbits(30)) for _ in range(DRAWS)]


def factor(second: float, seed: int, r: int) -> float:
    """The factor of f a step in a full run in m = 24, near f = 1e-13."""
    import torch

    from numerics.problems import SymmetricFactorization
    from numerics.solvers import DirectionMagnitude

    A = torch.zeros(24, 24, dtype=torch.float64)
    A[0, 0], A[1, 1] = 1.0, second
    problem, solver = SymmetricFactorization(A), DirectionMagnitude(step=0.8, columns=r)
    state, losses = solver.start(problem, generator=torch.Generator().manual_seed(seed)), [1.0]
    while losses[-1] > 1e-13 and len(losses) < 60_000:
        state = solver.update(problem, state)
        losses.append(float(problem.loss(state)))
    return float((losses[-2] / losses[-6]) ** 0.25)


def violation(instance: list[tuple[float, int]]) -> Counterexample | None:
    """No draw of the twenty where r = 12 contracts f by 1 % more a step than r = 2."""
    pairs = [(factor(second, seed, 2), factor(second, seed, 12)) for second, seed in instance]
    if any(many < 0.99 * few for few, many in pairs):
        return None
    apart = max(abs(many / few - 1) for few, many in pairs)
    text = f"in none of {DRAWS} draws is r = 12 faster than r = 2 by 1 %: the factors agree to {apart:.1g} (level 2^-{DRAWS})"
    return Counterexample(text, kind=Refutation.STATISTICAL, size=1)


claim = Claim(
    id="dmd-local-rate-improves",
    title="The local rate improves with over-parameterisation",
    source=Source("dmd", "T5.5 against the abstract", "reconstructed"),
    statement="At the global optimum the linear rate of exact-magnitude descent improves with r: for random spectra and starts "
    "at least every second time by 1 % from r = 2 to r = 12.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, trials=(1, 3)),
)
