"""Exact steps of UDU in one dimension (n = r = 1, α = 1, f = ½(x − A)²), with hypotheses of Proposition 1 changed."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random

from proofs_check.probes.probe import Counterexample, Refutation
from proofs_check.probes.search_probe import SearchProbe
from proofs_check.verify.claim import Claim, Source


@dataclass(frozen=True)
class Variant:
    """How the step differs: bounds on λ, λ frozen, decay on λ, or normalization to the sphere instead of the ball."""

    lower: Fraction | None = Fraction(0)
    upper: Fraction | None = None
    frozen: bool = False
    decay: Fraction = Fraction(0)
    sphere: bool = False


@dataclass(frozen=True)
class Point:
    """A target, a point with u > 0, and a step."""

    A: Fraction
    u: Fraction
    lam: Fraction
    step: Fraction

    def after(self, variant: Variant) -> tuple[Fraction, Fraction, Fraction]:
        """(u, λ, c) after one step, exactly; c is what Ū is divided by."""
        g = self.lam * self.u**2 - self.A
        bar = self.u - 2 * self.step * g * self.u * self.lam
        moved = self.lam - self.step * (g * self.u**2 + variant.decay * self.lam)
        if variant.lower is not None:
            moved = max(moved, variant.lower)
        if variant.upper is not None:
            moved = min(moved, variant.upper)
        c = (abs(bar) if variant.sphere else max(abs(bar), Fraction(1))) or Fraction(1)
        return bar / c, self.lam if variant.frozen else moved, c


def grid(*lam: str) -> object:
    """Points on the sphere u = 1: A in −9 … 9, λ from ``lam`` or multiples of 1/2, small steps."""
    def draw(rng: Random) -> Point:
        value = Fraction(rng.choice(lam)) if lam else Fraction(rng.randint(-6, 12), 2)
        return Point(Fraction(rng.randint(-9, 9)), Fraction(1), value, Fraction(1, rng.choice((20, 50, 100))))

    return draw


def fixed_and_active(point: Point, variant: Variant) -> Counterexample | None:
    """A fixed point of the changed step with c ≠ 1."""
    u, lam, c = point.after(variant)
    allowed = (variant.lower is None or point.lam >= variant.lower) and (variant.upper is None or point.lam <= variant.upper)
    if (u, lam) != (point.u, point.lam) or c == 1 or not allowed:
        return None
    text = f"n = 1, A = {point.A}, α = 1: u = 1, λ = {point.lam} is fixed with c = {c} = {float(c):.4g} at η = {point.step}"
    return Counterexample(text, kind=Refutation.EXACT, size=abs(float(point.A)) + abs(float(point.lam)))


def without(name: str, title: str, hypothesis: str, variant: Variant, *lam: str) -> Claim:
    """The claim that Proposition 1 survives the change; refuted by an exact fixed point."""
    draw = grid(*lam)
    return Claim(
        id=f"udu-exclusion-{name}",
        title=title,
        source=Source("udu", "Proposition 1 without a hypothesis", "reconstructed", version="v2"),
        statement=f"Proposition 1 (no fixed point has an active ball) holds also {hypothesis}.",
        expected=("refuted",),
        subject="conjecture",
        probe=SearchProbe(instances=draw, violation=lambda point: fixed_and_active(point, variant),  # type: ignore[arg-type]
                          planted=lambda point: fixed_and_active(point, variant), trials=(3000, 6000)),
    )  # fmt: skip
