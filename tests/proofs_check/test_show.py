"""``saddleproof show``: the claim in mathematics, its proof, LaTeX that compiles, JSON; of a reader's own claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.report.one_claim import claim_text
from proofs_check.verify.report import Probed, Report
from proofs_check.verify.template import write_claim
from proofs_check.verify.verdict import Verdict
from tests.theory.render.test_latex import compiled, needs_latex, too_wide
from theory.render import document


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with one claim, verified once for all tests here."""
    place = tmp_path_factory.mktemp("show")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SADDLEPROOF_HOME", str(place / "home"))
        write_claim("squared-distance", place / "claims")
        yield place / "claims"


STATEMENT = "then      F = ‖W‖² − 2 ⟨W, Y⟩ + ‖Y‖²"


def shown(options: list[str], folder: Path, capsys: Any) -> str:
    assert main(["show", "squared-distance", "--claims", str(folder), *options]) == 0
    return str(capsys.readouterr().out)


def test_sentence_then_statement_then_code(folder: Path, capsys: Any) -> None:
    plain = shown([], folder, capsys)
    both = shown(["--code"], folder, capsys)
    assert STATEMENT in plain.split("verdict")[0].splitlines()
    assert "==" not in plain.split("verdict")[0] and "tr(W.T*W)" in both.split("verdict")[0]
    assert both.index("F = ‖W − Y‖²") < both.index("F == tr(W.T*W)")


def test_edits_not_caught_are_counted_and_listed_when_asked() -> None:
    probe = Probed(9, None, None, 0, "caught 3 of 103 planted errors", "", tuple(f"x == {k}" for k in range(100)))
    report = Report(id="squares", verdict=Verdict.PROVED, probe=probe)
    plain, listed = claim_text(report), claim_text(report, code=True)
    assert "100 not caught, which may hold as well: listed by show squares --code" in plain and "x == " not in plain
    assert [line.split(": ")[1] for line in listed.splitlines() if "may hold as well" in line] == list(probe.missed)
    assert "not caught" not in claim_text(replace(report, probe=replace(probe, missed=())))


def test_the_proof_is_numbered(folder: Path, capsys: Any) -> None:
    lines = shown(["--proof"], folder, capsys).splitlines()
    assert any(line.startswith("1.  ") for line in lines) and any(line.startswith("2.  ") for line in lines)
    assert "    because   multiplied out; from step 1" in lines


@needs_latex
@pytest.mark.parametrize("proof", [False, True])
def test_the_latex_compiles(proof: bool, folder: Path, tmp_path: Path, capsys: Any) -> None:
    text = shown(["--format", "latex", *["--proof"] * proof], folder, capsys)
    log = compiled(text if proof else document(text), tmp_path)
    assert too_wide(log) == [] and (r"\documentclass" in text) == proof


def test_json_has_the_mathematics(folder: Path, capsys: Any) -> None:
    found = json.loads(shown(["--format", "json", "--proof"], folder, capsys))
    assert found["verdict"] == "proved" and len(found["mathematics"]) == 1
    assert [step["premises"] for step in found["proof"]] == [[], [1]]
    assert {step["rule"] for step in found["proof"]} == {"objective", "expand"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--format", "pdf"], "format must be one of table, json, latex, got pdf"),
        (["--format", "latex", "--tree"], "--tree and --code are for text"),
    ],
)
def test_bad_options_are_one_line(options: list[str], said: str, capsys: Any) -> None:
    assert main(["show", "dmf-balancedness", *options]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1
