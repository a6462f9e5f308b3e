"""Strengthenings fall where a statement says something, and stand where it is empty."""

from __future__ import annotations

from fractions import Fraction
from random import Random
from typing import Any

import pytest

from proofs_check.planted.fates import examine
from proofs_check.planted.hollow import disguised, identities
from proofs_check.planted.pinned import constant_sides, constants, pinned_letters
from proofs_check.planted.strengthen import Strengthened, decided_scenes, strengthenings, vacuous_goals
from proofs_check.planted.witnesses import determined, frames, selected_pairs
from proofs_check.probes.evaluator import Reading, Scene

X = [["x", {"kind": "real"}], ["y", {"kind": "real"}]]
FRAME = [
    ["n", {"kind": "dimension"}],
    ["P", {"kind": "matrix", "shape": ["n", "n"]}],
    ["F", {"kind": "real", "value": "tr(P.T*P)"}],
]
EXISTS = [
    ["r", {"kind": "integer", "min": "0"}],
    ["A", {"kind": "matrix", "shape": ["n", "r"]}],
    ["T", {"kind": "diagonal", "size": "r", "positive": True}],
    ["B", {"kind": "matrix", "shape": ["n", "r"]}],
]
PAIR = ["P == A*T*B.T", "F >= tr(T*T)"]
ORTHONORMAL = ["A.T*A == I(r)", "B.T*B == I(r)"]


def integers(rng: Random) -> dict[str, Any]:
    return {"x": str(rng.randint(-9, 9)), "y": str(rng.randint(-9, 9))}


def known_frame(rng: Random) -> dict[str, Any]:
    """P = diag(a, b) with its singular value decomposition."""
    a, b = sorted(rng.sample(range(1, 9), 2))
    eye = [["1", "0"], ["0", "1"]]
    middle = [[str(a), "0"], ["0", str(b)]]
    return {"n": "2", "P": middle, "r": "2", "A": eye, "T": middle, "B": eye}


def fates(rows: list[Strengthened], kind: str) -> set[str]:
    return {row.fate for row in rows if row.kind == kind}


@pytest.mark.parametrize(
    ("then", "kind", "fate"),
    [
        ("x**2 + y**2 >= 2*x*y", "far", "refuted"),
        ("x**2 + y**2 >= 2*x*y", "strict", "refuted"),
        ("x**2 + 1 > 0", "far", "refuted"),
        ("x**2 + 1 > 0 - 10**9", "far", "survived"),
        ("(x+y)**2 == x**2 + 2*x*y + y**2", "plus one", "refuted"),
        ("(x+y)**2 == x**2 + 2*x*y + y**2", "constant", "refuted"),
        ("roots(s**2 - 3*s + 2, s, simple=2)", "count", "refuted"),
        ("all(k, 1, 3, x**2 >= k - 3)", "far", "refuted"),
    ],
)
def test_what_becomes_of_a_strengthening(then: str, kind: str, fate: str) -> None:
    rows = examine(0, {"letters": X, "given": [], "then": [then]}, integers, Random(1), 40)
    assert fates(rows, kind) == {fate}
    assert fates(rows, "negated") == {"refuted"}
    assert bool(vacuous_goals(rows)) is (fate == "survived")


def test_a_goal_without_any_model_is_unjudged_not_killed() -> None:
    rows = examine(0, {"letters": X, "given": ["x**2 == 2"], "then": ["x > y"]}, integers, Random(1), 20)
    assert {row.fate for row in rows} == {"unjudged"}
    assert vacuous_goals(rows) == ["goal [1] may be vacuous: the stronger x > y + 1000000 was not refuted: no model decides it"]
    assert not vacuous_goals(rows, {0: "no rational models"})


def test_a_bound_about_a_frame_that_need_not_be_one_is_met_by_another_witness() -> None:
    """Singular pairs P·E = C·D, Pᵀ·C = E·D without CᵀC = EᵀE = I: with C = E = 0 the adversary takes any D. With it, all
    selections of pairs are tried and fail.
    """
    exists = [["r", {"kind": "integer", "min": "1", "max": "n"}],
              *([name, {"kind": "matrix", "shape": ["n", "r"]}] for name in "CE"),
              ["D", {"kind": "diagonal", "size": "r"}]]  # fmt: skip
    then = ["P*E == C*D", "P.T*C == E*D", "F >= tr(D)"]
    rank_one = [{"r": "1", "C": [["1"], ["0"]], "E": [["1"], ["0"]], "D": [["1"]]}]

    def sampler(rng: Random) -> dict[str, Any]:
        return {"n": "2", "P": [["1", "0"], ["0", str(rng.randint(2, 9))]], **rank_one[0]}

    def selections(model: dict[str, Any]) -> Any:
        pairs = [(["1", "0"], "1", ["1", "0"]), (["0", "1"], model["P"][1][1], ["0", "1"])]
        return ({**model, "r": str(r), "C": C, "D": D, "E": E} for r in (1, 2) for C, D, E in selected_pairs(pairs, r))

    hollow = {"letters": FRAME, "given": [], "exists": exists, "then": then}
    (far,) = [row for row in examine(0, hollow, sampler, Random(1), 4) if row.kind == "far"]
    assert (far.fate, far.vacuous) == ("met by another witness", True)
    whole = {**hollow, "then": [*then, "C.T*C == I(r)", "E.T*E == I(r)"]}
    (far,) = [row for row in examine(0, whole, sampler, Random(1), 4, selections) if row.kind == "far"]
    assert (far.fate, far.vacuous) == ("refuted", False)


