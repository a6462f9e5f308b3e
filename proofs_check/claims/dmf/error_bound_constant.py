"""Error bound with its best constant: near a nondegenerate critical orbit dist(W, orbit) ≤ κ‖∇F(W)‖ for every
κ > 1/min|nonzero eigenvalue|, and for no smaller one.

Along the eigenvector of the smallest nonzero |eigenvalue| ‖∇F(W + δv)‖/δ tends to it, along other transversal directions it
is at least that. The eigenvectors are formal, the limit is proved in words.
Source: ours, for arXiv:2502.11152 (the bound; its constant is not seen); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

import flint

from proofs_check.claims.dmf._hessian_words import NONDEGENERATE, ORBIT, SPANNED
from proofs_check.claims.dmf._neighbourhoods import APART, IS_TANGENT, TAYLOR, kernel_mutants
from proofs_check.claims.dmf._oracle import derivatives
from proofs_check.claims.dmf._points import ExactPoint
from proofs_check.claims.dmf._rates import Neighbourhood, refuted_by
from proofs_check.claims.dmf._sentences import OBJECTIVE
from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.probes.probe import Counterexample
from proofs_check.verify.claim import Claim, Mutant, Source
from proofs_check.verify.parts import Part


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


def absent(rng: Random) -> Counterexample | None:
    """Against clause 4 with Z = 0: of one mode with itself, [5] at ε = −1 has Z = 0 and the factor L(1 + t). All widths 1,
    W_l = w, λ_l = c, so λt = (√c·w)^(2L−2)."""
    layers, w, c = rng.choice((2, 3, 4)), Fraction(rng.randint(1, 6), rng.randint(1, 4)), Fraction(rng.randint(1, 5))
    y, rows = w**layers + c * w ** (2 - layers), [[w]]
    root = "+" if layers * w ** (2 * layers - 2) > (layers - 2) * c else "-"
    point = ExactPoint((1,) * (layers + 1), (c,) * layers, (y,), ((1, root, w),), (rows,) * layers, [[y]])
    hessian, told = derivatives(point)[1], 2 * layers * (c + w ** (2 * layers - 2))
    for k in range(layers):
        hessian[k, k] -= flint.fmpq(told.numerator, told.denominator)
    return Counterexample(f"{point}: {told} is no eigenvalue", size=layers) if hessian.det() != 0 else None


claim = Claim(
    id="dmf-error-bound-constant",
    title="The best constant of the error bound is 1/min|nonzero Hessian eigenvalue|",
    source=Source("dmf", "sister paper's error bound, its constant", "reconstructed", version="v3"),
    sentence=OBJECTIVE + ". " + ORBIT + NONDEGENERATE + r", and let $\sigma$ be the least absolute value of the non-zero "
    r"eigenvalues of $\nabla^2F$ at a point of $C$, the same at all of them.",
    parts=(
        IS_TANGENT,
        Part(
            says=r"For every $\kappa > \sigma^{-1}$: $\operatorname{dist}(W, C) \le \kappa\lVert\nabla F(W)\rVert$ for all "
            r"$W$ near $C$.",
            words="By 1: " + TAYLOR + "‖Hn‖ ≥ σ‖n‖, so ‖∇F(W)‖ ≥ (σ − O(‖n‖))‖n‖, and ‖n‖ = dist(W, C)",
        ),
        Part(
            says=r"For every $\kappa < \sigma^{-1}$ there are $W$ arbitrarily near $C$ with $\operatorname{dist}(W, C) > "
            r"\kappa\lVert\nabla F(W)\rVert$.",
            words="W = p + δv, v a unit eigenvector with |eigenvalue| σ: ‖∇F(W)‖ = σδ + O(δ²), and " + APART,
        ),
        Part(
            says=r"If $\lambda_1 = \cdots = \lambda_L$, the eigenvalues of $\nabla^2F$ on $C$ are $2\lambda_1$ times the "
            r"factors of $2\lambda_lZ_l$ in dmf-hessian-spectrum [3] to [11], as far as there is such a $Z \ne 0$: $(u,s,y)$ "
            r"and $(v,z,w)$ are modes of $C$, two or the same, $h$ and $g$ stand beside the $U_l$, $0 < l < L$, and $(v,w,c)$ "
            r"are singular pairs of what $Y$ has beside $U_0$ and $U_L$, where unpaired vectors have partner 0 and $c = 0$.",
            goals=("dmf-hessian-spectrum [1]–[11]",),
            words=SPANNED + ". With equal weights K_l(Z) = 2λ_1 κ Z_l says the same of the factors W_l",
        ),
    ),
    expected=("steps proved",),
    probe=NumericProbe(measure=measure, trials=(40, 400), resolution=1e-3),
    mutants=(
        *kernel_mutants(1),
        Mutant(name="clause 2: constant a hundredth smaller", fate="false",
               search=refuted_by(lambda seed: measure(seed, 1.01))),
        Mutant(name="clause 2: smallest positive eigenvalue", fate="false",
               search=refuted_by(lambda seed: measure(seed, minimizers=True), share=0.6)),
        Mutant(name="clause 3: a constant a hundredth larger is needed", fate="false",
               search=refuted_by(lambda seed: measure(seed, 0.99))),
        Mutant(name="clause 4: whatever the weights", fate="false", search=refuted_by(lambda seed: measure(seed, scaled=True))),
        Mutant(name="clause 4: factors of directions that are 0, too", fate="false", search=absent),
    ),
)  # fmt: skip
