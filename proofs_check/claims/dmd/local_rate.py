"""The local rate 1 − ηλ_min² does not depend on r ≥ r_A: r acts through the burn-in only.

Source: arXiv:2606.31390, abstract (convergence improves with r), read as a statement on the local rate; reconstructed.
"""

from __future__ import annotations

from random import Random

from proofs_check.claim import Claim, Source
from proofs_check.probe import Counterexample
from proofs_check.search_probe import SearchProbe
from proofs_check.verdict import Refutation


def draw(rng: Random) -> tuple[tuple[float, ...], int]:
    """Eigenvalues and a seed."""
    return (1.0, rng.uniform(0.4, 0.9)), rng.getrandbits(30)


def violation(instance: tuple[tuple[float, ...], int]) -> Counterexample | None:
    """Full runs in m = 24 with r = 2, 6, 12 until f ~ 1e-12: the same factor of f to 1e-3."""
    import torch

    from numerics.problems import SymmetricFactorization
    from numerics.solvers import DirectionMagnitude

    values, seed = instance
    A = torch.zeros(24, 24, dtype=torch.float64)
    A[0, 0], A[1, 1] = values
    problem, rates = SymmetricFactorization(A), []
    for r in (2, 6, 12):
        solver = DirectionMagnitude(step=0.8, columns=r)
        state = solver.start(problem, generator=torch.Generator().manual_seed(seed))
        losses = [1.0]
        while losses[-1] > 1e-13 and len(losses) < 60_000:
            state = solver.update(problem, state)
            losses.append(float(problem.loss(state)))
        rates.append((losses[-2] / losses[-6]) ** 0.25)
    if max(rates) - min(rates) > 1e-3:
        return None
    told = (1 - 0.8 * values[1] ** 2) ** 2
    text = f"λ = {values}: f contracts by {', '.join(f'{rate:.6f}' for rate in rates)} a step at r = 2, 6, 12 ({told:.6f} told)"
    return Counterexample(text, kind=Refutation.STATISTICAL, size=1)


claim = Claim(
    id="dmd-local-rate-improves",
    title="The local rate improves with over-parameterisation",
    source=Source("dmd", "T5.5 against the abstract", "reconstructed"),
    statement="At the global optimum the linear rate of exact-magnitude descent improves with r.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(3, 10)),
)
