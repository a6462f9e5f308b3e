"""The Polyak–Łojasiewicz inequality of the Y half and the exact contraction of a sweep, as sums of Gram traces.

Spectral hypotheses stand as Gram gaps: XXᵀ ⪰ σ²P is XXᵀ = KKᵀ + σ²P. Source: arXiv:2305.06927 v2; reconstructed.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.prove.derivation import Book

SPAN = ["P*X == X", "P*A == A"]
FLOOR = "X*X.T == K*K.T + sigma**2*P"


def _spectral(objective: Objective) -> list:
    return [*x.point(objective), x.GRADIENT_Y, x.matrix("P", "m", "m"), x.integer("eK", "1"), x.matrix("K", "m", "eK"),
            x.positive("sigma")]  # fmt: skip


def residual_inside(book: Book, objective: Objective) -> str:
    """PX = X and PA = A give PR = R."""
    return book.expand(_spectral(objective), SPAN, "P*R == R", ["def R", "P*X == X", "P*A == A"])


def polyak(book: Book, objective: Objective, inside: str) -> str:
    """‖∇_Y F‖² ≥ 4cσ²·F when XXᵀ ⪰ σ²P and A, X lie in the range of P (c = ½: 2σ²F)."""
    return book.order(
        _spectral(objective), [*SPAN, FLOOR], "tr(GY.T*GY) >= 4*c*sigma**2*F", [{"weight": "4*c**2", "gram": "K.T*R"}],
        ["def GY", "def F"], {"inside": inside},
        [["4*c**2*tr(R.T*_*R)", FLOOR], ["4*c**2*sigma**2*tr(R.T*_)", "inside"]])  # fmt: skip


def polyak_gap(book: Book, objective: Objective, inside: str) -> str:
    """The gap exactly: ‖∇_Y F‖² − 4cσ²F = 4c²‖KᵀR‖²."""
    return book.expand(
        _spectral(objective), [*SPAN, FLOOR], "tr(GY.T*GY) - 4*c*sigma**2*F == 4*c**2*tr((K.T*R).T*(K.T*R))",
        ["def GY", "def F"], {"inside": inside},
        [["4*c**2*tr(R.T*_*R)", FLOOR], ["4*c**2*sigma**2*tr(R.T*_)", "inside"]])  # fmt: skip


def equality(book: Book, objective: Objective, gap: str) -> str:
    """Equality happens only if KᵀR = 0, and then XXᵀR = σ²R: every column of R is a weakest direction of X."""
    letters, equal = _spectral(objective), "tr(GY.T*GY) == 4*c*sigma**2*F"
    given = [*SPAN, FLOOR, equal]
    square = book.expand(letters, given, "tr((K.T*R).T*(K.T*R)) == 0", [], {"gap": gap}, [
        ["-1/4*c**(-2)*_", "gap"], ["1/4*c**(-2)*_", "tr(GY.T*GY) == 4*c*sigma**2*F"]])  # fmt: skip
    none = book.add("definite", letters, given, "K.T*R == 0", [{"matrix": "K.T*R", "fact": "square"}], {"square": square})
    inside = residual_inside(book, objective)
    return book.expand(letters, given, "X*X.T*R == sigma**2*R", [], {"none": none, "inside": inside}, [
        ["_*R", FLOOR], ["K*_", "none"], ["sigma**2*_", "inside"]])  # fmt: skip


LOWER, UPPER = "2*c*eta*X1*X1.T == K*K.T + (1-p)*U*U.T", "2*c*eta*X1*X1.T + J*J.T == (1+p)*U*U.T"
BAND = ["U.T*U == I(r)", "U*U.T*A == A", "U*U.T*X == X", LOWER, UPPER, "2*c*eta*Y.T*Y + E*E.T == 2*I(d)"]
LEFT, RIGHT = "(I(m)-2*c*eta*X1*X1.T)*R", "(I(n)-2*c*eta*Y*Y.T)"


def banded(objective: Objective) -> list:
    """A sweep with the frame U of a space that holds the columns of A, and the Gram gaps K, J, E."""
    gaps = [letter for k, size in (("K", "m"), ("J", "m"), ("E", "d"))
            for letter in (x.integer("e" + k, "1"), x.matrix(k, size, "e" + k))]  # fmt: skip
    return [*x.sweep(objective), x.integer("r", "1"), x.matrix("U", "m", "r"), x.positive("p"), *gaps]


def contraction(book: Book, objective: Objective, identity: str) -> str:
    """F₊ ≤ p²F when the spectrum of 2cηX₊X₊ᵀ on range U ⊃ col A lies in [1−p, 1+p] and 2cη‖Y‖² ≤ 2.

    With u = KKᵀ, v = JJᵀ, uv = vu, u + v = 2pUUᵀ: p²UUᵀ − (UUᵀ − 2cηX₊X₊ᵀ)² = uv = (uvu + vuv)/(2p)."""
    letters, given = banded(objective), BAND
    residual = book.expand(letters, given, "U*U.T*R == R", ["def R", "U*U.T*A == A", "U*U.T*X == X"])
    stays = book.expand(
        letters, given, "U*U.T*X1 == X1", ["def X1", "def GX", "U*U.T*X == X", ("residual", "U*U.T*R")], {"residual": residual}
    )
    first = book.order(
        letters, given, f"p**2*tr(R.T*R) >= tr(({LEFT}).T*{LEFT})",
        [{"weight": "1/2*p**(-1)", "gram": "J.T*K*K.T*R"}, {"weight": "1/2*p**(-1)", "gram": "K.T*J*J.T*R"}],
        [(LOWER, "K*K.T"), (UPPER, "J*J.T"), ("residual", "U*U.T*R"), ("stays", "U*U.T*X1"), "U.T*U == I(r)"],
        {"residual": residual, "stays": stays})  # fmt: skip
    second = book.order(
        letters, given, f"tr(({LEFT}).T*{LEFT}) >= tr(R1.T*R1)",
        [{"weight": "2*c*eta", "gram": f"{LEFT}*Y*E"}], [], {"identity": identity},
        [[f"-tr(_.T*{LEFT}*{RIGHT})", "identity"], ["-tr(R1.T*_)", "identity"],
         [f"-2*c*eta*tr({LEFT}*Y*_*Y.T*({LEFT}).T)", "2*c*eta*Y.T*Y + E*E.T == 2*I(d)"]])  # fmt: skip
    return book.order(
        letters, given, "p**2*F >= F1",
        [{"weight": "c", "facts": ["first"]}, {"weight": "c", "facts": ["second"]}],
        ["def F", "def F1"], {"first": first, "second": second})  # fmt: skip
