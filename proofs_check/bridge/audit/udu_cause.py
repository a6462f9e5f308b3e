"""Why a run of UDU ended where it did: the cause, in words, and what to do about it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor

from numerics.ending import LARGEST_DENSE, look
from numerics.models import UDUPoint
from numerics.problems import SymmetricFactorization
from numerics.solvers import UDU
from proofs_check.bridge.audit.udu_point import KktCertificate
from theory.storage.counted import counted

Cause = tuple[str, str, str]
"""The name, the sentence, the advice."""


@dataclass(frozen=True)
class Ended:
    """A run that is over. ``start``, ``end``: (U, λ); ``seen``: the last of them; ``logs``: Σ ln c of every ball; ``moved``:
    the last step, small below ``limit``; ``overshot``: columns whose λ a step took below zero although 2λ² > ‖u‖²."""

    problem: Any
    solver: UDU
    start: tuple[Tensor, Tensor]
    end: tuple[Tensor, Tensor]
    seen: list[tuple[Tensor, Tensor]]
    logs: Tensor
    moved: float
    limit: float
    overshot: frozenset[int]

    @property
    def steps(self) -> tuple[float, float]:
        """The step of U and that of λ."""
        return float(self.solver.step), float(self.solver.magnitude_step)  # type: ignore[arg-type]


def cause_of(run: Ended, G: Tensor, certificate: KktCertificate, names: list[str], rank: int) -> Cause:
    """The first that holds: still moving, optimal, a start that cannot leave, a saddle, no column left, a dead column."""
    if run.moved >= run.limit:
        return _moving(run)
    U, lam = run.end
    slope, size = run.moved / min(run.steps), max(1.0, float(U.norm()), float(lam.norm()))
    if certificate.scale > 0 and slope > 1e-3 * certificate.scale * size:
        return ("not converged", f"Not converged: the step {min(run.steps):g} is so small that it moves by "
                f"{run.moved:.2g} where the gradient is {slope:.2g}.", "Take a larger step, or float64.")  # fmt: skip
    if certificate.optimal:
        return _optimal(run, certificate)
    if not bool(run.start[0].any()):
        return ("zero start", "Stuck at the start: U = 0 is a fixed point whatever G is.", "Start with a small random U.")
    return _below(run, G, certificate, names, rank)


def _moving(run: Ended) -> Cause:
    step, (U, lam) = run.steps[0], run.end
    if run.seen and (period := _period(run.seen, run.moved)):
        norms = U.abs().square().sum(0)
        limit = 2 / float((4 * lam * lam * norms + norms**2).max())
        return ("cycle", f"Stuck: a cycle of period {period} with steps of {run.moved:.2g}, projected for ever.",
                f"The step {step:g} is too large: below about {limit:.2g} = 2/(4λμ + p²) it can rest.")  # fmt: skip
    model = run.solver.objective(run.problem)
    values = [float(model.loss(UDUPoint(*point))) for point in run.seen]
    if any(after > before * (1 + 1e-3) for before, after in pairwise(values)):
        return ("not converged", f"Not converged: the loss goes up and down, the last step moved by {run.moved:.2g}.",
                f"The step {step:g} is too large: take a tenth of it.")  # fmt: skip
    return "not converged", f"Not converged: the last step moved by {run.moved:.2g}.", "Take more steps."


def _optimal(run: Ended, certificate: KktCertificate) -> Cause:
    rounding = "" if certificate.tolerance <= 1e-6 else f", to {certificate.tolerance:.1g} of ‖G(0)‖"
    if bool((run.logs > 0).any()):
        return "optimal", f"Optimal: G ⪰ 0 and GX = 0{rounding}.", ""
    radius = (f"below α_c (now {run.solver.radius:g}): theory.udu.window.critical_radius" if not run.solver.columnwise
              else f"far below {run.solver.radius:g}; with a ball for every column the others do not suppress it")  # fmt: skip
    return ("ball never active", "Optimal, but the ball was never active: trailing columns were not suppressed and the rank is "
            f"not low by construction{rounding}.", f"Take a radius {radius}.")  # fmt: skip


def _below(run: Ended, G: Tensor, certificate: KktCertificate, names: list[str], rank: int) -> Cause:
    """At rest, and G has a negative eigenvalue, or GX ≠ 0."""
    values, vectors = torch.linalg.eigh(G)
    wanted = vectors[:, values < -certificate.tolerance * certificate.scale]
    wanted = torch.where(wanted.abs() < 16 * torch.finfo(wanted.dtype).eps, 0, wanted)  # rounding of eigh is no direction
    if not wanted.shape[1]:
        return _unknown("at rest with GX ≠ 0, where G has no negative eigenvalue", "Take more steps, or float64.")
    alive = [j for j, name in enumerate(names) if name not in ("dead", "idle")]
    if pair := _twins(run, alive):
        return ("invariant line", f"Stuck at a saddle: columns {pair[0] + 1} and {pair[1] + 1} started equal, up to a sign, "
                "and every step keeps them so.", "Start with a random U.")  # fmt: skip
    free = [j for j in alive if names[j] != "active"]
    if free:
        return _can_grow(run, wanted, -float(values[0]), free)
    if isinstance(run.problem, SymmetricFactorization) and rank == len(names) and _best(run):
        return _full(names, "X is the best matrix ⪰ 0 of that rank")
    if sum(x.numel() * (2 if x.is_complex() else 1) for x in run.end) > LARGEST_DENSE:
        return _unknown(f"at rest with a negative eigenvalue of G, no free column, and more than {LARGEST_DENSE} numbers, for "
                        "which no Hessian is taken", "Start again with one column more.")  # fmt: skip
    point = UDUPoint(*(x[None] for x in run.end))
    second = look(run.problem, run.solver, point, torch.ones(1, dtype=torch.bool, device=G.device))
    if int(second.index) > 0:
        return _can_grow(run, wanted, 0.0, alive)
    if "dead" in names:
        return _dead(run, names)
    if "idle" in names:
        return ("idle column", "Stuck: columns with λ = 0 and uᵀGu = 0 do not move, and no other column is free.",
                "Start with λ > 0 in every column.")  # fmt: skip
    if rank == len(names) and not isinstance(run.problem, SymmetricFactorization) and not bool(second.descent):
        return _full(names, "no direction leads down that far (Hessian); whether another point of that rank is better is open")
    return _unknown("at rest with a negative eigenvalue of G and no negative curvature of F", "Start again from elsewhere.")


def _can_grow(run: Ended, wanted: Tensor, most: float, columns: list[int]) -> Cause:
    """A saddle with ``columns`` that could leave along ``wanted``: do their parts there grow?"""
    U, lam = run.end
    after = run.solver.project(_stepped(run))[0]
    first, now, then = ((wanted.mH @ V[:, columns]).abs() for V in (run.start[0], U, after))
    rising = then > now
    if bool((rising & (now > 0)).any()):
        text = "At a saddle: G has a negative eigenvalue and live columns can still grow."
        rate = math.log1p(2 * run.steps[0] * float(lam[columns].max()) * most)
        if rate > 0:
            wait = (math.log(run.solver.radius) - math.log(float(now[rising].max()))) / rate
            return "saddle", text, f"Take more steps, about {max(1, round(wait)):,} to leave it."
        return "saddle", text, "Take more steps."
    if float(now.max()) >= torch.finfo(U.dtype).tiny:
        return _unknown("at a saddle, but the parts of the columns along the eigenvectors that G wants do not grow",
                        "Start again from elsewhere.")  # fmt: skip
    if not bool(first.any()):
        return ("invariant line", "Stuck at a saddle: the start had no part at all along the eigenvectors that G wants, and "
                "every step keeps it so.", "Start with a random U.")  # fmt: skip
    return ("underflow trap", f"Stuck at a saddle: every live column fell below the numbers of {U.dtype} along "
            "the eigenvectors that G wants, and cannot grow back.",
            f"Take a larger radius (now {run.solver.radius:g}) or a larger D_0; theory.udu.window.trap_depth tells the "
            "depth.")  # fmt: skip


def _dead(run: Ended, names: list[str]) -> Cause:
    dead = [j for j, name in enumerate(names) if name == "dead"]
    if run.overshot & set(dead):
        return ("overshoot", "Stuck at a local minimum: a step took λ below zero where 2λ² > ‖u‖², a column that the "
                "flow would have kept alive.", f"The step {run.steps[1]:g} is too large: take a tenth of it.")  # fmt: skip
    return ("dead column", "Stuck at a local minimum: dead columns (λ = 0, uᵀGu > 0) would be needed to go on.",
            "Start with 2λ² > ‖u‖² in every column (D_0 = I, ‖U_0‖ ≤ 1): then no column dies along the flow.")  # fmt: skip


def _full(names: list[str], why: str) -> Cause:
    r = len(names)
    return ("rank-limited", f"{f'All {r} columns are' if r > 1 else 'The one column is'} used: {why}. G wants more.",
            f"Start with more than {counted(r, 'column')} for a smaller loss.")  # fmt: skip


def _unknown(what: str, advice: str) -> Cause:
    return "cannot tell", f"Cannot tell: {what}.", advice


def _stepped(run: Ended) -> UDUPoint:
    U, lam = run.end
    slope = run.solver.objective(run.problem).gradient((U, lam))
    return UDUPoint(U - run.steps[0] * slope[0], lam - run.steps[1] * slope[1])


def _best(run: Ended) -> bool:
    """Whether the loss is that of the best X ⪰ 0 with as many columns."""
    model, U = run.solver.objective(run.problem), run.end[0]
    best, whole = (float(run.problem.best_value(r, positive=True)) for r in (U.shape[1], 0))
    return float(model.loss(UDUPoint(*run.end))) - best <= 1e4 * torch.finfo(U.dtype).eps * whole


def _twins(run: Ended, alive: list[int]) -> tuple[int, int] | None:
    """Two live columns that are equal bit for bit, up to a sign, now and at the start."""
    for k, i in enumerate(alive):
        for j in alive[k + 1 :]:
            for sign in (1, -1):
                if all(torch.equal(U[:, i], sign * U[:, j]) and bool(lam[i] == lam[j]) and bool(U[:, i].any())
                       for U, lam in (run.start, run.end)):  # fmt: skip
                    return i, j
    return None


def _period(seen: list[tuple[Tensor, Tensor]], moved: float) -> int | None:
    """The smallest k ≤ 8 after which the iterate came back to 1e-3 of its step."""
    for k in range(2, min(9, len(seen))):
        back = float((seen[-1][0] - seen[-1 - k][0]).norm() + (seen[-1][1] - seen[-1 - k][1]).norm())
        if back < 1e-3 * moved:
            return k
    return None
