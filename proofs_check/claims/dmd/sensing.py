"""Gaussian sensing, m = 10, A ⪰ 0 of rank 2 with κ = 2, r = 4: from 160 measurements direction-magnitude descent reaches
relative error 1e-6 within 400 steps in at least nine draws of ten. The theory here speaks of factorization alone; this
asks whether it carries.

A draw is truth, sensors and start together; steps 1/2 and 2 for f = ¼Σ(⟨A_k, X⟩ − b_k)², A_k with N(0, 1/K) entries.
Planted: 45 measurements, where A has 19 degrees of freedom and a matrix of rank 4 has 34. Source: the experiments of
arXiv:2606.31390 (abstract seen) and arXiv:2510.01175 (stated second hand); sizes ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from random import Random

from proofs_check.claims.dmd._measurements import COLUMNS, Sensing, direction_magnitude
from proofs_check.probes.probability_probe import LEVEL, ProbabilityProbe, clopper_pearson
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.verify.claim import Claim, Mutant, Source

MEASUREMENTS, FEW, STEPS, BOUND, DRAWS = 160, 45, 400, 0.1, 40


def fails(seed: int, measurements: int = MEASUREMENTS, steps: int = STEPS, columns: int = COLUMNS) -> bool:
    """The event whose probability is at most one in ten."""
    return direction_magnitude(Sensing.draw(seed, measurements), steps, columns=columns) is None


def fails_with_few(seed: int) -> bool:
    """Planted."""
    return fails(seed, FEW)


@lru_cache(maxsize=8)
def often(block: int, measurements: int = MEASUREMENTS, steps: int = STEPS, columns: int = COLUMNS) -> Counterexample | None:
    """Against the claim for other numbers: at the level of 1e-6 more than one draw in ten fails, of 40 of them."""
    failed = sum(fails(DRAWS * block + k, measurements, steps, columns) for k in range(DRAWS))
    low, _ = clopper_pearson(failed, DRAWS, LEVEL)
    if low <= BOUND:
        return None
    text = f"K = {measurements}, {steps} steps, r = {columns}: {failed} of {DRAWS} draws fail, probability at least {low:.3g}"
    return Counterexample(text, kind=Refutation.STATISTICAL)


def hunt(
    measurements: int = MEASUREMENTS, steps: int = STEPS, columns: int = COLUMNS
) -> Callable[[Random], Counterexample | None]:
    """A search over two blocks of draws."""
    return lambda rng: often(rng.randrange(2), measurements, steps, columns)


claim = Claim(
    id="dmd-sensing",
    title="Gaussian sensing: direction-magnitude descent reaches 1e-6 in nine draws of ten",
    source=Source("dmd", "matrix sensing", "reconstructed"),
    subject="probability",
    statement="m = 10, A ⪰ 0 with eigenvalues 1, 1/2, K = 160 Gaussian measurements, r = 4, Haar X_0, Θ_0 = 0, steps 1/2 "
    "and 2: P(relative error above 1e-6 after 400 steps) ≤ 1/10.",
    expected=("supported",),
    probe=ProbabilityProbe(event=fails, bound=BOUND, planted=fails_with_few, trials=(80, 400)),
    mutants=(
        Mutant(name="within 150 steps", fate="false", search=hunt(steps=150)),
        Mutant(name="with r = 2, the exact rank", fate="false", search=hunt(columns=2)),
        Mutant(name="stronger: from 45 measurements", fate="false", search=hunt(measurements=FEW)),
    ),
)
