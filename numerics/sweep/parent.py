"""Processes that end with the one that started them, and interruptions that let a batch stop where it stands."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_asked = threading.Event()


def interrupted() -> bool:
    """Whether this process was asked to stop (Ctrl-C) since `interruptible` or `listen` took charge of that."""
    return _asked.is_set()


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """While inside, the first Ctrl-C only sets `interrupted`; a second one raises KeyboardInterrupt as ever.

    Outside the main thread signals stay as they are.

    >>> with interruptible() as asked:
    ...     signal.raise_signal(signal.SIGINT)
    ...     asked()
    True
    """
    _asked.clear()
    if threading.current_thread() is not threading.main_thread():
        yield interrupted
        return
    before = signal.signal(signal.SIGINT, _ask)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)
        _asked.clear()


def listen() -> None:
    """In a worker: Ctrl-C only sets `interrupted`, so that the run at hand stops and hands over what it has."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _ask)


END_WITH = """
import os, signal, threading, time
def watch():
    while os.getppid() == PARENT:
        time.sleep(0.5)
    os._exit(1)
signal.signal(signal.SIGINT, signal.SIG_IGN)
threading.Thread(target=watch, daemon=True).start()
"""
"""Source for ``exec`` in a new worker, with its parent's number as PARENT: the worker ends within a second after its parent.
As text it needs no import of this package, which takes seconds in which the parent may be killed."""


def _ask(number: int, frame: FrameType | None) -> None:
    if _asked.is_set():
        signal.default_int_handler(number, frame)
    _asked.set()
