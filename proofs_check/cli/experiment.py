"""``saddleproof experiment``: a question about runs, answered by a table and a chart."""

from __future__ import annotations

import importlib
import json
import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from proofs_check.cli.options import PICTURES, Effort, Format, Fresh, Out, Picture, Seed

if TYPE_CHECKING:
    from proofs_check.experiments.experiment import Measurement

MOST_SEED = 10**12
"""Sensors are drawn from seeds a million times as large, which must be whole numbers of 64 bits."""
Seeds = Annotated[int | None, typer.Option("--seeds", metavar="N", help="How many seeds, from --seed on; 5 without it.")]

About = Annotated[
    bool, typer.Option("--about", help="Measure nothing: say what is run, and by what rule it agrees or differs.")
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("experiment")(experiment_command)


def experiment_command(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Which one; without it they are listed.")] = None,
    seed: Seed = 0,
    seeds: Seeds = None,
    budget: Effort = "quick",
    fresh: Fresh = False,
    about: About = False,
    chart: Picture = None,
    format: Format = "table",
    out: Out = None,
) -> int:
    """Measure what theory predicts, at real sizes, and answer one question with a table and a chart.

    Trials are kept in your data folder as they end: a command that was stopped goes on where it stood.
    """
    from proofs_check.experiments.experiment import SEEDS, Settings, experiment_named, find_experiments
    from proofs_check.report.progress import Progress
    from proofs_check.report.tables import check_format, check_out, emit, table
    from proofs_check.verify.home import Home

    check_format(format)
    check_out(out)
    check_out(chart, "chart", PICTURES)
    if name is None:
        rows = [[e.name, e.paper, e.question] for e in find_experiments().values()]
        emit(table(["experiment", "paper", "question"], rows, format), out)
        return 0
    chosen = experiment_named(name)
    if about:
        emit("\n\n".join(f"{what.capitalize()}. {text}" for what, text in chosen.about().items() if text), out)
        return 0
    if chart is not None and chosen.draw is None:
        raise ValueError(f"chart is not available for experiment {name}: it has a table only")
    if chart is not None:
        importlib.import_module("matplotlib")  # what the chart needs is missed before the trials, not after them
    if not -MOST_SEED <= seed <= MOST_SEED:
        raise ValueError(f"seed must lie between -{MOST_SEED:g} and {MOST_SEED:g} in an experiment, got {seed}")
    begun = time.perf_counter()
    store = Home.default().folder / "experiments.sqlite"
    store.parent.mkdir(parents=True, exist_ok=True)
    with Progress(f"experiment {name}", "trials") as progress:
        settings = Settings(seed, budget, progress.tell, SEEDS if seeds is None else seeds, store, fresh)  # type: ignore[arg-type]
        outcome = chosen.run(settings)
    seconds = time.perf_counter() - begun
    if format == "json":
        emit(json.dumps(chosen.to_json(outcome, settings, seconds), ensure_ascii=False, indent=1), out)
    else:
        emit(_text(chosen.title, outcome, format), out)
        count = f"{settings.seeds} seed{'s' * (settings.seeds != 1)}"
        print(f"{seconds:.1f} s, {count} from {seed}, budget {budget}", file=sys.stderr)
    if chart is not None and chosen.draw is not None:
        from proofs_check.figures.style import save

        save(chosen.draw(outcome), chart)
    return 0


def _text(title: str, outcome: Measurement, format: str) -> str:
    from proofs_check.report.screen import folded
    from proofs_check.report.tables import table

    columns, cells = outcome.flat() if format == "csv" else (list(outcome.columns), outcome.rows)
    none = "" if format == "csv" else "-"
    text = table(columns, [[none if cell is None else _cell(cell) for cell in row] for row in cells], format, title=title)
    if format in ("csv", "latex"):
        return text
    return "\n".join([text, "", *(map(folded, outcome.answer) if format == "table" else outcome.answer)])


def _cell(value: Any) -> str:
    """Numbers in six significant digits, None as a dash.

    >>> [_cell(x) for x in (3, 0.123456789, None, "off")]
    ['3', '0.123457', '-', 'off']
    """
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)
