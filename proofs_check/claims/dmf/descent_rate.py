"""Gradient descent near a nondegenerate minimizer contracts transversal errors by max(|1 − sκ_min|, |1 − sκ_max|) and is stable
iff s < 2/κ_max, κ the extreme positive Hessian eigenvalues.

Steps on both sides of 2/κ_max. Source: ours, for the local minimizers of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._rates import Neighbourhood, refuted_by
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Mutant, Source

STEPS = (0.2, 0.5, 0.9, 0.98, 1.02, 1.2)
"""Steps over 2/κ_max."""


def measure(seed: int, limit: float = 1.0, slow_only: bool = False) -> Comparison:
    """The largest growth of ‖∇F‖ in one step over the two extreme eigenvectors and 12 random transversal directions.
    ``limit`` multiplies the predicted stability limit; ``slow_only`` predicts |1 − sκ_min|."""
    import numpy as np

    near = Neighbourhood.draw(seed, minimizer=True)
    if near is None:
        return Comparison(label=f"seed {seed}", predicted=[], measured=[], budget=0.0, undecided="no nondegenerate minimizer")
    found, length = near.orbit.hessian_summary(), 1e-7
    step = STEPS[seed % len(STEPS)] * found.stable_step
    growth = 1 + step * found.largest
    budget = (near.lipschitz * length + 2 * near.rounding(length)) * growth**2 / found.smallest_positive
    ends = [near.vectors[:, int(np.argmin(near.values))], near.vectors[:, int(np.argmax(near.values))]]
    ratios = []
    for v in [*ends, *near.transversal(np.random.default_rng(seed), 12)]:
        before = near.gradient(near.point + length * v)
        after = near.gradient(near.point + length * v - step * before)
        ratios.append(float(np.linalg.norm(after) / np.linalg.norm(before)))
    stable, told = float(max(ratios) < 1), abs(1 - step * found.smallest_positive) if slow_only else found.rate(step)
    return Comparison(label=f"{str(near.orbit.landscape).splitlines()[0]}, orbit {near.orbit.label}, step {step:.4g}",
                      predicted=[told, float(step < limit * found.stable_step)], measured=[max(ratios), stable],
                      budget=budget, undecided="" if budget < 0.01 else "the smallest eigenvalue is too small")  # fmt: skip


claim = Claim(
    id="dmf-descent-rate",
    title="Rate and stability limit of gradient descent near minimizers",
    source=Source("dmf", "linear convergence near minimizers", "reconstructed", version="v3"),
    statement="Near a nondegenerate local minimizer one step W − s∇F contracts transversally by "
    "max(|1 − sκ_min|, |1 − sκ_max|), which is below 1 iff s < 2/κ_max.",
    expected=("supported",),
    open_reason="a limit over a shrinking neighbourhood is no atom of the kernel; the eigenvalues are (dmf-hessian-spectrum)",
    probe=NumericProbe(measure=measure, trials=(60, 400), resolution=1e-3),
    mutants=(
        Mutant(name="stable up to 1/κ_max only", fate="false", search=refuted_by(lambda seed: measure(seed, limit=0.5))),
        Mutant(name="stable up to 3/κ_max", fate="false", search=refuted_by(lambda seed: measure(seed, limit=1.5))),
        Mutant(name="rate of the weakest direction alone", fate="false",
               search=refuted_by(lambda seed: measure(seed, slow_only=True))),
    ),
)  # fmt: skip
