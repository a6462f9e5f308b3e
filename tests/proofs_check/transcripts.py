"""Commands that a page shows: run in their order, and what they print compared with what the page shows."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path
from typing import Any

from proofs_check.cli.main import main

LOOSE = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.DONT_ACCEPT_BLANKLINE


def matches(expected: str, printed: str) -> bool:
    """Whether something printed what the page shows (``...`` stands for anything)."""
    return doctest.OutputChecker().check_output(expected, printed, LOOSE)


def run_commands(text: str, capsys: Any) -> list[int]:
    """Every ``$ saddleproof …`` of a text, each with the output that follows it; the exit codes."""
    codes = []
    for command, expected in re.findall(r"\$ saddleproof (.*)\n((?:(?!\$ |```).*\n)*)", text):
        codes.append(main(shlex.split(command)))
        printed = capsys.readouterr().out
        assert matches(expected, printed), f"{command} printed:\n{printed}"
    return codes


def run_blocks(blocks: list[tuple[str, str]], folder: Path, capsys: Any) -> list[int]:
    """Every (kind, block) of a page: a Python file is written where its first line says, a console is run; the exit codes."""
    codes = []
    for kind, block in blocks:
        if kind == "python":
            (folder / block.splitlines()[0].removeprefix("# ")).write_text(block, encoding="utf-8")
        codes += run_commands(block, capsys) if kind == "console" else []
    return codes
