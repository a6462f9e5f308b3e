"""Exact models of the horizon-free theorems: one sweep with rational √F, in scalars, with every hypothesis strict or tight.

Scalars suffice for a model (the statement holds in every size): A, X, Y are 1×1, F = fit·R² has a rational or quadratic
root, and the roots M_X, M_Y are rational because c_X, c_Y, q/g and η are squares by construction.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.agd.problem import Objective
from theory.exact.gram import gram_factor
from theory.exact.matrices import to_json
from theory.models.numbers import Matrix


def one(value: Fraction) -> Matrix:
    """The 1 × 1 matrix of a number."""
    return Matrix(((value,),))


def near_unit(rng: Random, low: int, high: int) -> tuple[Fraction, Fraction]:
    """Rational (v, z) with z² + 2v² = 2, both positive, z = 4t/(t² + 2): the larger t, the smaller z."""
    t = Fraction(rng.randint(low, high))
    return (t * t - 2) / (t * t + 2), 4 * t / (t * t + 2)


def horizon_scene(rng: Random, objective: Objective, sharp: bool = False) -> dict:
    """A scalar sweep inside the hypotheses; ``sharp``: the roots of the sharpened form are rational instead."""
    c, e, rho = objective.fit, Fraction(1, rng.randint(2, 5)), Fraction(rng.randint(17, 25), 10)
    eta, ratio = (2 * e * e, 2 * rho * rho) if sharp else (e * e, rho * rho)
    h, g = 2 * c * eta, 2 / (ratio + 1)
    v_x, z_x = near_unit(rng, 4, 4)
    v_y, z_y = near_unit(rng, 20, 40)
    dx, dy = z_x / 20, z_y / 2
    big, y = z_x - dx, z_y - dy
    s = dx + root_below(g, up=True)
    x0, y0 = between(s, big, h), -between(y / 3, y / 2, h)
    budgets = [g * v_y**2 * dx**2, g * v_x**2 * dy**2, g**2 * dx**2]
    push = [2 * c * c * eta**2 * (2 - g)] * 2 + [4 * c * c * eta**2 * z_y**2]
    r0 = min(root_below(b / f) for b, f in zip(budgets, push, strict=True)) * Fraction(9, 10)
    a = x0 * y0 - r0
    x1 = x0 - h * r0 * y0
    half = x1 * y0 - a
    y1 = y0 - h * half * x1
    size = root(c)
    xs, ys, rs = {0: x0, 1: x1}, {0: y0, 1: y1}, {0: r0, 1: x1 * y1 - a}
    gaps = {"K": h * x0 * x0 - s * s, "J": big * big - h * x0 * x0, "E": y * y - h * y0 * y0,
            "EY": z_y * z_y - h * y0 * y0, "JX": z_x * z_x - h * x1 * x1, "KX": h * x1 * x1 - g}  # fmt: skip
    factors = {k: gram_factor(one(v)) for k, v in gaps.items()}
    names = {"K": "eK", "J": "eJ", "E": "eE", "EY": "fY", "JX": "fX", "KX": "fK"}
    widths = {n: len(factors[k].rows[0]) for k, n in names.items()}
    length = {"MX": 2 * e if sharp else e * rho / v_y, "MY": 2 * e * rho / v_x if sharp else e * rho / v_x}
    scalars = {"s": s, "S": big, "y": y, "DX": dx, "DY": dy, "g": g, "p": 1 - g, "q": 2 - g, "uY": z_y, "cX": v_x**2,
               "cY": v_y**2, "eta": eta, **length}  # fmt: skip
    return {"m": 1, "n": 1, "d": 1, "r": 1, "T": 1, "k": 1, **widths, "U": to_json(one(Fraction(1))), "A": to_json(one(a)),
            "X": to_json({k: one(v) for k, v in xs.items()}), "Y": to_json({k: one(v) for k, v in ys.items()}),
            "w": {str(k): size(abs(v)) for k, v in rs.items()}, **{k: to_json(v) for k, v in factors.items()},
            **{k: str(v) for k, v in scalars.items()}}  # fmt: skip


def root_below(value: Fraction, up: bool = False) -> Fraction:
    """A rational within 1 % of √value, below it (above it if ``up``)."""
    found = Fraction(int((float(value) ** 0.5) * 2**24), 2**24)
    return found * Fraction(1005 if up else 995, 1000)


def between(low: Fraction, high: Fraction, h: Fraction) -> Fraction:
    """A rational x with low < √h·x < high."""
    middle = float((low + high) / 2) / float(h) ** 0.5
    found = Fraction(int(middle * 2**20), 2**20)
    assert low**2 < h * found**2 < high**2
    return found


def root(value: Fraction):  # type: ignore[no-untyped-def]
    """r ↦ r√value as model JSON: rational, or in Q(√d)."""
    from math import isqrt

    n, d = value.numerator * value.denominator, value.denominator
    if isqrt(n) ** 2 == n:
        return lambda r: str(r * Fraction(isqrt(n), d))
    return lambda r: ["0", str(r / d), str(n)]


def corollary_scene(rng: Random, objective: Objective, sharp: bool = False) -> dict:
    """A scalar sweep inside the closed-form conditions, radii and rate chosen by them."""
    c, eta = objective.fit, Fraction(1, rng.randint(9, 25))
    h = 2 * c * eta
    s, big = Fraction(rng.randint(5, 9), 20), Fraction(rng.randint(13, 15), 20)
    y = s / rng.randint(13, 20) if sharp else Fraction(rng.randint(8, 14), 20)
    x0, y0 = between(s, big, h), between(y / 3, y / 2, h)
    r0 = root_below(s**4 / 64 / (2 * c * c * eta**2)) * Fraction(rng.randint(5, 9), 10)
    a = x0 * y0 - r0
    x1 = x0 - h * r0 * y0
    y1 = y0 - h * (x1 * y0 - a) * x1
    size, rs = root(c), {0: r0, 1: x1 * y1 - a}
    gaps = {"K": h * x0 * x0 - s * s, "J": big * big - h * x0 * x0, "E": y * y - h * y0 * y0}
    factors = {k: gram_factor(one(v)) for k, v in gaps.items()}
    dy = s * Fraction(453, 2000) if sharp else s / 2
    dx = s / 16 if sharp else s / 2
    scalars = {"s": s, "S": big, "y": y, "eta": eta, "p": 1 - s * s * (Fraction(225, 256) if sharp else Fraction(1, 4)),
               "uY": y + dy, "cX": 1 - (big + dx) ** 2 / 2, "cY": 1 - (y + dy) ** 2 / 2}  # fmt: skip
    return {"m": 1, "n": 1, "d": 1, "r": 1, "T": 1, "k": 1, **{"e" + k: len(v.rows[0]) for k, v in factors.items()},
            "U": to_json(one(Fraction(1))), "A": to_json(one(a)), "X": to_json({0: one(x0), 1: one(x1)}),
            "Y": to_json({0: one(y0), 1: one(y1)}), "w": {str(k): size(abs(v)) for k, v in rs.items()},
            **{k: to_json(v) for k, v in factors.items()}, **{k: str(v) for k, v in scalars.items()}}  # fmt: skip


def random_horizon(rng: Random, objective: Objective, sharp: bool = False, over: str = "") -> dict:
    """A scalar sweep inside the hypotheses of one theorem (c_X, c_Y any rationals), at the step cap half of the time;
    ``over`` names what is violated instead: the budget of "X", or the "rate"."""
    c, eta = objective.fit, Fraction(1, rng.randint(4, 30))
    h, share = 2 * c * eta, rng.choice([Fraction(999, 1000), Fraction(rng.randint(1, 9), 10)])
    s = Fraction(rng.randint(8, 14 if over else 18), 20)
    dx, dy, y = s * Fraction(1, rng.choice([4, 20, 1000])), Fraction(1, rng.randint(2, 40)), Fraction(1, rng.randint(5, 40))
    if over == "X":  # a radius that the push of Y leaves at once
        dx, dy, y = s / 1000, Fraction(1, rng.randint(2, 4)), Fraction(1, rng.randint(4, 6))
    big = s + Fraction(1, 10000)
    g = min((s - dx) ** 2, 2 - (big + dx) ** 2) * (Fraction(3, 2) if over == "rate" else 1)
    cx, cy = 1 - (big + dx) ** 2 / 2, 1 - (y + dy) ** 2 / 2
    budgets = [g * cy * dx**2, g * cx * dy**2] if not sharp else [g**2 * dx**2, g * cx * dy**2]
    push = [4 * c * c * eta**2 * (y + dy) ** 2 if sharp else 2 * c * c * eta**2 * (2 - g), 2 * c * c * eta**2 * (2 - g)]
    ends = [root_below(b / f) for b, f in zip(budgets, push, strict=True)]
    r0 = ends[1] * Fraction(99, 100) if over == "X" else min(ends) * share
    x0, y0 = between(s, big, h), between(y / 3, y / 2, h) * rng.choice([1, -1])
    a = x0 * y0 - r0
    x1 = x0 - h * r0 * y0
    y1 = y0 - h * (x1 * y0 - a) * x1
    size, rs = root(c), {0: r0, 1: x1 * y1 - a}
    gaps = {"K": h * x0 * x0 - s * s, "J": big * big - h * x0 * x0, "E": y * y - h * y0 * y0}
    factors = {k: gram_factor(one(v)) for k, v in gaps.items()}
    scalars = {"s": s, "S": big, "y": y, "DX": dx, "DY": dy, "g": g, "p": 1 - g, "q": 2 - g, "uY": y + dy, "cX": cx,
               "cY": cy, "eta": eta}  # fmt: skip
    return {"m": 1, "n": 1, "d": 1, "r": 1, "T": 1, "k": 1, **{"e" + k: len(v.rows[0]) for k, v in factors.items()},
            "U": to_json(one(Fraction(1))), "A": to_json(one(a)), "X": to_json({0: one(x0), 1: one(x1)}),
            "Y": to_json({0: one(y0), 1: one(y1)}), "w": {str(k): size(abs(v)) for k, v in rs.items()},
            **{k: to_json(v) for k, v in factors.items()}, **{k: str(v) for k, v in scalars.items()}}  # fmt: skip


def along_scene(rng: Random, objective: Objective) -> dict:
    """The same run at one of its places, with the Gram gaps there, and a direction in each block."""
    found = main_scene(rng, objective, free=True)
    place, h = str(found["k"]), 2 * objective.fit * Fraction(found["eta"])
    x, y = (Fraction(found[name][place][0][0]) for name in "XY")
    cap = (Fraction(found["S"]) + Fraction(found["DX"])) ** 2
    gaps = {"EY": Fraction(found["uY"]) ** 2 - h * y * y, "JX": cap - h * x * x, "KX": h * x * x - Fraction(found["g"])}
    factors = {k: gram_factor(one(v)) for k, v in gaps.items()}
    widths = {n: len(factors[k].rows[0]) for k, n in (("EY", "fY"), ("JX", "fX"), ("KX", "fK"))}
    moves = {n: to_json(one(Fraction(rng.randint(1, 9), 4))) for n in "ZV"}
    return {**found, **widths, **{k: to_json(v) for k, v in factors.items()}, **moves}


def main_scene(rng: Random, objective: Objective, free: bool = False) -> dict:
    """Two scalar sweeps inside the hypotheses of the main theorem, D_X = D_Y = s/2; ``free``: k
    anywhere."""
    c, eta = objective.fit, Fraction(1, rng.randint(9, 25))
    h, s = 2 * c * eta, Fraction(rng.randint(5, 9), 20)
    big, y = Fraction(rng.randint(13, 14), 20), Fraction(rng.randint(8, 14), 20)
    dx = s / 2
    x0, y0 = between(s, big, h), between(y / 3, y / 2, h)
    r0 = root_below(dx * dx / (4 * c * eta**2 * 2 * c)) * Fraction(rng.randint(5, 9), 10)
    a = x0 * y0 - r0
    xs, ys = [x0], [y0]
    for k in range(2):
        xs.append(xs[k] - h * (xs[k] * ys[k] - a) * ys[k])
        ys.append(ys[k] - h * (xs[k + 1] * ys[k] - a) * xs[k + 1])
    g, uy = (s - dx) ** 2, y + dx
    gaps = {"K": h * x0 * x0 - s * s, "J": big * big - h * x0 * x0, "E": y * y - h * y0 * y0,
            "EY": uy * uy - h * y0 * y0, "JX": (big + dx) ** 2 - h * xs[1] ** 2, "KX": h * xs[1] ** 2 - g}  # fmt: skip
    names = {"K": "eK", "J": "eJ", "E": "eE", "EY": "fY", "JX": "fX", "KX": "fK"}
    factors = {k: gram_factor(one(v)) for k, v in gaps.items()}
    scalars = {"s": s, "S": big, "y": y, "DX": dx, "DY": dx, "g": g, "p": 1 - g, "q": 2 - g, "uY": uy,
               "cX": 1 - (big + dx) ** 2 / 2, "cY": 1 - uy**2 / 2, "eta": eta}  # fmt: skip
    return {"m": 1, "n": 1, "d": 1, "r": 1, "T": 2, "k": rng.randint(1, 2) if free else 2,
            **{names[k]: len(v.rows[0]) for k, v in factors.items()}, "U": to_json(one(Fraction(1))), "A": to_json(one(a)),
            "X": to_json({k: one(v) for k, v in enumerate(xs)}), "Y": to_json({k: one(v) for k, v in enumerate(ys)}),
            **{k: to_json(v) for k, v in factors.items()},
            **{k: str(v) for k, v in scalars.items()}}  # fmt: skip
