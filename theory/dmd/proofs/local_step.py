"""One step near a critical frame F, exactly, in the coordinate K of X = (F + VK)(I + KᵀK)^(−1/2): linear part and remainder.

One-sided (XΘXᵀ), with a step in Θ at the frame, and two-sided (XΘYᵀ). Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.dmd.problem import Objective
from theory.dmd.scenes import frames
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive, real

FRAME = ["F.T*F == I(r)", "V.T*V == I(n)", "F.T*V == 0", "A*F == F*Th", "A*V == V*M"]
TURN = "Th*Th*E - 2*Th*E*Th + E*Th*Th"


def local_rates() -> Derivation:
    """VᵀX₊ and FᵀX₊ before orthonormalization as functions of K; one entry of K; the step at F with Θ + E in place of Θ."""
    book = Book(scene=frames.random_graph(Random(5), Objective()))
    outer, inner = _graph(book)
    turned = _turned(book)
    book.scene = frames.random_mode(Random(5), Objective())
    entry, pair = _modes(book)
    return book.derivation(
        outer,
        inner,
        entry,
        turned,
        pair,
        prose=(
            "In words: near F the span of X is that of F + VK for one K, small as X is near F, and X₊ has the span of X⁰ = "
            "X − ηG; Z is of second order in K. So by [1] and [2] the next coordinate is K₊ = VᵀX⁰(FᵀX⁰)⁻¹ = K − η(KΘ² − "
            "MKΘ) + O(‖K‖³): the Jacobian at K = 0 is the linear map K ↦ K − η(KΘ² − MKΘ), whose eigenvectors are the "
            "entries [3], with θ = λ_j in J and 0 in N, μ = λ_i outside J and 0 in the kernel. For Θ = diag(θ) + E at X = "
            "F, [4] gives X₊ = F(I + ½ηΨ) + O(‖E‖²) with Ψ = ΘE − EΘ, so XᵀAX becomes Θ + ½η(ΘΨ − ΨΘ) + O(‖E‖²), and the "
            "step Θ₊ = Θ − ½μ(Θ − X₊ᵀAX₊) makes Θ₊ − X₊ᵀAX₊ = (1 − μ/2)(E − ½η(Θ²E − 2ΘEΘ + EΘ²)) + O(‖E‖²), with the "
            "eigenvectors [5]; for a pair of equal columns, or p = q, the factor is 1 − μ/2. To first order K does not "
            "enter there, nor E in [1], [2]."
        ),
    )


def _letters(*more: list) -> list:
    return [
        *dimensions("m", "r", "n"), positive("eta"), matrix("B0", "m", "m"), matrix("A", "m", "m", "B0+B0.T"),
        matrix("F", "m", "r"), matrix("V", "m", "n"), diagonal("Th", "r"), diagonal("M", "n"), *more,
    ]  # fmt: skip


def _graph(book: Book) -> tuple[str, str]:
    letters = _letters(
        matrix("K", "n", "r"), matrix("C", "r", "r"), matrix("H", "r", "r", "C*C.T"), matrix("X", "m", "r", "(F+V*K)*C"),
        matrix("B", "r", "r", "X.T*A*X"), matrix("X0", "m", "r", "X+eta*(A*X*B-X*B*B)"),
        matrix("Z", "r", "r", "H*K.T*(M*K-K*Th)"),
    )  # fmt: skip
    inverse = "H*(I(r)+K.T*K) == I(r)"
    given = [*FRAME, inverse]
    values = book.expand(letters, given, "B == C.T*(Th+K.T*M*K)*C", ["def B", "def X", *FRAME])
    second = book.expand(letters, given, "H*(Th+K.T*M*K) == Th+Z", ["def Z"], None, [["_*Th", inverse]])
    moved = book.expand(letters, given, "C*B == (Th+Z)*C", [("values", "B"), "def H"], {"values": values, "second": second},
                        [["_*C", "second"]])  # fmt: skip
    rules = ["def X0", ("moved", "C*B"), "def X", *FRAME]
    outer = book.expand(letters, given, "V.T*X0 == (K - eta*(K*Th*Th - M*K*Th) + eta*(M*K*Z - K*(Th*Z+Z*Th+Z*Z)))*C",
                        rules, {"moved": moved})  # fmt: skip
    inner = book.expand(letters, given, "F.T*X0 == (I(r) - eta*(Z*Th+Z*Z))*C", rules, {"moved": moved})
    return outer, inner


def _modes(book: Book) -> tuple[str, str]:
    letters = [*dimensions("r", "n"), positive("eta"), diagonal("Th", "r"), diagonal("M", "n"), matrix("g1", "r", "1"),
               matrix("g2", "r", "1"), matrix("e", "n", "1"), *(real(name) for name in ("q1", "q2", "mu", "k", "s")),
               matrix("K", "n", "r", "k*e*g1.T"), matrix("E", "r", "r", "s*(g1*g2.T+g2*g1.T)")]  # fmt: skip
    given = ["Th*g1 == q1*g1", "Th*g2 == q2*g2", "M*e == mu*e"]
    squared = {name: _twice(book, letters, given, given[k], name, f"q{k + 1}") for k, name in enumerate(("g1", "g2"))}
    rules = [*((name, f"Th*Th*{name}") for name in squared), *given]
    entry = book.expand(letters, given, "K - eta*(K*Th*Th - M*K*Th) == (1-eta*q1*(q1-mu))*K", ["def K", *rules], squared)
    pair = book.expand(letters, given, f"E - 1/2*eta*({TURN}) == (1-1/2*eta*(q1-q2)**2)*E", ["def E", *rules], squared)
    return entry, pair


def _twice(book: Book, letters: list, given: list[str], fact: str, column: str, value: str) -> str:
    """Θ²g = q²g from Θg = qg: powers of a diagonal are one factor to the rewriting."""
    then = f"Th*Th*{column} == {value}**2*{column}"
    return book.expand(letters, given, then, [], None, [["Th*_", fact], [f"{value}*_", fact]])


def _turned(book: Book) -> str:
    """X⁰ at F for magnitudes Θ + E: a turn within the span."""
    letters = _letters(matrix("E0", "r", "r"), matrix("E", "r", "r", "E0+E0.T"), matrix("T", "r", "r", "Th+E"),
                       matrix("R", "m", "m", "F*T*F.T-A"))  # fmt: skip
    frame, *_, inside, _ = FRAME
    slope = "(R*F*T - 1/2*F*(F.T*R*F*T + T*F.T*R*F))"
    return book.expand(letters, FRAME, f"F - eta*{slope} == F*(I(r) + 1/2*eta*(Th*E-E*Th))", ["def R", "def T", inside, frame])


SIDES = ["F.T*F == I(r)", "V.T*V == I(p)", "F.T*V == 0", "E.T*E == I(r)", "Z.T*Z == I(q)", "E.T*Z == 0", "A*E == F*Th",
         "A*Z == V*M"]  # fmt: skip


def two_sided_rates(objective: Objective) -> Derivation:
    """The gradient in X of 2·fit·‖XΘYᵀ − A‖², the step near singular frames F, E in the coordinates K and N, and a pair of
    entries."""
    book = Book(scene=frames.random_two_points(Random(5), objective))
    along = _gradient(book, objective)
    book.scene = frames.random_two_graphs(Random(5), objective)
    outer, inner = _two_graphs(book)
    book.scene = frames.random_two_modes(Random(5), objective)
    modes = _two_modes(book)
    return book.derivation(
        along,
        outer,
        inner,
        modes,
        prose=(
            "In words: by [1] the gradient in X of f = ½‖XΘYᵀ − A‖² is RYΘᵀ, R = XΘYᵀ − A, and at Θ = XᵀAY its part "
            "tangent to the frames is −(AYΘᵀ − XΘΘᵀ), since XᵀRYΘᵀ = 0; so X₊ has the span of X⁰ = X + η(AYΘᵀ − XΘΘᵀ), and Y₊ "
            "that of the same expression with A and Aᵀ, X and Y, Θ and Θᵀ exchanged. Z₁ and Z₂ are of second order in (K, N), "
            "so by [2] and [3] K₊ = VᵀX⁰(FᵀX⁰)⁻¹ = K − η(KΣ² − MNΣ) + O(‖(K, N)‖³), and N₊ = N − η(NΣ² − MᵀKΣ) + O(‖(K, N)‖³) "
            "by exchange. For A with singular vectors in all four frames the eigenvectors of this linear map are those of "
            "[4], with s = ±1 the sum and the difference of the entries of a row of a value σ outside J, and single entries in "
            "rows of the kernels of A and Aᵀ, where the other entry is absent or σ = 0."
        ),
    )


def _gradient(book: Book, objective: Objective) -> str:
    letters = [*dimensions("m", "n", "r"), positive("c", str(2 * objective.fit)), matrix("A", "m", "n"), matrix("X", "m", "r"),
               matrix("Y", "n", "r"), matrix("T", "r", "r"), matrix("R", "m", "n", "X*T*Y.T-A"),
               real("f", "c*tr(R.T*R)")]  # fmt: skip
    root = book.add("objective", letters, [], "f == c*tr(R.T*R)", None)
    moved = [*letters, matrix("H", "m", "r"), real("t"), matrix("R1", "m", "n", "(X+t*H)*T*Y.T-A"),
             real("f1", "c*tr(R1.T*R1)")]  # fmt: skip
    return book.expand(moved, [], "f1 == f + 2*c*t*tr(H.T*R*Y*T.T) + c*t**2*tr((H*T*Y.T).T*(H*T*Y.T))",
                       ["def f1", ("root", "f"), "def R1", "def R"], {"root": root})  # fmt: skip


def _two_graphs(book: Book) -> tuple[str, str]:
    letters = [
        *dimensions("m", "n", "r", "p", "q"), positive("eta"), matrix("A", "m", "n"), matrix("F", "m", "r"),
        matrix("V", "m", "p"), matrix("E", "n", "r"), matrix("Z", "n", "q"), diagonal("Th", "r"), matrix("M", "p", "q"),
        matrix("K", "p", "r"),
        matrix("C", "r", "r"), matrix("H", "r", "r", "C*C.T"), matrix("X", "m", "r", "(F+V*K)*C"), matrix("N", "q", "r"),
        matrix("D", "r", "r"), matrix("G", "r", "r", "D*D.T"), matrix("Y", "n", "r", "(E+Z*N)*D"),
        matrix("T", "r", "r", "X.T*A*Y"), matrix("X0", "m", "r", "X+eta*(A*Y*T.T-X*T*T.T)"),
        matrix("Z1", "r", "r", "G*N.T*(M.T*K-N*Th)"),
        matrix("Z2", "r", "r", "H*K.T*(M*N-K*Th)"),
    ]  # fmt: skip
    left, right = "H*(I(r)+K.T*K) == I(r)", "G*(I(r)+N.T*N) == I(r)"
    given = [*SIDES, left, right]
    values = book.expand(letters, given, "T == C.T*(Th+K.T*M*N)*D", ["def T", "def X", "def Y", *SIDES])
    first = book.expand(letters, given, "G*(Th+N.T*M.T*K) == Th+Z1", ["def Z1"], None, [["_*Th", right]])
    second = book.expand(letters, given, "H*(Th+K.T*M*N) == Th+Z2", ["def Z2"], None, [["_*Th", left]])
    back = book.expand(letters, given, "D*T.T == (Th+Z1)*C", [("values", "T"), "def G"], {"values": values, "first": first},
                       [["_*C", "first"]])  # fmt: skip
    forth = book.expand(letters, given, "C*T == (Th+Z2)*D", [("values", "T"), "def H"], {"values": values, "second": second},
                        [["_*D", "second"]])  # fmt: skip
    rules = ["def X0", ("back", "D*T.T"), ("forth", "C*T"), "def X", "def Y", *SIDES]
    facts = {"back": back, "forth": forth}
    outer = book.expand(
        letters, given,
        "V.T*X0 == (K - eta*(K*Th*Th - M*N*Th) + eta*(M*N*Z1 - K*(Th*Z1+Z2*Th+Z2*Z1)))*C", rules, facts)  # fmt: skip
    inner = book.expand(letters, given, "F.T*X0 == (I(r) - eta*(Z2*Th+Z2*Z1))*C", rules, facts)
    return outer, inner


def _two_modes(book: Book) -> str:
    letters = [*dimensions("r", "p", "q"), positive("eta"), diagonal("Th", "r"), matrix("M", "p", "q"), matrix("e", "p", "1"),
               matrix("d", "q", "1"), matrix("g", "r", "1"), *(real(name) for name in ("th", "sigma", "s", "k")),
               matrix("K", "p", "r", "k*e*g.T"), matrix("N", "q", "r", "s*k*d*g.T")]  # fmt: skip
    given = ["Th*g == th*g", "M*d == sigma*e", "M.T*e == sigma*d", "s**2 == 1"]
    rate, squared = "(1-eta*th*(th-s*sigma))", {"twice": _twice(book, letters, given, given[0], "g", "th")}
    return book.expand(letters, given,
                       [f"K - eta*(K*Th*Th - M*N*Th) == {rate}*K", f"N - eta*(N*Th*Th - M.T*K*Th) == {rate}*N"],
                       ["def K", "def N", ("twice", "Th*Th*g"), *given[:3], (given[3], "s**2")], squared)  # fmt: skip
