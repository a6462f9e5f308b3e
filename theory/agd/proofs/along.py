"""What the main theorem uses inside its induction, as conclusions of their own: along the iterates, k ≤ T,

    η‖∇_Y F(X_k, Y_k)‖² ≥ 2g F_k                                         (Polyak–Łojasiewicz)
    η‖∇_X F(X_k + Z, Y_k) − ∇_X F(X_k, Y_k)‖ ≤ ‖Z‖ for every Z           (smoothness in X), and likewise in Y.

The drift of the main theorem keeps √h‖X_k − X_0‖ ≤ D_X and √h‖Y_k − Y_0‖ ≤ D_Y up to the horizon; Weyl's inequality does the
rest. Source: arXiv:2305.06927 v2, proof of the main theorem; reconstructed.
"""

from __future__ import annotations

from theory.agd.problem import Objective
from theory.agd.proofs import letters as x
from theory.agd.proofs.invariants import (
    CAP_X,
    CAP_Y,
    FLOOR,
    FLOOR_X,
    GAP_X,
    GAP_Y,
    NEAR_X,
    NEAR_Y,
    Sweep,
    weyl_floor,
    weyl_x,
    weyl_y,
)
from theory.agd.proofs.main import DRIFT, HORIZON, LOW, setting
from theory.prove.derivation import Book
from theory.prove.formulas import at

GRADIENTS = [
    x.matrix("Z", "m", "d"), x.matrix("V", "n", "d"), x.matrix("GP", "n", "d", "2*c*R[k].T*X[k]"),
    x.matrix("GZ", "m", "d", "2*c*((X[k]+Z)*Y[k].T-A)*Y[k]"), x.matrix("GV", "n", "d", "2*c*(X[k]*(Y[k]+V).T-A).T*X[k]"),
]  # fmt: skip
"""Directions, ∇_Y F(X_k, Y_k), ∇_X F(X_k + Z, Y_k) and ∇_Y F(X_k, Y_k + V)."""
POLYAK = "eta*tr(GP.T*GP) >= 2*g*F[k]"
SMOOTH_X = "tr(Z.T*Z) >= eta**2*tr((GZ-GX[k]).T*(GZ-GX[k]))"
SMOOTH_Y = "tr(V.T*V) >= eta**2*tr((GV-GP).T*(GV-GP))"
CAP, FLOOR_HERE, NEAR = (at(text, k="k-1") for text in (CAP_X, FLOOR, NEAR_X))


def along(book: Book, objective: Objective, drift: str) -> str:
    """Polyak–Łojasiewicz and smoothness in each block at every iterate up to the horizon, from the main theorem (``drift``)."""
    known, given = setting(objective)
    inside = book.induct(
        known, given, "U*U.T*X[k] == X[k]", ("k", "0", "T"), ["U*U.T*X[0] == X[0]"],
        [((x.MOVE_X, "k"), "X[k+1]"), "def GX[k]", "def R[k]", "U*U.T*A == A", ("induction", "U*U.T*X[k]")])  # fmt: skip
    here = Sweep(book, [*known, x.integer("k", "0", "T"), *GRADIENTS], given)
    more = book.add("order", here.letters, given, "T - k >= 0", [{"terms": [{"gram": "I(T-k)"}], "equal": []}])
    near_x, near_y = (_near(here, side, drift, more) for side in "XY")
    then = [_polyak(here, near_x, inside), _smooth_x(here, near_y), _smooth_y(here, near_x)]
    found = book.add("collect", here.letters, given, [POLYAK, SMOOTH_X, SMOOTH_Y], None, then)
    spare = ("BX", "BY", "HX", "HY")
    kept = [a for a in here.letters if a[0] not in spare]
    return book.add("forget", kept, given, [POLYAK, SMOOTH_X, SMOOTH_Y], None, [found])


def _near(here: Sweep, side: str, drift: str, more: str) -> str:
    """D² ≥ h‖Z_k − Z_0‖² from the drift and the horizon, Z = X or Y."""
    other, late = "Y" if side == "X" else "X", DRIFT.format("k", "k")
    squares = {
        f"F[{n}] >= 0": here.order(f"F[{n}] >= 0", [{"weight": "c", "gram": f"R[{n}]"}], [f"def F[{n}]"])
        for n in "0k"
    }
    terms = [
        {"facts": [HORIZON["XY".index(side)]]},
        {"weight": "4*c*eta**2", "facts": ["T - k >= 0", "F[0] >= 0"]},
        {"weight": "4*c*eta**2*k", "facts": ["F[k] >= 0"]},
        {"weight": "2*c*eta", "facts": ["drift.1"]},
        {"weight": "2*c*eta", "gram": f"H{other}[k]"},
    ]
    assert late in here.book.statements[drift].json["then"]
    then, rules = (NEAR, ["def HX[k]"]) if side == "X" else (NEAR_Y, [])
    return here.order(then, terms, rules, {"T - k >= 0": more, **squares, "drift": drift})


def _polyak(here: Sweep, near: str, inside: str) -> str:
    """η‖2cRᵀX‖² = 2c tr Rᵀ(hXXᵀ)R ≥ 2g·c‖R‖², with UUᵀR = R."""
    inner = here.opened(FLOOR_X, FLOOR_HERE)
    residual = inner.expand("U*U.T*R[k] == R[k]", ["def R[k]", "U*U.T*A == A", ("inside", "U*U.T*X[k]")], {"inside": inside})
    found = inner.order(
        POLYAK, [{"weight": "2*c", "gram": "KX.T*R[k]"}], ["def GP", "def F[k]"], {"residual": residual},
        [["2*c*tr(R[k].T*_*R[k])", FLOOR_HERE], ["2*c*g*tr(R[k].T*_)", "residual"]])  # fmt: skip
    return here.closed(weyl_floor(here, near, inside, "k-1"), FLOOR_X, found)


def _smooth_x(here: Sweep, near: str) -> str:
    """h‖ZYᵀY‖ ≤ u_Y²‖Z‖ ≤ ‖Z‖."""
    inner = here.opened(GAP_Y, CAP_Y)
    found = inner.order(SMOOTH_X, _contracted("Z", "Y[k]", "EY", LOW[0]),
                        ["def GZ", "def GX[k]", "def R[k]", (CAP_Y, "EY*EY.T")])  # fmt: skip
    return here.closed(weyl_y(here, near), GAP_Y, found)


def _smooth_y(here: Sweep, near: str) -> str:
    inner = here.opened(GAP_X, CAP)
    found = inner.order(SMOOTH_Y, _contracted("V", "X[k]", "JX", LOW[1]),
                        ["def GV", "def GP", "def R[k]", (CAP, "JX*JX.T")])  # fmt: skip
    return here.closed(weyl_x(here, near, "k-1"), GAP_X, found)


def _contracted(move: str, factor: str, gap: str, low: str) -> list[dict]:
    """‖Z‖² − ‖ZN‖² as squares, N = hYᵀY, M = I − N = EEᵀ + (1 − a)I, a ≤ 1: tr Z(M + NM)Zᵀ, and NM = NMN + MNM."""
    h, gram = "2*c*eta", f"{factor}.T*{factor}"
    return [
        {"gram": f"{move}*{gap}"},
        {"facts": [low], "gram": move},
        {"weight": f"({h})**2", "gram": f"{move}*{gram}*{gap}"},
        {"weight": f"({h})**2", "facts": [low], "gram": f"{move}*{gram}"},
        {"weight": h, "gram": f"{move}*(I(d)-{h}*{gram})*{factor}.T"},
    ]
