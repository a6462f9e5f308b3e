"""Exact models for the changed steps: other steps for D, a lower bound, any direction, a semidefinite preconditioner."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.exact.matrices import columns, diagonal, entries, frobenius, identity, inverse, minus, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix, number
from theory.udu.problem import Objective
from theory.udu.scenes.points import random_fixed


def random_steps(rng: Random, objective: Objective, broken: str = "") -> dict:
    """A fixed point of `random_fixed` with a dead column, a step p_j of its own for each magnitude, and N = PQ."""
    found = random_fixed(rng, objective, broken, idle=True)
    steps = [abs(number(rng)) for _ in range(found["r"])]
    pushed = diagonal([p * Fraction(row[j]) for j, (p, row) in enumerate(zip(steps, found["Q"], strict=True))])
    return {**found, **scene_json(P=diagonal(steps), N=pushed)}


def random_bounded(rng: Random, objective: Objective, bound: int = 1, slope: int = 0) -> dict:
    """Columns along one eigenvector of G. ``slope`` 0: in its kernel, λ_j above the bound b > 0, c = 1. Else all λ_j = b, of
    the sign of ``bound``, on an eigenvalue g of the sign of ``slope``: c = 1 − 2ηgb."""
    n, r = rng.randint(2, 3), rng.randint(1, 2)
    frame, eta = orthogonal(n, rng.randint(0, 99)), Fraction(1, rng.randint(20, 40))
    b, g = Fraction(bound * rng.randint(1, 4)), Fraction(slope * rng.randint(1, 2))
    U = columns(frame, 0, 1) * matrix(rng, 1, r)
    G = frame * diagonal([g, *(number(rng) for _ in range(n - 1))]) * frame.T
    D = diagonal([b if slope else b + abs(number(rng)) for _ in range(r)])
    return scene_json(n=n, r=r, G=G, U=U, D=D, b=b, eta=eta, c=1 - 2 * eta * g * b, a=frobenius(U, U))


def random_direction(rng: Random, objective: Objective, broken: str = "") -> dict:
    """Any G, U and D with Σ λ_ju_jᵀGu_j = 0 (``broken``: without), and S = (1 − c)U/η."""
    values, eta, c = _at_rest(rng, broken), abs(number(rng)), abs(number(rng))
    return scene_json(**values, eta=eta, c=c, S=times((1 - c) / eta, values["U"]))


def random_preconditioned(rng: Random, objective: Objective, broken: str = "") -> dict:
    """Σ λ_ju_jᵀGu_j = 0, GUD ≠ 0 and K orthogonal to it; ``broken``: an active ball, K orthogonal."""
    if broken:
        found = random_fixed(rng, objective, "boxed")
        return {**found, **scene_json(p=found["n"], K=identity(found["n"]))}
    values, p = _at_rest(rng), rng.randint(1, 2)
    force = values["G"] * values["U"] * values["D"]
    gram = force.T * force
    if gram.rows[0][0] == 0 or (len(gram.rows) == 2 and entries(gram)[0] * entries(gram)[1] == gram.rows[0][1] ** 2):
        return random_preconditioned(rng, objective)
    across = minus(identity(values["n"]), force * inverse(gram) * force.T)
    K, size = across * matrix(rng, values["n"], p), frobenius(values["U"], values["U"])
    return scene_json(**values, p=p, K=K, eta=abs(number(rng)), c=Fraction(1), a=size)


def _at_rest(rng: Random, broken: str = "") -> dict:
    """n, r, G, U and D > 0; G is moved by a multiple of the identity until tr DUᵀGU = 0."""
    n, r = rng.randint(2, 3), rng.randint(1, 2)
    n = 3 if r == 2 else n
    U, D, G = matrix(rng, n, r), diagonal([abs(number(rng)) for _ in range(r)]), matrix(rng, n, n)
    if not broken:
        pull, weight = (sum(entries(D * U.T * M * U), Fraction(0)) for M in (G, identity(n)))
        G = minus(G, identity(n, pull / weight))
    return {"n": n, "r": r, "G": G, "U": U, "D": D}
