"""Exact models near a solution: tangents with their second order, eigenvectors, and spectra between σ_r and σ_1."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.agd.problem import Objective
from theory.agd.scenes.points import random_sizes
from theory.exact.gram import gram_factor
from theory.exact.matrices import columns, diagonal, identity, minus, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix, number
from theory.models.numbers import Matrix


def random_solution(rng: Random, objective: Objective) -> dict:
    """A = XYᵀ, a tangent and a small t."""
    size = random_sizes(rng)
    m, n, d = size["m"], size["n"], size["d"]
    x, y = matrix(rng, m, d), matrix(rng, n, d)
    if (x * y.T).is_zero():
        return random_solution(rng, objective)
    return scene_json({**size, "X": x, "Y": y, "A": x * y.T, "dX": matrix(rng, m, d), "dY": matrix(rng, n, d),
                       "t": number(rng, 1, 6), "eta": abs(number(rng, 3, 7))})  # fmt: skip


def random_modes(rng: Random, objective: Objective) -> dict:
    """X = Q diag Wᵀ and Y likewise, u and v one of the columns of their frames: XXᵀu = λu, YYᵀv = μv, λ, μ > 0."""
    m, n, d = rng.randint(1, 3), rng.randint(1, 3), rng.randint(1, 3)
    turn = orthogonal(d, rng.randint(0, 99))
    left, lam, u = _mode(rng, m, d, turn)
    right, mu, v = _mode(rng, n, d, turn)
    if lam == 0 or mu == 0:
        return random_modes(rng, objective)
    return scene_json({"m": m, "n": n, "d": d, "X": left, "Y": right, "u": u, "v": v, "lam": lam, "mu": mu,
                       "eta": abs(number(rng, 3, 7))})  # fmt: skip


def _mode(rng: Random, rows: int, d: int, turn: Matrix) -> tuple[Matrix, Fraction, Matrix]:
    """A factor, an eigenvalue of its Gram matrix and the eigenvector, scaled."""
    size = min(rows, d)
    frame = orthogonal(rows, rng.randint(0, 99))
    values = [Fraction(rng.randint(1, 5), 2) for _ in range(size)]
    place = rng.randrange(rows)
    factor = columns(frame, 0, size) * diagonal(values) * columns(turn, 0, size).T
    return factor, values[place] ** 2 if place < size else Fraction(0), times(number(rng), columns(frame, place, place + 1))


def random_best(rng: Random, objective: Objective, share: int = 1) -> dict:
    """σ_r I ⪯ XXᵀ, YYᵀ ⪯ σ_1 I, attained half of the time, a tangent, and the best step: h(σ_1 + σ_r) = 2/``share``."""
    m, n = rng.randint(1, 3), rng.randint(1, 3)
    d = max(m, n) + rng.randint(0, 1)
    parts: dict[str, Matrix] = {}
    spectrum: list[Fraction] = []
    for name, rows in (("X", m), ("Y", n)):
        values = [Fraction(rng.randint(2, 9), 4) for _ in range(rows)]
        frame, turn = orthogonal(rows, rng.randint(0, 99)), columns(orthogonal(d, rng.randint(0, 99)), 0, rows)
        parts[name], spectrum = frame * diagonal(values) * turn.T, [*spectrum, *(v * v for v in values)]
    room = rng.choice([Fraction(0), Fraction(1, 8)])
    low, top = min(spectrum) - room, max(spectrum) + room
    gaps = {f"{kind}{name}": gap for name, rows in (("X", m), ("Y", n)) for kind, gap in (
        ("K", minus(parts[name] * parts[name].T, identity(rows, low))),
        ("J", minus(identity(rows, top), parts[name] * parts[name].T)))}  # fmt: skip
    factors = {name: gram_factor(gap) for name, gap in gaps.items()}
    if low <= 0 or any(f.is_zero() for f in factors.values()):
        return random_best(rng, objective, share)
    return scene_json({"m": m, "n": n, "d": d, **parts, **factors, **{f"e{k}": len(f.rows[0]) for k, f in factors.items()},
                       "low": low, "w": top - low, "dX": matrix(rng, m, d), "dY": matrix(rng, n, d), "Q": matrix(rng, m, n),
                       "eta": 1 / (share * objective.fit * (top + low))})  # fmt: skip


def random_step(rng: Random) -> dict:
    """σ_r < σ_1, a step near the best one or far from it, and M at the larger of the two end points half of the time."""
    low, gap = Fraction(rng.randint(1, 9), 4), Fraction(rng.randint(1, 9), 3)
    best = 2 / (2 * low + gap)
    h = best * rng.choice([Fraction(1), Fraction(rng.randint(1, 30), 10)])
    most = max((1 - h * low) ** 2, (1 - h * (low + gap)) ** 2)
    more = rng.choice([Fraction(0), Fraction(rng.randint(1, 9), 5)])
    return {"low": str(low), "w": str(gap), "h": str(h), "M": str(most + more)}
