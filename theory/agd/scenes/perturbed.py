"""Exact models of one sweep with errors, and of the sequences of its sums."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

from theory.agd.problem import Objective
from theory.exact.matrices import columns, orthogonal, scene_json
from theory.exact.random_matrices import matrix, number


def random_sweep(rng: Random, objective: Objective) -> dict:
    """A projector of any rank ≥ 1, factors, a target and errors without structure."""
    m, n, d = rng.randint(1, 3), rng.randint(1, 3), rng.randint(1, 3)
    frame = columns(orthogonal(m, rng.randint(0, 99)), 0, rng.randint(1, m))
    return scene_json({"m": m, "n": n, "d": d, "r": len(frame.rows[0]), "U": frame, "A": matrix(rng, m, n),
                       "X": matrix(rng, m, d), "Y": matrix(rng, n, d), "ex": matrix(rng, m, d), "ey": matrix(rng, n, d),
                       "eta": abs(number(rng))})  # fmt: skip


LONG = 4


def random_outside(rng: Random) -> dict[str, Any]:
    """A sequence q_{j+1} ≤ (1 − h)q_j + c, with equality half of the time."""
    h, c = Fraction(rng.randint(1, 9), 10), Fraction(rng.randint(1, 9), 4)
    q = [Fraction(rng.randint(1, 9), 2)]
    for _ in range(LONG):
        q.append(((1 - h) * q[-1] + c) * rng.choice([Fraction(1), Fraction(rng.randint(5, 9), 10)]))
    return scene_json({"K": LONG, "k": rng.randint(0, LONG), "h": h, "c": c, "q": dict(enumerate(q))})


def random_pushed(rng: Random) -> dict[str, Any]:
    """q_j ≤ (1 − h)^j q_0 + b and δ_j at its largest half of the time."""
    h, b, q0 = Fraction(rng.randint(1, 9), 10), Fraction(rng.randint(1, 9), 4), Fraction(rng.randint(1, 9), 2)
    y, t, eps = (Fraction(rng.randint(1, 9), 5) for _ in range(3))
    share = [rng.choice([Fraction(1), Fraction(rng.randint(5, 9), 10)]) for _ in range(2 * LONG)]
    q = [((1 - h) ** j * q0 + b) * share[j] for j in range(LONG)]
    delta = [(eps + (y * v + t) * v) * share[LONG + j] for j, v in enumerate(q)]
    return scene_json({"K": LONG, "k": rng.randint(0, LONG), "h": h, "b": b, "q0": q0, "y": y, "t": t, "eps": eps,
                       "q": dict(enumerate(q)), "delta": dict(enumerate(delta))})  # fmt: skip


def random_path(rng: Random) -> dict[str, Any]:
    """Lengths with errors: p = (ρ² − 1)/(ρ² + 1), so that M = ρ/τ with r = τ² is rational; a_{j+1} anywhere below its cap."""
    rho, tau = Fraction(rng.randint(11, 40), 10), Fraction(rng.randint(5, 14), 10)
    p = (rho**2 - 1) / (rho**2 + 1)
    a, u, om, moves = [Fraction(rng.randint(4, 9))], [], [], []
    for _ in range(LONG):
        u.append(a[-1] * Fraction(rng.randint(3, 9), 10))
        om.append(Fraction(rng.randint(1, 9), 8))
        shares = [rng.choice([Fraction(1), Fraction(rng.randint(2, 9), 10)]) for _ in range(2)]
        moves.append(root_below((a[-1] ** 2 - u[-1] ** 2) / tau**2) * shares[0])
        a.append((p * u[-1] + om[-1]) * shares[1])
    families = {"a": a, "u": u, "om": om, "l": moves}
    return scene_json({"K": LONG, "k": rng.randint(0, LONG), "p": p, "g": 1 - p, "r": tau**2, "M": rho / tau,
                       **{name: dict(enumerate(values)) for name, values in families.items()}})  # fmt: skip


def root_below(value: Fraction) -> Fraction:
    """A rational just below √value, with a denominator of 2²⁰."""
    return Fraction(int(float(value) ** 0.5 * 2**20 * (1 - 1e-9)), 2**20)
