"""Run many claims: from the ledger where nothing changed, else in worker processes; every row is kept at once."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from proofs_check.verify.discovery import Found
from proofs_check.verify.fingerprint import fingerprint, versions
from proofs_check.verify.judge import Circumstances, Row, unjudged
from proofs_check.verify.kept import digests, repeatable
from proofs_check.verify.ledger import Ledger
from proofs_check.verify.manifest import write_manifest
from proofs_check.verify.pins import Pin
from proofs_check.verify.secret import key_file, user_key
from proofs_check.verify.workers import Watch, in_workers


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
    with Ledger.open(home.ledger, user_key()) as ledger:
        keys = {name: key(item, circumstances) for name, item in claims.items() if not item.ended}
        for name, item in claims.items():
            row = None if fresh or item.ended else _kept(ledger, keys[name], item, home)
            if row is not None:
                rows[name] = {**row, "cached": True}
                watch(name, "kept", rows[name])
            elif not item.ended:
                watch(name, "waiting", None)
        for name, item in claims.items():
            if item.ended:
                rows[name] = {**unjudged(item.claim, item.ended), "cached": False}
                watch(name, "done", rows[name])
        todo = {name: item for name, item in claims.items() if name not in rows}
        for name, row, files in in_workers(todo, circumstances, home.certificates, jobs, watch):
            if files is not None:
                ledger.put(keys[name], name, row, digests(files))
            rows[name] = {**row, "cached": False}
            watch(name, "done", rows[name])
    ordered = [rows[name] for name in claims]
    if home.certificates.is_dir():
        write_manifest(home.certificates, goals_of(ordered, home), keep=True)
    return report(ordered, circumstances, time.perf_counter() - begun)


def notes(home: Home) -> list[str]:
    """What a user should know before verdicts are kept in this home or repeated from it: one sentence each."""
    secret = user_key()
    if secret is None:
        return [f"{key_file()} is no key of your own (a file that only you can read): no verdict is kept or repeated"]
    with Ledger.read(home.ledger, secret) as ledger:
        if ledger.foreign:
            return [f"the ledger in {home.folder} was not begun with your key: none of its verdicts is repeated"]
    return []


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
    """The content key of one claim under these circumstances, its pin among them."""
    return fingerprint(item.path, item.claim.inputs, id=item.claim.id, pin=_pin(item.pin), **asdict(circumstances))


def goals_of(rows: list[Row], home: Home) -> dict[str, list[str]]:
    """The goals of each claim whose every step was accepted, as a manifest names them."""
    whole = [row for row in rows if row["goals"] and row["steps"]["accepted"] == row["steps"]["total"]]
    return {row["id"]: row["goals"] for row in whole if all((home.certificates / f"{g}.json").is_file() for g in row["goals"])}


def copy_evidence(rows: list[Row], home: Home, target: Path) -> int:
    """Copy the certificates behind ``rows`` into ``target``, with the manifest of their goals; how many there are."""
    target.mkdir(parents=True, exist_ok=True)
    names = {name for row in rows for name in row["premises"] if (home.certificates / f"{name}.json").is_file()}
    for name in names:
        shutil.copyfile(home.certificates / f"{name}.json", target / f"{name}.json")
    write_manifest(target, goals_of(rows, home))
    return len(names)


def _kept(ledger: Ledger, known: str, item: Found, home: Home) -> Row | None:
    """The row under this key, if everything that can be compared is as it says."""
    found = ledger.get(known)
    if found is None:
        return None
    row, files = found
    same = digests(list(files)) == files and "" not in files.values()
    return row if same and repeatable(row, item.claim, item.pin, home.certificates) else None


def _pin(pin: Pin | None) -> str:
    return "" if pin is None else json.dumps([pin.sentence, *pin.goals], sort_keys=True)
