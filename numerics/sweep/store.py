"""Where sweeps keep their results: one SQLite file in write-ahead mode, keyed by content.

Only the process that runs the sweep writes; a batch of results is one transaction, so a kill at any moment loses
at most what was in flight, and readers never wait. Every row carries a digest of itself, and the file the number of rows and
the sum of their digests: what is damaged is refused when the file is opened, and a lost row is missed.
"""

from __future__ import annotations

import hashlib
import json
import math
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from theory.storage.database import FileKind, opened

KIND = FileKind(
    name="store",
    application=0x73707377,
    version=2,
    tables="""
CREATE TABLE IF NOT EXISTS sweep_runs (
    key TEXT PRIMARY KEY,          -- SHA-256 of the task
    task TEXT NOT NULL,            -- the task, canonical JSON
    result TEXT NOT NULL,          -- how it ended, final numbers, traces, JSON
    seconds REAL NOT NULL,         -- wall time of its batch divided by the batch size
    digest TEXT NOT NULL           -- SHA-256 of the four, or "older"
);
CREATE TABLE IF NOT EXISTS sweep_plans (plan TEXT PRIMARY KEY, keys TEXT NOT NULL, digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sweep_totals (what TEXT PRIMARY KEY, rows INTEGER NOT NULL, digest TEXT NOT NULL);
INSERT OR IGNORE INTO sweep_totals SELECT 'runs', count(*), '0' FROM sweep_runs;
INSERT OR IGNORE INTO sweep_totals SELECT 'plans', count(*), '0' FROM sweep_plans;
""",
    marker="sweep_runs",
    unnumbered=0,
    synchronous="NORMAL",
    upgrade="""
ALTER TABLE sweep_runs ADD COLUMN digest TEXT NOT NULL DEFAULT 'older';
ALTER TABLE sweep_plans ADD COLUMN digest TEXT NOT NULL DEFAULT 'older';
""",
)
"""Rows of version 1, and of files without a number, have no digest."""
OLDER = "older"


@dataclass(frozen=True)
class Result:
    """One finished task: its key, its content, the numbers measured, and the seconds it took."""

    key: str
    task: str
    result: dict[str, Any]
    seconds: float


