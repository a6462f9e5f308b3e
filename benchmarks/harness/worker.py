"""A contender in a process of its own: it is asked, timed where it runs, and killed with all its children when it is late.

The process is forked from a server that has imported numpy, torch and sympy, so that no call pays for these imports. Memory
that is freed stays with it: glibc gives blocks back above a size that follows the largest block freed so far, so in a process
that has freed none a call at 300 × 300 asks the system for its arrays anew, or not, by what happens to lie above them.
"""

from __future__ import annotations

import gc
import importlib
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from benchmarks.harness.profile import shares
from benchmarks.harness.question import Case, NoAnswer, Question, Timed

PRELOADED = ["numpy", "scipy.linalg", "scipy.optimize", "torch", "sympy"]
SHORTEST = 0.02
"""Seconds that a burst lasts at least: a shorter call is repeated and its mean is taken."""
BURSTS, LONG = 3, 0.1
"""A repetition of a call under ``LONG`` seconds is the quickest of so many bursts: what else a machine does only adds time."""
MOST_CALLS = 2000
LARGEST_KEPT = 31 * 2**20
"""Bytes of the block that is freed first; glibc follows up to 32 MiB, and keeps twice as much."""


class Late(Exception):
    """No answer within the limit; the process is gone."""


class Fallen(Exception):
    """The contender raised or its process died; the text says what."""


def load(path: str) -> Question:
    """The question ``module:name``."""
    module, name = path.split(":")
    found = getattr(importlib.import_module(module), name)
    assert isinstance(found, Question)
    return found


class Worker:
    """The process of one contender of the question at ``path`` (``module:name``)."""

    def __init__(self, path: str, contender: str) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, path, contender))
        self._process.start()
        theirs.close()

    def prepare(self, case: Case, seed: int, limit: float) -> None:
        """Everything that is not timed."""
        self._ask(("prepare", case, seed), limit)

    def call(self, limit: float, first: bool = False) -> tuple[float, Any]:
        """(seconds, answer) of one repetition; the first one decides how often a short call is repeated."""
        seconds, answer = self._ask(("call", first), limit)
        return float(seconds), answer

    def profile(self, limit: float) -> list[tuple[str, float]]:
        """Where the time of a call goes (`profile.shares`)."""
        (found,) = self._ask(("profile",), limit)
        return [(str(name), float(share)) for name, share in found]

    def _ask(self, message: tuple[Any, ...], limit: float) -> Any:
        try:
            self._connection.send(message)
            if not self._connection.poll(limit):
                self.close()
                raise Late(f"{limit:g} s")
            kind, *content = self._connection.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError):
            self._process.join(2)
            code = self._process.exitcode
            self.close()
            raise Fallen(f"the process ended with {code}") from None
        if kind == "no answer":
            raise NoAnswer(content[0])
        if kind == "raised":
            raise Fallen(content[0])
        return content

    def close(self) -> None:
        """End it and everything it started."""
        pid = self._process.pid
        try:
            if pid is not None and self._process.is_alive():
                os.killpg(pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            self._process.kill()
        self._process.join(5)
        self._connection.close()


def serve(connection: Connection, path: str, name: str) -> None:
    """The loop of the process: a session of its own, so that it is killed as a whole; gone when the parent is."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bytes(LARGEST_KEPT)
    function: Callable[[], Any] | None = None
    calls = 1
    while True:
        try:
            kind, *content = connection.recv()
        except (EOFError, OSError):
            return
        try:
            if kind == "prepare":
                function = None
                gc.collect()
                function = load(path).contender(name).make(*content)
                connection.send(("prepared",))
                continue
            assert function is not None
            if kind == "profile":
                connection.send(("profiled", shares(function)))
                continue
            seconds, answer = _timed(function, 1 if content[0] else calls)
            if content[0]:
                calls = _calls(function, seconds)
            connection.send(("called", seconds, answer))
        except NoAnswer as reason:
            connection.send(("no answer", str(reason)))
        except BaseException as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            text = " ".join(str(error).split())[:200]
            connection.send(("raised", f"{type(error).__name__}: {text} ({os.path.basename(last.filename)}:{last.lineno})"))


def _calls(function: Callable[[], Any], seconds: float) -> int:
    """How many calls make a repetition of at least ``SHORTEST``; the second call tells, the first may have set things up."""
    if seconds > 10 * SHORTEST:
        return 1
    begun = time.perf_counter()
    if isinstance(function(), Timed):
        return 1
    return max(1, min(MOST_CALLS, int(SHORTEST / max(time.perf_counter() - begun, 1e-9))))


def _timed(function: Callable[[], Any], calls: int) -> tuple[float, Any]:
    """(seconds, answer): the quickest of `BURSTS` bursts of ``calls`` calls, one burst where a call lasts, or brings its own
    clock."""
    gc.collect()
    found = []
    while not found or (found[0] < LONG and len(found) < BURSTS):
        begun = time.perf_counter()
        for _ in range(calls):
            answer = function()
        found.append((time.perf_counter() - begun) / calls)
        if isinstance(answer, Timed):
            return answer.seconds, answer.answer
    return min(found), answer
