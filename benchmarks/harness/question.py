"""A question of the benchmarks: cases, contenders, the check of an answer, and the goals that were set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.harness.results import Outcome


class NoAnswer(Exception):
    """Raised by a contender that ends without an answer and says so: not converged, undecided."""


@dataclass(frozen=True)
class Case:
    """One instance or one size. ``size``: the number growth is fitted against (None: no growth); ``options``: its
    parameters."""

    name: str
    size: float | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.options[name]


@dataclass(frozen=True)
class Timed:
    """An answer that brings its own clock: ``seconds`` stands for the wall time of the call."""

    answer: Any
    seconds: float


def everywhere(case: Case) -> bool:
    """The contender takes part in every case."""
    return True


@dataclass(frozen=True)
class Contender:
    """Who answers. ``make(case, seed)`` prepares, untimed, the function without arguments that is timed.

    ``needs``: names of `peers.PEERS`; ``note``: what a reader must know; ``only``: cases it takes part in; ``calls``: calls in
    all where fewer than the harness makes (0: as many).
    """

    name: str
    make: Callable[[Case, int], Callable[[], Any]]
    ours: bool = False
    needs: tuple[str, ...] = ()
    note: str = ""
    only: Callable[[Case], bool] = everywhere
    calls: int = 0


@dataclass(frozen=True)
class Goal:
    """A goal with its figure. ``reached`` None: not measured here.

    Of one that is missed are told ``why`` (figures of the same run), where the time of ``slow``, a contender in a case, goes
    (`measure.profile`), and what is ``needed``, which is a judgement. One of the first two must be given.
    """

    text: str
    figure: str
    reached: bool | None
    why: str = ""
    slow: tuple[str, str] | None = None
    needed: str = ""


@dataclass(frozen=True)
class Question:
    """``cases(quick)``; ``fault(case, seed, answer)``: what is wrong with an answer, "" if nothing, by a route of its own.

    ``told``: what a right answer comes to, beside its time; ``limit``: seconds a call may take; ``preparing``: seconds for
    ``make``; ``against``: our contender that the ratios are over; ``size``: what the sizes of the cases count.
    """

    name: str
    title: str
    asked: str
    cases: Callable[[bool], Sequence[Case]]
    contenders: Sequence[Contender]
    fault: Callable[[Case, int, Any], str]
    goals: Callable[[Outcome], list[Goal]]
    against: str
    size: str = ""
    limit: float = 10.0
    preparing: float = 120.0
    told: Callable[[Case, Any], str] | None = None

    def wrong(self, case: Case, seed: int, answer: Any) -> str:
        """What is wrong with an answer, "" if nothing; an answer that the check cannot read is wrong, and ends no run."""
        try:
            return self.fault(case, seed, answer)
        except Exception as error:
            return f"no answer that can be checked: {type(error).__name__}: {error}"

    def contender(self, name: str) -> Contender:
        """The contender of that name."""
        return next(c for c in self.contenders if c.name == name)
