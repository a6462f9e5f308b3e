"""The symmetries of F, any L ≥ 2: orthogonal Q_0 … Q_L with Q_L Y = Y Q_0, and which of them leave a closed form as it is.

S = T² throughout the closed form W_l = μ_l⁻¹ U_l S U_{l−1}ᵀ: every positive diagonal S has such a T, and that what commutes
with S² commutes with S is shown by it.
"""

from __future__ import annotations

from random import Random

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.gradient import RENAME
from theory.dmf.proofs.points import CLOSED, ORTHONORMAL, RIGHT
from theory.dmf.scenes.symmetry import carried, kept, turned
from theory.prove.derivation import Book
from theory.prove.formulas import redeclared, renamed, unfold, use
from theory.prove.letters import diagonal, family, integer, matrix

TURNS = family("Q", "matrix", "0", "L", shape=["d[n_]", "d[n_]"])
COLUMNS = "all(k, 0, L, Q[k].T*Q[k] == I(d[k]))"
ROWS = "all(k, 0, L, Q[k]*Q[k].T == I(d[k]))"
KEEPS = "Q[L]*Y == Y*Q[0]"
FIXED = "all(k, 1, L, Q[k]*W[k] == W[k]*Q[k-1])"
TURNED = "all(k, 0, L, Q[k]*U[k] == U[k]*R)"
COMMUTES = "T**2*R == R*T**2"
FORM = renamed(CLOSED, S="T**2")
FORM_LETTERS = [x.L2, x.DIMS, x.FACTORS, x.SCALES, x.MODES, x.FRAMES, diagonal("T", positive=True), TURNS]


def invariance(book: Book, objective: Objective, root: str) -> str:
    """F(Q_1W_1Q_0ᵀ, …, Q_LW_LQ_{L−1}ᵀ) = F(W)."""
    book.scene = turned(Random(4), objective)
    letters = [*x.base(objective), TURNS, *x.moved_everywhere("Q[n_]*W[n_]*Q[n_-1].T")]
    given = [COLUMNS, ROWS, KEEPS]

    def columns(place: str) -> tuple:
        return (COLUMNS, place), f"Q[{place}].T*Q[{place}]"

    product = book.induct(
        letters, given, "P1[n] == Q[n]*P[n]*Q[0].T", ("n", "0", "L"), [*unfold("P1 P", "0"), ((ROWS, "0"), "Q[0]*Q[0].T")],
        [*unfold("P1 P W1", "n+1"), ("induction", "P1[n]"), columns("n")])
    regular = book.induct(
        letters, given, "Reg1[n] == Reg[n]", ("n", "0", "L"), unfold("Reg1 Reg", "0"),
        [*unfold("Reg1 Reg W1", "n+1"), ("induction", "Reg1[n]"), columns("n"), columns("n+1")])
    back = book.expand(
        letters, given, "Q[L].T*Y == Y*Q[0].T", [columns("L"), ((ROWS, "0"), "Q[0]*Q[0].T")], None,
        [["-Q[L].T*_*Q[0].T", KEEPS]])
    return book.expand(
        letters, given, "F1 == F",
        [("moved root", "F1"), ("root", "F"), ("product", "P1[L]"), ("regular", "Reg1[L]"), ("back", "Q[L].T*Y"), columns("L"),
         columns("0")],
        {"moved root": use(root, RENAME), "root": root, "product": use(product, n="L"), "regular": use(regular, n="L"),
         "back": back})


def stabilizer(book: Book, objective: Objective) -> str:
    """Q_lW_lQ_{l−1}ᵀ = W_l for every l gives Q_lU_l = U_lR, 0 ≤ l ≤ L, with one orthogonal R that commutes with S."""
    book.scene = kept(Random(3), objective)
    letters = [*FORM_LETTERS, matrix("R", "r", "r", "U[0].T*Q[0]*U[0]")]
    given = [ORTHONORMAL, FORM, COLUMNS, ROWS, FIXED]

    def frame(place: str) -> tuple:
        return (ORTHONORMAL, place), f"U[{place}].T*U[{place}]"

    up = book.expand(
        [*letters, integer("n", "1", "L")], given, "Q[n]*U[n]*T**2 == U[n]*T**2*U[n-1].T*Q[n-1]*U[n-1]",
        [((FORM, "n"), "W[n]"), frame("n-1")], None, [["mu[n]*_*U[n-1]", (FIXED, "n")]])
    down = book.expand(
        letters, given, "Q[0]*U[0]*T**2 == U[0]*T**2*U[1].T*Q[1]*U[1]",
        [((FORM, "1"), "W[1]"), ((COLUMNS, "1"), "Q[1].T*Q[1]"), ((ROWS, "0"), "Q[0]*Q[0].T"), frame("1")], None,
        [["mu[1]*Q[0]*_.T*Q[1]*U[1]", (FIXED, "1")]])
    both = {"up": use(up, n="1"), "down": down}
    square = book.expand(letters, given, "R*T**4 == T**4*R", ["def R", frame("0"), frame("1")], both,
                         [["U[0].T*_*T**2", "down"], ["T**2*U[1].T*_", "up"]])
    commutes = _commutes(book, letters, given, square)
    first = book.expand(
        letters, given, "Q[0]*U[0] == U[0]*R", ["def R", frame("1")], {**both, "square": square},
        [["_*T**(-2)", "down"], ["U[0]*T**2*U[1].T*_*T**(-4)", "up"], ["-U[0]*_*T**(-4)", "square"]])
    every = book.induct(
        letters, given, "Q[n]*U[n] == U[n]*R", ("n", "0", "L"), first,
        [("induction", "Q[n]*U[n]"), frame("n")], {"up": use(up, n="n+1"), "commutes": commutes},
        [["_*T**(-2)", "up"], ["U[n+1]*_*T**(-2)", "commutes"]])
    turned_frames = book.add("generalize", letters, given, renamed(TURNED, k="n"), {"symbol": "n"}, [every])
    orthogonal = book.expand(
        letters, given, "R.T*R == I(r)", [frame("0")], {"first": first},
        [["-_.T*U[0]*R", "first"], ["-U[0].T*Q[0].T*_", "first"], ["U[0].T*_*U[0]", (COLUMNS, "0")]])
    return book.add("collect", letters, given, [TURNED, COMMUTES, "R.T*R == I(r)"], None, [turned_frames, commutes, orthogonal])


