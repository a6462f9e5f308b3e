"""Eigenvectors of the Hessian at a closed-form point, L ≥ 3: an entry between two units outside all modes."""

from __future__ import annotations

from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.hessian import DIRECTION, HEAD_SLOPE, TAIL_SLOPE
from theory.dmf.proofs.hessian_blocks import by_cases, eigen
from theory.dmf.proofs.hessian_outside import (
    OUTER,
    OUTER_LETTERS,
    PAIRED,
    PAIRED_BACK,
    STILL,
    heads_stop,
    product_stops,
    tails_stop,
)
from theory.dmf.scenes.hessian import hidden
from theory.prove.derivation import Book
from theory.prove.formulas import at, unfold, use

ONE = eigen("1")
HEAD, TAIL = "DP[n] == 0", "DA[n] == 0"
UP = [*unfold("DP Z O", "n+1"), ("induction", "DP[n]")]
DOWN = ["def DA[n]", *unfold("Z O", "n+1"), ("induction", "DA[n+1]")]
"""A slope that vanishes at one layer vanishes at the next, where nothing moves."""


def spare_entries(book: Book, objective: Objective) -> dict[str, str]:
    """L ≥ 3, an entry of layer m between units outside all modes (or an inactive pair of Y): m = 1 in every layer."""
    return {
        "inner": _inner_entry(book, objective),
        "first": _first_entry(book, objective),
        "last": _last_entry(book, objective),
    }


def _single(objective: Objective, layer: str, left: str, right: str, more: list) -> list:
    """A direction in one layer, left·rightᵀ over μ."""
    direction = ["Z", {**DIRECTION[1], "override": {"of": "O", "at": {layer: f"mu[{layer}]**(-1)*{left}*{right}.T"}}}]
    return [*x.base(objective, x.L3), x.TAIL, x.SCALES, *more, STILL, direction, HEAD_SLOPE, TAIL_SLOPE]


def _inner_entry(book: Book, objective: Objective) -> str:
    """1 < m < L: nothing enters and nothing leaves, all slopes vanish."""
    book.scene = {**hidden(objective), "m": 2, "l": 2}
    letters = _single(
        objective, "m", "h", "g", [x.integer("m", "2", "L-1"), x.matrix("h", "d[m]", "1"), x.matrix("g", "d[m-1]", "1")]
    )
    out, into = given = ["W[m+1]*h == 0", "W[m-1].T*g == 0"]
    before = book.induct(letters, given, HEAD, ("n", "0", "m-1"), ["def DP[0]"], UP)
    start = book.expand(
        letters,
        given,
        "DP[m] == 0",
        [*unfold("DP Z", "m"), "DP[m-1] == 0", "def P[m-1]", into],
        {"DP[m-1] == 0": use(before, n="m-1")},
    )
    heads = book.induct(letters, given, HEAD, ("n", "m", "L"), start, UP, n=2)
    after = book.induct(letters, given, TAIL, ("n", "m", "L"), ["def DA[L]"], DOWN, down=True)
    start = book.expand(
        letters,
        given,
        "DA[m-1] == 0",
        ["def DA[m-1]", "def Z[m]", "DA[m] == 0", "def A[m]", out],
        {"DA[m] == 0": use(after, n="m")},
    )
    tails = book.induct(letters, given, TAIL, ("n", "0", "m-1"), start, DOWN, down=True, n=0)

    def row(layer: str, slope: str, entering: str, *more: list, **scene: Any) -> str:
        zeros = {
            "DP[L] == 0": use(heads, n="L"),
            f"DA[{layer}] == 0": use(slope, n=layer),
            f"DP[{layer}-1] == 0": use(entering, n=f"{layer}-1"),
        }
        rules = [f"def Z[{layer}]", *zeros, *(["def O[l]"] if more else [])]
        return book.expand([*letters, *more], given, at(ONE, l=layer), rules, zeros, **scene)

    parts = {
        "below": row("l", tails, before, x.integer("l", "1", "m-1"), l=1),
        "at": row("m", after, before),
        "above": row("l", after, heads, x.integer("l", "m+1", "L"), l=3),
    }
    return by_cases(book, letters, given, ONE, ("1", "L"), "m", parts)


