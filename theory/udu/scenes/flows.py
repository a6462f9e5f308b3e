"""Exact solutions of the flows of columns: rational functions of a parameter s, each with the time that passes meanwhile."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from theory.models.courses import Course

S = Course.read("s")
VECTORS = {2: (1, 1), 3: (1, 1, 4)}
"""Half of their squared length is a square, 1 and 9."""
HALVES = {2: Fraction(1), 3: Fraction(3)}


def _number(rng: Random, low: int = 1, high: int = 6) -> Fraction:
    return Fraction(rng.randint(low, high), rng.randint(2, 4))


def _constant(x: Fraction | int) -> Course:
    return Course.read("1") * x


def _clock(rate: Course, low: Fraction, high: Fraction) -> dict[str, str]:
    return {"rate": str(rate), "from": str(low), "to": str(high)}


def column_in_time(rng: Random, objective: object = None, dying: bool = False) -> dict[str, Any]:
    """u = (a + bs, c, …), λ = l + ms at the time s; ν and G so that both equations hold. 2λ_0² > ‖u_0‖² unless ``dying``, where
    λ_0 < 0."""
    n = rng.randint(1, 3)
    a, b = _number(rng), _number(rng, 0, 3)
    rest = [_number(rng, -4, 4) or Fraction(1) for _ in range(n - 1)]
    l = (a + sum(map(abs, rest))) * Fraction(3, 4) + Fraction(1, rng.randint(3, 9))
    m = max(b * Fraction(3, 4), a * b / (2 * l)) + Fraction(1, rng.randint(9, 30))
    u = [(S * b + a) * rng.choice((-1, 1)), *(_constant(c) for c in rest)]
    du = [u[0].slope, *(_constant(0) for _ in rest)]
    lam = (S * m + l) * (-1 if dying else 1)
    size = sum((x * x for x in u), _constant(0))
    nu = (lam * lam.slope * 2 + u[0] * du[0] * -1) * size.inverse()
    back = (lam * size * -2).inverse()
    G = [[str((du[i] + nu * u[i]) * u[j] * back) for j in range(n)] for i in range(n)]
    rho, here = lam.slope * size.inverse(), Fraction(0)
    return {"n": n, "T": str(_number(rng)), "u": [[str(x)] for x in u], "lam": str(lam), "nu": str(nu), "G": G,
            "rho": str(rho), "N": str(lam * lam + size * Fraction(-1, 2)), "E": str(size * (1 / size.at(here))),
            "y": [[str(x.at(here))] for x in u], "l": str(lam.at(here)), "v": str(nu.at(here)), "q": str(rho.at(here)),
            "e": "1", "M": [[str(Course.read(x).at(here)) for x in row] for row in G]}  # fmt: skip


def single(rng: Random, objective: object = None) -> dict[str, Any]:
    """u′ = −2u³: u = ±1/s at the time s²/4; and the letters of one step on the sphere."""
    low = _number(rng)
    u = S.inverse() * rng.choice((-1, 1))
    clock = {"time": "s**2/4", "from": str(low), "to": str(low + _number(rng))}
    return {"T": clock, "u": str(u), "E": str(S * S * (1 / low**2)),
            "y": str(u.at(low)), "e": "1", "eta": str(_number(rng) / 8), "alpha": str(_number(rng)), "mu": str(_number(rng)),
            "lam": str(_number(rng))}  # fmt: skip


def _conic(rng: Random, falling: bool) -> tuple[Course, Course, Fraction]:
    """(u, λ) on u² − 2λ² = r² with λ > 0 rising or falling in s from 0 to the number."""
    r, first, length = _number(rng), Fraction(rng.randint(6, 9), 24), Fraction(1, rng.randint(8, 16))
    m = S * (-1 if falling else 1) + first
    below = (m * m * -2 + 1).inverse()
    return (m * m * 2 + 1) * below * r, m * below * (2 * r), length


def magnitude(rng: Random, objective: object = None) -> dict[str, Any]:
    """u′ = −2λ²u³, λ′ = −λu⁴."""
    u, lam, length = _conic(rng, True)
    rate = lam.slope * (lam * u * u * u * u * -1).inverse()
    return _column(rng, u, lam, u * u, _clock(rate, Fraction(0), length))


def scalar(rng: Random, objective: object = None, falling: bool = False) -> dict[str, Any]:
    """u′ = −2λGu, λ′ = −u²G with G = λu² − μ < 0."""
    u, lam, length = _conic(rng, falling)
    top = lam.at(length) * u.at(length) ** 2
    mu = -_number(rng) if falling else top + _number(rng)
    gradient = lam * u * u + -mu
    rate = lam.slope * (u * u * gradient * -1).inverse()
    return {"mu": str(mu), **_column(rng, u, lam, gradient, _clock(rate, Fraction(0), length))}


def dying(rng: Random, objective: object = None) -> dict[str, Any]:
    """The same with μ < 0 and u² > 2λ²: λ > 0 falls."""
    return scalar(rng, falling=True)


def _column(rng: Random, u: Course, lam: Course, falls: Course, clock: dict[str, str]) -> dict[str, Any]:
    """The letters of a column, E that grows as ``falls`` decays, and what stands for them at the start."""
    here = Fraction(0)
    return {"T": clock, "u": str(u), "lam": str(lam), "E": str(falls.inverse() * falls.at(here)), "y": str(u.at(here)),
            "l": str(lam.at(here)), "e": "1"}  # fmt: skip


def _blocks(rng: Random, u: Course, v: Course, lam: Course, low: Fraction, high: Fraction, k: Fraction) -> dict[str, Any]:
    """Blocks with ‖u‖² = 2u², ‖v‖² = 2v², and s = e^(2kτ)."""
    m, n = rng.choice((2, 3)), rng.choice((2, 3))
    rate = (S * lam * (2 * k)).inverse()
    column = [[[str(x * (Fraction(e) / HALVES[size]))] for e in VECTORS[size]] for x, size in ((u, m), (v, n))]
    return {"m": m, "n": n, "mu": str(k), "nu": str(k), "T": _clock(rate, low, high), "u": column[0], "v": column[1],
            "lam": str(lam), "E": str(S * S * (1 / low**2)), "F": str((S * S).inverse() * low**2)}  # fmt: skip


def linear_death(rng: Random, objective: object = None) -> dict[str, Any]:
    """u ~ ps, v ~ q/s, λ = ps + q/s, or q/s − ps, which falls to 0 and never reaches it."""
    p, q, k, low = _number(rng), _number(rng), _number(rng), _number(rng)
    if rng.random() < 0.5:
        q += 3 * p * low**2
        lam, high = S.inverse() * q + S * -p, low * Fraction(3, 2)
    else:
        lam, high = S * p + S.inverse() * q, low + _number(rng)
    return _blocks(rng, S * p, S.inverse() * q, lam, low, high, k)


def damped_death(rng: Random, objective: object = None) -> dict[str, Any]:
    """u ~ 2/(ps²), v ~ 4/(2p²s⁴), λ = 1 + 2/(p²s⁴), damped by κ = 6kλ."""
    p, k, low = _number(rng), _number(rng), _number(rng)
    square = (S * S).inverse()
    v = square * square * (2 / p**2)
    lam = v + 1
    made = _blocks(rng, square * (2 / p), v, lam, low, low + _number(rng), k)
    kap = lam * (6 * k)
    return {**made, "kap": str(kap), "k": str(kap.at(low)), "e": "1", "y": [["1"]] * made["m"], "z": [["1"]] * made["n"]}
