"""Steps to the descent of the discrete iteration: the best magnitudes, the exact change of a step, its bound, one whole step.

With ‖A‖ ≤ 1, M = |B| and Q = (I − XXᵀ)AX; positive semidefinite matrices stand as Gram matrices. Source: ours, for
arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.dmd.problem import Objective
from theory.dmd.scenes import points as models
from theory.prove.derivation import Book
from theory.prove.letters import diagonal, dimensions, matrix, positive

CHANGE = "4*eta*tr(Q.T*Q*B*B) + 2*eta**2*tr(B*B*B*Q.T*A*Q) - 2*eta**2*tr(Q.T*Q*B*B*B*B) - eta**4*tr(B*B*B*Q.T*Q*B*B*B*Q.T*Q)"
"""4f(X) − ‖A − CBCᵀ‖² of the step C = X + ηQB."""
NAMES = ("E", "G", "V", "Y", "T")
FREE = [
    *dimensions("m", "r", *(f"e{name}" for name in (*NAMES, "Z1", "Z2"))),
    positive("eta"),
    positive("g"),
    matrix("A", "m", "m"),
    diagonal("B"),
    diagonal("M"),
    matrix("Q", "m", "r"),
    *(matrix(name, "r", f"e{name}") for name in NAMES),
    matrix("Z1", "eZ1", "m"),
    matrix("Z2", "eZ2", "m"),
]
GRAM = [
    "M*M == B*B",
    "E*E.T == M*M*M + B*B*B",
    "G*G.T == M*M*M - B*B*B",
    "V*V.T == I(r) - B*B - Q.T*Q",
    "Y*Y.T == I(r) - M",
    "T*T.T == I(r) - M*M",
    "Z1.T*Z1 == I(m) - A",
    "Z2.T*Z2 == I(m) + A",
    "g == 2 - eta**2",
]


def best(book: Book) -> str:
    """‖A − CBCᵀ‖² ≥ ‖A‖² − ‖X₊ᵀAX₊‖² for C = X₊R: no magnitudes are better than the exact ones."""
    symmetric = [
        matrix("A0", "m", "m"),
        matrix("A", "m", "m", "A0+A0.T"),
        matrix("B0", "r", "r"),
        matrix("B", "r", "r", "B0+B0.T"),
    ]
    letters = [*dimensions("m", "r"), *symmetric, matrix("X1", "m", "r"), matrix("R", "r", "r"), matrix("C", "m", "r", "X1*R")]
    return book.order(
        letters,
        ["X1.T*X1 == I(r)"],
        "tr((A-C*B*C.T)*(A-C*B*C.T)) >= tr(A*A) - tr(X1.T*A*X1*X1.T*A*X1)",
        [{"gram": "R*B*R.T - X1.T*A*X1"}],
        ["def C", "X1.T*X1 == I(r)", "def A", "def B"],
    )


def exact(book: Book) -> str:
    """The change of ‖A − CBCᵀ‖² in one step, for orthonormal X and exact magnitudes."""
    book.scene = models.random_descent(Random(5), Objective())
    point = [
        *dimensions("m", "r"),
        positive("eta"),
        matrix("A", "m", "m"),
        matrix("X", "m", "r"),
        diagonal("B"),
        matrix("Q", "m", "r"),
        matrix("C", "m", "r", "X+eta*Q*B"),
    ]
    known = ["X.T*X == I(r)", "A*X == X*B + Q", "X.T*A == B*X.T + Q.T", "X.T*Q == 0"]
    return book.expand(
        point,
        known,
        f"tr(A*A) - tr(B*B) - tr((A-C*B*C.T)*(A-C*B*C.T)) == {CHANGE}",
        ["def C", "A*X == X*B + Q", "X.T*A == B*X.T + Q.T", "X.T*X == I(r)", "X.T*Q == 0"],
    )


def falls(book: Book) -> str:
    """The change is at least 4η(1 − η)‖QB‖²."""
    terms = [
        {"weight": "eta**2", "gram": "Z2*Q*E"},
        {"weight": "eta**2", "gram": "Z1*Q*G"},
        {"weight": "eta**4", "gram": "G.T*Q.T*Q*E"},
        {"weight": "eta**4", "gram": "Q*M*M*M*V"},
        {"weight": "2*eta**2", "gram": "Q*M*Y"},
        {"weight": "eta**2*g", "gram": "Q*M*T"},
        {"weight": "eta**4", "gram": "Q*M*(I(r)-M*M)"},
        {"weight": "eta**4", "gram": "Q*M*M*(I(r)-M*M)"},
    ]
    return book.order(
        FREE,
        GRAM,
        f"{CHANGE} >= 4*eta*(1-eta)*tr(Q.T*Q*B*B)",
        terms,
        GRAM[1:],
        None,
        [
            ["-4*eta**2*tr(_*Q.T*Q)", "M*M == B*B"],
            ["2*eta**2*tr(_*(M*M+B*B)*Q.T*Q)", "M*M == B*B"],
            ["-eta**4*tr(_*M**6*Q.T*Q)", "M*M == B*B"],
        ],
    )


def whole_step(book: Book, exact: str, falls: str) -> str:
    """4f(X) − 4f(X₊) ≥ 4η(1 − η)‖QB‖² for orthonormal X, X₊ with X + ηQB = X₊R, Q = AX − XB and B = XᵀAX."""
    book.scene = models.random_descent(Random(5), Objective(), orthonormal=True)
    defined = {"A": matrix("A", "m", "m", "A0+A0.T"), "Q": matrix("Q", "m", "r", "A*X-X*B")}
    others = [entry for entry in FREE if entry[0] not in defined]
    new = [matrix("A0", "m", "m"), defined["A"], matrix("X", "m", "r"), defined["Q"], matrix("C", "m", "r", "X+eta*Q*B"),
           matrix("X1", "m", "r"), matrix("R", "r", "r")]  # fmt: skip
    letters = [*others, *new]
    given = [*GRAM, "X.T*X == I(r)", "X.T*A*X == B", "X1.T*X1 == I(r)", "X + eta*Q*B == X1*R"]
    frame, forced, after, spans = given[len(GRAM) :]
    know = {
        "image": book.expand(letters, given, "A*X == X*B + Q", ["def Q"]),
        "transposed": book.expand(letters, given, "X.T*A == B*X.T + Q.T", ["def Q", "def A"]),
        "apart": book.expand(letters, given, "X.T*Q == 0", ["def Q", frame], None, [["_", forced]]),
    }
    span = book.expand(letters, given, "C == X1*R", ["def C"], None, [["_", spans]])
    best = book.order(
        letters,
        given,
        "tr((A-C*B*C.T)*(A-C*B*C.T)) >= tr(A*A) - tr(X1.T*A*X1*X1.T*A*X1)",
        [{"gram": "R*B*R.T - X1.T*A*X1"}],
        [("span", "C"), after, "def A"],
        {"span": span},
    )
    loss = book.expand(
        letters,
        given,
        "tr((A-X*B*X.T)*(A-X*B*X.T)) == tr(A*A) - tr(B*B)",
        [frame],
        None,
        [["-2*tr(_*B)", forced]],
    )
    projected = "(A-X1*X1.T*A*X1*X1.T)"
    next_loss = book.expand(letters, given, f"tr({projected}*{projected}) == tr(A*A) - tr(X1.T*A*X1*X1.T*A*X1)", [after])
    return book.order(
        letters,
        given,
        f"tr((A-X*B*X.T)*(A-X*B*X.T)) - tr({projected}*{projected}) >= 4*eta*(1-eta)*tr((Q*B).T*Q*B)",
        [{"facts": ["best"]}, {"facts": ["falls"]}],
        [],
        {"best": best, "falls": falls, "loss": loss, "next loss": next_loss, "exact": exact, **know},
        [["_", "loss"], ["-1*_", "next loss"], ["_", "exact"]],
    )
