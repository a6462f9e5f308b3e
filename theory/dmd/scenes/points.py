"""Exact models (scenes) for the DMD statements: orthonormal directions, alignments with Gram factors, inverse letters."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from random import Random

from theory.dmd.problem import Objective
from theory.exact.gram import gram_factor
from theory.exact.matrices import columns, diagonal, entries, identity, inverse, minus, orthogonal, scene_json, times, to_json
from theory.exact.random_matrices import lower, matrix, number
from theory.models.numbers import Matrix


def random_point(rng: Random, objective: Objective) -> dict:
    """X orthonormal (m × r), Θ and A symmetric without structure, directions."""
    m = rng.randint(2, 3)
    r = rng.randint(1, m - 1)
    X = columns(orthogonal(m, rng.randint(0, 999)), 0, r)
    return scene_json(
        m=m, r=r, X=X, B0=matrix(rng, m, m), T0=matrix(rng, r, r), H=matrix(rng, m, r), E0=matrix(rng, r, r), t=number(rng)
    )


def random_critical(rng: Random, objective: Objective) -> dict:
    """A critical point: X = [eigenvectors, kernel vectors] O, Θ = XᵀAX; A = frame diag(μ) frameᵀ."""
    m = rng.randint(2, 4)
    r = rng.randint(1, m - 1)
    frame = orthogonal(m, rng.randint(0, 999))
    mu = [number(rng) for _ in range(m)]
    if rng.random() < 0.5:
        mu[-1] = Fraction(0)
    A = frame * diagonal(mu) * frame.T
    X = columns(frame, 0, r) * orthogonal(r, rng.randint(0, 999))
    return scene_json(m=m, r=r, X=X, B0=times(Fraction(1, 2), A), T0=times(Fraction(1, 2), X.T * A * X))


def random_noncritical(rng: Random, objective: Objective) -> dict:
    """Θ = XᵀAX at a frame that is not invariant."""
    values = random_point(rng, objective)
    X, B0 = (Matrix(tuple(tuple(Fraction(x) for x in row) for row in values[name])) for name in ("X", "B0"))
    return {**values, "T0": to_json(times(Fraction(1, 2), X.T * (B0 + B0.T) * X))}


def random_step(rng: Random, objective: Objective, signs: bool = True) -> dict:
    """One step of exact-magnitude descent: A = UΛUᵀ, X orthonormal, G = −(I − XXᵀ)AXB, K = (I + η²GᵀG)⁻¹."""
    m, q = rng.randint(2, 4), rng.randint(1, 2)
    r = rng.randint(q, max(q, m - 1))
    U = columns(orthogonal(m, rng.randint(0, 999)), 0, q)
    X = columns(orthogonal(m, rng.randint(0, 999)), 0, r)
    Lam = diagonal([number(rng) if signs else abs(number(rng)) for _ in range(q)])
    eta = abs(number(rng))
    A = U * Lam * U.T
    B = X.T * A * X
    G = times(Fraction(-1), minus(identity(m), X * X.T) * A * X * B)
    K = inverse(identity(r) + times(eta * eta, G.T * G))
    return scene_json(m=m, q=q, r=r, U=U, X=X, Lam=Lam, eta=eta, K=K)


def random_alignment(rng: Random, objective: Objective) -> dict:
    """S = KKᵀ < I with K invertible (J its inverse), Λ diagonal of any signs, D = I − S = FFᵀ; n-sided letters for the step."""
    q = rng.randint(1, 2)
    while True:
        K = lower(rng, q, small=True)
        gap = minus(identity(q), K * K.T)
        try:
            F = gram_factor(gap)
        except ValueError:
            continue
        break
    Lam = diagonal([number(rng) for _ in range(q)])
    return scene_json(q=q, e=len(F.rows[0]), K=K, J=inverse(K), F=F, Lam=Lam, Li=inverse(Lam), t=number(rng))


def random_two_sided(rng: Random, objective: Objective) -> dict:
    """S = HHᵀ, Q = KKᵀ with inverse factors."""
    q = rng.randint(1, 2)
    H, K = lower(rng, q, small=True), lower(rng, q, small=True)
    return scene_json(q=q, H=H, K=K, I1=inverse(H), J=inverse(K), Lam=diagonal([abs(number(rng)) for _ in range(q)]))


def random_clock(rng: Random, objective: Objective) -> dict:
    """One discrete step: L, S = KKᵀ, n = LSL = ppᵀ, D = I − S, Y = (D + n⁻¹)⁻¹, W = S⁻¹ − I, and Gram factors of W, D, dI − D,
    hI − n, Y, hI − Y, for rational h, d."""
    q = rng.randint(1, 2)
    while True:
        K = lower(rng, q, small=True)
        L = diagonal([Fraction(rng.choice((-1, 1)) * rng.randint(1, 4), 4) for _ in range(q)])
        S = K * K.T
        D, W = minus(identity(q), S), minus(inverse(S), identity(q))
        p = L * K
        n = p * p.T
        Y = inverse(D + inverse(n))
        h = max(entry * entry for entry in (row[i] for i, row in enumerate(L.rows))) + Fraction(rng.randint(0, 2), 8)
        d = Fraction(1) + Fraction(rng.randint(0, 2), 4)
        eye = identity(q)
        try:
            factors = {
                name: gram_factor(gap)
                for name, gap in (
                    ("w", W),
                    ("F", D),
                    ("E", minus(times(d, eye), D)),
                    ("B", minus(times(h, eye), n)),
                    ("y", Y),
                    ("C", minus(times(h, eye), Y)),
                )
            }
        except ValueError:
            continue
        sizes = {f"e{name}": len(factor.rows[0]) for name, factor in factors.items()}
        if all(sizes.values()):
            break
    a, turn = 1 / (1 + h * d), identity(q) + D * n
    Q = inverse(identity(q) + S * n * D * n) * S
    after = {"Q": Q, "Z1": inverse(turn * Q * turn.T), "g": 2 - h}
    return scene_json(q=q, K=K, J=inverse(K), L=L, p=p, N=inverse(p), h=h, d=d, a=a, **sizes, Y=Y, **factors, **after)


def random_descent(rng: Random, objective: Objective, orthonormal: bool = False) -> dict:
    """‖A‖ < 1 in two 2 × 2 blocks, X one vector in each: B = XᵀAX is diagonal with both signs, M = |B|; and Gram
    factors of I ± A, M³ ± B³, I − M, I − M², I − B² − QᵀQ. ``orthonormal``: the second vector is an eigenvector and η makes the
    length of the first column of X + ηQB rational, so that X + ηQB = X₁R with an exact orthonormal X₁."""
    while True:
        blocks, vectors, signs = [], [], (1, -1)
        for sign in signs:
            frame = orthogonal(2, rng.randint(0, 999))
            values = [Fraction(sign * rng.randint(4, 7), 8), Fraction(sign * rng.randint(1, 4), 8)]
            blocks.append(frame * diagonal(values) * frame.T)
            still = orthonormal and sign < 0
            vectors.append(columns(frame if still else orthogonal(2, rng.randint(0, 999)), 0, 1))
        zero = Fraction(0)
        A = Matrix(
            tuple(
                (*blocks[k].rows[i], zero, zero) if k == 0 else (zero, zero, *blocks[k].rows[i]) for k in (0, 1) for i in (0, 1)
            )
        )
        flat = Matrix(
            tuple((vectors[0].rows[i][0], zero) if k == 0 else (zero, vectors[1].rows[i][0]) for k in (0, 1) for i in (0, 1))
        )
        X = flat
        b = entries(flat.T * A * flat)
        B, M = diagonal(b), diagonal([abs(v) for v in b])
        eye, eta = identity(2), Fraction(rng.randint(1, 7), 8)
        Q = minus(A * X, X * B)
        if all(v != 0 for v in b) and not Q.is_zero():
            break
    wide = identity(4)
    third, cubed = M * M * M, B * B * B
    factors = {
        name: gram_factor(gap)
        for name, gap in (
            ("E", third + cubed),
            ("G", minus(third, cubed)),
            ("V", minus(minus(eye, B * B), Q.T * Q)),
            ("Y", minus(eye, M)),
            ("T", minus(eye, M * M)),
            ("Z1", minus(wide, A)),
            ("Z2", wide + A),
        )
    }
    factors["Z1"], factors["Z2"] = factors["Z1"].T, factors["Z2"].T
    sizes = {f"e{name}": len(factor.rows[0]) for name, factor in factors.items() if name not in ("Z1", "Z2")}
    sizes |= {f"e{name}": len(factors[name].rows) for name in ("Z1", "Z2")}
    point = scene_json(m=4, r=2, A=A, X=X, B=B, M=M, Q=Q, eta=eta, g=2 - eta * eta, **factors, **sizes)
    return {**point, **_next_frame(A, X, B, Q)} if orthonormal else point


def _next_frame(A: Matrix, X: Matrix, B: Matrix, Q: Matrix) -> dict:
    """η < 1, X₁, R with X + ηQB = X₁R for Q with one non-zero column along q ⟂ x: with ηb‖q‖ = 2k/(k² − 1) its length is
    (k² + 1)/(k² − 1)."""
    bend = times(B.rows[0][0], columns(Q, 0, 1))
    squared = sum((row[0] ** 2 for row in bend.rows), Fraction(0))
    size = Fraction(isqrt(squared.numerator), isqrt(squared.denominator))
    k = 2
    while Fraction(2 * k, k * k - 1) >= size:
        k += 1
    eta = Fraction(2 * k, k * k - 1) / size
    R = diagonal([Fraction(k * k + 1, k * k - 1), Fraction(1)])
    X1 = (X + times(eta, Q * B)) * inverse(R)
    return scene_json(eta=eta, g=2 - eta * eta, A0=times(Fraction(1, 2), A), X1=X1, R=R)


def random_span(rng: Random, objective: Objective) -> dict:
    """C = X₁R: any orthonormal X₁ and any R, with symmetric A and B."""
    m, r = 3, rng.randint(1, 2)
    return scene_json(
        m=m,
        r=r,
        X1=columns(orthogonal(m, rng.randint(0, 999)), 0, r),
        R=matrix(rng, r, r),
        A0=matrix(rng, m, m),
        B0=matrix(rng, r, r),
    )


def random_turn(rng: Random, objective: Objective, over: bool = False) -> dict:
    """Eigenvectors P (of eigenvalue 0 now and then), u and a kernel vector n of a frame, a rational angle; the columns of X
    mixed by an orthogonal matrix. ``over``: n is no kernel vector."""
    l, t = rng.randint(1, 2), abs(number(rng))
    m, co, si = l + 2 + rng.randint(0, 1), (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    frame, mix = orthogonal(m, rng.randint(0, 999)), orthogonal(l + 1, rng.randint(0, 999))
    values = [rng.choice([Fraction(0), number(rng), number(rng)]) for _ in range(l)]
    lam, rest = number(rng), [Fraction(rng.randint(0, 3)) for _ in range(m - l - 2)]
    A = frame * diagonal([*values, lam, Fraction(1 if over else 0), *rest]) * frame.T
    P, u, n = (columns(frame, *ends) for ends in ((0, l), (l, l + 1), (l + 1, l + 2)))
    turned = times(co, n) + times(si, u)
    X = Matrix(tuple((*p, *w) for p, w in zip(P.rows, turned.rows, strict=True))) * mix
    return scene_json(m=m, r=l + 1, l=l, B0=times(Fraction(1, 2), A), P=P, Lam=diagonal(values), u=u, lam=lam, n=n, co=co,
                      si=si, X=X)  # fmt: skip
