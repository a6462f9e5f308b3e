"""Exact models of stationary points: G W = 0, a common factor of U and D, and one column under the flow."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.exact.matrices import columns, diagonal, frobenius, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix, number
from theory.models.numbers import Matrix
from theory.udu.problem import Objective


def random_stationary(rng: Random, objective: Objective, moved: bool = False, short: bool = False) -> dict:
    """W in the kernel of a symmetric G (``moved``: beside it), q with q²α² ≥ ‖W‖² (``short``: half of that); U in the kernel
    as well, and D = S²."""
    n, r = rng.randint(2, 3), rng.randint(1, 2)
    frame, k = orthogonal(n, rng.randint(0, 99)), rng.randint(1, n - 1)
    values = [number(rng) if moved else Fraction(0) for _ in range(k)] + [number(rng) for _ in range(n - k)]
    W, U = (columns(frame, 0, k) * matrix(rng, k, r) for _ in range(2))
    S = [abs(number(rng)) for _ in range(r)]
    alpha, q, size = abs(number(rng)), Fraction(1), frobenius(W, W)
    while (q * alpha) ** 2 < size:
        q += Fraction(1, 2)
    if short:
        q = next(p for p in (q / 2**j for j in range(1, 9)) if (p * alpha) ** 2 < size)
    return scene_json(n=n, r=r, G=frame * diagonal(values) * frame.T, W=W, U=U, S=diagonal(S), D=diagonal([s * s for s in S]),
                      alpha=alpha, q=q, eta=abs(number(rng)), c=Fraction(1), a=frobenius(U, U))  # fmt: skip


def random_active(rng: Random, objective: Objective) -> dict:
    """One direction of a negative eigenvalue −g, D = S² = λI: U − 2ηGUD = cU with c = 1 + 2ηgλ, Σ λ_jq_j ≠ 0."""
    n, r = rng.randint(2, 3), rng.randint(1, 2)
    frame, s, g, eta = orthogonal(n, rng.randint(0, 99)), *(abs(number(rng)) for _ in range(3))
    U = columns(frame, 0, 1) * matrix(rng, 1, r)
    G = frame * diagonal([-g, *(number(rng) for _ in range(n - 1))]) * frame.T
    return scene_json(n=n, r=r, G=G, U=U, S=diagonal([s] * r), eta=eta, c=1 + 2 * eta * g * s * s, a=frobenius(U, U))


def random_eigenvector(rng: Random, objective: Objective, rest: bool = False) -> dict:
    """A, an eigenvector v of it, a column u and λ; ``rest``: Gu = 0 with G = λuuᵀ − A, v of any eigenvalue."""
    n = rng.randint(2, 3)
    frame, lam, mu = orthogonal(n, rng.randint(0, 99)), number(rng), [number(rng) for _ in range(n)]
    u, at = matrix(rng, n, 1), rng.randint(0, n - 1)
    if rest:
        mu[0] = lam * number(rng) ** 2
        root = next(Fraction(p, q) for p in range(1, 7) for q in (1, 2, 3) if Fraction(p, q) ** 2 == mu[0] / lam)
        u = times(root, columns(frame, 0, 1))
        mu[1] = rng.choice((mu[0], mu[1]))
        turned = columns(frame, 0, 2) * matrix(rng, 2, 1) if mu[1] == mu[0] else columns(frame, at, at + 1)
        value = mu[0] if mu[1] == mu[0] else mu[at]
        return _column(n, frame, mu, lam, u, turned, value)
    return _column(n, frame, mu, lam, u, times(number(rng), columns(frame, at, at + 1)), mu[at])


def _column(n: int, frame: Matrix, mu: list[Fraction], lam: Fraction, u: Matrix, v: Matrix, value: Fraction) -> dict:
    target = frame * diagonal(mu) * frame.T
    return scene_json(n=n, B=times(Fraction(1, 2), target), lam=lam, u=u, v=v, mu=value)


def random_mode(rng: Random, objective: Objective) -> dict:
    """An aligned column: μ, λ and u, numbers."""
    return scene_json(mu=number(rng), lam=number(rng), u=number(rng))


def random_limit(rng: Random, objective: Objective, off: bool = False) -> dict:
    """Where an aligned column ends: μ = λp and p − 2λ² = w − 2b² (``off``: one more)."""
    lam, p, b = (abs(number(rng)) for _ in range(3))
    w = p - 2 * lam**2 + 2 * b**2
    return scene_json(lam=lam, p=p, mu=lam * p, w=w + int(off), b=b) if w > 0 else random_limit(rng, objective, off)
