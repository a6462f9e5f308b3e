"""The lint asks every certificate for a generic model; the kernel has accepted all of these certificates without one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.theory.kernel.bench import Trial, family, integer, matrix, positive, real
from theory.kernel.certificate import Certificate
from theory.kernel.check import check_folder
from theory.models.lint import lint_folder
from theory.models.model import evaluate

ROOT = Path(__file__).resolve().parents[3]
PLAIN = Trial([real("x")], [], ["x == x"], "expand", [[]])
BOUNDED = Trial([real("x"), integer("n", "1", "3")], ["x > 1"], ["x > 1"], "collect")
SIZED = Trial([integer("m"), matrix("A", "m", "2")], [], ["A == A"], "expand", [[]])
NAMED = Trial([positive("p"), real("q", value="p**2")], [], ["q == p**2"], "objective")
RANGED = Trial([real("x"), integer("n")], ["all(k, 2, n, x > 1)"], ["all(k, 2, n, x > 1)"], "collect")
ROWS = [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(("trial", "model"), [
    (PLAIN, {"x": "2"}), (PLAIN, {"x": ["1", "1", "2"]}), (PLAIN, {"x": "-1/3"}), (BOUNDED, {"x": "3/2", "n": "3"}),
    (BOUNDED, {"x": "2", "n": 1}), (SIZED, {"m": "2", "A": ROWS}), (SIZED, {"m": "1", "A": [["0", "1"]]}),
    (NAMED, {"p": "2"}), (RANGED, {"x": "2", "n": "2"}),
])  # fmt: skip
def test_a_model_is_one(trial, model):
    trial = Trial(**{**vars(trial), "model": model})
    assert trial.check() == "" == trial.lint()


@pytest.mark.parametrize(("trial", "model", "why"), [
    (PLAIN, {}, "no value for x"), (PLAIN, {"x": "0"}, "not generic"), (PLAIN, {"x": True}, ""), (PLAIN, {"x": None}, ""),
    (PLAIN, {"x": ["1", "1", "4"]}, ""), (PLAIN, {"x": ["1", "1", "5/2"]}, ""), (PLAIN, {"x": "1/0"}, ""),
    (PLAIN, {"x": "nan"}, ""), (PLAIN, {"x": "2", "y": "2"}, "undeclared"), (PLAIN, {"x": {"1": "2"}}, ""),
    (BOUNDED, {"x": "1", "n": "1"}, "given 0 fails"), (BOUNDED, {"x": "2", "n": "4"}, "outside its range"),
    (BOUNDED, {"x": "2", "n": "1/2"}, "integer"), (SIZED, {"m": "2", "A": [["1", "2"]]}, "shape"),
    (SIZED, {"m": "1", "A": [["0", "0"]]}, "not generic"), (SIZED, {"m": "2", "A": [["1", "2"], ["3"]]}, ""),
    (NAMED, {"p": "-2"}, "positive"), (NAMED, {"p": "2", "q": "4"}, "undeclared or defined"),
    (RANGED, {"x": "2", "n": "1"}, "quantifies over nothing"), (RANGED, {"x": "2", "n": "402"}, "at most 400"),
])  # fmt: skip
def test_a_model_is_none(trial, model, why):
    trial = Trial(**{**vars(trial), "model": model})
    assert trial.check() == "" and why in trial.lint() and trial.lint()


@pytest.mark.parametrize(("given", "why"), [
    (["all(k, 1, 2, X[k] == 0)"], ""), (["all(k, 1, 1, X[k] == 0)", "X[2] == 0"], "X[1] is zero"),
    (["all(k, 1, 2, X[k] - 0 == 0)"], "X[1] is zero"), (["all(k, 1, 2, X[1] == 0)", "X[2] == 0"], "X[1] is zero"),
    (["all(k, 1, 2, X[k] == 0)", "y == 0"], ""), (["all(k, 1, 2, X[k] == 0)", "y*y == 0"], "y is zero"),
])  # fmt: skip
def test_a_letter_may_be_zero_where_a_hypothesis_says_so_in_so_many_words(given, why):
    letters = [["X", family("real", "1", "2")], real("y")]
    model = {"X": {"1": "0", "2": "0"}, "y": "0" if "y" in given[-1] else "3"}
    trial = Trial(letters, given, ["1 + y*y > 0"], "order", [{"terms": [{"weight": "1"}, {"square": "y"}]}], model=model)
    assert trial.check() == "" and why in trial.lint() and bool(why) == bool(trial.lint())


T, S = positive("T"), positive("S")
LATE = [T, S, real("y", path="S"), real("x", path="T")]
VARIED = [["W", family("matrix", "1", "1", shape=["1", "1"])], T, positive("E", path="T", grows=["t", "W[1]"])]
LOGARITHM = {"W": {"1": [["1"]]}, "T": {"rate": "1/s", "from": "1", "to": "2"}, "E": "s"}


CONTRADICTIONS = [
    (LATE, ["during(t, y[0] + x[t] >= 1)", "-4 >= y[0] + x[T]"], {"T": "10", "S": "1", "y": "s", "x": "5-s"}, "given 0 fails"),
    (LATE, ["during(t, y[t] - y[t] + x[t] >= 1)", "-4 >= x[T]"], {"T": "10", "S": "1", "y": "s", "x": "5-s"}, "given 0 fails"),
    ([*VARIED, real("F", value="E[T]")], ["critical(F, W)"], LOGARITHM, "how E varies with W"),
    ([*VARIED, real("F", value="E[T]+(W[1]-1)**2")], ["local_minimum(F, W)"], LOGARITHM, "how E varies with W"),
    ([integer("n")], ["2*n == 3"], {"n": {"time": "s", "from": "0", "to": "3/2"}}, "not an exact number"),
    ([["n", {"kind": "dimension"}]], ["2*n == 3"], {"n": {"time": "s", "from": "0", "to": "3/2"}}, "not an exact number"),
]  # fmt: skip
"""Letters, hypotheses that contradict each other, values that seemed to fit, and why they do not: two clocks in one atom;
growth that stands still while W moves; an integer with a clock for its value."""


@pytest.mark.parametrize(("letters", "given", "model", "why"), CONTRADICTIONS)
def test_a_contradiction_in_time_has_no_model(letters, given, model, why):
    trial = Trial(letters, given, ["0 == 0"], "expand", [[]], model=model)
    assert trial.check() == "" and why in trial.lint()


def test_a_false_conclusion_is_seen():
    assert Trial([real("x")], ["x > 1"], ["x > 2"], "order", model={"x": "3/2"}).lint() == "conclusion 0 is false in the model"


def roots(text: str) -> list[bool | None]:
    return evaluate({"letters": [positive("x")], "then": [f"roots({text})"]}, {"x": "2"}).then


@pytest.mark.parametrize(("text", "true"), [
    ("(s-1)**2*(s-x)*(s+3), s, simple=1, double=1", True), ("(s-1)**2*(s-x)*(s+3), s, simple=2", False),
    ("(s-1)**3, s, double=1", False), ("(s-1)**3, s, simple=1", False), ("s - x, s, simple=1", True),
    ("s + x, s, simple=1", False),
    ("s - 1, s, simple=1, where=s - x", False), ("s - x, s, simple=1, where=s - 1", True), ("x - 2 + s, s, simple=0", True),
    ("s**2 - x, s, simple=1", True),
])  # fmt: skip
def test_roots_are_counted(text, true):
    """Counts read off the factors by hand, at x = 2."""
    assert roots(text) == [true]


def test_a_function_that_is_zero_has_no_count():
    with pytest.raises(Exception, match="not zero"):
        roots("0*s, s, simple=0")


def test_a_folder_is_linted_by_name(tmp_path):
    good, bad = (Certificate({"letters": [real("x")], "given": [], "then": ["x == x"]}, "expand", (), [[]], model)
                 for model in ({"x": "2"}, {"x": "0"}))  # fmt: skip
    for certificate in (good, bad):
        certificate.write(tmp_path)
    (tmp_path / "manifest.json").write_text("{}")
    (tmp_path / "unreadable.json").write_text("{")
    assert set(check_folder(tmp_path).accepted) == {good.id, bad.id}
    found = lint_folder(tmp_path)
    assert found.pop("unreadable").startswith("not readable as JSON")
    assert found == {bad.id: "x is zero in the model: not generic"}
    run = [sys.executable, "-m", "theory.models", str(tmp_path)]
    told = subprocess.run([*run, "--json"], capture_output=True, text=True, cwd=ROOT, check=False)
    assert told.returncode == 1 and json.loads(told.stdout) == lint_folder(tmp_path)
    (tmp_path / f"{bad.id}.json").unlink()
    (tmp_path / "unreadable.json").unlink()
    assert subprocess.run(run, capture_output=True, cwd=ROOT, check=False).returncode == 0
    assert subprocess.run(run[:3], capture_output=True, cwd=ROOT, check=False).returncode == 2
