"""The Hessian spectrum is no function of X: two points over one X have different eigenvalues (and one index).

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[Fraction, Fraction, Fraction]


def draw(rng: Random) -> Instance:
    """μ and two magnitudes."""
    return Fraction(rng.randint(1, 5)), Fraction(rng.randint(1, 4)), Fraction(rng.randint(1, 4))


def violation(instance: Instance) -> Counterexample | None:
    """n = r = 1: the trace of the Hessian at λ is 4λμ + (μ/λ)²."""
    mu, one, other = instance
    traces = [4 * lam * mu + (mu / lam) ** 2 for lam in (one, other)]
    if traces[0] == traces[1]:
        return None
    text = f"μ = {mu}: the nonzero eigenvalue is {traces[0]} at λ = {one} and {traces[1]} at λ = {other}"
    return Counterexample(text, kind=Refutation.EXACT, size=float(mu + one + other))


claim = Claim(
    id="udu-spectrum-belongs-to-x",
    title="The Hessian spectrum depends on X only",
    source=Source("udu", "spectrum at X_I, read as a function of X", "reconstructed", version="v2"),
    statement="Two points (U, D), (U', D') with UDUᵀ = U'D'U'ᵀ have the same Hessian spectrum.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(20, 50)),
)
