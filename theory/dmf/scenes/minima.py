"""Exact models for the lower bound by wells: factors whose product has a rational singular value decomposition, and a
target with rational singular triples. Neither is tied to the other: the frames of Y may be turned against those of W, and
the layers may carry different values, so that the bound is strict.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.dmf.problem import Objective
from theory.exact.matrices import columns, diagonal, orthogonal, scene_json
from theory.exact.random_matrices import matrix
from theory.models.numbers import Matrix, inverse, power


def leading_point(objective: Objective, widths: tuple[int, ...] = (4, 5, 4, 6), roots: tuple = (Fraction(3, 2), Fraction(2, 3)),
                  excess: tuple = (Fraction(2), Fraction(1, 2)), rest: Fraction = Fraction(4, 3),
                  skew: tuple = (Fraction(2), Fraction(1, 3)), turned: bool = True, mu: dict | None = None,
                  seed: int = 0) -> dict:
    """q P = A T^L Bᵀ, T = diag(``roots``) decreasing, from factors with values T·skew, T/skew, T, …; Y = C D Eᵀ + g c eᵀ
    with D = g + ``excess``² decreasing and g = ``rest`` (without the second term where r = min(d_0, d_L)). Equality in
    the bound exactly if ``skew`` is 1 everywhere and the frames are not ``turned``. ``left``, ``values``, ``right`` are
    all min(d_0, d_L) singular triples of Y.

    >>> scene = leading_point(Objective(), widths=(2, 3, 2))
    >>> scene["L"], scene["r"], scene["D"]
    (2, 2, [['16/3', '0'], ['0', '19/12']])
    """
    layers, r = len(widths) - 1, len(roots)
    mu = mu or {n: Fraction(n + 1, n) for n in range(1, layers + 1)}
    d = dict(enumerate(widths))
    whole = {n: orthogonal(d[n], n + 17 * seed) for n in d}
    outer = {n: orthogonal(d[n], n + 17 * seed + 7) if turned else whole[n] for n in (0, layers)}
    frames = {n: columns(whole[n], 0, r) for n in d}
    spectra = {n: diagonal([s * {1: z, 2: 1 / z}.get(n, Fraction(1)) for s, z in zip(roots, skew, strict=True)])
               for n in range(1, layers + 1)}  # fmt: skip
    factors = {n: inverse(mu[n]) * (frames[n] * spectra[n] * frames[n - 1].T) for n in spectra}
    size = min(widths[0], widths[-1])
    left, right = columns(outer[layers], 0, size), columns(outer[0], 0, size)
    values = [*(rest + j * j for j in excess), rest, *(Fraction(0) for _ in range(size))][:size]
    square = Matrix.identity(d[0])
    if r < size:
        square = square + Fraction(-1) * (columns(right, r, r + 1) * columns(right, r, r + 1).T)
    ratio = objective.fit / objective.ridge
    return scene_json({
        "L": layers, "n": 1, "k": 1, "d": d, "W": factors, "Y": left * diagonal(values) * right.T, "mu": mu, "r": r,
        "lam": {n: power(mu[n], 2) * ratio for n in mu},
        "A": frames[layers], "T": diagonal(list(roots)), "B": frames[0],
        "C": columns(left, 0, r), "D": diagonal(values[:r]), "E": columns(right, 0, r), "g": rest,
        "J": diagonal(list(excess)), "K": rest * square, "left": left, "values": diagonal(values), "right": right,
    })  # fmt: skip


def random_leading(rng: Random, objective: Objective, most: int = 4, equal: bool = False) -> dict:
    """A random `leading_point`: 2 to ``most`` layers, one or two modes (m ≠ n half of the time); ``equal``: equality."""
    layers, r = rng.randint(2, most), rng.choice((1, 2, 2))
    widths = tuple(r + rng.randint(0, 2 if n in (0, layers) else 1) for n in range(layers + 1))
    roots, excess = (tuple(sorted(rng.sample(_POOL, r), reverse=True)) for _ in range(2))
    skew = tuple(Fraction(1) if equal else rng.choice(_POOL) for _ in range(r))
    return leading_point(objective, widths, roots, excess, rng.choice(_POOL), skew, not equal and rng.random() < 0.7,
                         {n: rng.choice(_POOL) for n in range(1, layers + 1)}, rng.randint(0, 999))


_POOL = tuple(map(Fraction, ("1/4", "1/2", "3/5", "2/3", "5/6", "1", "4/3", "3/2", "2", "5/2", "3", "7/2")))


def origin(objective: Objective, roots: tuple = (Fraction(3, 2), Fraction(2, 3))) -> dict:
    """Three layers, q = 4, s_g = 2, y_g = 4 = y, and singular values of Y below it with N Nᵀ = y²·I − YᵀY rational; where
    ``roots`` are small, Σ λ_l‖W_l‖² ≤ L τ²."""
    scene = leading_point(objective, (3, 2, 2, 4), roots, (Fraction(6, 5), Fraction(0)), Fraction(12, 5),
                          mu={1: Fraction(4), 2: Fraction(1), 3: Fraction(1)})  # fmt: skip
    right = Matrix(tuple(tuple(Fraction(v) for v in row) for row in scene["right"]))
    root = right * diagonal([Fraction(28, 25), Fraction(16, 5), Fraction(16, 5)]) * right.T
    return {**scene, **scene_json({"sg": 2, "yg": 4, "N": root, "t": roots[0], "y": 4, "tau": Fraction(3, 2),
                                   "f": columns(Matrix.identity(2), 0, 1), "w": Fraction(96, 25)})}


def random_origin(rng: Random, objective: Objective, factor: Fraction = Fraction(1), near: Fraction | None = None) -> dict:
    """Three layers, q = z², s_g = z, y_g = 2z; the largest singular value of Y is y = ``factor``·y_g, and N Nᵀ = y²·I − YᵀY. W
    is at the origin, at a mode of Y of size z, near it, or anywhere; or, for a number ``near``, at modes of size up to near·τ,
    of Y or turned, where τ = 3q/(2y)."""
    z, seed = Fraction(rng.randint(1, 4), rng.randint(1, 3)), rng.randint(0, 99)
    mu = {1: z, 2: Fraction(rng.randint(1, 3)), 3: Fraction(1)}
    mu[3] = z / mu[2]
    d = dict(enumerate(rng.choice(((2, 1, 2, 3), (3, 2, 2, 2), (2, 3, 1, 2)))))
    frames, size, top = {n: orthogonal(d[n], n + 17 * seed) for n in d}, min(d[0], d[3]), 2 * z * factor
    slopes = [Fraction(0), *(Fraction(rng.randint(1, 5), rng.randint(1, 5)) for _ in range(1, size))]
    rest = [top * 2 * x / (1 + x * x) for x in slopes] + [top] * (d[0] - size)
    spectrum = diagonal([top * (1 - x * x) / (1 + x * x) for x in slopes])
    tau, noise = 3 * z * z / (2 * top), rng.choice((Fraction(0), Fraction(0), Fraction(1, 7), Fraction(2)))
    mode, turned = z * rng.choice((Fraction(0), Fraction(1), factor, Fraction(9, 8))), frames
    if near is not None:
        mode, noise, turned = near * tau * rng.choice((0, 1, 1, Fraction(1, 2))), Fraction(0), {
            n: rng.choice((1, 1, -1)) * orthogonal(d[n], n + 17 * (seed + rng.choice((0, 0, 1)))) for n in d}  # fmt: skip
    factors = {n: (mode / mu[n]) * (columns(turned[n], 0, 1) * columns(turned[n - 1], 0, 1).T)
               + noise * matrix(rng, d[n], d[n - 1]) for n in mu}  # fmt: skip
    target, ratio = columns(frames[3], 0, size) * spectrum * columns(frames[0], 0, size).T, objective.fit / objective.ridge
    return scene_json({"L": 3, "k": 1, "d": d, "mu": mu, "lam": {n: m * m * ratio for n, m in mu.items()}, "W": factors,
                       "Y": target, "sg": z, "yg": 2 * z, "y": top, "tau": tau,
                       "N": frames[0] * diagonal(rest) * frames[0].T})  # fmt: skip
