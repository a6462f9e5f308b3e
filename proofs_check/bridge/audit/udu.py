"""Why a run of UDU is where it is: optimal, or stuck because of something that can be named, with advice on α and D_0.

The auditor looks at the columns (active, free, dead, underflowed), at the certificate min eig G ≥ 0 with ‖GX‖ = 0, at the
curvature of F where that decides, at the suppression Σ ln c against its exact identity, at the start, and at the last steps.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.solvers import UDU
from numerics.threads import one_thread
from proofs_check.bridge.audit.udu_cause import Ended, cause_of
from proofs_check.bridge.audit.udu_point import KktCertificate, classify_columns, gradient_matrix, kkt_certificate

CAUSES = {
    "optimal": "G ⪰ 0 and GX = 0",
    "ball never active": "optimal, but nothing was suppressed",
    "rank-limited": "all columns are used, and the best X ⪰ 0 needs more",
    "saddle": "not left yet: live columns grow",
    "invariant line": "the start lies where every step stays: parts that are exactly zero, or equal columns",
    "zero start": "U_0 = 0",
    "underflow trap": "live columns fell below the numbers of the format",
    "dead column": "λ = 0 and uᵀGu > 0: a local minimum",
    "overshoot": "dead, by a step that was too large",
    "idle column": "λ = 0 and uᵀGu = 0, which does not move",
    "cycle": "comes back to earlier points",
    "overflow": "not finite",
    "not converged": "still moving, or steps too small to move",
    "cannot tell": "none of these could be shown",
}
"""Every cause, with what it says."""


@dataclass(frozen=True)
class Audit:
    """One run. ``cause``: one of `CAUSES`; ``columns``: how many are active, free, dead, idle, underflowed; ``exponent`` = Σ
    ln c (the largest, where every column has its ball) and ``identity`` = relative difference of the two sides of the exact
    suppression identity."""

    cause: str
    text: str
    advice: str
    columns: dict[str, int]
    certificate: KktCertificate
    rank: int
    exponent: float
    identity: float
    moved: float
    steps: int

    def __str__(self) -> str:
        if not self.columns:
            return f"{self.text} {self.advice}"
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self.columns.items()) if count)
        return (
            f"{self.text} Columns: {counts}; rank {self.rank} of svd(U D^1/2); min eig G = {self.certificate.smallest:.3g}, "
            f"‖GX‖ = {self.certificate.residual:.3g}; suppression e^(-2·{self.exponent:.4g}). {self.advice}"
        ).strip()


@one_thread
@torch.no_grad()
def audit(problem: Any, solver: UDU, start: Any, steps: int = 20_000, tolerance: float = 1e-10) -> Audit:
    """Run ``solver`` from ``start`` = (U, magnitudes), without a batch axis, until steps are below ``tolerance`` (or two
    rounding units, where that is more), and explain the end. float32, float64, complex, and ``columnwise`` balls as well.

    Raises ValueError for a batch of starts, and for other solvers than UDU.

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, 1.0], dtype=torch.float64)), scale=0.5)
    >>> U = 0.1 * torch.eye(2, dtype=torch.float64)
    >>> audit(problem, UDU(step=0.02), (U, torch.ones(2, dtype=torch.float64))).cause
    'optimal'
    """
    if not isinstance(solver, UDU):
        raise ValueError(f"solver must be UDU, got {type(solver).__name__}")
    U, lam = start
    if U.ndim != 2:
        raise ValueError(f"one run at a time: U must be a matrix, got shape {tuple(U.shape)}")
    solver = solver.resolved(problem)
    model, tally, first = solver.objective(problem), _Tally(solver, (U, lam)), (U, lam)
    unit = 2 * torch.finfo(U.dtype).eps
    seen: list[tuple[Tensor, Tensor]] = []
    moved, done, limit = math.inf, 0, tolerance
    for done in range(1, steps + 1):
        after = tally.step((U, lam), model.gradient((U, lam)))
        moved = float((after[0] - U).norm() + (after[1] - lam).norm())
        U, lam = after
        limit = max(tolerance, unit * float(U.norm() + lam.norm()))
        if not math.isfinite(moved) or moved < limit:
            break
        if done > steps - 16:
            seen.append((U, lam))
    if not math.isfinite(moved):
        return Audit("overflow", "Stuck: the iterates overflowed.", f"Take a step far below {tally.eta:g}.", {},
                     KktCertificate(math.nan, math.nan, math.nan), 0, tally.exponent, math.nan, moved, done)  # fmt: skip
    G, certificate = gradient_matrix(problem, U, lam), kkt_certificate(problem, U, lam)
    names, values = classify_columns(U, lam, G), torch.linalg.svdvals(U * lam.sqrt())
    rank = int((values > 1e-6 * values[0]).sum()) if float(values[0]) > 0 else 0
    run = Ended(problem, solver, first, (U, lam), seen, tally.logs, moved, limit, frozenset(tally.overshot))
    cause, text, advice = cause_of(run, G, certificate, names, rank)
    assert cause in CAUSES
    return Audit(cause, text, advice, dict(Counter(names)), certificate, rank, tally.exponent, tally.identity((U, lam)), moved,
                 done)  # fmt: skip


class _Tally:
    """The steps of a run with both sides of their exact identity, for steps η of U and θ of λ, Ū and λ̄ before the projection:

    Σ(‖Ū‖² − ‖U⁺‖²) = (2η/θ)Δ‖D‖² − Δ‖U‖² + Σ(η²‖∇_U‖² − 2ηθ‖∇_λ‖² + (2η/θ)‖N‖²), N the negative part of λ̄; with one ball
    the left side is Σ(c² − 1)‖U⁺‖²."""

    def __init__(self, solver: UDU, start: tuple[Tensor, Tensor]) -> None:
        self.solver, self.eta, self.theta = solver, float(solver.step), float(solver.magnitude_step)  # type: ignore[arg-type]
        self.left, self.right = 0.0, self._charge(start)
        self.logs = torch.zeros(start[0].shape[1] if solver.columnwise else 1, dtype=torch.float64)
        self.overshot: set[int] = set()

    def step(self, point: tuple[Tensor, Tensor], slope: Any) -> tuple[Tensor, Tensor]:
        """The next point, as ``solver.update`` gives it."""
        bar, moved = point[0] - self.eta * slope[0], point[1] - self.theta * slope[1]
        after = self.solver.project((bar, moved))
        squares = bar.abs().square().sum(0).double().cpu()
        norms = squares.sqrt() if self.solver.columnwise else squares.sum().sqrt()[None]
        self.logs += (norms / self.solver.radius).clamp(min=1.0, max=1e300).log()
        self.left += float(squares.sum() - after[0].abs().square().sum())
        self.right += self.eta**2 * float(slope[0].abs().square().sum())
        self.right -= 2 * self.eta * self.theta * float(slope[1].square().sum())
        if bool((moved < 0).any()):
            self.right += 2 * self.eta / self.theta * float(moved.clamp_max(0).square().sum())
            self._mark(point, moved)
        return after[0], after[1]

    def _mark(self, point: tuple[Tensor, Tensor], moved: Tensor) -> None:
        """Along the flow ‖u‖²/η − 2λ²/θ never grows: a column where it is negative keeps λ > 0."""
        balance = point[0].abs().square().sum(0) / self.eta - 2 * point[1].square() / self.theta
        for j in ((moved < 0) & (point[1] > 0)).nonzero().flatten().tolist():
            (self.overshot.add if float(balance[j]) < 0 else self.overshot.discard)(j)

    def _charge(self, point: tuple[Tensor, Tensor]) -> float:
        return float(point[0].abs().square().sum()) - 2 * self.eta / self.theta * float(point[1].square().sum())

    @property
    def exponent(self) -> float:
        """Σ ln c, the largest of the balls."""
        return float(self.logs.max())

    def identity(self, end: tuple[Tensor, Tensor]) -> float:
        """|left − right| relative to max(1, |right|)."""
        right = self.right - self._charge(end)
        return abs(self.left - right) / max(1.0, abs(right))
