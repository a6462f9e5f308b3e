"""SQLite files of this project: one way to open them, with a version, and one sentence for a file that is none of ours.

A file carries its kind and its version where SQLite has a place for them (``application_id``, ``user_version``). What is
of another program, damaged, or of a newer release is refused and left as it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class FileKind:
    """A kind of file: what errors call it, its number among SQLite applications, its version and tables (SQL).

    ``marker`` names a table by which files without a number, from before there were any, are known: their version is
    ``unnumbered``. ``upgrade`` (SQL) is run on a file of an older version, before ``tables``.
    """

    name: str
    application: int
    version: int
    tables: str
    marker: str
    unnumbered: int = 1
    upgrade: str = ""
    synchronous: Literal["FULL", "NORMAL"] = "FULL"


@contextmanager
def opened(path: Path, kind: FileKind, *, create: bool = True) -> Iterator[sqlite3.Connection]:
    """Open the file for writing, in write-ahead mode: readers and one writer at a time do not block each other.

    A file that is not there is made, with its folder (``create``); one of an older version is upgraded. Raises ValueError
    as `state` does, and where there is no file and none is to be made.

    >>> from tempfile import TemporaryDirectory
    >>> notes = FileKind("notebook", 0x6E6F7465, 1, "CREATE TABLE IF NOT EXISTS notes (text TEXT);", "notes")
    >>> with TemporaryDirectory() as folder, opened(Path(folder) / "n.sqlite", notes) as connection:
    ...     connection.execute("SELECT count(*) FROM notes").fetchone()
    (0,)
    """
    if not create and not path.exists():
        raise ValueError(f"{kind.name} must be an existing file, got {path}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"{kind.name} must lie in a folder that can be made, got {path} ({error.strerror})") from None
    with _named(path, kind), closing(_connected(str(path), path, kind)) as connection:
        with _named(path, kind, every=True):
            found = state(connection, path, kind)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute(f"PRAGMA synchronous={kind.synchronous}")
            if found != kind.version:
                connection.executescript(
                    f"BEGIN IMMEDIATE; {kind.upgrade if found is not None else ''}; {kind.tables};"
                    f"PRAGMA application_id={kind.application}; PRAGMA user_version={kind.version}; COMMIT;"
                )
        yield connection


@contextmanager
def consulted(path: Path, kind: FileKind) -> Iterator[sqlite3.Connection]:
    """Open the file for questions only: it is not written to, and where there is none, or an older one, it is as if empty.

    Raises ValueError as `state` does.
    """
    with _named(path, kind):
        if path.is_file():
            with closing(_connected(f"{path.resolve().as_uri()}?mode=ro", path, kind)) as connection:
                with _named(path, kind, every=True):
                    current = state(connection, path, kind) == kind.version
                if current:
                    yield connection
                    return
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.executescript(kind.tables)
            yield connection


def state(connection: sqlite3.Connection, path: Path, kind: FileKind) -> int | None:
    """The version of the file, None for one without tables.

    Raises ValueError, in one line that names kind and file, for what is not SQLite, damaged, of another kind or newer.
    """
    ((number,), (version,)) = (connection.execute(f"PRAGMA {name}").fetchone() for name in ("application_id", "user_version"))
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables and number in (0, kind.application):
        return None
    if number == 0 and kind.marker in tables:
        return kind.unnumbered
    if number != kind.application:
        raise ValueError(f"{kind.name} must be a file of its kind, got the database of another program in {path}")
    if version > kind.version:
        raise ValueError(
            f"{kind.name} must be of version {kind.version} or older, got version {version} in {path}: "
            f"a newer release wrote it; it was left unchanged"
        )
    return int(version)


def _connected(address: str, path: Path, kind: FileKind) -> sqlite3.Connection:
    """A connection; raises ValueError for a folder, and for a file that cannot be opened or made."""
    with _named(path, kind, every=True):
        return sqlite3.connect(address, uri=address != str(path), timeout=60)


@contextmanager
def _named(path: Path, kind: FileKind, every: bool = False) -> Iterator[None]:
    """Turn an error of SQLite into one that names the file: that of a damaged file, and while it is opened every one."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if every or type(error) is sqlite3.DatabaseError:
            raise ValueError(f"{kind.name} must be a sound SQLite file, got {path} ({' '.join(str(error).split())})") from error
        raise
