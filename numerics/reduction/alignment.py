"""Direction-magnitude descent with exact magnitudes, reduced to an r_A × r_A recursion for its alignment.

With S = UᵀXXᵀU, D = I − S and W = S⁻¹ − I the step with L = √step·Λ, n = LSL is

    W⁺ = (I − Y) W (I − Y),   Y = (D + n⁻¹)⁻¹,      4f = 2 tr(Λ²D) − tr(ΛDΛD),   D = W(I + W)⁻¹.

The sizes m and r enter through the start only. W keeps its relative accuracy down to convergence, where S does not.
Source: ours, behind arXiv:2606.31390 (proved on paper); f with factor ¼.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from numerics.problems.validation import require, require_positive
from numerics.randomness import require_generator
from numerics.reduction.alternating import bartlett_factor
from numerics.tensors import require_numbers, whole
from numerics.threads import one_thread
from numerics.trajectory import record_steps


@dataclass(frozen=True)
class AlignmentTrajectory:
    """``loss`` (batch?, len(at)), the last W, and ``steps``: when all members had met the tolerance, else the limit."""

    loss: Tensor
    W: Tensor
    at: Tensor
    steps: int
    converged: bool


class AlignmentRecursion:
    """The recursion for non-zero eigenvalues ``spectrum`` (any signs) and one step length (default 1/‖A‖²).

    In float64 only: W in another type is refused. Losses keep their relative accuracy however small they are (about 1e-15 a
    step), so that there is no floor as in a run on the matrices themselves.

    >>> recursion = AlignmentRecursion([2.0], step=0.25)
    >>> W = torch.tensor([[1.0]], dtype=torch.float64)
    >>> recursion.update(W)               # s = ½, h = 1: u⁺ = u(((1 + u)² − h)/((1 + u)² + hu))² = (3/5)², by hand
    tensor([[0.3600]], dtype=torch.float64)
    >>> float(recursion.loss(W))                                              # ¼·4·(1 − s²)
    0.75
    """

    def __init__(self, spectrum: Sequence[float] | Tensor, step: float | None = None) -> None:
        self.spectrum = torch.as_tensor(spectrum, dtype=torch.float64)
        require(bool((self.spectrum != 0).all()), "spectrum must list non-zero eigenvalues")
        self.step = 1 / float(self.spectrum.abs().max()) ** 2 if step is None else step
        require_positive(self.step, "step")
        self._inverse = 1 / (self.spectrum * self.step**0.5)
        self._eye = torch.eye(len(self.spectrum), dtype=torch.float64)

    def update(self, W: Tensor) -> Tensor:
        """One step of the descent, (batch?, r_A, r_A)."""
        _require_double(W, "W")
        Z = W + self._eye
        D = torch.linalg.solve(Z, W)
        Y = torch.linalg.inv(D + self._inverse[:, None] * Z * self._inverse)
        half = W - Y @ W
        W = half - half @ Y
        return (W + W.mT) / 2

    def advance(self, W: Tensor, steps: int) -> Tensor:
        """``steps`` updates; a single W on the CPU goes through numpy, where a step of a small matrix costs a third."""
        if W.dim() > 2 or W.device.type != "cpu":
            for _ in range(steps):
                W = self.update(W)
            return W
        w, eye, scale = W.numpy(), self._eye.numpy(), torch.outer(self._inverse, self._inverse).numpy()
        inverse = np.linalg.inv
        for _ in range(steps):
            Z = w + eye
            keep = eye - inverse(inverse(Z) @ w + scale * Z)
            w = keep @ w @ keep
            w = (w + w.T) / 2
        return torch.from_numpy(w.copy())

    def loss(self, W: Tensor) -> Tensor:
        """f = ¼‖XΘXᵀ − A‖² at exact magnitudes."""
        D = torch.linalg.solve(W + self._eye, W)
        scaled = self.spectrum[:, None] * D
        first = (scaled * self.spectrum).diagonal(dim1=-2, dim2=-1).sum(-1)
        return (2 * first - (scaled * scaled.mT).sum((-2, -1))) / 4

    def potential(self, W: Tensor) -> Tensor:
        """V = tr S⁻¹ − r_A = tr W, the sum of the squared tangents of the angles: the clock of the timetable."""
        return W.diagonal(dim1=-2, dim2=-1).sum(-1)

    @one_thread
    def run(
        self, W: Tensor, steps: int, *, at: int | str | Sequence[int] = "log", tolerance: float = 0.0
    ) -> AlignmentTrajectory:
        """``steps`` updates with the losses at the steps ``at``; stops once f ≤ tolerance·¼‖A‖² for all members."""
        _require_double(W, "W")
        wanted = record_steps(whole(steps, "steps"), at)
        goal = tolerance * float(self.spectrum.square().sum()) / 4
        losses = torch.full((*W.shape[:-2], len(wanted)), float("nan"), dtype=torch.float64)
        column = 0
        t = 0
        while True:
            if t == wanted[column]:
                losses[..., column] = self.loss(W)
                column += 1
            if goal and t % 50 == 0 and bool((self.loss(W) <= goal).all()):
                losses[..., column:] = self.loss(W)[..., None]
                return AlignmentTrajectory(losses, W, torch.tensor(wanted), t, True)
            if t == steps:
                break
            following = min([steps, *wanted[column : column + 1], *([t - t % 50 + 50] if goal else [])])
            W, t = self.advance(W, following - t), following
        return AlignmentTrajectory(losses, W, torch.tensor(wanted), steps, bool((self.loss(W) <= goal).all()))


def _require_double(W: Tensor, name: str) -> None:
    require_numbers(W, name)
    require(W.dtype == torch.float64, f"{name} must be float64, the recursion runs in it alone, got {W.dtype}")


def alignment_of(U: Tensor, X: Tensor) -> Tensor:
    """W = S⁻¹ − I for eigenvectors U (m, r_A) and directions X (…, m, r), r ≥ r_A, UᵀX of full row rank.

    Computed as W = B⁻¹, S = B(I + B)⁻¹, from S⁻¹; near S = I prefer to start further away.
    """
    require(X.shape[-1] >= U.shape[-1], f"X must have at least {U.shape[-1]} columns, got {X.shape[-1]}")
    inner = U.mT @ X
    outside = U - X @ inner.mT
    S = inner @ inner.mT
    gap = outside.mT @ outside
    W = torch.linalg.solve(S, gap)
    return (W + W.mT) / 2


def draw_alignment(
    m: int, r: int, rank: int, *, generator: torch.Generator, batch: int | None = None
) -> Tensor:
    """W_0 of a Haar-distributed start X in St(m, r) against any fixed ``rank``-dimensional space, in O(r³).

    X = G(GᵀG)^{-1/2}; with the first ``rank`` rows G₁ and GᵀG = G₁ᵀG₁ + RᵀR, R Bartlett with m − rank degrees of
    freedom, W_0 = (G₁(RᵀR)⁻¹G₁ᵀ)⁻¹ (Woodbury). Equal in law to the matrix Beta of the law of the start.
    """
    for name, value in (("m", m), ("r", r), ("rank", rank), *([] if batch is None else [("batch", batch)])):
        whole(value, name)
    require_generator(generator)
    require(rank <= r <= m - rank, f"r must be in {rank} … {m - rank}, got {r}")
    lead = () if batch is None else (batch,)
    G = torch.randn(*lead, rank, r, generator=generator, dtype=torch.float64)
    R = bartlett_factor(m - rank, r, lead, generator)
    half = torch.linalg.solve_triangular(R, G, upper=True, left=False)
    W = torch.linalg.inv(half @ half.mT)
    return (W + W.mT) / 2
