"""Completion by UDU, n = 20, rank 2, 240 of 400 entries: at radius 0.8, where E ≥ 62.5 is told once both modes are learnt,
σ_3/σ_1 ends below 1e-12 and the entries are met to 1e-6 in at least twelve draws of sixteen; at radius 2, where the ball never
acts, σ_3/σ_1 stays above 1e-6, as for Burer–Monteiro.

Not in every draw: of seeds 0 … 399 five fail at radius 0.8. Seeds 28, 74, 151 and 207 meet the entries to 1e-6 … 1e-4 only,
seed 140 completes with E = 62.3; σ_3/σ_1 was at most 2e-13 in all.

12,000 steps of 0.05 from D_0 = I, ‖U_0‖ = 1e-2, as many columns as rows; E = Σ ln c is measured beside
(‖X‖²_{S2/3}/α⁴ − Σλ_j(0)²)/α² − ½ (claim udu-suppression-bound). Trials saw σ_3/σ_1 near 1e-7 at radius 1 (E near 19) and
3e-13 at 0.9 (E near 33). Source: the completion experiment of arXiv:2501.16322 v2 (setting stated second hand, n = 100);
sizes ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING

from proofs_check.claims.udu._completions import MODES, Completed, complete
from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source

if TYPE_CHECKING:
    from collections.abc import Callable

TIGHT, WIDE, LOW, HIGH, MET, TOGETHER, FEW = 0.8, 2.0, 1e-12, 1e-6, 1e-6, 16, 4


@dataclass(frozen=True)
class Instances:
    """The same completions at both radii."""

    first: int
    tight: Completed
    wide: Completed


def draw(rng: Random) -> Instances:
    """Sixteen instances, both radii in one batch."""
    first = rng.getrandbits(30)
    seeds = [first + k for k in range(TOGETHER)]
    both = complete(seeds * 2, [TIGHT] * TOGETHER + [WIDE] * TOGETHER)
    return Instances(first, both.rows(slice(0, TOGETHER)), both.rows(slice(TOGETHER, None)))


def not_low(first: int, runs: Completed, told: float) -> Counterexample | None:
    """More than four of sixteen runs whose σ_3/σ_1 is above 1e-12, whose entries are not met, or whose E is below what is
    ``told``: their number, and the last of them."""
    ends = zip(runs.next_value(), runs.residual.tolist(), runs.exponent.tolist(), strict=True)
    failed = [(k, *end) for k, end in enumerate(ends) if not (end[0] <= LOW and end[1] <= MET and end[2] >= told)]
    if len(failed) <= FEW:
        return None
    k, ratio, residual, exponent = failed[-1]
    ending = f"σ_3/σ_1 = {ratio:.1e}, residual {residual:.1e}, E = {exponent:.1f}"
    text = f"{len(failed)} of {len(runs.residual)}, as instance {first + k}: {ending}"
    return Counterexample(text, kind=Refutation.STATISTICAL)


def violation(case: Instances) -> Counterexample | None:
    """Low rank with the entries met at the small radius, no low rank at the large one."""
    from theory.udu.window import suppression_bound

    found = not_low(case.first, case.tight, suppression_bound(MODES, radius=TIGHT))
    least = min(case.wide.next_value())
    if found is None and not least >= HIGH:
        found = Counterexample(f"instance {case.first}, radius {WIDE:g}: σ_3/σ_1 = {least:.1e}", kind=Refutation.STATISTICAL)
    return found


def planted(case: Instances) -> Counterexample | None:
    """The low rank of the small radius, asked of the large one."""
    return not_low(case.first, case.wide, 0.0)


@lru_cache(maxsize=8)
def other(first: int, radius: float = TIGHT, noise: float = 0.0, bm: bool = False) -> Counterexample | None:
    """What is said of the small radius in other circumstances."""
    runs = complete([first + k for k in range(TOGETHER)], [radius] * TOGETHER, noise=noise, bm=bm)
    return not_low(first, runs, 0.0)


def hunt(**changed: float) -> Callable[[Random], Counterexample | None]:
    """A search against a changed claim, over two batches of instances."""
    return lambda rng: other(rng.randrange(2) * TOGETHER, **changed)


claim = Claim(
    id="udu-completion-rank",
    title="Completion by UDU: at a small radius the next singular value ends below 1e-12, at a large one it does not",
    source=Source("udu", "matrix completion, truly low rank", "reconstructed", version="v2"),
    subject="data",
    statement="n = 20, spectrum (1, 2), 240 of 400 ordered entries, D_0 = I, ‖U_0‖ = 1e-2, 12,000 steps of 0.05, r = n: in at "
    "least 12 of 16 draws at α = 0.8 E is at least the bound 62.5, σ_3/σ_1 ≤ 1e-12 and ‖𝒜(X) − b‖ ≤ 1e-6‖b‖; in all at α = 2 "
    "σ_3/σ_1 ≥ 1e-6.",
    expected=("supported",),
    probe=SearchProbe(instances=draw, violation=violation, planted=planted, trials=(2, 6)),
    mutants=(
        Mutant(name="Burer–Monteiro as well", fate="false", search=hunt(bm=True)),
        Mutant(name="with noise of a tenth on every entry as well", fate="false", search=hunt(noise=0.1)),
        Mutant(name="stronger: at α = 1 as well", fate="false", search=hunt(radius=1.0)),
    ),
)
