"""What is remembered of source files never stands for other bytes, and to lose it, or to find it damaged, changes no key."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from proofs_check.verify import remembered
from proofs_check.verify.fingerprint import Sources, fingerprint, imports
from proofs_check.verify.remembered import recall, remember

KEY = b"k" * 32
KNOWN = {"0" * 64: [(0, "os", []), (1, "", ["a"])]}
PLAIN = {"0" * 64: [[0, "os", []], [1, "", ["a"]]]}


@pytest.fixture
def code(tmp_path: Path) -> Path:
    """A file that imports one of two helpers beside it."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.py").write_text("VALUE = 1\n")
    file = tmp_path / "code.py"
    file.write_text("import one\n")
    return file


def test_an_edit_that_keeps_size_and_date_is_seen(code: Path) -> None:
    known = Sources()
    before = known.fingerprint(code)
    assert code.with_name("one.py") in known.reached([code])
    status = code.stat()
    code.write_text("import two\n")
    os.utime(code, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert (code.stat().st_size, code.stat().st_mtime_ns) == (status.st_size, status.st_mtime_ns)
    again = Sources(known.known)
    assert again.reached([code]) == {code, code.with_name("two.py")}
    assert before != again.fingerprint(code) == fingerprint(code)


def test_with_and_without_what_is_remembered_the_key_is_one(code: Path, tmp_path: Path) -> None:
    first = Sources(recall(tmp_path / "imports", KEY))
    key = first.fingerprint(code, seed=1)
    assert first.learnt
    remember(tmp_path / "imports", KEY, first.known)
    second = Sources(recall(tmp_path / "imports", KEY))
    assert second.fingerprint(code, seed=1) == key == fingerprint(code, seed=1)
    assert not second.learnt and len(second.known) > 10


def rewritten(change: Callable[[str, str], str]) -> Callable[[Path], object]:
    return lambda path: path.write_text(change(*path.read_text().split("\n", 1)))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "no text": lambda path: path.write_bytes(b"\xff\xfe" * 50),
    "a sign more": lambda path: path.write_text(path.read_text() + " "),
    "says that a file imports nothing": rewritten(lambda mark, text: f"{mark}\n" + json.dumps({"0" * 64: []})),
    "no seal": rewritten(lambda mark, text: f"\n{text}"),
    "the seal of nothing": rewritten(lambda mark, text: f"{'é' * 64}\n{text}"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "gone": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_it_is_as_if_not_there(damage: Callable[[Path], object], tmp_path: Path) -> None:
    path = tmp_path / "imports"
    remember(path, KEY, KNOWN)
    assert recall(path, KEY) == PLAIN
    damage(path)
    assert recall(path, KEY) == {}
    remember(path, KEY, KNOWN)  # and whatever stands in the way is no error
    assert recall(path, KEY) == (PLAIN if not path.is_dir() else {})


def test_another_key_or_none_or_another_reader_has_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "imports"
    remember(path, None, KNOWN)
    assert not path.exists()
    remember(path, KEY, KNOWN)
    assert recall(path, None) == recall(path, b"o" * 32) == {}
    other = tmp_path / "fingerprint.py"
    other.write_text("# reads imports otherwise\n")
    monkeypatch.setattr(remembered.fingerprint, "__file__", str(other))
    assert recall(path, KEY) == {}


def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "nowhere/imports", tmp_path / "file/imports", Path("/proc/imports")):
        remember(path, KEY, KNOWN)
        assert recall(path, KEY) == {}


def test_it_does_not_grow_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "MOST", 1)
    remember(tmp_path / "imports", KEY, {**KNOWN, "1" * 64: []})
    assert recall(tmp_path / "imports", KEY) == {}


def test_imports_are_found_wherever_a_statement_can_stand() -> None:
    text = """
import a, b.c as d
if x: import e
try:
    from . import f
except E: from ..g import (h,
    i)
else: import j
finally: import k
match x:
    case 1: import l
class C:
    async def m(self):
        with n: import o; import p
        while q: from r import *
"""
    found = imports(text.encode())
    assert sorted(found) == sorted([
        (0, "a", []), (0, "b.c", []), (0, "e", []), (1, "", ["f"]), (2, "g", ["h", "i"]), (0, "j", []), (0, "k", []),
        (0, "l", []), (0, "o", []), (0, "p", []), (0, "r", ["*"]),
    ])  # fmt: skip