def test_with_orthonormality_one_witness_is_not_enough_and_all_of_them_are() -> None:
    whole = {"letters": FRAME, "given": [], "exists": EXISTS, "then": PAIR + ORTHONORMAL}
    (far,) = [row for row in examine(0, whole, known_frame, Random(1), 4) if row.kind == "far"]
    assert far.fate == "unjudged", "the supplied witness fails, which shows nothing of the others"
    (far,) = [row for row in examine(0, whole, known_frame, Random(1), 4, frames("A", "T", "B")) if row.kind == "far"]
    assert far.fate == "refuted"
    assert "all 8 admissible witnesses fail" in far.why


def test_an_enumeration_of_inadmissible_witnesses_refutes_nothing() -> None:
    whole = {"letters": FRAME, "given": [], "exists": EXISTS, "then": PAIR + ORTHONORMAL}
    wrong = lambda model: iter([{**model, "T": [["99", "0"], ["0", "98"]]}])  # noqa: E731
    (far,) = [row for row in examine(0, whole, known_frame, Random(1), 4, wrong) if row.kind == "far"]
    assert far.fate == "unjudged"


def test_determined_letters_are_their_own_enumeration() -> None:
    goal = {"letters": X, "given": [], "exists": [["z", {"kind": "real"}], ["w", {"kind": "real"}]],
            "then": ["w == z + y", "z == x**2", "w >= y"]}  # fmt: skip
    assert determined(goal) == {"z": "x ** 2", "w": "z + y"}
    (far,) = [row for row in examine(0, goal, integers, Random(1), 4) if row.kind == "far"]
    assert far.fate == "refuted"


def test_singular_selections_solve_the_equations_of_singular_pairs() -> None:
    """Independent route: Y·E = C·D and Yᵀ·C = E·D are evaluated for Y = diag(3, −2)."""
    letters = [["r", {"kind": "integer", "min": "0"}],
               *([n, {"kind": "matrix", "shape": s}] for n, s in (("Y", ["2", "2"]), ("C", ["2", "r"]), ("E", ["2", "r"]))),
               ["D", {"kind": "diagonal", "size": "r"}]]  # fmt: skip
    then = ["Y*E == C*D", "Y.T*C == E*D", "C.T*C == I(r)", "E.T*E == I(r)"]
    reading = Reading({"letters": letters, "given": [], "then": then})
    pairs = [(["1", "0"], "3", ["1", "0"]), (["0", "1"], "2", ["0", "-1"])]
    for r in (1, 2):
        found = list(selected_pairs(pairs, r))
        assert len(found) == {1: 8, 2: 32}[r]
        for C, D, E in found:
            assert reading.truth({"r": r, "Y": [["3", "0"], ["0", "-2"]], "C": C, "D": D, "E": E}) == ([], [True] * 4)


def test_a_pinned_letter_is_named_and_a_moving_one_is_not() -> None:
    letters = [["y", {"kind": "real"}], ["s", {"kind": "real"}], ["F", {"kind": "real", "value": "s**2 - 2*y*s"}]]
    then = ["F == s**2 - 2*y*s", "diff(s**2 - 2*y*s, s) == 2*s - 2*y"]

    def scenes(given: list[str]) -> list[Scene]:
        statement = {"letters": letters, "given": given, "then": then}
        return list(decided_scenes(statement, lambda rng: (lambda n: {"y": n, "s": n})(rng.randint(1, 9)), Random(0), 6))

    assert pinned_letters(scenes(["s == y"])) == {"s": "s == y"}
    assert pinned_letters(scenes([])) == {}
    assert pinned_letters(scenes(["y > 0"])) == {}
    assert constant_sides(scenes(["s == y"])) == ["diff(s**2 - 2*y*s, s) == 2*s - 2*y"], "at the pinned point both sides are 0"


