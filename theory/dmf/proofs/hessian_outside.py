"""Eigenvectors of the Hessian at a closed-form point, for every L: a mode and what lies outside, and outside only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.hessian import DIRECTION, HEAD_SLOPE, TAIL_SLOPE, Chain, mode
from theory.dmf.proofs.hessian_blocks import PLACE, SIGN, at_layer, by_cases, defs, eigen, in_row, induct
from theory.dmf.proofs.points import SCALED
from theory.dmf.scenes.hessian import hidden
from theory.prove.derivation import Book

STILL: list = ["O", {**DIRECTION[1], "value": "0*W[n_]"}]


def _lone(objective: Objective, more: list, moves: dict[str, str], sign: bool = True) -> list:
    """One mode (u, s, y) and a direction that is zero but in some layers."""
    first, _ = mode("u", "s", "y")
    direction = ["Z", {**DIRECTION[1], "override": {"of": "O", "at": moves}}]
    return [
        *x.base(objective),
        x.TAIL,
        x.SCALES,
        x.SCALE_PRODUCT,
        *first,
        *([SIGN] if sign else []),
        *more,
        STILL,
        direction,
        HEAD_SLOPE,
        TAIL_SLOPE,
    ]


def spare_hidden(book: Book, objective: Objective, parts: Chain, residual: tuple[str, str]) -> str:
    """A mode and a unit h of hidden layer m outside all modes: layers m and m + 1 turn together, m = 1 − ep: 0 and 2."""
    book.scene = {**hidden(objective), "m": 2, "l": 2}
    letters = _lone(
        objective, [PLACE, x.matrix("h", "d[m]", "1")], {"m": "mu[m]**(-1)*h*u[m-1].T", "m+1": "ep*mu[m+1]**(-1)*u[m+1]*h.T"}
    )
    given = [SCALED, *mode("u", "s", "y")[1], "ep**2 == 1", "W[m].T*h == 0", "W[m+1]*h == 0"]
    into, out = (["given", 7], "W[m].T*h"), (["given", 8], "W[m+1]*h")
    still = (["def", "O", "n+1"], "O[n+1]")
    up = [*defs(["DP"], "n+1"), *defs(["Z"], "n+1"), still, (["given", len(given)], "DP[n]")]
    down = [*defs(["DA"], "n"), *defs(["Z"], "n+1"), still, (["given", len(given)], "DA[n+1]")]
    zero, quiet = "DP[n] == 0", "DA[n] == 0"
    before = induct(book, letters, given, zero, "0", "m-1", defs(["DP"], "0"), up)
    at = book.expand(
        letters,
        given,
        "q[m]*DP[m] == s**(m-1)*h*u[0].T",
        [*defs(["DP", "Z", "q"], "m"), (["premise", 0, 0], "DP[m-1]"), (["premise", 1, 0], "q[m-1]*P[m-1].T*u[m-1]")],
        [{"cert": before, "set": {"n": "m-1"}}, parts.at("head_back", "m-1")],
    )
    start = book.expand(
        letters,
        given,
        "DP[m+1] == 0",
        [*defs(["DP", "Z"], "m+1"), (["premise", 0, 0], "q[m]*DP[m]"), *defs(["P"], "m"), into, out],
        [at],
    )
    step = book.expand([*letters, x.integer("n", "m+1", "L-1")], [*given, zero], at_layer(zero, "n+1"), up, n=3)
    after = book.add("induct", [*letters, x.integer("n", "m+1", "L")], given, zero, {"symbol": "n"}, [start, step])
    above = induct(book, letters, given, quiet, "m+1", "L", defs(["DA"], "L"), down, True)
    slope = book.expand(
        letters,
        given,
        "q[L]*DA[m] == ep*q[m]*s**(L-m-1)*u[L]*h.T",
        [
            *defs(["DA"], "m"),
            *defs(["Z"], "m+1"),
            (["def", "q", "m+1"], "q[m+1]"),
            (["premise", 0, 0], "DA[m+1]"),
            (["premise", 1, 0], "q[L]*A[m+1]*u[m+1]"),
        ],
        [{"cert": above, "set": {"n": "m+1"}}, parts.at("tail", "m+1")],
    )
    start = book.expand(
        letters,
        given,
        "DA[m-1] == 0",
        [*defs(["DA"], "m-1"), *defs(["Z"], "m"), (["premise", 0, 0], "q[L]*DA[m]"), *defs(["A"], "m"), into, out],
        [slope],
    )
    step = book.expand([*letters, x.integer("n", "0", "m-1-1")], [*given, at_layer(quiet, "n+1")], quiet, down, n=0)
    below = book.add(
        "induct", [*letters, x.integer("n", "0", "m-1")], given, quiet, {"symbol": "n", "direction": "down"}, [start, step]
    )
    then = eigen("(1-ep)")

    def row(index: str, tail: str | dict, head: str | dict, more: list, extra: list, **scene: Any) -> str:
        premises = [{"cert": after, "set": {"n": "L"}}, tail, head, *extra]
        rules = [(["premise", 0, 0], "DP[L]"), *defs(["Z"], index)]
        rules += [(["def", "O", "l"], "O[l]")] if more else []
        return book.expand([*letters, *more], given, in_row(then, index), [*rules, *row_rules], premises, **scene)

    row_rules = [(["premise", 1, 0], "DA[l]"), (["premise", 2, 0], "DP[l-1]")]
    low = row(
        "l", {"cert": below, "set": {"n": "l"}}, {"cert": before, "set": {"n": "l-1"}}, [x.integer("l", "1", "m-1")], [], l=1
    )
    high = row(
        "l", {"cert": above, "set": {"n": "l"}}, {"cert": after, "set": {"n": "l-1"}}, [x.integer("l", "m+2", "L")], [], l=4
    )
    row_rules = [
        (["premise", 1, 0], "q[L]*DA[m]"),
        (["premise", 2, 0], "DP[m-1]"),
        (["premise", 3, 0], "P[L].T*u[L]"),
        (["premise", 4, 0], "q[m-1]*P[m-1]*u[0]"),
        *defs(["q"], "m"),
        (["given", 0, "m"], "b*lam[m]"),
        SQUARE,
    ]
    here = row("m", slope, {"cert": before, "set": {"n": "m-1"}}, [], [residual[1], parts.at("head", "m-1")])
    row_rules = [
        (["premise", 1, 0], "DA[m+1]"),
        (["premise", 2, 0], "q[m]*DP[m]"),
        (["premise", 3, 0], "P[L]*u[0]"),
        (["premise", 4, 0], "q[L]*A[m+1].T*u[L]"),
        *defs(["q"], "m+1"),
        (["given", 0, "m+1"], "b*lam[m+1]"),
        SQUARE,
    ]
    following = row("m+1", {"cert": above, "set": {"n": "m+1"}}, at, [], [residual[0], parts.at("tail_back", "m+1")])
    upper = by_cases(book, letters, given, then, "m+1", "L", "m+1", {"at": following, "above": high})
    return by_cases(book, letters, given, then, "1", "L", "m", {"below": low, "at": here, "above": upper})


SQUARE = (["given", 6], "ep**2")
OUTER = ["W[1]*v == 0", "W[L].T*w == 0", "Y*v == c*w", "Y.T*w == c*v"]
OUTER_LETTERS = [x.matrix("v", "d[0]", "1"), x.matrix("w", "d[L]", "1"), x.real("c")]


def outer_rotation(book: Book, objective: Objective, parts: Chain) -> str:
    """A mode and a pair (v, w, c) of Y outside all modes, Y v = c w: layers 1 and L turn, m = s^(L−2)(y − ep·c)/q.

    With w = 0, c = 0 (or v = 0, c = 0) it is an unpaired outer direction, m = s^(L−2) y/q = 1 + t.
    """
    book.scene = {**hidden(objective), "l": 2}
    letters = _lone(objective, OUTER_LETTERS, {"1": "mu[1]**(-1)*u[1]*v.T", "L": "ep*mu[L]**(-1)*w*u[L-1].T"})
    given = [SCALED, *mode("u", "s", "y")[1], "ep**2 == 1", *OUTER]
    first, last, right, left = ((["given", 7 + k], lead) for k, lead in
                                enumerate(["W[1]*v", "W[L].T*w", "Y*v", "Y.T*w"]))  # fmt: skip
    still, known = (["def", "O", "n+1"], "O[n+1]"), ["given", len(given)]
    nothing = induct(
        book,
        letters,
        given,
        "P[n]*v == 0",
        "1",
        "L",
        [*defs(["P"], "1"), *defs(["P"], "0"), first],
        [*defs(["P"], "n+1"), (known, "P[n]*v")],
    )
    no_tail = induct(
        book,
        letters,
        given,
        "A[n].T*w == 0",
        "0",
        "L-1",
        [*defs(["A"], "L-1"), *defs(["A"], "L"), last],
        [*defs(["A"], "n"), (known, "A[n+1].T*w")],
        True,
    )
    head = induct(
        book,
        letters,
        given,
        "q[n]*DP[n] == s**((n)-1)*u[n]*v.T",
        "1",
        "L-1",
        [*defs(["DP", "Z", "q"], "1"), *defs(["DP", "P", "q"], "0")],
        [*defs(["DP", "Z", "q"], "n+1"), still, (known, "q[n]*DP[n]"), (["given", 1, "n+1"], "mu[n+1]*W[n+1]*u[n]")],
    )
    top = book.expand(
        letters,
        given,
        "q[L]*DP[L] == s**(L-1)*(u[L]*v.T + ep*w*u[0].T)",
        [
            *defs(["DP", "Z", "q"], "L"),
            (["premise", 0, 0], "q[L-1]*DP[L-1]"),
            (["given", 1, "L"], "mu[L]*W[L]*u[L-1]"),
            (["premise", 1, 0], "q[L-1]*P[L-1].T*u[L-1]"),
        ],
        [{"cert": head, "set": {"n": "L-1"}}, parts.at("head_back", "L-1")],
    )
    tail = induct(
        book,
        letters,
        given,
        "q[L]*DA[n] == ep*q[n]*s**(L-(n)-1)*w*u[n].T",
        "1",
        "L-1",
        [*defs(["DA"], "L-1"), *defs(["DA", "Z", "A", "q"], "L")],
        [
            *defs(["DA"], "n"),
            *defs(["Z", "q"], "n+1"),
            still,
            (known, "q[L]*DA[n+1]"),
            (["given", 2, "n+1"], "mu[n+1]*W[n+1].T*u[n+1]"),
        ],
        True,
    )
    then = eigen("q[L]**(-1)*s**(L-2)*(y-ep*c)")
    outside = [right, left]

    def use(cert: str, n: str) -> dict:
        return {"cert": cert, "set": {"n": n}}

    ends = [SQUARE, (["given", 5], "q[L]*y")]
    one = book.expand(
        letters,
        given,
        in_row(then, "1").replace("1-1]", "0]"),
        [
            *defs(["Z"], "1"),
            *defs(["DP", "P"], "0"),
            (["premise", 0, 0], "q[L]*DA[1]"),
            (["premise", 1, 0], "q[L]*DP[L]"),
            (["premise", 2, 0], "P[L].T*w"),
            left,
            (["premise", 3, 0], "q[L]*A[1].T*u[L]"),
            (["premise", 4, 0], "A[1].T*w"),
            (["given", 0, "1"], "b*lam[1]"),
            *defs(["q"], "1"),
            *defs(["q"], "0"),
            *ends,
        ],
        [use(tail, "1"), top, _transposed(book, letters, given, last), parts.at("tail_back", "1"), use(no_tail, "1")],
    )
    end = book.expand(
        letters,
        given,
        in_row(then, "L"),
        [
            *defs(["Z", "DA", "A"], "L"),
            (["premise", 0, 0], "q[L]*DP[L]"),
            (["premise", 1, 0], "q[L-1]*DP[L-1]"),
            (["premise", 2, 0], "P[L]*v"),
            right,
            (["premise", 3, 0], "P[L-1]*v"),
            (["premise", 4, 0], "q[L-1]*P[L-1]*u[0]"),
            (["given", 0, "L"], "b*lam[L]"),
            *defs(["q"], "L"),
            *ends,
        ],
        [top, use(head, "L-1"), use(nothing, "L"), use(nothing, "L-1"), parts.at("head", "L-1")],
    )
    middle = book.expand(
        [*letters, x.integer("l", "2", "L-1")],
        given,
        then,
        [
            *defs(["Z", "O"], "l"),
            (["premise", 0, 0], "q[L]*DA[l]"),
            (["premise", 1, 0], "q[L]*DP[L]"),
            (["premise", 2, 0], "q[l-1]*DP[l-1]"),
            (["premise", 3, 0], "P[L].T*w"),
            (["premise", 4, 0], "P[L]*v"),
            *outside,
            (["premise", 5, 0], "A[l].T*w"),
            (["premise", 6, 0], "P[l-1]*v"),
        ],
        [
            use(tail, "l"),
            top,
            use(head, "l-1"),
            _transposed(book, letters, given, last),
            use(nothing, "L"),
            use(no_tail, "l"),
            use(nothing, "l-1"),
        ],
        l=2,
    )
    upper = by_cases(book, letters, given, then, "2", "L", "L", {"below": middle, "at": end})
    return by_cases(book, letters, given, then, "1", "L", "1", {"at": one, "above": upper})


def _transposed(book: Book, letters: list, given: list[str], last: tuple) -> str:
    """P_Lᵀ w = P_{L−1}ᵀ W_Lᵀ w = 0."""
    return book.expand(letters, given, "P[L].T*w == 0", [*defs(["P"], "L"), last])


def _heads_stop(book: Book, letters: list, given: list[str]) -> str:
    """P_n v = 0 for n ≥ 1, from W₁v = 0."""
    return induct(
        book,
        letters,
        given,
        "P[n]*v == 0",
        "1",
        "L",
        [*defs(["P"], "1"), *defs(["P"], "0"), (["given", 0], "W[1]*v")],
        [*defs(["P"], "n+1"), (["given", 5], "P[n]*v")],
    )


def _single(objective: Objective, layer: str, left: str, right: str, more: list) -> list:
    """A direction in one layer, left·rightᵀ over μ."""
    direction = ["Z", {**DIRECTION[1], "override": {"of": "O", "at": {layer: f"mu[{layer}]**(-1)*{left}*{right}.T"}}}]
    return [*x.base(objective, x.L3), x.TAIL, x.SCALES, *more, STILL, direction, HEAD_SLOPE, TAIL_SLOPE]


def spare_entries(book: Book, objective: Objective) -> dict[str, str]:
    """L ≥ 3, an entry of layer m between units outside all modes (or an inactive pair of Y): m = 1 in every layer."""
    book.scene = {**hidden(objective), "m": 2, "l": 2}
    then, still = eigen("1"), (["def", "O", "n+1"], "O[n+1]")
    zero, quiet = "DP[n] == 0", "DA[n] == 0"

    def head(letters: list, given: list, low: str, base: list, premises: list | None = None, n: int = 2) -> str:
        known = ["given", len(given)]
        start = book.expand(letters, given, at_layer(zero, low), base, premises)
        step = book.expand(
            [*letters, x.integer("n", low, "L-1")],
            [*given, zero],
            at_layer(zero, "n+1"),
            [*defs(["DP", "Z"], "n+1"), still, (known, "DP[n]")],
            n=n,
        )
        return book.add("induct", [*letters, x.integer("n", low, "L")], given, zero, {"symbol": "n"}, [start, step])

    def tail(letters: list, given: list, high: str, base: list, premises: list | None = None, n: int = 0) -> str:
        known = ["given", len(given)]
        start = book.expand(letters, given, at_layer(quiet, high), base, premises)
        step = book.expand(
            [*letters, x.integer("n", "0", f"{high}-1")],
            [*given, at_layer(quiet, "n+1")],
            quiet,
            [*defs(["DA"], "n"), *defs(["Z"], "n+1"), still, (known, "DA[n+1]")],
            n=n,
        )
        return book.add(
            "induct", [*letters, x.integer("n", "0", high)], given, quiet, {"symbol": "n", "direction": "down"}, [start, step]
        )

    def use(cert: str, n: str) -> dict:
        return {"cert": cert, "set": {"n": n}}

    return {
        "inner": _inner_entry(book, objective, then, head, tail, use),
        "first": _first_entry(book, objective, then, head, tail, use),
        "last": _last_entry(book, objective, then, head, tail, use),
    }


def _inner_entry(book: Book, objective: Objective, then: str, head: Callable, tail: Callable, use: Callable) -> str:
    """1 < m < L: nothing enters and nothing leaves, all slopes vanish."""
    letters = _single(
        objective, "m", "h", "g", [x.integer("m", "2", "L-1"), x.matrix("h", "d[m]", "1"), x.matrix("g", "d[m-1]", "1")]
    )
    given = ["W[m+1]*h == 0", "W[m-1].T*g == 0"]
    still = (["def", "O", "n+1"], "O[n+1]")
    before = induct(
        book,
        letters,
        given,
        "DP[n] == 0",
        "0",
        "m-1",
        defs(["DP"], "0"),
        [*defs(["DP", "Z"], "n+1"), still, (["given", 2], "DP[n]")],
    )
    heads = head(
        letters,
        given,
        "m",
        [*defs(["DP", "Z"], "m"), (["premise", 0, 0], "DP[m-1]"), *defs(["P"], "m-1"), (["given", 1], "W[m-1].T*g")],
        [use(before, "m-1")],
    )
    after = induct(
        book,
        letters,
        given,
        "DA[n] == 0",
        "m",
        "L",
        defs(["DA"], "L"),
        [*defs(["DA"], "n"), *defs(["Z"], "n+1"), still, (["given", 2], "DA[n+1]")],
        True,
    )
    tails = tail(
        letters,
        given,
        "m-1",
        [
            *defs(["DA"], "m-1"),
            *defs(["Z"], "m"),
            (["premise", 0, 0], "DA[m]"),
            *defs(["A"], "m"),
            (["given", 0], "W[m+1]*h"),
        ],
        [use(after, "m")],
    )

    def row(index: str, more: list, slope: str, start: str, **scene: Any) -> str:
        rules = [
            *defs(["Z"], index),
            (["premise", 0, 0], "DP[L]"),
            (["premise", 1, 0], f"DA[{index}]"),
            (["premise", 2, 0], f"DP[{index}-1]"),
        ]
        rules += defs(["O"], "l") if more else []
        return book.expand(
            [*letters, *more],
            given,
            in_row(then, index),
            rules,
            [use(heads, "L"), use(slope, index), use(start, f"{index}-1")],
            **scene,
        )

    parts = {
        "below": row("l", [x.integer("l", "1", "m-1")], tails, before, l=1),
        "at": row("m", [], after, before),
        "above": row("l", [x.integer("l", "m+1", "L")], after, heads, l=3),
    }
    return by_cases(book, letters, given, then, "1", "L", "m", parts)


def _first_entry(book: Book, objective: Objective, then: str, head: Callable, tail: Callable, use: Callable) -> str:
    """Layer 1: from an inactive right vector v of Y to a spare unit."""
    book.scene = {**hidden(objective, layer=1), "l": 3}
    letters = _single(objective, "1", "h", "v", [x.matrix("h", "d[1]", "1"), *OUTER_LETTERS])
    given = [*OUTER, "W[2]*h == 0"]
    last, right = (["given", 1], "W[L].T*w"), (["given", 2], "Y*v")
    heads = head(
        letters,
        given,
        "2",
        [
            *defs(["DP", "Z"], "2"),
            (["def", "O", "2"], "O[2]"),
            *defs(["DP", "Z"], "1"),
            *defs(["DP"], "0"),
            (["given", 4], "W[2]*h"),
        ],
        n=2,
    )
    nothing = _heads_stop(book, letters, given)
    no_tail = induct(
        book,
        letters,
        given,
        "A[n].T*w == 0",
        "0",
        "L-1",
        [*defs(["A"], "L-1"), *defs(["A"], "L"), last],
        [*defs(["A"], "n"), (["given", 5], "A[n+1].T*w")],
        True,
    )
    tails = induct(
        book,
        letters,
        given,
        "DA[n] == 0",
        "1",
        "L",
        defs(["DA"], "L"),
        [*defs(["DA"], "n"), *defs(["Z"], "n+1"), (["def", "O", "n+1"], "O[n+1]"), (["given", 5], "DA[n+1]")],
        True,
    )
    one = book.expand(
        letters,
        given,
        in_row(then, "1").replace("1-1]", "0]"),
        [*defs(["Z"], "1"), *defs(["DP"], "0"), (["premise", 0, 0], "DP[L]"), (["premise", 1, 0], "DA[1]")],
        [use(heads, "L"), use(tails, "1")],
    )
    two = book.expand(
        letters,
        given,
        in_row(then, "2").replace("2-1]", "1]"),
        [
            *defs(["Z", "O"], "2"),
            (["premise", 0, 0], "DP[L]"),
            (["premise", 1, 0], "DA[2]"),
            *defs(["DP", "Z"], "1"),
            *defs(["DP", "P"], "0"),
            (["premise", 2, 0], "P[L]*v"),
            right,
            (["premise", 3, 0], "A[2].T*w"),
        ],
        [use(heads, "L"), use(tails, "2"), use(nothing, "L"), use(no_tail, "2")],
    )
    more = book.expand(
        [*letters, x.integer("l", "3", "L")],
        given,
        then,
        [*defs(["Z", "O"], "l"), (["premise", 0, 0], "DP[L]"), (["premise", 1, 0], "DA[l]"), (["premise", 2, 0], "DP[l-1]")],
        [use(heads, "L"), use(tails, "l"), use(heads, "l-1")],
        l=3,
    )
    upper = by_cases(book, letters, given, then, "2", "L", "2", {"at": two, "above": more})
    return by_cases(book, letters, given, then, "1", "L", "1", {"at": one, "above": upper})


def _last_entry(book: Book, objective: Objective, then: str, head: Callable, tail: Callable, use: Callable) -> str:
    """Layer L: from a spare unit to an inactive left vector w of Y."""
    scene = hidden(objective, layer=4)
    book.scene = {**scene, "l": 2}
    letters = _single(objective, "L", "w", "g", [x.matrix("g", "d[L-1]", "1"), *OUTER_LETTERS])
    given = [*OUTER, "W[L-1].T*g == 0"]
    left = (["given", 3], "Y.T*w")
    tails = tail(
        letters,
        given,
        "L-2",
        [
            *defs(["DA"], "L-2"),
            *defs(["Z"], "L-1"),
            (["def", "O", "L-1"], "O[L-1]"),
            *defs(["DA"], "L-1"),
            *defs(["Z", "DA", "A"], "L"),
            (["given", 4], "W[L-1].T*g"),
        ],
        n=0,
    )
    nothing = _heads_stop(book, letters, given)
    heads = induct(
        book,
        letters,
        given,
        "DP[n] == 0",
        "0",
        "L-1",
        defs(["DP"], "0"),
        [*defs(["DP", "Z"], "n+1"), (["def", "O", "n+1"], "O[n+1]"), (["given", 5], "DP[n]")],
    )
    top = book.expand(
        letters,
        given,
        "DP[L] == 0",
        [*defs(["DP", "Z"], "L"), (["premise", 0, 0], "DP[L-1]"), *defs(["P"], "L-1"), (["given", 4], "W[L-1].T*g")],
        [use(heads, "L-1")],
    )
    end = book.expand(
        letters,
        given,
        in_row(then, "L"),
        [*defs(["Z", "DA"], "L"), (["premise", 0, 0], "DP[L]"), (["premise", 1, 0], "DP[L-1]")],
        [top, use(heads, "L-1")],
    )
    before = book.expand(
        letters,
        given,
        in_row(then, "L-1").replace("L-1-1]", "L-2]"),
        [
            *defs(["Z", "O"], "L-1"),
            (["premise", 0, 0], "DP[L]"),
            (["premise", 1, 0], "DP[L-2]"),
            *defs(["DA"], "L-1"),
            *defs(["Z", "DA", "A"], "L"),
            (["premise", 2, 0], "P[L].T*w"),
            left,
            (["premise", 3, 0], "P[L-2]*v"),
        ],
        [top, use(heads, "L-2"), _transposed(book, letters, given, (["given", 1], "W[L].T*w")), use(nothing, "L-2")],
    )
    lower = book.expand(
        [*letters, x.integer("l", "1", "L-2")],
        given,
        then,
        [*defs(["Z", "O"], "l"), (["premise", 0, 0], "DP[L]"), (["premise", 1, 0], "DA[l]"), (["premise", 2, 0], "DP[l-1]")],
        [top, use(tails, "l"), use(heads, "l-1")],
        l=1,
    )
    under = by_cases(book, letters, given, then, "1", "L-1", "L-1", {"below": lower, "at": before})
    return by_cases(book, letters, given, then, "1", "L", "L", {"below": under, "at": end})


def two_layers(book: Book, objective: Objective) -> str:
    """L = 2, a spare hidden unit h and an inactive pair (v, w, c): m = 1 − ep·c/q in both layers.

    With w = 0, c = 0 (or v = 0, c = 0) it is a spare unit against an unpaired outer direction, m = 1.
    """
    book.scene = hidden(objective, 2, 1)
    direction = ["Z", {**DIRECTION[1], "override": {"of": "O", "at": {"1": "mu[1]**(-1)*h*v.T", "2": "ep*mu[2]**(-1)*w*h.T"}}}]
    letters = x.fixed(
        [
            *x.base(objective),
            x.TAIL,
            x.SCALES,
            x.SCALE_PRODUCT,
            SIGN,
            x.matrix("h", "d[1]", "1"),
            *OUTER_LETTERS,
            STILL,
            direction,
            HEAD_SLOPE,
            TAIL_SLOPE,
        ],
        2,
    )
    given = [g.replace("L", "2") for g in (SCALED, *OUTER)] + ["W[1].T*h == 0", "W[2]*h == 0", "ep**2 == 1"]
    then = eigen("(1 - ep*c*q[2]**(-1))").replace("L", "2")
    rules = [
        *defs(["DP", "DA", "P", "A", "q", "Z"], "2"),
        *defs(["DP", "DA", "P", "A", "q", "Z"], "1"),
        *defs(["DP", "P", "q"], "0"),
        (["given", 1], "W[1]*v"),
        (["given", 2], "W[2].T*w"),
        (["given", 3], "Y*v"),
        (["given", 4], "Y.T*w"),
        (["given", 5], "W[1].T*h"),
        (["given", 6], "W[2]*h"),
        (["given", 7], "ep**2"),
        (["given", 0, "1"], "b*lam[1]"),
        (["given", 0, "2"], "b*lam[2]"),
    ]
    return book.expand(
        letters, given, [in_row(then, "1").replace("1-1]", "0]"), in_row(then, "2").replace("2-1]", "1]")], rules
    )
