"""An experiment: a question about runs, a table that answers it beside what theory predicts, and a chart.

An experiment lives in ``proofs_check/experiments/<name>.py`` as ``experiment = Experiment(...)``. It is found by
looking; nothing lists it. Claims give verdicts; an experiment shows sizes, and states what it predicts beforehand. Its module
has `answer(rows)`: the sentences, of the table alone, with the rule by which they agree or differ in its docstring.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from proofs_check.experiments.trials import Spread
from proofs_check.verify.claim import PAPERS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FOLDER = Path(__file__).parent
BUDGETS = ("quick", "full")
PARTS = ("median", "least", "largest")
SEEDS, MOST = 5, 10_000
"""How many seeds an experiment runs by default, and at most."""


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
    """What a user chooses: the first seed and how many, the budget, who hears of progress (done, total, what), and the file of
    trials (None: nothing is kept), with ``fresh`` written only. ``spent`` collects the seconds of the trials, those before
    among them.

    >>> list(Settings(seed=3, seeds=2).all_seeds), len(Settings().all_seeds)
    ([3, 4], 5)
    """

    seed: int = 0
    budget: Literal["quick", "full"] = "quick"
    progress: Callable[[int, int, str], None] = _silent
    seeds: int = SEEDS
    store: Path | None = None
    fresh: bool = False
    spent: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.budget not in BUDGETS:
            raise ValueError(f"budget must be one of {', '.join(BUDGETS)}; got {self.budget!r}")
        if not 1 <= self.seeds <= MOST:
            raise ValueError(f"seeds must be 1 … {MOST}, got {self.seeds}")

    @property
    def all_seeds(self) -> range:
        """The seeds of the trials, one after another from the first."""
        return range(self.seed, self.seed + self.seeds)

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

    def flat(self) -> tuple[list[str], list[list[Any]]]:
        """Columns and rows with three cells for a column of spreads: median, least, largest.

        >>> Measurement(["n", "error"], [[3, Spread((1.0, 2.0, 4.0))]], []).flat()
        (['n', 'error, median', 'error, least', 'error, largest'], [[3, 2.0, 1.0, 4.0]])
        """
        wide = [any(isinstance(row[k], Spread) for row in self.rows) for k in range(len(self.columns))]
        names = [part for name, spread in zip(self.columns, wide, strict=True)
                 for part in ([f"{name}, {what}" for what in PARTS] if spread else [name])]  # fmt: skip
        rows = [[part for cell, spread in zip(row, wide, strict=True) for part in (_parts(cell) if spread else [cell])]
                for row in self.rows]  # fmt: skip
        return names, rows

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"every row must have {len(self.columns)} cells, one a column")


def _parts(cell: Any) -> list[Any]:
    """A spread as its three numbers; another cell, for all three."""
    return [getattr(cell, what) for what in PARTS] if isinstance(cell, Spread) else [cell] * len(PARTS)


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

    def about(self) -> dict[str, str]:
        """Question, setting and rule: what the file of the experiment and its `answer` say of themselves.

        >>> sorted(experiment_named("agd-crossover").about())
        ['question', 'rule', 'setting']
        """
        module = inspect.getmodule(self.measure)
        rule = getattr(module, "answer", None)
        return {
            "question": self.question,
            "setting": inspect.getdoc(module) or "",
            "rule": (inspect.getdoc(rule) if rule is not None else None) or "",
        }

    def to_json(self, outcome: Measurement, settings: Settings, seconds: float) -> dict[str, Any]:
        """The outcome as plain JSON; a cell that is not a number is text."""
        rows = [[_plain(cell) for cell in row] for row in outcome.rows]
        return {"experiment": self.name, "paper": self.paper, "title": self.title, "question": self.question,
                "seed": settings.seed, "seeds": settings.seeds, "budget": settings.budget,
                "columns": list(outcome.columns), "rows": rows,
                "answer": list(outcome.answer), "seconds": round(seconds, 3),
                "measuring": round(sum(settings.spent) or seconds, 3)}  # fmt: skip


def _plain(cell: Any) -> Any:
    """A cell as JSON has it: a finite number, None, a spread as a mapping, and anything else as text."""
    if isinstance(cell, Spread):
        return cell.to_json()
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell if isinstance(cell, int | float | bool) or cell is None else str(cell)


def find_experiments() -> dict[str, Experiment]:
    """Every experiment of this project, by name.

    >>> all(name == found.name for name, found in find_experiments().items())
    True
    """
    found: dict[str, Experiment] = {}
    for path in sorted(FOLDER.glob("*.py")):
        if path.name.startswith("_") or path.stem in ("experiment", "trials"):
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