def test_every_strengthening_can_be_read_and_differs() -> None:
    goal = {"letters": X, "given": [], "then": ["all(k, 1, 3, x**2 >= 4*k - 30)", "roots(s**2 - 3*s + 2, s, simple=2)"]}
    texts = [item.text for item in strengthenings(goal)]
    assert len(texts) == len(set(texts))
    assert not set(texts) & set(goal["then"])
    assert {item.kind for item in strengthenings(goal)} == {"far", "strict", "constant", "negated", "count"}


HOLLOW = {"letters": [["x", {"kind": "real"}], ["F", {"kind": "real", "value": "x**2"}]], "given": []}
SUPPLIED = [
    ("z is below F and one is supplied", "F >= z", lambda model: [{"z": "0"}]),
    ("z is F", "z == F", None),
    ("z is F, and twice z is twice F", ["z == F", "2*z == 2*F"], None),
    ("z is F, and z times F is at least its square", ["z == F", "z*F >= F**2"], None),
    ("z is F, and it is supplied", "z == F", lambda model: [{"z": str(Fraction(model["x"]) ** 2)}]),
]


@pytest.mark.parametrize(("then", "witnesses"), [row[1:] for row in SUPPLIED], ids=[row[0] for row in SUPPLIED])
def test_a_supplied_enumeration_is_not_believed_and_a_definition_is_no_statement(then: str | list[str], witnesses: Any) -> None:
    goal = {**HOLLOW, "exists": [["z", {"kind": "real"}]], "then": then if isinstance(then, list) else [then]}
    rows = examine(0, goal, lambda rng: {"x": str(rng.randint(1, 9)), "z": "0"}, Random(1), 8, witnesses)
    assert vacuous_goals(rows), [row.to_json() for row in rows]


def test_goals_that_repeat_a_definition_or_speak_of_one_number() -> None:
    assert identities({**HOLLOW, "then": ["F == x**2 + 0*x", "F > 0"]}) == {"F == x**2 + 0*x": True, "F > 0": False}
    assert disguised(identities({**HOLLOW, "then": ["F == x**2 + 0*x"]})) == []
    assert disguised(identities({**HOLLOW, "then": ["F >= x*x"]})) == ["F >= x*x"]
    assert disguised(identities({**HOLLOW, "then": ["F >= 2*x - 1", "4*F == (2*x)**2"]})) == []
    at = Reading({**HOLLOW, "given": ["x == 3"], "then": ["F == 45 - 4*x**2"]})
    assert constants([Scene(at, {"x": 3})]) == {"x": "x == 3"}
    signed = Reading({**HOLLOW, "given": ["x**2 == 1"], "then": ["F == x**4"]})
    assert constants([Scene(signed, {"x": 1}), Scene(signed, {"x": -1})]) == {}


@pytest.mark.parametrize(("length", "told"), [(3, True), (40, None)])
def test_definitions_that_double_when_written_out_are_told_to_be_undecided(length: int, told: bool | None) -> None:
    """F_k = F_{k−1}² + F_{k−1}: written out, the last one has 2^k letters."""
    values = ["x + 1", *(f"F{k}*F{k} + F{k}" for k in range(length - 1))]
    letters = [["x", {"kind": "real"}], *([f"F{k}", {"kind": "real", "value": value}] for k, value in enumerate(values))]
    last = f"F{length - 1} == {values[-1]}"
    assert identities({"letters": letters, "given": [], "then": [last]}) == {last: told}


def test_a_direction_inside_a_definition_is_seen() -> None:
    letters = [["s", {"kind": "real"}], ["y", {"kind": "real"}], ["F", {"kind": "real", "value": "(s-y)**2"}],
               ["g", {"kind": "real", "value": "diff((s-y)**2, s)"}]]  # fmt: skip
    reading = Reading({"letters": letters, "given": ["s == y"], "then": ["F + s == y + g"]})
    assert pinned_letters([Scene(reading, {"s": 2, "y": 2})]) == {"s": "s == y"}


def test_models_in_two_quadratic_fields_decide_nothing_and_break_nothing() -> None:
    goal = {"letters": [["x", {"kind": "positive"}], ["y", {"kind": "positive"}]], "given": [], "then": ["(x + y)**2 >= 4*x*y"]}
    rows = examine(0, goal, lambda rng: {"x": ["0", "1", "2"], "y": rng.choice((["0", "1", "3"], "1"))}, Random(1), 8)
    assert {row.fate for row in rows if row.kind == "far"} == {"refuted"}
    mixed = examine(0, goal, lambda rng: {"x": ["0", "1", "2"], "y": ["0", "1", "3"]}, Random(1), 8)
    assert {row.fate for row in mixed} == {"unjudged"}
