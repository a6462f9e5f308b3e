"""Exact models of several modes at one double root, L = 3."""

from __future__ import annotations

from fractions import Fraction

from theory.dmf.problem import Objective
from theory.exact.matrices import columns, diagonal, orthogonal, scene_json
from theory.models.numbers import Surd, inverse


def apart(
    objective: Objective,
    root: Fraction = Fraction(2, 3),
    step: Fraction = Fraction(1, 2),
    dimensions: tuple = (3, 4, 2, 5),
    scales: tuple = (Fraction(2), Fraction(1, 3)),
    rest: Fraction = Fraction(5, 2),
    seed: int = 0,
    signs: tuple = (1, -1),
    off: int = 0,
) -> dict:
    """Two modes at the double root s = ``root``: q = √3 s², y = 4s/√3, moved apart to s ± t. μ_2, μ_3 = ``scales``; Y has the
    further value ``rest`` where there is room for it. ``signs`` of the two moves; ``off``·√3 is added to y.

    >>> scene = apart(Objective())
    >>> scene["s"], scene["t"], scene["N"]
    ('2/3', '1/2', [['1', '0'], ['0', '-1']])
    """
    q, y = Surd(Fraction(0), root**2, 3), Surd(Fraction(0), Fraction(4, 3) * root + off, 3)
    mu = {1: q * inverse(scales[0] * scales[1]), 2: scales[0], 3: scales[1]}
    frames = {n: orthogonal(d, n + 17 * seed) for n, d in enumerate(dimensions)}
    inner = {n: columns(frame, 0, 2) for n, frame in frames.items()}
    target = y * (inner[3] * inner[0].T)
    if min(dimensions[0], dimensions[3]) > 2:
        target = target + rest * (columns(frames[3], 2, 3) * columns(frames[0], 2, 3).T)
    here = diagonal([root + sign * step for sign in signs])
    ratio = objective.fit / objective.ridge
    return scene_json({
        "L": 3, "d": dict(enumerate(dimensions)), "r": 2, "mu": mu, "lam": {n: m * m * ratio for n, m in mu.items()},
        "W": {n: inverse(mu[n]) * (inner[n] * here * inner[n - 1].T) for n in mu},
        "W1": {n: inverse(mu[n]) * root * (inner[n] * inner[n - 1].T) for n in mu},
        "Y": target, "U": inner, "N": diagonal([Fraction(sign) for sign in signs]), "s": root, "y": y, "t": step,
        "k": 1, "n": 1,
    })  # fmt: skip
