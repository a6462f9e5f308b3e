"""Workers without the wait for imports: a process that has loaded the libraries once, and is copied for every worker.

What a claim file breaks, patches or ends is its copy: no claim file is ever loaded in the process that is copied. It has
one thread, talks to nobody but the process that started it, and ends with it. Where a system cannot copy processes (no
``fork``), workers start from nothing.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from typing import Any, ClassVar

FIRST = 3
"""Workers of a process that start from nothing: for a few claims the libraries are not worth loading in advance."""

LARGEST = 2**20
"""Bytes of a message: the environment of a process and its path."""

_START = """
import json, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
sys.path[:] = json.loads(sys.argv[2])
from proofs_check.verify import worker
from proofs_check.verify.nursery import tend
tend(int(sys.argv[1]), worker)
"""

LOADED = (
    "proofs_check.verify.judge", "proofs_check.verify.worker", "proofs_check.verify.discovery", "proofs_check.verify.examine",
    "proofs_check.verify.declaration", "numpy", "scipy.linalg", "scipy.optimize", "sympy", "mpmath", "flint", "torch",
)  # fmt: skip
"""What is loaded in advance: libraries, and what judges every claim. Nothing of a paper, so that what a claim has loaded itself
(`proofs_check.verify.worker.loaded_files`) still shows."""


class Copied:
    """A copy of the process, as far as a worker needs it: it can be ended and waited for."""

    def __init__(self, nursery: Nursery, number: int):
        self._nursery, self._number = nursery, number
        self._gone = False

    def kill(self) -> None:
        """End it, if it is still there: its number belongs to it until it was waited for. Where the nursery is gone, it ends
        by itself."""
        with self._nursery.lock:
            if not self._gone and self._nursery.process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(self._number, signal.SIGKILL)

    def wait(self) -> None:
        """Let its number go. It must have been ended."""
        with self._nursery.lock:
            if not self._gone:
                self._gone = True
                self._nursery.ask({"wait": self._number})


class Nursery:
    """The process that is copied; ``Nursery.ready()`` gives the one of this process."""

    _one: ClassVar[Nursery | None] = None
    _asked: ClassVar[int] = 0
    _starting: ClassVar[threading.Lock] = threading.Lock()

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self._socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(theirs.fileno()), json.dumps(sys.path)]
        self.owner = os.getpid()
        quiet = subprocess.DEVNULL
        self.process = subprocess.Popen(command, pass_fds=(theirs.fileno(),), stdin=quiet, stdout=quiet, stderr=quiet)
        theirs.close()

    @classmethod
    def ready(cls) -> Nursery | None:
        """The nursery of this process; None for the first few workers, and where there can be none."""
        with cls._starting:
            cls._asked += 1
            if cls._asked <= FIRST or not hasattr(os, "fork") or not hasattr(socket, "SOCK_SEQPACKET"):
                return None
            one = cls._one
            if one is not None and one.owner == os.getpid() and one.process.poll() is None:
                return one
            if one is not None:
                one.close()
            cls._one = cls()
            return cls._one

    @classmethod
    def end(cls) -> None:
        """End the nursery of this process, if it has one."""
        one, cls._one = cls._one, None
        if one is not None:
            one.close()

    def close(self) -> None:
        """End it and its copies, unless it belongs to the process that this one was copied from; who waits for an answer gets
        an empty one."""
        if self.owner != os.getpid():
            self._socket.close()
            self.process.returncode = 0  # it is not ours to wait for
            return
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        try:
            self.process.wait(2.0)
        except subprocess.TimeoutExpired:  # still loading, so it has no copies
            self.process.kill()
            self.process.wait()
        with self.lock:
            self._socket.close()

    def copy(self, connection: int, output: int) -> Copied | None:
        """A worker that serves the socket ``connection`` and prints to ``output``; None if none could be made."""
        try:
            about = {"path": sys.path, "folder": os.getcwd(), "environment": dict(os.environ)}
        except OSError:  # the folder is gone
            return None
        with self.lock:
            answer = self.ask(about, [connection, output])
        return Copied(self, answer["copy"]) if "copy" in answer else None

    def ask(self, message: dict[str, Any], descriptors: list[int] | None = None) -> dict[str, Any]:
        """Send one message and get its answer; an empty one from a nursery that is gone."""
        try:
            socket.send_fds(self._socket, [json.dumps(message).encode()], descriptors or [])
            return dict(json.loads(self._socket.recv(LARGEST) or b"{}"))
        except (OSError, ValueError):
            return {}


atexit.register(Nursery.end)


def tend(number: int, worker: Any) -> None:
    """Load, then copy on demand until the other side is gone; a copy is a ``worker``."""
    for name in LOADED:
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    line, parent = socket.socket(fileno=number), os.getppid()
    children: set[int] = set()
    while os.getppid() == parent:
        if not select.select([line], [], [], 2.0)[0]:
            continue
        body, descriptors, _, _ = socket.recv_fds(line, LARGEST, 2)
        if not body:
            break
        message = json.loads(body)
        if "wait" in message:
            _end(message["wait"])
            children.discard(message["wait"])
            line.send(b"{}")
            continue
        child = os.fork()
        if not child:
            line.close()
            _become(worker, message, *descriptors)
        children.add(child)
        for descriptor in descriptors:
            os.close(descriptor)
        line.send(json.dumps({"copy": child}).encode())
    for child in children:
        _end(child)
    os._exit(0)


def _end(child: int) -> None:
    with contextlib.suppress(ProcessLookupError, ChildProcessError):
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _become(worker: Any, message: dict[str, Any], connection: int, output: int) -> None:
    """In the copy: what a process of its own would have, and then the worker. It never comes back."""
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        os.environ.clear()
        os.environ.update(message["environment"], **dict.fromkeys(worker.THREADS, "1"))
        sys.path[:] = message["path"]
        os.chdir(message["folder"])
        importlib.invalidate_caches()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()  # else every copy draws the same
        worker.serve(connection)
    finally:
        os._exit(1)
