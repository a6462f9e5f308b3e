"""The discrete iteration of direction-magnitude decomposition: its clock, descent, the sharp constant at rank two.

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.dmd.problem import Objective
from theory.dmd.proofs.derivation import INVERSE, new_book
from theory.dmd.scenes import points as models
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive, real


def discrete_clock() -> Derivation:
    """One step with L = √η Λ, ‖L‖² ≤ h < 2: W₊ = (I − Y)W(I − Y), and V − V₊ ≥ (2 − h)/(1 + hd)·tr(L²D) where D ≤ d."""
    book = new_book("random_clock")
    sizes = [f"e{name}" for name in ("w", "F", "E", "B", "y", "C")]
    letters = [
        *dimensions("q", *sizes),
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
        *(matrix(name, "q", f"e{name}") for name in ("w", "F", "E", "B", "y", "C")),
    ]
    given = [
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
    basic = [*((["def", name], name) for name in ("W", "Z", "D", "n", "S")), (["given", 0], "K*J"), (["given", 1], "J*K")]
    moved = book.expand(
        letters,
        given,
        "(I(q)+n*D)*(I(q)+(I(q)-Y)*W*(I(q)-Y))*(I(q)+D*n) == Z + n*D*n",
        basic,
        None,
        [["-_*W*(I(q)-Y)*(I(q)+D*n)", ["given", 3]], ["-(I(q)+n*D-n)*W*_", ["given", 2]]],
    )
    split = book.expand(letters, given, "tr(W) - tr((I(q)-Y)*W*(I(q)-Y)) == 2*tr(W*Y) - tr(W*Y*Y)", [])
    half = book.order(
        letters,
        given,
        "2*tr(W*Y) - tr(W*Y*Y) >= (2-h)*tr(W*Y)",
        [{"weight": "h**(-1)", "gram": "C.T*y*y.T*w"}, {"weight": "h**(-1)", "gram": "y.T*(h*I(q)-y*y.T)*w"}],
        [(["given", 4], "W"), (["given", 9], "Y"), (["given", 10], "C*C.T")],
    )
    resolvent = book.expand(
        letters,
        given,
        "y*y.T*N.T*N == I(q) - y*y.T*F*F.T",
        [(["given", 9], "Y"), (["given", 7], "n"), (["given", 5], "D"), (["given", 11], "p*N"), (["given", 12], "N*p")],
        None,
        [["_*N.T*N", ["given", 2]]],
    )
    keeps = book.order(
        letters,
        given,
        "tr(W*Y) >= a*tr(W*n)",
        [
            {"gram": "F.T*(y*y.T-a*p*p.T)*w"},
            {"gram": "N*(y*y.T-a*p*p.T)*w"},
            {"weight": "a**2", "gram": "E.T*p*p.T*w"},
            {"weight": "a**2*d*h**(-1)", "gram": "B.T*p*p.T*w"},
            {"weight": "a**2*d*h**(-1)", "gram": "p.T*(h*I(q)-p*p.T)*w"},
        ],
        [
            (["given", 4], "W"),
            (["given", 9], "Y"),
            (["given", 7], "n"),
            (["premise", 0, 0], "y*y.T*N.T*N"),
            (["given", 6], "E*E.T"),
            (["given", 8], "B*B.T"),
            (["given", 5], "D"),
            (["given", 11], "p*N"),
            (["given", 12], "N*p"),
            (["given", 13], "a*h*d"),
        ],
        [resolvent],
    )
    turns = book.order(
        letters,
        given,
        "tr(W*n) >= tr(L*L*D)",
        [{"weight": "1/2", "gram": "K.T*L*J.T - J*L*K"}],
        [*((["def", name], name) for name in ("W", "n", "Z", "D", "S")), (["given", 0], "K*J"), (["given", 1], "J*K")],
    )
    return book.derivation(
        moved,
        split,
        half,
        keeps,
        turns,
        prose=(
            "With S₊ = TQTᵀ (dmd-recursion) S₊⁻¹ = T⁻ᵀ(Z + nDn)T⁻¹, T = I + Dn, so [1] is W₊ = (I − Y)W(I − Y) with Y = (D + "
            "n⁻¹)⁻¹ (singular Λ by continuity). Chained: V − V₊ = 2tr WY − tr WY² [2] ≥ (2 − h)tr WY [3] ≥ (2 − h)a tr Wn "
            "[4] ≥ (2 − h)a tr L²D [5], a = 1/(1 + hd), d = 1 for every start: V − V₊ ≥ 2c₁η tr Λ²D, c₁ = (2 − h)/(2(1 + h)) "
            "for all 0 < h < 2 and any signs. The Gram letters exist because W, D, I − D, n, hI − n, Y, hI − Y are positive "
            "semidefinite (n − Y = YDY + YDnDY)."
        ),
    )


def descent() -> Derivation:
    """‖A‖ ≤ 1, η ≤ 1, exact Θ: f(X₊) ≤ f(X) − η(1 − η)‖G‖², ‖G‖² = tr KB², K = QᵀQ, Q = (I − XXᵀ)AX: three steps."""
    book = new_book("random_span")
    symmetric = [
        matrix("A0", "m", "m"),
        matrix("A", "m", "m", "A0+A0.T"),
        matrix("B0", "r", "r"),
        matrix("B", "r", "r", "B0+B0.T"),
    ]
    opened = [(["def", "A"], "A"), (["def", "B"], "B")]
    letters = [*dimensions("m", "r"), *symmetric, matrix("X1", "m", "r"), matrix("R", "r", "r"), matrix("C", "m", "r", "X1*R")]
    best = book.order(
        letters,
        ["X1.T*X1 == I(r)"],
        "tr((A-C*B*C.T)*(A-C*B*C.T)) >= tr(A*A) - tr(X1.T*A*X1*X1.T*A*X1)",
        [{"gram": "R*B*R.T - X1.T*A*X1"}],
        [(["def", "C"], "C"), (["given", 0], "X1.T*X1"), *opened],
    )
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
    change = (
        "4*eta*tr(Q.T*Q*B*B) + 2*eta**2*tr(B*B*B*Q.T*A*Q) - 2*eta**2*tr(Q.T*Q*B*B*B*B) - eta**4*tr(B*B*B*Q.T*Q*B*B*B*Q.T*Q)"
    )
    exact = book.expand(
        point,
        known,
        f"tr(A*A) - tr(B*B) - tr((A-C*B*C.T)*(A-C*B*C.T)) == {change}",
        [(["def", "C"], "C"), (["given", 1], "A*X"), (["given", 2], "X.T*A"), (["given", 0], "X.T*X"), (["given", 3], "X.T*Q")],
    )
    names = ("E", "G", "V", "Y", "T")
    free = [
        *dimensions("m", "r", *(f"e{name}" for name in (*names, "Z1", "Z2"))),
        positive("eta"),
        positive("g"),
        matrix("A", "m", "m"),
        diagonal("B"),
        diagonal("M"),
        matrix("Q", "m", "r"),
        *(matrix(name, "r", f"e{name}") for name in names),
        matrix("Z1", "eZ1", "m"),
        matrix("Z2", "eZ2", "m"),
    ]
    given = [
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
    squares = [
        (["given", 1], "E*E.T"),
        (["given", 2], "G*G.T"),
        (["given", 3], "V*V.T"),
        (["given", 4], "Y*Y.T"),
        (["given", 5], "T*T.T"),
        (["given", 6], "Z1.T*Z1"),
        (["given", 7], "Z2.T*Z2"),
        (["given", 8], "g"),
    ]
    falls = book.order(
        free,
        given,
        f"{change} >= 4*eta*(1-eta)*tr(Q.T*Q*B*B)",
        terms,
        squares,
        None,
        [
            ["-4*eta**2*tr(_*Q.T*Q)", ["given", 0]],
            ["2*eta**2*tr(_*(M*M+B*B)*Q.T*Q)", ["given", 0]],
            ["-eta**4*tr(_*M**6*Q.T*Q)", ["given", 0]],
        ],
    )
    return book.derivation(
        best,
        exact,
        falls,
        prose=(
            "X₊ spans C = X + ηQB, so C = X₊R and 4f(X₊) ≤ ‖A − CBCᵀ‖² [1]; 4f(X) − ‖A − CBCᵀ‖² is the "
            "right side of "
            "[2] (X turned so that B is diagonal, which moves neither f nor f₊), and [3] bounds it from below: "
            "4(f − f₊) ≥ 4η(1 − η) tr KB² = 4η(1 − η)‖G‖². M = |B|; the Gram letters exist for "
            "‖A‖ ≤ 1, η ≤ 1 since M³ ± B³, I − M, I − M², I ± A and I − B² − QᵀQ = I − XᵀA²X are positive semidefinite."
        ),
    )


def sharp_constant() -> Derivation:
    """r_A = 2: every coefficient a^i b^j of N is ≥ 0 on the box, for c = 1 − h/2, h ≥ 1/2, and c = (8 − h)/(8 + 4h), h ≤
    1/2."""
    from theory.dmd import sharp_constant as sharp

    book, goals = Book(), []
    letters = [real(name) for name in sharp.LETTERS]
    for case, (low, high) in sharp.CASES.items():
        box = ((Fraction(0), Fraction(1)), (Fraction(-1), Fraction(1)), (low, high))
        given = [
            atom
            for name, (a, b) in zip(sharp.LETTERS, box, strict=True)
            for atom in (f"{name} - {a} >= 0", f"{b} - {name} >= 0")
        ]
        given = [atom.replace("- -1", "+ 1") for atom in given]
        bounds = {name: [["given", 2 * k], ["given", 2 * k + 1]] for k, name in enumerate(sharp.LETTERS)}
        found = sorted(sharp.coefficients(case).items())
        middle = (low + high) / 2 + Fraction(1, 16)
        for _, polynomial in found:
            witness = {"bounds": bounds, "tree": sharp.bisection(polynomial, box, 400)}
            goals.append(
                book.add(
                    "bernstein",
                    letters,
                    given,
                    f"{sharp.text_of(polynomial)} >= 0",
                    [witness],
                    rho="1/3",
                    l="2/5",
                    h=str(middle),
                )
            )
    return book.derivation(
        *goals,
        prose=(
            "W = S⁻¹ − I = [[a, w], [w, b]], w² = ρab, L = √h diag(1, l): V − V₊ − 2cτ = h δ³ N/det², δ = det(I + W) > 0, N "
            "a polynomial of 1,230 terms before w² = ρab, by exact polynomial arithmetic "
            "(theory.dmd.sharp_constant.numerator, anchored on the recursion). The statements [1]–[68] are the 34 "
            "coefficients of a^i b^j in N for each of the two ranges of h, c's denominator 8 + 4h > 0 multiplied out; a, b ≥ "
            "0, so N ≥ 0. c = 1 − h/2 is sharp because it is for r_A = 1."
        ),
    )
