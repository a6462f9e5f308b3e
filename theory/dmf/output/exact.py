"""Exact numbers for a reader: a rational, or an integer polynomial with the ball that singles out its root.

    "55/4"                                            a rational
    {"polynomial": ["-2", "0", "1"], "ball": [m, r]}  the root of z² − 2 in [m − r, m + r]; constant coefficient first
    {"rational": …, "terms": [{"times": n, …}], "ball": [m, r]}   rational + Σ n·root

Coefficients and midpoints are decimal strings, since they do not fit a float64.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

import flint

from theory.dmf.landscape.orbits import Orbit
from theory.dmf.landscape.thresholds import Threshold
from theory.dmf.landscape.ties import AlgebraicGain
from theory.exact.root_value import RootValue

DIGITS = 40


def exact_threshold(threshold: Threshold) -> str | dict[str, Any]:
    """The threshold as a rational, or as the positive root of denominator·z^(2L−2) − numerator.

    >>> from fractions import Fraction
    >>> from theory.dmf.landscape.thresholds import global_threshold
    >>> exact_threshold(global_threshold(3, Fraction(1)))
    '2'
    >>> exact_threshold(global_threshold(2, Fraction(2)))["polynomial"]
    ['-2', '0', '1']
    """
    if threshold.exact is not None:
        return str(threshold.exact)
    constant, leading = -threshold.power.numerator, threshold.power.denominator
    coefficients = [constant, *[0] * (threshold.exponent - 1), leading]
    return {"polynomial": [str(c) for c in coefficients], "ball": ball_text(threshold.ball(160))}


def exact_loss(orbit: Orbit) -> str | dict[str, Any]:
    """F on the orbit: fit·‖Y‖² − Σ fit·G, rational squares and gains summed.

    >>> from theory.dmf import Landscape
    >>> exact_loss(Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3).orbits()[1])
    '18'
    """
    fit, values = orbit.landscape.objective.fit, Counter(orbit.landscape.singular_values.values)
    squares = {value: value**2 if isinstance(value, Fraction) else value.square for value in values}
    rational = sum((count * (squares[value] or 0) for value, count in values.items()), Fraction(0))
    times, terms = Counter(orbit.modes), []
    for value, count in values.items():
        if isinstance(value, RootValue) and value.square is None:
            ball = ball_text(value.square_ball(160))
            terms.append({"times": str(fit * count), "polynomial": list(map(str, value.coefficients)), "ball": ball})
    for mode, count in times.items():
        gain = AlgebraicGain.of(mode)
        if gain.value is not None:
            rational -= count * gain.value
        else:
            polynomial = [str(c) for c in gain.polynomial.coeffs()]
            terms.append({"times": str(-fit * count), "polynomial": polynomial, "ball": ball_text(mode.gain(160))})
    if not terms:
        return str(fit * rational)
    return {"rational": str(fit * rational), "terms": terms, "ball": ball_text(orbit.loss_ball(160))}


def ball_text(ball: flint.arb) -> list[str]:
    """Midpoint and radius in decimal; the radius covers the rounding of the midpoint.

    >>> with flint.ctx.workprec(160):
    ...     ball_text(flint.arb(2).sqrt())
    ['1.414213562373095048801688724209698078570', '3.29e-40']
    """
    with flint.ctx.workprec(max(ball.bits(), 160) + 64):
        middle = ball.mid().str(DIGITS, radius=False)
        radius = abs(ball - flint.arb(middle)).upper()
        return [middle, (radius * (1 + flint.arb(2) ** -8)).upper().str(3, radius=False)]
