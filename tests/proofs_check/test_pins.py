"""Pins: every claim of the project has one, drift is loud, a malformed one is one line that names claim and file."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.discovery import OWN_CLAIMS, find_claims
from proofs_check.verify.pins import Pin, drift, pin_of, read_pins, same_statement, write_pins
from proofs_check.verify.template import write_claim

STATEMENT: dict[str, Any] = {"letters": [["x", {"kind": "real"}]], "given": ["x > 1"], "then": ["x*x > x"]}

WITHOUT_SENTENCE = 2
"""Claims with a derivation that still lack their readable sentence; the number may only fall."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    write_claim("squared-distance", tmp_path / "claims")
    return tmp_path / "claims"


def test_every_claim_of_the_project_with_a_derivation_is_pinned_and_nothing_else_is() -> None:
    found = find_claims()
    derived = {name for name, item in found.items() if item.claim.pinned}
    assert {name for name in derived if found[name].pin is None} == set()
    pinned = {name for file in OWN_CLAIMS.glob("*/statements.json") for name in read_pins(file)}
    assert pinned == derived
    assert [name for name in derived if found[name].pin.sentence != found[name].claim.sentence] == []  # type: ignore[union-attr]


def test_claims_without_a_readable_sentence_become_fewer() -> None:
    lacking = [n for n, item in find_claims().items() if item.claim.derivation is not None and not item.claim.sentence]
    assert len(lacking) <= WITHOUT_SENTENCE


@pytest.mark.parametrize(
    "change",
    [
        {"then": ["x*x >= x"]},
        {"then": ["x*x > 2*x"]},
        {"then": ["x*x > x", "x > 0"]},
        {"given": []},
        {"given": ["x > 2"]},
        {"letters": [["x", {"kind": "positive"}]]},
        {"letters": [["x", {"kind": "real"}], ["y", {"kind": "real"}]]},
        {"exists": [["y", {"kind": "real"}]]},
        {"then": ["xx > x"]},
        {"then": ["x**3 > x"]},
    ],
)
def test_any_change_of_a_statement_is_another_statement(change: dict[str, Any]) -> None:
    assert not same_statement(STATEMENT, {**STATEMENT, **change})
    moved = drift(Pin("s", (STATEMENT,)), Pin("s", ({**STATEMENT, **change},)))
    assert moved is not None and moved.pinned.startswith("goal [1]:") and moved.now != moved.pinned


def test_white_space_and_empty_lists_are_no_change() -> None:
    assert same_statement(STATEMENT, {**STATEMENT, "then": ["x * x  >  x"], "exists": []})
    assert not same_statement({**STATEMENT, "then": ["x x > 1"]}, {**STATEMENT, "then": ["xx > 1"]})


def test_a_goal_more_or_less_or_in_another_order_is_drift() -> None:
    other = {**STATEMENT, "given": ["x > 2"]}
    pin = Pin("s", (STATEMENT, other))
    assert drift(pin, pin) is None
    for goals in ((STATEMENT,), (STATEMENT, other, other), (other, STATEMENT), ()):
        assert drift(pin, Pin("s", goals)) is not None


def test_pins_come_back_as_written(tmp_path: Path) -> None:
    long = {**STATEMENT, "then": ["x > 0"] * 40}
    pins = {"b": Pin("σ ≥ 0.", (STATEMENT,), "Squares", "By [1]."), "a": Pin("", (STATEMENT, long))}
    write_pins(tmp_path / "statements.json", pins)
    assert read_pins(tmp_path / "statements.json") == pins
    assert list(read_pins(tmp_path / "statements.json")) == ["a", "b"]
    assert max(map(len, (tmp_path / "statements.json").read_text().splitlines())) <= 128


DOUBLED = ("F == tr(W.T*W) - 2*tr(W.T*Y) + tr(Y.T*Y)", "2*F == 2*tr(W.T*W) - 2*2*tr(W.T*Y) + 2*tr(Y.T*Y)")


def test_bless_then_verify_then_drift_then_bless_again(folder: Path, capsys: Any) -> None:
    claims = ["--claims", str(folder)]
    (folder / "statements.json").unlink(missing_ok=True)
    assert main(["verify", *claims]) == 1
    assert "not pinned: read the statement, then run verify --bless" in capsys.readouterr().out
    assert main(["verify", "--bless", *claims]) == 0
    assert "squared-distance: pinned, 1 goal" in capsys.readouterr().out
    assert main(["verify", *claims]) == 0
    assert "not pinned" not in capsys.readouterr().out
    file = folder / "squared_distance.py"
    file.write_text(file.read_text().replace(*DOUBLED))
    assert main(["verify", *claims]) == 1
    out = capsys.readouterr().out
    assert "inconclusive: goal [1] is no longer the pinned one" in out
    assert "then     F == tr(W.T*W)" in out and "then     2*F == 2*tr(W.T*W)" in out
    assert main(["verify", "--bless", *claims]) == 0
    assert "squared-distance: pinned anew, 1 goal" in capsys.readouterr().out
    assert main(["verify", *claims]) == 0


def test_a_new_sentence_is_drift_until_it_is_blessed(folder: Path, capsys: Any) -> None:
    claims = ["--claims", str(folder)]
    main(["verify", "--bless", *claims])
    file = folder / "squared_distance.py"
    file.write_text(re.sub('sentence=".*"', 'sentence="Every minimum is global."', file.read_text()))
    assert main(["verify", *claims]) == 1
    assert "the sentence: Every minimum is global." in capsys.readouterr().out


