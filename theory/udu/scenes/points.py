"""Exact models (scenes) for the UDU statements: random points, fixed points of the projected step, and exact paths."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from random import Random

from theory.exact.matrices import columns, diagonal, entries, frobenius, minus, orthogonal, scene_json, times
from theory.exact.random_matrices import matrix, number
from theory.models.numbers import Matrix
from theory.udu.problem import Objective


def random_point(rng: Random, objective: Objective) -> dict:
    """No structure: U, V, D, symmetric A and G, directions H, E, one column u and scalars."""
    n, r = rng.randint(1, 3), rng.randint(1, 3)
    q = abs(number(rng))
    return scene_json(
        n=n,
        m=rng.randint(1, 3),
        r=r,
        B=matrix(rng, n, n),
        K=matrix(rng, n, n),
        U=matrix(rng, n, r),
        H=matrix(rng, n, r),
        D=diagonal([number(rng) for _ in range(r)]),
        E=diagonal([number(rng) for _ in range(r)]),
        t=number(rng),
        u=matrix(rng, n, 1),
        lam=abs(number(rng)),
        eta=abs(number(rng)),
        nu=q,
        w=number(rng),
        rho=number(rng),
        v=matrix(rng, n, 1),
        kap=abs(number(rng)),
    )


def random_column(rng: Random, objective: Objective, broken: str = "") -> dict:
    """A column with u − 2ηλGu = cu and λ uᵀGu = 0: G = V diag(g) Vᵀ, u in its kernel (c = 1); ``broken`` "decay" adds a
    negative eigenvector with λ uᵀGu ≠ 0 (c > 1)."""
    n = rng.randint(2, 3)
    frame, eta, lam = orthogonal(n, rng.randint(0, 99)), abs(number(rng)), abs(number(rng))
    values = [number(rng) for _ in range(n)]
    values[0] = -abs(number(rng)) if broken else Fraction(0)
    scale = number(rng)
    return scene_json(
        n=n,
        G=frame * diagonal(values) * frame.T,
        u=times(scale, columns(frame, 0, 1)),
        eta=eta,
        lam=lam,
        c=1 - 2 * eta * lam * values[0],
    )


def random_fixed(rng: Random, objective: Objective, broken: str = "", idle: bool = False) -> dict:
    """U, D, G, Q = diag(UᵀGU), N = ηQ with U − 2ηGUD = cU, tr DN = 0 and ‖U‖² = a: columns in the kernel of G, half of the time
    (always where ``idle``) one along a positive eigenvector with λ_j = 0. ``broken``: "boxed" takes columns along one
    negative eigenvector with λ_j = λ (complementarity fails, c > 1)."""
    idle = not broken and (idle or rng.random() < 0.5)
    n, r = rng.randint(2, 3), 2 if idle else rng.randint(1, 2)
    frame, eta = orthogonal(n, rng.randint(0, 99)), abs(number(rng))
    values = [-abs(number(rng)) if broken else Fraction(0), *(number(rng) for _ in range(n - 1))]
    same = abs(number(rng))
    weights = [same if broken else abs(number(rng)) for _ in range(r)]
    U = columns(frame, 0, 1) * matrix(rng, 1, r)
    if idle:
        values[1], weights[1] = abs(values[1]), Fraction(0)
        U = U + columns(frame, 1, 2) * Matrix(((Fraction(0), abs(number(rng))),))
    G = frame * diagonal(values) * frame.T
    Q, c = diagonal(entries(U.T * G * U)), 1 - 2 * eta * same * values[0] if broken else Fraction(1)
    return scene_json(n=n, r=r, G=G, U=U, D=diagonal(weights), Q=Q, N=times(eta, Q), eta=eta, c=c, a=frobenius(U, U))


def random_two_sided(rng: Random, objective: Objective, broken: str = "", idle: bool = False) -> dict:
    """The same for U D Vᵀ: G (n × m) with a pair of singular vectors of value 0, or −g where ``broken``."""
    idle = not broken and (idle or rng.random() < 0.5)
    n, m, r = rng.randint(2, 3), rng.randint(2, 3), 2 if idle else rng.randint(1, 2)
    left, right, eta = orthogonal(n, rng.randint(0, 99)), orthogonal(m, rng.randint(0, 99)), abs(number(rng))
    value, same, row = -abs(number(rng)) if broken else Fraction(0), abs(number(rng)), matrix(rng, 1, r)
    U, V, weights = columns(left, 0, 1) * row, columns(right, 0, 1) * row, [same] * r
    G = value * (columns(left, 0, 1) * columns(right, 0, 1).T)
    for k in range(1, min(n, m)):
        G = G + abs(number(rng)) * (columns(left, k, k + 1) * columns(right, k, k + 1).T)
    if idle:
        weights[1], only = Fraction(0), Matrix(((Fraction(0), abs(number(rng))),))
        U, V = U + columns(left, 1, 2) * only, V + columns(right, 1, 2) * only
    c, Q = 1 - eta * same * value, diagonal(entries(U.T * G * V))
    sizes = {"a": frobenius(U, U), "b": frobenius(V, V)}
    return scene_json(n=n, m=m, r=r, G=G, U=U, V=V, D=diagonal(weights), Q=Q, N=times(eta, Q), eta=eta, c=c, e=c, **sizes)


def random_decay(rng: Random, objective: Objective) -> dict:
    """A fixed point of the step with decay w_U, w_D: one mode G u = −γu, λγ = w_D λ² /‖u‖², in n dimensions."""
    n = rng.randint(1, 3)
    frame, eta, wD, wU = orthogonal(n, rng.randint(0, 99)), *(abs(number(rng)) for _ in range(3))
    lam, size = abs(number(rng)), number(rng)
    gamma = wD * lam / size**2  # q = γ‖u‖² = w_D λ
    values = [number(rng) for _ in range(n)]
    values[0] = -gamma
    c = 1 + 2 * eta * lam * gamma - eta * wU
    if c <= 0:
        return random_decay(rng, objective)
    return scene_json(
        n=n,
        r=1,
        G=frame * diagonal(values) * frame.T,
        U=times(size, columns(frame, 0, 1)),
        D=diagonal([lam]),
        eta=eta,
        wD=wD,
        wU=wU,
        c=c,
    )


def random_rayleigh(rng: Random, objective: Objective) -> dict:
    """n = 1, where ρ = −G for every u."""
    values = random_point(rng, objective)
    g = 2 * Fraction(values["K"][0][0])
    return {**values, "n": "1", "K": [values["K"][0][:1]], "u": [values["u"][0][:1]], "rho": str(-g)}


def random_path(rng: Random, objective: Objective, steps: int = 2, clipped: bool = True, radius: bool = False) -> dict:
    """T exact steps with clipping and projection by rational factors: U_{t+1} = (U_t − 2ηG_tU_tD_t)/c_t and
    D_{t+1} = D_t − ηQ_t + N_t, Q_t = diag(U_tᵀG_tU_t), N_t the negative part that is clipped off. ``radius``: small steps, c_t
    near 1, and an α with ‖U_t‖ ≤ α, not much larger than it must be."""
    n, r, T = rng.randint(1, 2), 2, steps
    eta, calm = (Fraction(1, rng.randint(20, 60)), rng.randint(10, 50)) if radius else (abs(number(rng)), 1)
    U, D = {0: matrix(rng, n, r)}, {0: diagonal([abs(number(rng)) / calm, abs(number(rng))])}
    K: dict[int, Matrix] = {}
    Q, N, c = {}, {}, {}
    for t in range(T):
        K[t], c[t] = matrix(rng, n, n), 1 + abs(number(rng)) / calm
        gradient = K[t] + K[t].T
        U[t + 1] = times(1 / c[t], minus(U[t], times(2 * eta, gradient * U[t] * D[t])))
        Q[t] = diagonal(entries(U[t].T * gradient * U[t]))
        moved = minus(D[t], times(eta, Q[t]))
        N[t] = diagonal([max(-x, Fraction(0)) for x in entries(moved)])
        N[t] = N[t] if clipped else diagonal([number(rng) for _ in range(r)])
        D[t + 1] = moved + N[t]
    if any(a.is_zero() for a in (*D.values(), *N.values(), *Q.values())):  # each step clips one magnitude, not both
        return random_path(rng, objective, steps, clipped, radius)
    least = max(frobenius(u, u) for u in U.values())
    alpha = Fraction(isqrt(int(4 * least)) + 1, 2)
    return scene_json({"alpha": alpha} if radius else {}, n=n, r=r, T=T, k=1, U=U, D=D, K=K, Q=Q, N=N, c=c, eta=eta)


def random_critical(rng: Random, objective: Objective) -> dict:
    """A fixed point of the solvable model: A = frame diag(μ) frameᵀ and U D Uᵀ = a part of it, G = 2·fit (X − A)."""
    n = rng.randint(2, 3)
    r = rng.randint(1, n - 1)
    frame = orthogonal(n, rng.randint(0, 99))
    mu = [abs(number(rng)) for _ in range(n)]
    lam, size = [abs(number(rng)) for _ in range(r)], [number(rng) for _ in range(r)]
    for j in range(r):
        mu[j] = lam[j] * size[j] ** 2
    U = columns(frame, 0, r) * diagonal(size)
    return scene_json(n=n, r=r, B=times(Fraction(1, 2), frame * diagonal(mu) * frame.T), U=U, D=diagonal(lam))


def balanced_factors(rng: Random, objective: Objective) -> dict:
    """Three factors W_l = V_l/p_l, p_1p_2p_3 = 1, with V_l = O_l T O_{l−1}ᵀ for frames O_l: W_3W_2W_1 = A T³ Bᵀ, all ‖V_l‖² =
    tr T²."""
    r = rng.randint(1, 2)
    e = {k: r + rng.randint(0, 1) for k in range(4)}
    frames = {k: columns(orthogonal(e[k], rng.randint(0, 99)), 0, r) for k in range(4)}
    values = [abs(number(rng)) for _ in range(r)]
    if len(set(values)) < r:  # distinct: then the frames are unique up to signs and order
        return balanced_factors(rng, objective)
    p = {1: abs(number(rng)), 2: abs(number(rng))}
    p[3] = 1 / (p[1] * p[2])
    W = {k: times(1 / p[k], frames[k] * diagonal(values) * frames[k - 1].T) for k in (1, 2, 3)}
    g = sum((v * v for v in values), Fraction(0))
    return scene_json(e=e, W=W, p=p, g=g, r=r, A=frames[3], T=diagonal(values), B=frames[0])


def random_optimal(rng: Random, objective: Objective, moved: bool = False) -> dict:
    """A fixed point with G ⪰ 0, R = KKᵀ over the rest of the frame, and another Z = WWᵀ; ``moved``: K anywhere, so RUD ≠ 0."""
    found, frame, n, r = _learnt(rng)
    rest = [abs(number(rng)) for _ in range(n - r)]
    gap = times(Fraction(3), matrix(rng, n, n - r)) if moved else columns(frame, r, n) * diagonal(rest)
    target = minus(found["U"] * found["D"] * found["U"].T, gap * gap.T)
    return scene_json(**found, B=times(Fraction(1, 2), target), p=n - r, q=2, K=gap, W=matrix(rng, n, 2))


def random_improvable(rng: Random, objective: Objective) -> dict:
    """A fixed point that leaves a positive eigenvalue of A unlearnt, v along it, s = −vᵀRv/‖v‖⁴."""
    found, frame, n, r = _learnt(rng)
    rest = [abs(number(rng)) for _ in range(n - r)]
    target = found["U"] * found["D"] * found["U"].T + frame * diagonal([Fraction(0)] * r + rest) * frame.T
    size = number(rng)
    v = times(size, columns(frame, r, r + 1))
    return scene_json(**found, B=times(Fraction(1, 2), target), v=v, s=rest[0] / size**2)


def _learnt(rng: Random) -> tuple[dict, Matrix, int, int]:
    """Columns along the first r of n axes of a frame."""
    n = rng.randint(2, 3)
    r = rng.randint(1, n - 1)
    frame = orthogonal(n, rng.randint(0, 99))
    U = columns(frame, 0, r) * diagonal([number(rng) for _ in range(r)])
    return {"n": n, "r": r, "U": U, "D": diagonal([abs(number(rng)) for _ in range(r)])}, frame, n, r


def random_calm(rng: Random, objective: Objective, over: bool = False) -> dict:
    """Any columns, a target with G = 2·fit·(X − A) small and positive along v = an axis, so that ηλG ≤ 1; ``over``: negative
    there."""
    n, r = rng.randint(1, 3), rng.randint(1, 2)
    frame, eta, lam = orthogonal(n, rng.randint(0, 99)), Fraction(1, rng.randint(4, 9)), Fraction(rng.randint(1, 4), 4)
    U, D = matrix(rng, n, r), diagonal([abs(number(rng)) for _ in range(r)])
    slopes = [Fraction(rng.randint(1, 9), 4) * (-1 if over else 1), *(number(rng) for _ in range(n - 1))]
    gradient = frame * diagonal(slopes) * frame.T
    target = minus(U * D * U.T, times(1 / (2 * objective.fit), gradient))
    return scene_json(n=n, r=r, U=U, D=D, B=times(Fraction(1, 2), target), eta=eta, lam=lam, t=number(rng),
                      v=times(number(rng), columns(frame, 0, 1)))  # fmt: skip


def random_dead(rng: Random, objective: Objective, over: bool = False) -> dict:
    """A target with one positive eigenvalue, columns with u_jᵀAu_j < 0 (``over``: > 0), λ_j ≥ 0."""
    n, r = rng.randint(2, 3), rng.randint(1, 2)
    frame = orthogonal(n, rng.randint(0, 99))
    mu = [abs(number(rng)), *(-abs(number(rng)) for _ in range(n - 1))]
    U = columns(frame, 0 if over else 1, 1 if over else 2) * matrix(rng, 1, r)
    return scene_json(n=n, r=r, B=times(Fraction(1, 2), frame * diagonal(mu) * frame.T), U=U,
                      D=diagonal([abs(number(rng)) / 20 for _ in range(r)]))  # fmt: skip


def random_two_sided_path(rng: Random, objective: Objective, clipped: bool = True) -> dict:
    """Two exact steps of U D Vᵀ with clipping, and projection by rational factors on both sides."""
    n, m, r, eta, T = rng.randint(1, 2), rng.randint(1, 2), 2, abs(number(rng)), 2
    U, V, D = {0: matrix(rng, n, r)}, {0: matrix(rng, m, r)}, {0: diagonal([abs(number(rng)) for _ in range(r)])}
    G, Q, N, c, e = {}, {}, {}, {}, {}
    for t in range(T):
        G[t], c[t], e[t] = matrix(rng, n, m), 1 + abs(number(rng)), 1 + abs(number(rng))
        U[t + 1] = times(1 / c[t], minus(U[t], times(eta, G[t] * V[t] * D[t])))
        V[t + 1] = times(1 / e[t], minus(V[t], times(eta, G[t].T * U[t] * D[t])))
        Q[t] = diagonal(entries(U[t].T * G[t] * V[t]))
        moved = minus(D[t], times(eta, Q[t]))
        N[t] = diagonal([max(-x, Fraction(0)) if clipped else number(rng) for x in entries(moved)])
        D[t + 1] = moved + N[t]
    if any(a.is_zero() for a in (*D.values(), *N.values(), *Q.values())):
        return random_two_sided_path(rng, objective, clipped)
    return scene_json(n=n, m=m, r=r, T=T, k=1, U=U, V=V, D=D, G=G, Q=Q, N=N, c=c, e=e, eta=eta)
