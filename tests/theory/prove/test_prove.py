"""The finder: rewriting with cofactors, exact frames, texts that read back. What it finds is checked by the kernel."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.theory.kernel.bench import diagonal, family, integer, matrix, positive
from theory.exact.matrices import columns, orthogonal, solve, to_json
from theory.exact.matrices import diagonal as diagonal_matrix
from theory.kernel.declare import read_letters
from theory.kernel.integers import Fault
from theory.models.model import evaluate
from theory.models.numbers import Matrix, Surd
from theory.prove.derivation import Book, choose_model
from theory.prove.rewrite import NotFound
from theory.prove.text import poly_text

LETTERS = [integer("m"), integer("r", "0"), positive("p"), matrix("U", "m", "r"), matrix("V", "m", "r"),
           diagonal("S", "r"), diagonal("M", "r", False)]  # fmt: skip
FRAMES = ["U.T*U == I(r)", "V.T*V == I(r)", "S**2 == p*S"]
RULES = [(["given", 0], "U.T*U"), (["given", 1], "V.T*V"), (["given", 2], "S**2")]
SCENE = {"m": 3, "r": 2, "p": "3/2", "U": to_json(columns(orthogonal(3, 1), 0, 2)),
         "V": to_json(columns(orthogonal(3, 2), 0, 2)), "S": [["3/2", "0"], ["0", "3/2"]],
         "M": [["1", "0"], ["0", "-2"]]}  # fmt: skip


@pytest.mark.parametrize("then", [
    "U*S*V.T*V*S*U.T == p*U*S*U.T",
    "tr(U*S*V.T*V*S*U.T) == p*tr(S)", "U*S**2*U.T == p*U*S*U.T", "V*U.T*U*M*V.T == V*M*V.T",
    "tr(U*U.T)*tr(V*V.T) == r**2", "tr(M*U.T*U*M) == tr(M*M)", "(U*S*V.T).T*(U*S*V.T) == p*V*S*V.T",
])  # fmt: skip
def test_rewriting_finds_what_the_kernel_accepts(then):
    book = Book(scene=SCENE)
    page = book.pages[book.expand(LETTERS, FRAMES, then, RULES)]
    assert page.rule == "expand" and evaluate(page.statement, page.model).then == [True]


@pytest.mark.parametrize("then", ["U*U.T == I(m)", "S == p*I(r)", "U == V", "tr(U.T*V) == r", "S**3 == p*S"])
def test_rewriting_says_that_it_found_nothing(then):
    with pytest.raises(NotFound):
        Book(scene=SCENE).expand(LETTERS, FRAMES, then, RULES)


def test_a_rule_that_is_no_term_of_its_fact_is_named():
    with pytest.raises(NotFound, match="no term of the fact"):
        Book(scene=SCENE).expand(LETTERS, FRAMES, "U.T*U == I(r)", [(["given", 0], "U.T*V")])


def test_a_rewriting_without_end_stops():
    with pytest.raises(NotFound, match="no end"):
        Book(scene={"p": "1"}).expand([positive("p")], ["p == p**2"], "p == 1", [(["given", 0], "p")])


def test_the_same_page_is_written_once_and_a_derivation_takes_what_it_needs():
    book = Book(scene=SCENE)
    first = book.expand(LETTERS, FRAMES, "U*S**2 == p*U*S", RULES)
    assert book.expand(LETTERS, FRAMES, "U*S**2 == p*U*S", RULES) == first and len(book.pages) == 1
    book.expand(LETTERS, FRAMES, "tr(S**2) == p*tr(S)", RULES)
    last = book.add("collect", LETTERS, FRAMES, "U*S**2 == p*U*S", None, [first])
    derivation = book.derivation(last)
    assert [c.id for c in derivation.certificates] == [first, last] and derivation[last].rule == "collect"


def test_a_model_that_breaks_a_hypothesis_is_refused_when_the_page_is_added():
    with pytest.raises(Fault, match="given 2 fails"):
        Book(scene={**SCENE, "S": [["3/2", "0"], ["0", "1"]]}).expand(LETTERS, FRAMES, "U*S**2 == p*U*S", RULES)


def test_a_model_is_cut_to_the_letters_and_their_ranges():
    statement = {"letters": [integer("n", "1", "2"), ["x", family("positive", "1", "n")]], "then": ["n >= 1"]}
    assert choose_model(statement, {"n": 7, "x": {"1": "2", "2": "3"}, "y": "4"}) == {"n": 1, "x": {"1": "2"}}


@pytest.mark.parametrize(("n", "seed"), [(1, 0), (2, 3), (3, 5), (5, 8)])
def test_frames_are_orthogonal_and_rational(n, seed):
    q = orthogonal(n, seed)
    assert (q.T * q) == Matrix.identity(n) == (q * q.T)
    assert all(isinstance(x, Fraction) for r in q.rows for x in r)


def test_solve_against_hand_computation():
    assert solve([[Fraction(0), Fraction(2)], [Fraction(1), Fraction(1)]], [[Fraction(4)], [Fraction(5)]]) == [[3], [2]]


def test_values_as_json():
    assert to_json({1: Surd(Fraction(1, 2), Fraction(3), 2), 2: Surd(Fraction(5), Fraction(0), 3)}) == {
        "1": ["1/2", "3", "2"], "2": "5"}  # fmt: skip
    assert to_json(diagonal_matrix([Fraction(1), Fraction(2, 3)])) == [["1", "0"], ["0", "2/3"]]


@pytest.mark.parametrize("text", [
    "p", "-p", "p**(-1)", "p**(2*m-3)", "U.T*V", "3/2*U*S*V.T - V*M*U.T", "tr(U.T*V)**2", "I(r)", "2*I(r) - S",
    "p*S**m*M", "S**(-1)", "m*r - 2", "tr(S)*U.T*U", "0*p",
])  # fmt: skip
def test_texts_read_back(text):
    letters = read_letters(LETTERS)
    poly = letters.poly(text)
    again = letters.poly(poly_text(poly))
    assert again.terms == poly.terms