@pytest.mark.parametrize(("field", "text"), [("title", "Every minimum is global"), ("prose", "By [1] all minima are global.")])
def test_a_title_or_prose_that_was_not_read_is_drift(folder: Path, capsys: Any, field: str, text: str) -> None:
    claims = ["--claims", str(folder)]
    main(["verify", "--bless", *claims])
    pin = read_pins(folder / "statements.json")["squared-distance"]
    assert pin.title and pin.prose == ""
    write_pins(folder / "statements.json", {"squared-distance": replace(pin, **{field: text})})
    assert main(["verify", *claims]) == 1
    out = capsys.readouterr().out
    assert f"the {field} is no longer the pinned one" in out
    assert f"the {field}: {text}" in out


def test_pins_of_the_first_format_are_read_and_pin_no_title(folder: Path, capsys: Any) -> None:
    claims = ["--claims", str(folder)]
    main(["verify", "--bless", *claims])
    file = folder / "statements.json"
    old = json.loads(file.read_text())
    entry = old["claims"]["squared-distance"]
    file.write_text(json.dumps({"format": 1, "claims": {"squared-distance": {k: entry[k] for k in ("sentence", "goals")}}}))
    assert main(["verify", *claims]) == 1
    assert "the title: (not pinned)" in capsys.readouterr().out
    assert main(["verify", "--bless", *claims]) == 0
    assert main(["verify", *claims]) == 0


def test_blessing_one_claim_leaves_the_others_and_drops_what_belongs_to_none(folder: Path, capsys: Any) -> None:
    write_claim("second", folder)
    write_pins(folder / "statements.json", {"second": Pin("read", (STATEMENT,)), "gone": Pin("", (STATEMENT,))})
    assert main(["verify", "squared-distance", "--bless", "--claims", str(folder)]) == 0
    assert "gone: pin dropped, no such claim" in capsys.readouterr().out
    pins = read_pins(folder / "statements.json")
    assert set(pins) == {"second", "squared-distance"}
    assert pins["second"] == Pin("read", (STATEMENT,))


def test_nothing_that_the_kernel_rejects_is_pinned(folder: Path, capsys: Any) -> None:
    (folder / "lie.py").write_text(
        "from tests.proofs_check import samples\nclaim = samples.claim(samples.emptied_witness, id='lie')\n"
    )
    assert main(["verify", "--bless", "--claims", str(folder)]) == 1
    assert "lie: cannot be pinned: the kernel rejects" in capsys.readouterr().out
    assert set(read_pins(folder / "statements.json")) == {"squared-distance"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not readable as JSON"),
        ('{"format": 1, "claims": {"a": 1, "a": 2}}', "stands twice"),
        ("[" * 100_000, "not readable as JSON"),
        ("[]", "must have the fields format and claims"),
        ('{"format": 3, "claims": {}}', "format must be 2 (or 1, which pins less), got 3"),
        ('{"format": 1, "claims": {"squared-distance": []}}', "claim squared-distance: its pin in"),
        ('{"format": 1, "claims": {"squared-distance": {"sentence": 1, "goals": []}}}', "claim squared-distance: "),
        ('{"format": 1, "claims": {"squared-distance": {"sentence": "", "goals": []}}}', "must hold formal goals"),
        ('{"format": 1, "claims": {"squared-distance": {"sentence": "", "goals": [{"then": 1}]}}}', "formal goals"),
        ('{"format": 1, "claims": {"squared-distance": {"sentence": "", "goals": [{"letters": [], "then": [1]}]}}}',
         "formal goals"),
    ],
    ids=range(10),
)  # fmt: skip
def test_a_malformed_pin_is_one_line_that_names_file_and_claim(content: str, message: str, folder: Path, capsys: Any) -> None:
    (folder / "statements.json").write_text(content)
    assert main(["verify", "--claims", str(folder)]) == 2
    out, err = capsys.readouterr()
    lines = [line for line in err.splitlines() if line.startswith("saddleproof: ")]
    assert (out, len(lines)) == ("", 1)
    assert message in lines[0] and "statements.json" in lines[0]


@pytest.mark.parametrize("kind", ["device", "pipe", "loose end", "half a character"])
def test_a_pin_that_is_no_file_of_text_is_one_line_at_once(kind: str, folder: Path, capsys: Any) -> None:
    """A device would be read for ever, a pipe waited for."""
    file = folder / "statements.json"
    file.unlink()
    if kind == "pipe":
        os.mkfifo(file)
    elif kind == "half a character":
        file.write_text('{"format": 1, "claims": {"squared-distance": {"sentence": "\\ud800", "goals": []}}}')
    else:
        file.symlink_to("/dev/zero" if kind == "device" else folder / "nowhere")
    assert main(["verify", "--claims", str(folder)]) == 2
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("saddleproof: ")]
    assert len(lines) == 1 and str(file) in lines[0]


def test_a_statement_too_large_to_read_is_another_statement() -> None:
    goal = {"letters": [["x", {"kind": "real"}]], "given": [], "then": ["((x + 1)**200)**200 == 0"]}
    assert not same_statement(goal, {**goal, "then": ["((1 + x)**200)**200 == 0"]})


def test_a_pin_is_found_beside_the_claim_file(folder: Path) -> None:
    (folder / "statements.json").unlink()
    assert pin_of(folder / "squared_distance.py", "squared-distance") is None
    main(["verify", "--bless", "--claims", str(folder)])
    pin = pin_of(folder / "squared_distance.py", "squared-distance")
    assert pin is not None and pin.goals[0]["then"] == ["F == tr(W.T*W) - 2*tr(W.T*Y) + tr(Y.T*Y)"]
    assert json.loads((folder / "statements.json").read_text())["format"] == 2
