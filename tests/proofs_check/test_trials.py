"""Trials of experiments: kept, resumed, measured anew when something that matters changed. Expected values: by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.experiments import _agd_tables, _dmd, _networks, udu_completion, udu_phase_retrieval
from proofs_check.experiments import experiment as module
from proofs_check.experiments.experiment import Experiment, Measurement, Settings
from proofs_check.experiments.trials import Arm, Outcome, trials, tuned

ASKED: list[tuple[dict[str, Any], tuple[int, ...]]] = []


def halves(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
    ASKED.append((dict(arm), tuple(seeds)))
    return [{"error": 0.5 ** arm["steps"] * (1 + seed), "curve": [1.0, 0.5]} for seed in seeds]


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    ASKED.clear()


def test_what_is_kept_is_not_measured_again(tmp_path: Path) -> None:
    settings = Settings(seed=2, seeds=2, store=tmp_path / "trials.sqlite")
    first = trials(settings, [{"steps": 1}, {"steps": 2}], halves)
    assert [o.spread("error").values for o in first] == [(1.5, 2.0), (0.75, 1.0)] and len(ASKED) == 2
    assert trials(settings, [{"steps": 1}, {"steps": 2}], halves) == first and len(ASKED) == 2


def test_only_missing_seeds_and_arms_are_measured(tmp_path: Path) -> None:
    store = tmp_path / "trials.sqlite"
    trials(Settings(seeds=2, store=store), [{"steps": 1}], halves)
    both = trials(Settings(seeds=4, store=store), [{"steps": 1}, {"steps": 3}], halves)
    assert ASKED[1:] == [({"steps": 1}, (2, 3)), ({"steps": 3}, (0, 1, 2, 3))]
    again = Settings(seeds=4)
    assert both == trials(again, [{"steps": 1}, {"steps": 3}], halves) and len(again.spent) == 8


def test_a_trial_that_breaks_leaves_those_before_it(tmp_path: Path) -> None:
    def breaks(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
        if arm["steps"] == 2:
            raise KeyboardInterrupt
        return halves(arm, seeds)

    settings = Settings(seeds=1, store=tmp_path / "trials.sqlite")
    arms = [{"steps": 1}, {"steps": 2}]
    with pytest.raises(KeyboardInterrupt):
        trials(settings, arms, breaks)
    trials(settings, arms, halves)  # of the same file: the same code is reached
    assert [arm["steps"] for arm, _ in ASKED] == [1, 2]


def test_fresh_measures_again_and_changed_code_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "trials.sqlite"
    trials(Settings(seeds=1, store=store), [{"steps": 1}], halves)
    trials(Settings(seeds=1, store=store, fresh=True), [{"steps": 1}], halves)
    assert len(ASKED) == 2
    monkeypatch.setattr("proofs_check.experiments.trials._code", lambda measure: "another")
    trials(Settings(seeds=1, store=store), [{"steps": 1}], halves)
    assert len(ASKED) == 3


def test_what_is_measured_afresh_is_what_is_kept(tmp_path: Path) -> None:
    """The store counts its rows: it stays sound when one is replaced."""
    worth = [0.0]

    def told(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
        return [{"error": worth[0]} for _ in seeds]

    def found(fresh: bool) -> float:
        settings = Settings(seeds=2, store=tmp_path / "trials.sqlite", fresh=fresh)
        return trials(settings, [{"n": 1}], told)[0].spread("error").median

    first = found(False)
    worth[0] = 1.0
    assert (first, found(False), found(True), found(False)) == (0.0, 0.0, 1.0, 1.0)


def test_numbers_that_are_not_finite_are_missing(tmp_path: Path) -> None:
    def diverges(arm: Arm, seeds: Sequence[int]) -> list[dict[str, Any]]:
        return [{"error": math.nan if seed else 1.0} for seed in seeds]

    for store in (None, tmp_path / "trials.sqlite"):
        (found,) = trials(Settings(seeds=3, store=store), [{"n": 1}], diverges)
        told = found.spread("error")
        assert (told.median, told.least, told.largest, told.missing) == (math.inf, 1.0, math.inf, 2)
        assert str(told) == "∞ [1 … ∞]"


@pytest.mark.parametrize(
    ("arms", "give", "says"),
    [([{"n": 1}, {"n": 1}], 1, "must differ"), ([{"n": 1}], 2, "one result a seed")],
)
def test_refusals(arms: list[Arm], give: int, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        trials(Settings(seeds=1), arms, lambda arm, seeds: [{"x": 1.0}] * give)


@pytest.mark.parametrize("seeds", [0, -1, 10_001])
def test_seeds_have_limits(seeds: int) -> None:
    with pytest.raises(ValueError, match=r"seeds must be 1 … 10000, got"):
        Settings(seeds=seeds)


def test_the_median_decides_what_is_tuned() -> None:
    lucky = Outcome({"step": 1.0}, ({"e": 0.0}, {"e": 9.0}, {"e": 9.0}))
    steady = Outcome({"step": 0.5}, ({"e": 2.0}, {"e": 2.0}, {"e": None}))
    gone = Outcome({"step": 2.0}, ({"e": None}, {"e": None}, {"e": 0.0}))
    assert tuned([lucky, steady, gone], "e") is steady


def measure(settings: Settings) -> Measurement:
    found = trials(settings, [{"steps": 1}, {"steps": 2}], halves)
    rows = [[o.arm["steps"], o.spread("error")] for o in found]
    return Measurement(["steps", "error"], rows, ["Agrees: it halves."])


def test_the_command_keeps_trials_and_prints_spreads(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Experiment(name="halving", paper="agd", title="Halving", question="How fast?", measure=measure)
    monkeypatch.setattr(module, "find_experiments", lambda: {"halving": here})
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path))
    assert main(["experiment", "halving", "--seeds", "3", "--format", "csv"]) == 0
    assert capsys.readouterr().out.split() == [
        "steps,\"error,", "median\",\"error,", "least\",\"error,", "largest\"", "1,1,0.5,1.5", "2,0.5,0.25,0.75",
    ]  # fmt: skip
    assert main(["experiment", "halving", "--seeds", "3", "--format", "markdown"]) == 0
    assert "| 1 | 1 [0.5 … 1.5] |" in capsys.readouterr().out and len(ASKED) == 2
    assert main(["experiment", "halving", "--seeds", "0"]) == 2
    assert "seeds must be 1" in capsys.readouterr().err


def test_a_grid_of_one_value_has_no_end_in_any_experiment() -> None:
    """What is tuned over several values lies at an end where no better one was tried; over one value nothing was tuned."""
    wide = [Outcome({"step": s, "start": 1.0}, ({"error": s},)) for s in (0.1, 0.2)]
    one = Outcome({"rates": [0.1]}, ({"error": [3.0]},))
    assert _agd_tables.edges(wide, wide[0], "step", "start") == "step" and _agd_tables.edges(wide[:1], wide[0], "step") is None
    assert _dmd.edges([(0.1, 1.0)], (0.1, 0.2), (1.0,)) == "; at an end of the grid: step 0.1"
    assert _networks.best([one], "error").arm["grid"] == "only"
    assert udu_phase_retrieval._tuning(wide[0], [o.arm for o in wide]) == [0.1, 1.0, "η"]
    assert udu_completion._edge({"‖U₀‖": 1.0, "η": 0.1}, [{"‖U₀‖": 1.0, "η": s} for s in (0.1, 0.2)]).endswith("grid: η")
