"""What Coq said of certificates: one sealed row for a set of them, good for exactly these and for the exporter of now.

A row is found by the certificates below a claim's goals. It is handed out only with the seal that the user's key gives to
it, and only while the exporter and its library are those that it was made with; all else is as if it were not there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from proofs_check.verify.secret import seal
from proofs_check.verify.strict import plain, read
from theory.export.coq.fingerprint import fingerprints
from theory.storage.database import FileKind, consulted, opened

KIND = FileKind(
    name="file of second opinions",
    application=0x73706F70,
    version=1,
    tables="""
CREATE TABLE IF NOT EXISTS opinions (
    subject TEXT PRIMARY KEY,       -- hash of the goals and of all certificates below them
    exporter TEXT NOT NULL,         -- hash of the exporter, its library and the version of Coq
    row TEXT NOT NULL,              -- the opinion as JSON
    written REAL NOT NULL,          -- seconds since 1970
    seal TEXT NOT NULL              -- keyed digest of all the others
);
""",
    marker="opinions",
)


@dataclass(frozen=True)
class Opinion:
    """What Coq of this version said of a claim's certificates: ``refused`` names one that it refuses, and why; where it is
    empty all are accepted, with these ``axioms``, after so many seconds.
    """

    coq: str
    refused: str = ""
    axioms: tuple[str, ...] = ()
    seconds: float = 0.0

    def __str__(self) -> str:
        """
        >>> str(Opinion("8.16.1")), str(Opinion("8.16.1", axioms=("von Neumann",)))
        ('re-checked by Coq 8.16.1, axioms: none', 're-checked by Coq 8.16.1, axioms: von Neumann')
        """
        if self.refused:
            return f"REFUSED by Coq {self.coq}: {self.refused}"
        return f"re-checked by Coq {self.coq}, axioms: {', '.join(self.axioms) or 'none'}"


def subject(goals: Iterable[str], steps: Iterable[str]) -> str:
    """The name of a set of certificates: the goals in their order, and everything below them.

    >>> subject(["b"], ["a", "b"]) == subject(["b"], ["b", "a"]), subject(["b"], ["a", "b"]) == subject(["b"], ["b"])
    (True, False)
    """
    return hashlib.sha256(json.dumps([list(goals), sorted(steps)]).encode()).hexdigest()


class Opinions:
    """Opinions by the certificates that they are about; ``secret`` None: nothing is kept, and nothing handed out.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, Opinions.open(Path(folder) / "opinions.sqlite", b"secret") as opinions:
    ...     opinions.put(["b"], ["a", "b"], Opinion("8.16.1"))
    ...     opinions.get(["b"], ["a", "b"]) == Opinion("8.16.1"), opinions.get(["b"], ["b"])
    (True, None)
    """

    def __init__(self, connection: sqlite3.Connection, secret: bytes | None):
        self._connection, self._secret = connection, secret

    @classmethod
    @contextmanager
    def open(cls, path: Path, secret: bytes | None) -> Iterator[Opinions]:
        """Open (or create) the file; raises ValueError when it is not of its kind, or one of a newer release."""
        with opened(path, KIND) as connection:
            yield cls(connection, secret)

    @classmethod
    @contextmanager
    def read(cls, path: Path, secret: bytes | None) -> Iterator[Opinions]:
        """Open the file for questions only; one that is not there is an empty one."""
        with consulted(path, KIND) as connection:
            yield cls(connection, secret)

    def put(self, goals: Iterable[str], steps: Iterable[str], opinion: Opinion) -> None:
        """Write one row, in the place of an older one about these certificates."""
        if self._secret is None:
            return
        entry = (subject(goals, steps), fingerprints(opinion.coq)[1], json.dumps(plain(opinion)), time.time())
        with self._connection:
            self._connection.execute(
                "INSERT OR REPLACE INTO opinions VALUES (?, ?, ?, ?, ?)", (*entry, _seal(self._secret, *entry))
            )

    def get(self, goals: Iterable[str], steps: Iterable[str]) -> Opinion | None:
        """What was said of exactly these certificates, by the exporter of now; else None."""
        query = "SELECT subject, exporter, row, written, seal FROM opinions WHERE subject = ?"
        found = self._connection.execute(query, (subject(goals, steps),)).fetchone()
        if found is None or self._secret is None:
            return None
        *entry, mark = found
        try:
            if not hmac.compare_digest(_seal(self._secret, *entry), str(mark)):
                return None
            opinion: Opinion = read(Opinion, json.loads(entry[2]), "opinion")
        except (TypeError, ValueError, RecursionError):
            return None
        return opinion if entry[1] == fingerprints(opinion.coq)[1] else None


def _seal(secret: bytes, about: str, exporter: str, row: str, written: float) -> str:
    return seal(secret, KIND.name, str(KIND.version), about, exporter, row, repr(float(written)))
