"""Both roots as Lagrange–Bürmann series with an a priori remainder bound, for every L ≥ 3 and every η above the threshold.

s_+^L and s_−^(2−L) equal η − Σ c_n with positive terms; after N terms the rest is at most c_{N+1}/(1 − (η*/η)^(1+q)). Compared
with enclosures by interval Newton, also close to the threshold, where the bound is needed.
Source: ours (Lagrange inversion of equation (10) of arXiv:2506.20344 v3; the bound by convexity of ln c_n); reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from proofs_check.claims.dmf._oracle import hunt
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Mutant, Source


@dataclass(frozen=True)
class Instance:
    """L, η above η* (y at λ = 1), the root '+' or '-', and the number of terms summed."""

    layers: int
    eta: Fraction
    root: str
    terms: int


def draw(rng: Random) -> Instance:
    """L up to 9; η/η* from 1.0005 to 5."""
    from theory.dmf.landscape.thresholds import existence_threshold

    layers = rng.randint(3, 9)
    near = Fraction(float(existence_threshold(layers, Fraction(1)))).limit_denominator(10**6)
    factor = rng.choice((Fraction(rng.randint(5, 100), 10000), Fraction(rng.randint(1, 40), 10)))
    return Instance(layers, near * (1 + factor), rng.choice("+-"), rng.randint(0, 120))


def compared(instance: Instance, bound: str) -> Counterexample | None:
    """``bound``: the full one; "next" keeps the next term only; "none" takes the partial sum for the value."""
    import flint

    from theory.dmf.landscape.roots import Mode, Root
    from theory.dmf.landscape.series import coefficient, partial_sum

    root = Root(instance.root)
    total, rest = partial_sum(instance.layers, instance.eta, root, instance.terms, 200)
    if bound != "full":
        q = Fraction(instance.layers - 2, instance.layers)
        q = q if root is Root.UPPER else 1 / q
        rest = coefficient(q, instance.terms + 1, instance.eta) if bound == "next" else flint.arb(0)
    with flint.ctx.workprec(400):
        x = Mode(instance.layers, Fraction(1), instance.eta, root).x(300)
        power = flint.fmpq(instance.layers, 2) if root is Root.UPPER else flint.fmpq(2 - instance.layers, 2)
        gap = total - x ** flint.arb(power)
    if not (gap < 0 or gap > rest):
        return None
    text = f"L = {instance.layers}, η = {instance.eta}, '{instance.root}', {instance.terms} terms: rest {gap} against {rest}"
    return Counterexample(text, size=instance.layers + instance.terms)


def variant(bound: str) -> Any:
    """The comparison with that bound, as the search calls it."""
    return lambda instance: compared(instance, bound)


claim = Claim(
    id="dmf-lagrange-series",
    title="Series of both roots for every L ≥ 3, with a remainder bound",
    source=Source("dmf", "roots of equation (10)", "reconstructed", version="v3"),
    statement="For L ≥ 3, η > η*, q = (L−2)/L and every N ≥ 0: 0 ≤ η − Σ_{n≤N} (nq)_{n−1}/n! η^(1−n(1+q)) − s_+^L ≤ c_{N+1}/"
    "(1 − (η*/η)^(1+q)), c_n the n-th term; the same for s_−^(2−L) with 1/q for q.",
    expected=("supported",),
    open_reason="infinite series and Gamma functions have no atom in the kernel; the proof stands in "
    "theory/dmf/landscape/series.py",
    probe=SearchProbe(instances=draw, violation=variant("full"), planted=variant("next"), trials=(150, 1500)),
    mutants=(
        Mutant(name="only the next term", fate="false", search=hunt(draw, variant("next"))),
        Mutant(name="no remainder", fate="false", search=hunt(draw, variant("none"))),
    ),
)
