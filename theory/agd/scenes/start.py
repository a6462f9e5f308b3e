"""Exact models of the paper's start: frames, rational singular values, sketches of norm at most 3, rational scales."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.agd.problem import Objective
from theory.exact.gram import gram_factor
from theory.exact.matrices import columns, diagonal, identity, minus, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix


def random_start(rng: Random, objective: Objective, over: str = "") -> dict:
    """r ≤ 2 modes; η = ρ², so that a and b are rational. ``over`` names what is violated: "norm" (‖G‖ > 3, whose gap is a
    stand-in)."""
    r = rng.randint(1, 2)
    m, n, d = r + rng.randint(0, 1), r + rng.randint(1, 2), r + rng.randint(0, 1)
    u, v = columns(orthogonal(m, rng.randint(0, 99)), 0, r), columns(orthogonal(n, rng.randint(0, 99)), 0, r)
    values = [Fraction(rng.randint(3, 9), 2) for _ in range(r)]
    top, low = max(values) + Fraction(rng.randint(1, 3), 8), min(values) - Fraction(rng.randint(1, 3), 4)
    c, nu, rho = Fraction(rng.randint(8, 12), 2), Fraction(rng.randint(2, 8), 9), Fraction(1, rng.randint(3, 9))
    sketch = times(Fraction(1 if over != "norm" else 5, 4), matrix(rng, n, d))
    other, phi = times(Fraction(1, 4), matrix(rng, n, d)), Fraction(1, rng.randint(8, 20))
    g, s = v.T * sketch, diagonal(values)
    try:
        gaps = {"Q": minus(s * s, identity(r, low**2)), "P": minus(identity(r, top**2), s * s),
                "K": minus(g * g.T, identity(r, phi**2)), "M": minus(identity(d, Fraction(9)), other.T * other),
                "N": minus(identity(d, Fraction(9)), g.T * g)}  # fmt: skip
        factors = {k: gram_factor(value) for k, value in gaps.items() if over != "norm" or k != "N"}
    except ValueError:
        return random_start(rng, objective, over)
    factors.setdefault("N", identity(d, Fraction(1)))
    return scene_json({"m": m, "n": n, "d": d, "r": r, **{"e" + k: len(f.rows[0]) for k, f in factors.items()}, **factors,
                       "eta": rho**2, "a": 1 / (rho * c * top), "b": rho * c * nu / 9 * top, "C": c, "nu": nu,
                       "sigma1": top, "sigmar": low, "phi": phi, "U": u, "V": v, "Sg": s, "Phi1": sketch,
                       "Phi2": other})  # fmt: skip
