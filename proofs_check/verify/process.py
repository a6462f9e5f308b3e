"""One process for each claim file: what it breaks, patches or ends is its own process.

The parent and the worker exchange JSON, never pickles, over a socket.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from proofs_check.verify.claim import Claim
from proofs_check.verify.declaration import declared
from proofs_check.verify.foreign import one_line
from proofs_check.verify.nursery import Copied, Nursery

T = TypeVar("T")
R = TypeVar("R")

LOADING = 120.0
"""Seconds within which a claim file must be loaded."""

_ENDLESS = "its file did not come to an end in the time it has"

LARGEST_MESSAGE = 64 * 2**20

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
        printed, output = os.pipe()
        self.process = _started(theirs.fileno(), output)
        theirs.close()
        os.close(output)
        self._relay = threading.Thread(target=_relayed, args=(os.fdopen(printed, "rb"),), daemon=True)
        self._relay.start()
        self.alive.add(self)

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._relay.join(1.0)  # longer only where a process of the file's own still holds the pipe
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


def _started(connection: int, output: int) -> subprocess.Popen[bytes] | Copied:
    """A process that serves ``connection``: a copy of one that has loaded the libraries, else one from nothing."""
    nursery = Nursery.ready()
    copied = nursery.copy(connection, output) if nursery is not None else None
    if copied is not None:
        return copied
    command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(connection), json.dumps(sys.path)]
    return subprocess.Popen(command, pass_fds=(connection,), stdin=subprocess.DEVNULL, stdout=output, stderr=output)


def _relayed(pipe: Any) -> None:
    """What a claim file prints goes to standard error, line by line and printable: it cannot pass for a verdict."""
    while line := pipe.readline(LONGEST_LINE):
        print("| " + one_line(line.decode("utf-8", "replace").rstrip("\r\n")), file=sys.stderr, flush=True)
    pipe.close()


LONGEST_LINE = 4096


def each(work: Callable[[T], R], items: Iterable[T], jobs: int) -> list[R]:
    """``work`` on every item, ``jobs`` at a time, each in a thread that has a worker; a failure ends all workers.

    >>> each(lambda x: x + 1, [1, 2, 3], 2)
    [2, 3, 4]
    """
    with ThreadPoolExecutor(jobs) as pool:
        todo: list[Future[R]] = []
        try:
            todo += [pool.submit(work, item) for item in items]
            return [one.result() for one in todo]
        except BaseException as error:
            pool.shutdown(wait=False, cancel_futures=True)
            if not isinstance(error, Exception):
                Nursery.end()
            while not all(one.done() for one in todo):  # also one that was being made just now
                for worker in list(Worker.alive):
                    worker.process.kill()
                time.sleep(0.02)
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
