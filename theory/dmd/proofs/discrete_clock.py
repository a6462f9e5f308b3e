"""Steps to the discrete clock: with L = √η Λ one step makes W₊ = (I − Y)W(I − Y), W = S⁻¹ − I, and tr W falls.

Positive semidefinite matrices stand as Gram matrices: W = wwᵀ, D = FFᵀ, dI − D = EEᵀ, n = ppᵀ, hI − n = BBᵀ, Y = yyᵀ,
hI − Y = CCᵀ. Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from theory.dmd.proofs.derivation import INVERSE
from theory.prove.derivation import Book
from theory.prove.letters import diagonal, dimensions, matrix, positive

GRAMS = ("w", "F", "E", "B", "y", "C")
LETTERS = [
    *dimensions("q", *(f"e{name}" for name in GRAMS)),
    positive("h"),
    positive("d"),
    positive("a"),
    diagonal("L", "q"),
    matrix("K", "q", "q"),
    matrix("J", "q", "q"),
    matrix("S", "q", "q", "K*K.T"),
    matrix("Z", "q", "q", "J.T*J"),
    matrix("D", "q", "q", "I(q)-S"),
    matrix("W", "q", "q", "Z-I(q)"),
    matrix("n", "q", "q", "L*S*L"),
    matrix("p", "q", "q"),
    matrix("N", "q", "q"),
    matrix("Y", "q", "q"),
    *(matrix(name, "q", f"e{name}") for name in GRAMS),
]
GIVEN = [
    *INVERSE,
    "Y*(I(q)+D*n) == n",
    "(I(q)+n*D)*Y == n",
    "W == w*w.T",
    "D == F*F.T",
    "d*I(q) - D == E*E.T",
    "n == p*p.T",
    "h*I(q) - n == B*B.T",
    "Y == y*y.T",
    "h*I(q) - Y == C*C.T",
    "p*N == I(q)",
    "N*p == I(q)",
    "a*(1+h*d) == 1",
]
NEXT_LETTERS = [
    *LETTERS,
    positive("g"),
    matrix("Q", "q", "q"),
    matrix("S1", "q", "q", "(I(q)+D*n)*Q*(I(q)+n*D)"),
    matrix("Z1", "q", "q"),
]
NEXT_GIVEN = [*GIVEN, "(I(q)+S*n*D*n)*Q == S", "S1*Z1 == I(q)", "g == 2-h"]
MEANS = ["def W", "def Z", "def D", "def n", "def S", *INVERSE]
MOVED = "(I(q)+(I(q)-Y)*W*(I(q)-Y))"
"""S₊⁻¹ as W moves on."""


def moved(book: Book) -> str:
    """(I + nD) S₊⁻¹ (I + Dn) = Z + nDn, with S₊⁻¹ = I + (I − Y)W(I − Y)."""
    return book.expand(
        LETTERS,
        GIVEN,
        f"(I(q)+n*D)*{MOVED}*(I(q)+D*n) == Z + n*D*n",
        MEANS,
        None,
        [["-_*W*(I(q)-Y)*(I(q)+D*n)", "(I(q)+n*D)*Y == n"], ["-(I(q)+n*D-n)*W*_", "Y*(I(q)+D*n) == n"]],
    )


def split(book: Book) -> str:
    """tr W − tr W₊ = 2 tr WY − tr WY²."""
    return book.expand(LETTERS, GIVEN, "tr(W) - tr((I(q)-Y)*W*(I(q)-Y)) == 2*tr(W*Y) - tr(W*Y*Y)", [])


def half(book: Book) -> str:
    """2 tr WY − tr WY² ≥ (2 − h) tr WY for Y ⪯ hI."""
    return book.order(
        LETTERS,
        GIVEN,
        "2*tr(W*Y) - tr(W*Y*Y) >= (2-h)*tr(W*Y)",
        [{"weight": "h**(-1)", "gram": "C.T*y*y.T*w"}, {"weight": "h**(-1)", "gram": "y.T*(h*I(q)-y*y.T)*w"}],
        ["W == w*w.T", "Y == y*y.T", ("h*I(q) - Y == C*C.T", "C*C.T")],
    )


def keeps(book: Book) -> str:
    """tr WY ≥ a tr Wn, a = 1/(1 + hd), for D ⪯ dI and n ⪯ hI."""
    resolvent = book.expand(
        LETTERS,
        GIVEN,
        "y*y.T*N.T*N == I(q) - y*y.T*F*F.T",
        ["Y == y*y.T", "n == p*p.T", "D == F*F.T", "p*N == I(q)", "N*p == I(q)"],
        None,
        [["_*N.T*N", "Y*(I(q)+D*n) == n"]],
    )
    return book.order(
        LETTERS,
        GIVEN,
        "tr(W*Y) >= a*tr(W*n)",
        [
            {"gram": "F.T*(y*y.T-a*p*p.T)*w"},
            {"gram": "N*(y*y.T-a*p*p.T)*w"},
            {"weight": "a**2", "gram": "E.T*p*p.T*w"},
            {"weight": "a**2*d*h**(-1)", "gram": "B.T*p*p.T*w"},
            {"weight": "a**2*d*h**(-1)", "gram": "p.T*(h*I(q)-p*p.T)*w"},
        ],
        [
            "W == w*w.T",
            "Y == y*y.T",
            "n == p*p.T",
            ("resolvent", "y*y.T*N.T*N"),
            ("d*I(q) - D == E*E.T", "E*E.T"),
            ("h*I(q) - n == B*B.T", "B*B.T"),
            "D == F*F.T",
            "p*N == I(q)",
            "N*p == I(q)",
            ("a*(1+h*d) == 1", "a*h*d"),
        ],
        {"resolvent": resolvent},
    )


def turns(book: Book) -> str:
    """tr Wn ≥ tr L²D."""
    return book.order(
        LETTERS,
        GIVEN,
        "tr(W*n) >= tr(L*L*D)",
        [{"weight": "1/2", "gram": "K.T*L*J.T - J*L*K"}],
        [*(f"def {name}" for name in ("W", "n", "Z", "D", "S")), "K*J == I(q)", "J*K == I(q)"],
    )


def falls(book: Book, step: str, half: str, keeps: str, turns: str) -> str:
    """V − V₊ ≥ (2 − h)·a·tr L²D; ``step`` is `moved`."""
    after = _next_inverse(book, step)
    return book.order(
        NEXT_LETTERS,
        NEXT_GIVEN,
        "tr(Z) - tr(Z1) >= (2-h)*a*tr(L*L*D)",
        [
            {"facts": ["half"]},
            {"weight": "g", "facts": ["keeps"]},
            {"weight": "g*a", "facts": ["turns"]},
        ],
        ["def W", "g == 2-h"],
        {"after": after, "half": half, "keeps": keeps, "turns": turns},
        [["-1*tr(_)", "after"]],
    )


def _next_inverse(book: Book, step: str) -> str:
    """S₊⁻¹ = Z1 is P = I + (I − Y)W(I − Y): (I + nD)P S₊ = I + nD, (I − YD)(I + nD) = I, and S₊Z1 = I."""
    inverse = book.expand(NEXT_LETTERS, NEXT_GIVEN, "(Z+n*D*n)*Q == I(q)", MEANS, None, [["Z*_", "(I(q)+S*n*D*n)*Q == S"]])
    left = book.expand(
        NEXT_LETTERS,
        NEXT_GIVEN,
        f"(I(q)+n*D)*{MOVED}*S1 == I(q)+n*D",
        ["def S1"],
        {"moved": step, "inverse": inverse},
        [["_*Q*(I(q)+n*D)", "moved"], ["_*(I(q)+n*D)", "inverse"]],
    )
    one = book.expand(
        NEXT_LETTERS,
        NEXT_GIVEN,
        f"{MOVED}*S1 == I(q)",
        [],
        {"left": left},
        [["(I(q)-Y*D)*_", "left"], [f"_*D*{MOVED}*S1", "Y*(I(q)+D*n) == n"], ["-1*_*D", "Y*(I(q)+D*n) == n"]],
    )
    return book.expand(
        NEXT_LETTERS, NEXT_GIVEN, f"Z1 == {MOVED}", [], {"one": one}, [["-1*_*Z1", "one"], [f"{MOVED}*_", "S1*Z1 == I(q)"]]
    )
