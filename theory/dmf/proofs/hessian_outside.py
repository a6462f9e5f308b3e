"""Directions of the Hessian outside all modes: their letters and hypotheses, what vanishes on v and w, and L = 2.

The eigenvectors for every L: `hessian_hidden` (a mode and a hidden unit), `hessian_outer` (a mode and a pair of Y),
`hessian_entries` (two units outside).
"""

from __future__ import annotations

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.hessian import DIRECTION, HEAD_SLOPE, TAIL_SLOPE, mode
from theory.dmf.proofs.hessian_blocks import SIGN, SQUARE, eigen
from theory.dmf.proofs.points import SCALED
from theory.dmf.scenes.hessian import hidden
from theory.prove.derivation import Book
from theory.prove.formulas import at, renamed, unfold

STILL: list = ["O", {**DIRECTION[1], "value": "0*W[n_]"}]
OUT_OF_V, INTO_W, PAIRED, PAIRED_BACK = OUTER = ["W[1]*v == 0", "W[L].T*w == 0", "Y*v == c*w", "Y.T*w == c*v"]
"""A pair (v, w, c) of Y outside all modes."""
OUTER_LETTERS = [x.matrix("v", "d[0]", "1"), x.matrix("w", "d[L]", "1"), x.real("c")]


def lone(objective: Objective, more: list, moves: dict[str, str]) -> list:
    """One mode (u, s, y), a sign, and a direction that is zero but in some layers."""
    direction = ["Z", {**DIRECTION[1], "override": {"of": "O", "at": moves}}]
    point = [*x.base(objective), x.TAIL, x.SCALES, x.SCALE_PRODUCT, *mode("u", "s", "y")[0]]
    return [*point, SIGN, *more, STILL, direction, HEAD_SLOPE, TAIL_SLOPE]


def heads_stop(book: Book, letters: list, given: list[str]) -> str:
    """P_n v = 0 for n ≥ 1, from W₁v = 0."""
    start = [*unfold("P", "1"), *unfold("P", "0"), OUT_OF_V]
    return book.induct(letters, given, "P[n]*v == 0", ("n", "1", "L"), start, ["def P[n+1]", ("induction", "P[n]*v")])


def tails_stop(book: Book, letters: list, given: list[str]) -> str:
    """A_nᵀ w = 0 for n < L, from W_Lᵀ w = 0."""
    start, step = ["def A[L-1]", "def A[L]", INTO_W], ["def A[n]", ("induction", "A[n+1].T*w")]
    return book.induct(letters, given, "A[n].T*w == 0", ("n", "0", "L-1"), start, step, down=True)


def product_stops(book: Book, letters: list, given: list[str]) -> str:
    """P_Lᵀ w = P_{L−1}ᵀ W_Lᵀ w = 0."""
    return book.expand(letters, given, "P[L].T*w == 0", ["def P[L]", INTO_W])


def two_layers(book: Book, objective: Objective) -> str:
    """L = 2, a spare hidden unit h and an inactive pair (v, w, c): m = 1 − ep·c/q in both layers.

    With w = 0, c = 0 (or v = 0, c = 0) it is a spare unit against an unpaired outer direction, m = 1.
    """
    book.scene = hidden(objective, 2, 1)
    direction = ["Z", {**DIRECTION[1], "override": {"of": "O", "at": {"1": "mu[1]**(-1)*h*v.T", "2": "ep*mu[2]**(-1)*w*h.T"}}}]
    point = [*x.base(objective), x.TAIL, x.SCALES, x.SCALE_PRODUCT, SIGN, x.matrix("h", "d[1]", "1"), *OUTER_LETTERS]
    letters = x.fixed([*point, STILL, direction, HEAD_SLOPE, TAIL_SLOPE], 2)
    scaled, *outer = (renamed(text, L="2") for text in (SCALED, *OUTER))
    vanish = [*outer, "W[1].T*h == 0", "W[2]*h == 0", SQUARE]
    then = renamed(eigen("(1 - ep*c*q[2]**(-1))"), L="2")
    rules = [
        *unfold("DP DA P A q Z", "2"),
        *unfold("DP DA P A q Z", "1"),
        *unfold("DP P q", "0"),
        *vanish,
        ((scaled, "1"), "b*lam[1]"),
        ((scaled, "2"), "b*lam[2]"),
    ]
    return book.expand(letters, [scaled, *vanish], [at(then, l="1"), at(then, l="2")], rules)
