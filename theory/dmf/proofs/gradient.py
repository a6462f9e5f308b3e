"""From the objective: segments left and right of a layer, the gradient, stationarity, balancedness. Any L >= 2."""

from __future__ import annotations

from dataclasses import dataclass

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.scenes.points import generic, point
from theory.prove.derivation import Book
from theory.prove.formulas import at, unfold, use

GRADIENT = "2*a*A[l].T*(P[L]-Y)*P[l-1].T + 2*b*lam[l]*W[l]"
RENAME = x.AGAIN


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
        ["def P[l]", "def A[l]", "def b"],
        {"stationary": stationary, "stationary at l+1": use(stationary, l="l+1")},
        [["1/2*b**(-1)*_*W[l].T", "stationary"], ["-1/2*b**(-1)*W[l+1].T*_", "stationary at l+1"]],
    )
    return Gradient(root, split, variation, stationary, balance)


def _split(book: Book) -> str:
    """P_L = A_n P_n for 0 <= n <= L, downwards from A_L = I."""
    return book.induct(
        [x.L2, x.DIMS, x.FACTORS, x.PRODUCT, x.TAIL], [], "P[L] == A[n]*P[n]", ("n", "0", "L"), ["def A[L]"],
        [("induction", "P[L]"), "def P[n+1]", "def A[n]"], down=True)


def _variation(book: Book, objective: Objective, root: str, split: str) -> str:
    """F with W_l + tH in place of W_l, exactly."""
    base = [*x.base(objective), x.LAYER, x.matrix("H", "d[l]", "d[l-1]"), x.real("t")]
    letters = [*base, *x.moved({"l": "W[l]+t*H"}), x.TAIL, x.TAIL_MOVED]
    before = _before(book, letters)
    after = _after(book, letters)
    product = book.expand(
        letters, [], "P1[L] == P[L] + t*A[l]*H*P[l-1]",
        [("moved split", "P1[L]"), ("after", "A1[l]"), *unfold("P1 W1", "l"), ("before", "P1[l-1]"), ("split", "P[L]"),
         "def P[l]"],
        {"moved split": use(split, RENAME, n="l"), "after": use(after, n="l"),
         "before": use(before, n="l-1"), "split": use(split, n="l")})
    regularizer = _regularizer(book, letters)
    square = "a*tr((A[l]*H*P[l-1]).T*(A[l]*H*P[l-1])) + b*lam[l]*tr(H.T*H)"
    return book.expand(
        letters, [], f"F1 == F + t*tr(H.T*({GRADIENT})) + t**2*({square})",
        [("root", "F"), ("moved root", "F1"), ("product", "P1[L]"), ("regularizer", "Reg1[L]")],
        {"root": root, "moved root": use(root, RENAME), "product": product, "regularizer": use(regularizer, n="L")})


def _before(book: Book, letters: list) -> str:
    """Layers below l are untouched: P1_n = P_n for n <= l-1."""
    return book.induct(letters, [], "P1[n] == P[n]", ("n", "0", "l-1"), unfold("P1 P", "0"),
                       [*unfold("P1 P W1", "n+1"), ("induction", "P1[n]")], until="l-2", n=0)


def _after(book: Book, letters: list) -> str:
    """Layers above l are untouched: A1_n = A_n for n >= l."""
    return book.induct(letters, [], "A1[n] == A[n]", ("n", "l", "L"), unfold("A1 A", "L"),
                       [*unfold("A1 A", "n"), "def W1[n+1]", ("induction", "A1[n+1]")], down=True, n=2)


def _regularizer(book: Book, letters: list) -> str:
    """The regularizer changes in layer l only."""
    step = [*unfold("Reg1 Reg W1", "n+1"), ("induction", "Reg1[n]")]
    below = book.induct(letters, [], "Reg1[n] == Reg[n]", ("n", "0", "l-1"), unfold("Reg1 Reg", "0"), step, until="l-2", n=0)
    then = "Reg1[n] == Reg[n] + b*lam[l]*(2*t*tr(H.T*W[l]) + t**2*tr(H.T*H))"
    here = book.expand(letters, [], at(then, n="l"), [*unfold("Reg1 Reg W1", "l"), ("below", "Reg1[l-1]")],
                       {"below": use(below, n="l-1")})
    return book.induct(letters, [], then, ("n", "l", "L"), here, step, n=2)
