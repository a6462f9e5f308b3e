"""Roots in radicals for L = 2, 3, 4: square root, Ferrari and Vieta, at 40 digits against enclosures by interval Newton.

Source: classical formulas for equation (10) of arXiv:2506.20344 v3; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source

Instance = tuple[int, Fraction]


def draw(rng: Random) -> Instance:
    """L = 2, 3, 4, η between 0.1 and 12, often near the threshold 1, 1.7548, 1.8899."""
    layers = rng.choice((2, 3, 4))
    near = {2: Fraction(1), 3: Fraction(17548, 10000), 4: Fraction(18899, 10000)}[layers]
    return layers, rng.choice((near + Fraction(rng.randint(-50, 50), 5000), Fraction(rng.randint(1, 120), 10)))


def violation(instance: Instance, exchanged: bool = False) -> Counterexample | None:
    """Number and values of the positive roots; ``exchanged`` expects them in decreasing order."""
    import flint
    import mpmath

    from theory.dmf.landscape.radicals import radical_roots
    from theory.dmf.landscape.roots import Mode, available_roots
    from theory.dmf.landscape.thresholds import existence_threshold

    layers, eta = instance
    kinds = available_roots(layers, existence_threshold(layers, Fraction(1)).compare(eta))
    modes = [Mode(layers, Fraction(1), eta, kind) for kind in (kinds if exchanged else reversed(kinds))]
    found = radical_roots(layers, str(eta), 45)
    wrong = len(found) != len(modes)
    for value, mode in zip(found, modes, strict=False):
        with flint.ctx.workprec(256):
            wrong |= bool(abs(flint.arb(mpmath.nstr(value, 45)) - mode.x(200).sqrt()) > flint.arb("1e-38"))
    return Counterexample(f"L = {layers}, η = {eta}: {found}", size=layers) if wrong else None


claim = Claim(
    id="dmf-radicals",
    title="Roots in radicals for L = 2, 3, 4",
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    statement="For L = 2, 3, 4 and every η > 0 the formulas are exactly the positive roots, '−' below '+'.",
    expected=("supported",),
    open_reason="their models live in fields of degree 3 and 4 over the rationals, and models reach quadratic fields",
    probe=SearchProbe(instances=draw, violation=violation, planted=lambda i: violation(i, exchanged=True), trials=(120, 1000)),
)
