"""Scalars of the paper's horizon t ≤ min(1/32, β/8)/(η²f_0): with τ = tη²f_0 and drift D ≤ √(2τ), norms that start below 3/4
stay below 1, and s − D stays above s/2. That D, x_0 and s are the scaled drift, norm and singular value of the iterates is
words.

Source: arXiv:2305.06927 v2, boundedness and main theorem; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.claims.agd._models import derived
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Source
from theory.agd.proofs import derivation as theorems


def at_the_horizon(rng: Random) -> dict[str, str]:
    """τ = tη²f_0 at the horizon, the drift as large as 2τ allows (both conditions reachable: 2τ a square)."""
    s = Fraction(rng.randint(1, 20), 20)
    drift = min(s / 2, Fraction(1, 4)) * rng.choice([Fraction(1), Fraction(rng.randint(1, 9), 10)])
    tau = max(drift * drift / 2, min(s * s / 8, Fraction(1, 32)) * Fraction(rng.randint(0, 4), 4))
    start = Fraction(3, 4) * rng.choice([Fraction(1), Fraction(1, 2)])
    return {"s": str(s), "x0": str(start), "tau": str(tau), "D": str(drift)}


claim = Claim(
    id="agd-paper-horizon",
    title="Scalar conditions up to the paper's horizon",
    sentence=(
        r"Let $s, x_0, \tau, D > 0$. If $D^2 \le 2\tau$, $32\tau \le 1$, $8\tau \le s^2$ and $4x_0 \le 3$, then "
        r"$x_0 + D \le 1$, $2D \le s$ and $4(s-D)^2 \ge s^2$."
    ),
    source=Source("agd", "boundedness of the iterates, main theorem", "reconstructed", version="v2"),
    derivation=derived(theorems.paper_horizon, about_objective=False),
    expected=("steps proved",),
    without_objective="scalar lemma about the constants of the main theorem",
    probe=StatementProbe(sampler=at_the_horizon),
    mutants=(
        Mutant(name="norms below 99/100", fate="false", change=(("1 >= x0 + D", "99/100 >= x0 + D"),)),
        Mutant(name="two thirds of σ_r kept", fate="false", change=(("s >= 2*D", "s >= 3*D"),)),
    ),
)
