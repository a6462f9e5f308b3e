"""Formulas at another index and with other letters: texts against those written by hand, and against the kernel's reading."""

from __future__ import annotations

import pytest

from tests.theory.kernel.bench import integer, positive, real
from theory.kernel.declare import read_letters
from theory.kernel.integers import Fault
from theory.prove.derivation import Book
from theory.prove.formulas import at, redeclared, renamed, unfold, use

LAYERS = [integer("L", "2"), ["q", {"kind": "positive", "over": ["n_", "0-2", "L+2"]}], positive("s"),
          ["g", {"kind": "real", "over": ["n_", "0-2", "L+2"]}], integer("n", "1", "L-1")]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "moved"), [
    ("q[n]*g[n] == s**n", "n+1", "q[n+1]*g[n+1] == s**(n+1)"),
    ("q[n]*g[n] == s**n", "0", "q[0]*g[0] == s**0"),
    ("g[n-1]", "n+1", "g[n]"),
    ("g[n+1] - g[n-1]", "1", "g[2] - g[0]"),
    ("s**(L-n)", "L", "s**0"), ("s**(L-n)", "L-1", "s**1"), ("s**(L-n)", "n+1", "s**(L-n-1)"),
    ("s**((n)-1)", "n+1", "s**((n+1)-1)"), ("s**(2*(n))", "L", "s**(2*(L))"),
    ("n*g[n]", "n+1", "(n+1)*g[n+1]"), ("I(n)*tr(U[n])", "n-1", "I(n-1)*tr(U[n-1])"),
    ("s**(2*L-2*n)", "n+1", "s**(2*L-2*n-2)"),
    ("lam*DP[L] - nu*mu[l]", "n+1", "lam*DP[L] - nu*mu[l]"),
    ("all(j, 0, n, g[j] == g[n])", "n+1", "all(j, 0, (n+1), g[j] == g[n+1])"),
])  # fmt: skip
def test_a_formula_moves_to_another_place(text, place, moved):
    assert at(text, n=place) == moved


@pytest.mark.parametrize("text", ["q[n]**n", "n*s**(2*L-n)*g[n-1]", "s**((n)-1)*q[L-n]", "(g[n]+n)*(n-1)", "s**(2*(n)-L)"])
@pytest.mark.parametrize("place", ["n+1", "n-1", "L-1", "1", "L-n"])
def test_a_moved_formula_means_what_substitution_means(text, place):
    """Independent: plain substitution, in parentheses everywhere, read by the kernel."""
    letters = read_letters(LAYERS)
    assert letters.poly(at(text, n=place)).terms == letters.poly(renamed(text, n=f"({place})")).terms


def test_letters_are_renamed_at_once_and_never_inside_a_name():
    assert renamed("W*W1*P[WW] - s*ss", W="W1", W1="W2", s="e") == "W1*W2*P[WW] - e*ss"
    assert renamed("x + y", x="y", y="x") == "y + x" and renamed("x") == "x"


def test_a_declaration_is_renamed_in_its_values_and_its_places():
    letter = ["Z", {"kind": "matrix", "override": {"of": "O", "at": {"1": "t*W[1]", "L": "W[L]"}}, "positive": True}]
    assert redeclared(letter, L="2", t="e", Z="Z1") == [
        "Z1", {"kind": "matrix", "override": {"of": "O", "at": {"1": "e*W[1]", "2": "W[2]"}}, "positive": True}]  # fmt: skip


def test_premises_and_definitions_at_a_place():
    assert use("0a") == {"cert": "0a"} and use("0a", n="L", l="1") == {"cert": "0a", "set": {"n": "L", "l": "1"}}
    assert unfold("P", "0") == ["def P[0]"] and unfold("", "0") == []


SUMS = [integer("L", "1"), ["f", {"kind": "real", "over": ["n_", "0", "L"], "first": "0", "next": "f[n_]+1"}],
        ["b", {"kind": "real", "over": ["n_", "0", "L"], "last": "0", "previous": "b[n_+1]+1"}]]  # fmt: skip


def test_an_induction_upwards_and_downwards():
    book = Book(scene={"L": 3, "n": 0})
    up = book.induct(SUMS, [], "f[n] == n", ("n", "0", "L"), ["def f[0]"], ["def f[n+1]", ("induction", "f[n]")])
    down = book.induct(SUMS, [], "b[n] == L-n", ("n", "0", "L"), ["def b[L]"], ["def b[n]", ("induction", "b[n+1]")],
                       down=True, start="b[L] == 0")  # fmt: skip
    assert [book.pages[page].witness for page in (up, down)] == [{"symbol": "n"}, {"symbol": "n", "direction": "down"}]
    assert book.pages[book.pages[down].premises[0]].statement["then"] == ["b[L] == 0"]
    first = book.expand(SUMS, [], "f[0] == 0", ["def f[0]"])
    assert book.induct(SUMS, [], "f[n] == n", ("n", "0", "L"), first, ["def f[n+1]", ("induction", "f[n]")]) == up


def test_an_induction_that_does_not_rise_is_refused():
    with pytest.raises(Exception, match="remainder"):
        Book(scene={"L": 3, "n": 0}).induct(SUMS, [], "f[n] == 2*n", ("n", "0", "L"), ["def f[0]"],
                                            ["def f[n+1]", ("induction", "f[n]")])  # fmt: skip


def test_cases_take_their_parts_by_side_and_none_may_be_missing():
    book, letters, given, then = Book(scene={"y": "2"}), [real("y")], ["y >= 0"], "y + k >= k"
    here = book.order(letters, given, at(then, k="0"), [{"facts": ["y >= 0"]}])
    above = book.order([*letters, integer("k", "1", "3")], given, then, [{"facts": ["y >= 0"]}])
    whole = [*letters, integer("k", "0", "3")]
    page = book.cases(whole, given, then, ("k", "0"), {"at": here, "above": above})
    assert book.pages[page].witness == {"symbol": "k", "at": "0", "parts": {"at": 0, "above": 1}}
    with pytest.raises(Fault):
        book.cases(whole, given, then, ("k", "0"), {"above": above})
