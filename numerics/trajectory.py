"""What a run asks for and what it returns: stopping rules, record schedules, trajectories."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, reduce
from numbers import Integral
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.tensors import whole
from theory.storage.counted import counted

ENDINGS = ("max_steps", "converged", "diverged", "cycle", "stationary", "stalled")
Recorder = Callable[[Any, Any], Tensor]


@dataclass(frozen=True)
class Stopping:
    """When a batch member is done.

    ``movement``: ‖x_{t+1} − x_t‖ ≤ movement·‖x_t‖ counts as converged; 0 (the default) means a fixed point to the last
    bit, or a return to an earlier point while moving by no more than rounding. ``gradient``: ‖∇F‖ ≤ gradient
    counts as converged. ``loss``: F ≤ loss counts as converged. ``cycles``: a member that keeps moving but returns to
    an earlier point within 1e-10 of its size ends as a cycle. ``curvature``: a member that stands still, or whose
    gradient is small, is looked at once more (``numerics.ending``): with negative curvature it ends as stationary, and
    as stalled if it stands still where the gradient does not vanish. Rules are tested at the start (gradient, loss) and
    every ``every`` steps, so a member may run up to that many steps longer than needed.
    """

    movement: float = 0.0
    gradient: float | None = None
    loss: float | None = None
    cycles: bool = True
    curvature: bool = True
    every: int = 16

    def __post_init__(self) -> None:
        for name in ("movement", "gradient", "loss"):
            value = getattr(self, name)
            if value is not None and (not isinstance(value, int | float) or type(value) is bool):
                raise ValueError(f"{name} must be a number, got {value!r}")
            if value is not None and not 0 <= value < math.inf:
                raise ValueError(f"{name} must be non-negative and finite, got {value:g}")
        if self.movement >= 1:
            raise ValueError(f"movement must be below 1, a share of the point's size, got {self.movement:g}")
        whole(self.every, "every")


@dataclass(frozen=True)
class Trajectory:
    """The traces and the end of a run.

    With a batch axis traces are (batch, len(at)), ``ended`` a list and ``steps`` (batch,); without, traces are
    (len(at),), ``ended`` one string and ``steps`` an int. ``ended`` is one of max_steps, converged, diverged, cycle,
    stationary, stalled. ``index`` counts the negative eigenvalues of a stationary member (0: descent along a direction
    without curvature; beyond 400 coordinates 1 means at least one), None for others. ``reason`` says why a member
    diverged, and of converged ones of a method with constraints beyond 400 coordinates that no negative curvature was
    looked for; "" for others. ``floor`` is what rounding makes of a loss (``problem.floor()``): a converged member may still be
    above it by the condition number, and nothing can be read from losses below; in float32 it is 1e-14·scale·‖b‖². ``state``
    is the last state, for a diverged member the last finite one. After a member converged its traces repeat the last value;
    after divergence they are NaN.
    """

    state: Any
    ended: Any
    steps: Any
    at: Tensor
    traces: Mapping[str, Tensor]
    index: Any = None
    reason: Any = ""
    problem: Any = field(default=None, repr=False, compare=False)

    @cached_property
    def floor(self) -> Any:
        """``problem.floor()``, None where the problem has none: worked out when it is asked for."""
        with torch.no_grad():
            return self.problem.floor() if hasattr(self.problem, "floor") else None

    @property
    def loss(self) -> Tensor:
        """The trace of the loss; AttributeError if it was not recorded."""
        return self["loss"]

    def __getitem__(self, name: str) -> Tensor:
        """The trace ``name``."""
        if name not in self.traces:
            raise KeyError(f"{name} was not recorded; record has {', '.join(self.traces)}")
        return self.traces[name]

    def __str__(self) -> str:
        ended = [self.ended] if isinstance(self.ended, str) else self.ended
        counts = ", ".join(f"{ended.count(kind)} {kind}" for kind in ENDINGS if kind in ended)
        return f"{counted(len(ended), 'run')} of up to {counted(int(self.at[-1]), 'step')}: {counts}"


def record_steps(steps: int, at: int | str | Sequence[int]) -> list[int]:
    """The steps at which traces are taken: every ``at``-th, the powers "log" (1, 2, 3, 5, 8 … per decade), or a list.

    0 and the last step are always among them.

    >>> record_steps(10, 4), record_steps(1000, "log")[:6]
    ([0, 4, 8, 10], [0, 1, 2, 3, 4, 5])
    """
    if isinstance(at, bool) or not isinstance(at, Integral | str | Iterable):
        raise ValueError(f"at must be a number, a list of steps, or 'log', got {at!r}")
    if isinstance(at, Integral):
        at = whole(int(at), "at")
        wanted = set(range(0, steps + 1, at))
    elif isinstance(at, str):
        if at != "log":
            raise ValueError(f"at must be a number, a list of steps, or 'log', got {at!r}")
        return list(_powers(steps))
    else:
        listed = list(at)
        wanted = {int(t) for t in listed}
        if any(int(t) != t for t in listed):
            raise ValueError(f"at must list whole numbers of steps, got {next(t for t in listed if int(t) != t)}")
        if wanted and not 0 <= min(wanted) <= max(wanted) <= steps:
            raise ValueError(f"at must list steps in 0 … {steps}, got {min(wanted)} … {max(wanted)}")
    return sorted(wanted | {0, steps})


@lru_cache(maxsize=64)
def _powers(steps: int) -> tuple[int, ...]:
    """0, twenty powers a decade from 1 on, rounded, and ``steps``."""
    points_per_decade = 20
    top = points_per_decade * math.log10(max(steps, 1))
    return tuple(sorted({0, steps} | {round(10 ** (k / points_per_decade)) for k in range(int(top) + 1)}))


def recorders(solver: Any, record: Sequence[str] | Mapping[str, Recorder]) -> dict[str, Recorder]:
    """Named functions (problem, state) → (batch,). Built in: loss, gradient_norm. Others: pass a mapping
    name → function of (problem, point)."""

    def loss(problem: Any, state: Any) -> Tensor:
        return solver.objective(problem).loss(solver.point(state))

    def gradient_norm(problem: Any, state: Any) -> Tensor:
        return points.squared_norm(solver.objective(problem).gradient(solver.point(state))).sqrt()

    known: dict[str, Recorder] = {"loss": loss, "gradient_norm": gradient_norm}
    if isinstance(record, Mapping):
        return {name: _on_point(solver, name, function) for name, function in record.items()}
    if isinstance(record, str) or not isinstance(record, Iterable):
        raise ValueError(f"record must be a list of {', '.join(known)} or a mapping to functions, got {record!r}")
    unknown = [name for name in record if name not in known]
    if unknown:
        raise ValueError(f"record must name {', '.join(known)} or be a mapping to functions, got {unknown[0]}")
    return {name: known[name] for name in record}


def _on_point(solver: Any, name: str, function: Recorder | str) -> Recorder:
    if isinstance(function, str):
        return recorders(solver, (function,))[function]
    if not callable(function):
        raise ValueError(f"record must map {name} to a function of (problem, point), got {function!r}")

    def one_a_member(problem: Any, state: Any) -> Tensor:
        point = solver.point(state)
        value, members = function(problem, point), len(next(points.leaves(point)))
        if not isinstance(value, Tensor) or tuple(value.shape) != (members,):
            shown = f"shape {tuple(value.shape)}" if isinstance(value, Tensor) else repr(value)
            raise ValueError(f"record {name} must give a tensor with one number a member, shape ({members},), got {shown}")
        return value

    return one_a_member


def equal_members(one: Any, other: Any) -> Tensor:
    """Whether every entry of a member is the same in both, (batch,)."""
    pairs = zip(points.leaves(one), points.leaves(other), strict=True)
    return torch.stack([(a == b).reshape(len(a), -1).all(1) for a, b in pairs]).all(0)


def all_finite(tree: Any) -> bool:
    """Whether every entry of every member is finite: one sum of all, which a NaN or an infinity would not leave finite."""
    total = reduce(torch.add, [leaf.sum() for leaf in points.leaves(tree)])
    return cmath.isfinite(total.item()) or bool(finite_members(tree).all())


def finite_members(tree: Any) -> Tensor:
    """Whether every entry of a member is finite, (batch,)."""
    verdict: Tensor | None = None
    for leaf in points.leaves(tree):
        entries = leaf.reshape(len(leaf), -1)
        fine = torch.isfinite(entries.sum(1)) | torch.isfinite(entries).all(1)
        verdict = fine if verdict is None else verdict & fine
    assert verdict is not None, "a state holds at least one tensor"
    return verdict
