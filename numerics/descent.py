"""Gradient descent on deep factorization from many starts at once, by a line search or by steady steps, and the exact reduction
of wide targets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.critical_search import gradient_scale
from numerics.problems.deep_factorization import DeepFactorization, Factors
from numerics.randomness import require_generator
from numerics.solvers.base import require_length
from numerics.tensors import positive, require, share, whole
from theory.storage.counted import counted

CHECKED = 20
"""Steps between two looks at which starts converged."""


@dataclass(frozen=True)
class Descent:
    """Where gradient descent ended: per start the loss, ‖∇F‖, whether it met the tolerance, and the factors."""

    loss: Tensor
    gradient_norm: Tensor
    converged: Tensor
    steps: int
    factors: Factors

    def __str__(self) -> str:
        levels = ", ".join(f"{x:.9g}" for x in self.loss[self.converged].unique().tolist()[:8])
        count = f"{int(self.converged.sum())} of {counted(len(self.loss), 'start')} converged in {counted(self.steps, 'step')}"
        return f"{count}; losses {levels}"


def descend(
    problem: DeepFactorization,
    starts: int = 50,
    *,
    generator: torch.Generator,
    scale: float = 1.0,
    steps: int = 100_000,
    tolerance: float = 1e-8,
) -> Descent:
    """Gradient descent from Gaussian factors of spectral size about ``scale``·‖Y‖^{1/L}, all starts in one batch.

    The step length is the Barzilai–Borwein one, halved until the loss falls by the Armijo rule, so every iterate has
    a smaller loss than the one before. A start converged if ‖∇F‖ ≤ tolerance · ``gradient_scale``.

    >>> problem = DeepFactorization(torch.tensor([[3.0]], dtype=torch.float64), ridge=(1.0, 1.0))
    >>> result = descend(problem, 8, generator=torch.Generator().manual_seed(0))
    >>> bool(result.converged.all()), round(float(result.loss.max()), 9)       # by hand: global minimum 5
    (True, 5.0)
    """
    start = gaussian_starts(problem, whole(starts, "starts"), scale, generator=generator)
    return descend_from(problem, start, steps=steps, tolerance=tolerance)


def descend_from(problem: DeepFactorization, start: Factors, *, steps: int, tolerance: float) -> Descent:
    """``descend`` from given factors (batch, d_l, d_{l-1})."""
    whole(steps, "steps")
    share(tolerance, "tolerance", zero=True)
    final = problem.flatten(start).clone()
    alive = torch.arange(len(final), device=final.device)
    x, part = final.clone(), problem
    loss, gradient = part.loss(start), part.flatten(part.gradient(start))
    length = 1e-3 / (1 + part.hessian_lipschitz(start))
    taken = 0
    for taken in range(1, steps + 1):
        trial = x - length[:, None] * gradient
        point = part.unflatten(trial, start)
        trial_loss, trial_gradient = part.loss(point), part.flatten(part.gradient(point))
        square = gradient.square().sum(-1)
        rounding = 4 * torch.finfo(x.dtype).eps * loss.abs()
        good = trial_loss <= loss - 1e-4 * length * square + rounding
        length = torch.where(good, _barzilai_borwein(trial - x, trial_gradient - gradient, length, taken), length / 2)
        x = torch.where(good[:, None], trial, x)
        gradient = torch.where(good[:, None], trial_gradient, gradient)
        loss = torch.where(good, trial_loss, loss)
        if taken % CHECKED == 0 or taken == steps:
            final[alive] = x
            scale = gradient_scale(part, part.unflatten(x, start))
            going = torch.linalg.vector_norm(gradient, dim=-1) > tolerance * scale
            if not bool(going.any()):
                break
            if not bool(going.all()):
                alive, x, gradient, loss = alive[going], x[going], gradient[going], loss[going]
                length, part = length[going], part.select(going)
    return _ended(problem, problem.unflatten(final, start), tolerance, taken)


def descend_steadily(
    problem: DeepFactorization, start: Factors, *, step: float | Tensor, steps: int, tolerance: float
) -> Descent:
    """W ← W − step·∇F(W) from given factors (batch, d_l, d_{l-1}), ``step`` one length or (batch,), never changed.

    Where step·‖∇²F‖ ≤ 1 along the run, F falls along every segment, so a run keeps to its side of a barrier, which a line
    search may jump. A start leaves the batch when it converged (as in ``descend``), or when it is not finite. ValueError for
    a step that is not positive.

    >>> problem = DeepFactorization(torch.tensor([[3.0]], dtype=torch.float64), ridge=(1.0, 1.0))
    >>> half = torch.full((1, 1, 1), 0.5, dtype=torch.float64)
    >>> found = descend_steadily(problem, (half, half), step=0.05, steps=2000, tolerance=1e-12)
    >>> bool(found.converged), round(float(found.factors[0].square()), 9)                # by hand: w² = 3 − 1
    (True, 2.0)
    """
    require(step is not None, "step must be a number or a tensor (batch,), got None")
    require_length(step, "step")
    whole(steps, "steps")
    share(tolerance, "tolerance", zero=True)
    final = [w.clone() for w in start]
    alive = torch.arange(len(start[0]), device=start[0].device)
    length = torch.as_tensor(step, dtype=problem.Y.dtype, device=problem.Y.device).expand(len(alive))[:, None, None]
    point, part, taken = start, problem, 0
    while taken < steps and len(alive):
        turns = min(CHECKED, steps - taken)
        for _ in range(turns):
            point = tuple(w - length * g for w, g in zip(point, part.gradient(point), strict=True))
        taken += turns
        for kept, w in zip(final, point, strict=True):
            kept[alive] = w
        norm = torch.linalg.vector_norm(part.flatten(part.gradient(point)), dim=-1)
        going = norm > tolerance * gradient_scale(part, point)  # False where it is not a number
        if not bool(going.all()):
            alive, part, length = alive[going], part.select(going), length[going]
            point = tuple(w[going] for w in point)
    return _ended(problem, tuple(final), tolerance, taken)


def gaussian_starts(problem: DeepFactorization, count: int, scale: float, *, generator: torch.Generator) -> Factors:
    """``count`` points of Gaussian factors, each of spectral size about ``scale``·‖Y‖^{1/L}: (count, d_l, d_{l-1}) a layer."""
    like: dict[str, Any] = {"dtype": problem.Y.dtype, "device": problem.Y.device}
    require_generator(generator)
    positive(scale, "scale")
    size = scale * torch.linalg.matrix_norm(problem.Y, 2).max() ** (1 / problem.layers)
    pairs = list(zip(problem.widths[1:], problem.widths, strict=False))
    return tuple(size / (a**0.5 + b**0.5) * torch.randn(count, a, b, generator=generator, **like) for a, b in pairs)


def reduce_by_singular_values(problem: DeepFactorization) -> DeepFactorization:
    """The same problem in the singular bases of Y: diag(y) of size d_Y × d_Y with d_Y = min(d_0, d_L).

    With Y = U diag(y) Vᵀ, F(W_1 Vᵀ, …, U W_L) of the original equals F(W) of the reduced problem, because the outer
    frames are isometries. Critical points of F have W_L in col(U) and W_1 in row(Vᵀ): no critical value is lost.
    """
    singular = torch.linalg.svdvals(problem.Y)
    return DeepFactorization(torch.diag_embed(singular), problem.ridge, problem.fit, problem.hidden)


def _ended(problem: DeepFactorization, factors: Factors, tolerance: float, taken: int) -> Descent:
    norm = torch.linalg.vector_norm(problem.flatten(problem.gradient(factors)), dim=-1)
    return Descent(problem.loss(factors), norm, norm <= tolerance * gradient_scale(problem, factors), taken, factors)


def _barzilai_borwein(move: Tensor, change: Tensor, length: Tensor, turn: int) -> Tensor:
    """⟨s,s⟩/⟨s,y⟩ and ⟨s,y⟩/⟨y,y⟩ in turn; doubled length where the curvature along the move is not positive."""
    inner = (move * change).sum(-1)
    long = move.square().sum(-1) / inner
    short = inner / change.square().sum(-1)
    proposal = long if turn % 2 else short
    usable = (inner > 0) & torch.isfinite(proposal)
    return torch.where(usable, proposal, 2 * length)
