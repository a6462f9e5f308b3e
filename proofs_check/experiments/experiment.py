"""An experiment: a question about runs, a table that answers it beside what theory predicts, and a chart.

An experiment lives in ``proofs_check/experiments/<name>.py`` as ``experiment = Experiment(...)``. It is found by
looking; nothing lists it. Claims give verdicts; an experiment shows sizes, and states what it predicts beforehand. Its module
has `answer(rows)`: the sentences, of the table alone, with the rule by which they agree or differ in its docstring.
"""

from __future__ import annotations

import difflib
import importlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from proofs_check.verify.claim import PAPERS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FOLDER = Path(__file__).parent
BUDGETS = ("quick", "full")


def _silent(done: int, total: int, what: str) -> None:
    """No progress bar."""


def agrees(holds: bool, sentence: str) -> str:
    """The sentence, with what the data say of the prediction: a rule decides, which the experiment's `answer` states.

    >>> agrees(1 < 2, "the error falls."), agrees(bool(float("nan") < 2), "the error is nan.")
    ('Agrees: the error falls.', 'Differs: the error is nan.')
    """
    return f"{'Agrees' if holds else 'Differs'}: {sentence}"


@dataclass(frozen=True)
class Settings:
    """What a user chooses: the seed, the budget, and who hears of progress (done, total, what)."""

    seed: int = 0
    budget: Literal["quick", "full"] = "quick"
    progress: Callable[[int, int, str], None] = _silent

    def __post_init__(self) -> None:
        if self.budget not in BUDGETS:
            raise ValueError(f"budget must be one of {', '.join(BUDGETS)}; got {self.budget!r}")

    @property
    def full(self) -> bool:
        """Whether the long version is asked for."""
        return self.budget == "full"


@dataclass(frozen=True)
class Measurement:
    """The measured table, the sentences that answer the question, and the raw series that the chart draws.

    ``columns`` name the quantities with their units or scale; a row has one cell a column (numbers stay numbers).
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    answer: Sequence[str]
    series: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"every row must have {len(self.columns)} cells, one a column")


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """A question, how it is measured, and how the answer is drawn.

    >>> Experiment(name="Two Words", paper="dmd", title="T", question="Q?", measure=lambda s: Measurement([], [], []))
    Traceback (most recent call last):
    ...
    ValueError: experiment name must be lower-case words joined by hyphens, got 'Two Words'
    """

    name: str
    paper: str
    title: str
    question: str
    measure: Callable[[Settings], Measurement]
    draw: Callable[[Measurement], Figure] | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.name):
            raise ValueError(f"experiment name must be lower-case words joined by hyphens, got {self.name!r}")
        if self.paper not in PAPERS:
            raise ValueError(f"experiment {self.name}: paper must be one of {', '.join(PAPERS)}; got {self.paper!r}")

    def run(self, settings: Settings) -> Measurement:
        """`measure`, on one thread of torch: see `numerics.threads`."""
        from numerics.threads import one_thread

        return one_thread(self.measure)(settings)

    def to_json(self, outcome: Measurement, settings: Settings, seconds: float) -> dict[str, Any]:
        """The outcome as plain JSON; a cell that is not a number is text."""
        rows = [[cell if isinstance(cell, int | float | bool) or cell is None else str(cell) for cell in row]
                for row in outcome.rows]  # fmt: skip
        return {"experiment": self.name, "paper": self.paper, "title": self.title, "question": self.question,
                "seed": settings.seed, "budget": settings.budget, "columns": list(outcome.columns), "rows": rows,
                "answer": list(outcome.answer), "seconds": round(seconds, 3)}  # fmt: skip


def find_experiments() -> dict[str, Experiment]:
    """Every experiment of this project, by name.

    >>> all(name == found.name for name, found in find_experiments().items())
    True
    """
    found: dict[str, Experiment] = {}
    for path in sorted(FOLDER.glob("*.py")):
        if path.name.startswith("_") or path.stem == "experiment":
            continue
        experiment = getattr(importlib.import_module(f"proofs_check.experiments.{path.stem}"), "experiment", None)
        if not isinstance(experiment, Experiment):
            raise ValueError(f"experiment file {path.name} must define `experiment = Experiment(...)`")
        if experiment.name in found:
            raise ValueError(f"experiment name {experiment.name!r} is used twice")
        found[experiment.name] = experiment
    return dict(sorted(found.items(), key=lambda item: (item[1].paper, item[0])))


def experiment_named(name: str) -> Experiment:
    """The experiment of that name; ValueError with the nearest name there is.

    >>> experiment_named("no such thing at all")
    Traceback (most recent call last):
    ...
    ValueError: unknown experiment 'no such thing at all'...
    """
    found = find_experiments()
    if name not in found:
        nearest = difflib.get_close_matches(name, found, n=1, cutoff=0.0)
        raise ValueError(f"unknown experiment {name!r}" + (f"; the nearest is {nearest[0]!r}" if nearest else ""))
    return found[name]
