"""Searches on the conditions of the classification: exact critical points, made so that neighbouring conditions fail there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import prod
from random import Random

from proofs_check.claims.dmf._oracle import cubic, derivatives, exact, inertia, loss, mismatch
from proofs_check.claims.dmf._points import ExactPoint, _matrices, _ratios, exact_points, well_value
from proofs_check.probes.probe import Counterexample

Search = Callable[[Random], Counterexample | None]


def worst_point(rng: Random) -> ExactPoint:
    """Data with a value exactly at y*, at y_g or at neither, in a random place of the spectrum, and the critical point that
    is most likely a non-strict saddle: the larger values active at '+' as far as there is room, the double root last.

    All weights share one c, so that rational '+' roots w ↦ w^L + c w^(2−L) exist above the threshold.
    """
    layers = rng.choice((2, 3, 3, 4))
    widths = tuple(rng.randint(1, 3) for _ in range(layers + 1))
    size, room = min(widths[0], widths[-1]), min(widths)
    w = Fraction(rng.randint(1, 6), rng.randint(2, 4))
    kind = rng.choice(("star", "star", "global", "neither")) if layers > 2 else rng.choice(("star", "neither"))
    share = {"star": Fraction(layers, max(layers - 2, 1)), "global": Fraction(1, max(layers - 2, 1)),
             "neither": Fraction(1, 2 * layers)}[kind]  # fmt: skip
    c = w ** (2 * layers - 2) * share
    level, root = well_value(w, c, layers), "0" if kind == "star" else "+"
    if layers == 2 and kind == "star":
        level = c  # y = √λ: the root is 0, nothing is active there
    above = sorted((w * Fraction(rng.randint(5, 9), 4) for _ in range(rng.randint(0, size - 1))), reverse=True)
    rest = [level * Fraction(rng.randint(0, 3), 4) for _ in range(size - len(above) - 1)]
    spectrum = [*(well_value(z, c, layers) for z in above), level, *sorted(rest, reverse=True)]
    last = [] if layers == 2 and kind == "star" else [(len(above) + 1, root, w)]
    modes = [*((k + 1, "+", z) for k, z in enumerate(above[: room - len(last)])), *last]
    ratios = _ratios(rng, layers)
    factors, target = _matrices(rng, widths, ratios, spectrum, modes)
    return ExactPoint(widths, tuple(c / r**2 for r in ratios), tuple(spectrum), tuple(modes), factors, target)


def star(point: ExactPoint, y: Fraction) -> int:
    """Sign of y − y*: L^L (L−2)^(L−2) y^(2L−2) against (2L−2)^(2L−2) λ, with 0^0 = 1."""
    n = point.layers
    return _sign(n**n * (n - 2) ** (n - 2) * y ** (2 * n - 2) - (2 * n - 2) ** (2 * n - 2) * prod(point.ridge))


def beyond(point: ExactPoint, y: Fraction) -> int:
    """Sign of y − y_g: (L−2)^(L−2) y^(2L−2) against (L−1)^(2L−2) λ, with 0^0 = 1."""
    n = point.layers
    return _sign((n - 2) ** (n - 2) * y ** (2 * n - 2) - (n - 1) ** (2 * n - 2) * prod(point.ridge))


def fails(point: ExactPoint, reach: str = "d_min", level: Callable[[ExactPoint, Fraction], int] = star,
          two: bool = False) -> bool:  # fmt: skip
    """The landscape condition says that a non-strict saddle exists: L ≥ 3 (or also 2), some y_i = y* with i ≤ d_min. Variants:
    the range "rank" (i ≤ rank Y), another ``level`` (y_g), ``two`` layers included."""
    last = min(point.widths) if reach == "d_min" else sum(y > 0 for y in point.spectrum)
    return (point.layers > 2 or two) and any(level(point, y) == 0 for y in point.spectrum[:last])


def non_strict(point: ExactPoint) -> bool:
    """No negative eigenvalue, and a cubic term along the kernel."""
    return inertia(point)[0] == 0 and cubic(point, Random(1))


def iff(point: ExactPoint) -> Counterexample | None:
    """The landscape condition against exact derivatives at the worst point, and against the landscape that theory lists."""
    seen, listed = non_strict(point), not point.landscape.min_or_strict_saddle
    return mismatch(point, "non-strict saddle", (seen, listed), (fails(point), fails(point)))


def condition(**variant: object) -> Callable[[ExactPoint], Counterexample | None]:
    """Against the landscape condition in a variant of `fails`."""

    def test(point: ExactPoint) -> Counterexample | None:
        return mismatch(point, "non-strict saddle", non_strict(point), fails(point, **variant))  # type: ignore[arg-type]

    return test


SOME = exact_points()


def spare_everywhere(rng: Random) -> Counterexample | None:
    """Against "a spare hidden unit beside an inactive y_k > y* is a negative direction, L ≥ 3 as well"."""
    point = SOME(rng)
    if point is None or point.layers == 2 or point.rank >= min(point.widths[1:-1]):
        return None
    if not any(star(point, y) > 0 for y in point.inactive) or inertia(point)[0]:
        return None
    return Counterexample(f"{point}: no negative eigenvalue", size=point.size)


def incomplete(rng: Random) -> Counterexample | None:
    """Against "'+' roots at values y ≥ y_g make a global minimizer, whatever stays inactive": one mode set to zero."""
    point = SOME(rng)
    if point is None or point.layers == 2 or any(root != "+" for root in point.active.values()):
        return None
    paying = [k for k in point.active if beyond(point, point.value(k)) > 0]
    if not paying or any(beyond(point, point.value(k)) < 0 for k in point.active):
        return None
    values, part = values_with_and_without(point, paying[0])
    if values >= part:
        return None
    text = f"{point}: without mode {paying[0]} the others satisfy it, at the loss {part}; with it the loss is {values}"
    return Counterexample(text, size=point.size)


def tie(rng: Random) -> Counterexample | None:
    """Against "every active y of a global minimizer exceeds y_g": an active value at y_g in a global minimizer, with the same
    loss as without the mode."""
    point = worst_point(rng)
    level = [k for k, root in point.active.items() if root == "+" and beyond(point, point.value(k)) == 0]
    if point.layers == 2 or not level or point.orbit.kind != "global minimizer":
        return None
    values, part = values_with_and_without(point, level[0])
    if values != part:
        return None
    text = f"{point}: global minimizer with y_{level[0]} = y_g, loss {values} with and without the mode"
    return Counterexample(text, size=point.size)


def negative_roots(rng: Random) -> Counterexample | None:
    """Against "S of any sign": a chain of widths 1, L odd, with a negative common value is critical, and y is negative."""
    layers, w = rng.choice((3, 5)), -Fraction(rng.randint(1, 6), rng.randint(1, 4))
    c, ratios = Fraction(rng.randint(1, 6), rng.randint(1, 4)), _ratios(rng, layers)
    y, widths = w**layers + c * w ** (2 - layers), (1,) * (layers + 1)
    factors, target = _matrices(rng, widths, ratios, [y], [(1, "+", w)])
    point = ExactPoint(widths, tuple(c / r**2 for r in ratios), (y,), ((1, "+", w),), factors, target)
    if any(derivatives(point)[0]) or y > 0:
        return None
    text = f"L = {layers}, λ_l = c/ρ_l² with c = {c}: the chain of values {w} is critical at y = {y}"
    return Counterexample(text, size=layers)


def values_with_and_without(point: ExactPoint, position: int) -> tuple[Fraction, Fraction]:
    """F at the point, and with the mode at ``position`` set to zero in the first layer and the last."""
    factors = [exact(w) for w in point.factors]
    value = loss(point, factors)
    unit = position - 1
    for w in factors:
        following = next(i for i in range(w.nrows()) if w[i, unit] != 0)
        w[following, unit], unit = 0, following
    rest = loss(point, factors)
    return Fraction(int(value.p), int(value.q)), Fraction(int(rest.p), int(rest.q))


def _sign(value: Fraction) -> int:
    return (value > 0) - (value < 0)
