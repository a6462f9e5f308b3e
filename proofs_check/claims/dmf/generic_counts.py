"""Elementwise generic regularization, one data point, one hidden layer of width d, d_y outputs: Σ_r C(d, r) C(d_y, r) 4^r
complex critical points.

The formula gives all nine complex counts printed in the table (5, 9, 13, 9, 33, 73, 13, 73, 245); Gröbner bases count again
for random integer data. Source: arXiv:2301.12651, thesis tables 3.1 and 3.2 (table stated); the formula is ours, conjecture.
"""

from __future__ import annotations

from functools import cache
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[int, int, int]
CASES = ((1, 1), (1, 2), (1, 3), (2, 1), (3, 1), (2, 2))


def draw(rng: Random) -> Instance:
    """(d, d_y, seed) small enough for a Gröbner basis in a second."""
    return *rng.choice(CASES), rng.randint(0, 10**6)


@cache
def counted(hidden: int, outputs: int, seed: int, depth: int = 1) -> int | None:
    """Random weights and targets, entry by entry."""
    from theory.dmf.landscape.complex_counts import count_solutions, gradient_system

    rng = Random(seed)
    target = [[rng.randint(1, 9999)] for _ in range(outputs)]
    return count_solutions(*gradient_system((1, *[hidden] * depth, outputs), target, lambda l, i, j: rng.randint(1, 9999)))


def violation(instance: Instance, base: int = 4) -> Counterexample | None:
    """Formula, printed table and Gröbner basis; ``base`` for 4."""
    from theory.dmf.landscape.complex_counts import PUBLISHED, generic_count

    hidden, outputs, seed = instance
    told = generic_count(hidden, outputs) if base == 4 else 1 + (generic_count(hidden, outputs) - 1) * base // 4
    seen = {counted(hidden, outputs, seed), PUBLISHED[hidden, outputs][0]}
    if seen == {told} and (base != 4 or all(generic_count(*case) == row[0] for case, row in PUBLISHED.items())):
        return None
    return Counterexample(f"(d, d_y) = {(hidden, outputs)}: {told} told, {sorted(map(str, seen))} seen", size=hidden + outputs)


claim = Claim(
    id="dmf-generic-regularization-counts",
    title="Complex critical points with elementwise generic regularization",
    source=Source("dmf", "tables of Bharadwaj and Hosten, closed form", "reconstructed", version="v3"),
    subject="conjecture",
    statement="One data point, one hidden layer: the number of complex critical points is Σ_r C(d, r) C(d_y, r) 4^r.",
    expected=("supported",),
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, base=3), trials=(20, 100)),
)
