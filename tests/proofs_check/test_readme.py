"""The README's transcripts are run: commands in order, output compared line by line (``...`` stands for anything)."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import pytest

from proofs_check.verify.fingerprint import ROOT
from tests.proofs_check.transcripts import run_commands

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, nothing of the checkout."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setenv("SADDLEPROOF_HOME", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0][2:60] for block in BLOCKS])
def test_transcript(block: str, workplace: Path, capsys: Any) -> None:
    run_commands(block, capsys)


def test_python_examples() -> None:
    examples = doctest.DocTestParser().get_doctest(README, {}, "README.md", None, None)
    assert examples.examples
    assert doctest.DocTestRunner().run(examples).failed == 0


def test_a_visitor_needs_three_minutes() -> None:
    """Six hundred words of prose, three uses, two pictures; its links lead to files of the repository."""
    prose = re.sub(r"```.*?```", "", README, flags=re.DOTALL)
    assert len(prose.split()) < 700 and len(re.findall(r"^## ", README, re.MULTILINE)) <= 4
    links = re.findall(r"\]\(([^)#]+)\)", README)
    assert all((ROOT / link).is_file() for link in links)
    assert len([link for link in links if link.endswith(".svg")]) == 2
