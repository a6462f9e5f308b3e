"""``docs/report.md`` is run from its first block to its last; what it says of files, words and fates is what there is."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

from proofs_check.planted.mutation import FATES
from proofs_check.verify.fingerprint import ROOT
from tests.proofs_check.transcripts import run_commands

PAGE = (ROOT / "docs" / "report.md").read_text(encoding="utf-8")


def test_every_command_prints_what_the_page_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COLUMNS", raising=False)
    assert run_commands(PAGE, capsys) == [0, 0, 0]
    told = set(re.findall(r"`([\w.]+(?:\.\w+|/))`", PAGE.split("writes a folder:")[1].split("**Overview.**")[0]))
    assert told - {"saddleproof"} == {path.name + "/" * path.is_dir() for path in (tmp_path / "report").iterdir()}
    assert (tmp_path / "landscape.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_the_examples_run() -> None:
    found = doctest.DocTestParser().get_doctest(PAGE, {}, "report.md", None, 0)
    assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(found) == doctest.TestResults(0, len(found.examples))
    assert len(found.examples) > 6


def test_the_table_of_fates_has_each_of_them() -> None:
    assert tuple(re.findall(r"^\| (killed|weaker|open|unjudged) \|", PAGE, re.MULTILINE)) == FATES
