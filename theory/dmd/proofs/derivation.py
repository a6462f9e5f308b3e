"""DMD, statement by statement: certificates from the objective, and the clock as sums of squares.

Source: arXiv:2606.31390 (abstract; statements ours), arXiv:2510.01175 v2 through notes; reconstructed.

>>> print(clock())
4 certificates, 4 goals
"""

from __future__ import annotations

from random import Random

from theory.dmd.problem import Objective
from theory.dmd.proofs.in_time import clock_in_time, equal_eigenvalues
from theory.dmd.scenes import points as models
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive, real

__all__ = ["clock", "clock_in_time", "equal_eigenvalues", "gradients", "magnitudes_are_forced", "recursion"]

ORTHONORMAL = "X.T*X == I(r)"


def new_book(name: str, objective: Objective | None = None) -> Book:
    """A book of certificates whose models come from the scene ``name``."""
    return Book(scene=getattr(models, name)(Random(5), objective or Objective()))


def _objective(book: Book, objective: Objective) -> tuple[list, str]:
    letters = [
        *dimensions("m", "r"),
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
    book = new_book("random_point", objective)
    letters, root = _objective(book, objective)
    symmetric = ["def R", "def A", "def T"]
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
        ["def f1", ("root", "f"), "def R1", *symmetric],
        {"root": root},
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
            "def f1",
            ("root", "f"),
            "def R1",
            *symmetric,
            "def E",
            ORTHONORMAL,
        ],
        {"root": root},
    )
    tangent = book.expand(
        letters,
        [ORTHONORMAL],
        "R*X*T - 1/2*X*(X.T*R*X*T + T*X.T*R*X) == -(I(m)-X*X.T)*A*X*T - 1/2*X*(X.T*A*X*T - T*X.T*A*X)",
        [*symmetric, ORTHONORMAL],
    )
    return book.derivation(
        along,
        within,
        tangent,
        prose=(
            "So for f = c‖XΘXᵀ − A‖_F² (here c = 1/4): ∇_X f = 4c(XΘXᵀ − A)XΘ for any X [1], ∇_Θ f = 2c(Θ − B) where XᵀX "
            "= I [2]. In words: Z − X sym(XᵀZ) is the projection to the tangent space of the Stiefel manifold, for Z = "
            "∇_X f it is 4c times the left side of [3], and where Θ = B the right side is −(I − XXᵀ)AXB."
        ),
    )


def magnitudes_are_forced(objective: Objective) -> Derivation:
    """Both gradients zero, the one in Θ and the Riemannian one in X: AXB = XB² with B = XᵀAX, and f = c(‖A‖² − ‖B‖²)."""
    book = new_book("random_critical", objective)
    letters, root = _objective(book, objective)
    within, along = "2*c*(T - X.T*A*X) == 0", "4*c*(R*X*T - 1/2*X*(X.T*R*X*T + T*X.T*R*X)) == 0"
    given = [ORTHONORMAL, within, along]
    forced = book.expand(letters, given, "T == X.T*A*X", [], [root], [["1/2*c**(-1)*_", within]])
    invariant = book.expand(
        letters,
        given,
        "A*X*X.T*A*X == X*X.T*A*X*X.T*A*X",
        ["def R", ("forced", "T"), ORTHONORMAL],
        {"forced": forced},
        [["-1/4*c**(-1)*_", along]],
    )
    value = book.expand(
        letters,
        given,
        "f == c*(tr(A*A) - tr(X.T*A*X*X.T*A*X))",
        [("root", "f"), "def R", ("forced", "T"), ORTHONORMAL, "def A"],
        {"root": root, "forced": forced},
    )
    return book.derivation(
        invariant,
        value,
        prose=(
            "The hypotheses say that the two gradients of dmd-gradients vanish, the one in Θ in the form Θ = B. In "
            "words: with B = QΘ'Qᵀ the columns of XQ of non-zero magnitude are eigenvectors of A by [1], the others "
            "satisfy NᵀAN = 0; for A ⪰ 0 that forces AN = 0. Then the value [2] of f = c‖XΘXᵀ − A‖_F² (here c = 1/4) is "
            "c times the sum of the λ_i² that are not among the eigenvalues of B."
        ),
    )


