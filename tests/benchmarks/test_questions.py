"""Every question: ours answers rightly in its quick form, a spoiled answer is seen, and the quick form runs as a whole
(full)."""

from __future__ import annotations

import dataclasses
import json
import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.harness.peers import PEERS, missing
from benchmarks.harness.question import Case, NoAnswer, Question, Timed
from benchmarks.harness.results import faults
from benchmarks.harness.worker import load
from benchmarks.questions import paths

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit.script")
"""Of torch itself, where it is asked for its functional transforms."""
SLOW = {"verify_time", "statements"}
"""More than three seconds of our own."""
ALL = [pytest.param(name, marks=pytest.mark.full) if name in SLOW else name for name in paths()]


UNCHECKED = ("there", "times")
"""Parts of an answer that are told, and say nothing about its being right."""


def spoilings(answer: Any) -> list[Any]:
    """The answer with one of its numbers, or verdicts, another one or not a number: the first, the last and one between, in
    every part."""
    turned = {"proved": ["refuted"], "small": ["refuted"], "refuted": ["proved", "small"]}
    if isinstance(answer, str):
        return turned.get(answer, [])
    if isinstance(answer, bool):
        return [not answer]
    if isinstance(answer, int | float):
        return [answer + 1] if isinstance(answer, int) else [1.01 * answer + 0.01, math.nan]
    if isinstance(answer, dict):
        parts = {name: spoilings(part) for name, part in answer.items() if name not in UNCHECKED}
        return [{**answer, name: part} for name, found in parts.items() for part in found]
    places = sorted({0, len(answer) // 2, len(answer) - 1}) if len(answer) else []
    if isinstance(answer, np.ndarray | torch.Tensor):
        return [_changed(answer, place, nan) for place in places for nan in (False, True)]
    return [type(answer)([*answer[:k], part, *answer[k + 1 :]]) for k in places for part in spoilings(answer[k])]


def _changed(array: Any, place: int, nan: bool) -> Any:
    other = array.clone() if isinstance(array, torch.Tensor) else array.copy()
    other[place] = math.nan if nan else 1.01 * other[place] + 0.01
    return other


def test_every_kind_of_answer_is_spoiled_in_every_part() -> None:
    assert spoilings({"kind": ["proved", ""], "there": 3, "at": (1, 2.0)}) == [
        {"kind": ["refuted", ""], "there": 3, "at": (1, 2.0)},
        {"kind": ["proved", ""], "there": 3, "at": (2, 2.0)},
        {"kind": ["proved", ""], "there": 3, "at": (1, 2.03)},
        {"kind": ["proved", ""], "there": 3, "at": (1, math.nan)},
    ]
    expected = [[0.01, 0.0], [math.nan, 0.0], [0.0, 0.01], [0.0, math.nan]]
    np.testing.assert_array_equal(spoilings(np.zeros(2)), expected)


def answers(question: Question, ours: bool) -> Iterator[tuple[str, Case, Any]]:
    """(contender, case, answer) in the first and the last quick case, of those that are there and answer."""
    for contender in question.contenders:
        if contender.ours != ours or missing(contender.needs):
            continue
        cases = [case for case in question.cases(True) if contender.only(case)]
        for case in cases[:1] + cases[1:][-1:]:
            try:
                answer = contender.make(case, 0)()
            except NoAnswer:
                continue
            yield contender.name, case, answer.answer if isinstance(answer, Timed) else answer


@pytest.mark.parametrize("name", ALL)
def test_ours_are_right_and_every_spoiled_answer_is_seen(name: str) -> None:
    question = load(paths()[name])
    assert question.name == name
    for contender, case, answer in answers(question, ours=True):
        assert question.fault(case, 0, answer) == "", (contender, case.name)
        assert spoilings(answer)
        unseen = [other for other in spoilings(answer) if not question.wrong(case, 0, other)]
        assert not unseen, (contender, case.name)


@pytest.mark.full
@pytest.mark.parametrize("name", paths())
def test_a_spoiled_answer_of_a_peer_is_seen(name: str) -> None:
    question = load(paths()[name])
    for contender, case, answer in answers(question, ours=False):
        if question.fault(case, 0, answer):
            continue
        unseen = [other for other in spoilings(answer) if not question.wrong(case, 0, other)]
        assert not unseen, (contender, case.name)


@pytest.mark.parametrize("name", paths())
def test_names_are_those_of_the_tables(name: str) -> None:
    question = load(paths()[name])
    names = [c.name for c in question.contenders]
    assert len(set(names)) == len(names) and question.contender(question.against).ours
    assert {need for c in question.contenders for need in c.needs} <= set(PEERS)
    for quick in (True, False):
        cases = [case.name for case in question.cases(quick)]
        assert len(set(cases)) == len(cases) > 0


def test_a_figure_that_is_planted_misses_the_goal() -> None:
    """Goals look at the figures: ours made ten thousand times slower misses what a fast one reaches."""
    from benchmarks.harness.measure import Measured
    from benchmarks.harness.results import Outcome

    question = load(paths()["float_landscape"])
    cases = question.cases(True)

    def reached(factor: float) -> bool | None:
        measured = [
            Measured(n, c.name, seconds=[s] * 6) for c in cases for n, s in (("saddleproof", factor), ("numpy SVD", 1.0))
        ]
        (goal,) = question.goals(Outcome(question, cases, measured))
        return goal.reached

    assert reached(2.0) is True and reached(4.0) is False


def test_where_none_of_ours_arrives_and_a_peer_does_the_goal_is_missed() -> None:
    from benchmarks.harness.measure import Measured
    from benchmarks.harness.results import Outcome

    question = load(paths()["time_to_accuracy"])
    cases = question.cases(True)
    measured = [Measured("ALS, numpy", c.name, seconds=[1.0]) for c in cases]
    measured += [Measured("ours, ALS", c.name, seconds=[1.0]) for c in cases[1:]]
    (goal,) = question.goals(Outcome(question, cases, measured))
    assert goal.reached is False and f"ALS, numpy at {cases[0].name}, where none of ours answered" in goal.why


def test_sympy_is_asked_at_every_size() -> None:
    """Both hold for square U and fail for 2 × 1, where UUᵀ has rank one; the third holds at all sizes."""
    from benchmarks.questions.statements import _symbolic, _sympy

    texts = ("UᵀU = I ⊢ UUᵀ = I", "UᵀU = I ⊢ ‖UᵀA‖² = ‖A‖²", "UᵀU = I ⊢ ‖UA‖² = ‖A‖²")
    assert [_symbolic(_sympy)(text, "") == "small" for text in texts] == [False, False, True]


def test_word_and_entry_translations_agree_with_exact_values() -> None:
    """What peers are given says what the statement says: entries at exact matrices against the evaluation of the parsed
    text."""
    from benchmarks.questions._entries import Unsaid, size_choices
    from benchmarks.whiteboard import FALSE, TRUE
    from proofs_check.check.search import Search
    from theory.statements.reading import read

    seen = refuted = 0
    for text, where, _ in (*TRUE, *FALSE):
        reading = read(text, where)
        sizes = size_choices(reading)[0]
        search = Search(reading)
        try:
            for values in search.drawn(sizes, wanted="met"):
                told = _with_values(reading, sizes, values)
                scene = search._scene(values, sizes, wanted="against")
                assert told == scene, text
                seen, refuted = seen + 1, refuted + scene
                break
        except (Unsaid, KeyError, IndexError, TypeError):
            continue
    assert seen > 15 and refuted > 3


def _with_values(reading: Any, sizes: dict[int, int], values: dict[str, Any]) -> bool:
    """Whether exact values refute the statement entry by entry; Unsaid where new variables (norms, inverses) would be
    needed."""
    from fractions import Fraction

    from benchmarks.questions._entries import Entries, Unsaid

    def symbol(name: str) -> Fraction:
        letter, _, place = name.rpartition("_")
        if name in values:
            return Fraction(values[name])
        if letter not in values:
            raise Unsaid(name)
        return Fraction(values[letter][int(place[0])][int(place[1])])

    semidefinite = any(r.op in ("⪰", "≻") for r in reading.hypotheses)
    kinds = {kind for d in reading.declared.values() for kind in d.kinds}
    if semidefinite or kinds & {"psd", "positive"}:
        raise Unsaid("letters that are products")
    found = Entries(reading, sizes, symbol, Fraction)

    def holds(op: str, x: Any) -> bool:
        return bool(x == 0 if op == "=" else x > 0 if op == ">" else x >= 0)

    given = all(holds(op, x) for op, x in found.facts)
    return given and not all(holds(op, x) for part in found.conclusions() for op, x in part)


@pytest.mark.full
@pytest.mark.parametrize("name", paths())
def test_the_quick_form_runs(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    arguments = [sys.executable, "-m", "benchmarks", "--quick", "--only", name, "--format", "json", "--out", str(out)]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=900)
    assert done.returncode in (0, 1), done.stderr
    results = json.loads(out.read_text())
    assert faults(results) == []
    (question,) = results["questions"]
    ours = [e for case in question["cases"] for e in case["contenders"] if e["contender"] in question["ours"]]
    assert ours and {e["status"] for e in ours} <= {"timed", "missing", "no answer"}
    assert dataclasses.is_dataclass(load(paths()[name]))
