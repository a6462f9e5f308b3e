"""Quadratic growth and the Polyak–Łojasiewicz inequality near a nondegenerate minimizer, both with κ = the smallest positive
Hessian eigenvalue: F − F* ≥ (κ/2)·dist², ‖∇F‖² ≥ 2κ(F − F*), in the limit, attained along its eigenvector.

Source: ours, for the local minimizers of arXiv:2506.20344 v3, Theorem 2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._rates import Neighbourhood, refuted_by
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Mutant, Source


def measure(seed: int, growth_factor: float = 1.0, inequality_factor: float = 1.0, largest: bool = False) -> Comparison:
    """Growth and PL ratio along the weakest direction, and how many of 12 others fall below. The factors multiply the
    predictions, ``largest`` takes the largest eigenvalue."""
    import numpy as np

    near = Neighbourhood.draw(seed, minimizer=True)
    if near is None:
        return Comparison(label=f"seed {seed}", predicted=[], measured=[], budget=0.0, undecided="no nondegenerate minimizer")
    length, kappa = 1e-4, near.orbit.hessian_summary().smallest_positive
    high = float(np.abs(near.values).max())
    told = high if largest else kappa
    rounding = 2.0**-63 * 200 * (1 + near.orbit.loss) / length**2
    budget = length**2 * near.fourth(length) / 12 + rounding
    growth = 2 * near.excess(near.vectors[:, 0], length) / length**2
    slopes = [near.gradient(near.point + sign * length * near.vectors[:, 0]) for sign in (1, -1)]
    slope = float(np.linalg.norm(slopes[0] - slopes[1])) / 2  # the part of first order
    inequality = slope**2 / (2 * near.excess(near.vectors[:, 0], length))
    others = near.transversal(np.random.default_rng(seed), 12)
    below = sum(2 * near.excess(v, length) / length**2 < kappa - budget for v in others)
    spread = budget * (3 + high / kappa) + 2 * near.rounding(length)
    return Comparison(label=f"{str(near.orbit.landscape).splitlines()[0]}, orbit {near.orbit.label}",
                      predicted=[told * growth_factor, told * inequality_factor, 0.0],
                      measured=[growth, inequality, float(below)], budget=spread,
                      undecided="" if spread < kappa / 100 else "higher derivatives too large for the step")  # fmt: skip


claim = Claim(
    id="dmf-quadratic-growth",
    title="Quadratic growth and PL near minimizers, with the smallest positive eigenvalue",
    source=Source("dmf", "Theorem 2, growth at local minimizers", "reconstructed", version="v3"),
    statement="Near a nondegenerate local minimizer orbit lim inf 2(F − F*)/dist² = lim inf ‖∇F‖²/(2(F − F*)) = the smallest "
    "positive Hessian eigenvalue, closed form.",
    expected=("supported",),
    open_reason="a limit over a shrinking neighbourhood is no atom of the kernel; the eigenvalue is (dmf-hessian-spectrum)",
    probe=NumericProbe(measure=measure, trials=(40, 400), resolution=1e-3),
    mutants=(
        Mutant(name="growth with κ for κ/2", fate="false", search=refuted_by(lambda seed: measure(seed, growth_factor=2))),
        Mutant(name="PL constant κ for 2κ", fate="false", search=refuted_by(lambda seed: measure(seed, inequality_factor=0.5))),
        Mutant(name="the largest eigenvalue", fate="false", search=refuted_by(lambda seed: measure(seed, largest=True))),
    ),
)
