"""``docs/where-is-my-run.md`` is run from its first block to its last, in one folder; what it prints is what the page shows."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.fingerprint import ROOT
from tests.proofs_check.test_readme import LOOSE

PAGE = (ROOT / "docs" / "where-is-my-run.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


def same(expected: str, printed: str) -> bool:
    """Whether something printed what the page shows (``...`` stands for anything)."""
    return doctest.OutputChecker().check_output(expected, printed, LOOSE)


def test_every_block_runs_in_its_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    names: dict[str, Any] = {}
    shown, printed = 0, io.StringIO()
    for kind, block in BLOCKS:
        if kind == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(block, "where-is-my-run.md", "exec"), names)
        elif kind == "text":
            assert same(block, printed.getvalue()), f"printed:\n{printed.getvalue()}"
            shown += 1
        else:
            for command, expected in re.findall(r"\$ saddleproof (.*)\n((?:(?!\$ ).*\n)*)", block):
                assert main(shlex.split(command)) == 0
                out = capsys.readouterr().out
                assert same(expected, out), f"{command} printed:\n{out}"
                shown += 1
    assert shown == 4
