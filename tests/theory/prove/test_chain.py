"""Chains of comparisons: facts by name, the two lemmas at expressions, and what the kernel refuses of a careless chain."""

from __future__ import annotations

import pytest

from tests.theory.kernel.bench import positive, real
from theory.kernel.integers import Fault
from theory.prove.chain import Chain, division, root
from theory.prove.derivation import Book
from theory.prove.rewrite import NotFound

LETTERS = [real("x"), real("y"), positive("p")]
SCENE = {"x": "2", "y": "3", "p": "4"}


def chain(*given: str) -> Chain:
    return Chain(Book(scene=SCENE), LETTERS, list(given))


def test_a_root_at_two_expressions_says_what_the_statement_says() -> None:
    """The certificate has the letters and hypotheses of the chain, and no letter of the lemma."""
    steps = chain("x >= 0", "(x+p)**2 >= y**2")
    page = steps.apply(root(steps.book), {"p_": "x+p", "t_": "y"}, "x + p >= y", [("1", "x >= 0"), ("p",)],
                       [("1", "(x+p)**2 >= y**2")])  # fmt: skip
    said = steps.book.pages[page].statement
    assert said == {"letters": LETTERS, "given": steps.given, "then": ["x + p >= y"]}
    assert {c.rule for c in steps.book.derivation(page).certificates} == {"order", "contrapose", "instance", "exists"}


def test_division_needs_a_positive_factor() -> None:
    """With y ≥ 0 alone it would be false: x = 2, y = 0, p = 1."""
    steps = chain("y > 0", "y*(p-x) >= 0")
    lemma, values = division(steps.book), {"p_": "y", "f_": "p-x"}
    assert steps.apply(lemma, values, "p >= x", [("1", "y > 0")], [("1", "y*(p-x) >= 0")])
    weak = chain("y >= 0", "y*(p-x) >= 0")
    with pytest.raises(Fault, match="strictly positive"):
        weak.apply(division(weak.book), values, "p >= x", [("1", "y >= 0")], [("1", "y*(p-x) >= 0")])


def test_a_root_of_something_negative_is_refused() -> None:
    """(−2)² ≥ 1² and −2 < 1."""
    steps = chain("x**2 >= y**2")
    with pytest.raises((Fault, NotFound)):
        steps.apply(root(steps.book), {"p_": "x", "t_": "y"}, "x >= y", [], [("1", "x**2 >= y**2")])


@pytest.mark.parametrize("term", [("1", "x >= 1", "x >= 1"), ("2", "x >= 1"), ("-1", "x >= 1"), ("y", "x >= 1"), ("1",)])
def test_a_wrong_term_is_refused(term: tuple) -> None:
    with pytest.raises((Fault, NotFound)):
        chain("x >= 1").prove("x >= y", term)


def test_links_are_facts_for_later_links_and_collect_names_them() -> None:
    steps = chain("x >= 1", "y >= x")
    steps.prove("y >= 0", ("1", "y >= x"), ("1", "x >= 1"), ("1",))
    steps.prove("y >= x - p", ("1", "y >= x"), ("p",))
    page = steps.collect("y >= x - p", "x >= 1", "y >= 0")
    assert steps.book.pages[page].statement["then"] == ["y >= x - p", "x >= 1", "y >= 0"]
    with pytest.raises(ValueError, match="x >= 2 is no fact of the chain; given or proved are x >= 1; y >= x"):
        steps.collect("x >= 2")


def test_a_square_needs_both_signs() -> None:
    steps = chain("y >= 0", "p >= y")
    steps.square("p", "y")
    assert "(p)**2 >= (y)**2" in steps.known
    with pytest.raises(ValueError, match="y >= 0 is no fact"):
        chain("p >= y").square("p", "y")
