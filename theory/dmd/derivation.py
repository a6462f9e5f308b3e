"""DMD, statement by statement: certificates from the objective, and the clock as sums of squares.

Source: arXiv:2606.31390 (abstract; statements ours), arXiv:2510.01175 v2 through notes; reconstructed.

>>> print(clock())
4 certificates, 4 goals
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from theory.dmd import models
from theory.dmd.problem import Objective
from theory.prove.derivation import Book, Derivation
from theory.udu.derivation import diagonal, matrix, positive, real

ORTHONORMAL = "X.T*X == I(r)"


def _book(name: str, objective: Objective | None = None) -> Book:
    return Book(scene=getattr(models, name)(Random(5), objective or Objective()))


def _dimensions(*names: str) -> list:
    return [[name, {"kind": "dimension"}] for name in names]


def _objective(book: Book, objective: Objective) -> tuple[list, str]:
    letters = [
        *_dimensions("m", "r"),
        positive("c", str(objective.fit)),
        matrix("B0", "m", "m"),
        matrix("A", "m", "m", "B0+B0.T"),
        matrix("X", "m", "r"),
        matrix("T0", "r", "r"),
        matrix("T", "r", "r", "T0+T0.T"),
        matrix("R", "m", "m", "X*T*X.T-A"),
        real("f", "c*tr(R.T*R)"),
    ]
    return letters, book.add("objective", letters, [], "f == c*tr(R.T*R)", None)


def gradients(objective: Objective) -> Derivation:
    """f(X + tH, Θ) and f(X, Θ + tE) to first order: 4c(XΘXᵀ − A)XΘ, and 2c(Θ − B) where XᵀX = I; B = XᵀAX."""
    book = _book("random_point", objective)
    letters, root = _objective(book, objective)
    symmetric = [(["def", "R"], "R"), (["def", "A"], "A"), (["def", "T"], "T")]
    here = [
        *letters,
        matrix("H", "m", "r"),
        real("t"),
        matrix("R1", "m", "m", "(X+t*H)*T*(X+t*H).T-A"),
        real("f1", "c*tr(R1.T*R1)"),
    ]
    first, second = "(H*T*X.T+X*T*H.T)", "(H*T*H.T)"
    along = book.expand(
        here,
        [],
        f"f1 == f + t*tr(H.T*4*c*R*X*T) + t**2*c*(tr({first}.T*{first}) + 2*tr(R*{second}))"
        f" + 2*c*t**3*tr({first}*{second}) + c*t**4*tr({second}*{second})",
        [(["def", "f1"], "f1"), (["premise", 0, 0], "f"), (["def", "R1"], "R1"), *symmetric],
        [root],
    )
    there = [
        *letters,
        matrix("E0", "r", "r"),
        matrix("E", "r", "r", "E0+E0.T"),
        real("t"),
        matrix("R1", "m", "m", "X*(T+t*E)*X.T-A"),
        real("f1", "c*tr(R1.T*R1)"),
    ]
    within = book.expand(
        there,
        [ORTHONORMAL],
        "f1 == f + t*tr(E*2*c*(T - X.T*A*X)) + c*t**2*tr(E*E)",
        [
            (["def", "f1"], "f1"),
            (["premise", 0, 0], "f"),
            (["def", "R1"], "R1"),
            *symmetric,
            (["def", "E"], "E"),
            (["given", 0], "X.T*X"),
        ],
        [root],
    )
    tangent = book.expand(
        letters,
        [ORTHONORMAL],
        "R*X*T - 1/2*X*(X.T*R*X*T + T*X.T*R*X) == -(I(m)-X*X.T)*A*X*T - 1/2*X*(X.T*A*X*T - T*X.T*A*X)",
        [*symmetric, (["given", 0], "X.T*X")],
    )
    return book.derivation(
        along,
        within,
        tangent,
        prose=(
            "So ∇_Θ f = 2c(Θ − B), and the projection of ∇_X f to the tangent space of the Stiefel manifold is 4c times "
            "the right side of "
            "the third statement; where Θ = B it is −4c(I − XXᵀ)AXB."
        ),
    )


def magnitudes_are_forced(objective: Objective) -> Derivation:
    """Critical in Θ and along the manifold: Θ = B and AXB = XB²: the range of XB is invariant under A."""
    book = _book("random_critical", objective)
    letters, root = _objective(book, objective)
    variation = gradients(objective)
    del variation
    given = [ORTHONORMAL, "2*c*(T - X.T*A*X) == 0", "(I(m)-X*X.T)*A*X*T == 0"]
    forced = book.expand(letters, given, "T == X.T*A*X", [], [root], [["1/2*c**(-1)*_", ["given", 1]]])
    invariant = book.expand(
        letters,
        given,
        "A*X*X.T*A*X == X*X.T*A*X*X.T*A*X",
        [],
        [forced],
        [["_", ["given", 2]], ["-(I(m)-X*X.T)*A*X*_", ["premise", 0, 0]]],
    )
    value = book.expand(
        letters,
        given,
        "f == c*(tr(A*A) - tr(X.T*A*X*X.T*A*X))",
        [(["premise", 0, 0], "f"), (["def", "R"], "R"), (["premise", 1, 0], "T"), (["given", 0], "X.T*X"), (["def", "A"], "A")],
        [root, forced],
    )
    return book.derivation(
        forced,
        invariant,
        value,
        prose=(
            "The hypotheses are the two parts of criticality from dmd-gradients. With B = QΘ'Qᵀ the columns of XQ of "
            "non-zero magnitude are "
            "eigenvectors of A, the others satisfy NᵀAN = 0; for A ⪰ 0 that forces AN = 0. The value is c Σ_{i∉J} λ_i²."
        ),
    )


def recursion(objective: Objective) -> Derivation:
    """The closed recursion of S = UᵀXXᵀU: S₊ = T Q Tᵀ with Q(I + η²MS) = S, T = I + ηDΛSΛ, M = ΛSΛDΛSΛ; and the loss in S."""
    book = _book("random_step", objective)
    letters = [
        *_dimensions("m", "q", "r"),
        positive("eta"),
        matrix("U", "m", "q"),
        matrix("X", "m", "r"),
        diagonal("Lam", "q"),
        matrix("A", "m", "m", "U*Lam*U.T"),
        matrix("B", "r", "r", "X.T*A*X"),
        matrix("G", "m", "r", "-(I(m)-X*X.T)*A*X*B"),
        matrix("K", "r", "r"),
        matrix("S", "q", "q", "U.T*X*X.T*U"),
        matrix("D", "q", "q", "I(q)-S"),
        matrix("Y1", "m", "r", "X-eta*G"),
        matrix("S1", "q", "q", "U.T*Y1*K*Y1.T*U"),
        matrix("T", "q", "q", "I(q)+eta*D*Lam*S*Lam"),
        matrix("M", "q", "q", "Lam*S*Lam*D*Lam*S*Lam"),
        matrix("Q", "q", "q", "U.T*X*K*X.T*U"),
    ]
    given = ["U.T*U == I(q)", ORTHONORMAL, "(I(r)+eta**2*G.T*G)*K == I(r)", "K*(I(r)+eta**2*G.T*G) == I(r)"]
    names = ("S1", "Q", "Y1", "G", "B", "T", "M", "D", "S", "A")
    opened = [(["def", name], name) for name in names] + [(["given", 0], "U.T*U"), (["given", 1], "X.T*X")]
    step = book.expand(letters, given, "S1 == T*Q*T.T", opened)
    small = book.expand(letters, given, "Q*(I(q)+eta**2*M*S) == S", opened, None, [["U.T*X*_*X.T*U", ["given", 3]]])
    values = [
        *_dimensions("m", "q", "r"),
        positive("c", str(objective.fit)),
        matrix("U", "m", "q"),
        matrix("X", "m", "r"),
        diagonal("Lam", "q"),
        matrix("A", "m", "m", "U*Lam*U.T"),
        matrix("B", "r", "r", "X.T*A*X"),
        matrix("R", "m", "m", "X*B*X.T-A"),
        real("f", "c*tr(R.T*R)"),
        matrix("S", "q", "q", "U.T*X*X.T*U"),
        matrix("D", "q", "q", "I(q)-S"),
    ]
    root = book.add("objective", values, [], "f == c*tr(R.T*R)", None)
    loss = book.expand(
        values,
        given[:2],
        "f == c*(2*tr(Lam*Lam*D) - tr(Lam*D*Lam*D))",
        [
            (["premise", 0, 0], "f"),
            *((["def", name], name) for name in ("R", "B", "D", "S", "A")),
            (["given", 0], "U.T*U"),
            (["given", 1], "X.T*X"),
        ],
        [root],
    )
    return book.derivation(
        step,
        small,
        loss,
        prose=(
            "X₊ = (X − ηG)H with HHᵀ = K = (I + η²GᵀG)⁻¹ for the polar and for the QR retraction, so S₊ = UᵀX₊X₊ᵀU is "
            "S1: an autonomous "
            "recursion of size r_A; m and r enter through S_0 only. η is 4c times the step of the gradient flow of f."
        ),
    )


ALIGNMENT = [
    *_dimensions("q"),
    diagonal("Lam", "q"),
    matrix("K", "q", "q"),
    matrix("J", "q", "q"),
    matrix("S", "q", "q", "K*K.T"),
    matrix("Z", "q", "q", "J.T*J"),
    matrix("D", "q", "q", "I(q)-S"),
]
INVERSE = ["K*J == I(q)", "J*K == I(q)"]
OPEN = [(["def", name], name) for name in ("Z", "D", "S")] + [(["given", 0], "K*J"), (["given", 1], "J*K")]


def clock() -> Derivation:
    """The clock for the flow: V' ≤ −2tr(Λ²D) for V = tr S⁻¹ − r_A, any signs of Λ; and 2tr(Λ²D) ≥ 4f; asymmetric too."""
    book = _book("random_alignment")
    slope = "(D*Lam*S*Lam*S + S*Lam*S*Lam*D)"
    falls = book.order(ALIGNMENT, INVERSE, f"-2*tr(Lam*Lam*D) >= -tr(Z*{slope}*Z)", [{"gram": "K.T*Lam*J.T - J*Lam*K"}], OPEN)
    trace = book.expand(
        [*ALIGNMENT, diagonal("Li", "q")],
        [*INVERSE, "Lam*Li == I(q)"],
        f"-tr(Li*Z*{slope}*Z) == -2*(tr(Lam) - tr(Lam*S))",
        [*OPEN, (["given", 2], "Lam*Li")],
        None,
        [["2*tr(K*K.T*Lam*_)", ["given", 2]]],
    )
    letters = [*_dimensions("q", "e"), diagonal("Lam", "q"), matrix("F", "q", "e"), matrix("D", "q", "q", "F*F.T")]
    above = book.order(
        letters, [], "2*tr(Lam*Lam*D) >= 2*tr(Lam*Lam*D) - tr(Lam*D*Lam*D)", [{"gram": "F.T*Lam*F"}], [(["def", "D"], "D")]
    )
    book.scene = models.random_two_sided(Random(5), Objective())
    both = [
        *_dimensions("q"),
        diagonal("Lam", "q"),
        matrix("H", "q", "q"),
        matrix("I1", "q", "q"),
        matrix("K", "q", "q"),
        matrix("J", "q", "q"),
        matrix("S", "q", "q", "H*H.T"),
        matrix("Q", "q", "q", "K*K.T"),
        matrix("Z", "q", "q", "I1.T*I1"),
        matrix("Y", "q", "q", "J.T*J"),
    ]
    given = ["H*I1 == I(q)", "I1*H == I(q)", "K*J == I(q)", "J*K == I(q)"]
    one, two = "((I(q)-S)*Lam*Q*Lam*S + S*Lam*Q*Lam*(I(q)-S))", "((I(q)-Q)*Lam*S*Lam*Q + Q*Lam*S*Lam*(I(q)-Q))"
    sides = book.order(
        both,
        given,
        f"-2*tr(Lam*Lam*(2*I(q)-S-Q)) >= -tr(Z*{one}*Z) - tr(Y*{two}*Y)",
        [{"weight": "2", "gram": "I1*Lam*K - H.T*Lam*J.T"}],
        [
            *((["def", name], name) for name in ("Z", "Y", "S", "Q")),
            *((["given", k], lead) for k, lead in enumerate(("H*I1", "I1*H", "K*J", "J*K"))),
        ],
    )
    return book.derivation(
        falls,
        above,
        sides,
        trace,
        prose=(
            "Z = S⁻¹, and along S' = DΛSΛS + SΛSΛD the right side of the first statement is V' = (tr Z)'. 2tr(Λ²D) − "
            "tr(ΛDΛD) = 4f (dmd-"
            "recursion). Since tr Λ²D ≥ λ_min² tr D and Σ u/(1+u) ≥ V/(1+V): V' ≤ −2λ_min² V/(1+V), V(t) ≤ W(V_0 e^(V_0 "
            "− 2λ_min² t)), "
            "time to V ≤ ε at most (V_0 − ε + ln(V_0/ε))/(2λ_min²), and ∫f ≤ V_0/4. The third statement is the same for "
            "XΘYᵀ; the "
            "fourth is (tr Λ⁻¹S⁻¹)' = −2(tr A − tr Θ)."
        ),
    )


