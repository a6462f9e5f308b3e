"""The ledger: verdicts in one SQLite file. A row is written when it is computed, so a killed run loses nothing.

A row is a hint, not an authority: it is handed out only with the seal that the user's key gives to exactly this row
under exactly this content key, and what the certificates on disk can say is compared besides (`proofs_check.verify.kept`).
"""

from __future__ import annotations

import hmac
import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from proofs_check.verify.report import Report
from proofs_check.verify.secret import seal
from proofs_check.verify.strict import read
from theory.storage.database import FileKind, consulted, opened

KIND = FileKind(
    name="ledger",
    application=0x73706C67,
    version=4,
    tables="""
CREATE TABLE IF NOT EXISTS ledger (owner TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS verdicts (
    key TEXT PRIMARY KEY,           -- content hash: code, pin, inputs, versions, seed, budget
    claim TEXT NOT NULL,
    row TEXT NOT NULL,              -- one entry of `verify`'s "claims", as JSON
    files TEXT NOT NULL,            -- digests of the files that the claim loaded, as JSON
    written REAL NOT NULL,          -- seconds since 1970
    seal TEXT NOT NULL              -- keyed digest of all the others
);
CREATE INDEX IF NOT EXISTS verdicts_by_claim ON verdicts (claim, written);
""",
    marker="verdicts",
    upgrade="DROP TABLE IF EXISTS verdicts; DROP TABLE IF EXISTS ledger",
)
"""An older ledger is emptied: its rows are not read any more, and what they say can be computed again."""


class Ledger:
    """Verdicts by content key; ``secret`` None: nothing is kept, and nothing handed out.

    >>> from tempfile import TemporaryDirectory
    >>> from proofs_check.verify.verdict import Verdict
    >>> with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "ledger.sqlite", b"secret") as ledger:
    ...     ledger.put("k", Report(id="roots", verdict=Verdict.PROVED))
    ...     str(ledger.get("k")[0].verdict), ledger.get("other"), str(ledger.latest("roots").verdict)
    ('proved', None, 'proved')
    """

    def __init__(self, connection: sqlite3.Connection, secret: bytes | None):
        self._connection, self._secret = connection, secret

    @classmethod
    @contextmanager
    def open(cls, path: Path, secret: bytes | None) -> Iterator[Ledger]:
        """Open (or create) the file; raises ValueError when it is not a ledger, or one of a newer release."""
        with opened(path, KIND) as connection:
            if connection.execute("SELECT count(*) FROM ledger").fetchone() == (0,):
                with connection:
                    connection.execute("INSERT INTO ledger VALUES (?)", (seal(secret, "ledger") if secret else "",))
            yield cls(connection, secret)

    @classmethod
    @contextmanager
    def read(cls, path: Path, secret: bytes | None) -> Iterator[Ledger]:
        """Open the file for questions only; a ledger that is not there, or an older one, is an empty one."""
        with consulted(path, KIND) as connection:
            yield cls(connection, secret)

    @property
    def foreign(self) -> bool:
        """Whether the ledger was begun with another key than this user's."""
        found = self._connection.execute("SELECT owner FROM ledger").fetchone()
        return found is not None and (self._secret is None or found[0] != seal(self._secret, "ledger"))

    def get(self, key: str) -> tuple[Report, dict[str, str]] | None:
        """The report computed under this key and the digests of its files, or None."""
        return next(self._sealed("key = ?", key), None)

    def latest(self, claim: str) -> Report | None:
        """The report written last for this claim, whatever the circumstances, or None."""
        return next((report for report, _ in self._sealed("claim = ?", claim)), None)

    def put(self, key: str, report: Report, files: dict[str, str] | None = None, claim: str | None = None) -> None:
        """Write one row, durably, before returning; ``claim`` "": a row that is found by its key alone."""
        if self._secret is None:
            return
        entry = (key, report.id if claim is None else claim, json.dumps(report.to_json()), json.dumps(files or {}), time.time())
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO verdicts VALUES (?, ?, ?, ?, ?, ?)", (*entry, _seal(self._secret, *entry))
            )

    def _sealed(self, condition: str, value: str) -> Iterator[tuple[Report, dict[str, str]]]:
        if self._secret is None:
            return
        query = f"SELECT key, claim, row, files, written, seal FROM verdicts WHERE {condition} ORDER BY written DESC"
        for *entry, mark in self._connection.execute(query, (value,)):
            try:
                if hmac.compare_digest(_seal(self._secret, *entry), str(mark)):
                    yield Report.from_json(json.loads(entry[2])), read(dict[str, str], json.loads(entry[3]), "files")
            except (TypeError, ValueError, RecursionError):
                continue


def _seal(secret: bytes, key: str, claim: str, row: str, files: str, written: float) -> str:
    return seal(secret, str(KIND.version), key, claim, row, files, repr(float(written)))
