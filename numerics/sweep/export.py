"""Results as a table: rows, pandas, CSV, Parquet."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from numerics.sweep.store import SweepStore
from theory.storage.files import replacing

FORMATS = (".csv", ".parquet")


def table(store: str | Path, *, seconds: bool = False) -> list[dict[str, Any]]:
    """One row per task in a fixed order: problem, solver, their parameters, seed, steps, how it ended (with the index of a
    stationary point and the reason of a divergence), final numbers; None for what is not finite.

    Traces are left out (``traces``). Wall times are left out unless asked for: without them the table of a plan is
    always the same.
    """
    rows = []
    with SweepStore.open(store, must_exist=True) as results:
        for entry in results.results():
            row = _task_row(json.loads(entry.task))
            row |= {name: value for name, value in entry.result.items() if not name.startswith("trace_")}
            rows.append(row | ({"seconds": entry.seconds} if seconds else {}))
    return rows


def _task_row(task: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"problem": task["problem"], "solver": task["solver"]}
    for side in ("problem", "solver"):
        for name, value in task[f"{side}_parameters"]:
            row[f"{side}.{name}"] = json.dumps(value) if isinstance(value, list) else value
    return row | {"seed": task["seed"], "max_steps": task["steps"]}


def traces(store: str | Path) -> list[dict[str, Any]]:
    """One entry per task that recorded traces: the task, ``at`` (steps) and one list per recorded name."""
    with SweepStore.open(store, must_exist=True) as results:
        entries = [(json.loads(r.task), r.result) for r in results.results() if "trace_at" in r.result]
    kept = [(task, [name for name in result if name.startswith("trace_")], result) for task, result in entries]
    return [{"task": task, **{n.removeprefix("trace_"): result[n] for n in names}} for task, names, result in kept]


def trace_table(store: str | Path) -> list[dict[str, Any]]:
    """One row per task and recorded step: the task as in ``table``, ``at`` (the step) and the recorded values; None after a
    divergence."""
    rows = []
    with SweepStore.open(store, must_exist=True) as results:
        for entry in results.results():
            names = [name for name in entry.result if name.startswith("trace_")]
            values = zip(*(entry.result[name] for name in names), strict=True)
            titles = [name.removeprefix("trace_") for name in names]
            rows += [_task_row(json.loads(entry.task)) | dict(zip(titles, row, strict=True)) for row in values]
    return rows


def export(store: str | Path, out: str | Path, *, seconds: bool = False, traced: bool = False) -> int:
    """Write the table, or with ``traced`` the ``trace_table``, to a .csv or .parquet file (the latter needs pandas and
    pyarrow); returns the number of rows. ValueError for ``traced`` where no trace was recorded."""
    out = Path(out)
    if out.suffix not in FORMATS:
        raise ValueError(f"out must end in {' or '.join(FORMATS)}, got {out.name}")
    rows = trace_table(store) if traced else table(store, seconds=seconds)
    if traced and not rows:
        raise ValueError("traces must have been recorded (record = [\"loss\"] in the plan), got a store without any")
    if out.suffix == ".parquet":
        try:
            import pandas
            import pyarrow  # noqa: F401
        except ImportError as error:
            raise ValueError("out as .parquet needs the extra saddleproof[tables], which is not installed") from error
        with replacing(out) as draft:
            pandas.DataFrame(rows).to_parquet(draft)
        return len(rows)
    with replacing(out) as draft, draft.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns(rows), restval="")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def columns(rows: list[dict[str, Any]]) -> list[str]:
    """All column names, in the order in which they first appear."""
    return list(dict.fromkeys(name for row in rows for name in row))
