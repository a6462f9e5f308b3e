"""Statements that are false and look true somewhere: for 1 × 1, for square, symmetric or commuting matrices, at L = 2, away
from zero, without ties. Each was written by hand with a counterexample in mind, which is named beside it.
"""

from __future__ import annotations

from typing import Any

Statement = dict[str, Any]
X, Y, Z = (["x", {"kind": "real"}], ["y", {"kind": "real"}], ["z", {"kind": "real"}])
A, B = (["a", {"kind": "positive"}], ["b", {"kind": "positive"}])
M, N, K = ([n, {"kind": "dimension"}] for n in "mnk")
L = ["L", {"kind": "integer", "min": "2"}]


def matrix(name: str, rows: str, columns: str, **more: Any) -> list[Any]:
    return [name, {"kind": "matrix", "shape": [rows, columns], **more}]


def s(letters: list[Any], given: list[str], *then: str) -> Statement:
    return {"letters": letters, "given": given, "then": list(then)}


P, Q, R = matrix("P", "n", "n"), matrix("Q", "n", "n"), matrix("R", "m", "n")
U = matrix("U", "m", "k")
D, E = ["D", {"kind": "diagonal", "size": "n"}], ["E", {"kind": "diagonal", "size": "n", "positive": True}]
W = matrix("W", "n", "n", over=["l", "1", "L"])
V = ["V", {"kind": "matrix", "over": ["l", "0", "L"], "shape": ["n", "n"], "first": "I(n)", "next": "W[l+1]*V[l]"}]
C = ["c", {"kind": "real", "over": ["l", "1", "L"]}]
F = ["F", {"kind": "real", "value": "tr((V[L]-Q).T*(V[L]-Q))"}]
SIZE = ["r", {"kind": "integer", "min": "0"}]
ROOT = ["s", {"kind": "positive", "root": ["L", "a"]}]

KERNEL: dict[str, Statement] = {
    "a scalar identity of size r, r = 0": s([SIZE, X, Y], ["x*I(r) == y*I(r)"], "x == y"),
    "the trace of the identity of another size": s([N, M, P], ["P == I(n)"], "tr(P) == m"),
    "all dimensions are equal": s([N, M], [], "n == m"),
    "all reals are equal": s([X, Y], [], "x == y"),
    "matrices commute": s([N, P, Q], [], "P*Q == Q*P"),
    "an index read as a letter": s([L, X, ["c", {"kind": "real", "over": ["n", "1", "L"], "value": "n"}]], [], "c[2] == x"),
    "a root with slope zero": s([L, A, ROOT], [], "s == 1"),
    "a critical family is the target": s([N, L, W, V, Q, F], ["critical(F, W)"], "V[L] == Q"),
    "a quantified fact at one index only": s([L, C], ["c[1] == 0"], "all(l, 1, L, c[l] == 0)"),
}
"""The kinds that a checker with loose substitutions accepted."""

LOOKALIKES: dict[str, Statement] = {
    "1 x 1: the trace is multiplicative": s([N, P, Q], [], "tr(P*Q) == tr(P)*tr(Q)"),
    "1 x 1: the square of the trace": s([N, P], [], "tr(P)**2 == tr(P*P)"),
    "1 x 1: P is symmetric": s([N, P], [], "P == P.T"),
    "1 x 1: tr PP >= 0": s([N, P], [], "tr(P*P) >= 0"),
    "1 x 1: PP = 0 gives P = 0": s([N, P], ["P*P == 0"], "P == 0"),
    "1 x 1: PQ = 0 gives QP = 0": s([N, P, Q], ["P*Q == 0"], "Q*P == 0"),
    "1 x 1: orthonormal columns are signs": s([N, P], ["P.T*P == I(n)"], "P*P == I(n)"),
    "square: orthonormal columns give rows": s([M, K, U], ["U.T*U == I(k)"], "U*U.T == I(m)"),
    "square: the two Gram traces, sizes in": s([M, N, R], [], "m*tr(R.T*R) == n*tr(R*R.T)"),
    "symmetric: tr PP = tr PᵀP": s([N, P], [], "tr(P*P) == tr(P.T*P)"),
    "symmetric: products of symmetric matrices": s([N, P, Q], ["P == P.T", "Q == Q.T"], "P*Q == (P*Q).T"),
    "commuting: the binomial square": s([N, P, Q], [], "tr((P+Q)**2*P) == tr(P**3+2*P*Q*P+Q**2*P) + tr(P*Q*P-Q*P*P) + tr(P*Q)"),
    "skew: xPx = 0 without P skew": s([N, P, matrix("x", "n", "1")], ["P == -P.T"], "P*x == 0"),
    "diagonal: entries are equal": s([N, D], [], "n*tr(D*D) == tr(D)**2"),
    "positive diagonal: at least the identity": s([N, E], [], "tr(E*E) >= tr(E)"),
    "L = 2: the product of the family": s([L, C, ["p", {"kind": "real", "over": ["l", "0", "L"], "first": "1",
                                                        "next": "c[l+1]*p[l]"}]], [], "p[L] == c[1]*c[2]"),
    "L = 2: the exponent": s([L, A], ["a > 1"], "a**2 >= a**(L-1)", "a**L == a**(2*L-2)"),
    "L <= 3": s([L], [], "4 > L"),
    "L <= 5": s([L], [], "6*L >= L**2 + 3"),
    "away from zero: xy = xz gives y = z": s([X, Y, Z], ["x*y == x*z"], "y == z"),
    "away from zero: x² > 0": s([X], [], "x**2 > 0"),
    "no ties: x > y from x >= y": s([X, Y], ["x >= y"], "x > y"),
    "no ties: a strict mean": s([A, B], [], "(a+b)**2 > 4*a*b"),
    "positive: roots kept by squares": s([X, Y], ["x**2 == y**2"], "x == y"),
    "large: x² >= x": s([X], [], "x**2 >= x"),
    "harmonic mean above": s([A, B], [], "4*a*b >= (a+b)**2"),
    "rank one: every minor": s([N, P], ["tr(P) == 0"], "tr(P*P) == 0"),
    "one double root": s([A], [], "roots(s**2 - 2*a*s + 1, s, double=1)"),
    "derivative of a power": s([L, A], [], "diff(a**L, a) == L*a**L"),
    "second derivative drops a factor": s([L, A], ["a > 1"], "diff(diff(a**L, a), a) == L*a**(L-2)"),
    "Cauchy-Schwarz turned": s([N, P, Q], [], "tr(P.T*Q)**2 >= tr(P.T*P)*tr(Q.T*Q)"),
    "Cauchy-Schwarz, constant too small": s([N, P, Q], [], "9*tr(P.T*P)*tr(Q.T*Q) >= 10*tr(P.T*Q)**2"),
    "the identity is the only idempotent": s([N, P], ["P*P == P"], "P == I(n)"),
    "a sum of a family": s([L, C, ["q", {"kind": "real", "over": ["l", "0", "L"], "first": "0", "next": "q[l] + c[l+1]"}]],
                           ["q[L] == 0"], "all(l, 1, L, c[l] == 0)"),
    "an override changes nothing": s([N, L, W, V, ["w", {"kind": "matrix", "shape": ["n", "n"], "over": ["l", "1", "L"],
                                                         "override": {"of": "W", "at": {"1": "I(n)"}}}]], [], "w[1] == W[1]"),
    "balanced factors are equal": s([N, L, W], ["all(l, 1, L-1, W[l+1].T*W[l+1] == W[l]*W[l].T)"], "W[1] == W[2]"),
}  # fmt: skip
"""Twenty and more of other kinds."""
