"""A batch on a graphics processor: throughput against the processor of the same machine, and float64 that agrees with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from benchmarks.harness.question import Case, Contender, Goal, Question
from benchmarks.harness.results import Outcome
from benchmarks.questions._network import descended
from numerics import Stopping, run
from numerics.problems import DeepFactorization
from numerics.solvers import GradientDescent

RIDGE, STEP, STEPS = 0.1, 0.01, 100
HERE, THERE = "saddleproof, CPU", "saddleproof, CUDA"


def cases(quick: bool) -> Sequence[Case]:
    """By number of restarts."""
    sizes = (16, 32, 64) if quick else (512, 2048, 8192)
    return [Case(f"{count:,} restarts", float(count), {"count": count}) for count in sizes]


def _drawn(count: int, seed: int) -> tuple[Tensor, tuple[Tensor, ...]]:
    generator = torch.Generator().manual_seed(seed)
    Y = torch.randn(4, 4, generator=generator, dtype=torch.float64)
    return Y, tuple(torch.randn(count, 4, 4, generator=generator, dtype=torch.float64) / 2 for _ in range(3))


def _on(device: str) -> Callable[[Case, int], Callable[[], Any]]:
    def make(case: Case, seed: int) -> Callable[[], Any]:
        Y, starts = _drawn(case["count"], seed)
        problem, solver = DeepFactorization(Y.to(device), (RIDGE,) * 3), GradientDescent(step=STEP)
        placed = tuple(w.to(device) for w in starts)
        return lambda: run(problem, solver, placed, STEPS, at="log", stop=Stopping(curvature=False)).loss[:, -1].cpu()

    return make


@lru_cache(maxsize=4)
def expected(count: int, seed: int) -> Tensor:
    """Gradient descent written out for the batch."""
    Y, starts = _drawn(count, seed)
    return descended(starts, Y, RIDGE, STEP, STEPS)


def fault(case: Case, seed: int, answer: Any) -> str:
    """Parity in float64: the end losses to 1e-10, on either device."""
    right = expected(case["count"], seed)
    gap = float(((answer - right).abs() / right).max())
    return "" if gap <= 1e-10 else f"end losses differ by {gap:.1e}"


def goals(outcome: Outcome) -> list[Goal]:
    """Told where there is a device: nothing was promised but parity."""
    there = [m for c in outcome.cases if (m := outcome.of(THERE, c.name))]
    if any(m.status == "missing" for m in there):
        return [Goal("float64 on the device as on the processor", "no CUDA device here", None)]
    wrong = next((m for m in there if not m.fine), None)
    text = wrong.reason if wrong else "equal to 1e-10"
    return [Goal("float64 on the device as on the processor", text, wrong is None, f"{text}.")]


question = Question(
    name="gpu_batch",
    title="Batches on a graphics processor",
    asked=f"""{STEPS} steps of gradient descent on three layers of 4 × 4 in float64, the same call with its tensors on
        either device.""",
    cases=cases,
    contenders=(
        Contender(HERE, _on("cpu"), ours=True),
        Contender(THERE, _on("cuda"), ours=True, needs=("CUDA device",)),
    ),
    fault=fault,
    goals=goals,
    against=HERE,
    size="the number of restarts",
    limit=20,
)
