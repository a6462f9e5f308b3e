"""Plans, the store, and that neither kill −9 nor a lost worker changes a table."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from numerics.solvers import GradientDescent
from numerics.sweep import Plan, SweepStore, export, plot_columns, status, sweep, table, traces
from numerics.sweep.instances import build_problem

LARGE = """
problem = "Factorization"
solver = ["GradientDescent", "AlternatingGradientDescent"]
seeds = 25
steps = 150
batch = 50
[parameters.problem]
m = 8
n = 6
condition = [2, 10]
rank = 2
[parameters.solver]
columns = [2, 4]
step = [0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.2]
"""
SMALL = """
problem = ["Factorization", "DeepFactorization"]
solver = "GradientDescent"
seeds = [3, 5]
steps = 40
record = ["loss"]
[parameters.problem.Factorization]
m = 5
n = 4
rank = 2
[parameters.problem.DeepFactorization]
widths = [[3, 2, 3], [2, 2, 2, 2]]
[parameters.solver]
step = [0.02, 0.05]
"""


def test_the_grid_is_the_product_and_the_groups_share_problem_and_solver() -> None:
    plan = Plan.from_text(LARGE)
    tasks = plan.tasks()
    assert len(tasks) == 2 * 2 * 2 * 10 * 25 == 2000
    assert len({task.key for task in tasks}) == 2000
    batches = plan.batches()
    assert sum(map(len, batches)) == 2000 and all(len({t.group for t in batch}) == 1 for batch in batches)


def test_every_row_is_what_a_single_hand_made_run_gives(tmp_path: Path) -> None:
    """The sweep's batches against one plain loop a task, written here, from the same seeded start."""
    from numerics.randomness import Seeds

    store = tmp_path / "s.sqlite"
    report = sweep(Plan.from_text(SMALL), store)
    rows = table(store)
    assert report.ran == len(rows) == 12
    for row, trace in zip(rows, traces(store), strict=True):
        parameters = {k.removeprefix("problem."): v for k, v in row.items() if k.startswith("problem.")}
        if "widths" in parameters:
            parameters["widths"] = tuple(int(w) for w in parameters["widths"].strip("[]").split(","))
        problem = build_problem(row["problem"], parameters)
        solver = GradientDescent(step=row["solver.step"])
        state = solver.start(problem, 1, Seeds(torch.tensor([row["seed"]])))
        losses = [float(solver.objective(problem).loss(state))]
        for _ in range(40):
            state = solver.update(problem, state)
            losses.append(float(solver.objective(problem).loss(state)))
        assert row["loss"] == pytest.approx(losses[-1], rel=1e-11)
        assert trace["loss"] == pytest.approx([losses[t] for t in trace["at"]], rel=1e-11)


