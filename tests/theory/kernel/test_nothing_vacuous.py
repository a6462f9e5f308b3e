"""Contradictions prove nothing, identities hold in every dimension or not at all, a lying prover convinces nobody."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tests.theory.kernel.bench import Trial, diagonal, integer, matrix, positive, real
from theory.kernel.integers import Fault
from theory.kernel.letters import Letters
from theory.models.model import evaluate
from theory.prove.derivation import Book

U = matrix("U")
CONTRADICTORY = {
    "frame of norm zero": Trial([U], ["U.T*U == I(2)", "U*U.T == 0"], ["I(2) == 0"], "expand",
                                [[["-1*_", ["given", 0]], ["U.T*_*U + _*0", ["given", 1]], ["U.T*U*_", ["given", 0]]]]),
    "two impossible inequalities by bernstein": Trial(
        [real("x")], ["x > 1", "0 > x"], ["0 > 1"], "bernstein",
        [{"bounds": {"x": [["given", 0], ["given", 1]]}, "tree": "leaf"}]),
    "two impossible inequalities by order": Trial([real("x")], ["x > 1", "0 > x"], ["0 > 1"], "order",
                                                  [{"terms": [{"facts": [["given", 0]]}, {"facts": [["given", 1]]}]}]),
    "an empty range": Trial([integer("n", "1", "0")], [], ["n - n > 0"], "order", [{"terms": [{"gram": "I(0-n)"}]}]),
}  # fmt: skip
MODELS = [{"U": [["3/5", "-4/5"], ["4/5", "3/5"]], "x": x, "n": n} for x in ("2", "-1", "1") for n in ("1", "0", "-1")]


@pytest.mark.parametrize("name", CONTRADICTORY)
def test_contradictory_hypotheses_prove_nothing(name):
    trial = CONTRADICTORY[name]
    letters = [x for x, _ in trial.letters]
    for model in MODELS:
        candidate = replace(trial, model={k: model[k] for k in letters})
        assert candidate.check() or candidate.lint()
    if "order" in name:  # the algebra is valid: only the missing model speaks against it
        assert trial.check() == ""


def test_an_identity_of_small_matrices_only_is_refused():
    """Skew 2 × 2 matrices commute: the equation holds for all 2 × 2 matrices and is refused all the same."""
    then = "(x-x.T)*(y-y.T) == (y-y.T)*(x-x.T)"
    trial = Trial([matrix("x"), matrix("y")], [], [then], "expand", [[]],
                  model={"x": [["1", "2"], ["3", "4"]], "y": [["1", "5"], ["2", "2"]]})  # fmt: skip
    letters = {"letters": trial.letters, "then": [then]}
    random_ = random.Random(1)
    for _ in range(20):
        values = {k: [[str(random_.randint(1, 9)) for _ in range(2)] for _ in range(2)] for k in "xy"}
        assert evaluate(letters, values).then == [True]
    assert "remain" in trial.check()


@pytest.mark.parametrize("lie", [
    lambda context, target, rules, hints=None: [],
    lambda context, target, rules, hints=None: [["_", ref] for ref, _ in rules],
    lambda context, target, rules, hints=None: [["_ + U*U.T - I(2)", ref] for ref, _ in rules],
    lambda context, target, rules, hints=None: [["_ - _", ["given", 0]], ["U.T*U - V.T*V", ["given", 0]]],
    lambda context, target, rules, hints=None: None,
])  # fmt: skip
def test_a_lying_prover_convinces_nobody(lie, monkeypatch):
    letters, given = [U, matrix("V")], ["U.T*U == I(2)"]
    scene = {"U": [["3/5", "-4/5"], ["4/5", "3/5"]], "V": [["4/5", "3/5"], ["-3/5", "4/5"]]}
    book = Book(scene=scene)
    book.expand(letters, given, "V.T*U.T*U*V == V.T*V", [(["given", 0], "U.T*U")])
    monkeypatch.setattr("theory.prove.derivation.cofactors", lie)
    for then in ("U.T*U == V.T*V", "U*U.T == V.T*V", "tr(U.T*U) == tr(V.T*V)"):
        with pytest.raises(Fault):
            book.expand(letters, given, then, [(["given", 0], "U.T*U")])
    assert len(book.pages) == 1


ENV = Letters.read([integer("r", "0"), integer("L", "2"), positive("p"), real("x"), diagonal("S", "r"),
                    matrix("V", "r", "1"), matrix("A", "r", "r")])  # fmt: skip


@pytest.mark.parametrize(("left", "right"), [
    ("0**0", "1"), ("x**0", "1"), ("A**0", "I(r)"), ("S**0", "I(r)"), ("tr(I(r))", "r"), ("tr(V.T*V)", "tr(V*V.T)"),
    ("(L-2)**0", "1"), ("tr(S*A*S**(-1))", "tr(A)"), ("tr(S**L*S**(-L))", "r"), ("p**L*p**(-L)", "1"), ("tr(I(0))",
    "0"),
    ("(A*S).T", "S*A.T"), ("diff(p**L, p)*p", "L*p**L"), ("tr(A*A.T*S)", "tr(S*A*A.T)"), ("(2*p)**(-2)", "p**(-2)/4"),
])  # fmt: skip
def test_equal_expressions_have_one_normal_form(left, right):
    assert ENV.poly(left).key == ENV.poly(right).key


@pytest.mark.parametrize(("left", "right"), [
    ("tr(V.T*V)", "1"), ("tr(V*V.T)", "r"), ("A*S", "S*A"), ("A.T", "A"), ("tr(A*A)", "tr(A*A.T)"), ("x", "p"),
    ("tr(A)**2", "tr(A*A)"), ("p**L", "p**(L+1)"), ("L**2", "2*L"), ("tr(A*S*A.T*S)", "tr(A*A.T*S*S)"),
])  # fmt: skip
def test_different_expressions_have_different_normal_forms(left, right):
    assert ENV.poly(left).key != ENV.poly(right).key
