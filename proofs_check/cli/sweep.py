"""``saddleproof sweep``: run a plan, ask how far it is, take the table out, plot two columns."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from proofs_check.cli.options import PICTURES, Jobs, Out, Picture

ACTIONS = ("status", "export", "plot")
What = Annotated[
    str, typer.Argument(metavar="PLAN.toml|status|export|plot", help="A plan to run, or what to do with a store.")
]
Rest = Annotated[list[str] | None, typer.Argument(metavar="[FILE] [X Y]", help="The store, and for plot two columns.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("sweep")(sweep_command)


def sweep_command(
    what: What,
    rest: Rest = None,
    store: Annotated[Path | None, typer.Option(metavar="FILE", help="Results; PLAN.sqlite by default.")] = None,
    engine: Annotated[str, typer.Option(metavar="serial|joblib|dask", help="Who runs the batches.")] = "serial",
    jobs: Jobs = 1,
    scheduler: Annotated[str | None, typer.Option(metavar="ADDR", help="An existing Dask scheduler.")] = None,
    out: Out = None,
    chart: Picture = None,
    traces: Annotated[bool, typer.Option("--traces", help="export: a row a recorded step instead of a row a run.")] = False,
) -> int:
    """Run a plan; what is in the store is never run again.

    ``sweep status FILE``, ``sweep export FILE --out results.csv [--traces]``, ``sweep plot FILE X Y --chart plot.png``.
    """
    words = rest or []
    _check_options(
        what,
        plan={"store": store, "engine": engine != "serial", "jobs": jobs != 1, "scheduler": scheduler},
        export={"out": out, "traces": traces},
        plot={"out": out, "chart": chart},
    )
    if what not in ACTIONS:
        if words:
            raise ValueError(f"sweep must be given one plan, got {' '.join([what, *words])}")
        return _run(Path(what), store, engine, jobs, scheduler)
    expected = 3 if what == "plot" else 1
    if len(words) != expected:
        raise ValueError(f"sweep {what} must be given FILE{' X Y' if expected == 3 else ''}, got {len(words)} words")
    if what == "status":
        return _status(Path(words[0]))
    name, target = ("out", out) if what == "export" else ("chart", chart or out)
    if target is None:
        raise ValueError(f"{name} must be given for sweep {what}, got nothing")
    from numerics.sweep.export import export
    from proofs_check.report.progress import Progress
    from proofs_check.report.tables import check_out

    check_out(target, name, PICTURES if what == "plot" else ())
    with Progress(f"sweep {what}"):
        if what == "export":
            rows = export(words[0], target, traced=traces)
        else:
            from proofs_check.figures.style import save
            from proofs_check.report.sweep_plot import plot_columns

            save(plot_columns(words[0], words[1], words[2]), target)
    if what == "export":
        print(f"{rows} rows in {target}", file=sys.stderr)
    return 0


def _check_options(what: str, **options: dict[str, object]) -> None:
    """Raise ValueError for an option that ``sweep what`` does not look at."""
    action = what if what in ACTIONS else "plan"
    for name, value in (pair for named in options.values() for pair in named.items()):
        belongs = [other for other, named in options.items() if name in named]
        if value not in (None, False) and action not in belongs:
            raise ValueError(f"{name} is for sweep {' or '.join(belongs).replace('plan', 'PLAN.toml')}, got sweep {what}")


def _run(plan_file: Path, store: Path | None, engine: str, jobs: int, scheduler: str | None) -> int:
    if plan_file.is_dir() or not plan_file.exists():
        raise ValueError(f"plan must be an existing TOML file or one of {', '.join(ACTIONS)}, got {plan_file}")
    from numerics.sweep import Plan, sweep
    from proofs_check.report.progress import Progress
    from proofs_check.report.screen import folded

    plan = Plan.from_file(plan_file)
    target = store if store is not None else plan_file.with_suffix(".sqlite")
    print(f"{plan}, store {target}", file=sys.stderr)

    with Progress("sweep", "tasks") as progress:
        report = sweep(plan, target, engine=engine, jobs=jobs, scheduler=scheduler, progress=progress.tell)
    print(folded(str(report)))
    return 0


def _status(file: Path) -> int:
    from numerics.sweep import status
    from proofs_check.report.screen import folded
    from theory.storage.counted import counted

    rows = status(file)
    if not rows:
        print("no plan was run on this store")
    for row in rows:
        print(folded(f"{row['done']} of {counted(int(row['tasks']), 'task')} done: {row['problem']} · {row['solver']}"))
    return 0
