"""A sentence checked on random exact instances, looking for a witness against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from proofs_check.probes.probe import Budget, Counterexample, ProbeResult, generator
from proofs_check.probes.statement import Statement

T = TypeVar("T")


def by_batches(many: Callable[[Random, int], Iterable[T]]) -> Callable[[Random], T]:
    """Instances that ``many(rng, turn)`` makes at once, turn = 0, 1, 2 …, given out one by one, for each generator its own.

    >>> draw = by_batches(lambda rng, turn: [f"{turn}a", f"{turn}b"])
    >>> rng = Random(0)
    >>> [draw(rng) for _ in range(3)]
    ['0a', '0b', '1a']
    """
    kept: WeakKeyDictionary[Random, tuple[list[T], int]] = WeakKeyDictionary()

    def draw(rng: Random) -> T:
        queue, turn = kept.get(rng, ([], 0))
        if not queue:
            queue, turn = list(many(rng, turn))[::-1], turn + 1
            kept[rng] = queue, turn
        return queue.pop()

    return draw


@dataclass(frozen=True, kw_only=True)
class SearchProbe:
    """Draw instances and ask ``violation`` for a counterexample; keep the smallest one found.

    ``instances(rng)`` gives a random exact instance (any object), or None when the draw is of no use.
    ``violation(instance)`` gives None where the sentence holds, else a :class:`Counterexample`.
    ``planted(instance)`` judges a nearby sentence that is known to be false: while it stays silent too, the search has
    no power, and its own silence supports nothing.

    >>> from fractions import Fraction
    >>> def violation(x):
    ...     return None if x * x >= x else Counterexample(f"x = {x}: x² < x", size=x.denominator)
    >>> probe = SearchProbe(instances=lambda rng: Fraction(rng.randint(1, 5), rng.randint(1, 5)), violation=violation)
    >>> print(probe.run((), "seed", "quick").counterexample)
    x = 1/2: x² < x
    """

    instances: Callable[[Random], Any]
    violation: Callable[[Any], Counterexample | None]
    planted: Callable[[Any], Counterexample | None] | None = None
    trials: tuple[int, int] = (200, 2000)
    """Instances, for the quick and the full budget."""

    def run(self, goals: tuple[Statement, ...], seed: str, budget: Budget) -> ProbeResult:
        """See :class:`~proofs_check.probes.probe.Probe`."""
        trials = self.trials[budget == "full"]
        rng = generator(seed, "search")
        drawn = [instance for instance in (self.instances(rng) for _ in range(trials)) if instance is not None]
        witness = self._smallest(drawn, self.violation)
        same = self.planted is self.violation  # a sentence that is to be refuted is its own planted error
        planted = witness if same else self._smallest(drawn, self.planted) if self.planted else None
        if not drawn:
            powerless = "no instance could be drawn"
        elif self.planted is None:
            powerless = "no planted error was declared, so silence says nothing"
        elif planted is None:
            powerless = "the planted error was not found"
        else:
            powerless = ""
        return ProbeResult(
            trials=len(drawn),
            undecided=trials - len(drawn),
            counterexample=witness,
            power=f"the planted error was found: {planted}" if planted else "",
            powerless=powerless,
        )

    @staticmethod
    def _smallest(drawn: list[Any], violation: Callable[[Any], Counterexample | None]) -> Counterexample | None:
        found = [witness for witness in map(violation, drawn) if witness is not None]
        return min(found, key=lambda witness: witness.size, default=None)
