"""False: if AGD is stable at a minimizer for a step, it is stable for every smaller one.

For xy = a the step is stable iff Σ > ηa² and η²a² − ηΣ + 2 > 0, Σ = x² + y²: two windows when Σ² > 8a². Source: ours.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> tuple[Fraction, Fraction, Fraction, Fraction]:
    """x, y and two steps, the first one smaller."""
    x, y = Fraction(rng.randint(1, 12), 4), Fraction(rng.randint(1, 12), 4)
    steps = sorted(Fraction(rng.randint(1, 80), 8) for _ in range(2))
    return x, y, steps[0], steps[1]


def violation(case: tuple[Fraction, Fraction, Fraction, Fraction]) -> Counterexample | None:
    """|(1 − ηx²)(1 − ηy²)| < 1 at the larger step and > 1 at the smaller one."""
    x, y, small, large = case
    at = [abs((1 - step * x * x) * (1 - step * y * y)) for step in (small, large)]
    if not (at[1] < 1 < at[0]):
        return None
    text = f"x = {x}, y = {y}: unstable at η = {small} ({float(at[0]):.4g}), stable at η = {large} ({float(at[1]):.4g})"
    return Counterexample(text, size=sum(v.numerator + v.denominator for v in case))


claim = Claim(
    id="agd-stability-threshold",
    title="Stability is a threshold in the step",
    source=Source("agd", "scalar stability set (ours)", "reconstructed"),
    subject="conjecture",
    statement="If alternating gradient descent is stable at a minimizer of ½(xy − a)² for a step, "
    "it is for every smaller step.",
    expected=("refuted",),
    probe=SearchProbe(instances=instance, violation=violation, trials=(4000, 40000)),
)
