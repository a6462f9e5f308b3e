"""Exact models of the paper's start: frames, rational singular values, sketches of norm at most 3, rational scales; and of a
run from it, whose step is small enough for the horizon-free rate.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.agd.problem import Objective
from theory.agd.scenes.horizon import root
from theory.exact.gram import gram_factor
from theory.exact.matrices import columns, diagonal, identity, minus, orthogonal, padded, scene_json, times
from theory.exact.random_matrices import matrix
from theory.models.numbers import Matrix


def random_start(rng: Random, objective: Objective, over: str = "") -> dict:
    """r ≤ 2 modes; η = ρ², so that a and b are rational. ``over`` names what is violated: "norm" (‖G‖ > 3, whose gap is a
    stand-in)."""
    found = _start(rng, over)
    factors = found.pop("factors")
    return scene_json({**found, **{"e" + k: len(f.rows[0]) for k, f in factors.items()}, **factors})


def random_run(rng: Random, objective: Objective) -> dict:
    """A start with 32h²(1 + ν)²‖A‖² ≤ s⁴, h = 2·fit·η = ρ², one sweep from it, φ nearly σ_r(G), and the halves E_1, E_2 of an
    identity."""
    found = _start(rng, "", tight=True)
    factors, values = found.pop("factors"), [row[i] for i, row in enumerate(found["Sg"].rows)]
    c, nu, top = found["C"], found["nu"], found["sigma1"]
    s = found["phi"] * found["sigmar"] / (c * top)
    whole = int((float(6 * (1 + nu) * sum(values)) ** 0.5) / float(s)) + rng.randint(1, 9)
    rho = Fraction(1, whole)
    h = rho * rho
    a, b = 1 / (rho * c * top), rho * c * nu / 9 * top
    target = found["U"] * found["Sg"] * found["V"].T
    xs, ys = [times(a, target * found["Phi1"])], [times(b, found["Phi2"])]
    xs.append(minus(xs[0], times(h, minus(xs[0] * ys[0].T, target) * ys[0])))
    ys.append(minus(ys[0], times(h, minus(xs[1] * ys[0].T, target).T * xs[1])))
    losses = [objective.fit * (v.T * v).trace() for v in (minus(x * y.T, target) for x, y in zip(xs, ys, strict=True))]
    width = max(len(f.rows[0]) for f in factors.values())
    half = identity(width)
    none = times(Fraction(0), half)
    pairs = ((half, none), (none, half))
    halves = [Matrix(tuple(p + q for p, q in zip(one.rows, two.rows, strict=True))) for one, two in pairs]
    return {
        **scene_json({**found, **{k: padded(f, width) for k, f in factors.items()}, "f": width, "e": 2 * width, "T": 1,
                      "k": rng.randint(0, 1), "J": 0, "eps": (1 + nu) ** 2 * Fraction(rng.randint(8, 12), 8), "E1": halves[0],
                      "E2": halves[1], "eta": h / (2 * objective.fit), "a": a, "b": b, "X": dict(enumerate(xs)),
                      "Y": dict(enumerate(ys)), "p": 1 - s * s / 4}),
        "w": {str(k): root(f)(Fraction(1)) for k, f in enumerate(losses)},
    }  # fmt: skip


def _start(rng: Random, over: str, tight: bool = False) -> dict:
    """Values of a start, its Gram factors apart; ``tight``: φ is the largest multiple of 1/16 up to 2 that is below σ_r(G)."""
    r = rng.randint(1, 2)
    m, n, d = r + rng.randint(0, 1), r + rng.randint(1, 2), r + rng.randint(0, 1)
    u, v = columns(orthogonal(m, rng.randint(0, 99)), 0, r), columns(orthogonal(n, rng.randint(0, 99)), 0, r)
    values = [Fraction(rng.randint(3, 9), 2) for _ in range(r)]
    top, low = max(values) + Fraction(rng.randint(1, 3), 8), min(values) - Fraction(rng.randint(1, 3), 4)
    c, nu, rho = Fraction(rng.randint(8, 12), 2), Fraction(rng.randint(2, 8), 9), Fraction(1, rng.randint(3, 9))
    sketch = times(Fraction(1 if over != "norm" else 5, 4), matrix(rng, n, d))
    other, phi = times(Fraction(1, 4), matrix(rng, n, d)), Fraction(1, rng.randint(8, 20))
    g, s = v.T * sketch, diagonal(values)
    if tight:
        phi = next((v for v in (Fraction(j, 16) for j in range(32, 0, -1)) if _below(v, g)), phi)
    try:
        gaps = {"Q": minus(s * s, identity(r, low**2)), "P": minus(identity(r, top**2), s * s),
                "K": minus(g * g.T, identity(r, phi**2)), "M": minus(identity(d, Fraction(9)), other.T * other),
                "N": minus(identity(d, Fraction(9)), g.T * g)}  # fmt: skip
        factors = {k: gram_factor(value) for k, value in gaps.items() if over != "norm" or k != "N"}
    except ValueError:
        return _start(rng, over)
    factors.setdefault("N", identity(d, Fraction(1)))
    return {"m": m, "n": n, "d": d, "r": r, "factors": factors, "eta": rho**2, "a": 1 / (rho * c * top),
            "b": rho * c * nu / 9 * top, "C": c, "nu": nu, "sigma1": top, "sigmar": low, "phi": phi, "U": u, "V": v, "Sg": s,
            "Phi1": sketch, "Phi2": other}  # fmt: skip


def _below(phi: Fraction, g: Matrix) -> bool:
    """Whether GGᵀ ≻ φ²I, for at most two rows."""
    gap = minus(g * g.T, identity(len(g.rows), phi**2)).rows
    return gap[0][0] > 0 and (len(gap) == 1 or gap[0][0] * gap[1][1] > gap[0][1] ** 2)
