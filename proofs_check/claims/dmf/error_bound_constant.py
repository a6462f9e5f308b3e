"""Error bound with its best constant: near a nondegenerate critical orbit dist(W, orbit) ≤ κ‖∇F(W)‖ for every
κ > 1/min|nonzero eigenvalue|, and for no smaller one.

Along the eigenvector of the smallest nonzero |eigenvalue| ‖∇F(W + δv)‖/δ tends to it, along other transversal directions it
is at least that. Source: ours, for arXiv:2502.11152 (the bound; its constant is not seen); reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._rates import Neighbourhood, refuted_by
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def measure(seed: int, factor: float = 1.0, scaled: bool = False, minimizers: bool = False) -> Comparison:
    """Any orbit, minimizer or saddle. ``factor`` multiplies the predicted constant, ``scaled`` takes it from the spectrum in
    V_l = √λ_l W_l, ``minimizers`` looks at positive eigenvalues only."""
    import numpy as np

    near = Neighbourhood.draw(seed, minimizer=False)
    if near is None or not len(near.values):
        return Comparison(label=f"seed {seed}", predicted=[], measured=[], budget=0.0, undecided="no nondegenerate orbit")
    length, smallest = 1e-7, (near.scaled_smallest() if scaled else near.smallest) * factor
    if minimizers:
        smallest = min(float(value) for value, _ in near.orbit.hessian() if value > 0)
    budget = near.lipschitz * length / 2 + near.rounding(length)
    worst = near.vectors[:, 0]
    along = np.linalg.norm(near.gradient(near.point + length * worst)) / length
    others = near.transversal(np.random.default_rng(seed), 12)
    ratios = [np.linalg.norm(near.gradient(near.point + length * v)) / length for v in others]
    below = sum(ratio < smallest - budget for ratio in ratios)
    return Comparison(label=f"{str(near.orbit.landscape).splitlines()[0]}, orbit {near.orbit.label}",
                      predicted=[smallest, 0.0], measured=[float(along), float(below)], budget=budget)  # fmt: skip


claim = Claim(
    id="dmf-error-bound-constant",
    title="The best constant of the error bound is 1/min|nonzero Hessian eigenvalue|",
    source=Source("dmf", "sister paper's error bound, its constant", "reconstructed", version="v3"),
    statement="Near a nondegenerate critical orbit lim inf ‖∇F(W)‖/dist(W, orbit) = min|nonzero eigenvalue|, closed form.",
    expected=("supported",),
    open_reason="a limit over a shrinking neighbourhood is no atom of the kernel; the eigenvalue is (dmf-hessian-spectrum)",
    probe=NumericProbe(measure=measure, trials=(40, 400), resolution=1e-3),
    mutants=(
        Mutant(name="constant a hundredth larger", fate="false", search=refuted_by(lambda seed: measure(seed, 1.01))),
        Mutant(name="constant of the V-spectrum", fate="false", search=refuted_by(lambda seed: measure(seed, scaled=True))),
        Mutant(name="smallest positive eigenvalue", fate="false",
               search=refuted_by(lambda seed: measure(seed, minimizers=True), share=0.6)),
    ),
)  # fmt: skip
