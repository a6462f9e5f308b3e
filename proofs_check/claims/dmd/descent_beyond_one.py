"""Descent for all h < 2: false for indefinite A. Exactly: A = diag(1, −1), x = (40, 9)/41, η = 3/2: 4f rises from 1.18346 to
1.32759.

Random steps miss it; the search optimizes over rational angles. Source: ours, for arXiv:2606.31390 (section 11); reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[Fraction, Fraction]


def draw(rng: Random) -> Instance:
    """(μ, h): A = diag(1, −μ), 1 < h < 2."""
    return Fraction(rng.randint(1, 4), 4), Fraction(rng.randint(11, 19), 10)


def rise(mu: Fraction, h: Fraction, t: Fraction) -> Fraction:
    """4(f₊ − f) for x = ((1 − t²), 2t)/(1 + t²), exactly: b = xᵀAx, x₊ ∝ x + hb(Ax − bx), f = ¼(‖A‖² − b²)."""
    x = ((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
    b = x[0] ** 2 - mu * x[1] ** 2
    y = (x[0] + h * b * (x[0] - b * x[0]), x[1] + h * b * (-mu * x[1] - b * x[1]))
    after = (y[0] ** 2 - mu * y[1] ** 2) / (y[0] ** 2 + y[1] ** 2)
    return b * b - after * after


def violation(instance: Instance) -> Counterexample | None:
    """The best of all angles with t = p/q, q ≤ 12."""
    mu, h = instance
    best = max({Fraction(p, q) for q in range(2, 13) for p in range(1, q)}, key=lambda t: rise(mu, h, t))
    gain = rise(mu, h, best)
    if gain <= 0:
        return None
    text = f"A = diag(1, {-mu}), η = {h}, x ∝ ({1 - best * best}, {2 * best}): 4f rises by {gain} = {float(gain):.5f}"
    return Counterexample(text, kind=Refutation.EXACT, size=float(best.denominator))


claim = Claim(
    id="dmd-descent-beyond-one",
    title="Descent for every stable step",
    source=Source("dmd", "section 11, descent for h < 2", "reconstructed"),
    statement="f(X₊) ≤ f(X) for every h = η‖A‖² < 2 and every symmetric A.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(60, 200)),
)
