"""``saddleproof show``: the claim in mathematics, its proof, LaTeX that compiles, JSON; of a reader's own claim."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.template import write_claim
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