def discrete_clock() -> Derivation:
    """One step with L = √η Λ, ‖L‖² ≤ h < 2: W₊ = (I − Y)W(I − Y), and V − V₊ ≥ (2 − h)/(1 + hd)·tr(L²D) where D ≤ d."""
    book = _book("random_clock")
    sizes = [f"e{name}" for name in ("w", "F", "E", "B", "y", "C")]
    letters = [
        *_dimensions("q", *sizes),
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
            "With S₊ = TQTᵀ (dmd-recursion) S₊⁻¹ = T⁻ᵀ(Z + nDn)T⁻¹, T = I + Dn, so the first statement is W₊ = (I − "
            "Y)W(I − Y) with Y = "
            "(D + n⁻¹)⁻¹ (singular Λ by continuity). Chained: V − V₊ = 2tr WY − tr WY² ≥ (2 − h)tr WY ≥ (2 − h)a tr Wn ≥ "
            "(2 − h)a tr L²D, "
            "a = 1/(1 + hd), d = 1 for every start: V − V₊ ≥ 2c₁η tr Λ²D, c₁ = (2 − h)/(2(1 + h)) for all 0 < h < 2 and "
            "any signs. The "
            "Gram letters exist because W, D, I − D, n, hI − n, Y, hI − Y are positive semidefinite (n − Y = YDY + YDnDY)."
        ),
    )


