"""Exact models for what kind of critical point a closed-form point is: small widths, since a model computes the Hessian."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from random import Random
from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.scenes.points import singular_value, threshold_surd
from theory.exact.matrices import columns, diagonal, identity, orthogonal, scene_json
from theory.exact.random_matrices import matrix
from theory.models.numbers import Matrix, inverse, power

WIDTHS = (3, 2, 3, 4)


def closed_form(objective: Objective, widths: tuple[int, ...] = WIDTHS, roots: tuple = (Fraction(1, 3), Fraction(3, 2)),
                inactive: tuple = (), active: int = 0, mu: dict | None = None, seed: int = 0) -> dict:
    """The closed form over rational frames with these ``roots``, and ``inactive`` values of Y beside them. E is the unit
    vector of the root ``active``, its value s; (v, w, z) the first inactive triple, h a spare unit of layer 1, V other
    factors, and ``out`` the last vectors of the two outer layers.

    >>> scene = closed_form(Objective(), (2, 1, 2), (Fraction(1, 2),), (Fraction(3),))
    >>> scene["L"], scene["S"], scene["s"], scene["z"]
    (2, [['1/2']], '1/2', '3')
    """
    layers, r = len(widths) - 1, len(roots)
    mu = mu or {n: Fraction(n + 1, n) for n in range(1, layers + 1)}
    q = prod(mu.values(), start=Fraction(1))
    d = dict(enumerate(widths))
    whole = {n: orthogonal(d[n], n + 17 * seed) for n in d}
    frames = {n: columns(whole[n], 0, r) for n in d}
    spectrum = diagonal(list(roots))
    factors = {n: inverse(mu[n]) * (frames[n] * spectrum * frames[n - 1].T) for n in mu}
    pairs = [(columns(whole[0], r + k, r + k + 1), columns(whole[layers], r + k, r + k + 1), z) for k, z in enumerate(inactive)]
    target = frames[layers] * diagonal([singular_value(s, q, layers) for s in roots]) * frames[0].T
    for v, w, z in pairs:
        target = target + z * (w * v.T)
    ratio, rng = objective.fit / objective.ridge, Random(seed)
    scene: dict[str, Any] = {
        "L": layers, "n": 1, "k": 1, "l": 1, "d": d, "W": factors, "Y": target, "mu": mu, "r": r, "U": frames, "S": spectrum,
        "lam": {n: power(mu[n], 2) * ratio for n in mu}, "E": columns(identity(r), active, active + 1), "s": roots[active],
        "e": roots[active] * Fraction(3, 2), "t": Fraction(2, 3), "V": {n: matrix(rng, d[n], d[n - 1]) for n in mu},
        "out": {n: columns(whole[n], d[n] - 1, d[n]) for n in (0, layers)},
    }  # fmt: skip
    if pairs:
        scene |= {"v": pairs[0][0], "w": pairs[0][1], "z": pairs[0][2]}
    if d[1] > r:
        scene["h"] = columns(whole[1], r, r + 1)
    return scene_json(scene)


def below(rng: Random, objective: Objective) -> dict:
    """Three layers, a root left of the turn, perhaps beside another root on either side, m ≠ n."""
    mu = {n: Fraction(rng.randint(2, 5), rng.randint(1, 2)) for n in (1, 2, 3)}
    q = prod(mu.values())
    low, r = Fraction(rng.randint(1, 3), rng.randint(2, 4)), rng.choice((1, 1, 2))
    roots = (low, rng.choice((low / 2, q + rng.randint(1, 3))))[:r]
    return closed_form(objective, (r + 1, r, r, r + 2), roots, (Fraction(rng.randint(1, 3)),), mu=mu, seed=rng.randint(0, 99))


def inactive(rng: Random, objective: Objective, gap: int = 1) -> dict:
    """Two or three layers, one inactive value above the value of an active root by a random number times ``gap``."""
    layers = rng.randint(2, 3)
    mu = {n: Fraction(rng.randint(1, 4), rng.randint(1, 2)) for n in range(1, layers + 1)}
    roots = tuple(Fraction(rng.randint(1, 5), rng.randint(1, 3)) for _ in range(rng.choice((1, 1, 2))))
    z = singular_value(roots[0], prod(mu.values(), start=Fraction(1)), layers) + gap * Fraction(rng.randint(1, 4), 3)
    widths = (len(roots) + rng.choice((1, 2)), *(rng.randint(len(roots), 2) for _ in range(layers - 1)), len(roots) + 2)
    return closed_form(objective, widths, roots, (z,), mu=mu, seed=rng.randint(0, 99))


def spare(rng: Random, objective: Objective, gap: int = 1) -> dict:
    """Two layers, a spare hidden unit, an inactive value above √λ by a random number times ``gap``."""
    mu = {n: Fraction(rng.randint(2, 5), rng.randint(1, 3)) for n in (1, 2)}
    z = prod(mu.values(), start=Fraction(1)) + gap * Fraction(rng.randint(1, 3), 9)
    r = rng.choice((1, 1, 2))
    roots = (Fraction(rng.randint(1, 5), 2), Fraction(rng.randint(1, 5), 3))[:r]
    widths = (r + rng.choice((1, 2)), r + 1, r + 2)
    return closed_form(objective, widths, roots, (z,), mu=mu, seed=rng.randint(0, 99))


def double(rng: Random, objective: Objective) -> dict:
    """Three layers, all μ = √3·k²: a double root √3·k³, perhaps beside an upper root, and a smaller inactive value."""
    k, r = Fraction(rng.randint(1, 3), rng.randint(1, 2)), rng.choice((1, 1, 2))
    roots = tuple(c * threshold_surd() for c in (k**3, k**3 * Fraction(rng.randint(2, 4)))[:r])
    return closed_form(objective, (r + 1, r, r, r + 1), roots, (k**3 * Fraction(rng.randint(1, 3)),),
                       mu=dict.fromkeys((1, 2, 3), k * k * threshold_surd()), seed=rng.randint(0, 99))  # fmt: skip


def contracted(rng: Random, objective: Objective, residual: bool = False) -> dict:
    """Two layers, every inactive value at most √λ, with K Kᵀ = λ·I − Y_restᵀ Y_rest; with ``residual`` K Kᵀ = λ·I − RᵀR, where
    R = Y − W_2 W_1 = Y_rest + √λ U_2 U_0ᵀ."""
    mu = {n: Fraction(rng.randint(1, 5), rng.randint(1, 3)) for n in (1, 2)}
    q, x = prod(mu.values(), start=Fraction(1)), Fraction(rng.randint(1, 4), rng.randint(1, 4))
    z, seed = q * (1 - x * x) / (1 + x * x), rng.randint(0, 99)
    roots = tuple(Fraction(rng.randint(1, 5), rng.randint(1, 3)) for _ in range(rng.choice((1, 2))))
    scene = closed_form(objective, (3, 3, 4), roots, (z,), mu=mu, seed=seed)
    frame, r = orthogonal(3, 17 * seed), len(roots)
    v, known = columns(frame, r, r + 1), columns(frame, 0, r)
    square: Matrix = identity(3, q) + (2 * q * x / (1 + x * x) - q) * (v * v.T)
    return {**scene, **scene_json({"K": square + (-q) * (known * known.T) if residual else square})}
