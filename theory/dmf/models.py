"""Exact models (scenes) for the statements of deep matrix factorization: rational frames, weights and spectra.

A scene gives a value to every letter that the derivations use; each certificate takes the part that it needs.
"""

from __future__ import annotations

from fractions import Fraction

from theory.dmf.problem import Objective
from theory.kernel.numbers import Matrix, Surd, inverse, power
from theory.prove.exact import columns, diagonal, orthogonal, to_json

DIMENSIONS = (4, 5, 4, 6, 5, 4)


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
    }  # fmt: skip
    return to_json_scene(scene)


def point(objective: Objective, layers: int = 3, roots: tuple = (Fraction(3, 2), Fraction(2, 3)), modes: int = 2,
          mode: Fraction = Fraction(4, 3), inactive: Fraction = Fraction(7, 2), mu: dict | None = None,
          value: Fraction | None = None, whole: bool = False) -> dict:  # fmt: skip
    """A closed-form point: ``modes`` common modes S with frames U, one distinguished mode (u, s, y), one inactive
    pair (v, w, z), and weights μ_l with fit·μ_l² = ridge·λ_l. The distinguished mode belongs to W iff ``whole``; its
    y solves the root equation unless ``value`` is given."""
    mu = mu or {n: Fraction(n + 1, n) for n in range(1, layers + 1)}
    a, b = objective.fit, objective.ridge
    d = {n: DIMENSIONS[n] for n in range(layers + 1)}
    frames = {n: orthogonal(d[n], n) for n in range(layers + 1)}
    u_all = {n: columns(frames[n], 0, modes) for n in frames}
    u = {n: columns(frames[n], modes, modes + 1) for n in frames}
    v = {n: columns(frames[n], modes + 1, modes + 2) for n in frames}
    q = Fraction(1)
    for n in range(1, layers + 1):
        q = mu[n] * q
    sigma = list(roots[:modes])
    target = [_singular_value(x, q, layers) for x in sigma]
    y = _singular_value(mode, q, layers) if value is None else value
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
        "U": u_all, "S": S, "M": M, "u": u, "s": mode, "y": y, "v": v[0], "w": v[layers], "z": inactive,
        "h": columns(frames[1], modes + 2, modes + 3), "t": Fraction(2, 3), "U0": u_all[0], "U1": u_all[1],
    }  # fmt: skip
    return to_json_scene(scene)


def _singular_value(sigma, q, layers: int):
    """y with q·y = σ^L + q²·σ^(2−L)."""
    return (power(sigma, layers) + power(q, 2) * power(sigma, 2 - layers)) * inverse(q)


def threshold_surd() -> Surd:
    """√3: at L = 3 with all μ_l = √3 the double root sits at s = √3, y = 4 (spec section 2: c = 3, y = 4)."""
    return Surd(Fraction(0), Fraction(1), 3)


def to_json_scene(scene: dict) -> dict:
    return {k: v if isinstance(v, int) and not isinstance(v, bool) else to_json(v) for k, v in scene.items()}
