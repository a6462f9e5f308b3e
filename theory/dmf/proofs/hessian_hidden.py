"""Eigenvectors of the Hessian at a closed-form point, for every L: a mode and a hidden unit outside all modes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.hessian import Chain, mode
from theory.dmf.proofs.hessian_blocks import PLACE, SQUARE, by_cases, eigen
from theory.dmf.proofs.hessian_outside import lone
from theory.dmf.proofs.points import SCALED
from theory.dmf.scenes.hessian import hidden
from theory.prove.derivation import Book
from theory.prove.formulas import at, unfold, use

INTO, OUT = "W[m].T*h == 0", "W[m+1]*h == 0"


def spare_hidden(book: Book, objective: Objective, parts: Chain, residual: tuple[str, str]) -> str:
    """A mode and a unit h of hidden layer m outside all modes: layers m and m + 1 turn together, m = 1 − ep: 0 and 2."""
    book.scene = {**hidden(objective), "m": 2, "l": 2}
    letters = lone(
        objective, [PLACE, x.matrix("h", "d[m]", "1")], {"m": "mu[m]**(-1)*h*u[m-1].T", "m+1": "ep*mu[m+1]**(-1)*u[m+1]*h.T"}
    )
    given = [SCALED, *mode("u", "s", "y")[1], SQUARE, INTO, OUT]
    slopes, then = _slopes(book, letters, given, parts), eigen("(1-ep)")

    def row(layer: str, rules: list, uses: dict[str, Any], *more: list, **scene: Any) -> str:
        opened = ["DP[L] == 0", f"def Z[{layer}]", *(["def O[l]"] if more else []), *rules]
        uses = {"DP[L] == 0": use(slopes.after, n="L"), **uses}
        return book.expand([*letters, *more], given, at(then, l=layer), opened, uses, **scene)

    low = row(
        "l",
        ["DA[l] == 0", "DP[l-1] == 0"],
        {"DA[l] == 0": use(slopes.below, n="l"), "DP[l-1] == 0": use(slopes.before, n="l-1")},
        x.integer("l", "1", "m-1"),
        l=1,
    )
    high = row(
        "l",
        ["DA[l] == 0", "DP[l-1] == 0"],
        {"DA[l] == 0": use(slopes.above, n="l"), "DP[l-1] == 0": use(slopes.after, n="l-1")},
        x.integer("l", "m+2", "L"),
        l=4,
    )
    right, left = residual
    here = row(
        "m",
        [
            ("tail slope", "q[L]*DA[m]"),
            "DP[m-1] == 0",
            ("(P-Y)ᵀ u", "P[L].T*u[L]"),
            ("head", "q[m-1]*P[m-1]*u[0]"),
            "def q[m]",
            ((SCALED, "m"), "b*lam[m]"),
            SQUARE,
        ],
        {
            "tail slope": slopes.tail,
            "DP[m-1] == 0": use(slopes.before, n="m-1"),
            "(P-Y)ᵀ u": left,
            "head": use(parts.head, n="m-1"),
        },
    )
    following = row(
        "m+1",
        [
            "DA[m+1] == 0",
            ("head slope", "q[m]*DP[m]"),
            ("(P-Y) u", "P[L]*u[0]"),
            ("tail back", "q[L]*A[m+1].T*u[L]"),
            "def q[m+1]",
            ((SCALED, "m+1"), "b*lam[m+1]"),
            SQUARE,
        ],
        {
            "DA[m+1] == 0": use(slopes.above, n="m+1"),
            "head slope": slopes.head,
            "(P-Y) u": right,
            "tail back": use(parts.tail_back, n="m+1"),
        },
    )
    upper = by_cases(book, letters, given, then, ("m+1", "L"), "m+1", {"at": following, "above": high})
    return by_cases(book, letters, given, then, ("1", "L"), "m", {"below": low, "at": here, "above": upper})


@dataclass(frozen=True)
class Slopes:
    """Ids: DP_n and DA_n along the direction vanish but at m."""

    before: str  # DP_n = 0 for n < m
    head: str  # q_m DP_m = s^(m−1) h u_0ᵀ
    after: str  # DP_n = 0 for n > m
    above: str  # DA_n = 0 for n > m
    tail: str  # q_L DA_m = ep q_m s^(L−m−1) u_L hᵀ
    below: str  # DA_n = 0 for n < m


def _slopes(book: Book, letters: list, given: list[str], parts: Chain) -> Slopes:
    """Up to m nothing has moved, and what h brings in at m goes out at m + 1; downwards likewise."""
    up = [*unfold("DP Z O", "n+1"), ("induction", "DP[n]")]
    before = book.induct(letters, given, "DP[n] == 0", ("n", "0", "m-1"), ["def DP[0]"], up)
    head = book.expand(
        letters,
        given,
        "q[m]*DP[m] == s**(m-1)*h*u[0].T",
        [*unfold("DP Z q", "m"), "DP[m-1] == 0", ("head back", "q[m-1]*P[m-1].T*u[m-1]")],
        {"DP[m-1] == 0": use(before, n="m-1"), "head back": use(parts.head_back, n="m-1")},
    )
    start = book.expand(
        letters, given, "DP[m+1] == 0", [*unfold("DP Z", "m+1"), ("head", "q[m]*DP[m]"), "def P[m]", INTO, OUT], {"head": head}
    )
    after = book.induct(letters, given, "DP[n] == 0", ("n", "m+1", "L"), start, up, n=3)
    down = ["def DA[n]", *unfold("Z O", "n+1"), ("induction", "DA[n+1]")]
    above = book.induct(letters, given, "DA[n] == 0", ("n", "m+1", "L"), ["def DA[L]"], down, down=True)
    tail = book.expand(
        letters,
        given,
        "q[L]*DA[m] == ep*q[m]*s**(L-m-1)*u[L]*h.T",
        ["def DA[m]", *unfold("Z q", "m+1"), "DA[m+1] == 0", ("tail", "q[L]*A[m+1]*u[m+1]")],
        {"DA[m+1] == 0": use(above, n="m+1"), "tail": use(parts.tail, n="m+1")},
    )
    start = book.expand(
        letters,
        given,
        "DA[m-1] == 0",
        ["def DA[m-1]", "def Z[m]", ("tail", "q[L]*DA[m]"), "def A[m]", INTO, OUT],
        {"tail": tail},
    )
    below = book.induct(letters, given, "DA[n] == 0", ("n", "0", "m-1"), start, down, down=True, n=0)
    return Slopes(before, head, after, above, tail, below)
