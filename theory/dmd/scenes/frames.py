"""Exact models of frames for the DMD statements: eigenvectors, kernel and isotropic directions, splits, graphs over a frame."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.dmd.problem import Objective
from theory.exact.matrices import columns, diagonal, identity, minus, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix, number, whole
from theory.models.numbers import Matrix

HALF = Fraction(1, 2)
TRIPLES = ((3, 4, 5), (5, 12, 13), (8, 15, 17))


def random_split(rng: Random, objective: Objective, whole: bool = False, loose: bool = False) -> dict:
    """A frame of eigenvectors P (eigenvalues ≠ 0) and of N with NᵀAN = 0: an isotropic column, and a kernel column now and
    then; the columns of X mixed by an orthogonal matrix. ``whole`` adds Q = [Q1, Q2] with B = Q1ΛQ1ᵀ and Θ = B; ``loose``: NᵀAN
    ≠ 0."""
    a, spare = rng.randint(1, 2), rng.randint(0, 1)
    b, (p, q, z) = 1 + spare, rng.choice(TRIPLES)
    values = [number(rng) for _ in range(a)]
    rest = [Fraction(p * p), Fraction(-q * q), *[Fraction(0)] * spare, *[number(rng)] * rng.randint(0, 1)]
    m, r = a + len(rest), a + b
    frame, mix = orthogonal(m, rng.randint(0, 999)), orthogonal(r, rng.randint(0, 999))
    A = frame * diagonal([*values, *rest]) * frame.T
    tilted = times(Fraction(q, z), columns(frame, a, a + 1)) + times(Fraction(p, z), columns(frame, a + 1, a + 2))
    tilted = columns(frame, a, a + 1) if loose else tilted
    P, N = columns(frame, 0, a), beside(tilted, columns(frame, a + 2, a + 2 + spare))
    X = beside(P, N) * mix
    found = scene_json(m=m, r=r, a=a, b=b, B0=times(HALF, A), P=P, N=N, Lam=diagonal(values), X=X)
    if not whole:
        return found
    Q1, Q2 = (columns(mix.T, *ends) for ends in ((0, a), (a, r)))
    Li = diagonal([1 / value for value in values])
    return {**found, **scene_json(T0=times(HALF, X.T * A * X), Q1=Q1, Q2=Q2, Li=Li)}


def random_bend(rng: Random, objective: Objective) -> dict:
    """Eigenvectors P, isotropic N, a column n with An = αv (α = 0 now and then) turned by a rational angle to v."""
    (l, b), t = rng.choice(((1, 1), (2, 1), (1, 2))), abs(number(rng))
    m = l + 2 * b + 2
    frame, mix = orthogonal(m, rng.randint(0, 999)), orthogonal(l + b + 1, rng.randint(0, 999))
    values, alpha, beta = [number(rng) for _ in range(l)], rng.choice((Fraction(0), number(rng))), number(rng)
    core = [[Fraction(0)] * m for _ in range(m)]
    for k, value in enumerate(values):
        core[k][k] = value
    i, j = l, l + 1  # n and v
    core[i][j] = core[j][i] = alpha
    core[j][j] = beta
    for k in range(b):  # an isotropic column, with its image in a direction of its own and along v
        own, image = l + 2 + 2 * k, l + 3 + 2 * k
        core[own][image] = core[image][own] = number(rng)
        core[own][j] = core[j][own] = number(rng)
        core[image][image] = number(rng)
    A = frame * Matrix(tuple(map(tuple, core))) * frame.T
    P, n, v = (columns(frame, *ends) for ends in ((0, l), (i, i + 1), (j, j + 1)))
    N = columns(frame, l + 2, l + 3)
    for k in range(1, b):
        N = beside(N, columns(frame, l + 2 + 2 * k, l + 3 + 2 * k))
    co, si = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    X = beside(beside(P, N), times(co, n) + times(si, v)) * mix
    return scene_json(m=m, r=l + b + 1, l=l, b=b, B0=times(HALF, A), P=P, Lam=diagonal(values), N=N, n=n, v=v, alpha=alpha,
                      co=co, si=si, X=X)  # fmt: skip


def random_swap(rng: Random, objective: Objective, opposite: bool = False) -> dict:
    """Eigenvectors P, p and u with |μ| > |λ| of one sign, an isotropic N; p turned to u by a rational angle. ``opposite``: |μ|
    is smaller."""
    l, t, (g, h, z) = rng.randint(1, 2), abs(number(rng)), rng.choice(TRIPLES)
    m, sign = l + 4, rng.choice((-1, 1))
    lam, gap = Fraction(sign * rng.randint(1, 4), rng.randint(1, 3)), Fraction(rng.randint(1, 4), 2)
    mu = lam * (1 - gap / 4) if opposite else lam + sign * gap
    values = [number(rng) for _ in range(l)]
    frame, mix = orthogonal(m, rng.randint(0, 999)), orthogonal(l + 2, rng.randint(0, 999))
    A = frame * diagonal([*values, lam, mu, Fraction(g * g), Fraction(-h * h)]) * frame.T
    P, p, u = (columns(frame, *ends) for ends in ((0, l), (l, l + 1), (l + 1, l + 2)))
    N = times(Fraction(h, z), columns(frame, l + 2, l + 3)) + times(Fraction(g, z), columns(frame, l + 3, l + 4))
    co, si = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    X = beside(beside(P, N), times(co, p) + times(si, u)) * mix
    return scene_json(m=m, r=l + 2, l=l, b=1, B0=times(HALF, A), P=P, Lam=diagonal(values), N=N, p=p, u=u, lam=lam, mu=mu,
                      co=co, si=si, X=X)  # fmt: skip


def random_tangent(rng: Random, objective: Objective, plane: bool = False, tilted: bool = False) -> dict:
    """An eigenframe [X, V] of A with values Θ, M and a direction Ω, K, T; ``plane``: Ω and T in the plane of two columns, K
    of rank one; ``tilted``: Θ is not the values."""
    r, n = rng.choice(((2, 1), (3, 1), (2, 2)) if plane else ((1, 1), (2, 1), (1, 2)))
    frame = turned(rng, r + n)
    theta, mu = ([Fraction(rng.choice((-2, -1, 1, 2, 3))) for _ in range(size)] for size in (r, n))
    A = frame * diagonal([*theta, *mu]) * frame.T
    theta = [value + 1 for value in theta] if tilted else theta
    found = scene_json(m=r + n, r=r, n=n, B0=times(HALF, A), X=columns(frame, 0, r), V=columns(frame, r, r + n),
                       Th=diagonal(theta), M=diagonal(mu), t=Fraction(rng.choice((-2, -1, 1, 2))))  # fmt: skip
    if plane:
        i, j = rng.sample(range(r), 2)
        place, g1, g2 = rng.randrange(n), unit(r, i), unit(r, j)
        e, (k, w, s) = unit(n, place), (Fraction(rng.choice((-2, -1, 1, 2))) for _ in range(3))
        found |= scene_json(g1=g1, g2=g2, e=e, q1=theta[i], q2=theta[j], mu=mu[place], k=k, w=w, s=s)
        O0, T0, K = times(w, g1 * g2.T), times(s, g1 * g2.T), times(k, e * g1.T)
    else:
        O0, T0, K = whole(rng, r, r), whole(rng, r, r), whole(rng, n, r)
    X = columns(frame, 0, r)
    W = X * minus(O0, O0.T) + columns(frame, r, r + n) * K
    return {**found, **scene_json(O0=O0, T0=T0, K=K, W=W, Y=times(-HALF, X * W.T * W))}


def random_graph(rng: Random, objective: Objective) -> dict:
    """X = (F + VK)C over an eigenframe [F, V], CCᵀ = (I + KᵀK)⁻¹; and a symmetric E."""
    r, n = rng.randint(1, 2), rng.randint(1, 2)
    frame = orthogonal(r + n, rng.randint(0, 999))
    theta, mu = [number(rng) for _ in range(r)], [number(rng) for _ in range(n)]
    A, (K, C) = frame * diagonal([*theta, *mu]) * frame.T, over_frame(rng, n, r)
    return scene_json(m=r + n, r=r, n=n, eta=abs(number(rng)), B0=times(HALF, A), F=columns(frame, 0, r),
                      V=columns(frame, r, r + n), Th=diagonal(theta), M=diagonal(mu), K=K, C=C,
                      E0=matrix(rng, r, r))  # fmt: skip


def random_mode(rng: Random, objective: Objective) -> dict:
    """K = k·egᵀ and E = s(g₁g₂ᵀ + g₂g₁ᵀ) of unit vectors along the axes."""
    r, n = rng.randint(2, 3), rng.randint(1, 3)
    theta, mu, (i, j) = [number(rng) for _ in range(r)], [number(rng) for _ in range(n)], rng.sample(range(r), 2)
    place, k, s, eta = rng.randrange(n), number(rng), number(rng), abs(number(rng))
    return scene_json(r=r, n=n, eta=eta, Th=diagonal(theta), M=diagonal(mu), g1=unit(r, i), g2=unit(r, j), e=unit(n, place),
                      q1=theta[i], q2=theta[j], mu=mu[place], k=k, s=s)  # fmt: skip


def random_two_graphs(rng: Random, objective: Objective) -> dict:
    """X = (F + VK)C, Y = (E + ZN)D over singular frames of A (m × n): AE = FΣ, AZ = VM."""
    r, p, q = rng.randint(1, 2), rng.randint(1, 2), rng.randint(1, 2)
    left, right = orthogonal(r + p, rng.randint(0, 999)), orthogonal(r + q, rng.randint(0, 999))
    sigma, M = diagonal([number(rng) for _ in range(r)]), matrix(rng, p, q)
    F, V, E, Z = columns(left, 0, r), columns(left, r, r + p), columns(right, 0, r), columns(right, r, r + q)
    (K, C), (N, D) = over_frame(rng, p, r), over_frame(rng, q, r)
    return scene_json(m=r + p, n=r + q, r=r, p=p, q=q, eta=abs(number(rng)), A=F * sigma * E.T + V * M * Z.T, F=F, V=V, E=E,
                      Z=Z, Th=sigma, M=M, K=K, C=C, N=N, D=D)  # fmt: skip


def random_two_modes(rng: Random, objective: Objective) -> dict:
    """K = k·egᵀ, N = ±k·dgᵀ with Md = σe, Mᵀe = σd: M is diagonal in two frames."""
    r, p, q = rng.randint(1, 3), rng.randint(1, 3), rng.randint(1, 3)
    left, right, count = orthogonal(p, rng.randint(0, 999)), orthogonal(q, rng.randint(0, 999)), min(p, q)
    values, theta, place = [number(rng) for _ in range(count)], [number(rng) for _ in range(r)], rng.randrange(count)
    M = Matrix(tuple(tuple(Fraction(0) for _ in range(q)) for _ in range(p)))
    for column, value in enumerate(values):
        M = M + times(value, columns(left, column, column + 1) * columns(right, column, column + 1).T)
    i, k, s = rng.randrange(r), number(rng), Fraction(rng.choice((-1, 1)))
    e, d, g = columns(left, place, place + 1), columns(right, place, place + 1), unit(r, i)
    return scene_json(r=r, p=p, q=q, eta=abs(number(rng)), Th=diagonal(theta), M=M, e=e, d=d, g=g, th=theta[i],
                      sigma=values[place], s=s, k=k)  # fmt: skip


def random_two_points(rng: Random, objective: Objective) -> dict:
    """X, Θ, Y, A and a direction without structure."""
    m, n, r = rng.randint(1, 3), rng.randint(1, 3), rng.randint(1, 2)
    return scene_json(m=m, n=n, r=r, A=matrix(rng, m, n), X=matrix(rng, m, r), Y=matrix(rng, n, r), T=matrix(rng, r, r),
                      H=matrix(rng, m, r), t=number(rng))  # fmt: skip


def over_frame(rng: Random, rows: int, cols: int) -> tuple[Matrix, Matrix]:
    """(K, C) with C = (I + KᵀK)^(−1/2)·O exact: K has one non-zero singular value p/q, p² + q² a square; O orthogonal."""
    p, q, z = rng.choice(TRIPLES)
    one, other = columns(orthogonal(rows, rng.randint(0, 999)), 0, 1), columns(orthogonal(cols, rng.randint(0, 999)), 0, 1)
    K = times(Fraction(p, q), one * other.T)
    shrunk = minus(identity(cols), times(1 - Fraction(q, z), other * other.T))
    return K, shrunk * orthogonal(cols, rng.randint(0, 999))


def turned(rng: Random, size: int) -> Matrix:
    """The identity with two columns turned by a small rational angle, and columns in any order: short fractions."""
    (p, q, z), (i, j), order = TRIPLES[0], rng.sample(range(size), 2), rng.sample(range(size), size)
    rows = [[Fraction(int(a == b)) for b in range(size)] for a in range(size)]
    rows[i][i] = rows[j][j] = Fraction(p, z)
    rows[i][j], rows[j][i] = Fraction(q, z), Fraction(-q, z)
    return Matrix(tuple(tuple(row[k] for k in order) for row in rows))


def unit(size: int, place: int) -> Matrix:
    """A column of the identity."""
    return columns(identity(size), place, place + 1)


def beside(left: Matrix, right: Matrix) -> Matrix:
    """[left, right]."""
    return Matrix(tuple((*p, *q) for p, q in zip(left.rows, right.rows, strict=True)))
