"""What is left of a sweep or a run after Ctrl-C, kill −9 and damage: nothing half-written, no orphan, no damage unnoticed."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest
import torch

from benchmarks.kills import campaign, children_of, flipped, gone
from numerics import Stopping, run
from numerics.problems import MatrixSensing, SymmetricFactorization
from numerics.solvers import DirectionMagnitude, GradientDescent, Nesterov
from numerics.sweep import Plan, SweepStore, export, sweep, table, trace_table
from numerics.sweep.store import Result
from tests.numerics.instances import F64, generator, low_rank, symmetric_low_rank

ROOT = str(Path(__file__).parents[2])
SMALL = """
problem = "SymmetricFactorization"
solver = ["GradientDescent", "DirectionMagnitude"]
seeds = 6
steps = 60
record = ["loss"]
[parameters.problem]
n = 6
"""
MIXED = """
problem = "SymmetricFactorization"
solver = "GradientDescent"
seeds = 8
steps = 2000000
[parameters.problem]
n = 4
[parameters.solver]
step = [1e-9, 1e3]
"""
"""Half of the members diverge within a few steps, the other half would run for an hour; all in one batch."""
SCRIPT = """
import sys, numerics.sweep as s
s.sweep(s.Plan.from_file(sys.argv[1]), sys.argv[2], engine=sys.argv[3], jobs=2 if sys.argv[3] != "serial" else 1)
"""


def started(folder: Path, plan: str, engine: str) -> tuple[subprocess.Popen[bytes], Path]:
    file, store = folder / "plan.toml", folder / "s.sqlite"
    file.write_text(plan)
    environment = {**os.environ, "PYTHONPATH": ROOT, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "ignore", "-c", SCRIPT, str(file), str(store), engine]
    return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL), store


def worked(pid: int) -> float:
    """Seconds of processor time that a process has had, 0 if there is none."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


SLOWER = pytest.mark.full


@pytest.mark.parametrize("engine", ["serial", pytest.param("joblib", marks=SLOWER)])
def test_ctrl_c_keeps_members_that_have_ended_in_a_batch_that_has_not(engine: str, tmp_path: Path) -> None:
    process, store = started(tmp_path, MIXED.replace("seeds = 8", "seeds = 8\nbatch = 1000"), engine)
    try:
        deadline = time.monotonic() + 120
        while not store.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        before = worked(process.pid)
        while time.monotonic() < deadline:  # until the diverging half is long gone
            busiest = max(map(worked, children_of(process.pid)), default=0.0)
            if (worked(process.pid) - before > 3) if engine == "serial" else busiest > 8:
                break
            time.sleep(0.1)
        for pid in [process.pid, *children_of(process.pid)]:  # as a terminal does: to the whole group
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
        process.wait(60)
    finally:
        process.kill()
        process.wait()
    rows = table(store)
    assert len(rows) == 8 and {row["ended"] for row in rows} == {"diverged"}
    assert all(row["loss"] is None and row["reason"] for row in rows)


@pytest.mark.parametrize("engine", [pytest.param("serial", marks=SLOWER), "joblib", pytest.param("dask", marks=SLOWER)])
def test_workers_end_with_a_killed_parent(engine: str, tmp_path: Path) -> None:
    if engine == "dask":
        pytest.importorskip("distributed")
    process, store = started(tmp_path, MIXED.replace("seeds = 8", "seeds = 8\nbatch = 4"), engine)
    try:
        deadline = time.monotonic() + 120
        while not store.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        wanted = {"serial": 0, "joblib": 2, "dask": 2}[engine]
        while len(children_of(process.pid)) < wanted and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(3)  # until they work
        family = children_of(process.pid)
        assert len(family) >= wanted
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    until = time.monotonic() + 5
    while not gone(family) and time.monotonic() < until:
        time.sleep(0.05)
    assert gone(family), "a worker outlived its parent by five seconds"
    with SweepStore.open(store):
        pass


@pytest.mark.full
def test_a_few_kills_of_commands_that_write() -> None:
    """The campaign of `benchmarks.kills`, thin: ``--out``, a sweep, a sweep with workers."""
    result = campaign(6, 1, 300.0, ("out", "sweep serial", "sweep joblib"))
    assert result["kills"] >= 3 and result["faults"] == []


