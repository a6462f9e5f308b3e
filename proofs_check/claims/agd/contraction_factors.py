"""|1 − λ| ≤ 1 − g for λ in [g, U], g + U ≤ 2; and (1 − z)² ≤ 1 − z on [0, 1]. Scalars: that the first is the exact factor of a
sweep and the second compares it with the paper's is words.

Source: arXiv:2305.06927 v2, contraction of one iteration; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.agd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.agd.proofs import derivation as theorems


def inside(rng: Random) -> dict[str, str]:
    """g ≤ λ ≤ U ≤ 2 − g, often at an end."""
    g = Fraction(rng.randint(1, 19), 20)
    upper = g + (2 - 2 * g) * rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    lam = g + (upper - g) * rng.choice([Fraction(1, 9), Fraction(1), Fraction(rng.randint(1, 9), 10)])
    return {"g": str(g), "U": str(upper), "lam": str(lam)}


def outside(rng: Random) -> dict[str, str]:
    """U beyond 2 − g, λ = U."""
    g = Fraction(rng.randint(1, 19), 20)
    upper = 2 - g + Fraction(rng.randint(1, 9), 7)
    return {"g": str(g), "U": str(upper), "lam": str(upper)}


def unit(rng: Random) -> dict[str, str]:
    """z in (0, 1]."""
    return {"z": str(Fraction(rng.randint(1, 12), 12))}


claim = Claim(
    id="agd-contraction-factors",
    title="Scalar factors: |1 − λ| ≤ 1 − g on [g, U] with g + U ≤ 2, and (1 − z)² ≤ 1 − z on [0, 1]",
    sentence=(
        r"[1] If $g \le \lambda \le U$ are real and $g + U \le 2$, then $1-\lambda \le 1-g$, $\lambda - 1 \le 1-g$ "
        r"and $(1-\lambda)^2 \le (1-g)^2$. [2] If $0 \le z \le 1$, then $(1-z)^2 \le 1-z$."
    ),
    source=Source("agd", "contraction of one iteration", "reconstructed", version="v2"),
    derivation=derived(theorems.contraction_factors, about_objective=False),
    expected=("steps proved",),
    without_objective="scalar lemma about (1 − x)² on an interval",
    probe=StatementProbe(sampler=(inside, unit)),
    mutants=(
        Mutant(name="factor 1 − 1.1g", fate="false", change=(("(1-g)**2 >=", "(1-11/10*g)**2 >="),)),
        Mutant(name="paper's factor 1 − 2x", fate="false", goal=1, change=(("1 - z >=", "1 - 2*z >="),)),
    ),
    sharpness=(Sharpness(given="2 >= g + U", sampler=outside),),
)