def _first_entry(book: Book, objective: Objective) -> str:
    """Layer 1: from an inactive right vector v of Y to a spare unit."""
    book.scene = {**hidden(objective, layer=1), "l": 3}
    letters = _single(objective, "1", "h", "v", [x.matrix("h", "d[1]", "1"), *OUTER_LETTERS])
    given = [*OUTER, "W[2]*h == 0"]
    start = book.expand(
        letters, given, "DP[2] == 0", [*unfold("DP Z O", "2"), *unfold("DP Z", "1"), "def DP[0]", "W[2]*h == 0"]
    )
    heads = book.induct(letters, given, HEAD, ("n", "2", "L"), start, UP, n=2)
    nothing, no_tail = heads_stop(book, letters, given), tails_stop(book, letters, given)
    tails = book.induct(letters, given, TAIL, ("n", "1", "L"), ["def DA[L]"], DOWN, down=True)
    one = book.expand(
        letters,
        given,
        at(ONE, l="1"),
        ["def Z[1]", "def DP[0]", "DP[L] == 0", "DA[1] == 0"],
        {"DP[L] == 0": use(heads, n="L"), "DA[1] == 0": use(tails, n="1")},
    )
    two = book.expand(
        letters,
        given,
        at(ONE, l="2"),
        [
            *unfold("Z O", "2"),
            "DP[L] == 0",
            "DA[2] == 0",
            *unfold("DP Z", "1"),
            *unfold("DP P", "0"),
            "P[L]*v == 0",
            PAIRED,
            "A[2].T*w == 0",
        ],
        {
            "DP[L] == 0": use(heads, n="L"),
            "DA[2] == 0": use(tails, n="2"),
            "P[L]*v == 0": use(nothing, n="L"),
            "A[2].T*w == 0": use(no_tail, n="2"),
        },
    )
    more = book.expand(
        [*letters, x.integer("l", "3", "L")],
        given,
        ONE,
        [*unfold("Z O", "l"), "DP[L] == 0", "DA[l] == 0", "DP[l-1] == 0"],
        {"DP[L] == 0": use(heads, n="L"), "DA[l] == 0": use(tails, n="l"), "DP[l-1] == 0": use(heads, n="l-1")},
        l=3,
    )
    upper = by_cases(book, letters, given, ONE, ("2", "L"), "2", {"at": two, "above": more})
    return by_cases(book, letters, given, ONE, ("1", "L"), "1", {"at": one, "above": upper})


def _last_entry(book: Book, objective: Objective) -> str:
    """Layer L: from a spare unit to an inactive left vector w of Y."""
    book.scene = {**hidden(objective, layer=4), "l": 2}
    letters = _single(objective, "L", "w", "g", [x.matrix("g", "d[L-1]", "1"), *OUTER_LETTERS])
    into = "W[L-1].T*g == 0"
    given = [*OUTER, into]
    start = book.expand(
        letters,
        given,
        "DA[L-2] == 0",
        ["def DA[L-2]", *unfold("Z O", "L-1"), "def DA[L-1]", *unfold("Z DA A", "L"), into],
    )
    tails = book.induct(letters, given, TAIL, ("n", "0", "L-2"), start, DOWN, down=True, n=0)
    nothing = heads_stop(book, letters, given)
    heads = book.induct(letters, given, HEAD, ("n", "0", "L-1"), ["def DP[0]"], UP)
    top = book.expand(
        letters,
        given,
        "DP[L] == 0",
        [*unfold("DP Z", "L"), "DP[L-1] == 0", "def P[L-1]", into],
        {"DP[L-1] == 0": use(heads, n="L-1")},
    )
    end = book.expand(
        letters,
        given,
        at(ONE, l="L"),
        [*unfold("Z DA", "L"), "DP[L] == 0", "DP[L-1] == 0"],
        {"DP[L] == 0": top, "DP[L-1] == 0": use(heads, n="L-1")},
    )
    before = book.expand(
        letters,
        given,
        at(ONE, l="L-1"),
        [
            *unfold("Z O", "L-1"),
            "DP[L] == 0",
            "DP[L-2] == 0",
            "def DA[L-1]",
            *unfold("Z DA A", "L"),
            "P[L].T*w == 0",
            PAIRED_BACK,
            "P[L-2]*v == 0",
        ],
        {
            "DP[L] == 0": top,
            "DP[L-2] == 0": use(heads, n="L-2"),
            "P[L].T*w == 0": product_stops(book, letters, given),
            "P[L-2]*v == 0": use(nothing, n="L-2"),
        },
    )
    lower = book.expand(
        [*letters, x.integer("l", "1", "L-2")],
        given,
        ONE,
        [*unfold("Z O", "l"), "DP[L] == 0", "DA[l] == 0", "DP[l-1] == 0"],
        {"DP[L] == 0": top, "DA[l] == 0": use(tails, n="l"), "DP[l-1] == 0": use(heads, n="l-1")},
        l=1,
    )
    under = by_cases(book, letters, given, ONE, ("1", "L-1"), "L-1", {"below": lower, "at": before})
    return by_cases(book, letters, given, ONE, ("1", "L"), "L", {"below": under, "at": end})
