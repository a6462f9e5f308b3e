"""Exact models for the symmetries of F: orthogonal Q_l with Q_L Y = Y Q_0, and such that leave a closed form as it is; and two
layers with one ridge λ ≥ 0, at a critical point of full rank and anywhere."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from theory.dmf.problem import Objective
from theory.exact.matrices import columns, diagonal, inverse, orthogonal, scene_json
from theory.exact.random_matrices import matrix, number
from theory.models.numbers import Matrix


def turned(rng: Random, objective: Objective) -> dict:
    """Random factors, reflections of the outer spaces with Q_L Y = Y Q_0, any orthogonal matrices between.

    >>> sorted(turned(Random(1), Objective()))
    ['L', 'Q', 'W', 'Y', 'd', 'k', 'lam', 'n']
    """
    layers, seed = rng.choice((2, 3, 3, 4)), rng.randint(0, 999)
    d = {n: rng.randint(2, 3) for n in range(layers + 1)}
    turns = {n: orthogonal(d[n], seed + n) for n in d}
    for n in (0, layers):
        turns[n] = turns[n] * diagonal([Fraction(-1), *[Fraction(1)] * (d[n] - 1)]) * turns[n].T
    loose = matrix(rng, d[layers], d[0])
    scene = {"L": layers, "n": 1, "k": 1, "d": d, "Q": turns, "Y": loose + turns[layers] * loose * turns[0].T,
             "W": {n: matrix(rng, d[n], d[n - 1]) for n in range(1, layers + 1)},
             "lam": {n: abs(number(rng)) for n in range(1, layers + 1)}}  # fmt: skip
    return scene_json(scene)


def kept(rng: Random, objective: Objective, mix: bool = False) -> dict:
    """The closed form W_l = μ_l⁻¹ U_l T² U_{l−1}ᵀ with an entry of T that stands twice, and Q_l = U_l R U_lᵀ − N_l N_lᵀ beside
    it, where R turns the two equal entries: Q_l W_l = W_l Q_{l−1}. With ``mix`` R is any orthogonal matrix."""
    layers, seed, r = rng.choice((2, 3, 3, 4)), rng.randint(0, 999), 3 if mix else rng.choice((2, 3, 3))
    d = {n: r + rng.randint(0, 1) for n in range(layers + 1)}
    mu = {n: abs(number(rng)) for n in range(1, layers + 1)}
    once, twice = abs(number(rng)), abs(number(rng))
    small = orthogonal(2, seed + 5)
    turn = Matrix((*((*row, Fraction(0)) for row in small.rows), (Fraction(0), Fraction(0), Fraction(-1))))
    turn = orthogonal(3, seed + 7) if mix else turn if r == 3 else small
    root = diagonal([twice, twice, once][:r])
    whole = {n: orthogonal(d[n], seed + n) for n in d}
    frames, rest = ({n: columns(whole[n], *ends(n)) for n in d} for ends in (lambda n: (0, r), lambda n: (r, d[n])))
    factors = {n: inverse(diagonal([mu[n]] * d[n])) * frames[n] * root * root * frames[n - 1].T for n in mu}
    turns = {n: frames[n] * turn * frames[n].T + Fraction(-1) * (rest[n] * rest[n].T) for n in d}
    return scene_json({"L": layers, "n": 1, "k": 1, "d": d, "mu": mu, "r": r, "U": frames, "T": root, "W": factors, "Q": turns,
                       "R": turn})  # fmt: skip


def carried(rng: Random, objective: Objective) -> dict:
    """A closed form W over frames U, and V over frames X = Q U, for a Y with a value that stands twice: one mode of it and one
    of another value, and Q turns the equal ones."""
    layers, seed = rng.choice((2, 3, 3, 4)), rng.randint(0, 999)
    d = {n: (3 if n in (0, layers) else 2) + rng.randint(0, 1) for n in range(layers + 1)}
    mu = {n: abs(number(rng)) for n in range(1, layers + 1)}
    values, root = [abs(number(rng)), abs(number(rng))], diagonal([abs(number(rng)), abs(number(rng))])
    small = orthogonal(2, seed + 5)
    turn = Matrix((*((*row, Fraction(0)) for row in small.rows), (Fraction(0), Fraction(0), Fraction(-1))))
    pick = Matrix(tuple(tuple(Fraction(x) for x in row) for row in ((1, 0), (0, 0), (0, 1))))
    whole = {n: orthogonal(d[n], seed + n) for n in d}
    outer = {n: columns(whole[n], 0, 3) for n in (0, layers)}
    frames = {n: outer[n] * pick if n in outer else columns(whole[n], 0, 2) for n in d}
    turns = {n: orthogonal(d[n], seed + n + 9) for n in d}
    for n in outer:
        rest = columns(whole[n], 3, d[n])
        turns[n] = outer[n] * turn * outer[n].T + Fraction(-1) * (rest * rest.T)
    scene: dict[str, Any] = {"L": layers, "n": 1, "k": 1, "d": d, "mu": mu, "r": 2, "U": frames, "T": root, "Q": turns,
                             "M": diagonal(values), "X": {n: turns[n] * frames[n] for n in d},
                             "Y": outer[layers] * diagonal([values[0], *values]) * outer[0].T}  # fmt: skip
    for name, form in (("W", "U"), ("V", "X")):
        scene[name] = {n: 1 / mu[n] * (scene[form][n] * root * root * scene[form][n - 1].T) for n in mu}
    return scene_json(scene)


def gauge(rng: Random, objective: Objective, turn: bool = False) -> dict:
    """Two layers with unstructured factors, and G, J with J G = I; G orthogonal if ``turn``."""
    m, n, r = rng.randint(1, 3), rng.randint(1, 3), rng.randint(1, 3)
    change = orthogonal(r, rng.randint(0, 999)) if turn else _invertible(rng, r)
    scene = {"m": m, "n": n, "r": r, "Y": matrix(rng, m, n), "W1": matrix(rng, r, n), "W2": matrix(rng, m, r), "G": change,
             "J": inverse(change), "lam": number(rng)}  # fmt: skip
    return scene_json(scene)


def _invertible(rng: Random, size: int) -> Matrix:
    """Unit lower triangular times upper triangular with entries 2."""
    low = Matrix(tuple(tuple(number(rng) if j < i else Fraction(int(i == j)) for j in range(size)) for i in range(size)))
    high = Matrix(tuple(tuple(number(rng) if j > i else Fraction(2 * (i == j)) for j in range(size)) for i in range(size)))
    return low * high


def full_rank(rng: Random, objective: Objective, ridge: Fraction | None = None) -> dict:
    """Two layers, d_1 = r: active values M = S² + (ridge/fit)·λ, inactive ones N, everything else orthogonal to both, and a
    direction in the blocks of these frames."""
    r, k, i, j, seed = rng.randint(1, 2), rng.randint(1, 2), rng.randint(1, 2), rng.randint(1, 2), rng.randint(0, 999)
    lam = rng.choice((Fraction(0), abs(number(rng)))) if ridge is None else ridge
    roots, idle = [abs(number(rng)) for _ in range(r)], [abs(number(rng)) for _ in range(k)]
    ratio = objective.ridge / objective.fit
    right, left = orthogonal(r + k + i, seed), orthogonal(r + k + j, seed + 1)
    V, Vk, Vi = (columns(right, *ends) for ends in ((0, r), (r, r + k), (r + k, r + k + i)))
    U, Uk, Uj = (columns(left, *ends) for ends in ((0, r), (r, r + k), (r + k, r + k + j)))
    S, M, N = diagonal(roots), diagonal([s * s + ratio * lam for s in roots]), diagonal(idle)
    scene: dict[str, Any] = {
        "r": r, "k": k, "i": i, "j": j, "lam": lam, "V": V, "Vk": Vk, "Vi": Vi, "U": U, "Uk": Uk, "Uj": Uj, "S": S, "M": M,
        "N": N, "Y": U * M * V.T + Uk * N * Vk.T, "W1": S * V.T, "W2": U * S, "t": number(rng),
        "A": matrix(rng, r, r), "B": matrix(rng, r, k), "Bi": matrix(rng, r, i), "C": matrix(rng, r, r),
        "D": matrix(rng, k, r), "Dj": matrix(rng, j, r),
    }  # fmt: skip
    return scene_json(scene)
