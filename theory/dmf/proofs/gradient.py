"""From the objective: segments left and right of a layer, the gradient, stationarity, balancedness. Any L >= 2."""

from __future__ import annotations

from dataclasses import dataclass

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.scenes.points import generic, point
from theory.prove.derivation import Book

GRADIENT = "2*a*A[l].T*(P[L]-Y)*P[l-1].T + 2*b*lam[l]*W[l]"
RENAME = {"W": "W1", "P": "P1", "Reg": "Reg1", "F": "F1", "A": "A1"}


@dataclass(frozen=True)
class Gradient:
    """Ids of the certificates."""

    objective: str
    split: str  # P_L = A_n P_n
    variation: str  # F(W + tH in layer l) = F + t tr(HᵀG_l) + t²(…)
    stationary: str  # critical ⊢ G_l = 0
    balance: str  # critical ⊢ λ_l W_l W_lᵀ = λ_{l+1} W_{l+1}ᵀ W_{l+1}


def gradient(book: Book, objective: Objective) -> Gradient:
    """All steps up to balancedness."""
    book.scene = generic(objective)
    base = x.base(objective)
    root = book.add("objective", base, [], "F == a*tr((P[L]-Y).T*(P[L]-Y))+Reg[L]", None)
    split = _split(book)
    variation = _variation(book, objective, root, split)
    book.scene = point(objective)
    stationary = book.add(
        "stationary", [*base, x.TAIL, x.LAYER], ["critical(F, W)"], f"{GRADIENT} == 0",
        {"rename": {k: RENAME[k] for k in ("W", "P", "Reg", "F")}, "objective": "F", "family": "W", "direction": "H",
         "step": "t", "layer": "l", "gradient": GRADIENT, "at": ["l"]}, [variation])
    balance = book.expand(
        [*base, x.TAIL, x.integer("l", "1", "L-1")], ["critical(F, W)"],
        "lam[l]*W[l]*W[l].T == lam[l+1]*W[l+1].T*W[l+1]",
        [(["def", "P", "l"], "P[l]"), (["def", "A", "l"], "A[l]"), (["def", "b"], "b")],
        [stationary, {"cert": stationary, "set": {"l": "l+1"}}],
        [["1/2*b**(-1)*_*W[l].T", ["premise", 0, 0]], ["-1/2*b**(-1)*W[l+1].T*_", ["premise", 1, 0]]],
    )
    return Gradient(root, split, variation, stationary, balance)


def _split(book: Book) -> str:
    """P_L = A_n P_n for 0 <= n <= L, downwards from A_L = I."""
    letters = [x.L2, x.DIMS, x.FACTORS, x.PRODUCT, x.TAIL]
    base = book.expand(letters, [], "P[L] == A[L]*P[L]", [(["def", "A", "L"], "A[L]")])
    step = book.expand(
        [*letters, x.integer("n", "0", "L-1")], ["P[L] == A[n+1]*P[n+1]"], "P[L] == A[n]*P[n]",
        [(["given", 0], "P[L]"), (["def", "P", "n+1"], "P[n+1]"), (["def", "A", "n"], "A[n]")])
    return book.add("induct", [*letters, x.integer("n", "0", "L")], [], "P[L] == A[n]*P[n]",
                    {"symbol": "n", "direction": "down"}, [base, step])


def _variation(book: Book, objective: Objective, root: str, split: str) -> str:
    """F with W_l + tH in place of W_l, exactly."""
    base = [*x.base(objective), x.LAYER, x.matrix("H", "d[l]", "d[l-1]"), x.real("t")]
    letters = [*base, *x.moved({"l": "W[l]+t*H"}), x.TAIL, x.TAIL_MOVED]
    before = _before(book, letters)
    after = _after(book, letters)
    product = book.expand(
        letters, [], "P1[L] == P[L] + t*A[l]*H*P[l-1]",
        [(["premise", 0, 0], "P1[L]"), (["premise", 1, 0], "A1[l]"), (["def", "P1", "l"], "P1[l]"),
         (["def", "W1", "l"], "W1[l]"), (["premise", 2, 0], "P1[l-1]"), (["premise", 3, 0], "P[L]"),
         (["def", "P", "l"], "P[l]")],
        [{"cert": split, "rename": RENAME, "set": {"n": "l"}}, {"cert": after, "set": {"n": "l"}},
         {"cert": before, "set": {"n": "l-1"}}, {"cert": split, "set": {"n": "l"}}])
    regularizer = _regularizer(book, letters)
    square = "a*tr((A[l]*H*P[l-1]).T*(A[l]*H*P[l-1])) + b*lam[l]*tr(H.T*H)"
    return book.expand(
        letters, [], f"F1 == F + t*tr(H.T*({GRADIENT})) + t**2*({square})",
        [(["premise", 0, 0], "F"), (["premise", 1, 0], "F1"), (["premise", 2, 0], "P1[L]"),
         (["premise", 3, 0], "Reg1[L]")],
        [root, {"cert": root, "rename": RENAME}, product, {"cert": regularizer, "set": {"n": "L"}}])


