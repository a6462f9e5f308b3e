"""Escape from a degenerate saddle takes about 1/(2hδ²) steps, not log(1/δ): runs of the solver from cosine δ, h = 1/2.

A = diag(1, 0, 0), one column at cosine δ to e_1: steps until the cosine exceeds 1/2. If C log(1/δ) steps were the law, C could
be read off at δ = 1/8; the run from δ = 1/64 takes more than ten times what that C gives. Source: the usual law for strict
saddles, stated as a belief; reconstructed.
"""

from __future__ import annotations

import math
from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def draw(rng: Random) -> float:
    """h."""
    return rng.choice((0.25, 0.5, 1.0))


def steps(h: float, delta: float) -> int:
    """Steps of `numerics.solvers.DirectionMagnitude` from cosine δ until the cosine exceeds 1/2."""
    import torch

    from numerics.problems import SymmetricFactorization
    from numerics.solvers import DirectionMagnitude

    problem = SymmetricFactorization(torch.diag(torch.tensor([1.0, 0.0, 0.0], dtype=torch.float64)))
    solver = DirectionMagnitude(step=h, columns=1)
    X = torch.tensor([[[delta], [math.sqrt(1 - delta**2)], [0.0]]], dtype=torch.float64)
    state, count = solver.state(problem, (X, X.mT @ problem.A @ X)), 0
    while abs(float(state[0][0, 0, 0])) < 0.5 and count < 10**5:
        state, count = solver.update(problem, state), count + 1
    return count


def violation(h: float) -> Counterexample | None:
    """The count at δ = 1/64 beyond ten times the logarithmic law fitted at δ = 1/8."""
    counts = [steps(h, delta) for delta in (1 / 8, 1 / 64)]
    if counts[1] <= 10 * counts[0] * math.log(64) / math.log(8):
        return None
    text = f"h = {h}: {counts[0]} and {counts[1]} steps from δ = 1/8 and 1/64, where a logarithmic law gives a factor 2"
    return Counterexample(text, kind=Refutation.ASYMPTOTIC, size=h)


claim = Claim(
    id="dmd-log-escape",
    title="Escape from visited saddles takes log(1/δ)",
    source=Source("dmd", "T7 against the usual escape law", "reconstructed"),
    statement="From cosine δ to the top-l saddle's complement the escape takes at most C log(1/δ) steps.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, trials=(2, 5)),
)
