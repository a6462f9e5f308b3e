"""Why a run of UDU is where it is: optimal, or stuck because of something that can be named, with advice on α and D_0.

The auditor looks at the columns (active, free, dead, underflowed), at the certificate min eig G ≥ 0 with ‖GX‖ = 0, at the
suppression Σ ln c against its exact identity, and at the last steps.
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

TINY = 1e-300
"""Entries below this have left the normal numbers of float64, or are about to."""


@dataclass(frozen=True)
class KktCertificate:
    """‖GX‖ and min eig G at a point, G the symmetrised gradient of f at X = UDUᵀ, f scaled as ½‖·‖²."""

    smallest: float
    residual: float
    scale: float

    @property
    def optimal(self) -> bool:
        """G ⪰ 0 and GX = 0 to 1e-6 of ‖G(0)‖: X minimizes a convex f over X ⪰ 0."""
        return self.smallest >= -1e-6 * self.scale and self.residual <= 1e-6 * self.scale


@dataclass(frozen=True)
class Audit:
    """One run. ``cause``: "optimal", "dead column", "underflow trap", "cycle", "ball never active", "not converged", "saddle"
    or "overflow"; ``columns``: how many are active, free, dead, idle, underflowed; ``exponent`` = Σ ln c and ``identity`` =
    relative difference of the two sides of the exact suppression identity."""

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
        counts = ", ".join(f"{count} {name}" for name, count in sorted(self.columns.items()) if count)
        return (
            f"{self.text} Columns: {counts}; rank {self.rank} of svd(U D^1/2); min eig G = {self.certificate.smallest:.3g}, "
            f"‖GX‖ = {self.certificate.residual:.3g}; suppression e^(-2·{self.exponent:.4g}). {self.advice}"
        ).strip()


def classify_columns(U: Tensor, magnitudes: Tensor, G: Tensor) -> list[str]:
    """A name for every column: "active" (λ‖u‖² at least 1e-8 of the largest), "free" (λ > 0, small u), "underflowed" (λ > 0,
    all of u below 1e-300), "dead" (λ = 0 and uᵀGu > 0), "idle" (λ = 0 otherwise).

    >>> eye = torch.eye(2, dtype=torch.float64)
    >>> classify_columns(eye, torch.tensor([1.0, 0.0], dtype=torch.float64), eye)
    ['active', 'dead']
    """
    mass = magnitudes * U.square().sum(-2)
    slopes = (U * (G @ U)).sum(-2)
    names = []
    for j in range(U.shape[-1]):
        if magnitudes[j] == 0:
            names.append("dead" if slopes[j] > 0 else "idle")
        elif bool(U[:, j].abs().max() < TINY):
            names.append("underflowed")
        else:
            names.append("active" if mass[j] > 1e-8 * mass.max() else "free")
    return names


def gradient_matrix(problem: Any, U: Tensor, magnitudes: Tensor) -> Tensor:
    """G, the gradient of f at X = UDUᵀ, (n, n), symmetric."""
    eye = torch.eye(len(U), dtype=U.dtype, device=U.device)
    G = problem.gradient_products((U * magnitudes)[None], U[None], eye[None], None)[0][0]
    return (G + G.mT) / 2


def kkt_certificate(problem: Any, U: Tensor, magnitudes: Tensor) -> KktCertificate:
    """min eig G and ‖GX‖ (relative to max(1, ‖X‖)) at (U, λ). U: (n, r), magnitudes: (r,).

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, -1.0], dtype=torch.float64)), scale=0.5)
    >>> U = torch.tensor([[1.0], [0.0]], dtype=torch.float64)
    >>> kkt_certificate(problem, U, torch.tensor([2.0], dtype=torch.float64))
    KktCertificate(smallest=0.0, residual=0.0, scale=2.0)
    """
    G, X = gradient_matrix(problem, U, magnitudes), (U * magnitudes) @ U.mT
    start = gradient_matrix(problem, torch.zeros_like(U), magnitudes)
    return KktCertificate(
        float(torch.linalg.eigvalsh(G)[0]),
        float((G @ X).norm() / max(1.0, float(X.norm()))),
        float(torch.linalg.matrix_norm(start, 2)),
    )


@one_thread
def audit(problem: Any, solver: UDU, start: Any, steps: int = 20_000, tolerance: float = 1e-10) -> Audit:
    """Run ``solver`` from ``start`` = (U, magnitudes), without a batch axis, until steps are below ``tolerance``, and explain
    the end.

    Raises ValueError for a batch of starts.

    >>> from numerics.problems import SymmetricFactorization
    >>> problem = SymmetricFactorization(torch.diag(torch.tensor([2.0, 1.0], dtype=torch.float64)), scale=0.5)
    >>> U = 0.1 * torch.eye(2, dtype=torch.float64)
    >>> audit(problem, UDU(step=0.02), (U, torch.ones(2, dtype=torch.float64))).cause
    'optimal'
    """
    U, lam = start
    if U.ndim != 2:
        raise ValueError(f"one run at a time: U must be a matrix, got shape {tuple(U.shape)}")
    solver = solver.resolved(problem)
    model, step = solver.objective(problem), float(solver.step)  # type: ignore[arg-type]
    seen: list[tuple[Tensor, Tensor]] = []
    tally = {"left": 0.0, "right": float(U.square().sum() - 2 * lam.square().sum()), "logs": 0.0}
    moved, done = math.inf, 0
    for done in range(1, steps + 1):
        gradient = model.gradient((U, lam))
        after = solver.update(problem, (U, lam))
        _account(tally, solver, step, gradient, (U, lam), after)
        moved = float((after[0] - U).norm() + (after[1] - lam).norm())
        U, lam = after[0], after[1]
        if not math.isfinite(moved) or moved < tolerance:
            break
        if done > steps - 16:
            seen.append((U, lam))
    return _explain(problem, solver, step, (U, lam), seen, tally, moved, done, tolerance)


def _account(tally: dict[str, float], solver: UDU, step: float, gradient: Any, before: Any, after: Any) -> None:
    """One step of both sides of Σ(c² − 1)‖U⁺‖² = 2Δ‖D‖² − Δ‖U‖² + Σ(4η²‖GUD‖² − 2η²‖q‖² + 2‖N‖²)."""
    bar, lam = before[0] - step * gradient[0], before[1] - step * gradient[1]
    c = max(1.0, float(bar.norm()) / solver.radius)
    tally["logs"] += math.log(c) if math.isfinite(c) else 0.0
    tally["left"] += (c * c - 1) * float(after[0].square().sum())
    tally["right"] += step**2 * float(gradient[0].square().sum() - 2 * gradient[1].square().sum())
    tally["right"] += 2 * float((-lam).clamp_min(0).square().sum())


def _explain(
    problem: Any,
    solver: UDU,
    step: float,
    end: Any,
    seen: list,
    tally: dict[str, float],
    moved: float,
    steps: int,
    tolerance: float,
) -> Audit:
    U, lam = end
    if not math.isfinite(moved):
        empty = KktCertificate(math.nan, math.nan, math.nan)
        return Audit(
            "overflow",
            "Stuck: the iterates overflowed.",
            f"Take a step far below {step:g}.",
            {},
            empty,
            0,
            tally["logs"],
            math.nan,
            moved,
            steps,
        )
    right = tally["right"] + float(2 * lam.square().sum() - U.square().sum())
    identity = abs(tally["left"] - right) / max(1.0, abs(right))
    G, certificate = gradient_matrix(problem, U, lam), kkt_certificate(problem, U, lam)
    names = classify_columns(U, lam, G)
    values = torch.linalg.svdvals(U * lam.sqrt())
    rank = int((values > 1e-6 * values[0]).sum()) if float(values[0]) > 0 else 0
    cause, text, advice = _cause(solver, step, U, lam, G, certificate, names, seen, tally["logs"], moved, tolerance)
    return Audit(cause, text, advice, dict(Counter(names)), certificate, rank, tally["logs"], identity, moved, steps)


def _cause(
    solver: UDU,
    step: float,
    U: Tensor,
    lam: Tensor,
    G: Tensor,
    certificate: KktCertificate,
    names: list[str],
    seen: list,
    logs: float,
    moved: float,
    tolerance: float,
) -> tuple[str, str, str]:
    if moved >= tolerance:
        if seen and (period := _period(seen, moved)):
            mass = 4 * lam * (lam * U.square().sum(0)) + U.square().sum(0) ** 2
            limit = 2 / float(mass.max())
            return (
                "cycle",
                f"Stuck: a cycle of period {period} with steps of {moved:.2g}, projected for ever.",
                f"The step {step:g} is too large: below about {limit:.2g} = 2/(4λμ + p²) it can rest.",
            )
        return "not converged", f"Not converged: the last step moved by {moved:.2g}.", "Take more steps."
    if certificate.optimal:
        if logs == 0:
            return (
                "ball never active",
                "Optimal, but the ball was never active: trailing columns were not suppressed and the rank is "
                "not low by construction.",
                f"Take a radius below α_c (now {solver.radius:g}): theory.udu.window.critical_radius.",
            )
        return "optimal", "Optimal: G ⪰ 0 and GX = 0.", ""
    _, vectors = torch.linalg.eigh(G)
    along = (vectors[:, 0] @ U).abs()
    alive = [j for j, name in enumerate(names) if name not in ("dead", "idle")]
    if alive and bool((along[alive] < TINY).all()):
        return (
            "underflow trap",
            "Stuck at a saddle: every live column is below 1e-300 along the eigenvector that G wants, so the "
            "numbers cannot grow back in any reasonable time.",
            f"Take a larger radius (now {solver.radius:g}) or a larger D_0; theory.udu.window.trap_depth tells the depth.",
        )
    if ("dead" in names and not alive) or (all(names[j] == "active" for j in alive) and "dead" in names):
        return (
            "dead column",
            "Stuck at a local minimum: dead columns (λ = 0, uᵀGu > 0) would be needed to go on.",
            "Start with 2λ² > ‖u‖² in every column (D_0 = I, ‖U_0‖ ≤ 1): then no column dies along the flow.",
        )
    return "saddle", "At a saddle: G has a negative eigenvalue and live columns can still grow.", "Take more steps."


def _period(seen: list, moved: float) -> int | None:
    """The smallest k ≤ 8 after which the iterate came back to 1e-3 of its step."""
    for k in range(2, min(9, len(seen))):
        back = float((seen[-1][0] - seen[-1 - k][0]).norm() + (seen[-1][1] - seen[-1 - k][1]).norm())
        if back < 1e-3 * moved:
            return k
    return None
