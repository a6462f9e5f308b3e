"""Run a solver on a problem from a whole batch of starts at once."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.checkpoint import Checkpoint, fingerprint
from numerics.ending import LARGEST_DENSE, look
from numerics.parametrized import Parametrized
from numerics.tensors import HALF, require, require_floating, require_numbers, whole
from numerics.threads import one_thread
from numerics.trajectory import (
    ENDINGS,
    Recorder,
    Stopping,
    Trajectory,
    all_finite,
    equal_members,
    finite_members,
    record_steps,
    recorders,
)

MAX_STEPS, CONVERGED, DIVERGED, CYCLE, STATIONARY, STALLED = range(6)


@one_thread
@torch.no_grad()
def run(
    problem: Any,
    solver: Any,
    start: Any,
    steps: int = 1000,
    record: Sequence[str] | Mapping[str, Recorder] = ("loss",),
    *,
    at: int | str | Sequence[int] = 1,
    stop: Stopping | None = None,
    checkpoint: str | Path | None = None,
    checkpoint_every: int = 1000,
    progress: Callable[[int, int], Any] | None = None,
) -> Trajectory:
    """``steps`` updates of ``solver`` on ``problem`` from ``start``, all batch members together.

    ``start`` is a state of the solver or a plain tuple of tensors in its order, with or without a batch axis. Members
    that converge, diverge or cycle leave the batch (``Stopping``). With ``checkpoint`` the run writes its whole state
    to that file about every ``checkpoint_every`` steps and, if the file exists, goes on from it: the result has the
    same bits as an uninterrupted run. ``progress(step, members still running)`` is called now and then; where it returns True
    the run stops, and members that had not ended are at max_steps with fewer steps than asked.

    Everything is computed in the precision of the data: float32 and complex64 end at about ``Trajectory.floor``, a relative
    loss of 1e-14, however long they run. Raises ValueError for steps < 1, points that do not fit, and a checkpoint of another
    run.

    >>> from numerics.problems import SymmetricFactorization
    >>> from numerics.solvers import GradientDescent
    >>> problem = SymmetricFactorization(torch.tensor([[2.0]], dtype=torch.float64))
    >>> trajectory = run(problem, GradientDescent(step=0.1), (torch.ones(1, 1, dtype=torch.float64),), steps=400)
    >>> trajectory.loss.shape, trajectory.ended, round(float(trajectory.state.Y) ** 2, 12)
    (torch.Size([401]), 'converged', 2.0)
    """
    whole(steps, "steps")
    whole(checkpoint_every, "checkpoint_every")
    solver, state, single = _batched(problem, solver, start)
    work = _Run(problem, solver, state, record_steps(steps, at), recorders(solver, record), stop or Stopping())
    saver = None
    if checkpoint is not None:
        saver = Checkpoint(Path(checkpoint), fingerprint(problem, solver, state, work.at, sorted(work.recorders), work.stop))
        saver.load_into(work)
    work.judge_start()
    due = work.step + checkpoint_every
    while work.step < steps and len(work.alive):
        work.advance(min(work.stop.every, steps - work.step))
        if saver is not None and work.step >= due:
            saver.save(work)
            due = work.step + checkpoint_every
        if progress is not None and progress(work.step, len(work.alive)) is True:
            break
    return work.result(single)


def _batched(problem: Any, solver: Any, start: Any) -> tuple[Any, Any, bool]:
    """The solver with its defaults put in, the state with a batch axis, and whether that axis had to be added."""
    objective = solver.objective(problem)
    if not isinstance(start, tuple | list) or not list(points.leaves(start)):
        raise ValueError(f"start must be a tuple of tensors, got {type(start).__name__}")
    for leaf in points.leaves(start):
        require_numbers(leaf, "start")
        if leaf.dtype in HALF:
            require_floating(leaf, "start")
        require(not leaf.requires_grad, "start must not require gradients, a run keeps no graph: pass start.detach()")
    first = next(points.leaves(start))
    single = first.dim() == 2
    if not single and first.dim() != 3:
        raise ValueError(f"start must hold matrices with at most one batch axis, got shape {tuple(first.shape)}")
    state = points.with_batch_axis(start) if single else start
    sizes = {int(leaf.shape[0]) for leaf in points.leaves(state)}
    if problem.batch is not None and single and problem.batch != 1:
        raise ValueError(f"start must have a batch axis of {problem.batch} like the problem's data")
    require(0 not in sizes, "start must have at least one member, got a batch of 0")
    if len(sizes) > 1 or (problem.batch is not None and problem.batch not in sizes):
        raise ValueError(f"start must have one batch size ({problem.batch or 'any'}), got {sorted(sizes)}")
    if not all_finite(state):
        raise ValueError("start must be finite")
    solver = solver.measured(problem).fitting(next(points.leaves(state)))
    state = solver.state(problem, state)
    (objective.check if isinstance(objective, Parametrized) else objective.loss)(solver.point(state))
    return solver, state, single


FIRST_ORDER = f"first order only: no second look beyond {LARGEST_DENSE} coordinates of a method with constraints"


@dataclass
class _Run:
    """The moving parts of a run: what a checkpoint holds is exactly what changes here."""

    problem: Any
    solver: Any
    final: Any
    at: list[int]
    recorders: dict[str, Recorder]
    stop: Stopping

    def __post_init__(self) -> None:
        first = next(points.leaves(self.final))
        count = len(first)
        self.step = 0
        self.alive = torch.arange(count, device=first.device)
        self.ended = torch.full((count,), MAX_STEPS, dtype=torch.int64, device=first.device)
        self.taken = torch.zeros(count, dtype=torch.int64, device=first.device)
        self.index = torch.full((count,), -1, dtype=torch.int64, device=first.device)
        self.traces: dict[str, Tensor] = {}
        self.state = self.final
        self.part, self.part_solver = self.problem, self.solver
        self.anchor, self.anchor_step, self.anchor_span = self.final, 0, self.stop.every
        self._record(0, self.state)

    def advance(self, count: int) -> None:
        """``count`` unchecked steps, then the checks; if something is not finite, the same steps again one by one."""
        before = self.state
        last, now = self._sweep(before, count)
        if all_finite(now):
            self.step += count
            self._judge(last, now)
            return
        for _ in range(count):
            now = self.part_solver.update(self.part, before)
            fine = finite_members(now)
            self.step += 1
            self.state = before
            if not bool(fine.all()):
                self._leave(~fine, torch.full_like(self.alive, DIVERGED), points.take(before, ~fine))
                if not len(self.alive):
                    return
                now = points.take(now, fine)
            before = now
            self._record(self.step, now)
        self.state = before

    def result(self, single: bool) -> Trajectory:
        """The trajectory, the batch axis taken away again if it was added."""
        if len(self.alive):
            self.final = points.put(self.final, self.alive, self.state)
            self.taken[self.alive] = self.step
        at = torch.frombuffer(array("q", self.at), dtype=torch.int64)
        ended = [ENDINGS[i] for i in self.ended.tolist()]
        index = [None if i < 0 else i for i in self.index.tolist()]
        reason = self._reasons()
        if single:
            traces = {name: trace[0] for name, trace in self.traces.items()}
            final, steps = points.without_batch_axis(self.final), int(self.taken[0])
            return Trajectory(final, ended[0], steps, at, traces, index[0], reason[0], self.problem)
        return Trajectory(self.final, ended, self.taken, at, self.traces, index, reason, self.problem)

    def _reasons(self) -> list[str]:
        """Why members diverged, by the size of their last finite point; which converged ones are known to first order only."""
        codes = self.ended.tolist()
        if DIVERGED not in codes and not (self.stop.curvature and self.solver.constraints()):
            return [""] * len(codes)
        flat = points.flatten(self.solver.point(self.final)).abs()
        top = flat.amax(-1, keepdim=True)
        unit = torch.linalg.vector_norm(flat / top.clamp_min(torch.finfo(top.dtype).tiny), dim=-1)
        sizes = (top[:, 0].double() * unit).tolist()
        limit = torch.finfo(next(points.leaves(self.solver.point(self.final))).dtype).max ** 0.125
        what = ("the step from a point of norm {:.3g} is not finite: a singular system", "the norm grew to {:.3g}")
        first = FIRST_ORDER if flat.shape[-1] > LARGEST_DENSE and self.solver.constraints() and self.stop.curvature else ""
        pairs = zip(codes, sizes, strict=True)
        return [{DIVERGED: what[size > limit].format(size), CONVERGED: first}.get(code, "") for code, size in pairs]

    def judge_start(self) -> None:
        """Members that meet a rule on gradient or loss at the start do not take a step."""
        if self.step or not len(self.alive):
            return
        low = self._low(self.state)
        if self.stop.gradient is None and (low is None or not bool(low.any())):
            return
        verdict = self._rules(self.state, torch.full_like(self.alive, MAX_STEPS), low)
        if bool((verdict != MAX_STEPS).any()):
            self._leave(verdict != MAX_STEPS, verdict, points.take(self.state, verdict != MAX_STEPS))

    def _sweep(self, state: Any, count: int) -> tuple[Any, Any]:
        last = state
        for offset in range(1, count + 1):
            last, state = state, self.part_solver.update(self.part, state)
            self._record(self.step + offset, state)
        return last, state

    def _judge(self, last: Any, now: Any) -> None:
        """Find the members that are done after a sweep and let them leave."""
        self.state = now
        low = self._low(now)
        if low is not None and bool(low.all()):  # what the other rules say of a member with a small loss is not asked
            self._leave(low, torch.full_like(self.alive, CONVERGED), now)
            return
        movement = self.part_solver.movement(self.part, last, now)
        point = self.part_solver.point(now)
        units = self.part_solver.units()
        size = points.squared_norm(points.in_units(point, units)).sqrt()
        verdict = torch.where(movement <= self.stop.movement * size, CONVERGED, MAX_STEPS)
        resting = torch.zeros_like(verdict, dtype=torch.bool)
        if self.stop.cycles:
            anchor = self.part_solver.point(self.anchor)
            past = self.part_solver.point(last)
            back = points.squared_norm(points.in_units(points.tree_map(torch.sub, point, anchor), units)).sqrt()
            shift = points.squared_norm(points.in_units(points.tree_map(torch.sub, point, past), units)).sqrt()
            near = max(1e-10, 16 * torch.finfo(size.dtype).eps)
            returned = (back <= near * size) & (shift > 1e4 * back) & (shift > 1e3 * near * size)
            verdict = torch.where(returned & torch.isfinite(movement) & (verdict == MAX_STEPS), CYCLE, verdict)
            rounding = 64 * torch.finfo(size.dtype).eps * size
            verdict = torch.where(equal_members(now, self.anchor) & (movement <= rounding), CONVERGED, verdict)
            if self.step - self.anchor_step >= self.anchor_span:
                far = self.step - self.anchor_step >= 64
                resting = far & (verdict == MAX_STEPS) & (back <= rounding) & (movement <= rounding)
                self.anchor, self.anchor_step, self.anchor_span = now, self.step, 2 * self.anchor_span
        verdict = self._second_look(now, verdict, resting)
        verdict = self._rules(now, verdict, low)
        done = verdict != MAX_STEPS
        if bool(done.any()):
            self._leave(done, verdict, points.take(now, done))

    def _low(self, state: Any) -> Tensor | None:
        """Which members meet the rule on the loss; None without one."""
        if self.stop.loss is None:
            return None
        point, objective = self.part_solver.point(state), self.part_solver.objective(self.part)
        if isinstance(objective, Parametrized):
            return objective.at_most(point, self.stop.loss)
        met: Tensor = objective.loss(point) <= self.stop.loss
        return met

    def _rules(self, state: Any, verdict: Tensor, low: Tensor | None) -> Tensor:
        """The rules on gradient and loss; a small gradient is looked at once more, a small loss is what was asked."""
        if self.stop.gradient is not None:
            point, objective = self.part_solver.point(state), self.part_solver.objective(self.part)
            met = points.squared_norm(objective.gradient(point)).sqrt() <= self.stop.gradient
            fresh = met & (verdict == MAX_STEPS)
            verdict = self._second_look(state, torch.where(fresh, CONVERGED, verdict), fresh & False, met)
        if low is not None:
            verdict = torch.where(low, CONVERGED, verdict)
            self.index[self.alive[verdict == CONVERGED]] = -1
        return verdict

    def _second_look(self, state: Any, verdict: Tensor, resting: Tensor, met: Tensor | None = None) -> Tensor:
        """Converged, stationary or stalled for those that stand still; those ``resting`` at rounding may go on, and end
        only where they have converged."""
        asked = ((verdict == CONVERGED) | resting).nonzero().flatten()
        if not len(asked):
            return verdict
        if not self.stop.curvature and not bool(resting.any()):
            finished = self.part_solver.finished(self.part, state)
            return torch.where((verdict == CONVERGED) & ~finished & (met is None), STALLED, verdict)
        part = self.part.select(asked) if self.part.batch is not None else self.part
        solver, these = self.part_solver.select(asked), points.take(state, asked)
        finished = solver.finished(part, these)
        tolerant = torch.full_like(finished, self.stop.movement > 0) & (verdict[asked] == CONVERGED)
        enough, nothing_left = solver.judged(part, these)
        seen = look(part, solver, these, enough | (tolerant if met is None else tolerant | met[asked]))
        down = (seen.index > 0) | seen.descent
        result = torch.where(finished & seen.still, torch.where(down, STATIONARY, CONVERGED), STALLED)
        result = torch.where(nothing_left, CONVERGED, result)
        index = torch.where(result == STATIONARY, seen.index, -1)
        result = torch.where(resting[asked] & (result != CONVERGED), MAX_STEPS, result)
        self.index[self.alive[asked]] = torch.where(result == STATIONARY, index, -1)
        return verdict.index_copy(0, asked, result)

    def _leave(self, done: Tensor, verdict: Tensor, states: Any) -> None:
        """Members ``done`` take their final ``states`` and leave the batch."""
        every = bool(done.all())
        rows = self.alive if every else self.alive[done]
        self.final = points.put(self.final, rows, states)
        if len(rows) == len(self.ended):
            self.ended, self.taken = verdict, torch.full_like(self.taken, self.step)
        else:
            self.ended[rows], self.taken[rows] = verdict if every else verdict[done], self.step
        if self.traces:
            self._end_traces(done, rows, verdict, states)
        if every:
            self.alive = rows[:0]
            return
        stay = ~done
        self.alive = self.alive[stay]
        self.state, self.anchor = points.take(self.state, stay), points.take(self.anchor, stay)
        self._set_parts(stay)

    def _end_traces(self, done: Tensor, rows: Tensor, verdict: Tensor, states: Any) -> None:
        """The last value goes on to the end for members that leave, NaN for those that diverged."""
        reached = bisect_right(self.at, self.step)
        well = verdict[done] != DIVERGED
        kept, fresh = rows[well], bool(well.any()) and self.at[reached - 1] != self.step
        part = self.part.select(done.nonzero().flatten()[well]) if fresh and self.part.batch is not None else self.part
        for name, trace in self.traces.items():
            if fresh:
                last = self.recorders[name](part, points.take(states, well)).detach()[:, None]
            else:
                last = trace[kept, reached - 1 : reached]
            trace[kept, reached:] = last
            trace[rows[self.ended[rows] == DIVERGED], reached:] = float("nan")

    def _set_parts(self, stay: Tensor) -> None:
        if not len(self.alive):
            return
        self.part = self.part.select(stay) if self.part.batch is not None else self.part
        self.part_solver = self.part_solver.select(stay)

    def _record(self, step: int, state: Any) -> None:
        if not self.recorders:
            return
        column = bisect_left(self.at, step)
        if self.at[column] != step:
            return
        for name, recorder in self.recorders.items():
            value = recorder(self.part, state)
            if name not in self.traces:
                shape = (len(self.ended), len(self.at))
                self.traces[name] = torch.full(shape, float("nan"), dtype=value.dtype, device=value.device)
            self.traces[name][self.alive, column] = value.detach()