def _before(book: Book, letters: list) -> str:
    """Layers below l are untouched: P1_n = P_n for n <= l-1."""
    base = book.expand(letters, [], "P1[0] == P[0]", [(["def", "P1", "0"], "P1[0]"), (["def", "P", "0"], "P[0]")])
    step = book.expand(
        [*letters, x.integer("n", "0", "l-2")], ["P1[n] == P[n]"], "P1[n+1] == P[n+1]",
        [(["def", "P1", "n+1"], "P1[n+1]"), (["def", "P", "n+1"], "P[n+1]"), (["def", "W1", "n+1"], "W1[n+1]"),
         (["given", 0], "P1[n]")], n=0)
    return book.add("induct", [*letters, x.integer("n", "0", "l-1")], [], "P1[n] == P[n]", {"symbol": "n"}, [base, step])


def _after(book: Book, letters: list) -> str:
    """Layers above l are untouched: A1_n = A_n for n >= l."""
    base = book.expand(letters, [], "A1[L] == A[L]", [(["def", "A1", "L"], "A1[L]"), (["def", "A", "L"], "A[L]")])
    step = book.expand(
        [*letters, x.integer("n", "l", "L-1")], ["A1[n+1] == A[n+1]"], "A1[n] == A[n]",
        [(["def", "A1", "n"], "A1[n]"), (["def", "A", "n"], "A[n]"), (["def", "W1", "n+1"], "W1[n+1]"),
         (["given", 0], "A1[n+1]")], n=2)
    return book.add("induct", [*letters, x.integer("n", "l", "L")], [], "A1[n] == A[n]",
                    {"symbol": "n", "direction": "down"}, [base, step])


def _regularizer(book: Book, letters: list) -> str:
    """The regularizer changes in layer l only."""
    unfold = [(["def", "Reg1", "n+1"], "Reg1[n+1]"), (["def", "Reg", "n+1"], "Reg[n+1]"),
              (["def", "W1", "n+1"], "W1[n+1]"), (["given", 0], "Reg1[n]")]
    start = book.expand(letters, [], "Reg1[0] == Reg[0]",
                        [(["def", "Reg1", "0"], "Reg1[0]"), (["def", "Reg", "0"], "Reg[0]")])
    step = book.expand([*letters, x.integer("n", "0", "l-2")], ["Reg1[n] == Reg[n]"], "Reg1[n+1] == Reg[n+1]", unfold, n=0)
    below = book.add("induct", [*letters, x.integer("n", "0", "l-1")], [], "Reg1[n] == Reg[n]", {"symbol": "n"},
                     [start, step])
    change = "b*lam[l]*(2*t*tr(H.T*W[l]) + t**2*tr(H.T*H))"
    start = book.expand(
        letters, [], f"Reg1[l] == Reg[l] + {change}",
        [(["def", "Reg1", "l"], "Reg1[l]"), (["def", "Reg", "l"], "Reg[l]"), (["def", "W1", "l"], "W1[l]"),
         (["premise", 0, 0], "Reg1[l-1]")], [{"cert": below, "set": {"n": "l-1"}}])
    step = book.expand([*letters, x.integer("n", "l", "L-1")], [f"Reg1[n] == Reg[n] + {change}"],
                       f"Reg1[n+1] == Reg[n+1] + {change}", unfold, n=2)
    return book.add("induct", [*letters, x.integer("n", "l", "L")], [], f"Reg1[n] == Reg[n] + {change}",
                    {"symbol": "n"}, [start, step])
