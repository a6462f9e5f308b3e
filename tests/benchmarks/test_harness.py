"""The harness of the benchmarks on contenders that are slow, wrong, silent, dying or missing; schema, page and comparison.

The expected exponents and ratios are those of the clocks that the fakes bring: seconds 1e-3·n^1.5 and twice that.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import benchmarks.__main__ as command
from benchmarks.harness import peers, worker
from benchmarks.harness.compare import compare
from benchmarks.harness.measure import Measured
from benchmarks.harness.page import page
from benchmarks.harness.results import Outcome, faults, sitting_factors
from benchmarks.questions import paths
from tests.benchmarks import fake_question

PATH = "tests.benchmarks.fake_question:question"


@pytest.fixture(scope="module")
def results() -> Iterator[dict[str, Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "PRELOADED", [])
        patch.setattr(command, "versions", lambda: {"Python": "3"})
        patch.setattr(peers, "versions", dict)
        patch.setitem(peers.PEERS, "nobody", peers.Peer(module="no_such_module", install="pip install nobody"))
        patch.setenv("OMP_NUM_THREADS", "1")
        yield command.run({"fake": PATH}, 0, quick=True)


def entries(results: dict[str, Any], contender: str) -> list[dict[str, Any]]:
    cases = results["questions"][0]["cases"]
    return [e for case in cases for e in case["contenders"] if e["contender"] == contender]


@pytest.mark.parametrize(
    ("contender", "statuses", "reason"),
    [
        ("ours", ["timed"] * 3, ""),
        ("right", ["timed"] * 3, ""),
        ("slow", ["over time", "not tried", "not tried"], "1.5 s"),
        ("wrong", ["timed", "wrong", "timed"], "17 is not 4²"),
        ("crashing", ["crashed"] * 3, "ZeroDivisionError: as planned"),
        ("dying", ["crashed"] * 3, "the process ended with 3"),
        ("silent", ["no answer"] * 3, "did not converge"),
        ("missing", ["missing"] * 3, "nobody: pip install nobody"),
        ("once", ["timed"], ""),
    ],
)
def test_every_kind_of_contender_is_told_as_it_is(results: Any, contender: str, statuses: list[str], reason: str) -> None:
    found = entries(results, contender)
    assert [e["status"] for e in found] == statuses
    assert all(("seconds" in e) == (e["status"] == "timed") for e in found)
    told = [e["reason"] for e in found if "reason" in e]
    assert any(reason in text for text in told) if reason else not told
    assert results["missing"] == {"nobody": "pip install nobody"}


def test_as_many_rounds_as_were_asked_for(results: Any) -> None:
    assert {len(e["seconds"]) for e in entries(results, "ours")} == {2}
    assert [len(e["seconds"]) for e in entries(results, "once")] == [1]


def test_who_is_late_is_killed_with_its_children(results: Any) -> None:
    child = int(fake_question.CHILD.read_text())
    for _ in range(50):
        try:
            state = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    os.kill(child, 9)
    pytest.fail("a child of the slow contender lives on")


def test_ratios_and_exponents_are_those_of_the_clocks(results: Any) -> None:
    question = results["questions"][0]
    for case in question["cases"]:
        ratios = {r["contender"]: r for r in case["ratios"]}
        assert ratios["right"]["median"] == pytest.approx(2, rel=1e-4)
        assert not {"wrong"} & set(ratios) or case["name"] != "n = 4"
        assert not {"crashing", "dying", "silent", "missing", "ours"} & set(ratios)
    first = {r["contender"]: r for r in question["cases"][0]["ratios"]}
    bound = first["slow"]["median"]
    assert bound == pytest.approx(1.5 / (1e-3 * 2**1.5), rel=1e-4)
    ends = dict.fromkeys(("median", "low", "high"), bound)
    assert first["slow"] == {"contender": "slow", "at_least": True, "sittings": [], **ends}
    (growth,) = question["growth"]
    assert growth["contender"] == "ours" and growth["median"] == pytest.approx(1.5, abs=1e-3)


def test_the_schema_finds_what_is_planted(results: Any) -> None:
    assert faults(results) == []
    for spoil in (
        lambda r: r.pop("seed"),
        lambda r: r.pop("sitting_factors"),
        lambda r: r["questions"][0]["cases"][0]["contenders"][2].update(seconds=[1.0]),
        lambda r: r["questions"][0]["cases"][0]["contenders"][2].pop("reason"),
        lambda r: r["questions"][0]["cases"][0]["contenders"][0].update(status="fine"),
        lambda r: r["questions"][0]["goals"][1].pop("missed"),
        lambda r: r["questions"][0]["goals"][0].update(missed="told all the same"),
        lambda r: r["questions"][0].pop("title"),
    ):
        spoiled = copy.deepcopy(results)
        spoil(spoiled)
        assert faults(spoiled) != []
    assert json.loads(json.dumps(results, allow_nan=False)) == results


def test_the_page_shows_losses_and_no_time_of_a_wrong_answer(results: Any) -> None:
    text = page(results)
    rows = {line.split("|")[1].strip(): line for line in reversed(text.splitlines()) if line.startswith("| ")}
    assert rows["wrong"].count("wrong") == 2 and rows["wrong"].split("|")[3].strip() == "wrong"
    assert "> 1.5 s" in rows["slow"] and "missing" in rows["missing"]
    assert "nobody (`pip install nobody`)" in text
    assert "- **Squares**, hard: 0. because" in text and "profile of this run" in text and "never told" not in text
    assert "ours: its own clock" in text and "grow as n (2 … 8) to the power 1.50" in text


@pytest.mark.parametrize(("load", "told"), [(2.0, False), (2.01, True)])
def test_the_page_says_that_the_machine_was_busy(results: Any, load: float, told: bool) -> None:
    assert ("More work than cores" in page({**results, "machine": {**results["machine"], "cores": 2, "load": load}})) is told


def test_the_page_of_a_quick_run_says_that_goals_are_judged_at_small_sizes(results: Any) -> None:
    told = "**Quick form: small sizes, few rounds. The goals are for the full sizes and judged here at the small ones.**"
    assert told in page(results).splitlines() and "Quick form" not in page({**results, "quick": False})
    assert "–: a figure that is told" in page(results)
    decided = copy.deepcopy(results)
    del decided["questions"][0]["goals"][2]
    assert "–: a figure that is told" not in page(decided)


def test_two_runs_agree_where_each_median_lies_in_the_range_of_the_other(results: Any) -> None:
    assert all(d.agrees for d in compare(results, results))
    factors = results["sitting_factors"]
    assert factors["all"] >= factors["usual"] >= 1.0  # not all fakes bring a clock that stands still

    def moved(factor: float, sittings: float) -> list[str]:
        one, other = ({**copy.deepcopy(results), "sitting_factors": {"usual": 1.0, "all": sittings}} for _ in range(2))
        ratio = next(r for r in other["questions"][0]["cases"][0]["ratios"] if r["contender"] == "right")
        ratio.update({key: factor * ratio[key] for key in ("low", "median", "high")})
        return [d.what for d in compare(one, other) if not d.agrees]

    assert moved(1.09, 1.1) == moved(0.92, 1.1) == []
    assert moved(1.11, 1.1) == moved(0.9, 1.1) == moved(1.01, 1.0) == ["fake, n = 2: right over ours"]
    results = {**results, "sitting_factors": {"usual": 1.1, "all": 1.1}}
    other = copy.deepcopy(results)
    other["questions"][0]["growth"][0].update(low=2.0, median=2.0, high=2.0)
    other["questions"][0]["cases"][0]["contenders"][1] = {"contender": "right", "status": "crashed", "reason": "x"}
    differing = {d.what for d in compare(results, other) if not d.agrees}
    assert differing == {"fake: exponent of ours", "fake, n = 2: answer of right"}


def test_the_usual_spread_is_told_beside_the_stated_one(results: Any, tmp_path: Path, capsys: Any) -> None:
    """A ratio 1.05 times the other lies in a spread of 1.1 and not in one of 1.02."""
    for name, factor in (("a", 1.0), ("b", 1.05)):
        run = {**copy.deepcopy(results), "sitting_factors": {"usual": 1.02, "all": 1.1}}
        ratio = next(r for r in run["questions"][0]["cases"][0]["ratios"] if r["contender"] == "right")
        ratio.update({key: factor * ratio[key] for key in ("low", "median", "high")})
        (tmp_path / name).write_text(json.dumps(run))
    assert command.main(["--compare", str(tmp_path / "a"), str(tmp_path / "b")]) == 0
    total = len(compare(results, results))
    *head, last = capsys.readouterr().out.splitlines()
    for line, letter, name in zip(head, "AB", "ab", strict=False):
        assert line.startswith(f"{letter}: {tmp_path / name}: commit ") and "seed 0, quick form" in line
        assert line.endswith("factor 1.10 as stated, 1.02 as usual")
    assert last == f"{total} of {total} agree within the stated spread, {total - 1} within the usual one"


def test_a_bound_agrees_with_what_does_not_lie_below_it(results: Any) -> None:
    results = {**results, "sitting_factors": {"usual": 1.1, "all": 1.1}}
    for seconds, agrees in ((0.5, False), (3.0, True)):
        other = copy.deepcopy(results)
        ratio = next(r for r in other["questions"][0]["cases"][0]["ratios"] if r["contender"] == "slow")
        ratio.pop("at_least")
        ratio.update({key: seconds / 1.5 * ratio[key] for key in ("low", "median", "high")})
        assert all(d.agrees for d in compare(results, other)) == agrees


def test_the_factors_of_the_sittings_are_those_of_the_usual_ratio_and_of_all() -> None:
    """Of a hundred ratios the 95 % quantile of the factors 1.00, 1.01, … 1.99, either way round, by numpy's interpolation."""
    pairs = [[1.0, 1 + k / 100] if k % 2 else [1 + k / 100, 1.0] for k in range(100)]
    ratios = [{"sittings": pair} for pair in (*pairs, [3.0])]
    expected = float(np.exp(np.quantile(np.log(1 + np.arange(100) / 100), 0.95)))
    factors = sitting_factors([{"cases": [{"ratios": ratios}]}])
    assert factors == {"usual": pytest.approx(expected, abs=1e-4), "all": 1.99}
    assert 1.9 < expected < 1.99 and sitting_factors([]) == {"usual": 1.0, "all": 1.0}


