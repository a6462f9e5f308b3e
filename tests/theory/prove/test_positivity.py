"""The finder of positivity certificates. What it finds the kernel accepts; what is false at a rational point it cannot
find; and when it lies, the kernel refuses. Truth is decided here by evaluation at points and by known theorems."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest

from tests.theory.kernel.bench import integer, matrix, positive, real
from theory.agd.proofs import derivation as theorems
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_certificate
from theory.kernel.integers import Fault
from theory.kernel.statement import Statement
from theory.models.model import evaluate
from theory.prove import positivity
from theory.prove.candidates import Search
from theory.prove.derivation import Book, Derivation
from theory.prove.linear import combination, solve
from theory.prove.positivity import find, positivstellensatz
from theory.prove.rewrite import NotFound

SCALAR = [theorems.contraction_factors, theorems.length_lemma, theorems.paper_horizon, theorems.horizon_free_corollary,
          theorems.sharpened_corollary, theorems.larger_step, theorems.initial_norms]  # fmt: skip
WIDER = {
    "a >= 0": Search(weights=("q**(-1)",)),
    "a >= b": Search(degree=2),
    "1 >= x0 + D": Search(degree=2, squares=("1", "D")),
    "s >= 2*D": Search(degree=2, weights=("s**(-1)",), squares=("s", "D"), times=("s**(-1)",)),
    "3 >= 4*S": Search(weights=("C**(-1)",)),
}
"""Conclusions that need more than the default: an inverse, a higher degree, a square."""


def library(derivation: Derivation) -> Book:
    """A book whose premises may be used, but whose witnesses nobody looks at."""
    return Book(statements={c.id: Statement(c.statement) for c in derivation.certificates})


def found(book: Book, page: Certificate, then: str, search: Search | None = None) -> list[dict]:
    """The finder, given what a link of a derivation has: letters, hypotheses and premises, but not its terms."""
    said = page.statement
    rules = [(["def", name], name) for name, spec in said["letters"] if "value" in spec]
    return find(book, said["letters"], said["given"], then, rules=rules, premises=list(page.premises), search=search)


@pytest.mark.parametrize("theorem", SCALAR)
def test_every_scalar_step_is_found_again(theorem: Callable) -> None:
    derivation = theorem()
    book = library(derivation)
    for page in (c for c in derivation.certificates if c.rule == "order"):
        (then,) = page.statement["then"]
        search = WIDER.get(then)
        if search is not None and search.squares:
            pytest.importorskip("cvxpy")
        terms = found(book, page, then, search)
        rules = [(["def", name], name) for name, spec in page.statement["letters"] if "value" in spec]
        again = Book(scene=page.model, statements=dict(book.statements))
        name = again.order(page.statement["letters"], page.statement["given"], then, terms, rules, list(page.premises))
        assert again.pages[name].statement == page.statement


WRONG = [
    (theorems.length_lemma, "(a-b)**2*(1+q)", "99/100*(a-b)**2*(1+q)", {"a": "2", "b": "1", "q": "1/2"}),
    (theorems.contraction_factors, "(1-g)**2 >=", "(1-11/10*g)**2 >=", {"g": "1/4", "U": "1", "lam": "1/4"}),
    (theorems.sharpened_corollary, ">= 2*(eta*w)**2*(y", ">= 203/100*(eta*w)**2*(y",
     {"s": "1/2", "S": "3/4", "y": "1/24", "eta": "1/32", "w": "1"}),
    (theorems.larger_step, ">= 2*(eta*w)**2*DY", ">= 207/100*(eta*w)**2*DY", {"s": "1/2", "S": "3/4", "eta": "1/20", "w": "1"}),
    (theorems.initial_norms, "3 >= 4*y", "3 >= 401/100*y",
     {"C": "4", "nu": "9/16", "eta": "1", "sigma": "1", "phi1": "3", "phi2": "3"}),
]  # fmt: skip
"""A theorem, a constant, the same made wrong, and a point at which the hypotheses hold and the wrong conclusion fails."""


@pytest.mark.parametrize(("theorem", "old", "new", "point"), WRONG)
def test_a_wrong_constant_is_false_not_found_and_refused(theorem: Callable, old: str, new: str, point: dict) -> None:
    derivation = theorem()
    page = next(c for c in derivation.certificates if c.rule == "order" and old in c.statement["then"][0])
    (right,), book = page.statement["then"], library(derivation)
    wrong = {**page.statement, "then": [right.replace(old, new)]}
    at = evaluate(wrong, point)
    assert all(at.given) and at.then == [False] and evaluate(page.statement, point).then == [True]
    for products in (1, 2, 3):
        with pytest.raises(NotFound):
            found(book, page, wrong["then"][0], Search(products=products))
    with pytest.raises(Fault, match="not the sum of the terms"):
        check_certificate(replace(page, statement=wrong), book.statements)  # in the old model, where it holds


XP = [real("x"), positive("p"), integer("L", "2"), integer("k", "0"), matrix("A")]
HERE = {"x": "4", "p": "5", "L": 2, "k": 1, "A": [["1", "2"], ["0", "1"]]}


@pytest.mark.parametrize(("facts", "then", "search"), [
    ([], "p > 0", Search()), (["p > 2"], "1 > 2*p**(-1)", Search(weights=("p**(-1)",))), (["x > 1"], "x/3 > 1/3", Search()),
    (["p**(L+1) > 1"], "p**L*p > 1", Search()), ([], "p**L > 0", Search(weights=("p**L",))),
    (["tr(A.T*A) >= 0", "x >= 0"], "x*tr(A*A.T) + x**2 >= 0", Search()), (["x > 1"], "-x > -2", None),
    ([], "x >= 0", None), (["x >= 1"], "x > 1", None), (["p > 2"], "1 > 3*p**(-1)", None), (["p**L > 1"], "p > 1", None),
    ([], "tr(A.T*A) >= 0", None), (["x*x*x*x*x + p > 3"], "x > p", None), ([], "x**3 >= 0", None),
])  # fmt: skip
def test_what_follows_is_found_and_what_does_not_is_not(facts: list[str], then: str, search: Search | None) -> None:
    if search is not None:
        assert positivstellensatz(Book(scene=HERE), XP, facts, then, search=search)
        return
    for products in range(4):
        with pytest.raises(NotFound):
            find(Book(), XP, facts, then, search=Search(products=products, degree=6, weights=("p**(-1)",)))


@pytest.mark.parametrize("seed", range(12))
def test_random_combinations_are_found_and_falsehoods_never(seed: int) -> None:
    """A random sum of products of two random facts is found. Lowered below zero at a point that meets the facts, it is
    false, so nothing may be found, at any degree tried."""
    random = Random(seed)

    def number() -> Fraction:
        return Fraction(random.randint(1, 9), random.randint(1, 5))

    point = {"p": str(number()), "x": str(number())}
    facts = []
    for _ in range(3):
        text = f"{number()}*x + {random.choice(['-', ''])}{number()}*p"
        value = evaluate({"letters": XP[:2], "given": [], "then": [f"{text} >= 0"]}, point)
        facts.append(f"{text} + 2 >= 0" if value.then == [True] else f"-({text}) >= 0")
    products = [f"{number()}*({f.split(' >=')[0]})*({g.split(' >=')[0]})" for f, g in pairwise(facts)]
    true = f"{' + '.join(products)} + {number()}*p > 0"
    book = Book(scene=point)
    assert positivstellensatz(book, XP[:2], facts, true, search=Search(degree=2))
    low = Fraction(1)
    while evaluate({"letters": XP[:2], "given": [], "then": [true.replace("> 0", f"> {low}")]}, point).then == [True]:
        low *= 2
    for degree in (2, 3, 4):
        with pytest.raises(NotFound):
            find(book, XP[:2], facts, true.replace("> 0", f"> {low}"), search=Search(products=3, degree=degree))


@pytest.mark.parametrize("lie", [{}, {0: Fraction(1)}, {0: Fraction(-1), 1: Fraction(2)}, {1: Fraction(1), 2: Fraction(1)}])
def test_a_lying_finder_proves_nothing(lie: dict, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(positivity, "combination", lambda columns, goal, strict: lie)
    book = Book(scene={"x": "2", "p": "3"})
    with pytest.raises((Fault, NotFound)):
        positivstellensatz(book, XP[:2], ["x > 1"], "x > p - 2")
    assert not book.pages


def test_errors_say_what_is_allowed() -> None:
    with pytest.raises(ValueError, match="only > and >="):
        find(Book(), XP, [], "x == p")
    with pytest.raises(ValueError, match="at least 0"):
        Search(products=-1)
    with pytest.raises(NotFound, match="no scalar monomial"):
        find(Book(), XP, ["A == A.T"], "x >= p", rules=[(["given", 0], "A")])
    with pytest.raises(NotFound, match="without end"):
        find(Book(), XP, ["p == p**2"], "p > 1/2", rules=[(["given", 0], "p")])


def test_the_combination_is_exact_and_sharp_when_asked() -> None:
    """The only combination of goal (1/3, 1/7) has the coefficients 1/3 and 1/7, which no float has."""
    one = Fraction(1)
    columns = [({"x": one}, True), ({"y": one}, False), ({"x": -one, "y": -one}, False)]
    goal = {"x": Fraction(1, 3), "y": Fraction(1, 7)}
    assert combination(columns[:2], goal, strict=True) == {0: Fraction(1, 3), 1: Fraction(1, 7)}
    assert combination(columns[1:], {"y": one}, strict=True) is None
    assert combination(columns[1:], {"y": one}) == {0: one}
    assert solve([c for c, _ in columns[:1]], {"y": one}) is None and combination([], {}) == {}


XY = [real("x"), real("y")]
MOTZKIN, ROBUST = "x**4*y**2 + x**2*y**4 + 1 - 3*x**2*y**2", ("1", "x", "y", "x**2", "x*y", "y**2", "x**2*y", "x*y**2")


@pytest.mark.parametrize(("given", "then", "search"), [
    ([], "x**2 + x*y + y**2 >= 0", Search(squares=("x", "y"))),
    ([], "x**4 + y**4 - x**2*y**2 + x**2 + 1 > 0", Search(squares=("1", "x", "y", "x**2", "x*y", "y**2"))),
    ([], "2*x**4 + 2*x**3*y - x**2*y**2 + 5*y**4 >= 0", Search(squares=("x**2", "x*y", "y**2"))),  # Parrilo's example
    (["1 - x**2 - y**2 >= 0"], "3/2 > x + y", Search(degree=2, squares=("1", "x", "y"))),
    ([], f"(x**2+y**2+1)*({MOTZKIN}) >= 0", Search(squares=(*ROBUST, "x**3*y", "x**2*y**2", "x*y**3"))),
])  # fmt: skip
def test_squares_are_found(given: list[str], then: str, search: Search) -> None:
    pytest.importorskip("cvxpy")
    assert positivstellensatz(Book(scene={"x": "1/2", "y": "1/3"}), XY, given, then, search=search)


@pytest.mark.parametrize(("then", "squares"), [
    (f"{MOTZKIN} >= 0", ROBUST),  # non-negative, and no sum of squares (Motzkin 1967)
    ("x**2 - y**2 >= 0", ("x", "y")), ("x**2 + y**2 > 0", ("x", "y")), ("x**2 + 201/100*x*y + y**2 >= 0", ("x", "y")),
])  # fmt: skip
def test_what_is_no_sum_of_squares_is_not_found(then: str, squares: tuple[str, ...]) -> None:
    pytest.importorskip("cvxpy")
    with pytest.raises(NotFound):
        find(Book(), XY, [], then, search=Search(squares=squares))


def test_without_the_extra_squares_are_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cvxpy", None)
    with pytest.raises(ValueError, match=r"saddleproof\[sos\]"):
        find(Book(), XY, [], "x**2 + y**2 >= 0", search=Search(squares=("x", "y")))


def test_derivations_load_neither_program() -> None:
    """The terms are written down: a derivation asks no solver, and does not even import one."""
    import subprocess

    code = ("import sys; from theory.agd.proofs import derivation as d; d.sharpened_corollary(); d.initial_norms(); "
            "sys.exit(any(n.split('.')[0] in ('scipy', 'cvxpy', 'clarabel') for n in sys.modules))")  # fmt: skip
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
