"""``docs/check.md``: its seven examples are run, and its table of spellings is read."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest

from proofs_check.cli.main import main
from proofs_check.verify.fingerprint import ROOT
from tests.proofs_check.transcripts import matches
from theory.statements.declarations import SYNONYMS

PAGE = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ saddleproof (.*)\n((?:.*\n)*?)```", PAGE)


def test_there_are_seven_examples() -> None:
    assert len(BLOCKS) == 7


@pytest.mark.parametrize(("command", "expected"), BLOCKS, ids=[c[:50] for c, _ in BLOCKS])
def test_example(command: str, expected: str, capsys: Any) -> None:
    code = main([*shlex.split(command), "--time", "60"])
    printed = capsys.readouterr().out
    assert matches(expected, printed), printed
    assert code == {"proved": 0, "refuted": 1}[expected.split()[0]]


def test_the_kinds_that_are_listed_are_those_that_are_read() -> None:
    listed = re.search(r"Kinds: a size; ([a-z,\s]+)\.", PAGE)
    assert listed and set(re.findall(r"\w+", listed[1])) == set(SYNONYMS.values()) - {"matrix", "dimension"}
