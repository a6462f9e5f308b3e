"""What a sweep costs a task beyond the run itself, and that long runs do not grow."""

from __future__ import annotations

import gc
import resource
from pathlib import Path
from tempfile import TemporaryDirectory

import torch

from benchmarks.timing import Figure, _once
from numerics import Stopping, run
from numerics.problems import DeepFactorization
from numerics.randomness import Seeds
from numerics.solvers import GradientDescent
from numerics.sweep import Plan, sweep
from numerics.sweep.instances import build_problem

PLAN = """
problem = "Factorization"
solver = "GradientDescent"
seeds = 2048
steps = 100
[parameters.problem]
m = 8
n = 6
rank = 2
[parameters.solver]
step = 0.05
"""


def figures(seed: int) -> list[Figure]:
    """Milliseconds a task; kilobytes a thousand steps."""
    problem, solver = build_problem("Factorization", {"m": 8, "n": 6, "rank": 2}), GradientDescent(step=0.05)

    def bare() -> None:
        for first in range(0, 2048, 256):
            start = solver.start(problem, 256, Seeds(torch.arange(first, first + 256)))
            run(problem, solver, start, 100, at="log")

    bare()
    with TemporaryDirectory() as folder:
        whole = _once(lambda: sweep(Plan.from_text(PLAN), Path(folder) / "s.sqlite"))
    overhead = 1000 * (whole - _once(bare)) / 2048
    growth = _growth(seed)
    return [
        Figure("sweep overhead a task, batches of 256", overhead, "ms", "≤ 1 ms", overhead <= 1),
        Figure("memory growth over 10⁵ steps", growth, "MB", "none (≤ 5 MB)", growth <= 5),
    ]


def _growth(seed: int) -> float:
    """Resident memory after a run of 10⁵ steps minus that after one of 10⁴, in MB; both keep 100 trace points."""
    generator = torch.Generator().manual_seed(seed)
    problem = DeepFactorization(torch.randn(4, 4, generator=generator, dtype=torch.float64), (0.1,) * 3)
    solver = GradientDescent(step=1e-4)
    start = solver.start(problem, 16, generator)
    resident = []
    for steps in (10_000, 100_000):
        run(problem, solver, start, steps, at=steps // 100, stop=Stopping(cycles=False))
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        resident.append(pages * resource.getpagesize() / 2**20)
    return resident[1] - resident[0]
