"""The ridge on the factors is a Schatten-2/L quasi-norm of their product: the bound from below, and where it is attained."""

from __future__ import annotations

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.minima import IS_SPECTRUM, SCALED_FACTORS, SPECTRUM, scaled
from theory.dmf.proofs.points import CLOSED, ORTHONORMAL, SCALED, segments
from theory.dmf.scenes.minima import leading_point
from theory.dmf.scenes.points import point
from theory.prove.derivation import Book

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
    whole = {"cert": product, "set": {"n": "L"}}, {"cert": regular, "set": {"n": "L"}}
    least = book.order(opened, known, f"{RIDGE} >= a*L*tr(T**2)", [{"weight": "a", "facts": [["given", 4]]}],
                       [(["premise", 1, 0], "F"), (["premise", 0, 0], "Reg[L]")], [whole[1], root])
    same = book.expand(opened, known, "q[L]*P[L] == A*T**L*B.T", [(["given", 1], "PV[L]")], [whole[0]],
                       [["-_", ["premise", 0, 0]]])
    both = book.add("collect", opened, known, ["q[L]*P[L] == A*T**L*B.T", f"{RIDGE} >= a*L*tr(T**2)"], None, [same, least])
    bound = book.add("compose", letters, given, ["q[L]*P[L] == A*T**L*B.T", *IS_SPECTRUM[1:], f"{RIDGE} >= a*L*tr(T**2)"],
                     None, [hoelder, both], exists=SPECTRUM)
    return bound, ridge_attained(book, objective, root)


def ridge_attained(book: Book, objective: Objective, root: str) -> str:
    """q P = U_L S^L U_0ᵀ and Reg = fit·L·tr S² for factors in closed form, whatever S."""
    book.scene = point(objective)
    letters = [*x.base(objective), x.SCALES, x.SCALE_PRODUCT, x.MODES, x.FRAMES, x.SINGULAR]
    given = [ORTHONORMAL, CLOSED, SCALED]
    then = "Reg[n] == a*n*tr(S**2)"
    base = book.expand(letters, given, "Reg[0] == a*0*tr(S**2)", [(["def", "Reg", "0"], "Reg[0]")])
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")], [*given, then], "Reg[n+1] == a*(n+1)*tr(S**2)",
        [(["def", "Reg", "n+1"], "Reg[n+1]"), (["given", 1, "n+1"], "W[n+1]"), (["given", 3], "Reg[n]"),
         (["given", 2, "n+1"], "b*lam[n+1]"), (["given", 0, "n"], "U[n].T*U[n]"), (["given", 0, "n+1"], "U[n+1].T*U[n+1]")])
    regular = book.add("induct", [*letters, x.integer("n", "0", "L")], given, then, {"symbol": "n"}, [base, step])
    head = segments(book).head_whole
    return book.expand(letters, given, ["q[L]*P[L] == U[L]*S**L*U[0].T", f"{RIDGE} == a*L*tr(S**2)"],
                       [(["premise", 2, 0], "F", [1]), (["premise", 1, 0], "Reg[L]", [1])],
                       [{"cert": head, "set": {"n": "L"}}, {"cert": regular, "set": {"n": "L"}}, root],
                       [["_", ["premise", 0, 0], [0]]])
