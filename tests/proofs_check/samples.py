"""Small derivations, true and false, that the tests judge. Nothing here comes from a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from proofs_check.probes.statement_probe import StatementProbe
from proofs_check.verify.claim import Claim, Source
from theory.kernel.certificate import Certificate
from theory.prove.derivation import Book, Derivation

LETTERS = [
    ["m", {"kind": "dimension"}],
    ["n", {"kind": "dimension"}],
    ["W", {"kind": "matrix", "shape": ["m", "n"]}],
    ["Y", {"kind": "matrix", "shape": ["m", "n"]}],
    ["F", {"kind": "real", "value": "tr((W-Y).T*(W-Y))"}],
]
PLAN = """
problem = "Factorization"
solver = "GradientDescent"
steps = 2
seeds = 2
record = ["loss"]
[parameters.problem]
m = 3
n = 3
rank = 1
[parameters.solver]
columns = 1
step = [0.1, 0.05]
"""
"""A sweep of four short runs."""
SCENE = {"m": "1", "n": "2", "W": [["3", "1/2"]], "Y": [["1", "-2"]]}
TRUE = "F == tr(W.T*W) - 2*tr(W.T*Y) + tr(Y.T*Y)"
FALSE = "F == tr(W.T*W) - tr(W.T*Y) + tr(Y.T*Y)"


def squared_distance() -> Derivation:
    """‖W − Y‖² expanded, from the objective: two certificates, one goal."""
    book = Book(scene=SCENE)
    objective = book.add("objective", LETTERS, [], "F == tr((W-Y).T*(W-Y))", [])
    return book.derivation(book.expand(LETTERS, [], TRUE, [[["premise", 0, 0], "F"]], [objective]))


def with_prose() -> Derivation:
    """The same, with a composition left in words."""
    return replace(squared_distance(), prose="hence, by [1], the distance is what it is")


def uncited_prose() -> Derivation:
    """The same, with prose that cites no goal."""
    return replace(squared_distance(), prose="hence the distance is what it is")


def unused_objective() -> Derivation:
    """An identity that lists the objective among its premises and does not use it."""
    book = Book(scene=SCENE)
    objective = book.add("objective", LETTERS, [], "F == tr((W-Y).T*(W-Y))", [])
    return book.derivation(book.add("expand", LETTERS, [], "tr(W.T*Y) == tr(Y.T*W)", [[]], [objective]))


def raising() -> Derivation:
    """A derivation that does not find its certificates."""
    raise ArithmeticError("no cofactors found")


RAISED = (
    "derivation: ArithmeticError: no cofactors found "
    f"(in samples.py, line {raising.__code__.co_firstlineno + 2})"  # below its head and its docstring
)


def trivial(letter: str = "x", objective: bool = False) -> Derivation:
    """x² ≥ 0, which is true of every real number; on request beside an objective that it does not use."""
    letters = [[letter, {"kind": "real"}], ["F", {"kind": "real", "value": f"{letter}*{letter}"}]]
    book = Book(scene={letter: "2"})
    listed = [book.add("objective", letters, [], f"F == {letter}*{letter}", [])] if objective else []
    square = [{"terms": [{"square": letter}], "equal": []}]
    return book.derivation(book.add("order", letters if objective else letters[:1], [], f"{letter}**2 >= 0", square, listed))


def unrelated() -> Derivation:
    """Two goals that have nothing to do with each other, and prose that speaks of one."""
    first, second = squared_distance(), trivial()
    both = (*first.certificates, *second.certificates)
    return Derivation(both, (*first.goals, *second.goals), "By [1] every local minimum is global.")


def no_objective() -> Derivation:
    """A true identity that rests on no objective."""
    book = Book(scene=SCENE)
    return book.derivation(book.add("expand", LETTERS[:4], [], "tr(W.T*Y) == tr(Y.T*W)", [[]]))


def matrix(rng: Random, rows: int, columns: int) -> list[list[str]]:
    """Random non-zero rationals."""
    return [[f"{rng.choice([-1, 1]) * rng.randint(1, 9)}/{rng.randint(1, 5)}" for _ in range(columns)]
            for _ in range(rows)]  # fmt: skip


def sampler(rng: Random) -> dict[str, Any]:
    """A random exact model of LETTERS."""
    m, n = rng.randint(1, 3), rng.randint(1, 3)
    return {"m": str(m), "n": str(n), "W": matrix(rng, m, n), "Y": matrix(rng, m, n)}


def claim(derivation: Callable[[], Derivation] | None = squared_distance, **changes: Any) -> Claim:
    """A claim with an exact probe, to be changed in one place by each test."""
    usual: dict[str, Any] = {
        "id": "sample",
        "title": "A sample",
        "source": Source("own", "-", "reconstructed"),
        "expected": ("proved",),
        "probe": StatementProbe(sampler=sampler, trials=(8, 8)),
    }
    return Claim(derivation=derivation, **(usual | changes))


def goal_of(derivation: Derivation) -> Certificate:
    """The certificate of the only goal."""
    return derivation[derivation.goals[0]]


def with_goal(derivation: Derivation, **changes: Any) -> Derivation:
    """The derivation with its goal's certificate edited, the hash recomputed, premises intact."""
    edited = replace(goal_of(derivation), **changes)
    return Derivation((*derivation.certificates[:-1], edited), (edited.id,))


