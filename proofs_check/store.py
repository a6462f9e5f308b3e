"""The ledger: verdicts in one SQLite file. A row is written when it is computed, so a killed run loses nothing."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SCHEMA = """
CREATE TABLE IF NOT EXISTS verdicts (
    key TEXT PRIMARY KEY,           -- content hash: code, inputs, versions, seed, budget
    claim TEXT NOT NULL,
    row TEXT NOT NULL,              -- one entry of `verify`'s "claims", as JSON
    written REAL NOT NULL           -- seconds since 1970
);
CREATE INDEX IF NOT EXISTS verdicts_by_claim ON verdicts (claim, written);
"""


class Ledger:
    """Verdicts by content key.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.sqlite") as ledger:
    ...     ledger.put("k", "roots", {"verdict": "proved"})
    ...     ledger.get("k"), ledger.get("other"), ledger.latest("roots")
    ({'verdict': 'proved'}, None, {'verdict': 'proved'})
    """

    def __init__(self, connection: sqlite3.Connection):
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Ledger]:
        """Open (or create) the file in write-ahead mode: readers and one writer at a time do not block each other.

        Raises ValueError when the file is not a ledger.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=30)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(_SCHEMA)
        except sqlite3.DatabaseError as error:
            connection.close()
            raise ValueError(f"ledger must be a SQLite file, got {path} ({error})") from error
        try:
            yield cls(connection)
        finally:
            connection.close()

    def get(self, key: str) -> dict[str, Any] | None:
        """The row computed under this key, or None."""
        return self._one("SELECT row FROM verdicts WHERE key = ?", key)

    def latest(self, claim: str) -> dict[str, Any] | None:
        """The row written last for this claim, whatever the circumstances, or None."""
        return self._one("SELECT row FROM verdicts WHERE claim = ? ORDER BY written DESC LIMIT 1", claim)

    def put(self, key: str, claim: str, row: dict[str, Any]) -> None:
        """Write one row, durably, before returning."""
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?)", (key, claim, json.dumps(row), time.time())
            )

    def _one(self, query: str, value: str) -> dict[str, Any] | None:
        found = self._connection.execute(query, (value,)).fetchone()
        return None if found is None else json.loads(found[0])
