"""Exact models of the convergence theorems with r = 2 < d, m ≠ n, unequal singular values and three sweeps.

X_0 = U diag(x_1, x_2) Qᵀ with orthonormal U (4×2), Q (d×2) and x_1 < x_2, Y_0 without structure, A = X_0Y_0ᵀ − UN with a small
N, heavier in the weak direction. The iterates are exact. ``over`` names a hypothesis that is violated instead: "rate" (g from
the larger singular value: S for s), "column" (A leaves the columns of U), "horizon" (twice as many sweeps as allowed).
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.agd.problem import Objective
from theory.agd.scenes.horizon import root, root_below
from theory.exact.gram import gram_factor
from theory.exact.matrices import columns, diagonal, identity, minus, times, to_json
from theory.exact.random_matrices import whole
from theory.models.numbers import Matrix

KINDS = ("free", "sharp", "closed", "closed sharp", "main")
RANK, SWEEPS = 2, 3


def random_wide(rng: Random, objective: Objective, kind: str = "free", over: str = "") -> dict:
    """A run inside the hypotheses of one theorem: horizon-free, sharpened, their closed forms, or the main theorem.

    All entries are dyadic (frames of halves of ±1), so that three sweeps stay below 1,500 digits."""
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind}")
    m, n, d = 4, rng.choice([2, 3, 5]), rng.choice([3, 4])
    c, bits = objective.fit, rng.choice([2, 3])
    h = Fraction(1, 4**bits)
    eta = h / (2 * c)
    numbers = scalars(rng, kind, over)
    basis, turn = halves(rng), halves(rng) if d == 4 else axes(rng, d)
    frame, turn = columns(basis, 0, RANK), columns(turn, 0, RANK)
    start = frame * diagonal([2**bits * (numbers["s"] + TINY), 2**bits * (numbers["S"] - TINY)]) * turn.T
    y0 = shrunk(whole(rng, n, d), numbers["y"] ** 2 / h, 1)
    weak = whole(rng, RANK, n)
    residual = frame * Matrix((tuple(3 * v for v in weak.rows[0]), weak.rows[1]))
    if over == "column":
        residual = residual + columns(basis, RANK, RANK + 1) * times(Fraction(16), whole(rng, 1, n))
    size = largest_residual(kind, numbers, c, eta) * rng.choice([Fraction(1), Fraction(rng.randint(2, 9), 10)])
    residual = shrunk(residual, size**2, 4)
    target = minus(start * y0.T, residual)
    xs, ys = [start], [y0]
    for k in range(SWEEPS):
        xs.append(minus(xs[k], times(h, minus(xs[k] * ys[k].T, target) * ys[k])))
        ys.append(minus(ys[k], times(h, minus(xs[k + 1] * ys[k].T, target).T * xs[k + 1])))
    losses = [c * (v.T * v).trace() for v in (minus(a * b.T, target) for a, b in zip(xs, ys, strict=True))]
    gaps = {"K": minus(times(h, start * start.T), times(numbers["s"] ** 2, frame * frame.T)),
            "J": minus(identity(d, numbers["S"] ** 2), times(h, start.T * start)),
            "E": minus(identity(d, numbers["y"] ** 2), times(h, y0.T * y0))}  # fmt: skip
    factors = {k: gram_factor(v) for k, v in gaps.items()}
    return {"m": m, "n": n, "d": d, "r": RANK, "T": SWEEPS, "k": rng.randint(1, SWEEPS),
            **{"e" + k: len(v.rows[0]) for k, v in factors.items()}, **{k: to_json(v) for k, v in factors.items()},
            "U": to_json(frame), "A": to_json(target), "X": to_json(dict(enumerate(xs))), "Y": to_json(dict(enumerate(ys))),
            "w": {str(k): root(f)(Fraction(1)) for k, f in enumerate(losses)},
            "eta": str(eta), **{k: str(v) for k, v in numbers.items()}}  # fmt: skip


TINY = Fraction(1, 64)
"""How far the singular values lie inside s and S."""


def halves(rng: Random) -> Matrix:
    """A 4×4 orthogonal matrix of halves of ±1, rows and columns in random order."""
    signs = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 1, -1, -1], [1, -1, -1, 1]]
    rng.shuffle(signs)
    order, flips = rng.sample(range(4), 4), [rng.choice([-1, 1]) for _ in range(4)]
    return Matrix(tuple(tuple(Fraction(f * row[j], 2) for j, f in zip(order, flips, strict=True)) for row in signs))


def axes(rng: Random, size: int) -> Matrix:
    """A signed permutation."""
    order = rng.sample(range(size), size)
    return Matrix(tuple(tuple(Fraction(rng.choice([-1, 1]) if j == i else 0) for j in range(size)) for i in order))


def shrunk(value: Matrix, square: Fraction, bits: int) -> Matrix:
    """The matrix times the largest t ≤ its cap with ‖·‖²_F ≤ ``square``, t of ``bits`` significant bits."""
    cap = root_below(square / (value.T * value).trace())
    unit = Fraction(1)
    while unit * 2**bits > cap:
        unit /= 2
    while unit * 2 ** (bits + 1) <= cap:
        unit *= 2
    return times(int(cap / unit) * unit, value)


def scalars(rng: Random, kind: str, over: str) -> dict[str, Fraction]:
    """Every number of the hypotheses."""
    closed = "closed" in kind
    s = Fraction(rng.randint(6, 9) if closed or kind == "main" else rng.randint(8, 13), 20)
    big = Fraction(rng.randint(13, 14) if closed or kind == "main" else rng.randint(16, 20), 20)
    shares = {"closed sharp": [16], "closed": [2], "main": [2, 20, 100]}
    dx = s / rng.choice(shares.get(kind, [4, 20, 100]))
    half = closed or kind == "main"
    dy = s * Fraction(453, 2000) if kind == "closed sharp" else dx if half else Fraction(1, rng.randint(2, 20))
    y = s / rng.randint(13, 20) if kind == "closed sharp" else Fraction(1, rng.randint(3, 20))
    g = min((s - dx) ** 2, 2 - (big + dx) ** 2)
    if over == "rate":
        g = min((big - dx) ** 2, 2 - (big + dx) ** 2)
    uy = y + dy
    return {"s": s, "S": big, "y": y, "DX": dx, "DY": dy, "g": g, "p": 1 - g, "q": 2 - g, "uY": uy,
            "cX": 1 - (big + dx) ** 2 / 2, "cY": 1 - uy**2 / 2}  # fmt: skip


def largest_residual(kind: str, v: dict[str, Fraction], c: Fraction, eta: Fraction) -> Fraction:
    """A bound on ‖R_0‖_F that the step condition of the theorem allows."""
    if "closed" in kind:
        return root_below(v["s"] ** 4 / 64 / (2 * c * c * eta**2))
    if kind == "main":
        return root_below(min(v["DX"], v["DY"]) ** 2 / (4 * c * c * eta**2 * SWEEPS))
    length = 2 * c * c * eta**2 * v["q"]
    pushed = v["g"] ** 2 * v["DX"] ** 2 / (4 * c * c * eta**2 * v["uY"] ** 2)
    first = pushed if kind == "sharp" else v["g"] * v["cY"] * v["DX"] ** 2 / length
    return root_below(min(first, v["g"] * v["cX"] * v["DY"] ** 2 / length))