def descent() -> Derivation:
    """‖A‖ ≤ 1, η ≤ 1, exact Θ: f(X₊) ≤ f(X) − η(1 − η)‖G‖², ‖G‖² = tr KB², K = QᵀQ, Q = (I − XXᵀ)AX: three steps."""
    book = _book("random_span")
    symmetric = [
        matrix("A0", "m", "m"),
        matrix("A", "m", "m", "A0+A0.T"),
        matrix("B0", "r", "r"),
        matrix("B", "r", "r", "B0+B0.T"),
    ]
    opened = [(["def", "A"], "A"), (["def", "B"], "B")]
    letters = [*_dimensions("m", "r"), *symmetric, matrix("X1", "m", "r"), matrix("R", "r", "r"), matrix("C", "m", "r", "X1*R")]
    best = book.order(
        letters,
        ["X1.T*X1 == I(r)"],
        "tr((A-C*B*C.T)*(A-C*B*C.T)) >= tr(A*A) - tr(X1.T*A*X1*X1.T*A*X1)",
        [{"gram": "R*B*R.T - X1.T*A*X1"}],
        [(["def", "C"], "C"), (["given", 0], "X1.T*X1"), *opened],
    )
    book.scene = models.random_descent(Random(5), Objective())
    point = [
        *_dimensions("m", "r"),
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
        *_dimensions("m", "r", *(f"e{name}" for name in (*names, "Z1", "Z2"))),
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
            "X₊ spans C = X + ηQB, so C = X₊R and 4f(X₊) ≤ ‖A − CBCᵀ‖² (first statement); 4f(X) − ‖A − CBCᵀ‖² is the "
            "right side of the "
            "second (X turned so that B is diagonal, which moves neither f nor f₊), and the third bounds it from below: "
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
            "W = S⁻¹ − I = [[a, w], [w, b]], w² = ρab, L = √h diag(1, l): V − V₊ − 2cτ = h δ³ N/det², δ = det(I + W) > "
            "0, N a polynomial of "
            "1,230 terms before w² = ρab, by exact polynomial arithmetic (theory.dmd.sharp_constant.numerator, anchored "
            "on the recursion). "
            "The statements are the 34 coefficients of a^i b^j in N for each of the two ranges of h, c's denominator 8 + "
            "4h > 0 multiplied out; "
            "a, b ≥ 0, so N ≥ 0. c = 1 − h/2 is sharp because it is for r_A = 1."
        ),
    )
