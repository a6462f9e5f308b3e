"""Finds certificates of positivity: a comparison as a sum of products of facts with non-negative rational weights,

    difference of the conclusion = Σ weight · monomial · fact · … · fact + Σ weight · facts · square,

up to equations that the rewriting uses. Which products occur is a linear program in floats (HiGHS); squares are a
semidefinite one (`theory.prove.gram`). The answer is solved again in rationals on its support, and the kernel multiplies
it out: what is found wrongly is refused. What is not found may be true all the same: raise the degree, name a lemma, or
divide by something positive (`theory.prove.chain`).

Sources: Handelman, Representing polynomials by positive linear functions on compact convex polyhedra (1988); Putinar,
Positive polynomials on compact semi-algebraic sets (1993); Peyrl, Parrilo, Computing sum of squares decompositions with
rational coefficients (2008).
"""

from __future__ import annotations

from typing import Any

from theory.prove.candidates import Reduction, Rules, Search, candidates, degree_of
from theory.prove.derivation import Book
from theory.prove.gram import with_squares
from theory.prove.linear import combination
from theory.prove.rewrite import NotFound


def positivstellensatz(book: Book, letters: list, given: list[str], then: str, *, rules: Rules = (),
                       premises: list | None = None, search: Search | None = None, **scene: Any) -> str:  # fmt: skip
    """One certificate of the rule order for ``then``, found here and checked by the kernel; its id.

    ``rules``: equations to rewrite with, as in `Book.order`. Raises `NotFound` if nothing of this kind is found.

    >>> letters = [["x", {"kind": "positive"}], ["y", {"kind": "real"}]]
    >>> book = Book(scene={"x": "2", "y": "3"})
    >>> page = positivstellensatz(book, letters, ["x > 1", "y > 1"], "x*y > x + y - 1")
    >>> book.pages[page].witness
    [{'terms': [{'weight': '1', 'facts': [['given', 0], ['given', 1]]}], 'equal': []}]
    >>> positivstellensatz(book, letters, ["x > 1", "y > 1"], "x*y > x + y")
    Traceback (most recent call last):
    theory.prove.rewrite.NotFound: no combination of 10 products of degree at most 2
    """
    terms = find(book, letters, given, then, rules=rules, premises=premises, search=search)
    return book.order(letters, given, then, terms, list(rules), premises, **scene)


def find(book: Book, letters: list, given: list[str], then: str, *, rules: Rules = (), premises: list | None = None,
         search: Search | None = None) -> list[dict]:  # fmt: skip
    """The terms for `Book.order`, to be written into a derivation or used at once."""
    search = search or Search()
    context = book.context(letters, given, then, premises, {})
    atom = context.statement.then[0]
    if atom.kind not in (">", ">="):
        raise ValueError(f"{then} is no comparison: only > and >= have certificates of positivity")
    normal = Reduction(context, rules)
    goal = normal(atom.difference)
    degree = degree_of(goal) if search.degree is None else search.degree
    columns = candidates(context, normal, search, degree)
    if search.squares:
        return with_squares(context.env, normal, goal, columns, search, strict=atom.kind == ">")
    found = combination([(c.value.terms, c.sharp) for c in columns], goal.terms, strict=atom.kind == ">")
    if found is None:
        raise NotFound(f"no combination of {len(columns)} products of degree at most {degree}")
    return [columns[j].times(c) for j, c in found.items()]
