"""The ridge on the factors is a Schatten-2/L quasi-norm of their product: the bound from below, and where it is attained."""

from __future__ import annotations

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.minima import IS_SPECTRUM, SCALED_FACTORS, SPECTRUM, scaled
from theory.dmf.proofs.points import CLOSED, ORTHONORMAL, SCALED, segments
from theory.dmf.scenes.minima import leading_point
from theory.dmf.scenes.points import point
from theory.prove.derivation import Book
from theory.prove.formulas import use

RIDGE = "F - a*tr((P[L]-Y).T*(P[L]-Y))"


def schatten_penalty(book: Book, objective: Objective, root: str) -> tuple[str, str]:
    """The ridge F − fit·‖P − Y‖² of any factors of P is at least fit·L·tr T², T^L the singular values of q P (citing
    Schatten–Hölder); factors μ_l⁻¹ U_l S U_{l−1}ᵀ over orthonormal frames have the product U_L S^L U_0ᵀ/q and the
    ridge fit·L·tr S²."""
    book.scene = leading_point(objective)
    letters, given = [*x.base(objective), x.SCALES, x.SCALE_PRODUCT, *SCALED_FACTORS], [SCALED]
    product, regular = scaled(book, letters, given)
    facts = [*IS_SPECTRUM, "QV[L] >= L*tr(T*T)"]
    hoelder = book.add("lemma", letters, given, facts,
                       {"lemma": "Schatten-Hölder", "set": {"N": "L"}, "terms": {}, "families": {
                           "e": "d", "V": "V", "P": "PV", "Q": "QV"}, "fresh": {"r": "r", "A": "A", "T": "T", "B": "B"}},
                       exists=SPECTRUM)
    opened, known = [*letters, *SPECTRUM], [*given, *facts]
    least = book.order(opened, known, f"{RIDGE} >= a*L*tr(T**2)", [{"weight": "a", "facts": ["QV[L] >= L*tr(T*T)"]}],
                       [("root", "F"), ("regular", "Reg[L]")], {"regular": use(regular, n="L"), "root": root})
    same = book.expand(opened, known, "q[L]*P[L] == A*T**L*B.T", ["PV[L] == A*T**L*B.T"], {"product": use(product, n="L")},
                       [["-_", "product"]])
    both = book.add("collect", opened, known, ["q[L]*P[L] == A*T**L*B.T", f"{RIDGE} >= a*L*tr(T**2)"], None, [same, least])
    bound = book.add("compose", letters, given, ["q[L]*P[L] == A*T**L*B.T", *IS_SPECTRUM[1:], f"{RIDGE} >= a*L*tr(T**2)"],
                     None, [hoelder, both], exists=SPECTRUM)
    return bound, ridge_attained(book, objective, root)


def ridge_attained(book: Book, objective: Objective, root: str) -> str:
    """q P = U_L S^L U_0ᵀ and Reg = fit·L·tr S² for factors in closed form, whatever S."""
    book.scene = point(objective)
    letters = [*x.base(objective), x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR]
    given = [ORTHONORMAL, CLOSED, SCALED]
    regular = book.induct(
        letters, given, "Reg[n] == a*n*tr(S**2)", ("n", "0", "L"), ["def Reg[0]"],
        ["def Reg[n+1]", ((CLOSED, "n+1"), "W[n+1]"), ("induction", "Reg[n]"), ((SCALED, "n+1"), "b*lam[n+1]"),
         *(((ORTHONORMAL, n), f"U[{n}].T*U[{n}]") for n in ("n", "n+1"))])
    head = segments(book).head_whole
    return book.expand(letters, given, ["q[L]*P[L] == U[L]*S**L*U[0].T", f"{RIDGE} == a*L*tr(S**2)"],
                       [("root", "F", [1]), ("regular", "Reg[L]", [1])],
                       {"head": use(head, n="L"), "regular": use(regular, n="L"), "root": root},
                       [["_", "head", [0]]])
