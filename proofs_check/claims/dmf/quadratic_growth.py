"""Quadratic growth and the Polyak–Łojasiewicz inequality near a nondegenerate minimizer, both with κ = the smallest positive
Hessian eigenvalue: F − F* ≥ (κ/2)·dist², ‖∇F‖² ≥ 2κ(F − F*), in the limit, attained along its eigenvector.

The eigenvectors and the order of roots are formal, the limits are proved in words.
Source: ours, for the local minimizers of arXiv:2506.20344 v3, Theorem 2; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._hessian_words import MINIMAL, ORBIT
from proofs_check.claims.dmf._neighbourhoods import APART, IS_MINIMAL, IS_TANGENT, TAYLOR, kernel_mutants, minimal_mutants
from proofs_check.claims.dmf._rates import Neighbourhood, refuted_by
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part


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
    sentence=OBJECTIVE + ". " + ORBIT + MINIMAL + r", let $F_C$ be the value of $F$ on $C$, and let $\kappa$ be the least "
    r"positive eigenvalue of $\nabla^2F$ at a point of $C$, the same at all of them.",
    parts=(
        IS_TANGENT,
        IS_MINIMAL,
        Part(
            says=r"For every $\kappa' < \kappa$: $F(W) - F_C \ge \tfrac12\kappa'\operatorname{dist}(W, C)^2$ for all $W$ "
            r"near $C$. So $C$ consists of local minimizers.",
            words="By 1 and 2: " + TAYLOR + "nᵀHn ≥ κ‖n‖², so F(W) − F_C ≥ (κ/2 − O(‖n‖))‖n‖², and ‖n‖ = dist(W, C)",
        ),
        Part(
            says=r"For every $\kappa' < \kappa$: $\lVert\nabla F(W)\rVert^2 \ge 2\kappa'(F(W) - F_C)$ for all $W$ near $C$.",
            words="As in 3, ‖Hn‖² ≥ κ nᵀHn ≥ κ²‖n‖² because H ⪰ 0 is at least κ where n lies; so ‖∇F(W)‖² = ‖Hn‖² + O(‖n‖³) ≥ "
            "2κ(F(W) − F_C) − O(‖n‖³), and ‖n‖² ≤ O(1)(F(W) − F_C) by 3",
        ),
        Part(
            says=r"For every $\kappa' > \kappa$ both fail at $W$ arbitrarily near $C$.",
            words="W = p + δv, v a unit eigenvector for κ: F(W) − F_C = κδ²/2 + O(δ³), ‖∇F(W)‖² = κ²δ² + O(δ³), and " + APART,
        ),
    ),
    expected=("steps proved",),
    probe=NumericProbe(measure=measure, trials=(40, 400), resolution=1e-3),
    mutants=(
        *kernel_mutants(1),
        *minimal_mutants(2),
        Mutant(name="clause 3: growth with κ for κ/2", fate="false",
               search=refuted_by(lambda seed: measure(seed, growth_factor=2))),
        Mutant(name="clause 3: the largest eigenvalue", fate="false",
               search=refuted_by(lambda seed: measure(seed, largest=True))),
        Mutant(name="clause 4: constant 2κ for κ", fate="false",
               search=refuted_by(lambda seed: measure(seed, inequality_factor=2))),
        Mutant(name="clause 5: half of κ is best for PL", fate="false",
               search=refuted_by(lambda seed: measure(seed, inequality_factor=0.5))),
    ),
)  # fmt: skip
