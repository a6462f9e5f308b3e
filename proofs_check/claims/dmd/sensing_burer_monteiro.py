"""Beside `dmd-sensing`: with as many columns, r = 4 for rank 2, Burer–Monteiro reaches relative error 1e-6 within three
times as many steps in at most one draw of ten, the best of nine pairs of step and ‖Y_0‖ ≥ 0.1 counted.

Its surplus columns shrink like 1/t (claim dmd-burer-monteiro-tail, for factorization). From starts of 1e-5 they stay small long
enough, and it gets there: the comparison is about the start. Planted: r = 2, the exact rank, where it is linear. Source: the
comparison in the abstract of arXiv:2606.31390 (seen), on sensing; sizes and grid ours.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from random import Random

from proofs_check.claims.dmd._measurements import COLUMNS, GRID, RANK, Sensing, burer_monteiro
from proofs_check.claims.dmd._measurements import STEPS as LENGTHS
from proofs_check.claims.dmd.sensing import BOUND, DRAWS, MEASUREMENTS, STEPS
from proofs_check.probes.probability_probe import LEVEL, ProbabilityProbe, clopper_pearson
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.verify.claim import Claim, Mutant, Source

Pairs = tuple[tuple[float, float], ...]
SMALL: Pairs = tuple((step, 1e-5) for step in LENGTHS)


def reaches(seed: int, pairs: Pairs = GRID, columns: int = COLUMNS) -> bool:
    """The event: one pair at least gets there."""
    return burer_monteiro(Sensing.draw(seed, MEASUREMENTS), 3 * STEPS, pairs, columns) is not None


def reaches_at_exact_rank(seed: int) -> bool:
    """Planted."""
    return reaches(seed, columns=RANK)


@lru_cache(maxsize=8)
def often(block: int, pairs: Pairs = GRID, columns: int = COLUMNS) -> Counterexample | None:
    """Against the claim for other starts or columns: at the level of 1e-6 more than one draw in ten gets there."""
    hits = sum(reaches(DRAWS * block + k, pairs, columns) for k in range(DRAWS))
    low, _ = clopper_pearson(hits, DRAWS, LEVEL)
    if low <= BOUND:
        return None
    text = f"r = {columns}, ‖Y_0‖ down to {min(size for _, size in pairs):g}: {hits} of {DRAWS} draws get there"
    return Counterexample(f"{text}, probability at least {low:.3g}", kind=Refutation.STATISTICAL)


def hunt(pairs: Pairs = GRID, columns: int = COLUMNS) -> Callable[[Random], Counterexample | None]:
    """A search over two blocks of draws."""
    return lambda rng: often(rng.randrange(2), pairs, columns)


claim = Claim(
    id="dmd-sensing-burer-monteiro",
    title="Gaussian sensing: Burer–Monteiro with spare columns does not reach 1e-6 from starts of ordinary size",
    source=Source("dmd", "matrix sensing, comparison", "reconstructed"),
    subject="probability",
    statement="In the setting of dmd-sensing, gradient descent on YYᵀ, Y of 4 columns: P(relative error at most 1e-6 within "
    "1,200 steps for some step in {0.2, 0.4, 0.8} and ‖Y_0‖ in {0.1, 0.3, 1}) ≤ 1/10.",
    expected=("supported",),
    probe=ProbabilityProbe(event=reaches, bound=BOUND, planted=reaches_at_exact_rank, trials=(70, 400)),
    mutants=(
        Mutant(name="with r = 2, the exact rank", fate="false", search=hunt(columns=RANK)),
        Mutant(name="with one column too many, three, from 1e-5", fate="false", search=hunt(SMALL, columns=3)),
        Mutant(name="stronger: from any start, 1e-5 as well", fate="false", search=hunt(SMALL)),
    ),
)
