"""Exact models around thresholds: layers and weights for which y*, y_g, the turn and both roots are exact numbers.

L even makes y* rational: q = y*^(L−1) L^(L/2) (L−2)^((L−2)/2) / (2L−2)^(L−1). At L = 4 both roots are rational for
Pythagorean triples: roots m, n of s⁶ − q y s² + q² have q = m n √(m² + n²).
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.dmf.problem import Objective
from theory.exact.matrices import scene_json
from theory.models.numbers import Surd, inverse, power

TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17), (20, 21, 29), (7, 24, 25))


def weights(rng: Random, objective: Objective, layers: int, q: Fraction | Surd) -> dict:
    """L, λ, μ with μ_1⋯μ_L = q and fit·μ_l² = ridge·λ_l."""
    rest = {n: Fraction(rng.randint(1, 4), rng.randint(1, 3)) for n in range(2, layers + 1)}
    first = q
    for m in rest.values():
        first = first * (1 / m)
    mu = {1: first, **rest}
    ratio = objective.fit / objective.ridge
    lam = {n: m * m * ratio for n, m in mu.items()}
    return {"L": layers, "mu": mu, "lam": {n: v.a if isinstance(v, Surd) else v for n, v in lam.items()}}


def existence(rng: Random, objective: Objective, side: int) -> dict:
    """y above (1), at (0) or below (−1) y*, L in {4, 6}."""
    layers, star = rng.choice([4, 6]), Fraction(rng.randint(1, 5), rng.randint(1, 3))
    half, m, p = layers // 2, layers - 2, 2 * layers - 2
    q = star ** (layers - 1) * layers**half * Fraction(m) ** (m // 2) / Fraction(p) ** (layers - 1)
    gap = Fraction(rng.randint(1, 9), 10)
    y = star if side == 0 else star * (1 + gap) if side > 0 else star * (1 - gap)
    return scene_json({**weights(rng, objective, layers, q), "ystar": star, "y": y})


def two_layers(rng: Random, objective: Objective, above: bool) -> dict:
    """L = 2: y* = q."""
    q, gap = Fraction(rng.randint(1, 6), rng.randint(1, 4)), Fraction(rng.randint(1, 9), 10)
    return scene_json({**weights(rng, objective, 2, q), "ystar": q, "y": q * (1 + gap if above else 1 - gap)})


def at_global(rng: Random, objective: Objective, above: bool) -> dict:
    """A '+' root s = c·s_g with c > 1 (above y_g) or below; L = 4 in Q(√2), L = 6 in Q."""
    layers, z = rng.choice([4, 6]), Fraction(rng.randint(1, 4), rng.randint(1, 3))
    if layers == 4:
        q, sg = 2 * z**3, Surd(Fraction(0), z, 2)
        yg = 3 * z
    else:
        q, sg, yg = 16 * z**5, 2 * z, 5 * z  # type: ignore[assignment]
    c = 1 + Fraction(rng.randint(1, 9), 7) if above else 1 - Fraction(rng.randint(0, 2), 16)
    s = sg * c
    y = (power(s, layers) + q * q * power(s, 2 - layers)) * inverse(q)
    if isinstance(y, Surd) and not y.b:
        y = y.a
    return scene_json({**weights(rng, objective, layers, q), "sg": sg, "yg": yg, "s": s, "y": y})


def against_global(rng: Random, objective: Objective, above: bool) -> dict:
    """y above or below y_g (no root at hand)."""
    scene = at_global(rng, objective, True)
    factor = 1 + Fraction(rng.randint(1, 9), 7) if above else 1 - Fraction(rng.randint(1, 6), 7)
    return {**scene, "y": str(Fraction(scene["yg"]) * factor)}


def root_pair(rng: Random, objective: Objective) -> dict:
    """L = 4, both roots sm < sp rational, and x >= sm."""
    a, b, c = rng.choice(TRIPLES)
    scale = Fraction(rng.randint(1, 3), rng.randint(4, 9))
    sm, sp = a * scale, b * scale
    q = a * b * c * scale**3
    y = (sm**4 + q * q / sm**2) / q
    x = rng.choice([sm, sp, sm + (sp - sm) * Fraction(rng.randint(0, 10), 10), sp * (1 + Fraction(rng.randint(0, 9), 5))])
    return scene_json({**weights(rng, objective, 4, q), "sm": sm, "sp": sp, "y": y, "x": x})


def left_edge(rng: Random, objective: Objective) -> dict:
    """L = 4, an edge e left of the turn, q y <= h(e), x <= e."""
    e, q = Fraction(rng.randint(1, 6), rng.randint(1, 4)), Fraction(0)
    while 2 * q * q < 4 * e**6:
        q = e**3 * Fraction(rng.randint(10, 60), 7)
    y = (e**4 + q * q / e**2) / q * (1 - Fraction(rng.randint(0, 9), 10))
    return scene_json({**weights(rng, objective, 4, q), "e": e, "y": y, "x": e * Fraction(rng.randint(1, 10), 10)})


def right_edge(rng: Random, objective: Objective) -> dict:
    """L = 4, e = √2·c the turn for q = 4c³, q y <= h(e), x >= e."""
    c = Fraction(rng.randint(1, 5), rng.randint(1, 4))
    e, q = Surd(Fraction(0), c, 2), 4 * c**3
    level = power(e, 4) + q * q * power(e, -2)
    y = level.a / q * (1 - Fraction(rng.randint(0, 9), 10))
    x = Surd(Fraction(0), c * (1 + Fraction(rng.randint(0, 9), 4)), 2)
    return scene_json({**weights(rng, objective, 4, q), "e": e, "y": y, "x": x})
