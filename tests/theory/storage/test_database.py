"""SQLite files: ours are opened, upgraded or read; everything else is refused in one line and left as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from theory.storage.database import FileKind, consulted, opened

KIND = FileKind(
    "notebook", 0x6E6F7465, 3, "CREATE TABLE IF NOT EXISTS notes (text TEXT)", "notes", 1, "DROP TABLE notes", "NORMAL"
)
OTHER = FileKind("album", 0x616C6275, 1, "CREATE TABLE IF NOT EXISTS pictures (name TEXT)", "pictures")


def script(file: Path, text: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(text)


def damaged(file: Path) -> None:
    with opened(file, KIND) as connection, connection:
        connection.executemany("INSERT INTO notes VALUES (?)", [("x" * 500,)] * 200)
    script(file, "PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[100:4096] = b"\xff" * 3996
    file.write_bytes(content)


def other(file: Path) -> None:
    with opened(file, OTHER):
        pass


def newer(file: Path) -> None:
    with opened(file, KIND):
        pass
    script(file, "PRAGMA user_version = 4")


FOREIGN = "must be a file of its kind, got the database of another program"
REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no database": (lambda file: file.write_bytes(b"certainly not a database " * 100), "must be a sound SQLite file"),
    "another program's": (lambda file: script(file, "CREATE TABLE users (name TEXT)"), FOREIGN),
    "numbered by another": (lambda file: script(file, "PRAGMA application_id = 5"), FOREIGN),
    "another kind of ours": (other, FOREIGN),
    "newer": (newer, "must be of version 3 or older, got version 4 in .*: a newer release wrote it; it was left unchanged"),
    "damaged": (damaged, "must be a sound SQLite file"),
}


@pytest.mark.parametrize("way", [opened, consulted])
@pytest.mark.parametrize(("make", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_none_of_ours_is_refused_and_stays(
    make: Callable[[Path], object], words: str, way: Callable, tmp_path: Path
) -> None:
    file = tmp_path / "n.sqlite"
    make(file)
    before = file.read_bytes()
    with pytest.raises(ValueError, match=f"^notebook {words}") as caught, way(file, KIND):
        pass
    assert "\n" not in str(caught.value) and str(file) in str(caught.value)
    assert file.read_bytes() == before


def test_a_new_file_is_in_write_ahead_mode_with_kind_and_version(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "n.sqlite"
    with opened(file, KIND) as connection:
        names = ("journal_mode", "application_id", "user_version", "synchronous")
        assert [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names] == ["wal", 0x6E6F7465, 3, 1]
    with opened(tmp_path / "other.sqlite", OTHER) as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,), "a row of the ledger is on disk when it is put"


def test_an_older_file_is_upgraded_once_and_read_as_empty_before(tmp_path: Path) -> None:
    file = tmp_path / "n.sqlite"
    script(file, "CREATE TABLE notes (old TEXT); INSERT INTO notes VALUES ('kept?')")
    before = file.read_bytes()
    with consulted(file, KIND) as connection:
        assert connection.execute("SELECT text FROM notes").fetchall() == []
    assert file.read_bytes() == before
    with opened(file, KIND) as connection, connection:
        connection.execute("INSERT INTO notes VALUES ('new')")
    for way in (opened, consulted):
        with way(file, KIND) as connection:
            assert connection.execute("SELECT text FROM notes").fetchall() == [("new",)]


def test_questions_make_no_file(tmp_path: Path) -> None:
    file = tmp_path / "n.sqlite"
    with consulted(file, KIND) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (0,)
    with pytest.raises(ValueError, match="notebook must be an existing file"), opened(file, KIND, create=False):
        pass
    assert not file.exists()


def test_damage_that_shows_later_names_the_file_too(tmp_path: Path) -> None:
    file = tmp_path / "n.sqlite"
    with opened(file, KIND) as connection, connection:
        connection.executemany("INSERT INTO notes VALUES (?)", [("x" * 500,)] * 200)
    script(file, "PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(file.read_bytes())
    content[4096 * 2 :] = b"\xff" * (len(content) - 4096 * 2)
    file.write_bytes(content)
    with pytest.raises(ValueError, match="notebook must be a sound SQLite file"), opened(file, KIND) as connection:
        connection.execute("SELECT text FROM notes").fetchall()


def test_a_mistake_in_a_question_is_not_called_damage(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError), opened(tmp_path / "n.sqlite", KIND) as connection:
        connection.execute("SELECT nothing FROM nowhere")
