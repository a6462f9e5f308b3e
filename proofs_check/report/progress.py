"""What a command says while it works, on standard error: nothing for two seconds, then how far it is and the time left.

In a terminal one line is written anew all the time and is gone at the end; elsewhere a whole line now and then, so that a log
can be read. Standard output is never touched. ``SADDLEPROOF_PROGRESS=off`` silences it.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from rich.console import RenderableType

PATIENCE = 2.0
"""Seconds before the first word."""
EVERY, SHARE = 10.0, 0.1
"""In a log the next line comes after so many seconds, or that share of the time so far, whichever is longer."""


class Progress:
    """A context manager around work; ``tell`` says how far it is, at any rate. ``most`` are the seconds that it may take.

    >>> with Progress("recheck", "certificates") as progress:
    ...     progress.tell(3, 12)
    ...     print(progress.line(20.0))
    recheck: 3 of 12 certificates, 20 s
    """

    def __init__(self, work: str, things: str = "", most: float | None = None) -> None:
        self._work, self._things, self._most = work, things, most
        self._begun = self._spoke = time.monotonic()
        self._told: tuple[int, int | None, str] = (0, None, "")
        self._first: tuple[int, float] | None = None
        self._ended = threading.Event()
        self._watching: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._begun = self._spoke = time.monotonic()
        if os.environ.get("SADDLEPROOF_PROGRESS") != "off":
            self._watching = threading.Thread(target=self._watch, daemon=True)
            self._watching.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Say nothing more, and leave a terminal as it was; before anything else is printed there."""
        self._ended.set()
        if self._watching is not None:
            self._watching.join()

    def tell(self, done: int, total: int | None, what: str = "") -> None:
        """So many of so many (None: unknown) are done, and ``what`` is being done; the rate counts from the first call."""
        self._told = (done, total, what)
        if self._first is None:
            self._first = (done, time.monotonic())

    def say(self, line: str) -> None:
        """A line of its own in a log, which puts off the next one about progress."""
        self._spoke = time.monotonic()
        with suppress(OSError, ValueError):  # nobody reads it any more
            sys.stderr.write(line + "\n")
            sys.stderr.flush()

    def line(self, elapsed: float) -> str:
        """What is said after ``elapsed`` seconds."""
        done, total, what = self._told
        things = self._things.removesuffix("s") if total == 1 else self._things
        count = [] if total is None else [f"{done:,} of {total:,} {things}".rstrip()]
        limit = "" if self._most is None else f" of at most {duration(self._most)}"
        left = self._left()
        rest = [] if left is None else [f"about {duration(left)} left"]
        parts = [*count, duration(elapsed) + limit, *rest, *([what] if what else [])]
        return f"{self._work}: {', '.join(parts)}"

    def drawn(self) -> RenderableType:
        """What a terminal shows: the line, cut to its width."""
        from rich.text import Text

        return Text(self.line(self.elapsed), no_wrap=True, overflow="ellipsis")

    @property
    def elapsed(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self._begun

    def _left(self) -> float | None:
        """Seconds left at the rate so far; None before there is one."""
        done, total, _ = self._told
        if total is None or self._first is None or done <= self._first[0]:
            return None
        return (time.monotonic() - self._first[1]) / (done - self._first[0]) * (total - done)

    def _watch(self) -> None:
        if self._ended.wait(PATIENCE):
            return
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.live import Live

            with Live(console=Console(stderr=True), get_renderable=self.drawn, transient=True, refresh_per_second=4,
                      redirect_stdout=False, redirect_stderr=False):  # fmt: skip
                self._ended.wait()
            return
        self.say(self.line(self.elapsed))
        while not self._ended.wait(self._quiet()):
            if self._quiet() <= 0:
                self.say(self.line(self.elapsed))

    def _quiet(self) -> float:
        """Seconds until a log hears of it again."""
        return max(EVERY, SHARE * self.elapsed) - (time.monotonic() - self._spoke)


def duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> duration(0.4), duration(59.7), duration(200), duration(2515), duration(3 * 3600 + 59)
    ('0 s', '1 min 0 s', '3 min 20 s', '42 min', '3 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        return f"{whole // 60} min {whole % 60} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"
