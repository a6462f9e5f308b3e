"""The point certificate: the hypotheses of a horizon-free theorem, tested at one point in ball arithmetic.

The theorems speak about the current iterate alone, so any (X, Y) may be called X_0, Y_0. With s = √η σ_r(X),
S = √η ‖X‖, y = √η ‖Y‖, f = ½‖XYᵀ − A‖²_F and radii D_X, D_Y:

    g = min((s − D_X)², 2 − (S + D_X)²) > 0,   c_X = 1 − (S + D_X)²/2 > 0,   c_Y = 1 − (y + D_Y)²/2 > 0,
    η√f·√((2 − g)/g) ≤ D_Y√c_X   and   η√f·√((2 − g)/g) ≤ D_X√c_Y  (horizon-free)
                                 or    η√(2f)·(y + D_Y) ≤ g·D_X     (sharpened)

give f_k ≤ (1 − g)^(2k) f and both radii for every k (claims agd-horizon-free, agd-sharpened). Source: ours; reconstructed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FORMS = ("sharpened", "horizon-free")
SHARES = tuple(10 ** (-3 + 3 * i / 119) * 0.995 for i in range(120))
"""Radii D_X/s that are tried."""


@dataclass(frozen=True)
class Point:
    """Balls (``flint.arb``): η, s from below, S and y from above, f from above. Any precision."""

    step: Any
    s: Any
    S: Any
    y: Any
    f: Any


@dataclass(frozen=True)
class PointCertificate:
    """What is proved from this point on, for every k: f_k ≤ (1 − rate)^(2k)·f and √η times the distances ≤ radii.

    Floats: ``rate`` is rounded down, the radii and ``loss`` up.
    """

    form: str
    rate: float
    radius_x: float
    radius_y: float
    loss: float

    def sweeps(self, epsilon: float) -> int:
        """Sweeps after which f ≤ ε is guaranteed."""
        from math import ceil, log, log1p

        if not epsilon > 0:
            raise ValueError(f"epsilon must be positive, got {epsilon}")
        return max(0, ceil(log(epsilon / self.loss) / (2 * log1p(-self.rate)))) if epsilon < self.loss else 0

    def __str__(self) -> str:
        return (f"{self.form} theorem: f ≤ (1 − {self.rate:.6g})^(2k)·{self.loss:.6g} for every k, "
                f"√η‖X − X_0‖ ≤ {self.radius_x:.4g}, √η‖Y − Y_0‖ ≤ {self.radius_y:.4g}")  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """The inequality that fails at the radii which come nearest, and by which factor (left over right side)."""

    inequality: str
    factor: float

    def __str__(self) -> str:
        return f"no certificate: {self.inequality} fails by a factor of {self.factor:.4g} at the best radii"


def certify(point: Point) -> PointCertificate | Refusal:
    """The certificate with the largest rate over the forms and radii tried, proved in balls; or what fails.

    Radii are found in floats and proved in balls, so that a wrong search cannot make a wrong certificate.

    >>> from flint import arb
    >>> print(certify(Point(arb("0.1"), arb("0.5"), arb("0.6"), arb("0.01"), arb("0.001"))).form)
    sharpened
    >>> certify(Point(arb("0.1"), arb("0.5"), arb("1.6"), arb("0.01"), arb("0.001"))).inequality
    'g > 0'
    """
    best: PointCertificate | None = None
    nearest = Refusal("g > 0", float("inf"))
    for form in FORMS:
        for share in SHARES:
            found = _try(point, form, share)
            if isinstance(found, Refusal):
                nearest = found if found.factor < nearest.factor else nearest
            elif best is None or found.rate > best.rate:
                best = found
    return best if best is not None else nearest


def _try(p: Point, form: str, share: float) -> PointCertificate | Refusal:
    """One choice of radii: D_X = share·s, D_Y as small as its condition allows."""
    from flint import arb

    dx = arb(share) * p.s.mid()
    g = _least((p.s - dx) ** 2, 2 - (p.S + dx) ** 2)
    if not g > 0:
        return Refusal("g > 0", float(((p.S + dx) ** 2 / 2).mid()) if p.s > dx else float("inf"))
    cx, pull = 1 - (p.S + dx) ** 2 / 2, p.step * p.f.sqrt() * ((2 - g) / g).sqrt()
    dy = ((pull / cx.sqrt()) * arb("1.0001")).mid() + arb(2) ** -900
    cy = 1 - (p.y + dy) ** 2 / 2
    if not cy > 0:
        return Refusal("c_Y > 0", float(((p.y + dy) ** 2 / 2).mid()))
    left, right = (p.step * (2 * p.f).sqrt() * (p.y + dy), g * dx) if form == "sharpened" else (pull, dx * cy.sqrt())
    name = "η√(2f)·(y + D_Y) ≤ g·D_X" if form == "sharpened" else "η√f·√((2−g)/g) ≤ D_X√c_Y"
    if not (left <= right and pull <= dy * cx.sqrt()):
        return Refusal(name, float((left / right).mid()))
    return PointCertificate(form, _down(g), _up(dx), _up(dy), _up(p.f))


def _least(a: Any, b: Any) -> Any:
    """A ball below both."""
    return a.min(b)


def _down(ball: Any) -> float:
    import math

    return math.nextafter(float(ball.lower()), -math.inf)


def _up(ball: Any) -> float:
    import math

    return math.nextafter(float(ball.upper()), math.inf)
