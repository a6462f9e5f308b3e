"""Gradient descent near a nondegenerate minimizer contracts transversal errors by max(|1 − sκ_min|, |1 − sκ_max|), which is
below 1 iff s < 2/κ_max, κ the extreme positive Hessian eigenvalues.

Steps on both sides of 2/κ_max. The eigenvectors and the order of roots are formal, the limits are proved in words.
Source: ours, for the local minimizers of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from proofs_check.claims.dmf._hessian_words import MINIMAL, ORBIT
from proofs_check.claims.dmf._neighbourhoods import APART, IS_MINIMAL, IS_TANGENT, TAYLOR, kernel_mutants, minimal_mutants
from proofs_check.claims.dmf._rates import Neighbourhood, refuted_by
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part

STEPS = (0.2, 0.5, 0.9, 0.98, 1.02, 1.2)
"""Steps over 2/κ_max."""


def measure(seed: int, limit: float = 1.0, slow_only: bool = False, factor: float = 1.0) -> Comparison:
    """The largest growth of ‖∇F‖ in one step over the two extreme eigenvectors and 12 random transversal directions.
    ``limit`` multiplies the predicted stability limit, ``factor`` the rate; ``slow_only`` predicts |1 − sκ_min|."""
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
                      predicted=[told * factor, float(step < limit * found.stable_step)], measured=[max(ratios), stable],
                      budget=budget, undecided="" if budget < 0.01 else "the smallest eigenvalue is too small")  # fmt: skip


claim = Claim(
    id="dmf-descent-rate",
    title="Rate and stability limit of gradient descent near minimizers",
    source=Source("dmf", "linear convergence near minimizers", "reconstructed", version="v3"),
    sentence=OBJECTIVE + ". " + ORBIT + MINIMAL + r", let $\kappa_{\min}$ and $\kappa_{\max}$ be the least and the largest "
    r"positive eigenvalue of $\nabla^2F$ at a point of $C$, the same at all of them; let $\eta > 0$, $W^+ = W - \eta\nabla "
    r"F(W)$ and $\rho = \max(|1-\eta\kappa_{\min}|, |1-\eta\kappa_{\max}|)$.",
    parts=(
        IS_TANGENT,
        IS_MINIMAL,
        Part(
            says=r"For every $\rho' > \rho$: $\operatorname{dist}(W^+, C) \le \rho'\operatorname{dist}(W, C)$ and "
            r"$\lVert\nabla F(W^+)\rVert \le \rho'\lVert\nabla F(W)\rVert$ for all $W$ near $C$.",
            words="By 1 and 2: " + TAYLOR + "H maps the space orthogonal to its kernel into itself, with eigenvalues from "
            "κ_min to κ_max, so W⁺ = p + (I − ηH)n + O(‖n‖²) with ‖(I − ηH)n‖ ≤ ρ‖n‖, and ∇F(W⁺) = (I − ηH)Hn + O(‖n‖²) with "
            "‖(I − ηH)Hn‖ ≤ ρ‖Hn‖, ‖Hn‖ ≥ κ_min‖n‖; and ‖n‖ = dist(W, C)",
        ),
        Part(
            says=r"For every $\rho' < \rho$ both fail at $W$ arbitrarily near $C$.",
            words="W = p + δv, v a unit eigenvector for κ, that of κ_min and κ_max with |1 − ηκ| = ρ: W⁺ = p + (1 − ηκ)δv + "
            "O(δ²), ∇F(W) = κδv + O(δ²), ∇F(W⁺) = (1 − ηκ)κδv + O(δ²), and " + APART,
        ),
        Part(
            says=r"$\rho < 1$ if and only if $\eta < 2\kappa_{\max}^{-1}$. Then every start near $C$ converges to a point of "
            r"$C$, and its distance from $C$ after $k$ steps is at most $\rho'^k$ times the first, for every $\rho' > \rho$ "
            r"and starts near enough.",
            words="|1 − ηκ| < 1 iff 0 < ηκ < 2. If ρ < ρ' < 1, where 3 holds within a distance d of C, the iterates of a "
            "start within d stay there, by 3; their distances from C fall like ρ'^k, and the steps ‖η∇F‖ = O(dist) have a "
            "finite sum, so they converge, to a point at distance 0 from the compact C",
        ),
    ),
    expected=("steps proved",),
    probe=NumericProbe(measure=measure, trials=(60, 400), resolution=1e-3),
    mutants=(
        *kernel_mutants(1),
        *minimal_mutants(2),
        Mutant(name="clause 3: rate of the weakest direction alone", fate="false",
               search=refuted_by(lambda seed: measure(seed, slow_only=True))),
        Mutant(name="clause 4: a rate that is a hundredth larger", fate="false",
               search=refuted_by(lambda seed: measure(seed, factor=1.01))),
        Mutant(name="clause 5: stable up to 1/κ_max only", fate="false",
               search=refuted_by(lambda seed: measure(seed, limit=0.5))),
        Mutant(name="clause 5: stable up to 3/κ_max", fate="false", search=refuted_by(lambda seed: measure(seed, limit=1.5))),
    ),
)  # fmt: skip
