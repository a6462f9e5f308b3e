"""Run a plan: only what the store does not have yet, whatever happened before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from numerics.sweep.batch import problem_of, solver_of
from numerics.sweep.engines import run_batches
from numerics.sweep.parent import interruptible
from numerics.sweep.plan import Plan
from numerics.sweep.store import SweepStore
from theory.storage.counted import counted


@dataclass(frozen=True)
class SweepReport:
    """How many tasks the plan has, how many were there before, how many ran now, and how the new ones ended."""

    tasks: int
    known: int
    ran: int
    ended: dict[str, int]

    def __str__(self) -> str:
        ended = ", ".join(f"{count} {kind}" for kind, count in sorted(self.ended.items()))
        had = f"{self.known} {'was' if self.known == 1 else 'were'} in the store"
        return f"{counted(self.tasks, 'task')}: {had}, {self.ran} ran{': ' + ended if ended else ''}"


def sweep(
    plan: Plan,
    store: str | Path,
    *,
    engine: str = "serial",
    jobs: int = 1,
    scheduler: str | None = None,
    progress: Callable[[int, int], None] = lambda done, tasks: None,
) -> SweepReport:
    """Run the tasks of ``plan`` that ``store`` lacks and write every batch as it finishes.

    Batches are cut from the whole plan, not from what is left, so an interrupted and resumed sweep gives the same
    table, to the bit, as an uninterrupted one. Ctrl-C lets the batch stop where it stands, keeps the members that have ended,
    however large the batch is, and then raises KeyboardInterrupt (a second one at once). Every combination is built once
    before anything runs: a wrong parameter costs nothing. ``progress(done, tasks)`` is called at the start and after each
    batch. Raises ValueError for bad input.
    """
    batches = plan.batches()
    for batch in batches:
        solver_of(batch, problem_of(batch))
    keys = [task.key for batch in batches for task in batch]
    with SweepStore.open(store) as results, interruptible() as asked:
        results.put_plan(plan.to_json(), keys)
        known = results.known(keys)
        left = [[t for t in batch if t.key not in known] for batch in batches]
        left = [batch for batch in left if batch]
        done, ended = len(known), Counter[str]()
        progress(done, len(keys))
        for finished in run_batches(left, engine, jobs, scheduler, asked):
            results.put(finished)
            done += len(finished)
            ended.update(r.result["ended"] for r in finished)
            progress(done, len(keys))
            if asked():
                raise KeyboardInterrupt
    return SweepReport(len(keys), len(known), done - len(known), dict(ended))


def status(store: str | Path) -> list[dict[str, int | str]]:
    """For every plan run on the store: its problems and solvers, how many tasks it has and how many are done."""
    with SweepStore.open(store, must_exist=True) as results:
        rows: list[dict[str, int | str]] = []
        for plan, keys in results.plans():
            what: dict[str, int | str] = {"problem": ", ".join(plan["problems"]), "solver": ", ".join(plan["solvers"])}
            rows.append({**what, "tasks": len(keys), "done": len(results.known(keys))})
        return rows
