"""Eigenvectors of the Hessian at a closed-form point, for every L: a mode and what Y has outside all modes."""

from __future__ import annotations

from dataclasses import dataclass

from theory.dmf.problem import Objective
from theory.dmf.proofs import letters as x
from theory.dmf.proofs.directions import ROOT
from theory.dmf.proofs.hessian import BACK, FORWARD, Chain, mode
from theory.dmf.proofs.hessian_blocks import SQUARE, by_cases, eigen
from theory.dmf.proofs.hessian_outside import (
    OUTER,
    OUTER_LETTERS,
    PAIRED,
    PAIRED_BACK,
    heads_stop,
    lone,
    product_stops,
    tails_stop,
)
from theory.dmf.proofs.points import SCALED
from theory.dmf.scenes.hessian import hidden
from theory.prove.derivation import Book
from theory.prove.formulas import at, unfold, use


@dataclass(frozen=True)
class Slopes:
    """Ids: the slopes along the direction, and what vanishes on v and w."""

    nothing: str  # P_n v = 0, n ≥ 1
    no_tail: str  # A_nᵀ w = 0, n < L
    head: str  # q_n DP_n = s^(n−1) u_n vᵀ, 1 ≤ n < L
    top: str  # q_L DP_L = s^(L−1)(u_L vᵀ + ep w u_0ᵀ)
    tail: str  # q_L DA_n = ep q_n s^(L−n−1) w u_nᵀ, 1 ≤ n < L


def outer_rotation(book: Book, objective: Objective, parts: Chain) -> str:
    """A mode and a pair (v, w, c) of Y outside all modes, Y v = c w: layers 1 and L turn, m = s^(L−2)(y − ep·c)/q.

    With w = 0, c = 0 (or v = 0, c = 0) it is an unpaired outer direction, m = s^(L−2) y/q = 1 + t.
    """
    book.scene = {**hidden(objective), "l": 2}
    letters = lone(objective, OUTER_LETTERS, {"1": "mu[1]**(-1)*u[1]*v.T", "L": "ep*mu[L]**(-1)*w*u[L-1].T"})
    given = [SCALED, *mode("u", "s", "y")[1], SQUARE, *OUTER]
    slopes, then = _slopes(book, letters, given, parts), eigen("q[L]**(-1)*s**(L-2)*(y-ep*c)")
    one = _first_row(book, letters, given, then, slopes, parts)
    end = _last_row(book, letters, given, then, slopes, parts)
    middle = _inner_row(book, letters, given, then, slopes)
    upper = by_cases(book, letters, given, then, ("2", "L"), "L", {"below": middle, "at": end})
    return by_cases(book, letters, given, then, ("1", "L"), "1", {"at": one, "above": upper})


def _slopes(book: Book, letters: list, given: list[str], parts: Chain) -> Slopes:
    nothing, no_tail = heads_stop(book, letters, given), tails_stop(book, letters, given)
    head = book.induct(
        letters,
        given,
        "q[n]*DP[n] == s**((n)-1)*u[n]*v.T",
        ("n", "1", "L-1"),
        [*unfold("DP Z q", "1"), *unfold("DP P q", "0")],
        [*unfold("DP Z q O", "n+1"), ("induction", "q[n]*DP[n]"), ((FORWARD, "n+1"), "mu[n+1]*W[n+1]*u[n]")],
    )
    top = book.expand(
        letters,
        given,
        "q[L]*DP[L] == s**(L-1)*(u[L]*v.T + ep*w*u[0].T)",
        [
            *unfold("DP Z q", "L"),
            ("head slope", "q[L-1]*DP[L-1]"),
            ((FORWARD, "L"), "mu[L]*W[L]*u[L-1]"),
            ("head back", "q[L-1]*P[L-1].T*u[L-1]"),
        ],
        {"head slope": use(head, n="L-1"), "head back": use(parts.head_back, n="L-1")},
    )
    tail = book.induct(
        letters,
        given,
        "q[L]*DA[n] == ep*q[n]*s**(L-(n)-1)*w*u[n].T",
        ("n", "1", "L-1"),
        ["def DA[L-1]", *unfold("DA Z A q", "L")],
        ["def DA[n]", *unfold("Z q O", "n+1"), ("induction", "q[L]*DA[n+1]"), ((BACK, "n+1"), "mu[n+1]*W[n+1].T*u[n+1]")],
        down=True,
    )
    return Slopes(nothing, no_tail, head, top, tail)


def _first_row(book: Book, letters: list, given: list[str], then: str, slopes: Slopes, parts: Chain) -> str:
    return book.expand(
        letters,
        given,
        at(then, l="1"),
        [
            "def Z[1]",
            *unfold("DP P", "0"),
            ("tail slope", "q[L]*DA[1]"),
            ("top", "q[L]*DP[L]"),
            "P[L].T*w == 0",
            PAIRED_BACK,
            ("tail back", "q[L]*A[1].T*u[L]"),
            "A[1].T*w == 0",
            ((SCALED, "1"), "b*lam[1]"),
            *unfold("q", "1"),
            *unfold("q", "0"),
            SQUARE,
            ROOT,
        ],
        {
            "tail slope": use(slopes.tail, n="1"),
            "top": slopes.top,
            "P[L].T*w == 0": product_stops(book, letters, given),
            "tail back": use(parts.tail_back, n="1"),
            "A[1].T*w == 0": use(slopes.no_tail, n="1"),
        },
    )


def _last_row(book: Book, letters: list, given: list[str], then: str, slopes: Slopes, parts: Chain) -> str:
    return book.expand(
        letters,
        given,
        at(then, l="L"),
        [
            *unfold("Z DA A", "L"),
            ("top", "q[L]*DP[L]"),
            ("head slope", "q[L-1]*DP[L-1]"),
            "P[L]*v == 0",
            PAIRED,
            "P[L-1]*v == 0",
            ("head", "q[L-1]*P[L-1]*u[0]"),
            ((SCALED, "L"), "b*lam[L]"),
            "def q[L]",
            SQUARE,
            ROOT,
        ],
        {
            "top": slopes.top,
            "head slope": use(slopes.head, n="L-1"),
            "P[L]*v == 0": use(slopes.nothing, n="L"),
            "P[L-1]*v == 0": use(slopes.nothing, n="L-1"),
            "head": use(parts.head, n="L-1"),
        },
    )


def _inner_row(book: Book, letters: list, given: list[str], then: str, slopes: Slopes) -> str:
    return book.expand(
        [*letters, x.integer("l", "2", "L-1")],
        given,
        then,
        [
            *unfold("Z O", "l"),
            ("tail slope", "q[L]*DA[l]"),
            ("top", "q[L]*DP[L]"),
            ("head slope", "q[l-1]*DP[l-1]"),
            "P[L].T*w == 0",
            "P[L]*v == 0",
            PAIRED,
            PAIRED_BACK,
            "A[l].T*w == 0",
            "P[l-1]*v == 0",
        ],
        {
            "tail slope": use(slopes.tail, n="l"),
            "top": slopes.top,
            "head slope": use(slopes.head, n="l-1"),
            "P[L].T*w == 0": product_stops(book, letters, given),
            "P[L]*v == 0": use(slopes.nothing, n="L"),
            "A[l].T*w == 0": use(slopes.no_tail, n="l"),
            "P[l-1]*v == 0": use(slopes.nothing, n="l-1"),
        },
        l=2,
    )
