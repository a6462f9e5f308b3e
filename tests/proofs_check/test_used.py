"""Which premises a step uses: read off its witness, so that an objective which is only listed is no leaf."""

from __future__ import annotations

from typing import Any

import pytest

from proofs_check.verify.composition import cited, hollow, uncited, unmatched
from proofs_check.verify.evidence import Check, Evidence
from proofs_check.verify.used import reaches, spoken, used_below, used_premises


def fact(*then: str, given: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"rule": "objective", "statement": {"letters": [], "given": list(given), "then": list(then)}, "premises": []}


PREMISES = {"f": fact("F == x"), "g": fact("y > 0", given=("F == x",)), "h": fact("z == 1")}


def step(rule: str, witness: Any, then: tuple[str, ...] = ("x == x",), given: tuple[str, ...] = (),
         uses: tuple[Any, ...] = ("f", "g", "h")) -> dict[str, Any]:  # fmt: skip
    return {**fact(*then, given=given), "rule": rule, "witness": witness, "premises": list(uses)}


CASES = [
    ("nothing is named", step("expand", [[]]), []),
    ("a fact is named", step("expand", [[["_", ["premise", 2, 0]]]]), ["h"]),
    ("an instance of a fact", step("expand", [[["_", ["premise", 0, 0, "k+1"]]]]), ["f"]),
    ("a term without the fact", step("expand", [[["0", ["premise", 0, 0]]]]), []),
    ("a definition and a given are no premises", step("expand", [[["_", ["def", "F"]], ["_", ["given", 0]]]]), []),
    ("facts of a comparison", step("order", [{"terms": [{"facts": [["premise", 2, 0]]}], "equal": []}]), ["h"]),
    ("equations of a comparison", step("order", [{"terms": [], "equal": [["_", ["premise", 0, 0]]]}]), ["f"]),
    ("a hypothesis met by another premise", step("expand", [[["_", ["premise", 1, 0]]]]), ["f", "g"]),
    ("a hypothesis that is given", step("expand", [[["_", ["premise", 1, 0]]]], given=("F == x",)), ["g"]),
    ("a hypothesis met by a named fact",
     step("expand", [[["_", ["premise", 1, 0]]]],
          uses=({"cert": "h"}, {"cert": "g", "given": {"0": ["premise", 2, 0]}}, {"cert": "f"})), ["g", "f"]),
    ("a premise under another name",
     step("expand", [[["_", ["premise", 0, 0]]]], given=("G == x",), uses=({"cert": "g", "rename": {"F": "G"}},)), ["g"]),
    ("collected conclusions", step("collect", None, then=("z == 1", "x > 1"), given=("x > 1",)), ["h"]),
    ("collected, but the texts do not tell", step("collect", None, then=("z*1 == 1",)), ["f", "g", "h"]),
    ("structure uses all it has", step("induct", {"symbol": "n"}, uses=("f", "h")), ["f", "h"]),
    ("a number beyond the premises", step("expand", [[["_", ["premise", 7, 0]]]]), []),
]  # fmt: skip