def recursion(objective: Objective) -> Derivation:
    """The closed recursion of S = UᵀXXᵀU: S₊ = T Q Tᵀ with Q(I + η²MS) = S, T = I + ηDΛSΛ, M = ΛSΛDΛSΛ; and the loss in S."""
    book = new_book("random_step", objective)
    letters = [
        *dimensions("m", "q", "r"),
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
    inverse = "K*(I(r)+eta**2*G.T*G) == I(r)"
    given = ["U.T*U == I(q)", ORTHONORMAL, "(I(r)+eta**2*G.T*G)*K == I(r)", inverse]
    names = ("S1", "Q", "Y1", "G", "B", "T", "M", "D", "S", "A")
    opened = [f"def {name}" for name in names] + ["U.T*U == I(q)", ORTHONORMAL]
    step = book.expand(letters, given, "S1 == T*Q*T.T", opened)
    small = book.expand(letters, given, "Q*(I(q)+eta**2*M*S) == S", opened, None, [["U.T*X*_*X.T*U", inverse]])
    values = [
        *dimensions("m", "q", "r"),
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
            ("root", "f"),
            *(f"def {name}" for name in ("R", "B", "D", "S", "A")),
            "U.T*U == I(q)",
            ORTHONORMAL,
        ],
        {"root": root},
    )
    return book.derivation(
        step,
        small,
        loss,
        prose=(
            "In words: X₊ = (X − ηG)H with HHᵀ = K = (I + η²GᵀG)⁻¹ for the polar and for the QR retraction, so S₊ = "
            "UᵀX₊X₊ᵀU is S1 = TQTᵀ [1]; for invertible S the Q of [2] is (S⁻¹ + η²M)⁻¹, and the loss is [3]: an "
            "autonomous recursion of size r_A; m and r enter through S_0 only. η is 4c times the step of the gradient "
            "flow of f = c‖XΘXᵀ − A‖_F²."
        ),
    )


ALIGNMENT = [
    *dimensions("q"),
    diagonal("Lam", "q"),
    matrix("K", "q", "q"),
    matrix("J", "q", "q"),
    matrix("S", "q", "q", "K*K.T"),
    matrix("Z", "q", "q", "J.T*J"),
    matrix("D", "q", "q", "I(q)-S"),
]
INVERSE = ["K*J == I(q)", "J*K == I(q)"]
OPEN = [f"def {name}" for name in ("Z", "D", "S")] + ["K*J == I(q)", "J*K == I(q)"]


def clock() -> Derivation:
    """The clock for the flow: V' ≤ −2tr(Λ²D) for V = tr S⁻¹ − r_A, any signs of Λ; V' ≤ −4f for S ⪯ I; asymmetric too."""
    book = new_book("random_alignment")
    slope = "(D*Lam*S*Lam*S + S*Lam*S*Lam*D)"
    falls = book.order(ALIGNMENT, INVERSE, f"-2*tr(Lam*Lam*D) >= -tr(Z*{slope}*Z)", [{"gram": "K.T*Lam*J.T - J*Lam*K"}], OPEN)
    trace = book.expand(
        [*ALIGNMENT, diagonal("Li", "q")],
        [*INVERSE, "Lam*Li == I(q)"],
        f"-tr(Li*Z*{slope}*Z) == -2*(tr(Lam) - tr(Lam*S))",
        [*OPEN, "Lam*Li == I(q)"],
        None,
        [["2*tr(K*K.T*Lam*_)", "Lam*Li == I(q)"]],
    )
    above = book.order(
        [*ALIGNMENT, *dimensions("e"), matrix("F", "q", "e")],
        [*INVERSE, "D == F*F.T"],
        f"-(2*tr(Lam*Lam*D) - tr(Lam*D*Lam*D)) >= -tr(Z*{slope}*Z)",
        [{"facts": ["falls"]}, {"gram": "F.T*Lam*F"}],
        [("D == F*F.T", "F*F.T")],
        {"falls": falls},
    )
    book.scene = models.random_two_sided(Random(5), Objective())
    both = [
        *dimensions("q"),
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
            *(f"def {name}" for name in ("Z", "Y", "S", "Q")),
            *zip(given, ("H*I1", "I1*H", "K*J", "J*K"), strict=True),
        ],
    )
    return book.derivation(
        falls,
        above,
        sides,
        trace,
        prose=(
            "In words: along the flow S' = DΛSΛS + SΛSΛD, so with Z = S⁻¹ the term −tr(ZS'Z) of [1] and of [2] is V' = (tr "
            "Z)', and 2tr(Λ²D) − tr(ΛDΛD) = 4f (dmd-recursion), so that V' ≤ −2tr(Λ²D) by [1] and V' ≤ −4f by [2]. Since tr "
            "Λ²D ≥ λ_min² tr D and Σ u/(1+u) ≥ V/(1+V): V' ≤ −2λ_min² V/(1+V), V(t) ≤ W(V_0 e^(V_0 − 2λ_min² t)), time to V ≤ "
            "ε at most (V_0 − ε + ln(V_0/ε))/(2λ_min²), and ∫f ≤ V_0/4. [3] is [1] for the two alignments of XΘYᵀ, without a "
            "bound by f; [4], for invertible Λ, is (tr Λ⁻¹S⁻¹)' = −2(tr A − tr Θ)."
        ),
    )
