"""Exact models of single steps for the DMD statements: Burer–Monteiro blocks, rank-one stages, contraction of a stage."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.dmd.problem import Objective
from theory.dmd.scenes.frames import HALF
from theory.exact.gram import gram_factor
from theory.exact.matrices import columns, diagonal, identity, minus, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix, number


def random_blocks(rng: Random, objective: Objective) -> dict:
    """A = UΛUᵀ ⪰ 0 with a complement V, and any Y."""
    q, n, r = rng.randint(1, 2), rng.randint(1, 2), rng.randint(1, 3)
    frame = orthogonal(q + n, rng.randint(0, 999))
    return scene_json(m=q + n, q=q, n=n, r=r, eta=abs(number(rng)), U=columns(frame, 0, q), V=columns(frame, q, q + n),
                      Lam=diagonal([abs(number(rng)) for _ in range(q)]), Y=matrix(rng, q + n, r))  # fmt: skip


def random_stage(rng: Random, objective: Objective, adaptive: bool = False) -> dict:
    """A symmetric R with an eigenvector u, a unit vector x; ``adaptive``: ηb² = 1."""
    m = rng.randint(2, 4)
    frame, values = orthogonal(m, rng.randint(0, 999)), [number(rng) for _ in range(m)]
    R, x = frame * diagonal(values) * frame.T, columns(orthogonal(m, rng.randint(0, 999)), 0, 1)
    b = (x.T * R * x).rows[0][0]
    if adaptive and b == 0:
        return random_stage(rng, objective, adaptive)
    return scene_json(m=m, eta=1 / b**2 if adaptive else abs(number(rng)), R0=times(HALF, R), x=x, u=columns(frame, 0, 1),
                      mu=values[0])  # fmt: skip


def random_inexact(rng: Random, objective: Objective, pair: bool = False, off: bool = False) -> dict:
    """Eigenvectors u, v of R and a rational angle between them; ``pair``: eigenvalues ±ρ and ηρ² = 1; ``off``: not on the
    circle."""
    m, t, mu = rng.randint(2, 4), abs(number(rng)), number(rng)
    nu = -mu if pair else number(rng)
    frame = orthogonal(m, rng.randint(0, 999))
    R = frame * diagonal([mu, nu, *[number(rng) for _ in range(m - 2)]]) * frame.T
    co, si = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t) + (1 if off else 0)
    return scene_json(m=m, R0=times(HALF, R), u=columns(frame, 0, 1), v=columns(frame, 1, 2), mu=mu, nu=nu, co=co, si=si,
                      rho=mu, eta=1 / mu**2)  # fmt: skip


def random_contraction(rng: Random, objective: Objective) -> dict:
    """R with eigenvalues μ > ν ≥ others (some negative) and η small enough: T = (1 − ηb²)I + ηbR ⪰ 0; x with b = xᵀRx > 0 and
    uᵀx > 0; Gram factors of T and of νI − R + (μ − ν)uuᵀ."""
    while True:
        m = rng.randint(2, 3)
        nu = Fraction(rng.randint(1, 6), 2)
        mu, rest = nu + Fraction(rng.randint(1, 4), 2), [Fraction(rng.randint(-2, 2), 2) for _ in range(m - 2)]
        rest = [min(value, nu) for value in rest]
        frame = orthogonal(m, rng.randint(0, 999))
        R, u = frame * diagonal([mu, nu, *rest]) * frame.T, columns(frame, 0, 1)
        x = columns(orthogonal(m, rng.randint(0, 999)), 0, 1)
        b, al = (x.T * R * x).rows[0][0], (u.T * x).rows[0][0]
        x, al = (times(Fraction(-1), x), -al) if al < 0 else (x, al)
        eta = Fraction(1, rng.randint(2, 4)) / max(abs(mu), *(abs(value) for value in [nu, *rest])) ** 2
        if b <= 0 or al == 0:
            continue
        T = times(1 - eta * b * b, identity(m)) + times(eta * b, R)
        above = minus(times(nu, identity(m)), R) + times(mu - nu, u * u.T)
        try:
            C, E = gram_factor(T), gram_factor(above)
        except ValueError:
            continue
        p, q = 1 - eta * b * b + eta * b * nu, 1 - eta * b * b + eta * b * mu
        if p > 0:
            return scene_json(m=m, eC=len(C.rows[0]), eE=len(E.rows[0]), eta=eta, b=b, mu=mu, nu=nu, R0=times(HALF, R), x=x,
                              u=u, C=C, E=E, al=al, a1=q * al, p=p, q=q)  # fmt: skip


def random_shrink(rng: Random, objective: Objective) -> dict:
    """Positive η and x with ηx ≤ 1."""
    eta = abs(number(rng))
    return scene_json(eta=eta, x=Fraction(rng.randint(1, 8), 8) / eta)
