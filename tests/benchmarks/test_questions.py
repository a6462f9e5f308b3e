"""Every question: ours answers rightly in its quick form, a spoiled answer is seen, and the quick form runs as a whole
(full)."""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.harness.peers import PEERS
from benchmarks.harness.question import Timed
from benchmarks.harness.results import faults
from benchmarks.harness.worker import load
from benchmarks.questions import paths

pytestmark = pytest.mark.filterwarnings("ignore:.*torch.jit.script")
"""Of torch itself, where it is asked for its functional transforms."""
SLOW = {"verify_time", "statements"}
"""More than three seconds of our own."""
ALL = [pytest.param(name, marks=pytest.mark.full) if name in SLOW else name for name in paths()]


def spoiled(answer: Any) -> Any:
    """The answer with its first number, or verdict, another one."""
    turned = {"proved": "refuted", "refuted": "proved"}
    if isinstance(answer, str):
        return turned.get(answer, answer + "?")
    if isinstance(answer, bool):
        return not answer
    if isinstance(answer, int):
        return answer + 1
    if isinstance(answer, float | np.ndarray | torch.Tensor):
        return 1.01 * answer + 0.01
    if isinstance(answer, dict):
        first = next(iter(answer))
        return {**answer, first: spoiled(answer[first])}
    return type(answer)([spoiled(answer[0]), *answer[1:]])


@pytest.mark.parametrize("name", ALL)
def test_ours_is_right_and_a_spoiled_answer_is_seen(name: str) -> None:
    question = load(paths()[name])
    assert question.name == name
    case = question.cases(True)[0]
    ours = next(c for c in question.contenders if c.ours and c.only(case))
    answer = ours.make(case, 0)()
    answer = answer.answer if isinstance(answer, Timed) else answer
    assert question.fault(case, 0, answer) == ""
    assert question.fault(case, 0, spoiled(answer)) != ""


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
    assert ours and {e["status"] for e in ours} <= {"timed", "missing"}
    assert dataclasses.is_dataclass(load(paths()[name]))
