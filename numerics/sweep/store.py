"""Where sweeps keep their results: one SQLite file in write-ahead mode, keyed by content.

Only the process that runs the sweep writes; a batch of results is one transaction, so a kill at any moment loses
at most what was in flight, and readers never wait.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from theory.storage.database import FileKind, opened

KIND = FileKind(
    name="store",
    application=0x73707377,
    version=1,
    tables="""
CREATE TABLE IF NOT EXISTS sweep_runs (
    key TEXT PRIMARY KEY,          -- SHA-256 of the task
    task TEXT NOT NULL,            -- the task, canonical JSON
    result TEXT NOT NULL,          -- how it ended, final numbers, traces, JSON
    seconds REAL NOT NULL          -- wall time of its batch divided by the batch size
);
CREATE TABLE IF NOT EXISTS sweep_plans (plan TEXT PRIMARY KEY, keys TEXT NOT NULL);
""",
    marker="sweep_runs",
    unnumbered=0,
    synchronous="NORMAL",
)
"""Results of an older release, whose files carry no number, are those of version 1."""


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
            yield cls(connection)

    def put(self, results: Iterable[Result]) -> None:
        """Write results in one transaction; a key that is there already keeps its first result."""
        rows = [(r.key, r.task, json.dumps(r.result), r.seconds) for r in results]
        with self._connection:
            self._connection.executemany("INSERT OR IGNORE INTO sweep_runs VALUES (?, ?, ?, ?)", rows)

    def put_plan(self, plan: str, keys: list[str]) -> None:
        """Remember a plan and the keys of its tasks, for ``status``."""
        with self._connection:
            self._connection.execute("INSERT OR REPLACE INTO sweep_plans VALUES (?, ?)", (plan, json.dumps(keys)))

    def known(self, keys: Iterable[str]) -> set[str]:
        """Those of ``keys`` that have a result."""
        wanted = set(keys)
        found = self._connection.execute("SELECT key FROM sweep_runs")
        return {key for (key,) in found if key in wanted}

    def results(self) -> list[Result]:
        """All results, ordered by task content."""
        rows = self._connection.execute("SELECT key, task, result, seconds FROM sweep_runs ORDER BY task")
        return [Result(key, task, json.loads(result), seconds) for key, task, result, seconds in rows]

    def plans(self) -> list[tuple[dict[str, Any], list[str]]]:
        """(plan, keys of its tasks) for every plan that was run on this store."""
        rows = self._connection.execute("SELECT plan, keys FROM sweep_plans ORDER BY rowid")
        return [(json.loads(plan), json.loads(keys)) for plan, keys in rows]
