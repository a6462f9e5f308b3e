"""False: σ_r(X_t) ≥ σ_r(X_0)/2 up to twice the paper's horizon, for runs inside the hypotheses of the main theorem.

Exact runs of one mode (m = n = d = r = 1) in rational numbers: √η|X_0| = s ≤ 1/2, √η|Y_0| ≤ 3/4, t ≤ 2·⌊s²/(8η²f_0)⌋. Up to the
horizon itself it is true (agd-main-theorem, agd-paper-horizon). Source: arXiv:2305.06927 v2, main theorem with the horizon
doubled; ours, refuted.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Run = tuple[Fraction, Fraction, Fraction]


def instance(rng: Random) -> Run:
    """(x_0, y_0, a) at step 1, the residual a share of the largest that leaves a horizon of at least one sweep."""
    s, y = Fraction(1, rng.randint(2, 12)), Fraction(rng.randint(8, 15), 20)
    residual = s / 2 * Fraction(rng.randint(8, 10), 10)
    return s, y, s * y - residual


def horizon(run: Run) -> int:
    """⌊s²/(8f_0)⌋, the paper's at η = 1, 2f_0 = (x_0y_0 − a)²."""
    x, y, a = run
    return int(x * x / (4 * (x * y - a) ** 2))


def falls(run: Run, factor: int = 2) -> Counterexample | None:
    """A sweep up to ``factor`` horizons with |x_t| < x_0/2."""
    x, y, a = run
    for t in range(1, factor * horizon(run) + 1):
        x = x - (x * y - a) * y
        y = y - (x * y - a) * x
        if 2 * abs(x) < run[0]:
            share = f"x_{t} = {float(x / run[0]):.4f}·x_0"
            text = f"x_0 = {run[0]}, y_0 = {run[1]}, a = {a}, η = 1: {share}, horizon {horizon(run)}"
            return Counterexample(text, size=sum(v.numerator + v.denominator for v in map(abs, run)))  # fmt: skip
    return None


claim = Claim(
    id="agd-longer-horizon",
    title="Twice the paper's horizon",
    source=Source("agd", "main theorem, horizon with another constant", "reconstructed", version="v2"),
    subject="conjecture",
    statement="With √η‖X_0‖, √η‖Y_0‖ ≤ 3/4, X_0 in col(A), β = ησ_r(X_0)² ≤ 1/4: σ_r(X_t) ≥ σ_r(X_0)/2 for all "
    "t ≤ 2·⌊β/(8η²f_0)⌋.",
    expected=("refuted",),
    probe=SearchProbe(instances=instance, violation=falls),
)
