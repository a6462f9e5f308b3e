"""A column with λ_j = 0 stays dead: false on the way. While other columns move G changes, uᵀGu can turn negative, and λ_j
grows again.

Exact steps of two columns; dead is a diagnosis at the end. Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[Fraction, Fraction, Fraction, Fraction]


def draw(rng: Random) -> Instance:
    """n = 1: A, the first column's u and λ, the second column's u (its λ is 0)."""
    return (
        Fraction(rng.randint(1, 6)),
        Fraction(rng.randint(2, 8), 4),
        Fraction(rng.randint(4, 20)),
        Fraction(rng.randint(1, 4), 4),
    )


def violation(instance: Instance, steps: int = 60) -> Counterexample | None:
    """λ_2 = 0 held for some steps, then positive; steps of 1/100, no ball."""
    A, u, lam, v = instance
    small, second = Fraction(1, 100), Fraction(0)
    held = False
    for t in range(steps):
        G = lam * u * u + second * v * v - A
        u, v, lam, following = (
            u - 2 * small * G * u * lam,
            v - 2 * small * G * v * second,
            max(lam - small * u * u * G, Fraction(0)),
            max(second - small * v * v * G, Fraction(0)),
        )
        u, v, lam, following = (round(x * 10**12) / Fraction(10**12) for x in (u, v, lam, following))
        if following > 0 and second == 0 and held:
            text = (
                f"n = 1, (A, u_1, λ_1, u_2) = {tuple(map(str, instance))}: λ_2 = 0 until step {t}, then {float(following):.3g}"
            )
            return Counterexample(text, kind=Refutation.EXACT, size=float(A + lam))
        held, second = held or (following == 0 and G > 0), following
    return None


claim = Claim(
    id="udu-dead-columns-revive",
    title="A column with λ_j = 0 stays dead",
    source=Source("udu", "dead columns, read on the way", "reconstructed", version="v2"),
    statement="Once λ_j is clipped to 0 with u_jᵀGu_j > 0 it stays 0.",
    expected=("refuted",),
    subject="conjecture",
    probe=SearchProbe(instances=draw, violation=violation, planted=violation, trials=(60, 200)),
)
