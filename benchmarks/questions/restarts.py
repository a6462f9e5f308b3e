"""1,024 restarts of a three-layer 4 × 4 problem, 200 steps of gradient descent: one batch, a loop, a pool, vmap, scipy.

The loop is as lean as plain torch allows: products written out, gradients by hand, the loss at every step, no classes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from torch import Tensor

from benchmarks.harness.question import Case, Contender, Goal, Question, Timed
from benchmarks.harness.results import Outcome
from benchmarks.questions._network import descended, three_layer_loss
from numerics import run
from numerics.problems import DeepFactorization
from numerics.solvers import GradientDescent

STEPS, RIDGE, STEP, LEAST, SAMPLE = 200, 0.1, 0.01, 30, 32


def cases(quick: bool) -> Sequence[Case]:
    """By number of restarts."""
    sizes = (8, 16) if quick else (64, 256, 1024)
    return [Case(f"{count:,} restarts", float(count), {"count": count}) for count in sizes]


def _drawn(case: Case, seed: int) -> tuple[Tensor, tuple[Tensor, ...]]:
    generator = torch.Generator().manual_seed(seed)
    Y = torch.randn(4, 4, generator=generator, dtype=torch.float64)
    starts = [torch.randn(case["count"], 4, 4, generator=generator, dtype=torch.float64) / 2 for _ in range(3)]
    return Y, tuple(starts)


def _ours(case: Case, seed: int) -> Callable[[], Any]:
    Y, starts = _drawn(case, seed)
    problem, solver = DeepFactorization(Y, (RIDGE,) * 3), GradientDescent(step=STEP)
    return lambda: run(problem, solver, starts, STEPS).loss[:, -1].tolist()


def descend(W1: Any, W2: Any, W3: Any, Y: Any) -> list[Any]:
    """The losses of one restart; torch tensors or numpy arrays."""
    losses = []
    for step in range(STEPS + 1):
        B = W2 @ W1
        R = W3 @ B - Y
        losses.append((R * R).sum() + RIDGE * ((W1 * W1).sum() + (W2 * W2).sum() + (W3 * W3).sum()))
        if step < STEPS:
            E = W3.T @ R
            g1, g2, g3 = 2 * (W2.T @ E), 2 * (E @ W1.T), 2 * (R @ B.T)
            W1, W2, W3 = (w - STEP * (g + 2 * RIDGE * w) for w, g in ((W1, g1), (W2, g2), (W3, g3)))
    return losses


def _sampled(case: Case, one: Callable[[int], Any]) -> Timed:
    """The first ``SAMPLE`` restarts of a loop, whose time is that of all by proportion."""
    count = min(SAMPLE, case["count"])
    begun = time.perf_counter()
    ends = [one(i) for i in range(count)]
    return Timed(ends, (time.perf_counter() - begun) * case["count"] / count)


def _loop(case: Case, seed: int) -> Callable[[], Any]:
    Y, starts = _drawn(case, seed)
    return lambda: _sampled(case, lambda i: float(descend(*(w[i] for w in starts), Y)[-1]))


def _numpy_loop(case: Case, seed: int) -> Callable[[], Any]:
    Y, starts = _arrays(case, seed)
    return lambda: _sampled(case, lambda i: float(descend(*(w[i] for w in starts), Y)[-1]))


def _arrays(case: Case, seed: int) -> tuple[np.ndarray, list[np.ndarray]]:
    Y, starts = _drawn(case, seed)
    return Y.numpy(), [w.numpy() for w in starts]


def ends_of(starts: list[np.ndarray], Y: np.ndarray) -> list[float]:
    """One task of the pool."""
    return [float(descend(*(w[i] for w in starts), Y)[-1]) for i in range(len(starts[0]))]


def _joblib(case: Case, seed: int) -> Callable[[], Any]:
    from joblib import Parallel, delayed

    Y, starts = _arrays(case, seed)
    pool = Parallel(n_jobs=2)
    parts = [slice(k, k + 32) for k in range(0, case["count"], 32)]

    def ends() -> Any:
        found = pool(delayed(ends_of)([w[part] for w in starts], Y) for part in parts)
        return [end for part in found for end in part]

    ends()
    return ends


def _vmap(case: Case, seed: int) -> Callable[[], Any]:
    Y, starts = _drawn(case, seed)

    def loss(W1: Tensor, W2: Tensor, W3: Tensor) -> Tensor:
        return (W3 @ W2 @ W1 - Y).square().sum() + RIDGE * (W1.square().sum() + W2.square().sum() + W3.square().sum())

    both = torch.func.vmap(torch.func.grad_and_value(loss, argnums=(0, 1, 2)))

    def ends() -> Any:
        W = starts
        trace = []
        for _ in range(STEPS):
            gradient, value = both(*W)
            trace.append(value)
            W = tuple(w - STEP * g for w, g in zip(W, gradient, strict=True))
        return torch.func.vmap(loss)(*W).tolist()

    return ends


def _scipy(case: Case, seed: int) -> Callable[[], Any]:
    from scipy.optimize import minimize

    Y, starts = _arrays(case, seed)

    def value(flat: np.ndarray) -> tuple[float, np.ndarray]:
        W1, W2, W3 = flat.reshape(3, 4, 4)
        B = W2 @ W1
        R = W3 @ B - Y
        E = W3.T @ R
        gradient = 2 * np.stack([W2.T @ E, E @ W1.T, R @ B.T]).reshape(-1) + 2 * RIDGE * flat
        return float((R * R).sum() + RIDGE * flat @ flat), gradient

    def end(i: int) -> tuple[float, np.ndarray]:
        start = np.stack([w[i] for w in starts]).reshape(-1)
        found = minimize(value, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
        return float(found.fun), found.x

    def ends() -> Any:
        timed = _sampled(case, end)
        losses, points = zip(*timed.answer, strict=True)
        return Timed({"losses": list(losses), "points": np.stack(points)}, timed.seconds)

    return ends


@lru_cache(maxsize=8)
def expected(count: int, seed: int) -> np.ndarray:
    """The end losses of all restarts."""
    Y, starts = _drawn(Case("", None, {"count": count}), seed)
    found: np.ndarray = descended(starts, Y, RIDGE, STEP, STEPS).numpy()
    return found


def fault(case: Case, seed: int, answer: Any) -> str:
    """Every end loss that came back; of another method, its loss at the points that it gives: at most that of descent in three
    of four restarts (minima differ)."""
    right = expected(case["count"], seed)
    sampled = isinstance(answer, dict)
    found = np.array(answer["losses"] if sampled else answer)
    wanted = min(SAMPLE, case["count"]) if len(found) < case["count"] else case["count"]
    if len(found) != wanted:
        return f"{len(found)} end losses of {case['count']}"
    if not sampled:
        error = float(np.abs(found / right[:wanted] - 1).max())
        return "" if error <= 1e-10 else f"end losses differ by {error:.1e}"
    points = torch.from_numpy(answer["points"]).reshape(wanted, 3, 4, 4)
    error = float(np.abs(found / three_layer_loss(points.unbind(1), _drawn(case, seed)[0], RIDGE).numpy() - 1).max())
    worse = int((~(found <= right[:wanted] * (1 + 1e-9))).sum())
    if not error <= 1e-10:
        return f"losses differ from those of the points by {error:.1e}"
    return f"{worse} of {wanted} ends above those of gradient descent" if worse > wanted // 4 else ""


def goals(outcome: Outcome) -> list[Goal]:
    """At 1,024 restarts, against the loop in torch; the loop in numpy is told."""
    name = "1,024 restarts"
    found = {peer: outcome.ratio(peer, "saddleproof", name) for peer in ("loop, torch", "loop, numpy")}
    torch_loop, numpy_loop = found["loop, torch"], found["loop, numpy"]
    if torch_loop is None or numpy_loop is None:
        return []
    needed = "a fused kernel for products of small matrices."
    figure, slow = f"{torch_loop.median:.0f} ×", ("saddleproof", name)
    return [
        Goal(f"≥ {LEAST} × loop (torch)", figure, torch_loop.median >= LEAST, slow=slow, needed=needed),
        Goal("the same against the loop in numpy (told)", f"{numpy_loop.median:.0f} ×", None),
    ]


question = Question(
    name="restarts",
    title="Many restarts",
    asked=f"""‖W₃W₂W₁ − Y‖² + λΣ‖W_l‖², 4 × 4, {STEPS} steps of gradient descent with the loss at every step, from
        the same starts. Loops and scipy are timed on {SAMPLE} restarts, and their time is that of all by proportion. The
        exponent is over the number of restarts.""",
    cases=cases,
    contenders=(
        Contender("saddleproof", _ours, ours=True),
        Contender("loop, torch", _loop),
        Contender("loop, numpy", _numpy_loop),
        Contender("joblib", _joblib, needs=("joblib",), note="two processes, the numpy loop in tasks of 32, pool at hand"),
        Contender("torch.func.vmap", _vmap, note="of the gradient, with the loss"),
        Contender(
            "scipy L-BFGS-B", _scipy, needs=("scipy",), note="another method: at most as many steps, ends at least as low"
        ),
    ),
    fault=fault,
    goals=goals,
    against="saddleproof",
    size="the number of restarts",
    limit=20,
)
