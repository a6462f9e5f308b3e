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
    next_letters = [
        *letters,
        positive("g"),
        matrix("Q", "q", "q"),
        matrix("S1", "q", "q", "(I(q)+D*n)*Q*(I(q)+n*D)"),
        matrix("Z1", "q", "q"),
    ]
    follows = [*given, "(I(q)+S*n*D*n)*Q == S", "S1*Z1 == I(q)", "g == 2-h"]
    after = _next_inverse(book, next_letters, follows, basic, moved)
    falls = book.order(
        next_letters,
        follows,
        "tr(Z) - tr(Z1) >= (2-h)*a*tr(L*L*D)",
        [
            {"facts": [["premise", 1, 0]]},
            {"weight": "g", "facts": [["premise", 2, 0]]},
            {"weight": "g*a", "facts": [["premise", 3, 0]]},
        ],
        [(["def", "W"], "W"), (["given", 16], "g")],
        [after, half, keeps, turns],
        [["-1*tr(_)", ["premise", 0, 0]]],
    )
    return book.derivation(
        moved,
        split,
        half,
        keeps,
        turns,
        falls,
        prose=(
            "In words: the step of dmd-recursion with L = √η Λ has T = I + Dn and S₊ = TQTᵀ, (I + SnDn)Q = S (its second goal "
            "transposed), so [6] is V − V₊ ≥ (2 − h)a tr L²D = 2c₁η tr Λ²D for V = tr S⁻¹ − r_A, with c₁ = (2 − h)/(2(1 + h)) "
            "at d = 1, where D ⪯ I needs no hypothesis. It chains S₊⁻¹ = I + (I − Y)W(I − Y) from [1], V − V₊ = 2tr WY − tr "
            "WY² [2] ≥ (2 − h)tr WY [3] ≥ (2 − h)a tr Wn [4] ≥ (2 − h)a tr L²D [5]. The Gram letters exist because W, D, I − "
            "D, n, hI − n, Y = (D + n⁻¹)⁻¹, hI − Y are positive semidefinite (n − Y = YDY + YDnDY). Singular Λ by continuity, "
            "in words."
        ),
    )


