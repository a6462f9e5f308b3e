"""f to second order at a critical point over an eigenframe, along a curve that stays orthonormal up to t³: the table of Hessian
eigenvalues.

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

from random import Random

from theory.dmd.problem import Objective
from theory.dmd.proofs.derivation import ORTHONORMAL
from theory.dmd.scenes import frames
from theory.prove.derivation import Book, Derivation
from theory.prove.letters import diagonal, dimensions, matrix, positive, real

ALONG, SECOND = "W == X*Om + V*K", "Y == -1/2*X*W.T*W"
FRAME = [ORTHONORMAL, "V.T*V == I(n)", "X.T*V == 0", "X*X.T + V*V.T == I(m)", "A*X == X*Th", "A*V == V*M", ALONG, SECOND]
ORDERS = (
    "W*Th*X.T + X*Th*W.T + X*T*X.T",
    "Y*Th*X.T + X*Th*Y.T + W*Th*W.T + W*T*X.T + X*T*W.T",
    "Y*Th*W.T + W*Th*Y.T + Y*T*X.T + X*T*Y.T + W*T*W.T",
    "Y*Th*Y.T + Y*T*W.T + W*T*Y.T",
    "Y*T*Y.T",
)
"""X₁Θ₁X₁ᵀ − XΘXᵀ by powers of t, X₁ = X + tW + t²Y, Θ₁ = Θ + tT."""
FORM = "tr((Om*Th-Th*Om+T).T*(Om*Th-Th*Om+T)) + 2*tr(K*Th*Th*K.T) - 2*tr(M*K*Th*K.T)"


def _remainder() -> str:
    """What is left of ‖R₁‖² beyond t², over t³: Σ_{i+j ≥ 3} t^(i+j−3) tr(E_iᵀE_j), E_0 = R."""
    names = ["R", *(f"E{k}" for k in range(1, 6))]
    parts = []
    for order in range(3, 11):
        for i in range(max(0, order - 5), order // 2 + 1):
            weight = "1" if 2 * i == order else "2"
            power = f"*t**{order - 3}" if order > 3 else ""
            parts.append(f"{weight}{power}*tr({names[i]}.T*{names[order - i]})")
    return "c*(" + " + ".join(parts) + ")"


def _letters(objective: Objective) -> list:
    return [
        *dimensions("m", "r", "n"), positive("c", str(objective.fit)), matrix("B0", "m", "m"), matrix("A", "m", "m", "B0+B0.T"),
        matrix("X", "m", "r"), matrix("V", "m", "n"), diagonal("Th", "r"), diagonal("M", "n"),
        matrix("O0", "r", "r"), matrix("Om", "r", "r", "O0-O0.T"), matrix("K", "n", "r"), matrix("T0", "r", "r"),
        matrix("T", "r", "r", "T0+T0.T"), real("t"),
        matrix("W", "m", "r"), matrix("Y", "m", "r"), matrix("X1", "m", "r", "X+t*W+t**2*Y"),
        matrix("R", "m", "m", "X*Th*X.T-A"), real("f", "c*tr(R.T*R)"),
        matrix("R1", "m", "m", "X1*(Th+t*T)*X1.T-A"), real("f1", "c*tr(R1.T*R1)"),
        *(matrix(f"E{k}", "m", "m", text) for k, text in enumerate(ORDERS, start=1)),
        real("rest", _remainder()),
    ]  # fmt: skip


def hessian_spectra(objective: Objective) -> Derivation:
    """f(X₁, Θ₁) = f + t²c(‖ΩΘ − ΘΩ + T‖² + 2tr KΘ²Kᵀ − 2tr MKΘKᵀ) + t³(…), X₁ orthonormal up to t³; and the blocks."""
    book = Book(scene=frames.random_tangent(Random(5), objective))
    letters = _letters(objective)
    second = _second(book, letters)
    feasible = _feasible(book, letters)
    book.scene = frames.random_tangent(Random(7), objective, plane=True)
    blocks = _blocks(book, letters, second)
    return book.derivation(
        second,
        feasible,
        blocks,
        prose=(
            "In words: at a critical point over J with AN = 0 the columns of X, turned, are eigenvectors with Θ = "
            "diag(Λ_J, 0), and A is diagonal on the complement V as well (spectral theorem). By [2] the polar factor of X₁ "
            "is X₁ + O(t³), so by [1] f is critical there along every tangent direction XΩ + VK, T, and its second "
            "derivative is the quadratic form ½‖ΩΘ − ΘΩ + T‖² + tr KΘ²Kᵀ − tr MKΘKᵀ; at a critical point that is the "
            "Hessian. In the entries it is Σ_{i,j}θ_j(θ_j − μ_i)K_ij² + ½Σ_p T_pp² + Σ_{p<q}(ω_pq(θ_q − θ_p) + τ_pq)², "
            "which [3] says for one entry of K and one pair; the coordinates K_ij, T_pp, √2 ω_pq, √2 τ_pq are orthonormal, "
            "and the form of a pair has the matrix ½[[δ², δ], [δ, 1]], δ = θ_q − θ_p, with the eigenvalues 0 and (1 + "
            "δ²)/2. The multiplicities count entries: r columns (a of them in J), of the m − r rows r_A − a outside J and "
            "m − r − r_A + a in the kernel."
        ),
    )


def _second(book: Book, letters: list) -> str:
    frame, other, apart, whole, inside, outside, *_ = FRAME
    root = book.add("objective", letters, [], "f == c*tr(R.T*R)", None)
    powers = " + ".join(f"t**{k}*E{k}" for k in range(1, 6))
    opened = ["def R1", "def R", "def X1", *(f"def E{k}" for k in range(1, 6))]
    split = book.expand(letters, FRAME, f"R1 == R + {powers}", opened)
    whole_sum = book.expand(letters, FRAME, "f1 == f + 2*t*c*tr(R.T*E1) + t**2*c*(tr(E1.T*E1) + 2*tr(R.T*E2)) + t**3*rest",
                            ["def f1", ("root", "f"), ("split", "R1"), "def rest"], {"root": root, "split": split})  # fmt: skip
    missing = book.expand(letters, FRAME, "R == -V*M*V.T", ["def R", inside, outside], None, [["A*_", whole]])
    first = book.expand(letters, FRAME, "tr(R.T*E1) == 0", [("missing", "R"), "def E1", apart], {"missing": missing})
    curved = book.expand(letters, FRAME, "tr(R.T*E2) == -tr(M*K*Th*K.T)", [("missing", "R"), "def E2", ALONG, apart, other],
                         {"missing": missing})  # fmt: skip
    slope = book.expand(letters, FRAME,
                        "tr(E1.T*E1) == tr((Om*Th-Th*Om+T).T*(Om*Th-Th*Om+T)) + 2*tr(K*Th*Th*K.T)",
                        ["def E1", ALONG, frame, apart, other, "def Om", "def T"])  # fmt: skip
    return book.expand(letters, FRAME, f"f1 == f + t**2*c*({FORM}) + t**3*rest", [],
                       {"sum": whole_sum, "first": first, "curved": curved, "slope": slope},
                       [["_", "sum"], ["2*t*c*_", "first"], ["2*t**2*c*_", "curved"], ["t**2*c*_", "slope"]])  # fmt: skip


def _feasible(book: Book, letters: list) -> str:
    frame, _, apart, *_ = FRAME
    inner = book.expand(letters, FRAME, "X.T*W == Om", [ALONG, frame, apart])
    return book.expand(letters, FRAME, "X1.T*X1 == I(r) + 1/2*t**3*(Om*W.T*W - W.T*W*Om) + 1/4*t**4*W.T*W*W.T*W",
                       ["def X1", SECOND, frame, ("inner", "X.T*W"), "def Om"], {"inner": inner})  # fmt: skip


def _blocks(book: Book, letters: list, second: str) -> str:
    """The form for K = k·egᵀ in row e, and Ω, T in the plane of two columns."""
    more = [*letters, *(matrix(name, "r", "1") for name in ("g1", "g2")), matrix("e", "n", "1"),
            *(real(name) for name in ("q1", "q2", "mu", "k", "w", "s"))]  # fmt: skip
    units = ["g1.T*g1 == I(1)", "g2.T*g2 == I(1)", "g1.T*g2 == 0", "e.T*e == I(1)"]
    values = ["Th*g1 == q1*g1", "Th*g2 == q2*g2", "M*e == mu*e"]
    turned = ["Om == w*(g1*g2.T - g2*g1.T)", "T == s*(g1*g2.T + g2*g1.T)", "K == k*e*g1.T"]
    given = [*FRAME, *units, *values, *turned]
    squared = {f"twice {k}": book.expand(more, given, f"Th*Th*g{k} == q{k}**2*g{k}", [], None,
                                         [["Th*_", values[k - 1]], [f"q{k}*_", values[k - 1]]]) for k in (1, 2)}  # fmt: skip
    rules = [*turned, *((f"twice {k}", f"Th*Th*g{k}") for k in (1, 2)), *values, *units]
    pair = book.expand(more, given, "tr((Om*Th-Th*Om+T).T*(Om*Th-Th*Om+T)) == 2*(w*(q2-q1)+s)**2", rules, squared)
    entry = book.expand(more, given, "2*tr(K*Th*Th*K.T) - 2*tr(M*K*Th*K.T) == 2*q1*(q1-mu)*k**2", rules, squared)
    return book.expand(more, given, "f1 == f + t**2*c*(2*(w*(q2-q1)+s)**2 + 2*q1*(q1-mu)*k**2) + t**3*rest", [],
                       {"second": second, "pair": pair, "entry": entry},
                       [["_", "second"], ["t**2*c*_", "pair"], ["t**2*c*_", "entry"]])  # fmt: skip