def test_every_flipped_bit_of_a_checkpoint_is_noticed(tmp_path: Path) -> None:
    """100 random bits, all over the file."""
    problem, file = SymmetricFactorization(symmetric_low_rank(5, 2)), tmp_path / "run.pt"
    solver = Nesterov(step=0.02)
    start = solver.start(problem, 3, generator(1))

    def go() -> torch.Tensor:
        return run(problem, solver, start, 100, checkpoint=file, checkpoint_every=40).loss

    whole = go()
    sound = file.read_bytes()
    assert torch.equal(go(), whole)
    for seed in range(100):
        file.write_bytes(flipped(sound, Random(seed)))
        with pytest.raises(ValueError, match="checkpoint must be a whole file as it was written"):
            go()
    for cut in (0, 10, len(sound) // 2, len(sound) - 1):
        file.write_bytes(sound[:cut])
        with pytest.raises(ValueError, match="checkpoint must be a whole file as it was written"):
            go()


def test_every_flipped_bit_of_a_store_is_noticed_or_changes_nothing(tmp_path: Path) -> None:
    """100 random bits: a sentence, or the table to the last character (bits of unused space, of counters of SQLite)."""
    store = tmp_path / "s.sqlite"
    sweep(Plan.from_text(SMALL), store)
    sound, expected = store.read_bytes(), table(store)
    noticed = 0
    for seed in range(100):
        store.write_bytes(flipped(sound, Random(seed)))
        for leftover in tmp_path.glob("s.sqlite-*"):
            leftover.unlink()
        try:
            found = table(store)
        except ValueError as error:
            noticed += 1
            assert str(error).startswith("store must be") and "\n" not in str(error)
        else:
            assert found == expected, f"seed {seed}"
    assert noticed >= 30


@pytest.mark.parametrize("statement", [
    "UPDATE sweep_runs SET result = replace(result, 'converged', 'diverged')",
    "UPDATE sweep_runs SET seconds = seconds + 1",
    "DELETE FROM sweep_runs WHERE rowid = 3",
    "INSERT INTO sweep_runs SELECT key || 'x', task, result, seconds, digest FROM sweep_runs WHERE rowid = 1",
    "UPDATE sweep_plans SET keys = '[]'",
    "DELETE FROM sweep_plans",
    "UPDATE sweep_totals SET rows = rows - 1",
])  # fmt: skip
def test_an_edited_store_is_refused(statement: str, tmp_path: Path) -> None:
    import sqlite3

    store = tmp_path / "s.sqlite"
    sweep(Plan.from_text(SMALL.replace("steps = 60", "steps = 900")), store)
    with contextlib.closing(sqlite3.connect(store)) as connection:
        assert connection.execute(statement).rowcount > 0
        connection.commit()
    for use in (table, lambda file: sweep(Plan.from_text(SMALL), file)):
        with pytest.raises(ValueError, match="store must be undamaged"):
            use(store)


CHANGES = {
    "stopping rule": lambda p, s, x: run(p, s, x, 100, stop=Stopping(gradient=1e-3), checkpoint=FILE[0]),
    "movement": lambda p, s, x: run(p, s, x, 100, stop=Stopping(movement=1e-9), checkpoint=FILE[0]),
    "scale": lambda p, s, x: run(SymmetricFactorization(p.A, scale=0.3), s, x, 100, checkpoint=FILE[0]),
    "step": lambda p, s, x: run(p, GradientDescent(step=s.step * (1 + 1e-15)), x, 100, checkpoint=FILE[0]),
    "steps": lambda p, s, x: run(p, s, x, 101, checkpoint=FILE[0]),
    "solver": lambda p, s, x: run(p, Nesterov(step=s.step), x, 100, checkpoint=FILE[0]),
    "last bit of the start": lambda p, s, x: run(p, s, (x[0] * (1 + 2**-52),), 100, checkpoint=FILE[0]),
}
FILE: list[Path] = []


@pytest.mark.parametrize("name", CHANGES)
def test_a_checkpoint_belongs_to_one_run_only(name: str, tmp_path: Path) -> None:
    FILE[:] = [tmp_path / "run.pt"]
    problem, solver = SymmetricFactorization(symmetric_low_rank(5, 2)), GradientDescent(step=0.02)
    start = (torch.randn(2, 5, 2, generator=generator(1), dtype=F64),)
    run(problem, solver, start, 100, checkpoint=FILE[0], checkpoint_every=40)
    assert FILE[0].exists()
    with pytest.raises(ValueError, match=r"checkpoint must be of the same .* stopping rule"):
        CHANGES[name](problem, solver, start)


def test_sensors_belong_to_the_key(tmp_path: Path) -> None:
    """The same measurements by other matrices: an attribute of an attribute of the problem."""
    file, solver = tmp_path / "run.pt", GradientDescent(step=0.01)
    one, two = (MatrixSensing.gaussian(low_rank(5, 4, 2), 30, seed=s) for s in (1, 2))
    two.data = one.data
    start = GradientDescent().start(one, 2, generator(3))
    run(one, solver, start, 60, checkpoint=file, checkpoint_every=20)
    with pytest.raises(ValueError, match="checkpoint must be of the same"):
        run(two, solver, start, 60, checkpoint=file)


def test_traces_reach_csv_and_parquet_and_what_is_not_finite_is_empty(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    plan = SMALL + "[parameters.solver.GradientDescent]\nstep = [0.1, 50.0]\n"
    sweep(Plan.from_text(plan), store)
    rows = trace_table(store)
    assert export(store, tmp_path / "t.csv", traced=True) == len(rows)
    with (tmp_path / "t.csv").open() as file:
        read = list(csv.DictReader(file))
    ended = {(r["solver"], r.get("solver.step"), r["seed"]): r for r in table(store)}
    assert {r["ended"] for r in ended.values()} >= {"diverged"}
    for row, text in zip(rows, read, strict=True):
        assert text["loss"] == ("" if row["loss"] is None else repr(row["loss"])) and int(text["at"]) == row["at"]
    lost = [r for r in rows if r["loss"] is None]
    assert lost and all(ended[r["solver"], r.get("solver.step"), r["seed"]]["ended"] == "diverged" for r in lost)
    with SweepStore.open(store) as opened:
        for entry in opened.results():
            json.dumps(entry.result, allow_nan=False)
    pytest.importorskip("pyarrow")
    import pandas

    export(store, tmp_path / "t.parquet", traced=True)
    frame = pandas.read_parquet(tmp_path / "t.parquet")
    assert frame["loss"].isna().sum() == len(lost) and len(frame) == len(rows)
    empty = tmp_path / "e.sqlite"
    sweep(Plan.from_text(SMALL.replace('record = ["loss"]\n', "")), empty)
    with pytest.raises(ValueError, match="traces must have been recorded"):
        export(empty, tmp_path / "e.csv", traced=True)


def test_two_writers_of_one_store_count_every_row_once(tmp_path: Path) -> None:
    rows = [Result(f"k{i}", "{}", {"loss": float(i)}, 0.1) for i in range(9)]
    with SweepStore.open(tmp_path / "s.sqlite") as one, SweepStore.open(tmp_path / "s.sqlite") as two:
        one.put(rows[:6])
        two.put(rows[3:])
        one.put(rows)
    with SweepStore.open(tmp_path / "s.sqlite") as store:
        assert store.known(r.key for r in rows) == {r.key for r in rows}


@pytest.mark.parametrize("solver", [GradientDescent, DirectionMagnitude])
@pytest.mark.parametrize(("rule", "ended"), [("loss = 1e30", "converged"), ("gradient = 1e30", "converged")])
def test_a_batch_whose_rule_is_met_at_the_start_ends_in_a_sweep(solver: type, rule: str, ended: str, tmp_path: Path) -> None:
    plan = SMALL.replace('["GradientDescent", "DirectionMagnitude"]', f'"{solver.__name__}"') + f"[stop]\n{rule}\n"
    sweep(Plan.from_text(plan), tmp_path / "s.sqlite")
    rows = table(tmp_path / "s.sqlite")
    assert len(rows) == 6 and {row["steps"] for row in rows} == {0}
    assert {row["ended"] for row in rows} <= {ended, "stationary"}
