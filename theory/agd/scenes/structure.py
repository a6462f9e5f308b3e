"""Exact models for tangents at a solution, one-sweep starts, frozen X and reduced runs."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.agd.problem import Objective
from theory.agd.scenes.points import random_sizes
from theory.exact.gram import gram_factor
from theory.exact.matrices import columns, diagonal, identity, minus, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix
from theory.models.numbers import Matrix


def random_tangent(rng: Random, objective: Objective, still: bool = True) -> dict:
    """Factors and a tangent; ``still``: dX = XK, dY = −YKᵀ, along the fibre."""
    size = random_sizes(rng)
    m, n, d = size["m"], size["n"], size["d"]
    x, y, k = matrix(rng, m, d), matrix(rng, n, d), matrix(rng, d, d)
    move = (x * k, times(Fraction(-1), y * k.T)) if still else (matrix(rng, m, d), matrix(rng, n, d))
    if any(all(v == 0 for row in part.rows for v in row) for part in move):
        return random_tangent(rng, objective, still)
    return scene_json({**size, "X": x, "Y": y, "dX": move[0], "dY": move[1], "eta": abs(Fraction(rng.randint(1, 9), 7))})


def random_frame(rng: Random, objective: Objective, exact: bool = True) -> dict:
    """A scalar sweep with h x₊² = 1 (``exact``) or not."""
    root = Fraction(rng.randint(1, 6), rng.randint(2, 7))
    h = root * root
    new = (1 / root) * (1 if exact else Fraction(rng.randint(2, 4), 5))
    a, y = Fraction(rng.randint(1, 9), 4), Fraction(rng.randint(1, 5), 3)
    if h * y * y == 1:
        return random_frame(rng, objective, exact)
    x = (new - h * a * y) / (1 - h * y * y)
    if x == 0:
        return random_frame(rng, objective, exact)
    one = [Matrix(((v,),)) for v in (a, x, y)]
    return scene_json({"m": 1, "n": 1, "d": 1, "A": one[0], "X": one[1], "Y": one[2], "eta": h / (2 * objective.fit)})


def random_orthonormal(rng: Random, objective: Objective, inside: bool = True, still: bool = False) -> dict:
    """X = sE with orthonormal E, hs² = 1, Y = pcᵀ and A = X(Y + zwᵀ)ᵀ with z ⟂ p, so that RY = 0; Y = 0 where ``still``; not
    ``inside``: A has a part outside the range of E as well."""
    m, n = rng.randint(2, 3), rng.randint(2, 3)
    d = rng.randint(1, m if inside else m - 1)
    frames, other = orthogonal(m, rng.randint(0, 99)), orthogonal(n, rng.randint(0, 99))
    frame, s = columns(frames, 0, d), Fraction(rng.randint(1, 9), rng.randint(2, 7))
    y, z = columns(other, 0, 1) * matrix(rng, 1, d), columns(other, 1, 2) * matrix(rng, 1, d)
    y = times(Fraction(0), y) if still else y
    a = times(s, frame * (y + z).T)
    if not inside:
        a = a + times(Fraction(rng.randint(1, 5)), columns(frames, d, d + 1) * columns(other, 1, 2).T)
    return scene_json({"m": m, "n": n, "d": d, "E": frame, "s": s, "eta": 1 / (2 * objective.fit * s * s), "A": a,
                 "X": times(s, frame), "Y": y})  # fmt: skip


def random_outside(rng: Random, objective: Objective) -> dict:
    """h x₊² = 1 along e_1, and a target with a second row that Y does not see: A leaves the columns of X₊."""
    one = random_frame(rng, objective)
    a, x, y = (Fraction(one[k][0][0]) for k in "AXY")
    rows = {"A": Matrix(((a, Fraction(1)), (Fraction(0), Fraction(rng.randint(1, 5))))),
            "X": Matrix(((x,), (Fraction(0),))), "Y": Matrix(((y,), (Fraction(0),)))}  # fmt: skip
    return scene_json({"m": 2, "n": 2, "d": 1, "eta": Fraction(one["eta"]), **rows})


def random_frozen(rng: Random, objective: Objective) -> dict:
    """Three steps of Y alone."""
    size = random_sizes(rng)
    m, n, d = size["m"], size["n"], size["d"]
    h, a, x = Fraction(1, rng.randint(20, 60)), matrix(rng, m, n), matrix(rng, m, d)
    ys = [matrix(rng, n, d)]
    for k in range(2):
        ys.append(minus(ys[k], times(h, minus(x * ys[k].T, a).T * x)))
    return scene_json({**size, "eta": h / (2 * objective.fit), "T": 2, "k": 1, "A": a, "X": x, "Y": dict(enumerate(ys))})


def random_reduced(rng: Random, objective: Objective) -> dict:
    """Two sweeps of a run in rational frames, and of the small run."""
    r, p = rng.randint(1, 2), rng.randint(1, 2)
    m, n, d = r + rng.randint(0, 1), p + rng.randint(0, 1), rng.randint(1, 2)
    u, v = (columns(orthogonal(size, rng.randint(0, 99)), 0, k) for size, k in ((m, r), (n, p)))
    h, s = Fraction(1, rng.randint(20, 60)), matrix(rng, r, p)
    a, b = [matrix(rng, r, d)], [matrix(rng, p, d)]
    for k in range(2):
        a.append(minus(a[k], times(h, minus(a[k] * b[k].T, s) * b[k])))
        b.append(minus(b[k], times(h, minus(a[k + 1] * b[k].T, s).T * a[k + 1])))
    return scene_json({"m": m, "n": n, "d": d, "r": r, "p": p, "T": 2, "k": 1, "eta": h / (2 * objective.fit), "A": u * s * v.T,
                       "U": u, "V": v, "S": s, "X": {i: u * t for i, t in enumerate(a)},
                       "Y": {i: v * t for i, t in enumerate(b)},
                       "a": dict(enumerate(a)), "b": dict(enumerate(b))})  # fmt: skip


def random_scale(rng: Random, objective: Objective) -> dict:
    """A frame, a diagonal and a wide factor with their Gram gaps."""
    r = rng.randint(1, 2)
    m, d = r + rng.randint(0, 1), r + rng.randint(0, 2)
    g, weights = matrix(rng, r, d), [Fraction(rng.randint(3, 9), 2) for _ in range(r)]
    phi, sigma = Fraction(1, rng.randint(2, 9)), Fraction(rng.randint(1, 5), 4)
    try:
        k = gram_factor(minus(g * g.T, identity(r, phi * phi)))
        j = gram_factor(diagonal([w * w - sigma * sigma for w in weights]))
    except ValueError:
        return random_scale(rng, objective)
    if any(all(v == 0 for row in part.rows for v in row) for part in (k, j)):
        return random_scale(rng, objective)
    return scene_json({"m": m, "r": r, "d": d, "eK": len(k.rows[0]), "eJ": len(j.rows[0]), "U": columns(orthogonal(m, 3), 0, r),
                       "S": diagonal(weights), "G": g, "K": k, "J": j, "phi": phi, "sigma": sigma})  # fmt: skip
