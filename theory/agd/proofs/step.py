"""One sweep, exactly and in every dimension: gradients, half-step decrease, residual identity, descent.

With h = 2·fit·η (h = η for the paper's ½‖XYᵀ − A‖²): X₊ = X − hRY, Y₊ = Y − hR½ᵀX₊ and
R₊ = (I − hX₊X₊ᵀ)R(I − hYYᵀ). Source: arXiv:2305.06927 v2, proof chain; reconstructed.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.prove.derivation import Book

HALF = ["def X1", "def GX", "def R"]
FULL = ["def Y1", "def GY1", "def Rh"]


def objective_leaf(book: Book, objective: Objective) -> str:
    """F == fit·‖R‖²: what every derivation starts from."""
    return book.add("objective", x.point(objective), [], "F == c*tr(R.T*R)", None)


def gradient_x(book: Book, objective: Objective, root: str) -> str:
    """F(X + tH, Y) = F + t·tr Hᵀ(2cRY) + t²c‖HYᵀ‖²."""
    return _variation(book, objective, root, "H", "m", "(X+t*H)*Y.T-A", "tr(H.T*GX)", "H*Y.T")


def gradient_y(book: Book, objective: Objective, root: str) -> str:
    """F(X, Y + tJ) = F + t·tr Jᵀ(2cRᵀX) + t²c‖XJᵀ‖²."""
    return _variation(book, objective, root, "J", "n", "X*(Y+t*J).T-A", "tr(J.T*GY)", "X*J.T")


def _variation(
    book: Book, objective: Objective, root: str, direction: str, size: str, moved: str, slope: str, bend: str
) -> str:
    gradient = x.GRADIENT_X if size == "m" else x.GRADIENT_Y
    letters = [*x.point(objective), gradient, x.matrix(direction, size, "d"), x.real("t"),
               x.matrix("Rt", "m", "n", moved), x.real("Ft", "c*tr(Rt.T*Rt)")]  # fmt: skip
    return book.expand(
        letters, [], f"Ft == F + t*{slope} + c*t**2*tr(({bend}).T*({bend}))",
        [("root", "F"), "def Ft", "def Rt",
         f"def {gradient[0]}", "def R"], {"root": root})  # fmt: skip


def residual_identity(book: Book, objective: Objective) -> str:
    """R₊ = (I − hX₊X₊ᵀ) R (I − hYYᵀ), h = 2cη: no size, rank or step is restricted."""
    then = "R1 == (I(m)-2*c*eta*X1*X1.T)*R*(I(n)-2*c*eta*Y*Y.T)"
    letters = x.sweep(objective)
    half = book.expand(letters, [], "Rh == R*(I(n)-2*c*eta*Y*Y.T)", ["def Rh", *HALF])
    full = book.expand(letters, [], "R1 == (I(m)-2*c*eta*X1*X1.T)*Rh", ["def R1", *FULL])
    return book.expand(letters, [], then, [("full", "R1"), ("half", "Rh")], {"half": half, "full": full})


def half_decrease(book: Book, objective: Objective, root: str) -> str:
    """F − F½ = η‖∇_X‖² − cη²‖∇_X Yᵀ‖²."""
    then = "F - Fh == eta*tr(GX.T*GX) - c*eta**2*tr((GX*Y.T).T*(GX*Y.T))"
    return book.expand(x.sweep(objective), [], then, [("root", "F"), "def Fh", "def Rh", *HALF], {"root": root})


def second_decrease(book: Book, objective: Objective) -> str:
    """F½ − F₊ = η‖∇_Y‖² − cη²‖X₊∇_Yᵀ‖²."""
    then = "Fh - F1 == eta*tr(GY1.T*GY1) - c*eta**2*tr((X1*GY1.T).T*(X1*GY1.T))"
    return book.expand(x.sweep(objective), [], then, ["def Fh", "def F1", "def R1", *FULL])


def smoothness(book: Book, objective: Objective) -> str:
    """‖∇_X(X + H) − ∇_X(X)‖² ≤ (2c)²ℓ²‖H‖² where YᵀY + KKᵀ = ℓI: the block constant 2c‖Y‖²."""
    letters = [*x.point(objective), x.GRADIENT_X, x.matrix("H", "m", "d"), x.matrix("Gt", "m", "d", "2*c*((X+H)*Y.T-A)*Y"),
               x.positive("ell"), x.integer("eY", "1"), x.matrix("KY", "d", "eY")]  # fmt: skip
    given = ["Y.T*Y + KY*KY.T == ell*I(d)"]
    return book.order(
        letters, given, "4*c**2*ell**2*tr(H.T*H) >= tr((Gt-GX).T*(Gt-GX))",
        [{"weight": "4*c**2*ell", "gram": "H*KY"}, {"weight": "4*c**2*ell**(-1)", "gram": "H*KY*KY.T*Y.T"},
         {"weight": "4*c**2*ell**(-1)", "gram": "H*Y.T*Y*KY"}],
        ["def Gt", "def GX", "def R", ("Y.T*Y + KY*KY.T == ell*I(d)", "KY*KY.T")])  # fmt: skip


def descent(book: Book, objective: Objective, half: str, second: str) -> list[str]:
    """2cη‖Y‖² ≤ 1 and 2cη‖X₊‖² ≤ 1 (as Gram gaps) give F − F½ ≥ (η/2)‖∇_X‖² and F½ − F₊ ≥ (η/2)‖∇_Y‖²."""
    letters = [*x.sweep(objective), x.integer("eY", "1"), x.matrix("KY", "d", "eY"), x.integer("eX", "1"),
               x.matrix("KX", "d", "eX")]  # fmt: skip
    given = ["2*c*eta*Y.T*Y + KY*KY.T == I(d)", "2*c*eta*X1.T*X1 + KX*KX.T == I(d)"]
    first = book.order(
        letters, given, "F - Fh >= 1/2*eta*tr(GX.T*GX)", [{"weight": "1/2*eta", "gram": "GX*KY"}], [], {"half": half},
        [["_", "half"], ["-1/2*eta*tr(GX*_*GX.T)", "2*c*eta*Y.T*Y + KY*KY.T == I(d)"]])  # fmt: skip
    then = book.order(
        letters, given, "Fh - F1 >= 1/2*eta*tr(GY1.T*GY1)", [{"weight": "1/2*eta", "gram": "GY1*KX"}], [], {"second": second},
        [["_", "second"], ["-1/2*eta*tr(GY1*_*GY1.T)", "2*c*eta*X1.T*X1 + KX*KX.T == I(d)"]])  # fmt: skip
    return [first, then]