def test_at_the_limit_of_time_two_runs_agree(results: Any) -> None:
    """A time that reaches the limit, a call over it, and a case not tried for it are one; a shorter time is not."""
    results = {**results, "sitting_factors": {"usual": 1.1, "all": 1.1}}
    for seconds, differing in ((1.4, set()), (1.3, {"fake, n = 2: answer of slow"})):
        other = copy.deepcopy(results)
        entry = other["questions"][0]["cases"][0]["contenders"][2]
        entry.update({"status": "timed", "seconds": [seconds], **dict.fromkeys(("low", "median", "high"), seconds)})
        assert {d.what for d in compare(results, other) if not d.agrees} == differing


def test_a_missed_goal_brings_the_profile_of_its_contender(results: Any) -> None:
    """The fake spends its time in one function, and its goal is missed."""
    (missed,) = [goal["missed"] for goal in results["questions"][0]["goals"] if "missed" in goal]
    assert missed.startswith("because Own time of *ours* at n = 8: ") and missed.endswith("Needed: more.")
    name, share = re.search(r"(\d+)% (\w+ \(fake_question\))", missed).group(2, 1)  # type: ignore[union-attr]
    assert name == "_busy (fake_question)" and int(share) > 80


def test_bad_input_is_one_line(capsys: Any, tmp_path: Path) -> None:
    assert command.main(["--only", "nothing"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1 and all(name in told[0] for name in paths())
    (tmp_path / "a.json").write_text("{}")
    (tmp_path / "c.json").write_text('{"format": 2}')
    (tmp_path / "d.json").write_text('{"for')
    for name, why in (("a", "got none"), ("b", "No such file"), ("c", "format must be 3, got 2"), ("d", "not JSON")):
        file = tmp_path / f"{name}.json"
        assert command.main(["--compare", str(file), str(tmp_path / "a.json")]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"{file} must hold results") and why in line


def test_a_file_that_cannot_be_written_is_refused_before_measuring(capsys: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(command, "run", lambda *_: pytest.fail("measured all the same"))
    for file in (tmp_path, tmp_path / "none" / "x.md"):
        assert command.main(["--only", "agd_step", "--out", str(file)]) == 2
        (line,) = capsys.readouterr().err.splitlines()
        assert line.startswith(f"--out must be a file that can be written, got {file}: ")


def test_the_kept_page_is_the_one_of_the_kept_results() -> None:
    kept = command.HERE / "results.json"
    if not kept.exists():
        pytest.skip("no results are kept yet: make bench")
    results = json.loads(kept.read_text(encoding="utf-8"))
    assert faults(results) == [] and not results["quick"]
    assert {q["name"] for q in results["questions"]} == set(paths())
    assert page(results) == (command.HERE / "results.md").read_text(encoding="utf-8")


def test_a_slower_first_call_is_not_counted() -> None:
    """The fakes' clocks are constant, so this looks at the rule itself: set-up of 4 s, then 1.2 s a call."""
    from benchmarks.harness.measure import Rounds
    from benchmarks.harness.question import Case

    class Told:
        def __init__(self, seconds: list[float]) -> None:
            self.seconds = iter(seconds)

        def call(self, limit: float, first: bool) -> tuple[float, int]:
            return next(self.seconds), 4

    question, case = fake_question.question, fake_question.question.cases(True)[0]
    assert isinstance(case, Case)
    for given, kept in (
        ([4.0, 1.2, 1.2, 1.2], [1.2] * 3),
        ([1.25, 1.2, 1.2], [1.25, 1.2, 1.2]),
        ([0.1, 0.2, 0.2, 0.2], [0.2] * 3),
    ):
        rounds = Rounds(PATH, seed=0)
        contender = question.contender("right")
        rounds.workers["right"] = Told(given)  # type: ignore[assignment]
        rounds._first(contender, case)
        for _ in range(3):
            if len(rounds.found["right", case.name].seconds) < 3:
                rounds._again(contender, case)
        assert rounds.found["right", case.name].seconds == kept


@pytest.mark.parametrize(
    ("ticks", "calls", "seconds"),
    [
        ([0.0, 0.06, 1.0, 1.02, 2.0, 2.04], 2, 0.01),  # three bursts of two calls: 30, 10 and 20 ms a call
        ([0.0, 0.09, 1.0, 1.3, 2.0, 2.2], 1, 0.09),  # the first decides that there are three
        ([0.0, 0.1], 1, 0.1),  # long: once
    ],
)
def test_a_repetition_is_the_quickest_of_its_bursts(ticks: list[float], calls: int, seconds: float, monkeypatch: Any) -> None:
    """The expected seconds are differences of the planted ticks over the calls; a clock read once more runs out of ticks."""
    clock = iter(ticks)
    monkeypatch.setattr(worker.time, "perf_counter", lambda: next(clock))
    assert worker._timed(lambda: 4, calls) == (pytest.approx(seconds), 4)
    assert list(clock) == []


def test_the_sittings_of_a_question_lie_half_a_run_apart(monkeypatch: Any) -> None:
    order = []
    monkeypatch.setattr(command.Rounds, "sit", lambda self, sitting: order.append((self.path, sitting)))
    monkeypatch.setattr(command, "versions", dict)
    monkeypatch.setattr(peers, "versions", dict)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    other = f"{fake_question.__name__}:other"
    monkeypatch.setattr(fake_question, "other", dataclasses.replace(fake_question.question, goals=lambda o: []), raising=False)
    monkeypatch.setattr(fake_question, "question", fake_question.other)
    command.run({"fake": PATH, "other": other}, 0, quick=True)
    assert order == [(PATH, 0), (other, 0), (PATH, 1), (other, 1)]


def test_a_failure_of_ours_misses_a_goal_whatever_the_question_says() -> None:
    """Each way to fail, planted in one case of ours; late and silent count where ratios are over the contender."""
    cases = fake_question.question.cases(True)

    def failing(status: str, contender: str) -> list[str]:
        ours = tuple(dataclasses.replace(c, ours=c.name in ("ours", "right")) for c in fake_question.question.contenders)
        question = dataclasses.replace(fake_question.question, contenders=ours, goals=lambda outcome: [])
        measured = [Measured(c, case.name, seconds=[1.0]) for c in ("ours", "right") for case in cases]
        next(m for m in measured if (m.contender, m.case) == (contender, "n = 4")).fail(status, "as planted")
        told = Outcome(question, cases, measured).to_json(0.0, lambda contender, case: "")
        return [goal["missed"] for goal in told["goals"] if goal["reached"] is False]

    for status in ("wrong", "crashed", "over time", "no answer"):
        assert failing(status, "ours") == [f"ours, n = 4: {status}, as planted."]
        assert failing(status, "right") == ([f"right, n = 4: {status}, as planted."] if status in ("wrong", "crashed") else [])


def test_an_answer_that_the_check_cannot_read_is_wrong() -> None:
    question = dataclasses.replace(fake_question.question, fault=lambda case, seed, answer: answer["n"])
    told = question.wrong(question.cases(True)[0], 0, [4])
    assert told.startswith("no answer that can be checked: TypeError: list indices")


def test_a_goal_reached_in_one_run_alone_differs(results: Any) -> None:
    other = copy.deepcopy(results)
    other["questions"][0]["goals"][0] |= {"reached": False, "missed": "as planted"}
    assert [str(d) for d in compare(results, other) if not d.agrees] == ["DIFFERS  fake: easy: reached | missed"]


def test_an_outcome_without_our_time_has_no_ratio(results: Any) -> None:
    question = fake_question.question
    assert Outcome(question, question.cases(True), []).ratio("right", "ours", "n = 2") is None
