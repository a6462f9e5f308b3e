"""One process for each claim file: what it breaks, patches or ends is its own process.

The parent and the worker exchange JSON, never pickles, over a socket. The worker loads the claim file and runs its
stages; when certificates are written it asks, and the parent copies them, lets the kernel judge the copy in a fresh
process, keeps that evidence for itself, and answers. The worker's findings are data: the parent draws the verdict.
"""

from __future__ import annotations

import contextlib
import json
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from multiprocessing import Pipe
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from proofs_check.planted.mutants import copy_certificates
from proofs_check.verify.claim import Claim
from proofs_check.verify.declaration import declared
from proofs_check.verify.evidence import Evidence, read_evidence
from proofs_check.verify.examine import Circumstances, Findings

if TYPE_CHECKING:
    from proofs_check.verify.discovery import Found
    from proofs_check.verify.judge import Row
    from proofs_check.verify.runner import Watch

T = TypeVar("T")
R = TypeVar("R")

LOADING = 120.0
"""Seconds within which a claim file must be loaded."""

PATIENCE = {"quick": 3600.0, "full": 6 * 3600.0}
"""Seconds within which a claim must be examined."""

_ENDLESS = "its file did not come to an end in the time it has"

LARGEST_FILE, LARGEST_MESSAGE = 64 * 2**20, 64 * 2**20

_START = """
import json, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = json.loads(sys.argv[2])
from proofs_check.verify.worker import serve
serve(int(sys.argv[1]))
"""


class Ended(Exception):
    """A claim file that gave no answer: it ended its process, or did not come to an end."""


class Worker:
    """A process that serves one request; a context manager that ends it."""

    alive: ClassVar[set[Worker]] = set()

    def __init__(self) -> None:
        self._ours, theirs = Pipe()
        number = theirs.fileno()
        command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(number), json.dumps(sys.path)]
        self.process = subprocess.Popen(command, pass_fds=(number,), stdin=subprocess.DEVNULL)
        theirs.close()
        self.alive.add(self)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._ours.close()
        self.alive.discard(self)

    def send(self, until: float, **message: Any) -> None:
        """Send one message; a process that is gone, or does not listen, shows when it is asked for the answer."""
        with contextlib.suppress(OSError), self._ending(until):
            self._ours.send_bytes(json.dumps(message).encode())

    def receive(self, until: float) -> dict[str, Any]:
        """The next message; raises Ended when there is none before the time ``until`` (on the monotonic clock)."""
        if not self._ours.poll(max(0.0, until - time.monotonic())):
            raise Ended(_ENDLESS)
        try:
            with self._ending(until):
                message = json.loads(self._ours.recv_bytes(LARGEST_MESSAGE))
        except (EOFError, OSError):
            late = time.monotonic() >= until
            raise Ended(_ENDLESS if late else "its process died before it could answer") from None
        except (ValueError, RecursionError):
            raise Ended("its process answered nonsense") from None
        if not isinstance(message, dict):
            raise Ended("its process answered nonsense")
        if "ended" in message:
            raise Ended("its file ends the interpreter")
        return message

    @contextlib.contextmanager
    def _ending(self, until: float) -> Iterator[None]:
        """End the process at the time ``until``, so that no half message holds this one."""
        timer = threading.Timer(max(0.0, until - time.monotonic()), self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def each(work: Callable[[T], R], items: Iterable[T], jobs: int) -> list[R]:
    """``work`` on every item, ``jobs`` at a time, each in a thread that has a worker; a failure ends all workers.

    >>> each(lambda x: x + 1, [1, 2, 3], 2)
    [2, 3, 4]
    """
    with ThreadPoolExecutor(jobs) as pool:
        try:
            return list(pool.map(work, items))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in list(Worker.alive):
                worker.process.kill()
            raise


def ask_declaration(path: Path) -> Claim:
    """What the claim in ``path`` says about itself, from a process that loads the file.

    Raises ValueError, naming the file, when it defines no proper claim, and Ended when it gives no answer.
    """
    with Worker() as worker:
        until = time.monotonic() + LOADING
        worker.send(until, do="declare", path=str(path.resolve()))
        message = worker.receive(until)
    if "error" in message:
        raise ValueError(str(message["error"]))
    try:
        return declared(message["claim"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"claim file {path}: {error}") from None


def in_workers(
    claims: dict[str, Found], circumstances: Circumstances, certificates: Path, jobs: int, watch: Watch
) -> Iterator[tuple[str, Row, list[str] | None]]:
    """Judge ``claims`` in at most ``jobs`` processes at a time; (name, row, files it loaded) as each one ends.

    The files are None when the process gave no answer: such a row is not to be kept. Leaving the iteration early ends
    the processes.
    """
    events: queue.Queue[tuple[str, str, Any]] = queue.Queue()
    running: set[Worker] = set()
    stopped = threading.Event()

    def work(name: str, item: Found) -> None:
        if stopped.is_set():
            return
        try:
            events.put((name, "done", _judged(name, item, circumstances, certificates, events, running)))
        except BaseException as error:  # handed to the caller
            events.put((name, "broken", error))

    with ThreadPoolExecutor(jobs) as pool:
        try:
            for name, item in claims.items():
                pool.submit(work, name, item)
            left = len(claims)
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
) -> tuple[Row, list[str] | None]:
    from proofs_check.verify.judge import row_of, unjudged

    begun = time.perf_counter()
    events.put((name, "running", None))
    with TemporaryDirectory() as scratch, Worker() as worker:
        running.add(worker)
        try:
            evidence, message = _served(
                worker, item, circumstances, Path(scratch), "examine", lambda stage: events.put((name, stage, None))
            )
            found = Findings.from_json(message["findings"])
            files = [str(file) for file in message["files"]]
            if evidence is None and item.claim.derivation is not None and not found.blocked:
                raise ValueError("no evidence")
            row = row_of(item.claim, evidence, found, item.pin, time.perf_counter() - begun)
            if evidence is not None:
                copy_certificates(evidence, Path(scratch) / "ours", certificates)
            return row, files
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
    until, evidence = time.monotonic() + LOADING, None
    worker.send(until, do=task, path=str(item.path.resolve()), circumstances=asdict(circumstances), folder=str(theirs))
    while True:
        message = worker.receive(until)
        if "error" in message:
            raise Ended(str(message["error"]))
        if "loaded" in message:
            until = time.monotonic() + PATIENCE[circumstances.budget]
        elif "check" in message and evidence is None:
            evidence = _take(theirs, ours, message["check"])
            check = evidence.check
            worker.send(until, accepted=check.accepted, faults=list(check.faults), seconds=check.seconds)
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
