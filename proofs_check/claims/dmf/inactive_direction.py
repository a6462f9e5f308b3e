"""An inactive z above an active y gives a direction of negative curvature, whatever the widths (the bottleneck does not save
it).

Turning the mode towards (v, w) in layers 1 and L only: F(t) − F(0) = 2t² s^(L−2)(y − z)/q + t⁴ s^(2L−4)/q², exactly, for every
L ≥ 2, and z > y makes the coefficient of t² negative. At a critical point that is a strict saddle (in words).
Source: arXiv:2506.20344 v3, strict saddles in Theorem 2; reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from proofs_check.claims.dmf._models import MODE, derived, points, sampler
from proofs_check.claims.dmf._sentences import ROTATION, whole
from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Mutant, Sharpness, Source
from theory.dmf.proofs import derivation as theorems

LETTERS = f"{MODE} v w z t"


def above(most: int = 3, value: Fraction | None = None) -> Callable[[Random], dict[str, Any]]:
    """Points whose inactive z exceeds the y of the mode; ``value`` is a y beside the root equation."""

    def scene(rng: Random) -> dict[str, Any]:
        layers, mode = rng.randint(2, most), Fraction(rng.randint(1, 6), rng.randint(1, 3))
        mu = {n: Fraction(rng.randint(1, 6), rng.randint(1, 3)) for n in range(1, layers + 1)}
        q = prod(mu.values(), start=Fraction(1))
        y = (q * mode ** (2 - layers) + mode**layers / q) if value is None else value
        more: dict[str, Any] = {} if value is None else {"value": value}
        gap = Fraction(rng.randint(1, 9), rng.randint(1, 4))
        return points(layers, layers, whole=True, mode=mode, mu=mu, inactive=y + gap, **more)(rng)

    return scene


claim = Claim(
    id="dmf-inactive-direction",
    title="An inactive value above an active one gives a direction of negative curvature, any L ≥ 2",
    sentence=whole(ROTATION),
    source=Source("dmf", "Theorem 2, strict saddles (b)", "reconstructed", version="v3"),
    derivation=derived(theorems.inactive_direction),
    expected=("proved",),
    probe=StatementProbe(sampler=sampler(LETTERS, above()), trials=(8, 80)),
    mutants=(
        Mutant(name="order reversed", fate="false", change=(("(y - z)", "(z - y)"),)),
        Mutant(name="order by sigma: s in place of y", fate="false", change=(("(y - z)", "(s - z)"),)),
        Mutant(name="quartic term forgotten", fate="false", change=(("t**4*s**(2*L-4)", "0*s**(2*L-4)"),)),
    ),
    sharpness=(
        Sharpness(
            given="q[L]*y == q[L]**2*s**(2-L) + s**L",
            sampler=sampler(LETTERS, above(most=2, value=Fraction(19, 3))),
        ),
        Sharpness(given="z > y", sampler=sampler(LETTERS, points(most=2, whole=True, inactive=Fraction(1, 9)))),
    ),
)
