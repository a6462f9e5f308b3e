"""Exact models (scenes) for the AGD statements: rational factors, exact iterates, and Gram factors of exact gaps.

A hypothesis M ⪰ 0 stands in a statement as M = KKᵀ; `gram_factor` finds a rational K by LDLᵀ and Lagrange's four
squares, so that every model is exact.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.agd.problem import Objective
from theory.exact.gram import gram_factor
from theory.exact.matrices import columns, diagonal, identity, inverse, minus, orthogonal, padded, scene_json, times
from theory.exact.random_matrices import matrix, number, whole
from theory.models.numbers import Matrix


def random_sizes(rng: Random) -> dict:
    """m, n and d from 1 to 3: A is m × n, X is m × d, Y is n × d."""
    return {"m": rng.randint(1, 3), "n": rng.randint(1, 3), "d": rng.randint(1, 3)}


def random_point(rng: Random, objective: Objective) -> dict:
    """A target, factors, directions and steps without structure."""
    size = random_sizes(rng)
    m, n, d = size["m"], size["n"], size["d"]
    return scene_json({**size, "A": matrix(rng, m, n), "X": matrix(rng, m, d), "Y": matrix(rng, n, d),
                       "H": matrix(rng, m, d), "J": matrix(rng, n, d), "t": number(rng), "eta": abs(number(rng)),
                       "Q": matrix(rng, n, n), "Z": matrix(rng, m, m)})  # fmt: skip


def random_capped(rng: Random, objective: Objective) -> dict:
    """One sweep with 2cη‖Y‖² ≤ 1 and 2cη‖X₊‖² ≤ 1; gaps KY, KX with 2cη YᵀY + KY KYᵀ = I and the like."""
    while True:
        size = {"m": rng.randint(1, 2), "n": rng.randint(1, 2), "d": rng.randint(1, 2)}
        m, n, d = size["m"], size["n"], size["d"]
        step = Fraction(1, rng.choice([8, 16, 32]))
        h = 2 * objective.fit * step
        a, x, y = whole(rng, m, n), whole(rng, m, d), whole(rng, n, d)
        new = minus(x, times(h, minus(x * y.T, a) * y))
        try:
            gaps = {"KY": gram_factor(minus(identity(d), times(h, y.T * y))),
                    "KX": gram_factor(minus(identity(d), times(h, new.T * new)))}  # fmt: skip
        except ValueError:
            continue
        sizes = {"eY": len(gaps["KY"].rows[0]), "eX": len(gaps["KX"].rows[0])}
        return scene_json({**size, **sizes, "A": a, "X": x, "Y": y, "eta": step, **gaps})


def random_uncapped(rng: Random, objective: Objective, factor: str) -> dict:
    """A scalar sweep where one cap fails (``factor`` "X" or "Y"; its gap stands for nothing) and the other holds."""
    h, large, small = Fraction(1), Fraction(rng.randint(5, 12), 3), Fraction(rng.randint(1, 8), 9)
    y, new = (large, small) if factor == "Y" else (small, large)
    x = number(rng)
    a = (new - x * (1 - h * y * y)) / (h * y)  # so that the X step leads to ``new``

    def one(value: Fraction) -> Matrix:
        return Matrix(((value,),))

    gap = gram_factor(one(1 - h * small * small))
    other = Matrix(((Fraction(1),) * len(gap.rows[0]),))
    gaps = {"KY": other, "KX": gap} if factor == "Y" else {"KY": gap, "KX": other}
    if a == 0:
        return random_uncapped(rng, objective, factor)
    return scene_json({"m": 1, "n": 1, "d": 1, "eX": len(gap.rows[0]), "eY": len(gap.rows[0]), "A": one(a), "X": one(x),
                       "Y": one(y), "eta": h / (2 * objective.fit), **gaps})  # fmt: skip


def random_path(rng: Random, objective: Objective, capped: bool = False, aligned: bool = True, steps: int = 0) -> dict:
    """Exact iterates from X[0] = AΦ₀ (``aligned``) or anywhere; ``capped``: with the gaps of every half step."""
    while True:
        size = random_sizes(rng)
        m, n, d = size["m"], size["n"], size["d"]
        horizon = steps or rng.randint(1, 2)
        step = Fraction(1, rng.randint(30, 90))
        h = 2 * objective.fit * step
        a, phi, y = matrix(rng, m, n), matrix(rng, n, d, Fraction(1, 3)), matrix(rng, n, d)
        x = a * phi if aligned else matrix(rng, m, d)
        xs, ys = {0: x}, {0: y}
        for k in range(horizon):
            xs[k + 1] = minus(xs[k], times(h, minus(xs[k] * ys[k].T, a) * ys[k]))
            ys[k + 1] = minus(ys[k], times(h, minus(xs[k + 1] * ys[k].T, a).T * xs[k + 1]))
        scene = {**size, "eta": step, "T": horizon, "A": a, "X": xs, "Y": ys, "Phi0": phi, "k": 1}
        if any(all(v == 0 for row in value.rows for v in row) for value in (*xs.values(), *ys.values())):
            continue
        if not capped:
            return scene_json(scene)
        try:
            gap_y = {k: gram_factor(minus(identity(d), times(h, ys[k].T * ys[k]))) for k in range(horizon)}
            gap_x = {k: gram_factor(minus(identity(d), times(h, xs[k + 1].T * xs[k + 1]))) for k in range(horizon)}
        except ValueError:
            continue
        width = 4 * d
        scene |= {"e": width, "KY": {k: padded(v, width) for k, v in gap_y.items()},
                  "KX": {k: padded(v, width) for k, v in gap_x.items()}}  # fmt: skip
        return scene_json(scene)


def random_band(rng: Random, objective: Objective, target: bool = True, exact: bool = False, cap: bool = True) -> dict:
    """One sweep whose new X has the spectrum of 2cηX₊X₊ᵀ in [1−p, 1+p] on the range of P = UUᵀ, which contains the
    columns of A (``target``), with 2cη YᵀY ≤ 2I. Built backwards: X₊ is chosen, X = (X₊ − 2cηAY)(I − 2cηYᵀY)⁻¹.
    ``exact``: p is attained and Y is small. Without ``cap`` Y is too large, and E stands for nothing."""
    while True:
        r = rng.randint(1, 2) if target else 1
        m, n, d = (r + rng.randint(0, 1), rng.randint(1, 3), r + rng.randint(0, 1)) if target else (2, 2, 1)
        basis = orthogonal(m, rng.randint(0, 99))
        frame, turn = columns(basis, 0, r), columns(orthogonal(d, rng.randint(0, 99)), 0, r)
        weights = [Fraction(rng.randint(1, 11), 8) for _ in range(r)]
        new = frame * diagonal(weights) * turn.T
        h = Fraction(rng.randint(2, 9), 8)
        p = max([abs(1 - h * w * w) for w in weights]) + (0 if exact else Fraction(1, rng.randint(3, 40)))
        y = matrix(rng, n, d, Fraction(1) if not cap else Fraction(1, 60 if exact else 6))
        right = minus(identity(d), times(h, y.T * y))
        projector = frame * frame.T
        a = projector * matrix(rng, m, n)
        if not target:  # a part outside that Y does not see, so that X stays inside
            across = Matrix(((-y.rows[1][0], y.rows[0][0]),))
            a = a + times(number(rng) * 20, columns(basis, 1, 2) * across)
        if not 0 < p < 1:
            continue
        try:
            x = minus(new, times(h, a * y)) * inverse(right)
            scene = {"m": m, "n": n, "d": d, "r": r, "A": a, "X": x, "Y": y, "eta": h / (2 * objective.fit), "p": p,
                     "U": frame, "K": gram_factor(minus(times(h, new * new.T), times(1 - p, projector))),
                     "J": gram_factor(minus(times(1 + p, projector), times(h, new * new.T))),
                     "E": gram_factor(minus(identity(d, Fraction(2)), times(h, y.T * y))) if cap else identity(d)}  # fmt: skip
        except (ValueError, StopIteration):
            continue
        widths = {"e" + k: len(scene[k].rows[0]) for k in "KJE"}  # type: ignore[attr-defined]
        if not any(v.is_zero() for v in scene.values() if isinstance(v, Matrix)):
            return scene_json({**scene, **widths})


def random_spectral(rng: Random, objective: Objective, target: bool = True, equal: bool = False) -> dict:
    """XXᵀ = KKᵀ + σ²P with PX = X, PA = A (``target``); ``equal``: the residual lies along the weakest direction."""
    while True:
        r = rng.randint(1 + equal, 2)
        m, n, d = r + rng.randint(0 if target else 1, 1), rng.randint(1, 3), r + rng.randint(0, 1)
        frame, turn = columns(orthogonal(m, rng.randint(0, 99)), 0, r), columns(orthogonal(d, rng.randint(0, 99)), 0, r)
        weights = [abs(number(rng)) + Fraction(1, 5) * i for i in range(r)]
        least = min(weights)
        sigma = least if equal else least * Fraction(rng.randint(1, 9), 10)
        x, projector, y = frame * diagonal(weights) * turn.T, frame * frame.T, matrix(rng, n, d)
        a = projector * matrix(rng, m, n) if target else matrix(rng, m, n)
        if equal:
            weakest = columns(frame, weights.index(least), weights.index(least) + 1)
            a = minus(x * y.T, weakest * matrix(rng, 1, n))
        gap = gram_factor(minus(x * x.T, times(sigma * sigma, projector)))
        if gap.is_zero() or a.is_zero() or y.is_zero() or (not target and (projector * a).rows == a.rows):
            continue
        return scene_json({"m": m, "n": n, "d": d, "r": r, "eK": len(gap.rows[0]), "A": a, "X": x, "Y": y, "P": projector,
                           "K": gap, "sigma": sigma})  # fmt: skip


def random_smooth(rng: Random, objective: Objective) -> dict:
    """A point, a direction H and ell ≥ ‖Y‖² with its gap YᵀY + KY KYᵀ = ell·I."""
    while True:
        scene = random_point(rng, objective)
        y = Matrix(tuple(tuple(map(Fraction, row)) for row in scene["Y"]))
        ell = (y.T * y).trace() + Fraction(rng.randint(0, 3), 2)
        gap = gram_factor(minus(identity(scene["d"], ell), y.T * y))
        if not gap.is_zero():
            return {**scene, **scene_json({"ell": ell, "KY": gap, "eY": len(gap.rows[0])})}
