"""The closed list of facts that may be cited: textbook statements in kernel form, each with its reference.

No entry mentions an objective, an algorithm or a paper. ``tests/theory/kernel/test_lemmas.py`` tries to falsify each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Lemma:
    """A statement (letters, given, exists, then) and where it is proved."""

    statement: dict
    reference: str


_PRODUCT = [
    ["N", {"kind": "integer", "min": "1"}],
    ["e", {"kind": "dimension", "over": ["n", "0", "N"]}],
    ["V", {"kind": "matrix", "over": ["n", "1", "N"], "shape": ["e[n]", "e[n-1]"]}],
    ["P", {"kind": "matrix", "over": ["n", "0", "N"], "shape": ["e[n]", "e[0]"],
           "first": "I(e[0])", "next": "V[n+1]*P[n]"}],
    ["Q", {"kind": "real", "over": ["n", "0", "N"], "first": "0", "next": "Q[n]+tr(V[n+1].T*V[n+1])"}],
]  # fmt: skip

_MOVED = [
    ["m", {"kind": "integer", "min": "1"}],
    ["n", {"kind": "integer", "min": "1"}],
    ["h", {"kind": "positive"}],
    ["X", {"kind": "matrix", "shape": ["m", "n"]}],
    ["Z", {"kind": "matrix", "shape": ["m", "n"]}],
    ["s", {"kind": "real"}],
    ["t", {"kind": "real"}],
    ["a", {"kind": "real"}],
]  # fmt: skip

LEMMAS = {
    "thin SVD": Lemma(
        {
            "letters": [
                ["m", {"kind": "integer", "min": "1"}],
                ["n", {"kind": "integer", "min": "1"}],
                ["M", {"kind": "matrix", "shape": ["m", "n"]}],
            ],
            "given": [],
            "exists": [
                ["r", {"kind": "integer", "min": "0"}],
                ["U", {"kind": "matrix", "shape": ["m", "r"]}],
                ["S", {"kind": "diagonal", "size": "r", "positive": True}],
                ["V", {"kind": "matrix", "shape": ["n", "r"]}],
            ],
            "then": ["M == U*S*V.T", "U.T*U == I(r)", "V.T*V == I(r)"],
        },
        "Horn, Johnson, Matrix Analysis, 2nd ed., Theorem 2.6.3",
    ),
    "von Neumann": Lemma(
        {
            "letters": [
                ["m", {"kind": "integer", "min": "1"}],
                ["n", {"kind": "integer", "min": "1"}],
                ["r", {"kind": "integer", "min": "0"}],
                ["A", {"kind": "matrix", "shape": ["m", "r"]}],
                ["T", {"kind": "diagonal", "size": "r", "positive": True}],
                ["B", {"kind": "matrix", "shape": ["n", "r"]}],
                ["M", {"kind": "matrix", "shape": ["m", "n"]}],
            ],
            "given": ["A.T*A == I(r)", "B.T*B == I(r)"],
            "exists": [
                ["C", {"kind": "matrix", "shape": ["m", "r"]}],
                ["D", {"kind": "diagonal", "size": "r"}],
                ["E", {"kind": "matrix", "shape": ["n", "r"]}],
                ["g", {"kind": "real"}],
                ["J", {"kind": "diagonal", "size": "r"}],
                ["K", {"kind": "matrix", "shape": ["n", "n"]}],
            ],
            "then": [
                "C.T*C == I(r)",
                "E.T*E == I(r)",
                "M*E == C*D",
                "M.T*C == E*D",
                "g >= 0",
                "D == g*I(r) + J*J",
                "(M-C*D*E.T).T*(M-C*D*E.T) + K*K.T == g**2*I(n)",
                "tr(T*D) >= tr(B*T*A.T*M)",
            ],
        },
        "Horn, Johnson, Matrix Analysis, 2nd ed., Theorems 2.6.3 and 7.4.1.1. D holds the r largest singular values of M in "
        "the order of T (the two frames give r <= min(m, n)): D >= g >= 0, and g bounds what M has outside C, E",
    ),
    "Schatten-Hölder": Lemma(
        {
            "letters": _PRODUCT,
            "given": [],
            "exists": [
                ["r", {"kind": "integer", "min": "0"}],
                ["A", {"kind": "matrix", "shape": ["e[N]", "r"]}],
                ["T", {"kind": "diagonal", "size": "r", "positive": True}],
                ["B", {"kind": "matrix", "shape": ["e[0]", "r"]}],
            ],
            "then": ["P[N] == A*T**N*B.T", "A.T*A == I(r)", "B.T*B == I(r)", "Q[N] >= N*tr(T*T)"],
        },
        "Horn, Johnson, Topics in Matrix Analysis, Theorem 3.3.14 (products), with the inequality of the means",
    ),
    "Weyl from below": Lemma(
        {
            "letters": [
                *_MOVED,
                ["r", {"kind": "integer", "min": "1"}],
                ["U", {"kind": "matrix", "shape": ["m", "r"]}],
                ["e", {"kind": "integer", "min": "1"}],
                ["K", {"kind": "matrix", "shape": ["m", "e"]}],
            ],
            "given": ["U.T*U == I(r)", "U*U.T*Z == Z", "h*X*X.T == K*K.T + s**2*U*U.T", "t**2 >= h*tr((Z-X).T*(Z-X))",
                      "t >= 0", "s >= t", "(s-t)**2 >= a"],
            "exists": [
                ["f", {"kind": "integer", "min": "1"}],
                ["J", {"kind": "matrix", "shape": ["m", "f"]}],
            ],
            "then": ["h*Z*Z.T == J*J.T + a*U*U.T"],
        },
        "Horn, Johnson, Matrix Analysis, 2nd ed., Corollary 7.3.5 (least singular value on the range of U), with a root",
    ),
    "Weyl from above": Lemma(
        {
            "letters": [
                *_MOVED,
                ["e", {"kind": "integer", "min": "1"}],
                ["K", {"kind": "matrix", "shape": ["n", "e"]}],
            ],
            "given": ["h*X.T*X + K*K.T == s**2*I(n)", "t**2 >= h*tr((Z-X).T*(Z-X))", "t >= 0", "s >= 0", "a >= (s+t)**2"],
            "exists": [
                ["f", {"kind": "integer", "min": "1"}],
                ["J", {"kind": "matrix", "shape": ["n", "f"]}],
            ],
            "then": ["h*Z.T*Z + J*J.T == a*I(n)"],
        },
        "Horn, Johnson, Matrix Analysis, 2nd ed., Corollary 7.3.5 (largest singular value), with a root",
    ),
}
