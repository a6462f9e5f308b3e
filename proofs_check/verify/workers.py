"""Claims judged in processes of their own, several at a time.

The worker (`proofs_check.verify.process`) loads the claim file and runs its stages; when certificates are written it
asks, and the parent copies them, lets the kernel judge the copy in a fresh process, keeps that evidence for itself, and
answers. The worker's findings are data: the parent draws the verdict.
"""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from proofs_check.verify import process
from proofs_check.verify.discovery import OWN_CLAIMS, Found
from proofs_check.verify.evidence import Evidence, read_evidence
from proofs_check.verify.examine import Circumstances, Findings
from proofs_check.verify.judge import Report, report_on, unjudged
from proofs_check.verify.mutants import copy_certificates
from proofs_check.verify.nursery import Nursery
from proofs_check.verify.process import Ended, Worker
from proofs_check.verify.second_look import second_look
from proofs_check.verify.strict import plain

Watch = Callable[[str, str, Report | None], None]
"""Told (claim, state, report); state is ``waiting``, ``running``, the stage it is in, ``kept`` (ledger) or ``done``."""

PATIENCE = {"quick": 3600.0, "full": 6 * 3600.0}
"""Seconds within which a claim must be examined."""

LARGEST_FILE = 64 * 2**20


def in_workers(
    claims: dict[str, Found], circumstances: Circumstances, certificates: Path, jobs: int, watch: Watch
) -> Iterator[tuple[str, Report, list[str] | None]]:
    """Judge ``claims`` in at most ``jobs`` processes at a time; (name, report, files it loaded) as each one ends.

    The files are None when the process gave no answer: such a report is not to be kept. Leaving the iteration early ends
    the processes.
    """
    events: queue.Queue[tuple[str, str, Any]] = queue.Queue()
    running: set[Worker] = set()
    stopped = threading.Event()

    def work(name: str, item: Found) -> None:
        if stopped.is_set():
            return
        try:
            events.put((name, "done", _judged(name, item, circumstances, certificates, events, running, stopped)))
        except BaseException as error:  # handed to the caller
            events.put((name, "broken", error))

    left = len(claims)
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for name, item in claims.items():
                pool.submit(work, name, item)
            while left:
                name, state, value = events.get()
                if state == "broken":
                    raise value
                if state == "done":
                    left -= 1
                    yield name, *value
                else:
                    watch(name, state, None)
        finally:
            stopped.set()
            if left:
                Nursery.end()
            for worker in list(running):
                worker.process.kill()


def derive(item: Found) -> Evidence:
    """The evidence of one claim, derived in a worker and judged here; nothing else is examined.

    Raises ValueError when the derivation fails, and Ended when its process gives no answer.
    """
    with TemporaryDirectory() as name, Worker() as worker:
        evidence, message = _served(worker, item, Circumstances(), Path(name), "derive", lambda stage: None)
    if evidence is None:
        raise ValueError(f"claim {item.claim.id}: {message['findings']['blocked']}")
    return evidence


def _judged(
    name: str,
    item: Found,
    circumstances: Circumstances,
    certificates: Path,
    events: queue.Queue[tuple[str, str, Any]],
    running: set[Worker],
    stopped: threading.Event,
) -> tuple[Report, list[str] | None]:
    begun = time.perf_counter()
    events.put((name, "running", None))
    with TemporaryDirectory() as scratch, Worker() as worker:
        running.add(worker)
        if stopped.is_set():
            worker.process.kill()
        try:
            evidence, message = _served(
                worker, item, circumstances, Path(scratch), "examine", lambda stage: events.put((name, stage, None))
            )
            found = Findings.from_json(message["findings"])
            files = [str(file) for file in message["files"]]
            if evidence is None and item.claim.derivation is not None and not found.blocked:
                raise ValueError("no evidence")
            if evidence is not None and evidence.complete and not item.path.resolve().is_relative_to(OWN_CLAIMS):
                found.vacuous = [*found.vacuous, *second_look(evidence.statements, item.claim.unrefuted)]
            report = report_on(item.claim, evidence, found, item.pin, time.perf_counter() - begun)
            if evidence is not None:
                copy_certificates(evidence, Path(scratch) / "ours", certificates)
            return report, files
        except Ended as ended:
            return unjudged(item.claim, str(ended), item.pin), None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            reason = f"its process answered what no examination answers ({type(error).__name__}: {error})"
            return unjudged(item.claim, reason, item.pin), None
        finally:
            running.discard(worker)


def _served(
    worker: Worker, item: Found, circumstances: Circumstances, scratch: Path, task: str, tell: Any
) -> tuple[Evidence | None, dict[str, Any]]:
    """Follow one request to its findings; the certificates are judged here, once."""
    theirs, ours = scratch / "theirs", scratch / "ours"
    theirs.mkdir()
    ours.mkdir()
    until, evidence = time.monotonic() + process.LOADING, None
    worker.send(until, do=task, path=str(item.path.resolve()), circumstances=plain(circumstances), folder=str(theirs))
    while True:
        message = worker.receive(until)
        if "error" in message:
            raise Ended(str(message["error"]))
        if "loaded" in message:
            until = time.monotonic() + PATIENCE[circumstances.budget]
        elif "check" in message and evidence is None:
            evidence = _take(theirs, ours, message["check"])
            worker.send(until, check=plain(evidence.check))
        elif "findings" in message:
            return evidence, message
        elif "stage" in message:
            tell(str(message["stage"])[:40])
        else:
            raise Ended("its process answered nonsense")


def _take(theirs: Path, ours: Path, check: dict[str, Any]) -> Evidence:
    """Copy what the worker wrote (plain files of certificates), and let the kernel judge the copy."""
    for path in theirs.iterdir():
        if path.suffix == ".json" and path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST_FILE:
            shutil.copyfile(path, ours / path.name)
    return read_evidence(ours, tuple(map(str, check["goals"])), str(check["prose"]))
