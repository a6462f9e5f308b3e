"""False: gradient descent and alternating gradient descent have one stability limit at a balanced minimizer.

At x = y = 1, a = 1: the multipliers are 1 − 2η (simultaneous) and (1 − η)² (alternating), stable for η < 1 and for η < 2.
Source: a reading of the step caps; ours, refuted by the local spectrum (claim agd-linearized-sweep).
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


def instance(rng: Random) -> Fraction:
    """A rational step in (0, 3)."""
    return Fraction(rng.randint(1, 29), 10)


def violation(step: Fraction) -> Counterexample | None:
    """One of the two is stable at x = y = 1 and the other is not, by an exact sweep of the tangent (1, 1)."""
    simultaneous, alternating = 1 - 2 * step, (1 - step) ** 2
    if (abs(simultaneous) < 1) == (abs(alternating) < 1):
        return None
    text = f"a = x = y = 1, η = {step}: multiplier {alternating} alternating, {simultaneous} simultaneous"
    return Counterexample(text, size=step.numerator + step.denominator)


claim = Claim(
    id="agd-shared-stability-limit",
    title="One stability limit for GD and AGD",
    source=Source("agd", "stability of the two methods (ours)", "reconstructed"),
    subject="conjecture",
    statement="At every balanced minimizer gradient descent and alternating gradient descent are stable for the same steps.",
    expected=("refuted",),
    probe=SearchProbe(instances=instance, violation=violation),
)
