"""From an aligned start, X_0 = U diag(x_i) Qᵀ and Y_0 = V diag(y_i) Qᵀ with 0 ≤ y_i ≤ x_i, x_iy_i ≤ σ_i, at a step
η ≤ 1/(4σ_1): iterations of order κ, with a step that does not depend on ε.

Each mode, α = ησ_i ≤ 1/4, ηx_i² ≤ 1/2: after N sweeps with (1 + 9α/28)^{2N} ηx_i² > 11α/4 the residual is below α/2, and
from there it contracts by 1 − 7α/8 a sweep (by 1 − α from the start if ηx_i² ≥ α). The paper proves κ². Y_0 ≠ 0 is
allowed as long as it does not overshoot; X_0 = AΦ that is not aligned is not covered. Source: ours; reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.claim import Claim, Mutant, Sharpness, Source
from proofs_check.claims.agd._models import derived
from proofs_check.statement_probe import StatementProbe


def mode(names: str, phase: str) -> Any:
    """Models of one mode, cut down to ``names``."""

    def model(rng: Random) -> dict[str, Any]:
        from theory.agd.models_aligned import random_mode

        values = random_mode(rng, phase)
        return {name: values[name] for name in names.split()}

    return model


def run(rng: Random) -> dict[str, Any]:
    from theory.agd.models_aligned import random_aligned
    from theory.agd.problem import Objective

    return random_aligned(rng, Objective())


def overshooting(rng: Random) -> dict[str, Any]:
    """x_0y_0 > α: the residual starts below zero."""
    from fractions import Fraction

    from theory.agd.models_aligned import mode as iterate

    x = Fraction(rng.randint(40, 70), 100)
    alpha = x * x * Fraction(rng.randint(2, 4), 5)
    found = iterate(min(alpha, Fraction(1, 4)), x, x, 2)
    return {name: found[name] for name in ONE.split()}


ONE = "alpha T x y k"
claim = Claim(
    id="agd-aligned-start",
    title="Iterations of order κ from aligned starts",
    source=Source("agd", "aligned starts, order κ (ours)", "reconstructed"),
    derivation=derived("aligned_start"),
    expected=("steps proved",),
    without_objective="about the scalar recursion of each mode; that the iterates stay aligned is one of its goals",
    probe=StatementProbe(sampler=(mode(ONE, "any"), mode(f"{ONE} N Z", "late"), mode(f"{ONE} Z", "wide"),
                                  run), trials=(20, 100)),
    mutants=(
        Mutant(name="potential of x without the residual's share", fate="false",
               change=(("(1-1/2*alpha)*x[0]**2 + alpha >= (1-1/2*alpha)*x[k]**2 + r[k]",
                        "(1-1/2*alpha)*x[0]**2 + 9/10*alpha >= (1-1/2*alpha)*x[k]**2 + r[k]"),)),
        Mutant(name="rate (1 − α)⁴ from a large start", fate="false", goal=2, change=(("alpha*Z**k", "alpha*Z**(4*k)"),)),
    ),
    sharpness=(Sharpness(given="alpha >= x[0]*y[0]", sampler=overshooting),),
)