@pytest.mark.parametrize(("certificate", "used"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_used_premises(certificate: dict[str, Any], used: list[str]) -> None:
    assert used_premises(certificate, PREMISES) == used


READ = {"letters": [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x*x"}]], "given": []}
OBJECTIVE = {"rule": "objective", "statement": {**READ, "then": ["F == x*x"]}, "premises": [], "witness": None}
AGAIN = {**OBJECTIVE, "statement": {**READ, "then": ["x*x == F"]}}
TWICE = {**OBJECTIVE, "statement": {**READ, "then": ["2*F == 2*x*x"]}}


@pytest.mark.parametrize(
    ("terms", "used"),
    [
        ([["_", ["premise", 0, 0]]], ["f"]),
        ([["0*_", ["premise", 0, 0]]], []),
        ([["_", ["premise", 0, 0]], ["-_", ["premise", 0, 0]]], []),
        ([["x*_", ["premise", 0, 0]], ["-_*x", ["premise", 0, 0]]], []),
        ([["_", ["premise", 0, 0]], ["_", ["premise", 1, 0]]], []),
        ([["2*_", ["premise", 0, 0]], ["_", ["premise", 1, 0]]], ["f", "g"]),
        ([["_", ["premise", 0, 0]], ["-1/2*_", ["premise", 2, 0]]], []),
    ],
)
def test_an_equation_whose_terms_cancel_is_not_used(terms: list[Any], used: list[str]) -> None:
    """In the last cases the objective stands twice, with its sides exchanged or doubled: a zero sum uses none."""
    for rule, witness in (("expand", [terms]), ("order", [{"terms": [{"square": "x"}], "equal": terms}])):
        statement = {**READ, "then": ["x*x >= 0"]}
        certificate = {"rule": rule, "statement": statement, "witness": witness, "premises": ["f", "g", "h"]}
        graph = {"f": OBJECTIVE, "g": AGAIN, "h": TWICE, "goal": certificate}
        assert used_premises(certificate, graph, strict=True) == used
        assert reaches(("goal",), graph, {"f", "g"}) == bool(used)


def test_what_is_used_is_followed_down_to_the_leaves_and_no_further() -> None:
    graph = {**PREMISES, "a": step("expand", [[["_", ["premise", 2, 0]]]]), "b": step("induct", {}, uses=("a",))}
    assert used_below(("b",), graph) == {"b", "a", "h"}


@pytest.mark.parametrize(
    ("prose", "goals", "reason"),
    [
        ("", 1, ""),
        ("", 2, "2 goals, and no prose that puts them together"),
        ("by [1]", 1, ""),
        ("in words", 1, "the prose cites no goal [1]"),
        ("[1], [3]", 3, "the prose cites no goal [2]"),
        ("[1]–[3]", 3, ""),
        ("[1]-[2] and [3]", 3, ""),
        ("[3]–[1]", 3, "the prose cites no goal [1]"),
        ("[1]–[4]", 3, "the prose cites [4], and there are 3 goals"),
        ("x in [0, 1], so [1]", 1, ""),
        ("[1]–[99999999999999]", 2, "the prose cites no goal [1]"),
    ],
)
def test_prose_cites_every_goal_and_no_other(prose: str, goals: int, reason: str) -> None:
    assert uncited(prose, goals) == reason


@pytest.mark.parametrize(
    ("instances", "reason"),
    [
        (("n = 1: [1]", "n = 2: [2]"), ""),
        (("n = 1: [1]",), "1 instances for 2 goals"),
        (("n = 1: [2]", "n = 2: [1]"), "instance 'n = 1: [2]' must name its goal, [1], and no other"),
        (("n = 1: [1]", "n = 2"), "instance 'n = 2' must name its goal, [2], and no other"),
        (("all: [1]–[2]", "[2]"), "instance 'all: [1]–[2]' must name its goal, [1], and no other"),
    ],
)
def test_instances_are_the_goals_one_to_one(instances: tuple[str, ...], reason: str) -> None:
    goals = tuple(fact(then)["statement"] for then in ("2 > 1", "3 > 1"))
    assert unmatched(instances, goals) == reason
    assert cited("") == set()


def test_one_statement_twice_is_no_two_instances() -> None:
    goals = tuple(fact(then)["statement"] for then in ("1 == 1", "1  ==  1"))
    assert unmatched(("[1]", "[2]"), goals) == "the goals [1] and [2] are one statement"


def test_a_term_without_weight_is_no_use_and_an_instance_uses_what_it_is_of() -> None:
    terms = [{"weight": "x - x", "facts": [["premise", 0, 0]]}, {"square": "x"}]
    statement = {**READ, "then": ["x*x >= 0"]}
    certificate = {"rule": "order", "statement": statement, "witness": [{"terms": terms}], "premises": ["f"]}
    assert used_premises(certificate, {"f": OBJECTIVE}, strict=True) == []
    weighed = {**certificate, "witness": [{"terms": [{**terms[0], "weight": "x"}]}]}
    assert used_premises(weighed, {"f": OBJECTIVE}, strict=True) == ["f"]
    instance = {**certificate, "rule": "instance", "witness": {"of": 1, "at": {}}, "premises": ["f", "g"]}
    assert used_premises(instance, {"f": OBJECTIVE, "g": AGAIN}) == ["g"]


def test_an_objective_that_shares_no_letter_with_the_goals_is_no_leaf() -> None:
    letters = [*READ["letters"], ["z", {"kind": "real"}]]
    for then, leaves in (("z*z >= 0", ()), ("x*x >= 0", ("F == x*x",))):
        statement = {"letters": letters, "given": [], "then": [then]}
        goal = {"statement": statement, "rule": "contrapose", "premises": ["f"], "witness": None}
        evidence = Evidence(("goal",), ("f", "goal"), {"f": OBJECTIVE, "goal": goal}, Check({}))
        assert evidence.leaves.objective == leaves


X, Y = ["x", {"kind": "real"}], ["y", {"kind": "real"}]
RESTATED = [
    (["x == y"], ["x >= y"], True), (["x == y"], ["2*x == 2*y"], True), (["x > y"], ["x >= y"], True),
    (["x > y"], ["3*x - 3*y > 0"], True), (["x >= y"], ["x > y"], False), (["x >= y"], ["x == y"], False),
    (["x >= y"], ["y >= x"], False), (["x >= y"], ["x**2 >= x*y"], False), (["x == y"], ["x == 2*y"], False),
]  # fmt: skip


@pytest.mark.parametrize(("given", "then", "nothing"), RESTATED, ids=range(len(RESTATED)))
def test_a_goal_that_restates_a_hypothesis_says_nothing(given: list[str], then: list[str], nothing: bool) -> None:
    goal = {"letters": [X, Y], "given": given, "then": then}
    assert bool(hollow((goal,))) == nothing
    if "2*" in then[0] or "3*" in then[0]:  # among other goals it may be the step that the prose needs
        assert not hollow((goal, {"letters": [X], "given": [], "then": ["x**2 >= 0"]}))


def test_an_objective_that_is_spoken_of_with_the_factor_zero_is_not_spoken_of() -> None:
    letters = [X, Y, ["F", {"kind": "real", "value": "y**2"}]]
    assert spoken({"letters": letters, "given": [], "then": ["x**2 + 0*F >= F - F"]}) == {"x"}


def test_premises_that_do_nothing_together_are_not_used() -> None:
    letters = [X, Y, ["F", {"kind": "real", "value": "y**2"}]]
    first = {"rule": "objective", "statement": {"letters": letters, "given": [], "then": ["F == y**2"]}, "premises": []}
    again = {"rule": "expand", "statement": {"letters": letters, "given": [], "then": ["x*F == x*y**2"]}, "premises": []}
    equal = [["x*_", ["premise", 0, 0]], ["-_", ["premise", 1, 0]]]
    goal = {"rule": "order", "statement": {"letters": letters, "given": [], "then": ["x**2 >= 0"]}, "premises": ["f", "g"],
            "witness": [{"terms": [{"square": "x"}], "equal": equal}]}  # fmt: skip
    assert used_premises(goal, {"f": first, "g": again}, strict=True) == []
    half = {**goal, "witness": [{"terms": [{"square": "x"}], "equal": equal[:1]}]}
    assert used_premises(half, {"f": first, "g": again}, strict=True) == ["f"]
