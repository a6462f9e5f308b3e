"""Statements that are false by very little, with the certificate that their true neighbour has: refused by both checkers. The
neighbour is accepted by both, so a refusal is not for want of ability. Values at which each fails stand beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.theory.export.test_coq import COQ, HOME, JOBS, seen
from tests.theory.kernel.bench import Trial, diagonal, integer, matrix, positive, real, statement
from theory.export.coq.workshop import Workshop

N = integer("n")
A, B, C, Q = (matrix(x, "n", "n") for x in "ABCQ")
FAMILY = [integer("L", "2"), real("y", over=["n_", "0", "L"])]
VANISH = ["y[0] == 0", "all(j, 0, L-1, y[j+1] == y[j])"]
SHORT = ["y[0] == 0", "all(j, 1, L-1, y[j+1] == y[j])"]


def steps(given: list[str], low: str) -> tuple:
    """y[k] = 0 for k = low, and from k to k + 1 from there on."""
    return (statement(FAMILY, given, [f"y[{low}] == 0"]),
            statement([*FAMILY, integer("k", low, "L-1")], [*given, "y[k] == 0"], ["y[k+1] == 0"]))  # fmt: skip


def inverse(then: str) -> Trial:
    return Trial([positive("x"), positive("y")], ["x > y"], [then], "power",
                 [{"x": "x", "y": "y", "n": "2", "fact": ["given", 0]}])  # fmt: skip


NEAR: dict[str, tuple[Trial, dict[str, Any]]] = {
    # n = 1
    "an integer above its least value": (
        Trial([N], [], ["n > 1"], "order", [{"terms": [{"gram": "I(n-1)"}]}]), {"then": ["n >= 1"]}),
    # x = 0
    "a square above 0": (
        Trial([real("x")], [], ["x**2 > 0"], "order", [{"terms": [{"square": "x"}]}]), {"then": ["x**2 >= 0"]}),
    # Q = 0
    "a Gram trace above 0": (
        Trial([N, Q], [], ["tr(Q.T*Q) > 0"], "order", [{"terms": [{"gram": "Q"}]}]), {"then": ["tr(Q.T*Q) >= 0"]}),
    # A = [[0, 1], [-1, 0]]: −2
    "a Gram trace without the transpose": (
        Trial([N, A], [], ["tr(A*A) >= 0"], "order", [{"terms": [{"gram": "A"}]}]), {"then": ["tr(A*A.T) >= 0"]}),
    # A = [[0, 1], [0, 0]], B = Aᵀ
    "factors exchanged": (Trial([N, A, B], [], ["A*B == B*A"], "expand", [[]]), {"then": ["A*B == (B.T*A.T).T"]}),
    "a transpose in the same order": (
        Trial([N, A, B], [], ["(A*B).T == A.T*B.T"], "expand", [[]]), {"then": ["(A*B).T == B.T*A.T"]}),
    "a trace with one letter transposed": (
        Trial([N, A, B], [], ["tr(A*B) == tr(A.T*B)"], "expand", [[]]), {"then": ["tr(A*B) == tr(A.T*B.T)"]}),
    # A = [[0, 1], [0, 0]], B = Aᵀ, C = AB
    "a trace that is no rotation": (
        Trial([N, A, B, C], [], ["tr(A*B*C) == tr(A*C*B)"], "expand", [[]]), {"then": ["tr(A*B*C) == tr(C*A*B)"]}),
    # D = diag(1, 2), E = I, A = [[0, 1], [0, 0]]
    "diagonals on the other side": (
        Trial([N, diagonal("D", "n"), diagonal("E", "n"), A], [], ["D*A*E == E*A*D"], "expand", [[]]),
        {"then": ["D*E*A == E*D*A"]}),
    # y = (0, 1, 1)
    "an induction whose step begins one later": (
        Trial([*FAMILY, integer("k", "0", "L")], SHORT, ["y[k] == 0"], "induct", {"symbol": "k"},
              (steps(SHORT, "0")[0], statement([*FAMILY, integer("k", "1", "L-1")], [*SHORT, "y[k] == 0"], ["y[k+1] == 0"]))),
        {"given": VANISH, "premises": steps(VANISH, "0")}),
    # y = (1, 0, 0)
    "a range that begins one earlier": (
        Trial(FAMILY, ["all(j, 1, L, y[j] == 0)"], ["all(j, 0, L, y[j] == 0)"], "collect", None),
        {"then": ["all(j, 1, L, y[j] == 0)"]}),
    # y = (0, 0, 1)
    "a range that ends one later": (
        Trial(FAMILY, ["all(j, 0, L-1, y[j] == 0)"], ["all(j, 0, L, y[j] == 0)"], "collect", None),
        {"then": ["all(j, 0, L-2, y[j] == 0)"]}),
    # y = (0, 0, 1)
    "a member one beyond the range": (
        Trial(FAMILY, ["all(j, 0, L-1, y[j] == 0)"], ["y[L] == 0"], "expand", [[["_", ["given", 0, "L"]]]]),
        {"then": ["y[L-1] == 0"], "witness": [[["_", ["given", 0, "L-1"]]]]}),
    # x = y
    "a root that is strict": (
        Trial([positive("x"), positive("y")], ["x**2 >= y**2"], ["x > y"], "power",
              [{"x": "x", "y": "y", "n": "2", "fact": ["given", 0]}]), {"then": ["x >= y"]}),
    # x = 1, y = −1
    "a root of numbers of any sign": (
        Trial([real("x"), real("y")], ["x**2 == y**2"], ["x == y"], "power",
              [{"x": "x", "y": "y", "n": "2", "fact": ["given", 0]}]), {"letters": [positive("x"), positive("y")]}),
    # x = 2, y = 1
    "a power the wrong way round": (inverse("y**2 > x**2"), {"then": ["x**2 > y**2"]}),
    # x = 0
    "a contraposition that is strict": (
        Trial([real("x")], ["x >= 2*x"], ["0 > x"], "contrapose", {"given": 0},
              (statement([real("x")], ["x > 0"], ["2*x > x"]),)), {"then": ["0 >= x"]}),
    # k = 1: y = 0
    "cases without one of three": (
        Trial([integer("k", "0", "2"), real("y")], ["y == k-1"], ["y**2 == 1"], "cases",
              {"symbol": "k", "at": "1", "parts": {"below": 0, "above": 1}},
              (statement([integer("k", "0", "0"), real("y")], ["y == k-1"], ["y**2 == 1"]),
               statement([integer("k", "2", "2"), real("y")], ["y == k-1"], ["y**2 == 1"]))),
        {"letters": [integer("k", "0", "2"), real("y")], "then": ["1 >= y"],
         "witness": {"symbol": "k", "at": "1", "parts": {"below": 0, "above": 1, "at": 2}},
         "premises": (statement([integer("k", "0", "0"), real("y")], ["y == k-1"], ["1 >= y"]),
                      statement([integer("k", "2", "2"), real("y")], ["y == k-1"], ["1 >= y"]),
                      statement([real("y")], ["y == 1-1"], ["1 >= y"]))}),
    # y = 0
    "a positive letter from a number >= 0": (
        Trial([real("y")], ["y >= 0"], ["x == y"], "exists", {"terms": {"x": "y"}}, exists=[positive("x")]),
        {"given": ["y > 0"]}),
    # Q = diag(1, 0), P = diag(0, 1)
    "definite with a negative weight": (
        Trial([N, Q, matrix("P", "n", "n")], ["0 >= tr(Q.T*Q) - tr(P.T*P)"], ["Q == 0"], "definite",
              [{"fact": ["given", 0], "terms": [["1", "Q"], ["-1", "P"]], "matrix": 0}]),
        {"given": ["0 >= tr(Q.T*Q) + tr(P.T*P)"],
         "witness": [{"fact": ["given", 0], "terms": [["1", "Q"], ["1", "P"]], "matrix": 0}]}),
    # M = 0: r = 0, and no 1 × 0 matrix V has V Vᵀ = I
    "a frame taken for a basis": (
        Trial([N, matrix("M", "n", "n")], [], ["V*V.T == I(n)"], "lemma",
              {"lemma": "thin SVD", "at": {"m": "n"}, "fresh": {"r": "r", "U": "U", "S": "S", "V": "V"}},
              exists=[integer("r", "0"), matrix("U", "n", "r"), ["S", {"kind": "diagonal", "size": "r", "positive": True}],
                      matrix("V", "n", "r")]),
        {"then": ["V.T*V == I(r)"]}),
}  # fmt: skip


@pytest.mark.parametrize("name", NEAR)
def test_the_kernel_refuses_it_and_accepts_its_neighbour(name: str) -> None:
    trial, honest = NEAR[name]
    assert trial.check() and replace(trial, **honest).check() == ""


@pytest.mark.coq
@pytest.mark.skipif(COQ is None, reason="Coq 8.16 with Mathematical Components is not installed")
def test_so_does_coq() -> None:
    assert COQ is not None
    shop = Workshop(HOME / "coq", COQ)
    shop.prepare()
    trials = [trial for trial, _ in NEAR.values()]
    neighbours = [replace(trial, **honest) for trial, honest in NEAR.values()]
    outcomes = shop.judge([seen(t) for t in [*trials, *neighbours]], JOBS)
    assert [name for name, o in zip(NEAR, outcomes[: len(NEAR)], strict=True) if o.accepted] == []
    assert [(name, o) for name, o in zip(NEAR, outcomes[len(NEAR) :], strict=True) if not o.accepted] == []