def test_a_second_sweep_runs_nothing_and_a_larger_plan_only_what_is_new(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    sweep(Plan.from_text(SMALL), store)
    before = table(store)
    assert sweep(Plan.from_text(SMALL), store).ran == 0
    larger = Plan.from_text(SMALL.replace("[3, 5]", "[3, 5, 8]"))
    assert sweep(larger, store).ran == 6
    assert [row for row in table(store) if row["seed"] != 8] == before
    assert [(row["tasks"], row["done"]) for row in status(store)] == [(12, 12), (18, 18)]


@pytest.mark.parametrize("solver", ["GradientDescent", "UDU", "DirectionMagnitude", "RecursiveDirectionMagnitude"])
def test_different_matrices_run_in_one_batch_like_alone(solver: str, tmp_path: Path) -> None:
    """Six matrices (two spectra, three seeds) with the default step of each, against one run for each matrix."""
    text = f"""
problem = "SymmetricFactorization"
solver = "{solver}"
seeds = 2
steps = 60
[parameters.problem]
n = 8
spectrum = [[1.0, 0.5], [2.0, -0.5]]
seed = [0, 1, 2]
[parameters.solver]
columns = 4
"""
    store = tmp_path / "s.sqlite"
    plan = Plan.from_text(text)
    assert len(plan.batches()) == 1
    sweep(plan, store)
    for row in table(store):
        spectrum = row["problem.spectrum"].replace("[", "[[").replace("]", "]]")
        alone = text.replace("[[1.0, 0.5], [2.0, -0.5]]", spectrum).replace("[0, 1, 2]", str(row["problem.seed"]))
        single = tmp_path / f"{row['problem.seed']}{row['seed']}{spectrum}.sqlite"
        sweep(Plan.from_text(alone.replace("seeds = 2", f"seeds = [{row['seed']}]")), single)
        (other,) = table(single)
        assert row["loss"] == pytest.approx(other["loss"], rel=1e-9, abs=1e-25)


SCRIPT = "import sys, numerics.sweep as s; s.sweep(s.Plan.from_file(sys.argv[1]), sys.argv[2])"


def test_kill_9_half_way_and_resume_gives_the_uninterrupted_table(tmp_path: Path) -> None:
    plan_file, store = tmp_path / "plan.toml", tmp_path / "killed.sqlite"
    plan_file.write_text(LARGE)
    whole = tmp_path / "whole.sqlite"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, str(plan_file), str(store)], env=environment)
    try:
        count, deadline = 0, time.monotonic() + 120
        while count < 600 and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.01)
            count = _count(store)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    survived = _count(store)
    assert 600 <= survived < 2000, "the kill must come half-way"
    assert survived % 50 == 0, "batches are written whole"
    report = sweep(Plan.from_file(plan_file), store)
    assert report.known == survived and report.ran == 2000 - survived
    sweep(Plan.from_file(plan_file), whole)
    assert table(store) == table(whole)


