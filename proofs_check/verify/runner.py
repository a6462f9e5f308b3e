"""Run many claims: from the ledger where nothing changed, else in worker processes; every report is kept at once."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path

from proofs_check.verify.discovery import Found
from proofs_check.verify.fingerprint import Sources, versions
from proofs_check.verify.headline import assemble, needed
from proofs_check.verify.home import Home
from proofs_check.verify.judge import Circumstances, Report, reconsidered, unjudged
from proofs_check.verify.kept import Shelf, digests, repeatable
from proofs_check.verify.ledger import Ledger
from proofs_check.verify.manifest import write_manifest
from proofs_check.verify.opinions import Opinions
from proofs_check.verify.pins import Pin
from proofs_check.verify.remembered import recall, remember
from proofs_check.verify.report import Verification
from proofs_check.verify.secret import user_key
from proofs_check.verify.workers import Watch, in_workers
from theory.storage.files import make_folder


def verify(
    claims: dict[str, Found],
    circumstances: Circumstances,
    home: Home,
    *,
    jobs: int = 1,
    fresh: bool = False,
    watch: Watch = lambda claim, state, report: None,
    found: dict[str, Found] | None = None,
) -> Verification:
    """Judge ``claims``; what ``saddleproof verify`` prints. The claims that a headline rests on are judged with it; they are
    looked up in ``found``, every claim there is, then in this project.

    A verdict whose code, inputs, versions, seed and budget are unchanged, and whose certificates are still there,
    comes from the ledger (``fresh`` asks for none of that). Interrupting loses at most what is in flight.
    """
    if jobs < 1:
        raise ValueError(f"jobs must be at least 1, got {jobs}")
    begun = time.perf_counter()
    make_folder(home.certificates, "SADDLEPROOF_HOME")
    reports: dict[str, Report] = {}
    every = {**needed(claims, found), **claims}

    def tell(name: str, state: str, report: Report | None) -> None:
        if report is None or not every[name].claim.parts:  # of a headline nothing is known before the others are
            watch(name, state, report)

    secret = user_key()
    with Ledger.open(home.ledger, secret) as ledger, Opinions.read(home.opinions, secret) as opinions:

        def seen(report: Report) -> Report:
            return reconsidered(report, opinions.get(report.goals, report.premises) if report.whole else None)

        sources, shelf = Sources(recall(home.imports, secret)), Shelf(home.certificates)
        keys = {name: key(item, circumstances, sources) for name, item in every.items() if not item.ended}
        if sources.learnt:
            remember(home.imports, secret, sources.known)
        for name, item in every.items():
            known = None if fresh or item.ended else _kept(ledger, keys[name], item, shelf, sources)
            if known is not None:
                reports[name] = replace(seen(known), cached=True)
                tell(name, "kept", reports[name])
            elif not item.ended:
                tell(name, "waiting", None)
        for name, item in every.items():
            if item.ended:
                reports[name] = unjudged(item.claim, item.ended)
                tell(name, "done", reports[name])
        todo = {name: item for name, item in every.items() if name not in reports}
        for name, report, files in in_workers(todo, circumstances, home.certificates, jobs, tell):
            if files is not None:
                ledger.put(keys[name], report, digests(files))
            reports[name] = seen(report)
            tell(name, "done", reports[name])
        whole = {name: whole_key(keys[name]) for name, item in claims.items() if item.claim.parts and name in keys}
        before = {name: row[0] for name, known in whole.items() if (row := ledger.get(known)) is not None}
        for name, report in assemble(claims, reports, shelf, before).items():
            if name in whole and before.get(name) != report:
                ledger.put(whole[name], report, claim="")
            reports[name] = seen(report)
            watch(name, "kept" if report.cached else "done", reports[name])
    ordered = tuple(reports[name] for name in claims)
    if home.certificates.is_dir():
        write_manifest(home.certificates, goals_of(reports.values(), home), keep=True)
    return Verification(
        claims=ordered,
        seed=circumstances.seed,
        budget=circumstances.budget,
        versions=versions(),
        seconds=time.perf_counter() - begun,
        behind=tuple(report for name, report in reports.items() if name not in claims),
    )


def key(item: Found, circumstances: Circumstances, sources: Sources | None = None) -> str:
    """The content key of one claim under these circumstances, its pin among them; ``sources``: files as they were read."""
    told = {"id": item.claim.id, "pin": _pin(item.pin), "package": item.package, **asdict(circumstances)}
    return (sources or Sources()).fingerprint(item.path, item.claim.inputs, **told)


def whole_key(bare: str) -> str:
    """The key of a headline that was put together, from that of the headline alone: its row says nothing but what the same
    code found below the same certificates (`proofs_check.verify.headline`).

    >>> whole_key("a") == whole_key("a"), whole_key("a") == "a"
    (True, False)
    """
    return hashlib.sha256(f"put together: {bare}".encode()).hexdigest()


def goals_of(reports: Iterable[Report], home: Home) -> dict[str, list[str]]:
    """The goals of each claim whose every step was accepted, as a manifest names them."""
    whole = (report for report in reports if report.whole)
    return {claim.id: list(claim.goals) for claim in whole if all(_certificate(home, goal).is_file() for goal in claim.goals)}


def copy_evidence(reports: Iterable[Report], home: Home, target: Path) -> int:
    """Copy the certificates behind ``reports`` into ``target``, with the manifest of their goals; how many there are."""
    make_folder(target, "folder of certificates")
    reports = list(reports)
    names = {name for report in reports for name in report.premises if _certificate(home, name).is_file()}
    for name in names:
        shutil.copyfile(_certificate(home, name), target / f"{name}.json")
    write_manifest(target, goals_of(reports, home))
    return len(names)


def _certificate(home: Home, name: str) -> Path:
    return home.certificates / f"{name}.json"


def _kept(ledger: Ledger, known: str, item: Found, shelf: Shelf, sources: Sources) -> Report | None:
    """The report under this key, if everything that can be compared is as it says."""
    found = ledger.get(known)
    if found is None:
        return None
    report, files = found
    same = all(digest and sources.digest(Path(file)) == digest for file, digest in files.items())
    return report if same and repeatable(report, item.claim, item.pin, shelf) else None


def _pin(pin: Pin | None) -> str:
    return "" if pin is None else json.dumps([pin.sentence, *pin.goals], sort_keys=True)
