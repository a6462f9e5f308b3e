"""Contenders in turn: sittings of fresh processes, repetitions in which everybody is called once, every answer checked.

A repetition of all contenders is one round, so that what else the machine does hits them alike and a ratio is taken within a
round. Two sittings, each in fresh processes and half a run apart, so that what differs between them is what differs between
two runs: processes, and what the machine does besides.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.harness import peers
from benchmarks.harness.question import Case, Contender, NoAnswer
from benchmarks.harness.worker import Fallen, Late, Worker, load

SITTINGS, REPETITIONS, ROUNDS, UNWARMED, SLOWER = 2, 3, 5, 1.0, 1.3
"""Five rounds, three and two. A call that lasts longer than ``UNWARMED`` seconds is not warmed up: its first counts, unless it
is ``SLOWER`` times slower than the next."""
PROFILED = 4.0
"""A profiled call may take so many times as long."""


@dataclass
class Measured:
    """One contender in one case. ``status``: timed, wrong, no answer, over time, not tried, crashed, missing."""

    contender: str
    case: str
    status: str = "timed"
    reason: str = ""
    told: str = ""
    seconds: list[float] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        """Whether every answer so far was right and in time."""
        return self.status == "timed"

    def fail(self, status: str, reason: str) -> None:
        """No time counts any more."""
        self.status, self.reason, self.seconds = status, reason, []


def repetitions(quick: bool) -> int:
    """Rounds a sitting."""
    return 1 if quick else REPETITIONS


def profile(path: str, contender: str, case: Case, seed: int) -> str:
    """Where the time of a contender goes in a case, as a sentence; why there is no profile where it fails."""
    limit = load(path).limit
    worker = Worker(path, contender)
    try:
        worker.prepare(case, seed, load(path).preparing)
        worker.call(limit)
        found = worker.profile(PROFILED * limit)
    except (Late, Fallen, NoAnswer) as error:
        return f"No profile: {error}."
    finally:
        worker.close()
    parts = ", ".join(f"{share:.0%} {name}" for name, share in found)
    return f"Own time of *{contender}* at {case.name}: {parts or 'nowhere much of it'}."


class Rounds:
    """The question at ``path``, sitting by sitting: who takes part in which case, with what has been measured so far.

    ``told`` hears how long each case of a sitting took; ``seconds`` is how long all sittings took.
    """

    def __init__(self, path: str, seed: int, quick: bool = False, told: Callable[[str], None] = lambda line: None) -> None:
        self.path, self.question, self.seed = path, load(path), seed
        self.cases, self.repetitions, self.told = list(self.question.cases(quick)), repetitions(quick), told
        self.seconds = 0.0
        self.workers: dict[str, Worker] = {}
        self.found: dict[tuple[str, str], Measured] = {}
        for case in self.cases:
            for contender in self.question.contenders:
                if contender.only(case):
                    self.found[contender.name, case.name] = self._begin(contender, case)

    @property
    def measured(self) -> list[Measured]:
        """What each contender took for each case that it takes part in."""
        return list(self.found.values())

    def sit(self, sitting: int) -> None:
        """Sitting number ``sitting``, from 0, of all cases; its processes are gone after it."""
        started = time.perf_counter()
        try:
            for case in self.cases:
                begun = time.perf_counter()
                self._sit(case, sitting)
                self.told(f"  {case.name}: {time.perf_counter() - begun:.1f} s")
        finally:
            for worker in self.workers.values():
                worker.close()
            self.workers.clear()
            self.seconds += time.perf_counter() - started

    def _begin(self, contender: Contender, case: Case) -> Measured:
        measured = Measured(contender.name, case.name)
        lacking = peers.missing(contender.needs)
        if lacking:
            measured.fail("missing", "; ".join(f"{name}: {how}" for name, how in lacking))
        return measured

    def _sit(self, case: Case, sitting: int) -> None:
        """One sitting of a case; who fails is out of it, and of the larger cases where the failure was time."""
        here = [c for c in self.question.contenders if (c.name, case.name) in self.found]
        for contender in here:
            if self._open(contender, case) and self._attempt(contender, case, self._prepare):
                self._attempt(contender, case, self._first)
        for repetition in range(self.repetitions):
            turn = (repetition + sitting) % max(len(here), 1)
            for contender in here[turn:] + here[:turn]:
                measured = self.found[contender.name, case.name]
                enough = min(contender.calls or ROUNDS, (sitting + 1) * self.repetitions)
                if measured.fine and len(measured.seconds) < enough:
                    self._attempt(contender, case, self._again)

    def _open(self, contender: Contender, case: Case) -> bool:
        measured = self.found[contender.name, case.name]
        smaller = next((m for m in self.found.values() if self._too_slow(m, contender, case)), None)
        if measured.fine and smaller is not None:
            measured.fail("not tried", f"over {self.question.limit:g} s at {smaller.case}")
        return measured.fine and not (contender.calls and len(measured.seconds) >= contender.calls)

    def _too_slow(self, other: Measured, contender: Contender, case: Case) -> bool:
        sizes = self.sizes
        same = other.contender == contender.name and other.status == "over time"
        return same and case.size is not None and sizes.get(other.case, float("inf")) < case.size

    @property
    def sizes(self) -> dict[str, float]:
        return {c.name: c.size for quick in (True, False) for c in self.question.cases(quick) if c.size is not None}

    def _attempt(self, contender: Contender, case: Case, step: Callable[[Contender, Case], None]) -> bool:
        measured = self.found[contender.name, case.name]
        try:
            step(contender, case)
        except Late as late:
            self.workers.pop(contender.name, None)
            measured.fail("over time", str(late))
        except Fallen as error:
            self.workers.pop(contender.name).close()
            measured.fail("crashed", str(error))
        except NoAnswer as reason:
            measured.fail("no answer", str(reason))
        return measured.fine

    def _prepare(self, contender: Contender, case: Case) -> None:
        if contender.name not in self.workers:
            self.workers[contender.name] = Worker(self.path, contender.name)
        self.workers[contender.name].prepare(case, self.seed, self.question.preparing)

    def _first(self, contender: Contender, case: Case) -> None:
        seconds = self._call(contender, case, first=True)
        if seconds > UNWARMED or contender.calls:
            self.found[contender.name, case.name].seconds.append(seconds)

    def _again(self, contender: Contender, case: Case) -> None:
        """A call that counts; a first call that was much slower than the second set things up, and does not."""
        seconds = self._call(contender, case, first=False)
        measured = self.found[contender.name, case.name]
        kept = measured.seconds
        if measured.fine:
            if (
                len(kept) % self.repetitions == 1
                and kept[-1] > UNWARMED
                and kept[-1] > SLOWER * seconds
                and not contender.calls
            ):
                kept.pop()
            kept.append(seconds)

    def _call(self, contender: Contender, case: Case, first: bool) -> float:
        seconds, answer = self.workers[contender.name].call(self.question.limit, first)
        fault = self.question.wrong(case, self.seed, answer)
        if fault:
            self.found[contender.name, case.name].fail("wrong", fault)
        elif self.question.told is not None:
            self.found[contender.name, case.name].told = self.question.told(case, answer)
        return seconds