class SweepStore:
    """Results by content key.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, SweepStore.open(Path(folder) / "sweep.sqlite") as store:
    ...     store.put([Result("k", "{}", {"loss": 0.5}, 0.1)])
    ...     store.known(["k", "other"]), [r.result for r in store.results()]
    ({'k'}, [{'loss': 0.5}])
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: str | Path, *, must_exist: bool = False) -> Iterator[SweepStore]:
        """Open or create the file. ValueError for a file that is no store or of a newer release; it stays as it is."""
        with opened(Path(path), KIND, create=not must_exist) as connection:
            store = cls(connection)
            store.check(path)
            yield store

    def check(self, path: str | Path = "it") -> None:
        """ValueError unless the file is sound, every row is what its digest says, and none is missing."""
        try:
            fault = self._fault()
        except sqlite3.OperationalError as error:
            if "decode" not in str(error):
                raise
            fault = str(error)
        except (sqlite3.DatabaseError, ValueError, TypeError, OverflowError) as error:
            fault = str(error)
        if fault:
            raise ValueError(f"store must be undamaged, got {path} ({' '.join(fault.split())}); it was left unchanged")

    def _fault(self) -> str:
        ask = self._connection.execute
        ask("BEGIN")
        try:
            ((sound,), *_) = ask("PRAGMA integrity_check(1)").fetchall()
            if sound != "ok":
                return str(sound)
            for what, names in (("runs", "key, task, result, seconds"), ("plans", "plan, keys")):
                count, total = 0, 0
                for *row, digest in ask(f"SELECT {names}, digest FROM sweep_{what}"):
                    if digest != OLDER and digest != _digest(row):
                        return f"a row of {what} is not the one that was written"
                    count, total = count + 1, total ^ _number(digest)
                kept = ask("SELECT rows, digest FROM sweep_totals WHERE what = ?", (what,)).fetchall()
                if kept != [(count, f"{total:x}")]:
                    return f"{count} rows of {what} are not those that were written"
        finally:
            ask("COMMIT")
        return ""

    def put(self, results: Iterable[Result], *, anew: bool = False) -> None:
        """Write results in one transaction; a key that is there already keeps its first result, with ``anew`` it gets this."""
        rows = [(r.key, r.task, json.dumps(strict(r.result), allow_nan=False), float(r.seconds)) for r in results]
        with self._connection:
            if anew:
                self._drop([r[0] for r in rows])
            self._add("runs", "INSERT OR IGNORE INTO sweep_runs VALUES (?, ?, ?, ?, ?)", rows)

    def put_plan(self, plan: str, keys: list[str]) -> None:
        """Remember a plan and the keys of its tasks, for ``status``."""
        with self._connection:
            self._add("plans", "INSERT OR IGNORE INTO sweep_plans VALUES (?, ?, ?)", [(plan, json.dumps(keys))])

    def _add(self, what: str, insert: str, rows: list[tuple[Any, ...]]) -> None:
        """Insert rows with their digests and count those that were not there."""
        number, total = 0, 0
        for row in rows:
            digest = _digest(row)
            if self._connection.execute(insert, (*row, digest)).rowcount > 0:
                number, total = number + 1, total ^ _number(digest)
        if number:
            ((old,),) = self._connection.execute("SELECT digest FROM sweep_totals WHERE what = ?", (what,))
            values = (number, f"{int(old, 16) ^ total:x}", what)
            self._connection.execute("UPDATE sweep_totals SET rows = rows + ?, digest = ? WHERE what = ?", values)

    def _drop(self, keys: Iterable[str]) -> None:
        """Take runs out, and out of the totals."""
        number, total = 0, 0
        for key in keys:
            for (digest,) in self._connection.execute("SELECT digest FROM sweep_runs WHERE key = ?", (key,)).fetchall():
                number, total = number + 1, total ^ _number(digest)
            self._connection.execute("DELETE FROM sweep_runs WHERE key = ?", (key,))
        if number:
            ((old,),) = self._connection.execute("SELECT digest FROM sweep_totals WHERE what = 'runs'")
            values = (number, f"{int(old, 16) ^ total:x}")
            self._connection.execute("UPDATE sweep_totals SET rows = rows - ?, digest = ? WHERE what = 'runs'", values)

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of ``keys`` that have a result."""
        wanted = set(keys)
        found = self._connection.execute("SELECT key FROM sweep_runs")
        return {key for (key,) in found if key in wanted}

    def results(self) -> list[Result]:
        """All results, ordered by task content."""
        rows = self._connection.execute("SELECT key, task, result, seconds FROM sweep_runs ORDER BY task")
        return [Result(key, task, strict(json.loads(result)), seconds) for key, task, result, seconds in rows]

    def plans(self) -> list[tuple[dict[str, Any], list[str]]]:
        """(plan, keys of its tasks) for every plan that was run on this store."""
        rows = self._connection.execute("SELECT plan, keys FROM sweep_plans ORDER BY rowid")
        return [(json.loads(plan), json.loads(keys)) for plan, keys in rows]


def strict(value: Any) -> Any:
    """The same with None for numbers that are not finite, which JSON does not have.

    >>> strict({"ended": "diverged", "loss": float("nan"), "trace": [1.0, float("inf")]})
    {'ended': 'diverged', 'loss': None, 'trace': [1.0, None]}
    """
    if isinstance(value, dict):
        return {name: strict(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [strict(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _digest(row: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(list(row)).encode()).hexdigest()


def _number(digest: str) -> int:
    return 0 if digest == OLDER else int(digest, 16)
