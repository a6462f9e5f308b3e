"""``docs/package-of-claims.md`` is run from its first block to its last, and its table has every public name."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from proofs_check import public
from proofs_check.verify.fingerprint import ROOT
from tests.proofs_check.transcripts import run_blocks

PAGE = (ROOT / "docs" / "package-of-claims.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def test_every_block_runs_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    assert run_blocks(BLOCKS, tmp_path, capsys) == [0, 0, 0, 2, 0, 0, 0, 0, 0, 0]


def test_the_entry_point_is_that_of_the_example() -> None:
    (shown,) = (tomllib.loads(block) for kind, block in BLOCKS if kind == "toml")
    real = tomllib.loads((ROOT / "examples" / "outside" / "pyproject.toml").read_text(encoding="utf-8"))
    assert shown["project"]["entry-points"] == real["project"]["entry-points"]
    assert shown["tool"]["setuptools"]["package-data"] == real["tool"]["setuptools"]["package-data"]


def test_the_table_has_every_public_name() -> None:
    table = re.findall(r"^\| ([^|]*) \|", PAGE, re.MULTILINE)
    named = set(re.findall(r"`([A-Z]\w+)", " ".join(table)))
    assert named == set(public.__all__)
