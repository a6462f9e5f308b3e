"""Exact models (scenes) for the statements of deep matrix factorization: rational frames, weights and spectra.

A scene gives a value to every letter that the derivations use; each certificate takes the part that it needs.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from theory.dmf.problem import Objective
from theory.exact.matrices import columns, diagonal, orthogonal, scene_json
from theory.exact.random_matrices import matrix, number
from theory.models.numbers import Matrix, Surd, inverse, power

DIMENSIONS = (4, 5, 4, 6, 5, 4)


def random_generic(rng: Random, objective: Objective) -> dict:
    """Random factors, target and direction for 2 to 4 layers and widths 1 to 3."""
    layers = rng.randint(2, 4)
    l, d = rng.randint(1, layers), {n: rng.randint(1, 3) for n in range(layers + 1)}

    scene = {"L": layers, "l": l, "d": d, "W": {n: matrix(rng, d[n], d[n - 1]) for n in range(1, layers + 1)},
             "Y": matrix(rng, d[layers], d[0]), "lam": {n: abs(number(rng)) for n in range(1, layers + 1)},
             "H": matrix(rng, d[l], d[l - 1]), "t": number(rng)}
    return scene_json(scene)


def random_point(rng: Random, objective: Objective, least: int = 2, most: int = 4, **changes: Any) -> dict:
    """A random closed-form point (see `point`): layers least … most, one or two common modes, small frames."""
    layers, modes = rng.randint(least, most), changes.get("modes") or rng.choice([1, 1, 2])
    options: dict[str, Any] = {
        "modes": modes, "roots": tuple(abs(number(rng)) for _ in range(modes)), "mode": abs(number(rng)),
        "inactive": number(rng), "mu": {n: abs(number(rng)) for n in range(1, layers + 1)},
        "dimensions": tuple(modes + rng.choice((2, 2, 3)) for _ in range(layers + 1)), "seed": rng.randint(0, 999),
        "shifted": Fraction(rng.randint(1, 9), rng.randint(2, 5)), **changes}
    scene = point(objective, layers, **options)
    return {**scene, "i": rng.randint(1, modes), "l": rng.randint(1, layers), "t": str(number(rng))}


def _entry(i: int, j: int, seed: int) -> Fraction:
    return Fraction((3 * i + 5 * j + 7 * seed + i * j) % 11 - 4 or 2, 2 + (i + seed) % 2)


def _matrix(rows: int, cols: int, seed: int) -> Matrix:
    return Matrix(tuple(tuple(_entry(i, j, seed) for j in range(cols)) for i in range(rows)))


def generic(objective: Objective, layers: int = 3) -> dict:
    """Factors, target and direction without any structure."""
    d = {n: 2 + (n % 2) for n in range(layers + 1)}
    scene = {
        "L": layers, "l": 2, "n": 1, "d": d,
        "W": {n: _matrix(d[n], d[n - 1], n) for n in range(1, layers + 1)},
        "Y": _matrix(d[layers], d[0], 9),
        "lam": {n: Fraction(n + 1, 2) for n in range(1, layers + 1)},
        "H": _matrix(d[2], d[1], 4),
        "t": Fraction(2, 3),
    }
    return scene_json(scene)


def point(objective: Objective, layers: int = 3, roots: tuple = (Fraction(3, 2), Fraction(2, 3)), modes: int = 2,
          mode: Fraction | Surd = Fraction(4, 3), inactive: Fraction = Fraction(7, 2), mu: dict | None = None,
          value: Fraction | None = None, whole: bool = False, dimensions: tuple = DIMENSIONS, seed: int = 0,
          detune: Fraction = Fraction(0), shifted: Fraction = Fraction(3, 2)) -> dict:
    """A closed-form point: ``modes`` common modes S with frames U, one distinguished mode (u, s, y), one inactive
    pair (v, w, z), a chain ``out`` outside all modes, and weights μ_l with fit·μ_l² = ridge·λ_l. The distinguished mode
    belongs to W iff ``whole``; its y solves the root equation unless ``value`` is given; ``detune`` moves the common
    modes off theirs, and ``shifted``·s is where the distinguished mode may be moved to."""
    mu = mu or {n: Fraction(n + 1, n) for n in range(1, layers + 1)}
    a, b = objective.fit, objective.ridge
    d = {n: dimensions[n] for n in range(layers + 1)}
    frames = {n: orthogonal(d[n], n + 17 * seed) for n in range(layers + 1)}
    u_all = {n: columns(frames[n], 0, modes) for n in frames}
    u = {n: columns(frames[n], modes, modes + 1) for n in frames}
    v = {n: columns(frames[n], modes + 1, modes + 2) for n in frames}
    q = Fraction(1)
    for n in range(1, layers + 1):
        q = mu[n] * q
    sigma = list(roots[:modes])
    target = [singular_value(x, q, layers) + detune for x in sigma]
    y = singular_value(mode, q, layers) if value is None else value
    S, M = diagonal(sigma), diagonal(target)
    W = {}
    for n in range(1, layers + 1):
        core = u_all[n] * S * u_all[n - 1].T
        if whole:
            core = core + mode * (u[n] * u[n - 1].T)
        W[n] = inverse(mu[n]) * core
    pairs = u_all[layers] * M * u_all[0].T + y * (u[layers] * u[0].T) + inactive * (v[layers] * v[0].T)
    scene = {
        "L": layers, "l": 2, "n": 1, "k": 1, "d": d, "r": modes, "i": 1, "W": W, "Y": pairs, "mu": mu,
        "lam": {n: mu[n] * mu[n] * (a / b) for n in mu},
        "U": u_all, "S": S, "M": M, "u": u, "s": mode, "e": mode * shifted, "y": y, "v": v[0], "w": v[layers], "z": inactive,
        "h": columns(frames[1], modes + 1, modes + 2), "t": Fraction(2, 3), "U0": u_all[0], "U1": u_all[1], "out": v,
    }
    return scene_json(scene)


def singular_value(sigma: Any, q: Any, layers: int) -> Any:
    """y with q·y = σ^L + q²·σ^(2−L)."""
    return (power(sigma, layers) + power(q, 2) * power(sigma, 2 - layers)) * inverse(q)


def threshold_surd() -> Surd:
    """√3: at L = 3 with all μ_l = √3 the double root sits at s = √3, y = 4 (spec section 2: c = 3, y = 4)."""
    return Surd(Fraction(0), Fraction(1), 3)
