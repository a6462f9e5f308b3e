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


def alignment(rng: Random, objective: object = None) -> dict[str, Any]:
    """S = s²I, Λ = l·diag(±1): K = sI or s times a reflection, N = −q/s²."""
    q, size = rng.randint(1, 2), _number(rng)
    low = Fraction(rng.randint(1, 4), 6)
    high = low + (1 - low) * Fraction(rng.randint(1, 4), 5)
    signs = [rng.choice((-1, 1)) for _ in range(q)]
    frame = [[1]] if q == 1 else rng.choice(([[1, 0], [0, 1]], [["3/5", "4/5"], ["4/5", "-3/5"]], [[0, 1], [1, 0]]))
    rate = (S * S * S * (S * S * -1 + 1) * size**2).inverse()
    square = (S * S).inverse()
    K = [[str(S * Fraction(x)) for x in row] for row in frame]
    J = [[str(S.inverse() * Fraction(x)) for x in row] for row in frame]
    return {"q": q, "Lam": [[str(size * signs[i]) if i == j else "0" for j in range(q)] for i in range(q)],
            "T": {"rate": str(rate), "from": str(low), "to": str(high)}, "K": K, "J": J,
            "W": [[str(square) if i == j else "0" for j in range(q)] for i in range(q)], "N": str(square * -q),
            "X": [[str(Course.read(x).at(low)) for x in row] for row in K],
            "Y": [[str(Course.read(x).at(low)) for x in row] for row in J],
            "Z": [[str(square.at(low)) if i == j else "0" for j in range(q)] for i in range(q)]}  # fmt: skip
