"""Exact models of points over X = V diag(μ) Vᵀ, columns of V eigenvectors of A, with coordinates of a direction."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.exact.matrices import columns, diagonal, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix, number
from theory.models.numbers import Matrix
from theory.udu.problem import Objective


def over_a_product(rng: Random, objective: Objective, tilted: bool = False) -> dict:
    """U = V S O L⁻¹ with A V = V S² and orthonormal rows O: any gauge. ``tilted``: S² belongs to another target."""
    n, r, k, frame, rest = _sizes(rng)
    gauge, S = orthogonal(r, rng.randint(0, 99)), [abs(number(rng)) for _ in range(k)]
    values = [s * s + (1 if tilted else 0) for s in S] + rest
    return scene_json(**_common(rng, n, r, k, frame, values), S=diagonal(S), L=diagonal([abs(number(rng)) for _ in range(r)]),
                      O=columns(gauge, 0, k).T, K=matrix(rng, n, r - k) * columns(gauge, k, r).T)  # fmt: skip


def over_eigenvectors(rng: Random, objective: Objective, tilted: bool = False) -> dict:
    """U = V S Tᵀ, T unit columns in any order: columns along eigenvectors, μ_j = λ_js_j² (``tilted``: not), and empty ones."""
    n, r, k, frame, rest = _sizes(rng)
    places = rng.sample(range(r), r)
    S, lam, turn = [abs(number(rng)) for _ in range(k)], [abs(number(rng)) for _ in range(r)], [number(rng) for _ in range(r)]
    values = [lam[places[j]] * S[j] ** 2 + (1 if tilted else 0) for j in range(k)] + rest
    unit = Matrix(tuple(tuple(Fraction(int(places[j] == i)) for j in range(r)) for i in range(r)))
    return scene_json(**_common(rng, n, r, k, frame, values) | {"E": diagonal(turn)}, S=diagonal(S), D=diagonal(lam),
                      C=diagonal([lam[places[j]] for j in range(k)]), J=diagonal([turn[places[j]] for j in range(k)]),
                      T=columns(unit, 0, k), K=matrix(rng, n, r - k) * columns(unit, k, r).T)  # fmt: skip


def _sizes(rng: Random) -> tuple[int, int, int, Matrix, list[Fraction]]:
    """n > k, r > k, a frame of eigenvectors, and the eigenvalues that are not learnt."""
    k = rng.randint(1, 2)
    n, r = k + (rng.randint(1, 2) if k == 1 else 1), k + (rng.randint(1, 2) if k == 1 else 1)
    return n, r, k, orthogonal(n, rng.randint(0, 99)), [number(rng) for _ in range(n - k)]


def _common(rng: Random, n: int, r: int, k: int, frame: Matrix, values: list[Fraction]) -> dict:
    target = frame * diagonal(values) * frame.T
    return {"n": n, "r": r, "k": k, "B": times(Fraction(1, 2), target), "V": columns(frame, 0, k), "Y": matrix(rng, k, k),
            "Z": columns(frame, k, n) * matrix(rng, n - k, k), "E": diagonal([number(rng) for _ in range(r)]),
            "t": number(rng)}  # fmt: skip


def over_squares(rng: Random, objective: Objective) -> dict:
    """A fixed point with D = J² and, half of the time, a column with λ = 0; X = P S Qᵀ with Q = P, distinct singular values."""
    n = rng.randint(2, 3)
    k, frame, idle = rng.randint(1, n - 1), orthogonal(n, rng.randint(0, 99)), rng.randint(0, 1)
    J, size = [abs(number(rng)) for _ in range(k)] + [Fraction(0)] * idle, [number(rng) for _ in range(k)]
    S = [(J[j] * size[j]) ** 2 for j in range(k)]
    if len(set(S)) < k:
        return over_squares(rng, objective)
    drawn = columns(frame, 0, k) * diagonal(size)
    U = Matrix(tuple((*row, *[number(rng)] * idle) for row in drawn.rows))
    target = frame * diagonal(S + [number(rng) for _ in range(n - k)]) * frame.T
    return scene_json(n=n, r=k + idle, B=times(Fraction(1, 2), target), U=U, D=diagonal([j * j for j in J]), J=diagonal(J),
                      k=k, P=columns(frame, 0, k), S=diagonal(S), Q=columns(frame, 0, k))  # fmt: skip
