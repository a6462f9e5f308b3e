"""Exact models of the clock in time: V, H and the eigenvalue as rational functions of a parameter, with their time."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from theory.exact.matrices import scene_json
from theory.exact.random_matrices import number
from theory.models.courses import Course

S = Course.read("s")


def _number(rng: Random, low: int = 1, high: int = 6) -> Fraction:
    return Fraction(rng.randint(low, high), rng.randint(2, 4))


def potential(rng: Random, objective: object = None) -> dict[str, Any]:
    """V = a/(1 + s), H = 1 + ks, k < 1, at the time t with H = exp(V − a + 2ct)."""
    a, c, k = _number(rng), _number(rng), Fraction(rng.randint(1, 5), 6)
    V, H = (S + 1).inverse() * a, S * k + 1
    rate = (H.slope * H.inverse() + V.slope * -1) * (1 / (2 * c))
    w = V.slope * rate.inverse() * -1
    clock = {"rate": str(rate), "from": "0", "to": str(_number(rng))}
    return {"T": clock, "c": str(c), "V": str(V), "w": str(w), "H": str(H), "v": str(a), "y": str(w.at(Fraction(0))), "h": "1"}


def objective(rng: Random, objective: object = None) -> dict[str, Any]:
    """V = a/(1 + s) + b, f = k·w/4 with k < 1, at the time s."""
    a, b, k = _number(rng), _number(rng), Fraction(rng.randint(1, 5), 6)
    V = (S + 1).inverse() * a + b
    w = V.slope * -1
    f = w * (k / 4)
    end = _number(rng)
    return {"T": str(end), "V": str(V), "w": str(w), "f": str(f), "g": str(f.slope * -1), "x": str(f.at(end)),
            "y": str(w.at(end))}  # fmt: skip


def eigenvector(rng: Random, objective: object = None) -> dict[str, Any]:
    """S = R diag(s, …) R⁻¹ with unit upper triangular R of size 2, v its first column."""
    s, other, k = (number(rng) for _ in range(3))
    values = {"q": 2, "S": [[str(s), str(k * (other - s))], ["0", str(other)]], "v": [["1"], ["0"]]}
    return {**scene_json(l=number(rng), s=s), **values}


def eigenvalue(rng: Random, objective: object = None) -> dict[str, Any]:
    """x = s from one fraction to another."""
    c, low = _number(rng), Fraction(rng.randint(1, 4), 8)
    high = low + (1 - low) * Fraction(rng.randint(1, 4), 5)
    H = S * (S * -1 + 1).inverse() * (1 / low - 1)
    rate = ((S * -1 + 1) * S * S * (2 * c)).inverse()
    return {"T": {"rate": str(rate), "from": str(low), "to": str(high)}, "c": str(c), "x": "s", "H": str(H)}
