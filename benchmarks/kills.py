"""Kill −9 at random moments: ``python -m benchmarks.kills [--count N] [--seed S] [--seconds T]``.

Commands that write (``landscape --out``, ``bound --out``), ``verify`` with a ledger and sweeps (serial, joblib) are started and
killed after a random time. Then: the file is the old one or the new one, whole; the ledger and the store open and say what an
unkilled run says; no draft stays that is not ignored; and five seconds later no process of the family is alive.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random

ROOT = str(Path(__file__).parents[1])
OUT = ["landscape", "--widths", "4,4,4,4", "--spectrum", "3,2,1,1/2", "--ridge", "1/9,1/9,1/9", "--format", "csv", "--out"]
PLAN = """
problem = "SymmetricFactorization"
solver = ["GradientDescent", "DirectionMagnitude"]
seeds = 40
steps = 800
batch = 10
[parameters.problem]
n = 8
"""
KINDS = ("out", "out", "verify", "sweep serial", "sweep joblib", "sweep joblib")


def flipped(data: bytes, random: Random) -> bytes:
    """The same bytes with one bit changed."""
    place = random.randrange(8 * len(data))
    changed = bytearray(data)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def children_of(pid: int) -> list[int]:
    """All living descendants of a process."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except (OSError, ValueError):
                continue
            if state != "Z":
                parents[int(entry.name)] = int(parent)
    found, fresh = [], [pid]
    while fresh:
        fresh = [child for child, parent in parents.items() if parent in fresh]
        found += fresh
    return found


def gone(pids: list[int]) -> bool:
    """Whether none of these processes lives (a zombie does not)."""
    for pid in pids:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                return False
        except OSError:
            continue
    return True


def command(kind: str, folder: Path) -> list[str]:
    """What is run in ``folder``."""
    program = [sys.executable, "-W", "ignore", "-m", "proofs_check.cli"]
    if kind == "out":
        return [*program, *OUT, str(folder / "table.csv")]
    if kind == "verify":
        return [*program, "verify", "dmf-balancedness", "--budget", "quick"]
    engine = kind.split()[1]
    more = ["--engine", engine, "--jobs", "2"] if engine != "serial" else []
    return [*program, "sweep", str(folder / "plan.toml"), *more]


def fault(kind: str, folder: Path, whole: Path) -> str:
    """What is wrong with the files that a killed command left, "" if nothing."""
    if kind == "out":
        text = (folder / "table.csv").read_text()
        return "" if text in ("old\n", (whole / "table.csv").read_text()) else "half a table"
    if kind == "verify":
        return ""                                                 # the next verify in this folder is asked, in `once`
    store = folder / "plan.sqlite"
    if not store.exists():
        return ""
    from numerics.sweep import table

    try:
        rows, all_rows = table(store), table(whole / "plan.sqlite")
    except ValueError as error:
        return str(error)
    return "" if all(row in all_rows for row in rows) and len(rows) % 10 == 0 else "rows that no sweep has"


def once(kind: str, folder: Path, whole: Path, after: float) -> str:
    """Start, kill after so many seconds, look; "" if all is well."""
    environment = {**os.environ, "PYTHONPATH": ROOT, "OMP_NUM_THREADS": "1", "SADDLEPROOF_HOME": str(folder / "home")}
    (folder / "table.csv").write_text("old\n")
    (folder / "plan.toml").write_text(PLAN)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": folder}
    process = subprocess.Popen(command(kind, folder), **quiet)  # type: ignore[call-overload]
    time.sleep(after)
    family = children_of(process.pid)
    process.send_signal(signal.SIGKILL)
    process.wait()
    found = fault(kind, folder, whole)
    time.sleep(5)
    if not gone(family):
        return f"{found} orphans after 5 s".strip()
    if kind == "verify" and subprocess.run(command(kind, folder), **quiet).returncode != 0:  # type: ignore[call-overload]
        return "the ledger of a killed verify is not read again"
    return found


def campaign(count: int, seed: int, seconds: float) -> dict[str, object]:
    """Counts by kind, and the faults; ends early when the time is used up."""
    random, tally, faults = Random(seed), Counter[str](), list[str]()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        whole.mkdir()
        (whole / "plan.toml").write_text(PLAN)
        lasting: dict[str, float] = {}
        environment = {**os.environ, "PYTHONPATH": ROOT, "OMP_NUM_THREADS": "1", "SADDLEPROOF_HOME": str(whole / "home")}
        for kind in dict.fromkeys(KINDS):
            started = time.monotonic()
            subprocess.run(command(kind, whole), cwd=whole, env=environment, check=True, capture_output=True)
            lasting[kind] = time.monotonic() - started
        while sum(tally.values()) < count and time.monotonic() - begun < seconds:
            kind = KINDS[sum(tally.values()) % len(KINDS)]
            folder = Path(name) / "killed"
            folder.mkdir()
            found = once(kind, folder, whole, random.uniform(0.1, 1.0) * lasting[kind])
            tally[kind] += 1
            if found:
                faults.append(f"{kind}: {found}")
            shutil.rmtree(folder)
    return {"kills": sum(tally.values()), "by kind": dict(tally), "faults": faults}


def main() -> int:
    """Print the counts as JSON; exit code 1 for a fault."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=900.0)
    options = parser.parse_args()
    result = campaign(options.count, options.seed, options.seconds)
    print(json.dumps(result, allow_nan=False))
    return 1 if result["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
