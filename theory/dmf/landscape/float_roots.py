"""The roots of the scalar equation in floats: fast, nearly always right to the last digits, and proved by nobody.

With x* = (λ(L−2)/L)^(1/(L−1)), the double root, x = x*·e^u, p = L − 1 and q = (L−2)/(2L−2) the equation h(x) = 0 of `roots` is

    2 log(1 + q(e^(pu) − 1)) − (L−2)u = 2 log(y/y*),

convex in u with its least value 0 at u = 0: no cancellation near the double root, where the two roots are u ≈ ±√. Who needs a
proof takes such a root for the middle of an interval and tests that (`roots.Mode`, `brackets`).
"""

from __future__ import annotations

from fractions import Fraction
from math import exp, expm1, log, log1p, sqrt

from theory.dmf.landscape.thresholds import existence_apart


def float_root(layers: int, ridge_product: Fraction, value: Fraction, upper: bool) -> float:
    """x = σ² at the upper or the lower root of p(·; y), y = ``value`` ≥ y*; nan where floats do not reach.

    >>> [round(float_root(layers, Fraction(1), Fraction(2), True), 14) for layers in (2, 3)]             # by hand: 1 and 1
    [1.0, 1.0]
    >>> float_root(3, Fraction(1), Fraction(10) ** 200, True)
    nan
    """
    return root_apart(layers, ridge_product, existence_apart(layers, ridge_product, value), upper)


def root_apart(layers: int, ridge_product: Fraction, apart: tuple[int, int], upper: bool) -> float:
    """The same from integers a ≥ 0 and b with (y/y*)^(2L−2) = 1 + a/b (`existence_apart`)."""
    try:
        weight, excess = float(ridge_product), apart[0] / apart[1]
        if layers == 2:
            return weight * excess / (1 + sqrt(1 + excess))
        turn = (weight * (layers - 2) / layers) ** (1 / (layers - 1))
        return turn * exp(_exponent(layers, log1p(excess) / (layers - 1), upper)) if excess else turn
    except (OverflowError, ValueError, ZeroDivisionError):
        return float("nan")


def _exponent(layers: int, level: float, upper: bool) -> float:
    """u by Newton: started on the parabola near the double root, else on the asymptote, which lies outside of the root.

    The error after a step is of the order of the step's square, so a step of 1e-9·|u| is the last one. Beside the double root
    u itself is known to 1e-16 only, which is how well e^u is.
    """
    power, less = layers - 1, layers - 2
    share = less / (2 * power)
    if level < 0.25:
        u = sqrt(level / (share * (1 - share))) / power * (1 if upper else -1)
    else:
        u = (level - 2 * log(share)) / layers if upper else (2 * log1p(-share) - level) / less
    for _ in range(64):
        grown = share * expm1(power * u)
        step = (2 * log1p(grown) - less * u - level) / (2 * power * (share + grown) / (1 + grown) - less)
        u -= step
        if abs(step) <= max(1e-9 * abs(u), 1e-16):
            break
    return u
