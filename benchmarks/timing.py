"""Timing for the benchmarks: the best of several repetitions, and two things timed in turn so that load hits both."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, the figure, what is asked for, and whether it is met."""

    what: str
    value: float
    unit: str
    target: str
    met: bool

    def row(self) -> str:
        """A markdown table row."""
        return f"| {self.what} | {self.value:.3g} {self.unit} | {self.target} | {'yes' if self.met else '**no**'} |"


def best(function: Callable[[], object], repeat: int = 5) -> float:
    """Seconds of the fastest of ``repeat`` calls, after one to warm up."""
    function()
    return min(_once(function) for _ in range(repeat))


def best_in_turn(functions: list[Callable[[], object]], repeat: int = 5) -> list[float]:
    """The fastest of each, called in turn: a ratio of two of these does not depend on when the machine was busy."""
    for function in functions:
        function()
    rounds = [[_once(function) for function in functions] for _ in range(repeat)]
    return [min(column) for column in zip(*rounds, strict=True)]


def _once(function: Callable[[], object]) -> float:
    begun = time.perf_counter()
    function()
    return time.perf_counter() - begun