def flipped_statement() -> Derivation:
    """A lie: the cross term halved, with the old witness; the model is one where the false equation holds."""
    book = squared_distance()
    statement = {**goal_of(book).statement, "then": [FALSE]}
    return with_goal(book, statement=statement, model={**SCENE, "W": [["1", "1"]], "Y": [["1", "-1"]]})


def emptied_witness() -> Derivation:
    """A lie: the witness is thrown away."""
    return with_goal(squared_distance(), witness=[[]])


def invented_rule() -> Derivation:
    """A lie: a rule that the kernel does not know."""
    return with_goal(squared_distance(), rule="obvious")


def invented_lemma() -> Derivation:
    """A lie: a lemma that is not on the closed list."""
    return with_goal(squared_distance(), rule="lemma", witness={"lemma": "Folklore", "set": {}}, premises=())


def absent_goal() -> Derivation:
    """A lie: the goal is a hash of nothing."""
    return Derivation(squared_distance().certificates, ("0" * 64,))


def no_goal() -> Derivation:
    """A lie by omission."""
    return Derivation(squared_distance().certificates, ())


def absent_premise() -> Derivation:
    """A lie by omission: the goal's premise is not written."""
    derivation = squared_distance()
    return Derivation(derivation.certificates[1:], derivation.goals)


def missing_model() -> Derivation:
    """A lie: nothing shows that the hypotheses can be met."""
    return with_goal(squared_distance(), model={})


@dataclass(frozen=True)
class Swindler(Certificate):
    """Writes a false statement under the name of a true certificate."""

    def write(self, folder: Path | str) -> Path:
        path = super().write(folder)
        path.write_text(path.read_text().replace(TRUE, FALSE))
        return path


def swindled_file() -> Derivation:
    """A lie: what is on disk is not what the name says."""
    derivation = squared_distance()
    goal = goal_of(derivation)
    swindle = Swindler(goal.statement, goal.rule, goal.premises, goal.witness, goal.model)
    return Derivation((derivation.certificates[0], swindle), derivation.goals)


def contradictory() -> Derivation:
    """A lie: from UᵀU = I and UUᵀ = 0 everything follows, here I = 0, with valid cofactors."""
    letters = [
        ["n", {"kind": "dimension"}],
        ["U", {"kind": "matrix", "shape": ["n", "n"]}],
        ["F", {"kind": "real", "value": "tr(U.T*U)"}],
    ]
    given = ["U.T*U == I(n)", "U*U.T == I(n) - I(n)"]
    statement = {"letters": letters, "given": given, "then": ["U == U - U"]}
    witness = [[["U*_", ["given", 0]], ["-_*U", ["given", 1]]]]
    goal = Certificate(statement, "expand", (), witness, {"n": "1", "U": [["1"]]})
    objective = Certificate(
        {"letters": letters, "given": [], "then": ["F == tr(U.T*U)"]}, "objective", (), [], {"n": "1", "U": [["1"]]}
    )
    return Derivation((objective, goal), (goal.id,))


LIES = (
    flipped_statement,
    emptied_witness,
    invented_rule,
    invented_lemma,
    absent_goal,
    no_goal,
    absent_premise,
    missing_model,
    swindled_file,
    contradictory,
)

PLANTED = {
    claim(trivial, id="title", title="Every local minimum is global", probe=None):
        "no objective among the leaves used; a claim about none gives its reason in `without_objective`",
    claim(lambda: trivial(objective=True), id="listed", title="Every local minimum is global", probe=None):
        "no objective among the leaves used; a claim about none gives its reason in `without_objective`",
    claim(unrelated, id="unrelated", title="Every local minimum is global", probe=None, expected=("steps proved",)):
        "the prose cites no goal [2]",
    claim(id="nine", instances=tuple(f"n = {n}: [{n}]" for n in range(1, 10)), expected=("proved for instances",)):
        "9 instances for 1 goals",
    claim(raising, id="raises", probe=None): RAISED,
    claim(raising, id="raises-as-told", probe=None, expected=("inconclusive",)): RAISED,
}  # fmt: skip
"""Claims whose title is not what was proved, with the reason why each is inconclusive."""
