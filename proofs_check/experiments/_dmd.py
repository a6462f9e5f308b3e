"""What the experiments on direction-magnitude descent share: methods on factorization, counted in steps over seeds, beside
gradient descent on YYᵀ that is tuned in step and start.

f = ¼‖M − A‖² with A = UΛUᵀ, λ_1 = 1, m × m. Solvers run on the exact reduction of A and their start (`numerics.reduction`), so
that m enters through the law of the start only; a start depends on its seed alone. Residuals are ‖M − A‖/‖A‖.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from proofs_check.experiments._grids import at_end
from proofs_check.experiments.trials import Arm, Outcome, Spread, tuned
from proofs_check.figures.style import MARKS, SERIES

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from torch import Tensor

GOALS = {"1e-3": 1e-3, "1e-6": 1e-6}
STEPS = (0.5, 0.75, 0.95)
"""Steps of Burer–Monteiro in units of 1/λ_1, the limit of stability."""
STARTS = (1.0, 1e-1, 1e-2, 1e-3, 3e-4, 1e-4, 1e-5)
"""Scales a of its start aG/√m with standard normal G, so that ‖Y_0‖ ≈ a√λ_1 for r ≪ m."""
USUAL = 1e-1
"""The scale that is not tuned."""
LOST = 1e3


def spectrum(rank: int, condition: float) -> list[float]:
    """Geometric from 1 to 1/κ.

    >>> spectrum(3, 4.0)
    [1.0, 0.5, 0.25]
    """
    return [condition ** (-k / max(1, rank - 1)) for k in range(rank)]


def count_steps(problem: Any, solver: Any, state: Any, limits: Sequence[float], cap: int) -> tuple[Tensor, Tensor]:
    """Steps until √(4f) is at most each of ``limits``, (batch, limits), infinite where not within ``cap``; and √(4f) at the
    end, (batch,).

    The residual is read at every 50th of the steps so far, so counts are exact to 2 %. Members that are through, or
    whose residual is beyond `LOST`, leave the batch.
    """
    import torch

    from numerics import points

    goals = torch.tensor(list(limits), dtype=torch.float64)
    members = len(next(points.leaves(state)))
    alive, t = torch.arange(members), 0
    steps = torch.full((members, len(goals)), math.inf, dtype=torch.float64)
    residual = torch.full((members,), math.inf, dtype=torch.float64)
    while True:
        now = (4 * problem.loss(solver.point(state))).clamp_min(0).sqrt()
        residual[alive] = now.nan_to_num(nan=math.inf, posinf=math.inf)
        met = now[:, None] <= goals
        steps[alive] = torch.where(met & steps[alive].isinf(), float(t), steps[alive])
        going = ~met.all(1) & (now < LOST)
        if t >= cap or not bool(going.any()):
            return steps, residual
        if int(going.sum()) <= 0.8 * len(alive):
            alive, state, solver = alive[going], points.take(state, going), solver.select(going)
        following = min(cap, t + max(1, t // 50))
        for _ in range(following - t):
            state = solver.update(problem, state)
        t = following


def limits(values: Sequence[float], columns: int) -> list[float]:
    """√(4f) to be met: the best with so many columns, and 1e-3, 1e-6 of ‖A‖ above it."""
    floor = math.hypot(*values[columns:], 0.0)
    return [floor * (1 + 1e-9) + goal * math.hypot(*values) for goal in GOALS.values()]


def starts(values: Sequence[float], size: int, columns: int, seeds: Sequence[int]) -> tuple[Any, Tensor]:
    """The reduced problem, and for each seed a Gaussian m × r matrix with entries N(0, 1/m), reduced."""
    import torch

    from numerics.reduction import draw_reduced_factor

    drawn = [draw_reduced_factor(values, size, columns, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
    return drawn[0][0], torch.stack([Z for _, Z in drawn]) / size**0.5


def direction_solver(method: str, columns: int) -> Any:
    """Method "DMD" with η = 1/λ_1², "scaled DMD" with its default ½; exact magnitudes in both."""
    from numerics.solvers import DirectionMagnitude, ScaledDirectionMagnitude

    if method == "DMD":
        return DirectionMagnitude(step=1.0, magnitude_step=2.0, columns=columns)
    return ScaledDirectionMagnitude(step=0.5, magnitude_step=2.0, columns=columns)


def count_directions(
    method: str, values: Sequence[float], size: int, columns: int, cap: int, seeds: Sequence[int]
) -> list[dict[str, Any]]:
    """Counts to the goals of "DMD" or "scaled DMD", the solvers run, from Haar starts."""
    from numerics.stiefel import polar

    problem, Z = starts(values, size, columns, seeds)
    X = polar(Z)
    solver = direction_solver(method, columns)
    state = solver.state(problem, (X, X.mT @ problem.A @ X))
    return told(*count_steps(problem, solver, state, limits(values, columns), cap), values, columns)


class Aligned:
    """The recursion of the alignment with the names of a problem and a solver: direction-magnitude descent at r_A × r_A."""

    def __init__(self, values: Sequence[float]) -> None:
        from numerics.reduction import AlignmentRecursion

        self.recursion = AlignmentRecursion(values)

    def loss(self, W: Tensor) -> Tensor:
        """f, (batch,)."""
        return self.recursion.loss(W)

    def point(self, state: tuple[Tensor]) -> Tensor:
        """W."""
        return state[0]

    def update(self, problem: Any, state: tuple[Tensor]) -> tuple[Tensor]:
        """One step."""
        return (self.recursion.update(state[0]),)

    def select(self, index: Tensor) -> Aligned:
        """Itself: one step length for all."""
        return self


def count_alignment(values: Sequence[float], size: int, columns: int, cap: int, seeds: Sequence[int]) -> list[dict[str, Any]]:
    """Counts of direction-magnitude descent by its exact recursion, the start drawn from its law; r ≥ r_A."""
    import torch

    from numerics.reduction import draw_alignment

    rank = len(values)
    W = torch.stack([draw_alignment(size, columns, rank, generator=torch.Generator().manual_seed(s)) for s in seeds])
    aligned = Aligned(values)
    return told(*count_steps(aligned, aligned, (W,), limits(values, columns), cap), values, columns)


def told(steps: Tensor, residual: Tensor, values: Sequence[float], columns: int) -> list[dict[str, Any]]:
    """One mapping a member: the counts, and how far above the best residual with so many columns it ended."""
    size, floor = math.hypot(*values), math.hypot(*values[columns:], 0.0)
    return [
        {**dict(zip(GOALS, counts, strict=True)), "residual": max(0.0, left - floor) / size}
        for counts, left in zip(steps.tolist(), residual.tolist(), strict=True)
    ]


def count_burer_monteiro(arm: Arm, values: Sequence[float], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """Counts of Y ← Y − η(YYᵀ − A)Y over the grid ``steps`` × ``starts`` of the arm, one batch for all: for each seed lists
    in the order of `grid`."""
    import torch

    from numerics.solvers import GradientDescent

    problem, Z = starts(values, arm["size"], arm["columns"], seeds)
    pairs = grid(arm)
    scales = torch.tensor([scale for _, scale in pairs], dtype=torch.float64)
    Y = (Z[:, None] * scales[:, None, None]).flatten(0, 1)
    solver = GradientDescent(step=torch.tensor([step for step, _ in pairs] * len(seeds), dtype=torch.float64))
    counted = count_steps(problem, solver, solver.state(problem, (Y,)), limits(values, arm["columns"]), arm["cap"])
    flat = told(*counted, values, arm["columns"])
    rows = [flat[k * len(pairs) : (k + 1) * len(pairs)] for k in range(len(seeds))]
    return [{name: [cell[name] for cell in row] for name in row[0]} for row in rows]


def grid(arm: Arm) -> list[tuple[float, float]]:
    """(step, start) of every cell of an arm's grid."""
    return [(step, start) for step in arm["steps"] for start in arm["starts"]]


