"""``docs/own-theorem.md`` is run from its first block to its last, and its table names every rule with its witness."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from proofs_check.verify.fingerprint import ROOT
from tests.proofs_check.transcripts import run_blocks
from tests.theory.kernel.examples import TRUE
from theory.kernel.check import RULES

PAGE = (ROOT / "docs" / "own-theorem.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def test_every_block_runs_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    assert {kind for kind, _ in BLOCKS} == {"python", "console"}
    assert run_blocks(BLOCKS, tmp_path, capsys) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0]


def rows() -> dict[str, set[str]]:
    """The keys of the witness that the table names, by rule."""
    table = PAGE.split("## The rules")[1].split("## ")[0]
    lines = re.findall(r"^\| `(\w+)` \|.*\| (.*) \|$", table, re.MULTILINE)
    return {rule: set(re.findall(r'"(\w+)"', witness)) for rule, witness in lines}


def test_the_table_has_every_rule() -> None:
    assert set(rows()) == set(RULES)


@pytest.mark.parametrize("name", TRUE)
def test_the_table_names_the_keys_of_a_witness(name: str) -> None:
    """The examples of the kernel's own tests use no other key."""
    trial = TRUE[name]
    entries = trial.witness if isinstance(trial.witness, list) else [trial.witness]
    keys = {key for entry in entries if isinstance(entry, dict) for key in entry}
    assert keys <= rows()[trial.rule]