def _commutes(book: Book, letters: list, given: list, square: str) -> str:
    """X = T²R − RT² has T²X + XT² = T⁴R − RT⁴ = 0, so ‖TX‖² + ‖XT‖² = 0."""
    gap = "(T**2*R-R*T**2)"
    trace = book.expand(letters, given, f"tr((T*{gap}).T*T*{gap}) + tr(({gap}*T).T*{gap}*T) == 0", [], {"square": square},
                        [[f"-tr({gap}.T*_)", "square"]])
    zero = book.add("definite", letters, given, f"T*{gap} == 0",
                    [{"fact": "trace", "terms": [["1", f"T*{gap}"], ["1", f"{gap}*T"]], "matrix": 0}], {"trace": trace})
    return book.expand(letters, given, COMMUTES, [], {"zero": zero}, [["T**(-1)*_", "zero"]])


def stabilizes(book: Book, objective: Objective) -> str:
    """The converse: Q_lU_l = U_lR, 0 ≤ l ≤ L, with an orthogonal R that commutes with S gives Q_lW_l = W_lQ_{l−1}."""
    book.scene = kept(Random(3), objective)
    letters = [*FORM_LETTERS, matrix("R", "r", "r")]
    given = [FORM, COLUMNS, TURNED, COMMUTES, "R*R.T == I(r)"]
    side = book.expand(
        [*letters, integer("n", "0", "L")], given, "U[n].T*Q[n] == R*U[n].T",
        [((COLUMNS, "n"), "Q[n].T*Q[n]"), ("R*R.T == I(r)", "R*R.T")], None, [["-R*_.T*Q[n]", (TURNED, "n")]])
    return book.expand(
        letters, given, FIXED,
        [((FORM, "k"), "W[k]"), ((TURNED, "k"), "Q[k]*U[k]"), ("side", "U[k-1].T*Q[k-1]"), (COMMUTES, "T**2*R")],
        {"side": use(side, n="k-1")})


CARRIED = "all(k, 0, L-1, Q[k]*U[k] == X[k])"
OTHER = {"W": "V", "U": "X"}


def carries(book: Book, objective: Objective) -> str:
    """Two closed forms with the same S and M: Q_LY = YQ_0 and Q_lU_l = U′_l for l < L carry one to the other."""
    book.scene = carried(Random(6), objective)
    letters = [x.L2, x.DIMS, x.TARGET, x.SCALES, x.MODES, x.FACTORS, x.FRAMES, *redeclared([x.FACTORS, x.FRAMES], **OTHER),
               diagonal("T", positive=True), diagonal("M", positive=True), TURNS]
    other, right = renamed(FORM, **OTHER), renamed(RIGHT, **OTHER)
    given = [FORM, other, RIGHT, right, KEEPS, CARRIED]
    last = book.expand(
        letters, given, "Q[L]*U[L] == X[L]", [], None,
        [["-Q[L]*_*M**(-1)", RIGHT], ["_*U[0]*M**(-1)", KEEPS], ["_*M**(-1)", right], ["Y*_*M**(-1)", (CARRIED, "0")]])
    before = book.expand([*letters, integer("n", "0", "L-1")], given, "Q[n]*U[n] == X[n]", [((CARRIED, "n"), "Q[n]*U[n]")])
    every = book.cases(
        [*letters, integer("n", "0", "L")], given, "Q[n]*U[n] == X[n]", ("n", "L"), {"below": before, "at": last})
    return book.expand(
        letters, given, ["Q[L]*U[L] == X[L]", "all(k, 1, L, V[k] == Q[k]*W[k]*Q[k-1].T)"],
        [("last", "Q[L]*U[L]", [0]), ((other, "k"), "V[k]", [1]), ((FORM, "k"), "W[k]", [1]), ("here", "Q[k]*U[k]", [1]),
         ("below", "Q[k-1]*U[k-1]", [1])],
        {"last": last, "here": use(every, n="k"), "below": use(every, n="k-1")})
