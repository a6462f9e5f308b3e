"""The SMT-LIB text that the checker writes, against evaluation; both solvers must say unsat."""

from __future__ import annotations

import pytest
import z3

from tests.theory.kernel.bench import Trial, integer, matrix, positive, real
from theory.kernel.integers import Fault
from theory.kernel.letters import Letters
from theory.kernel.smt import smt_text
from theory.kernel.statement import Atom

ENV = Letters.read([real("x"), positive("p"), integer("L", "2"), integer("k", "0"), matrix("A")])


def text_of(facts: list[str], goal: str) -> str:
    return smt_text([Atom.read(f, ENV) for f in facts], Atom.read(goal, ENV), ENV)


def satisfiable(text: str) -> bool:
    solver = z3.Solver()
    solver.from_string(text)
    return solver.check() == z3.sat


@pytest.mark.parametrize(("facts", "goal", "follows"), [
    ([], "p > 0", True), ([], "x >= 0", False), ([], "x**2 >= 0", True), ([], "x**3 >= 0", False),
    ([], "p**L > 0", True),
    ([], "L >= 1", False), ([], "L > 0", True), ([], "k >= 0", False),  # of a range only the sign is told
    ([], "p**(-1)*p == 1", True), ([], "p**(-2)*p**2 == 1", True), (["p > 2"], "1 > 2*p**(-1)", True),
    (["p > 2"], "1 > 3*p**(-1)", False), (["p**L > 1"], "p > 1", False),  # a symbolic power is a variable of its own
    (["p**(L+1) > 1"], "p**L*p > 1", True), ([], "tr(A.T*A) >= 0", False), ([], "tr(A) == tr(A.T)", True),
    (["x == p"], "x > 0", True), (["x >= 1"], "x > 1", False), (["x > 1"], "x/3 > 1/3", True),
    (["x > 1"], "-x > -2", False),
])  # fmt: skip
def test_the_text_says_facts_and_not_goal(facts, goal, follows):
    assert satisfiable(text_of(facts, goal)) is not follows


def test_words_have_no_text():
    with pytest.raises(Fault):
        text_of([], "A == 0")


@pytest.mark.parametrize("solver", ["_z3", "_cvc5"])
@pytest.mark.parametrize("answer", ["unknown", "sat", "", "timeout", "unsat?"])
def test_one_doubtful_solver_is_enough_to_refuse(solver, answer, monkeypatch):
    trial = Trial([positive("p")], [], ["p > 0"], "smt", [{"facts": []}], model={"p": "1"})
    assert trial.check() == ""
    stand_in = lambda text: answer  # noqa: E731
    stand_in.__name__ = solver
    monkeypatch.setattr(f"theory.kernel.smt.{solver}", stand_in)
    assert "answers" in trial.check()


@pytest.mark.parametrize("hypothesis", ["x*x*x*x*x + p > 3", "p**L > x"])
def test_the_solvers_agree_on_a_wrong_goal(hypothesis):
    trial = Trial([real("x"), positive("p"), integer("L", "2")], [hypothesis], ["x > p"], "smt",
                  [{"facts": [["given", 0]]}], model={"x": "4", "p": "3", "L": "2"})  # fmt: skip
    assert trial.check()
