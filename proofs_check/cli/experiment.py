"""``saddleproof experiment``: a question about runs, answered by a table and a chart."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from proofs_check.experiments.experiment import Outcome

CHARTS = (".png", ".svg", ".pdf")


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("experiment")(experiment_command)


def experiment_command(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Which one; without it they are listed.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of every random draw.")] = 0,
    budget: Annotated[str, typer.Option(metavar="quick|full", help="full takes minutes, at the sizes of the text.")] = "quick",
    chart: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it: .png, .svg or .pdf.")] = None,
    format: Annotated[str, typer.Option(metavar="table|json|csv|markdown|latex", help="How to print.")] = "table",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write there instead of standard output.")] = None,
) -> int:
    """Measure what theory predicts, at real sizes, and answer one question with a table and a chart."""
    from proofs_check.experiments.experiment import Settings, experiment_named, find_experiments
    from proofs_check.report.tables import check_format, check_out, emit, table

    check_format(format)
    check_out(out)
    if chart is not None and (chart.suffix not in CHARTS or not chart.parent.is_dir()):
        raise ValueError(f"chart must be a {', '.join(CHARTS)} file in a folder that exists, got {chart}")
    if name is None:
        rows = [[e.name, e.paper, e.question] for e in find_experiments().values()]
        emit(table(["experiment", "paper", "question"], rows, format), out)
        return 0
    chosen = experiment_named(name)
    if chart is not None and chosen.draw is None:
        raise ValueError(f"chart is not available for experiment {name}: it has a table only")
    begun = time.perf_counter()
    with _progress_bar(chosen.title) as progress:
        settings = Settings(seed=seed, budget=budget, progress=progress)  # type: ignore[arg-type]
        outcome = chosen.measure(settings)
    seconds = time.perf_counter() - begun
    if chart is not None and chosen.draw is not None:
        chosen.draw(outcome).savefig(chart)
    if format == "json":
        emit(json.dumps(chosen.to_json(outcome, settings, seconds), ensure_ascii=False, indent=1), out)
        return 0
    emit(_text(chosen.title, outcome, format), out)
    print(f"{seconds:.1f} s, seed {seed}, budget {budget}", file=sys.stderr)
    return 0


def _text(title: str, outcome: Outcome, format: str) -> str:
    from proofs_check.report.tables import table

    rows = [[_cell(cell) for cell in row] for row in outcome.rows]
    text = table(list(outcome.columns), rows, format, title=title)
    return text if format in ("csv", "latex") else "\n".join([text, "", *outcome.answer])


def _cell(value: Any) -> str:
    """Numbers in six significant digits, None as a dash.

    >>> [_cell(x) for x in (3, 0.123456789, None, "off")]
    ['3', '0.123457', '-', 'off']
    """
    if value is None:
        return "-"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


@contextmanager
def _progress_bar(title: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar with the time that is left on a terminal's standard error; nothing elsewhere."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(title, total=None)
        yield lambda done, total, what: bar.update(task, completed=done, total=total, description=what)