def cells(outcome: Outcome) -> list[Outcome]:
    """The arm of a grid as one outcome a cell. ``cost`` is the count to the last goal, or where it is not met the cap, made
    larger by the logarithm of what is missing."""
    found = []
    for k, (step, start) in enumerate(grid(outcome.arm)):
        results = [{name: value[k] for name, value in result.items()} for result in outcome.results]
        found.append(Outcome({**outcome.arm, "step": step, "start": start},
                             tuple({**result, "cost": _cost(result, outcome.arm["cap"])} for result in results)))  # fmt: skip
    return found


def _cost(result: dict[str, Any], cap: int) -> float | None:
    name, goal = list(GOALS.items())[-1]
    if result[name] is not None:
        return float(result[name])
    return None if result["residual"] is None else cap * (1 + max(0.0, math.log(result["residual"] / goal)))


def two_ways(outcome: Outcome) -> dict[str, Outcome]:
    """Burer–Monteiro from the start of usual size, tuned in its step, and tuned in step and start."""
    found = cells(outcome)
    return {
        "Burer–Monteiro, usual start": tuned([cell for cell in found if cell.arm["start"] == USUAL], "cost"),
        "Burer–Monteiro, tuned start": tuned(found, "cost"),
    }


def times(spread: Spread, factor: float) -> Spread:
    """The spread of a multiple.

    >>> print(times(Spread((1.0, 3.0, None)), 10))
    30 [10 … ∞]
    """
    return Spread(tuple(None if x is None else x * factor for x in spread.values))


def count(x: float) -> str:
    """A number of steps in a sentence.

    >>> count(120.0), count(math.inf)
    ('120', 'beyond the cap')
    """
    return f"{x:,.0f}" if math.isfinite(x) else "beyond the cap"


def edges(chosen: Sequence[tuple[float, float]], steps: Sequence[float] = STEPS, scales: Sequence[float] = STARTS) -> str:
    """Says which tuned choices lie at an end of their grid.

    >>> edges([(0.95, 1e-3)]), edges([(0.75, 1e-3)])
    ('; at an end of the grid: step 0.95', '')
    """
    ends = [f"step {s:g}" for s in sorted({s for s, _ in chosen}) if at_end(s, steps)]
    ends += [f"start {a:g}" for a in sorted({a for _, a in chosen}) if at_end(a, scales)]
    return f"; at an end of the grid: {', '.join(ends)}" if ends else ""


def whiskers(axes: Axes, xs: Sequence[float], spreads: Sequence[Spread], k: int, label: str, caps: Sequence[float]) -> None:
    """Medians with marks and a line, least to largest as a bar; what is beyond its cap lies there, with an open mark."""
    colour, mark = SERIES[k], MARKS[k]
    axes.plot(xs, [min(s.median, cap) for s, cap in zip(spreads, caps, strict=True)], mark + "-", color=colour, label=label)
    low, high = ([min(end, cap) for end, cap in zip(ends, caps, strict=True)]
                 for ends in ([s.least for s in spreads], [s.largest for s in spreads]))  # fmt: skip
    axes.vlines(xs, low, high, color=colour, lw=0.8)
    beyond = [(x, cap) for x, spread, cap in zip(xs, spreads, caps, strict=True) if spread.median > cap]
    axes.plot([x for x, _ in beyond], [cap for _, cap in beyond], mark, color=colour, markerfacecolor="white")
