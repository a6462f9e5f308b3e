"""Random expressions of the kernel's language, rendered and read again: brackets, signs, powers, traces, recursions.

Independent route as in `test_rereading`: the LaTeX by a reader of its own, the kernel's text by the probes' evaluator.
"""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.theory.render.test_notations import of_latex, of_mathml, of_plain
from tests.theory.render.test_rereading import differences, differing
from theory.kernel.budget import Fault
from theory.render import rendered, text
from theory.render.writer import LEVELS

LETTERS: list[Any] = [
    ["L", {"kind": "integer", "min": "2"}],
    ["k", {"kind": "integer", "min": "1", "max": "L"}],
    ["c", {"kind": "positive", "value": "3/2"}],
    ["m", {"kind": "positive", "value": "L-1"}],
    ["x", {"kind": "real"}],
    ["p", {"kind": "positive"}],
    ["X", {"kind": "matrix", "shape": ["2", "2"]}],
    ["Y", {"kind": "matrix", "shape": ["2", "2"]}],
    ["u", {"kind": "matrix", "shape": ["2", "1"]}],
    ["v", {"kind": "matrix", "shape": ["2", "1"]}],
    ["D", {"kind": "diagonal", "size": "2", "positive": True}],
    ["W", {"kind": "matrix", "over": ["n", "1", "L"], "shape": ["2", "2"]}],
    ["mu", {"kind": "positive", "over": ["n", "1", "L"]}],
    ["P", {"kind": "matrix", "over": ["n", "0", "L"], "shape": ["2", "2"], "first": "I(2)", "next": "W[n+1]*P[n]"}],
    ["A", {"kind": "matrix", "over": ["n", "0", "L"], "shape": ["2", "2"], "last": "I(2)", "previous": "A[n+1]*W[n+1]"}],
    ["S", {"kind": "real", "over": ["n", "0", "L"], "first": "x", "next": "S[n]+mu[n+1]*tr(W[n+1].T*W[n+1])"}],
    ["T", {"kind": "real", "over": ["n", "0", "L"], "last": "0", "previous": "T[n+1]-x*mu[n+1]+n"}],
    ["q", {"kind": "positive", "over": ["n", "0", "L"], "first": "1", "next": "mu[n+1]*q[n]"}],
    ["B", {"kind": "matrix", "over": ["n", "0", "L"], "shape": ["2", "2"], "first": "I(2)", "next": "(I(2)-X*Y)*B[n]"}],
    ["G", {"kind": "matrix", "over": ["n", "1", "L"], "shape": ["2", "2"], "value": "mu[n]*W[n]-x*I(2)"}],
]


def scalar(draw: random.Random, depth: int) -> str:
    """A text of a number."""
    leaf = ["x", "p", "c", "m", "L", "k", "3", "1/2", "mu[k]", "S[L]", "S[k-1]", "T[0]", "q[L]", "q[k]", "mu[1]",
            "p**(-1)", "p**(2-L)"]  # fmt: skip
    if depth == 0:
        return draw.choice(leaf)
    a, b = scalar(draw, depth - 1), scalar(draw, depth - 1)
    return draw.choice([
        f"{a}+{b}", f"{a}-({b})", f"({a})*({b})", f"-({a})", f"({a})**2", f"({a})/3", f"tr({matrix(draw, depth - 1)})",
        f"tr(({matrix(draw, depth - 1)}).T*({matrix(draw, depth - 1)}))", f"2*({a})", f"tr(u.T*({matrix(draw, depth - 1)})*u)",
        f"tr((u.T*({matrix(draw, depth - 1)})*u)*({matrix(draw, depth - 1)}).T*({matrix(draw, depth - 1)}))",
        f"p**(2*L-k)*({a})", f"({a})**1*({b})",
    ])  # fmt: skip


def matrix(draw: random.Random, depth: int) -> str:
    """A text of a 2 × 2 matrix."""
    leaf = ["X", "Y", "D", "W[k]", "W[1]", "W[L]", "P[L]", "P[k-1]", "A[k]", "A[0]", "I(2)", "B[k]", "B[L]", "G[k]",
            "u*u.T", "D**(-2)"]  # fmt: skip
    if depth == 0:
        return draw.choice(leaf)
    a, b = matrix(draw, depth - 1), matrix(draw, depth - 1)
    return draw.choice([
        f"{a}+{b}", f"{a}-({b})", f"({a})*({b})", f"({a}).T", f"-({a})", f"({a})**2", f"({scalar(draw, depth - 1)})*({a})",
        f"A[k]*({a})*P[k-1]", f"({a}).T*({a})", f"({a})*(u.T*({b})*u)*I(2)", f"(u.T*u)*I(2)*({a})", "(u.T*v)*I(2)",
    ])  # fmt: skip


def statement(seed: int) -> dict[str, Any]:
    draw = random.Random(seed)
    depth = draw.randint(1, 3)
    given = [f"{scalar(draw, depth)} {draw.choice(['>', '>=', '=='])} {scalar(draw, 1)}"]
    given += [f"all(j, 1, L-1, {matrix(draw, 1).replace('[k]', '[j]')} == ({matrix(draw, 1)})*W[j+1])"]
    return {"letters": LETTERS, "given": given, "then": [f"{matrix(draw, depth)} == {matrix(draw, 1)}"]}


def readable(wanted: range) -> list[int]:
    """Seeds whose statement the kernel reads (a sum of a number and a matrix is none)."""
    found = []
    for seed in wanted:
        try:
            rendered(statement(seed))
            found.append(seed)
        except Fault:
            continue
    return found


SEEDS = readable(range(110))
QUICK = 24


def test_most_random_statements_are_read() -> None:
    assert len(SEEDS) > 60


def wrong(seed: int) -> list[str]:
    """Lines of the rendered statement that say something else than its texts."""
    return differences(statement(seed), rendered(statement(seed)))


@pytest.mark.parametrize("kind", ["plus", "times", "neg", "chain"])
def test_a_bracket_left_out_is_seen(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table of precedence with one entry wrong."""
    monkeypatch.setitem(LEVELS, kind, 4)
    assert any(any(differing(statement(seed), rendered(statement(seed)))) for seed in SEEDS)


@pytest.mark.parametrize("seed", [pytest.param(s, marks=pytest.mark.full if k >= QUICK else ()) for k, s in enumerate(SEEDS)])
def test_a_random_statement_says_what_it_said(seed: int) -> None:
    shown = rendered(statement(seed))
    assert wrong(seed) == []
    for item in (*shown.where, *shown.given, *shown.then):
        signs = of_latex(item.latex(shown.looks))
        assert of_mathml(item.mathml(shown.looks)) == signs
        assert of_plain(item.text(shown.looks)).replace("x", "×") == signs.replace("x", "×")


def test_statements_that_differ_print_differently() -> None:
    seen: dict[str, int] = {}
    for seed in SEEDS:
        other = seen.setdefault(text(statement(seed)), seed)
        assert other == seed