def _next_inverse(book: Book, letters: list, given: list[str], basic: list, moved: str) -> str:
    """S₊⁻¹ = Z1 is P = I + (I − Y)W(I − Y): (I + nD)P S₊ = I + nD, (I − YD)(I + nD) = I, and S₊Z1 = I."""
    P = "(I(q)+(I(q)-Y)*W*(I(q)-Y))"
    inverse = book.expand(letters, given, "(Z+n*D*n)*Q == I(q)", basic, None, [["Z*_", ["given", 14]]])
    left = book.expand(
        letters,
        given,
        f"(I(q)+n*D)*{P}*S1 == I(q)+n*D",
        [(["def", "S1"], "S1")],
        [moved, inverse],
        [["_*Q*(I(q)+n*D)", ["premise", 0, 0]], ["_*(I(q)+n*D)", ["premise", 1, 0]]],
    )
    one = book.expand(
        letters,
        given,
        f"{P}*S1 == I(q)",
        [],
        [left],
        [["(I(q)-Y*D)*_", ["premise", 0, 0]], [f"_*D*{P}*S1", ["given", 2]], ["-1*_*D", ["given", 2]]],
    )
    return book.expand(
        letters, given, f"Z1 == {P}", [], [one], [["-1*_*Z1", ["premise", 0, 0]], [f"{P}*_", ["given", 15]]]
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
    whole = _descent_of_a_step(book, [*free, matrix("X", "m", "r")], given, exact, falls)
    return book.derivation(
        best,
        exact,
        falls,
        whole,
        prose=(
            "In words: in [4] X₊ is any orthonormal basis whose span contains C = X + ηQB, the polar and the QR retraction of "
            "the step X − ηG with G = −(I − XXᵀ)AXB = −QB among them, X turned so that B is diagonal (which moves neither f "
            "nor f₊): 4f(X) − 4f(X₊) ≥ 4η(1 − η)‖G‖². It puts together 4f(X₊) ≤ ‖A − CBCᵀ‖² [1], the exact change [2] and its "
            "bound [3]. M = |B|; the Gram letters exist for ‖A‖ ≤ 1, η² < 2 since M³ ± B³, I − M, I − M², I ± A and I − B² − "
            "QᵀQ = I − XᵀA²X are positive semidefinite. For ‖A‖ ≠ 1 scale: h = η‖A‖²."
        ),
    )


def _descent_of_a_step(book: Book, free: list, gram: list[str], exact: str, falls: str) -> str:
    """4f(X) − 4f(X₊) ≥ 4η(1 − η)‖QB‖² for orthonormal X, X₊ with X + ηQB = X₊R, Q = AX − XB and B = XᵀAX."""
    book.scene = models.random_descent(Random(5), Objective(), orthonormal=True)
    defined = {"A": matrix("A", "m", "m", "A0+A0.T"), "Q": matrix("Q", "m", "r", "A*X-X*B")}
    others = [entry for entry in free if entry[0] not in (*defined, "X")]
    new = [matrix("A0", "m", "m"), defined["A"], matrix("X", "m", "r"), defined["Q"], matrix("C", "m", "r", "X+eta*Q*B"),
           matrix("X1", "m", "r"), matrix("R", "r", "r")]  # fmt: skip
    letters = [*others, *new]
    given = [*gram, "X.T*X == I(r)", "X.T*A*X == B", "X1.T*X1 == I(r)", "X + eta*Q*B == X1*R"]
    k = len(gram)
    frame, forced, after, spans = (["given", k + i] for i in range(4))
    symmetric = (["def", "A"], "A")
    know = [
        book.expand(letters, given, "A*X == X*B + Q", [(["def", "Q"], "Q")]),
        book.expand(letters, given, "X.T*A == B*X.T + Q.T", [(["def", "Q"], "Q"), symmetric]),
        book.expand(letters, given, "X.T*Q == 0", [(["def", "Q"], "Q"), (frame, "X.T*X")], None, [["_", forced]]),
    ]
    span = book.expand(letters, given, "C == X1*R", [(["def", "C"], "C")], None, [["_", spans]])
    best = book.order(
        letters,
        given,
        "tr((A-C*B*C.T)*(A-C*B*C.T)) >= tr(A*A) - tr(X1.T*A*X1*X1.T*A*X1)",
        [{"gram": "R*B*R.T - X1.T*A*X1"}],
        [(["premise", 0, 0], "C"), (after, "X1.T*X1"), symmetric],
        [span],
    )
    loss = book.expand(
        letters,
        given,
        "tr((A-X*B*X.T)*(A-X*B*X.T)) == tr(A*A) - tr(B*B)",
        [(frame, "X.T*X")],
        None,
        [["-2*tr(_*B)", forced]],
    )
    projected = "(A-X1*X1.T*A*X1*X1.T)"
    next_loss = book.expand(
        letters, given, f"tr({projected}*{projected}) == tr(A*A) - tr(X1.T*A*X1*X1.T*A*X1)", [(after, "X1.T*X1")]
    )
    return book.order(
        letters,
        given,
        f"tr((A-X*B*X.T)*(A-X*B*X.T)) - tr({projected}*{projected}) >= 4*eta*(1-eta)*tr((Q*B).T*Q*B)",
        [{"facts": [["premise", 0, 0]]}, {"facts": [["premise", 1, 0]]}],
        [],
        [best, falls, loss, next_loss, exact, *know],
        [["_", ["premise", 2, 0]], ["-1*_", ["premise", 3, 0]], ["_", ["premise", 4, 0]]],
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
            "In words: for W = S⁻¹ − I = [[a, w], [w, b]], w² = ρab, L = √h diag(1, l): V − V₊ − 2cτ = h δ³ N/det², δ = det(I "
            "+ W) > 0, N a polynomial of 1,230 terms before w² = ρab, by exact polynomial arithmetic "
            "(theory.dmd.sharp_constant.numerator, anchored on the recursion). The statements [1]–[68] are the 34 "
            "coefficients of a^i b^j in N for each of the two ranges of h, c's denominator 8 + 4h > 0 multiplied out; a, b ≥ "
            "0, so N ≥ 0. That c = 1 − h/2 cannot be larger is known from r_A = 1, in words; c = (8 − h)/(8 + 4h) is not said "
            "to be sharp."
        ),
    )
