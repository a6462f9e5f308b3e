"""Exact models of one aligned mode: iterates of a scalar sweep, and a whole aligned run with two modes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.agd.problem import Objective
from theory.exact.matrices import columns, diagonal, minus, orthogonal, scene_json, times


def mode(alpha: Fraction, x: Fraction, y: Fraction, horizon: int, **more: object) -> dict:
    """Iterates of x ← x + ry, y ← y + (1 − y²)r·x (with the new x), r = α − xy. Exact: a few sweeps at most."""
    xs, ys = [x], [y]
    for k in range(horizon):
        r = alpha - xs[k] * ys[k]
        xs.append(xs[k] + r * ys[k])
        ys.append(ys[k] + (1 - ys[k] ** 2) * r * xs[k + 1])
    texts = [{str(k): str(v) for k, v in enumerate(values)} for values in (xs, ys)]
    return {"alpha": str(alpha), "T": horizon, "x": texts[0], "y": texts[1], "k": 1, "N": 1, **more}


def growing() -> dict:
    """Two sweeps with r ≥ α/2 after the first."""
    return mode(Fraction(1, 5), Fraction(1, 3), Fraction(1, 7), 2)


def settled() -> dict:
    """r = 0: the first phase is over after N = 15 sweeps, 4(1 + 1/28)³⁰/9 > 11/9."""
    return mode(Fraction(1, 9), Fraction(1, 3), Fraction(1, 3), 17, N=15, Z=str(1 - Fraction(7, 72)))


def wide() -> dict:
    """x_0² ≥ α."""
    return mode(Fraction(1, 8), Fraction(3, 7), Fraction(1, 7), 2, Z="7/8")


def random_mode(rng: Random, phase: str) -> dict:
    """A mode inside the hypotheses: ``phase`` "any" (few sweeps), "late" (settled, N sweeps) or "wide" (x_0² ≥ α)."""
    if phase == "late":
        x = Fraction(1, rng.randint(2, 5))
        found = mode(x * x, x, x, 60, N=rng.randint(40, 55), k=rng.randint(1, 4))
        return {**found, "Z": str(1 - Fraction(7, 8) * x * x)}
    alpha = Fraction(rng.randint(2, 25), 100)
    while True:
        x = Fraction(rng.randint(1, 70), 100)
        y = x * Fraction(rng.randint(1, 9), 10)
        if x * y <= alpha and 2 * x * x <= 1 and (x * x >= alpha) == (phase == "wide"):
            return mode(alpha, x, y, 2, k=rng.randint(1, 2), Z=str(1 - alpha))


def random_aligned(rng: Random, objective: Objective) -> dict:
    """Two sweeps of a run whose frames are rational and whose modes are diagonal."""
    r = 2
    m, n, d = (r + rng.randint(0, 1) for _ in range(3))
    frames = [columns(orthogonal(size, rng.randint(0, 99)), 0, r) for size in (m, n, d)]
    u, v, q = frames
    eta = Fraction(1, rng.randint(9, 40))
    h, sigma = 2 * objective.fit * eta, [Fraction(rng.randint(1, 9)), Fraction(rng.randint(1, 9), 2)]
    a = [[Fraction(rng.randint(1, 5), 3) for _ in range(r)]]
    b = [[Fraction(rng.randint(1, 5), 4) for _ in range(r)]]
    for k in range(2):
        a.append([x - h * (x * y - s) * y for x, y, s in zip(a[k], b[k], sigma, strict=True)])
        b.append([y - h * (x * y - s) * x for x, y, s in zip(a[k + 1], b[k], sigma, strict=True)])
    target = u * diagonal(sigma) * v.T
    xs, ys = [u * diagonal(a[0]) * q.T], [v * diagonal(b[0]) * q.T]
    for k in range(2):
        xs.append(minus(xs[k], times(h, minus(xs[k] * ys[k].T, target) * ys[k])))
        ys.append(minus(ys[k], times(h, minus(xs[k + 1] * ys[k].T, target).T * xs[k + 1])))
    return scene_json({"m": m, "n": n, "d": d, "r": r, "T": 2, "k": 1, "eta": eta, "A": target, "U": u, "V": v, "Q": q,
                       "Sig": diagonal(sigma), "X": dict(enumerate(xs)), "Y": dict(enumerate(ys)),
                       "a": {k: diagonal(x) for k, x in enumerate(a)},
                       "b": {k: diagonal(x) for k, x in enumerate(b)}})  # fmt: skip
