"""The point certificate: the hypotheses of the horizon-free theorem at one point of a run, found in floats, decided in balls.

The theorem (`theory.agd.perturbed_run`) speaks about the current iterate alone, so any (X, Y) may be called X_0, Y_0. In
exact arithmetic, from a start in col(A) and with a target of the rank counted, it reads: with s = √η σ_r(X), S = √η ‖X‖,
y = √η ‖Y‖, f = ½‖XYᵀ − A‖²_F and radii D_X, D_Y

    g = min((s − D_X)², 2 − (S + D_X)²) > 0,   c_X = 1 − (S + D_X)²/2 > 0,   c_Y = 1 − (y + D_Y)²/2 > 0,
    η√f·√((2 − g)/g) ≤ D_Y√c_X   and   η√f·√((2 − g)/g) ≤ D_X√c_Y  (horizon-free)
                                 or    η√(2f)·(y + D_Y) ≤ g·D_X     (sharpened)

give f_k ≤ (1 − g)^(2k) f and both radii for every k (claims agd-horizon-free, agd-sharpened). Source: ours; reconstructed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context
from typing import Any

from theory.agd.perturbed_run import FORMS, Point, Trial, attempt

SHARES = tuple(10 ** (-3 + 3 * i / 119) * 0.995 for i in range(120))
"""Radii D_X/s that are tried."""


@dataclass(frozen=True)
class PointCertificate:
    """What holds from this point on, for 0 ≤ k ≤ ``horizon`` (None: every k), with r_k = X_kY_kᵀ − A of the run itself:

        ‖r_k‖² ≤ ((1 − rate)^k·√(2 loss) + column_floor)² + ((1 − off_rate)^k·off + off_floor)²,   √η·distances ≤ radii

    The second square bounds the part of r_k outside the columns counted. Floats: the rates are rounded down, others up.
    """

    form: str
    rate: float
    radius_x: float
    radius_y: float
    loss: float
    horizon: int | None = None
    column_floor: float = 0.0
    off_rate: float = 0.0
    off: float = 0.0
    off_floor: float = 0.0

    def bound(self, k: int) -> float:
        """An upper bound on f_k, rounded up. ValueError beyond the horizon.

        >>> PointCertificate("sharpened", 0.5, 0.1, 0.1, 2.0).bound(1)
        0.50000000000000...
        """
        if k < 0 or (self.horizon is not None and k > self.horizon):
            raise ValueError(f"k must be in 0 … {self.horizon}, got {k}")
        column = (1 - self.rate) ** k * math.sqrt(2 * self.loss) + self.column_floor
        beside = (1 - self.off_rate) ** k * self.off + self.off_floor
        return (column**2 + beside**2) / 2 * (1 + (8 + 4 * k) * 2.0**-52)

    def sweeps(self, epsilon: float) -> int:
        """Sweeps after which f ≤ ε is guaranteed. ValueError if that lies beyond the horizon or below the floors."""
        if not epsilon > 0:
            raise ValueError(f"epsilon must be positive, got {epsilon}")
        if self.bound(0) <= epsilon:
            return 0
        low, high = 0, 1
        while self.bound(min(high, self._end)) > epsilon:
            if high >= self._end:
                raise ValueError(f"epsilon must be reached within the {self._end} sweeps of the certificate, got {epsilon}")
            low, high = high, 2 * high
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.bound(min(middle, self._end)) <= epsilon else (middle, high)
        return min(high, self._end)

    @property
    def _end(self) -> int:
        return 10**15 if self.horizon is None else self.horizon

    def __str__(self) -> str:
        """The bound as printed: every decimal is rounded so that it stays one (rates down, everything else up).

        >>> print(PointCertificate("sharpened", 0.12345678, 0.10001, 0.1, 2.00000123))
        sharpened theorem: f ≤ (1 − 0.123456)^(2k)·2.00001 for every k, √η‖X − X_0‖ ≤ 0.1001, √η‖Y − Y_0‖ ≤ 0.1001
        """
        if self.horizon is None:
            fall = f"f ≤ (1 − {_decimal(self.rate, 6, down=True)})^(2k)·{_decimal(self.loss, 6)} for every k"
        else:
            start = math.nextafter(math.sqrt(2 * self.loss), math.inf) if self.loss else 0.0
            column = f"((1 − {_decimal(self.rate, 6, down=True)})^k·{_decimal(start, 6)} + {_decimal(self.column_floor, 2)})²"
            beside = (f"((1 − {_decimal(self.off_rate, 3, down=True)})^k·{_decimal(self.off, 2)} + "
                      f"{_decimal(self.off_floor, 2)})²")  # fmt: skip
            fall = f"2f ≤ {column} + {beside} for k ≤ {self.horizon}"
        radii = f"√η‖X − X_0‖ ≤ {_decimal(self.radius_x, 4)}, √η‖Y − Y_0‖ ≤ {_decimal(self.radius_y, 4)}"
        name = f"{self.form} theorem" if self.horizon is None else f"perturbed {self.form} bound"
        return f"{name}: {fall}, {radii}"


@dataclass(frozen=True)
class Refusal:
    """The inequality that fails at the radii which come nearest, and by which factor (left over right side)."""

    inequality: str
    factor: float

    def __str__(self) -> str:
        """In words.

        >>> print(Refusal("g > 0", math.inf))
        no certificate: g > 0 fails at every radius tried
        """
        if math.isinf(self.factor):
            return f"no certificate: {self.inequality} fails at every radius tried"
        return f"no certificate: {self.inequality} fails by a factor of {self.factor:.4g} at the best radii"


def certify(point: Point, horizons: Sequence[int] = (1,)) -> PointCertificate | Refusal:
    """The certificate with the first of ``horizons`` that holds, and the largest rate over the forms and radii tried.

    Radii are found in floats and the conditions decided in balls, so that a wrong search cannot make a wrong certificate.
    An exact point has no horizon.

    >>> from flint import arb
    >>> print(certify(Point(arb("0.1"), arb("0.5"), arb("0.6"), arb("0.01"), arb("0.001"))).form)
    sharpened
    >>> certify(Point(arb("0.1"), arb("0.5"), arb("1.6"), arb("0.01"), arb("0.001"))).inequality
    'g > 0'
    """
    from flint import arb

    nearest = Refusal("g > 0", math.inf)
    for horizon in horizons:
        best: PointCertificate | None = None
        for form in FORMS:
            for share in SHARES:
                dx = arb(share) * point.s.mid()
                trial = attempt(point, form, dx, horizon)
                missing = _missing(trial)
                if missing is not None:
                    nearest = missing if missing.factor < nearest.factor else nearest
                elif best is None or _down(trial.g) > best.rate:
                    best = _certificate(point, form, dx, horizon, trial)
        if best is not None:
            return best
    return nearest


def _certificate(point: Point, form: str, dx: Any, horizon: int, t: Trial) -> PointCertificate:
    shown = _down(t.g), _up(dx), _up(t.radius_y), _up(point.f)
    if point.exact:
        return PointCertificate(form, *shown)
    return PointCertificate(form, *shown, horizon, _up(t.column_floor), max(0.0, _down(t.h)), _up(t.off), _up(t.off_floor))


def _missing(trial: Trial) -> Refusal | None:
    """The condition that fails by the largest factor; None if all are proved."""
    worst: Refusal | None = None
    for name, left, right in trial.needs:
        if left <= right:
            continue
        factor = float((left / right).mid())
        factor = factor if factor == factor else math.inf
        if worst is None or factor > worst.factor:
            worst = Refusal(name, factor)
        if name == "g > 0":
            break
    return worst


def _decimal(value: float, digits: int, down: bool = False) -> str:
    """``value`` with so many digits, never below it (never above it if ``down``).

    >>> _decimal(2.00000123, 6), _decimal(0.12345678, 6, down=True), _decimal(0.25, 6)
    ('2.00001', '0.123456', '0.25')
    """
    rounding = ROUND_FLOOR if down else ROUND_CEILING
    return f"{float(Context(prec=digits, rounding=rounding).create_decimal_from_float(value)):.{digits}g}"


def _down(ball: Any) -> float:
    return math.nextafter(float(ball.lower()), -math.inf)


def _up(ball: Any) -> float:
    return math.nextafter(float(ball.upper()), math.inf)