@pytest.mark.full
@pytest.mark.filterwarnings("ignore")
def test_a_killed_dask_worker_changes_nothing(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    killed: list[int] = []

    def kill_one(done: int, _: int) -> None:
        workers = [pid for pid in _children() if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]
        if not killed and done >= 500 and workers:
            os.kill(workers[-1], signal.SIGKILL)
            killed.append(workers[-1])

    store, whole = tmp_path / "dask.sqlite", tmp_path / "whole.sqlite"
    plan = Plan.from_text(LARGE)
    report = sweep(plan, store, engine="dask", jobs=2, progress=kill_one)
    assert killed and report.ran == 2000
    sweep(plan, whole)
    assert table(store) == table(whole)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere"])
def test_a_scheduler_that_does_not_answer_is_one_line(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("numerics.sweep.engines.ANSWER", 1)
    with pytest.raises(ValueError, match=f"scheduler must be a Dask scheduler that answers within 1 s, got {address}"):
        sweep(Plan.from_text(SMALL), tmp_path / "s.sqlite", engine="dask", scheduler=address)


def test_joblib_gives_the_serial_table(tmp_path: Path) -> None:
    plan = Plan.from_text(SMALL)
    sweep(plan, tmp_path / "a.sqlite", engine="joblib", jobs=2)
    sweep(plan, tmp_path / "b.sqlite")
    assert table(tmp_path / "a.sqlite") == table(tmp_path / "b.sqlite")


def test_export_and_plot(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    sweep(Plan.from_text(SMALL), store)
    assert export(store, tmp_path / "t.csv") == 12
    lines = (tmp_path / "t.csv").read_text().splitlines()
    assert len(lines) == 13 and lines[0].startswith("problem,solver,")
    plot_columns(store, "solver.step", "loss", tmp_path / "p.png")
    assert (tmp_path / "p.png").stat().st_size > 5000
    pytest.importorskip("pyarrow")
    import pandas

    export(store, tmp_path / "t.parquet")
    assert len(pandas.read_parquet(tmp_path / "t.parquet")) == 12


def test_a_store_of_another_version_is_refused_and_unchanged(tmp_path: Path) -> None:
    store = tmp_path / "s.sqlite"
    sweep(Plan.from_text(SMALL), store)
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version = 7")
    connection.close()
    with pytest.raises(ValueError, match="store must be of version 2 or older, got version 7"):
        sweep(Plan.from_text(SMALL), store)
    with sqlite3.connect(store) as connection:
        assert connection.execute("SELECT count(*) FROM sweep_runs").fetchone() == (12,)
    connection.close()
    noise = tmp_path / "noise"
    noise.write_bytes(b"not a database, certainly not" * 100)
    with pytest.raises(ValueError, match="store must be a sound SQLite file"), SweepStore.open(noise):
        pass


def test_results_of_an_older_release_are_found_again(tmp_path: Path) -> None:
    store, kept = tmp_path / "s.sqlite", tmp_path / "old.sqlite"
    sweep(Plan.from_text(SMALL), store)
    with contextlib.closing(sqlite3.connect(store)) as new, contextlib.closing(sqlite3.connect(kept)) as old:
        new.backup(old)
        old.executescript("PRAGMA application_id = 0; PRAGMA user_version = 0; DROP TABLE sweep_totals;"
                          "ALTER TABLE sweep_runs DROP COLUMN digest; ALTER TABLE sweep_plans DROP COLUMN digest;"
                          "CREATE TABLE sweep_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
                          "INSERT INTO sweep_meta VALUES ('version', '1');")  # fmt: skip
    assert table(kept) == table(store) and len(table(kept)) == 12
    assert sweep(Plan.from_text(SMALL.replace("[3, 5]", "[3, 5, 8]")), kept).ran == 6
    assert len(table(kept)) == 18


BAD = {
    "got setps; nearest: steps": SMALL.replace("steps", "setps"),
    "got Factorisation; nearest: Factorization": SMALL.replace('"Factorization"', '"Factorisation"'),
    "got GradientDecent; nearest: GradientDescent": SMALL.replace("GradientDescent", "GradientDecent"),
    "parameters.solver must be among .* got stepp; nearest: step": SMALL.replace("step = [0.02", "stepp = [0.02"),
    "parameters.problem.Factorization must be among .* got rnak": SMALL.replace("rank = 2", "rnak = 2"),
    "steps must be a whole number of at least 1, got 0": SMALL.replace("steps = 40", "steps = 0"),
    "seeds must be a count": SMALL.replace("[3, 5]", "[]"),
    "seeds must be a count of 1 … 10000000 or .*, got 1000000000000": SMALL.replace("[3, 5]", "10" + "0" * 11),
    "seeds must be a count of .* got True": SMALL.replace("[3, 5]", "true"),
    "batch must be a whole number of at least 1, got 0": SMALL.replace("steps = 40", "steps = 40\nbatch = 0"),
    "steps must be a whole number of at least 1, got 1.5": SMALL.replace("steps = 40", "steps = 1.5"),
    "record must be loss or gradient_norm, got los": SMALL.replace('["loss"]', '["los"]'),
    "plan must be TOML": "problem = ",
    "plan must have the key steps": 'problem = "Factorization"\nsolver = "GradientDescent"',
}


@pytest.mark.parametrize("message", sorted(BAD))
def test_bad_plans_are_named(message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Plan.from_text(BAD[message])


def test_bad_values_stop_a_sweep_before_anything_runs(tmp_path: Path) -> None:
    for bad, message in (("step = [0.02, 0.0]", "step must be positive, got 0"), ("columns = 0", "columns must be")):
        text = SMALL.replace("step = [0.02, 0.05]", bad)
        with pytest.raises(ValueError, match=message):
            sweep(Plan.from_text(text), tmp_path / "s.sqlite")
    with pytest.raises(ValueError, match="needs a symmetric problem; Factorization is not"):
        sweep(Plan.from_text(SMALL.replace("GradientDescent", "UDU")), tmp_path / "s.sqlite")
    assert not (tmp_path / "s.sqlite").exists()
    with pytest.raises(ValueError, match="engine must be one of serial, joblib, dask, got threads"):
        sweep(Plan.from_text(SMALL), tmp_path / "s.sqlite", engine="threads")
    with pytest.raises(ValueError, match="store must be an existing file"):
        status(tmp_path / "none.sqlite")


def _count(store: Path) -> int:
    if not store.exists():
        return 0
    connection = sqlite3.connect(store, timeout=30)
    try:
        return int(connection.execute("SELECT count(*) FROM sweep_runs").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        connection.close()


def _children() -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            if parent == os.getpid():
                found.append(int(entry.name))
    return found
