"""The paper's start, as matrices: A = USVᵀ, X_0 = aAΦ_1, Y_0 = bΦ_2 with ηa²C²σ_1² = 1, b² = ηD²σ_1², D = Cν/9, G = VᵀΦ_1.

From ‖S‖ ≤ σ_1, S² ⪰ σ_r², GGᵀ ⪰ φ², ‖G‖ ≤ 3, ‖Φ_2‖ ≤ 3 follow the hypotheses of the convergence theorems:

    UUᵀA = A, UUᵀX_0 = X_0, ηX_0X_0ᵀ ⪰ s²UUᵀ with s = φσ_r/(Cσ_1), ηX_0ᵀX_0 ⪯ (3/C)², ηY_0ᵀY_0 ⪯ (3ηDσ_1)²,
    ‖X_0Y_0ᵀ‖ ≤ ν‖A‖ and F_0 ≤ fit·(1 + ν)²‖A‖².

Every ⪯ stands with its exact gap, a sum of Gram matrices. Source: arXiv:2305.06927 v2, initialization (form of the start and
step cap stated second hand, the rest reconstructed).
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.prove.derivation import Book

SCALE, SCALE_Y = "eta*a**2*C**2*sigma1**2 == 1", "b**2 == eta*D**2*sigma1**2"
FRAMES = ["U.T*U == I(r)", "V.T*V == I(r)"]
LOW, HIGH = "Sg*Sg == Q*Q.T + sigmar**2*I(r)", "Sg*Sg + P*P.T == sigma1**2*I(r)"
BALL, NORM, NORM_Y = "G*G.T == K*K.T + phi**2*I(r)", "G.T*G + N*N.T == 9*I(d)", "Phi2.T*Phi2 + M*M.T == 9*I(d)"
GIVEN = [*FRAMES, SCALE, SCALE_Y, LOW, HIGH, BALL, NORM, NORM_Y]
SPAN = ["U*U.T*A == A", "U*U.T*X == X"]
UNIT = "C**(-2)*sigma1**(-2)"
FLOOR = f"eta*X*X.T == {UNIT}*U*Sg*K*K.T*Sg*U.T + {UNIT}*phi**2*U*Q*Q.T*U.T + s**2*U*U.T"
CAP_X = f"eta*X.T*X + C**(-2)*N*N.T + {UNIT}*G.T*P*P.T*G == 9*C**(-2)*I(d)"
CAP_Y = "eta*Y.T*Y + eta**2*D**2*sigma1**2*M*M.T == y**2*I(d)"
PRODUCT = "nu**2*tr(A.T*A) >= tr((X*Y.T).T*(X*Y.T))"
SIZE = "c*(1+nu)**2*tr(A.T*A) >= F"
MEANS = ["def X", "def A"]


def letters(objective: Objective) -> list:
    """Frames, singular values, sketches, scales, gaps, the start and its loss."""
    gaps = [x.integer("e" + k, "1") for k in "QPKNM"]
    sizes = {"Q": "r", "P": "r", "K": "r", "N": "d", "M": "d"}
    return [
        *x.SIZES, x.integer("r", "1"), *gaps, x.coefficient(objective),
        *(x.positive(n) for n in ("eta", "a", "b", "C", "nu", "sigma1", "sigmar", "phi")), x.positive("D", "1/9*C*nu"),
        x.positive("s", "phi*sigmar*C**(-1)*sigma1**(-1)"), x.positive("y", "3*eta*D*sigma1"),
        x.matrix("U", "m", "r"), x.matrix("V", "n", "r"), ["Sg", {"kind": "diagonal", "size": "r"}],
        x.matrix("Phi1", "n", "d"), x.matrix("Phi2", "n", "d"),
        x.matrix("A", "m", "n", "U*Sg*V.T"), x.matrix("G", "r", "d", "V.T*Phi1"),
        x.matrix("X", "m", "d", "a*A*Phi1"), x.matrix("Y", "n", "d", "b*Phi2"), x.RESIDUAL, x.OBJECTIVE,
        *(x.matrix(k, size, "e" + k) for k, size in sizes.items()),
    ]  # fmt: skip


def start(book: Book, objective: Objective) -> str:
    """All of it under the same hypotheses."""
    known = letters(objective)
    sketch = book.expand(known, GIVEN, "X == a*U*Sg*G", [*MEANS, "def G"])
    span = [book.expand(known, GIVEN, SPAN[0], ["def A", FRAMES[0]])]
    span.append(book.expand(known, GIVEN, SPAN[1], [("sketch", "X"), FRAMES[0]], {"sketch": sketch}))
    floor = book.expand(
        known, GIVEN, FLOOR, [("sketch", "X"), "def s"], {"sketch": sketch},
        [["eta*a**2*U*Sg*_*Sg*U.T", BALL],
         ["eta*a**2*phi**2*U*_*U.T", LOW],
         [f"{UNIT}*_*U*Sg*K*K.T*Sg*U.T", SCALE], [f"{UNIT}*phi**2*_*U*Q*Q.T*U.T", SCALE],
         [f"{UNIT}*phi**2*sigmar**2*_*U*U.T", SCALE]])  # fmt: skip
    cap_x = book.expand(
        known, GIVEN, CAP_X, [("sketch", "X"), FRAMES[0]], {"sketch": sketch},
        [["eta*a**2*G.T*_*G", HIGH], [f"-{UNIT}*_*G.T*P*P.T*G", SCALE], ["C**(-2)*_*G.T*G", SCALE],
         ["C**(-2)*_", NORM]])  # fmt: skip
    cap_y = book.expand(known, GIVEN, CAP_Y, ["def Y", "def y", (SCALE_Y, "b**2")], [], [["eta**2*D**2*sigma1**2*_", NORM_Y]])
    product = _product(book, known, sketch)
    terms: list[dict] = [{"weight": "c*(1+nu**(-1))", "facts": ["product"]}, {"weight": "c*nu**(-1)", "gram": "X*Y.T+nu*A"}]
    size = book.order(known, GIVEN, SIZE, terms, ["def F", "def R"], {"product": product})
    return book.add("collect", known, GIVEN, [*SPAN, FLOOR, CAP_X, CAP_Y, PRODUCT, SIZE], None,
                    [*span, floor, cap_x, cap_y, product, size])  # fmt: skip


def _product(book: Book, known: list, sketch: str) -> str:
    """‖X_0Y_0ᵀ‖ ≤ ab·3·‖SG‖ ≤ ab·9·‖S‖ = ν‖A‖: a²b² = D²/C², and ‖GᵀS‖² ≤ 9‖S‖² from 9GGᵀ − (GGᵀ)² = GNNᵀGᵀ."""
    target = book.expand(known, GIVEN, "tr(A.T*A) == tr(Sg*Sg)", ["def A", *FRAMES])
    scales = book.expand(known, GIVEN, "81*a**2*b**2 == nu**2", [(SCALE_Y, "b**2"), "def D"], [], [["nu**2*_", SCALE]])
    wide = book.order(
        known, GIVEN, "9*tr(Sg*Sg) >= tr(Sg*G*G.T*Sg)",
        [{"weight": "1/9", "gram": "9*Sg-G*G.T*Sg"}, {"weight": "1/9", "gram": "N.T*G.T*Sg"}], [], [],
        [["-1/9*tr(Sg*G*_*G.T*Sg)", NORM]])  # fmt: skip
    pushed = book.order(
        known, GIVEN, "9*a**2*b**2*tr(Sg*G*G.T*Sg) >= tr((X*Y.T).T*(X*Y.T))",
        [{"weight": "a**2*b**2", "gram": "Sg*G*M"}], [("sketch", "X"), "def Y", FRAMES[0]], {"sketch": sketch},
        [["-a**2*b**2*tr(Sg*G*_*G.T*Sg)", NORM_Y]])  # fmt: skip
    return book.order(
        known, GIVEN, PRODUCT, [{"facts": ["pushed"]}, {"weight": "9*a**2*b**2", "facts": ["wide"]}],
        [("target", "tr(A.T*A)")], {"pushed": pushed, "wide": wide, "target": target, "scales": scales},
        [["-tr(Sg*Sg)*_", "scales"]])  # fmt: skip
