"""Run many claims: from the ledger where nothing changed, else in worker processes; every row is kept at once."""

from __future__ import annotations

import os
import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from proofs_check.discovery import Found
from proofs_check.fingerprint import fingerprint, versions
from proofs_check.judge import Circumstances, Row, judge, unjudged
from proofs_check.store import Ledger
from proofs_check.workers import in_workers

Watch = Callable[[str, str, Row | None], None]
"""Told (claim, state, row); state is ``waiting``, ``running``, the stage it is in, ``kept`` (ledger) or ``done``."""


@dataclass(frozen=True)
class Home:
    """Where results are kept: the ledger and the folder of certificates. ``SADDLEPROOF_HOME`` moves it.

    >>> Home(Path("here")).certificates.name
    'certificates'
    """

    folder: Path

    @classmethod
    def default(cls) -> Home:
        """``.saddleproof`` in the working directory, unless the environment says otherwise."""
        return cls(Path(os.environ.get("SADDLEPROOF_HOME", ".saddleproof")))

    @property
    def certificates(self) -> Path:
        """Content-named certificates of every claim accepted so far."""
        return self.folder / "certificates"

    @property
    def ledger(self) -> Path:
        """The SQLite file of verdicts."""
        return self.folder / "ledger.sqlite"


def verify(
    claims: dict[str, Found],
    circumstances: Circumstances,
    home: Home,
    *,
    jobs: int = 1,
    fresh: bool = False,
    watch: Watch = lambda claim, state, row: None,
) -> dict[str, Any]:
    """Judge ``claims`` and return the report of ``saddleproof verify`` (see interface: claims, summary, seed, …).

    A verdict whose code, inputs, versions, seed and budget are unchanged, and whose certificates are still there,
    comes from the ledger (``fresh`` asks for none of that). Interrupting loses at most what is in flight.
    """
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, got {jobs}")
    begun = time.perf_counter()
    rows: dict[str, Row] = {}
    with Ledger.open(home.ledger) as ledger:
        keys = {name: key(item, circumstances) for name, item in claims.items()}
        for name, known in keys.items():
            row = None if fresh else ledger.get(known)
            if row is not None and _certificates_there(row, home):
                rows[name] = {**row, "cached": True}
                watch(name, "kept", rows[name])
            else:
                watch(name, "waiting", None)
        todo = {name: item for name, item in claims.items() if name not in rows}
        for name, row in _judged(todo, circumstances, home, jobs, watch):
            if row is None:
                row = unjudged(claims[name].claim, "its process died before it could answer")
            else:
                ledger.put(keys[name], name, row)
            rows[name] = {**row, "cached": False}
            watch(name, "done", rows[name])
    return report([rows[name] for name in claims], circumstances, time.perf_counter() - begun)


def report(rows: list[Row], circumstances: Circumstances, seconds: float) -> dict[str, Any]:
    """The whole of ``verify --format json``.

    >>> report([], Circumstances(), 0.0)["summary"]
    {}
    """
    return {
        "claims": rows,
        "summary": dict(Counter(row["verdict"] for row in rows)),
        "seed": circumstances.seed,
        "budget": circumstances.budget,
        "versions": versions(),
        "seconds": seconds,
    }


def exit_code(rows: list[Row]) -> int:
    """0 all as expected, 1 some claim is not, 3 a contradiction.

    >>> exit_code([{"verdict": "proved", "shortcomings": []}, {"verdict": "contradiction", "shortcomings": ["…"]}])
    3
    """
    if any(row["verdict"] == "contradiction" for row in rows):
        return 3
    return 1 if any(row["shortcomings"] for row in rows) else 0


def key(item: Found, circumstances: Circumstances) -> str:
    """The content key of one claim under these circumstances."""
    return fingerprint(item.path, item.claim.inputs, id=item.claim.id, **asdict(circumstances))


def copy_evidence(rows: list[Row], home: Home, target: Path) -> int:
    """Copy the certificates behind ``rows`` into ``target``; how many there are."""
    target.mkdir(parents=True, exist_ok=True)
    names = {name for row in rows for name in row["premises"] if (home.certificates / f"{name}.json").is_file()}
    for name in names:
        shutil.copyfile(home.certificates / f"{name}.json", target / f"{name}.json")
    return len(names)


def _judged(
    claims: dict[str, Found], circumstances: Circumstances, home: Home, jobs: int, watch: Watch
) -> Iterator[tuple[str, Row | None]]:
    if jobs > 1 and len(claims) > 1:
        yield from in_workers(claims, circumstances, home.certificates, jobs, watch)
        return
    for name, item in claims.items():
        watch(name, "running", None)
        yield name, judge(item.claim, circumstances, home.certificates, partial(_stage, watch, name))


def _stage(watch: Watch, name: str, stage: str) -> None:
    watch(name, stage, None)


def _certificates_there(row: Row, home: Home) -> bool:
    """Whether every accepted certificate of a kept row is still in the folder, unchanged (its name is its hash)."""
    from theory.kernel.certificate import Certificate
    from theory.kernel.integers import Fault

    if row["steps"]["accepted"] != row["steps"]["total"]:
        return True
    try:
        return all(Certificate.read(home.certificates / f"{name}.json").id == name for name in row["premises"])
    except (OSError, Fault):
        return False
