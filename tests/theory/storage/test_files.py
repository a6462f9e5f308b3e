"""A file is the old one or the new one, whole, whatever happens while it is written."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from theory.storage.files import check_target, replacing, write_text

ROOT = Path(__file__).parents[3]


def test_a_failure_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("old")

    def pieces() -> Iterator[str]:
        yield "half"
        raise ArithmeticError("no more")

    with pytest.raises(ArithmeticError):
        write_text(file, pieces())
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("table.csv", "old")]
    write_text(file, iter(["new ", "text"]))
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("table.csv", "new text")]


def test_a_killed_writer_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_text("old")
    program = (
        "import sys, time; from pathlib import Path; from theory.storage.files import replacing\n"
        "with replacing(Path(sys.argv[1])) as draft:\n"
        "    draft.write_text('half'); print('there', flush=True); time.sleep(600)"
    )
    command = [sys.executable, "-c", program, str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as started:
        assert started.stdout is not None and started.stdout.readline() == "there\n"
        started.send_signal(signal.SIGKILL)
    assert file.read_text() == "old"


def test_the_draft_is_in_the_same_folder_and_forced_to_disk_before_it_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, seen, forced = tmp_path / "picture.svg", [], []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        forced.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), file.exists()))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    with replacing(file) as draft:
        seen.append((draft.parent, draft.suffix, draft != file, draft.exists()))
        draft.write_text("<svg/>")
    assert seen == [(tmp_path, ".svg", True, True)]
    assert forced == [(False, False), (True, True)], "first the draft, then the folder"


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    file, link = tmp_path / "real.txt", tmp_path / "link.txt"
    file.write_text("old")
    file.chmod(0o640)
    link.symlink_to(file)
    write_text(link, "new")
    assert link.is_symlink() and file.read_text() == "new" and file.stat().st_mode & 0o777 == 0o640
    before = os.umask(0o022)
    try:
        write_text(tmp_path / "fresh.txt", "x")
    finally:
        os.umask(before)
    assert (tmp_path / "fresh.txt").stat().st_mode & 0o777 == 0o644


def test_what_is_no_regular_file_is_written_to_as_it_is() -> None:
    write_text(Path(os.devnull), "gone")
    assert not Path(os.devnull).is_file() and Path(os.devnull).exists()


def test_what_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path, words in (
        (tmp_path / "no" / "x", "graph must lie in a folder that exists, got"),
        (tmp_path, "graph must be a file, got the folder"),
        (tmp_path / "file" / "x", "graph must lie in a folder that exists, got"),
        (tmp_path / ("x" * 300), "graph must be a file that can be written, got"),
    ):
        with pytest.raises(ValueError, match=words) as caught:
            write_text(path, "text", "graph")
        assert "\n" not in str(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_one_line() -> None:
    with pytest.raises(ValueError, match=r"out must be a file that can be written, got /dev/full \(No space left"):
        write_text(Path("/dev/full"), "text")


def test_a_picture_has_one_of_the_suffixes(tmp_path: Path) -> None:
    check_target(tmp_path / "a.svg", "chart", (".png", ".svg"))
    check_target(None, "chart", (".png",))
    with pytest.raises(ValueError, match=r"chart must end in \.png, \.svg or \.pdf, got .*a\.gif"):
        check_target(tmp_path / "a.gif", "chart", (".png", ".svg", ".pdf"))
