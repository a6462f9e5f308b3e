"""The classification theorem as data: questions in order, each with its text and its meaning.

The flow chart is drawn from these questions, and ``decide`` answers them on an orbit one comparison at a time: a second
implementation of what ``classification`` does on columns.

Source: arXiv:2506.20344 v3, Theorem 2 and Figure 1, a decision flow chart (stated second hand); inequalities
reconstructed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from theory.dmf.landscape.roots import Root
from theory.exact.root_value import SingularValue

if TYPE_CHECKING:
    from theory.dmf.landscape.orbits import Orbit


@dataclass(frozen=True)
class OrbitFacts:
    """What the questions look at: exact values, effective weights."""

    widths: tuple[int, ...]
    active: tuple[tuple[SingularValue, Root], ...]
    inactive: tuple[SingularValue, ...]
    existence: Callable[[SingularValue], int]
    beats: Callable[[SingularValue], int]

    @classmethod
    def of(cls, orbit: Orbit) -> OrbitFacts:
        """The facts of an orbit of an exact spectrum."""
        landscape = orbit.landscape
        values = landscape.singular_values
        chosen = {position for position, _ in orbit.active}
        return cls(
            widths=tuple(landscape.widths),
            active=tuple((values.values[position - 1], root) for position, root in orbit.active),
            inactive=tuple(y for position, y in enumerate(values.values, start=1) if position not in chosen),
            existence=values.existence.compare,
            beats=values.globality.compare,
        )

    @property
    def rank(self) -> int:
        """r, the number of active modes."""
        return len(self.active)


@dataclass(frozen=True)
class Question:
    """A node of the chart: ``text`` for the reader, ``holds`` for the machine, and where each answer leads."""

    text: str
    holds: Callable[[OrbitFacts], bool]
    yes: Question | str
    no: Question | str


def decide(facts: OrbitFacts, question: Question | str | None = None) -> str:
    """The class that the questions lead to.

    >>> from theory.dmf import Landscape
    >>> orbits = Landscape((1, 1, 1, 1), spectrum=(4,), ridge=3).orbits()
    >>> [decide(OrbitFacts.of(orbit)) for orbit in orbits]
    ['global minimizer', 'non-strict saddle']
    """
    node = FIRST if question is None else question
    return node if isinstance(node, str) else decide(facts, node.yes if node.holds(facts) else node.no)


def _swaps(facts: OrbitFacts) -> bool:
    return any(y > value for y in facts.inactive for value, _ in facts.active)


def _spare(facts: OrbitFacts) -> bool:
    return facts.rank < facts.widths[1] and any(facts.existence(y) > 0 for y in facts.inactive)


def _best(facts: OrbitFacts) -> bool:
    worthwhile = all(facts.beats(y) >= 0 for y, _ in facts.active)
    return worthwhile and (facts.rank == min(facts.widths) or all(facts.beats(y) <= 0 for y in facts.inactive))


GLOBAL = Question(
    "every active y_i ≥ y_g, and r = d_min or every inactive y_k ≤ y_g?", _best, "global minimizer", "local minimizer"
)
DOUBLE = Question(
    "some active mode at the double root '0' (y_i = y*)?",
    lambda facts: any(root is Root.DOUBLE for _, root in facts.active),
    "non-strict saddle",
    GLOBAL,
)
SPARE = Question("r < d_1 and some inactive y_k > √λ?", _spare, "strict saddle", "global minimizer")
LAYERS = Question("L = 2?", lambda facts: len(facts.widths) == 3, SPARE, DOUBLE)
SWAP = Question("some inactive y_k > some active y_i?", _swaps, "strict saddle", LAYERS)
FIRST = Question(
    "some active mode at the lower root '−'?",
    lambda facts: any(root is Root.LOWER for _, root in facts.active),
    "strict saddle",
    SWAP,
)
