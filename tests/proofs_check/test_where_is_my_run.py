"""``docs/where-is-my-run.md`` is run from its first block to its last, in one folder; what it prints is what the page shows."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

from proofs_check.verify.fingerprint import ROOT
from tests.proofs_check.transcripts import matches, run_commands

PAGE = (ROOT / "docs" / "where-is-my-run.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)


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
            assert matches(block, printed.getvalue()), f"printed:\n{printed.getvalue()}"
            shown += 1
        else:
            codes = run_commands(block, capsys)
            assert codes and not any(codes)
            shown += len(codes)
    assert shown == 4
