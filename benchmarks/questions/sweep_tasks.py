"""What a sweep costs a task beyond the run itself, against a loop and two pools; and what is lost by kill −9.

2,000 tasks: gradient descent on an 8 × 6 factorization, 100 steps. Ours keeps every result in a store (SQLite) as it comes;
the peers keep nothing. The overhead is the time of a whole sweep minus that of the bare runs in the same batches, by the
task.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch
from torch import Tensor

from benchmarks.harness.question import Case, Contender, Goal, Question, Timed
from benchmarks.harness.results import Outcome
from numerics import run
from numerics.problems import Factorization
from numerics.randomness import Seeds
from numerics.solvers import GradientDescent

STEPS, STEP, BATCH, MOST_MS = 100, 0.05, 250, 1.0
OURS, BARE, KILLED = "saddleproof sweep", "saddleproof, bare runs", "saddleproof, killed and resumed"
PLAN = f"""
problem = "Factorization"
solver = "GradientDescent"
seeds = TASKS
steps = {STEPS}
batch = {BATCH}
[parameters.problem]
m = 8
n = 6
rank = 2
[parameters.solver]
step = {STEP}
"""


def cases(quick: bool) -> Sequence[Case]:
    """By number of tasks."""
    sizes = (QUICK, 200, 400) if quick else (200, 600, 2000)
    return [Case(f"{n:,} tasks", float(n), {"n": n}) for n in sizes]


def _problem() -> Any:
    from numerics.sweep.instances import build_problem

    return build_problem("Factorization", {"m": 8, "n": 6, "rank": 2})


def _ends(rows: Any) -> list[float]:
    """Final losses in the order of the seeds."""
    return [float(row["loss"]) for row in sorted(rows, key=lambda row: int(row["seed"]))]


def _swept(case: Case, seed: int) -> Callable[[], Any]:
    from numerics.sweep import Plan, sweep, table

    plan = Plan.from_text(PLAN.replace("TASKS", str(case["n"])))

    def ends() -> Any:
        with TemporaryDirectory() as folder:
            store = Path(folder) / "s.sqlite"
            begun = time.perf_counter()
            sweep(plan, store)
            seconds = time.perf_counter() - begun
            return Timed(_ends(table(store)), seconds)

    return ends


def _bare(case: Case, seed: int) -> Callable[[], Any]:
    problem, solver = _problem(), GradientDescent(step=STEP)

    def ends() -> Any:
        found = []
        for first in range(0, case["n"], BATCH):
            start = solver.start(
                problem, min(BATCH, case["n"] - first), Seeds(torch.arange(first, min(first + BATCH, case["n"])))
            )
            found += run(problem, solver, start, STEPS, at="log").loss[:, -1].tolist()
        return found

    return ends


def one(seed: int) -> float:
    """One task by itself, written out in torch."""
    X, Y = GradientDescent(step=STEP).start(_cached(), 1, Seeds(torch.arange(seed, seed + 1)))
    return float(_descended(X[0], Y[0]))


def _descended(X: Tensor, Y: Tensor) -> Tensor:
    """The loss after all steps, of one start or of each in a batch."""
    A = _cached().A
    for _ in range(STEPS):
        R = X @ Y.mT - A
        X, Y = X - STEP * R @ Y, Y - STEP * R.mT @ X
    return 0.5 * (X @ Y.mT - A).square().sum((-2, -1))


@lru_cache(maxsize=1)
def _cached() -> Factorization:
    found = _problem()
    assert isinstance(found, Factorization)
    return found


def _loop(case: Case, seed: int) -> Callable[[], Any]:
    return lambda: [one(i) for i in range(case["n"])]


def _joblib(case: Case, seed: int) -> Callable[[], Any]:
    from joblib import Parallel, delayed

    pool = Parallel(n_jobs=2)
    pool(delayed(one)(i) for i in range(4))
    return lambda: pool(delayed(one)(i) for i in range(case["n"]))


def _dask(case: Case, seed: int) -> Callable[[], Any]:
    from distributed import Client, LocalCluster

    cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50)
    client = Client(cluster)
    client.gather(client.map(one, range(4), pure=False))
    return lambda: client.gather(client.map(one, range(case["n"]), pure=False))


def _killed(case: Case, seed: int) -> Callable[[], Any]:
    """A sweep killed at a random moment with everything it started; then resumed. What the store had must still be there."""
    from numerics.sweep import Plan, sweep, table

    text = PLAN.replace("TASKS", str(case["n"]))
    rng = random.Random(seed)
    program = [sys.executable, "-W", "ignore", "-m", "proofs_check.cli", "sweep", "plan.toml"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}

    def ends() -> Any:
        with TemporaryDirectory() as folder:
            (Path(folder) / "plan.toml").write_text(text)
            store = Path(folder) / "plan.sqlite"
            process = subprocess.Popen(
                program,
                cwd=folder,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            wanted, until = rng.randrange(0, max(case["n"] - 2 * BATCH, 1), BATCH), time.monotonic() + 60
            while process.poll() is None and time.monotonic() < until and _rows(store) < max(wanted, 1):
                time.sleep(0.01)
            seen = _rows(store)
            os.killpg(process.pid, signal.SIGKILL)
            ran = process.wait() == -signal.SIGKILL
            before = table(store)
            sweep(Plan.from_text(text), store)
            after = table(store)
            lost = max(seen - len(before), 0) + sum(row not in after for row in before)
            return {"there": max(seen, len(before)), "lost": lost, "ran": ran, "ends": _ends(after)}

    return ends


def _large(case: Case) -> bool:
    """The number that is asked for; in the quick form the smallest one."""
    return case["n"] in (QUICK, 2000)


QUICK = 100


def _rows(store: Path) -> int:
    import sqlite3

    try:
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=1) as connection:
            return int(connection.execute("SELECT count(*) FROM sweep_runs").fetchone()[0])
    except sqlite3.Error:
        return 0


@lru_cache(maxsize=4)
def expected(n: int) -> list[float]:
    """All tasks in one batch, gradient descent written out."""
    return _descended(*GradientDescent(step=STEP).start(_cached(), n, Seeds(torch.arange(n)))).tolist()  # type: ignore[no-any-return]


def fault(case: Case, seed: int, answer: Any) -> str:
    """One final loss a task, all those of plain gradient descent; of a sweep killed while it ran no row lost."""
    ends = answer["ends"] if isinstance(answer, dict) else answer
    if isinstance(answer, dict) and answer["lost"]:
        return f"{answer['lost']} of {answer['there']} results lost"
    if isinstance(answer, dict) and not answer["ran"]:
        return "the sweep had ended before it was killed"
    if len(ends) != case["n"]:
        return f"{len(ends)} results of {case['n']}"
    found, right = (torch.tensor(losses, dtype=torch.float64) for losses in (ends, expected(case["n"])))
    gap = float(((found - right).abs() / right).max())
    return "" if gap <= 1e-9 else f"losses differ by {gap:.1e}"


def goals(outcome: Outcome) -> list[Goal]:
    """Overhead a task at the largest number, and nothing lost."""
    case = outcome.cases[-1]
    whole, bare = outcome.of(OURS, case.name), outcome.of(BARE, case.name)
    found = []
    if whole and bare and whole.seconds and bare.seconds:
        each = sorted(1000 * (a - b) / case["n"] for a, b in zip(whole.seconds, bare.seconds, strict=False))
        middle = each[len(each) // 2]
        figure = f"{middle:.3f} ms ({each[0]:.3f} … {each[-1]:.3f})"
        found.append(Goal(f"overhead ≤ {MOST_MS:g} ms a task", figure, middle <= MOST_MS, slow=(OURS, case.name)))
    killed = [m for c in outcome.cases if (m := outcome.of(KILLED, c.name))]
    fine = all(m.fine for m in killed)
    rounds = sum(len(m.seconds) for m in killed)
    figure = f"0 in {rounds} kills" if fine else next(m.reason for m in killed if not m.fine)
    return [*found, Goal("0 results lost after kill −9", figure, fine, f"{figure}.")]


question = Question(
    name="sweep_tasks",
    title="A sweep of many tasks",
    asked=f"""Gradient descent on ½‖XYᵀ − A‖², A 8 × 6, {STEPS} steps, one task a seed. Ours keeps every result on
        disk, the peers none; pools are there before the clock starts. Killed: the process and all it started gets SIGKILL
        while rows are written, then the same plan is run again; the time is that of all this.""",
    cases=cases,
    contenders=(
        Contender(OURS, _swept, ours=True, note=f"batches of {BATCH}, SQLite store"),
        Contender(BARE, _bare, ours=True, note="the same batches, nothing kept"),
        Contender(KILLED, _killed, ours=True, only=_large),
        Contender("loop, torch", _loop, only=_large),
        Contender("joblib", _joblib, needs=("joblib",), note="two processes, a task at a time", only=_large),
        Contender("dask", _dask, needs=("dask",), note="two processes, a task at a time", only=_large),
    ),
    fault=fault,
    goals=goals,
    against=OURS,
    size="the number of tasks",
    limit=40,
)
