"""``saddleproof experiment``: listing, formats, charts, and what it refuses. Expected texts are written by hand."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from numerics.datasets import Dataset
from proofs_check.cli.main import main
from proofs_check.experiments import experiment as module
from proofs_check.experiments.experiment import Experiment, Measurement, Settings, find_experiments


def _measure(settings: Settings) -> Measurement:
    settings.progress(1, 1, "halving")
    top = 4 if settings.full else 2
    return Measurement(["steps", "error"], [[k, 0.5**k] for k in range(top)], [f"seed {settings.seed}: halves"])


def _draw(outcome: Measurement) -> Figure:
    figure = Figure()
    figure.subplots().plot([row[0] for row in outcome.rows], [row[1] for row in outcome.rows])
    return figure


HALVING = Experiment(name="halving", paper="agd", title="Halving", question="How fast?", measure=_measure, draw=_draw)
PLAIN = Experiment(name="plain", paper="agd", title="Plain", question="What?", measure=_measure)


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(module, "find_experiments", lambda: {"halving": HALVING, "plain": PLAIN})
    return tmp_path


def test_every_experiment_of_the_project_reads() -> None:
    found = find_experiments()
    assert all(e.question.endswith("?") and e.title for e in found.values())


def test_json_alone_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experiment", "halving", "--format", "json", "--seed", "7", "--budget", "full"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows"] == [[0, 1.0], [1, 0.5], [2, 0.25], [3, 0.125]]
    assert (found["seed"], found["budget"], found["answer"]) == (7, "full", ["seed 7: halves"])


def test_table_and_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experiment", "halving", "--format", "markdown"]) == 0
    assert capsys.readouterr().out == "| steps | error |\n| --- | --- |\n| 0 | 1 |\n| 1 | 0.5 |\n\nseed 0: halves\n"


def test_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experiment", "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "halving,agd,How fast?"


def test_chart(two: Path) -> None:
    assert main(["experiment", "halving", "--chart", str(two / "h.png"), "--out", str(two / "h.txt")]) == 0
    assert (two / "h.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["halvin"], "the nearest is 'halving'"),
        (["halving", "--budget", "long"], "budget must be one of quick, full"),
        (["halving", "--chart", "h.bmp"], "chart must end in .png, .svg or .pdf"),
        (["plain", "--chart", "h.png"], "chart is not available for experiment plain"),
        (["halving", "--format", "pdf"], "format must be one of"),
        (["halving", "--seed", "9223372036854775807"], "seed must lie between -1e+12 and 1e+12 in an experiment"),
        (["halving", "--seeds", "0"], "seeds must be 1 … 10000, got 0"),
    ],
)
def test_refusals(arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["experiment", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and says in err and err.count("\n") == 1


def test_data_that_are_missing_are_no_fault_of_the_program(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unread(_: Settings) -> Measurement:
        Dataset("gold", "bars", "no-such-package", "x", "MIT", lambda _: (None, None), "no_such_package_at_all").load()
        raise AssertionError("it was there")

    monkeypatch.setattr(module, "find_experiments", lambda: {"halving": replace(HALVING, measure=unread)})
    assert main(["experiment", "halving"]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == "saddleproof: data gold come with no-such-package, which is not installed: pip install 'saddleproof[data]'"


def test_a_chart_without_matplotlib_is_refused_before_the_trials(
    monkeypatch: pytest.MonkeyPatch, two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured: list[Settings] = []

    def noted(settings: Settings) -> Measurement:
        measured.append(settings)
        return _measure(settings)

    monkeypatch.setattr(module, "find_experiments", lambda: {"halving": replace(HALVING, measure=noted)})
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["experiment", "halving", "--chart", str(two / "x.svg")]) == 2
    assert not measured and "needs matplotlib" in capsys.readouterr().err


def test_the_table_is_printed_though_the_chart_fails(
    monkeypatch: pytest.MonkeyPatch, two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def spoilt(outcome: Measurement) -> Figure:
        raise ValueError("nothing to draw")

    monkeypatch.setattr(module, "find_experiments", lambda: {"halving": replace(HALVING, draw=spoilt)})
    assert main(["experiment", "halving", "--chart", str(two / "x.svg"), "--format", "markdown", "--seeds", "1"]) == 2
    told = capsys.readouterr()
    assert told.out.endswith("| 1 | 0.5 |\n\nseed 0: halves\n") and "nothing to draw" in told.err
    assert ", 1 seed from 0, budget quick" in told.err


def test_about_measures_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_experiments", find_experiments)
    assert main(["experiment", "agd-crossover", "--about"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("Question. ") and "\n\nSetting. " in told and "\n\nRule. Agrees where" in told


@pytest.mark.parametrize("name", sorted(find_experiments()))
def test_every_experiment_says_its_setting_and_its_rule(name: str) -> None:
    about = find_experiments()[name].about()
    assert len(about["setting"]) > 200 and "Agrees " in about["rule"]
