"""Every operator makes neighbours that differ and can be read, and their fates are what a hand computation says."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from proofs_check.planted.mutation import MOVED, QUICK, Fate, counts, judge_mutation, judge_mutations, mutations
from proofs_check.planted.strengthen import decided_scenes
from proofs_check.report.verdicts import mutation_table
from proofs_check.verify.report import PlantedSummary, Report
from proofs_check.verify.verdict import Verdict

DIM = ["n", {"kind": "dimension"}]
WIDE: dict[str, Any] = {
    "letters": [
        DIM,
        ["m", {"kind": "dimension"}],
        ["L", {"kind": "integer", "min": "2", "max": "5"}],
        ["a", {"kind": "positive"}],
        ["b", {"kind": "positive"}],
        ["c", {"kind": "real", "over": ["l", "1", "L"]}],
        ["P", {"kind": "matrix", "shape": ["n", "m"]}],
        ["D", {"kind": "diagonal", "size": "n", "positive": True}],
    ],
    "given": ["a > b", "all(l, 1, L, c[l] >= 2)"],
    "then": ["a**L*b + c[2] > b**2 - 1", "tr(P.T*D*P) >= 0", "all(l, 1, L, c[l] >= 1)"],
}
OPERATORS = {
    "sign", "constant by one", "constant by 10 %", "exponent by one", "index by one", "quantifier's range shifted",
    "transpose dropped", "strict", "not strict", "turned", "letter swapped", "hypothesis dropped", "hypothesis constant",
    "hypothesis range shifted", "range shifted", "positive to real", "diagonal to full", "shape swapped",
}  # fmt: skip


def test_every_operator_acts_somewhere() -> None:
    """Transposes and shapes need a square to stay readable: the statement above loses them to the reader."""
    found = {mutation.operator for mutation in mutations(WIDE)}
    square = {"letters": [DIM, ["P", {"kind": "matrix", "shape": ["n", "n"]}]], "given": [], "then": ["tr(P.T*P) >= 0"]}
    found |= {mutation.operator for mutation in mutations(square)}
    swapped = {"letters": [DIM, ["m", {"kind": "dimension"}], ["P", {"kind": "matrix", "shape": ["n", "m"]}]], "given": [],
               "then": ["tr(P.T*P) >= 0"]}  # fmt: skip
    found |= {mutation.operator for mutation in mutations(swapped)}
    assert found >= OPERATORS, OPERATORS - found
    assert "equation to comparison" in {m.operator for m in mutations({**square, "then": ["tr(P.T*P) == tr(P*P.T)"]})}


def test_neighbours_differ_from_the_statement_and_from_one_another() -> None:
    texts = [repr([m.statement[key] for key in ("letters", "given", "then")]) for m in mutations(WIDE)]
    assert len(set(texts)) == len(texts) >= 40
    assert repr([WIDE[key] for key in ("letters", "given", "then")]) not in texts


CASES = [
    ("the binomial square", ["a**2 + 2*a*b + b**2 == (a+b)**2"], [], "sign", {"killed"}),
    ("a strict mean", ["a**2 + b**2 >= 2*a*b"], [], "strict", {"killed"}),
    ("no room below", ["a**2 + b**2 >= 2*a*b"], [], "constant by 10 %", {"killed", "open"}),
    ("turned", ["a**2 + b**2 >= 2*a*b"], [], "turned", {"killed"}),
    ("a hypothesis that is needed", ["a > b"], ["a > 2*b"], "hypothesis dropped", {"killed"}),
    ("a hypothesis that is not", ["a + b > b"], ["a > 2*b"], "hypothesis dropped", {"open"}),
    ("positive is needed", ["a + b > b"], [], "positive to real", {"killed", "open"}),
    ("weaker by its form", ["a + b > b"], [], "not strict", {"weaker"}),
]


@pytest.mark.parametrize(("then", "given", "operator", "fates"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_fates(then: list[str], given: list[str], operator: str, fates: set[str]) -> None:
    letters = [["a", {"kind": "positive"}], ["b", {"kind": "positive"}]]
    statement = {"letters": letters, "given": given, "then": then}
    scenes = list(decided_scenes(statement, None, Random(0), 12))
    found = [judge_mutation(0, m, statement, scenes, Random(3)).fate for m in mutations(statement) if m.operator == operator]
    assert set(found) == fates


def test_rectangular_models_see_a_dropped_transpose_and_square_ones_of_size_one_do_not() -> None:
    letters = [DIM, ["P", {"kind": "matrix", "shape": ["n", "n"]}]]
    statement = {"letters": letters, "given": [], "then": ["tr(P.T*P) >= 0"]}
    (dropped,) = [m for m in mutations(statement) if m.operator == "transpose dropped"]
    small = list(decided_scenes(statement, lambda rng: {"n": "1", "P": [[str(rng.randint(1, 9))]]}, Random(0), 8))
    wide = list(decided_scenes(statement, None, Random(0), 400))
    assert judge_mutation(0, dropped, statement, small, Random(1), tries=0).fate == "open"
    assert judge_mutation(0, dropped, statement, wide, Random(1)).fate == "killed"


def test_a_neighbour_that_no_model_reaches_is_unjudged() -> None:
    statement = {"letters": [["a", {"kind": "real"}]], "given": ["a**3 == 2"], "then": ["a > 1"]}
    judged = judge_mutations([statement], [[]], Random(0), None)
    assert {item.fate for item in judged if item.operator == "turned"} == {"unjudged"}
    assert {item.fate for item in judged if item.operator == "hypothesis dropped"} == {"killed"}


def test_at_most_forty_are_drawn_and_the_same_seed_draws_the_same() -> None:
    scenes = [list(decided_scenes(WIDE, None, Random(0), 8))]
    first = judge_mutations([WIDE], scenes, Random(5), 40)
    moved = {"hypothesis dropped", "hypothesis constant", "hypothesis range shifted", "range shifted", "positive to real",
             "diagonal to full", "shape swapped"}  # fmt: skip
    assert 20 <= len(first) <= QUICK
    assert sum(item.operator in moved and item.fate != "weaker" for item in first) <= MOVED
    assert first == judge_mutations([WIDE], scenes, Random(5), QUICK)
    assert sum(counts(first).values()) == len(first)


def test_the_table_adds_up_by_paper() -> None:
    counted: list[tuple[str, dict[Fate, int] | None]] = [
        ("a", {"killed": 3, "weaker": 1}), ("b", {"killed": 1, "unjudged": 2}), ("a", {"open": 5}), ("b", None),
    ]  # fmt: skip
    reports = [
        Report(id="x", verdict=Verdict.PROVED, paper=paper,
               automatic=None if fates is None else PlantedSummary(fates, (), {}, (), (), (), (), ()))
        for paper, fates in counted
    ]  # fmt: skip
    lines = mutation_table(reports, "csv").splitlines()
    assert lines[1:] == ["a,2,3,1,5,0", "b,1,1,0,0,2", "all,3,4,1,5,2"]
