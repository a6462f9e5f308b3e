"""All critical points that random starts can find, without knowing a formula for them.

Zeros of ∇F are sought by a batched Levenberg–Marquardt iteration on ½‖∇F‖² from starts of many scales and ranks,
polished by pseudo-inverse Newton steps, and gathered into clusters by (loss, rank, Hessian inertia).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.curvature import UNDECIDED, inertia
from numerics.problems.deep_factorization import DeepFactorization, Factors
from numerics.randomness import require_generator
from numerics.tensors import share, whole
from numerics.threads import one_thread
from theory.storage.counted import counted


@dataclass(frozen=True)
class CriticalCluster:
    """Critical points that agree in loss, rank of the product and Hessian inertia.

    ``index`` and ``nullity`` are −1 where the spectrum at hand does not decide them. ``representative`` holds the
    factors (W_1, …, W_L) of the member with the smallest gradient, ``gradient_norm`` that gradient.
    """

    loss: float
    rank: int
    index: int
    nullity: int
    hits: int
    gradient_norm: float
    representative: Factors

    def __str__(self) -> str:
        hits = counted(self.hits, "hit")
        return f"loss {self.loss:.9g}, rank {self.rank}, index {self.index}, nullity {self.nullity}, {hits}"


@dataclass(frozen=True)
class CriticalSearch:
    """What a search found: ``clusters`` by increasing loss, and the share of starts that did not converge."""

    clusters: tuple[CriticalCluster, ...]
    starts: int
    unconverged: float

    def __str__(self) -> str:
        found = f"{counted(len(self.clusters), 'kind')} of critical points from {counted(self.starts, 'start')}"
        return f"{found}, {self.unconverged:.1%} unconverged"


@one_thread
def search_critical_points(
    problem: DeepFactorization,
    starts: int = 400,
    *,
    generator: torch.Generator,
    steps: int = 200,
    tolerance: float = 1e-12,
) -> CriticalSearch:
    """Search for zeros of ∇F from ``starts`` random starts (``random_starts``) and cluster what is found.

    A start counts as converged if ‖∇F‖ ≤ tolerance · s, s = 2·max_l ridge_l·‖W‖ + 2·fit·‖Y‖·max(1, max‖W_l‖)^{L-1},
    the size of the terms that cancel in ∇F. Source of the target: none; the search uses no formula for critical
    points.

    >>> problem = DeepFactorization(torch.tensor([[3.0]], dtype=torch.float64), ridge=(1.0, 1.0))
    >>> found = search_critical_points(problem, 40, generator=torch.Generator().manual_seed(0))
    >>> [(round(c.loss, 9), c.rank, c.index) for c in found.clusters]     # by hand: (w₁w₂ − 3)² + w₁² + w₂²
    [(5.0, 1, 0), (9.0, 0, 1)]
    """
    whole(steps, "steps")
    share(tolerance, "tolerance")
    start = random_starts(problem, whole(starts, "starts"), generator=generator)
    point = polish(problem, levenberg_marquardt(problem, start, steps=steps, tolerance=tolerance))
    norm = torch.linalg.vector_norm(problem.flatten(problem.gradient(point)), dim=-1)
    converged = norm <= tolerance * gradient_scale(problem, point)
    kept = tuple(w[converged] for w in point)
    clusters = cluster(problem.select(converged), kept) if bool(converged.any()) else ()
    return CriticalSearch(clusters, starts, 1 - float(converged.double().mean()))


def random_starts(problem: DeepFactorization, count: int, *, generator: torch.Generator) -> Factors:
    """Gaussian factors, of a size drawn log-uniformly around ‖Y‖₂^{1/L} and a rank drawn uniformly from 0 … d_min.

    Low ranks and mixed sizes are there to reach saddles of every kind: full-rank starts of one size see few.
    """
    require_generator(generator)
    like: dict[str, Any] = {"dtype": problem.Y.dtype, "device": problem.Y.device}
    widths, layers = problem.widths, problem.layers
    size = torch.linalg.matrix_norm(problem.Y, 2).max() ** (1 / layers)
    scale = size * 10 ** (1.4 * torch.rand(count, 1, 1, generator=generator, **like) - 1.0)
    rank = torch.randint(0, min(widths) + 1, (count, 1, 1), generator=generator, device=problem.Y.device)
    frames = [_random_frame(count, d, min(widths), generator, like) for d in widths]
    keep = torch.arange(min(widths), device=problem.Y.device) < rank
    factors = []
    for l in range(layers):
        core = torch.randn(count, 1, min(widths), generator=generator, **like) * keep
        noise = torch.randn(count, widths[l + 1], widths[l], generator=generator, **like)
        mix = (torch.rand(count, 1, 1, generator=generator, **like) < 0.5).to(problem.Y.dtype)
        aligned = (frames[l + 1] * core) @ frames[l].mT
        factors.append(scale * (aligned + mix * noise / max(widths) ** 0.5))
    return tuple(factors)


def levenberg_marquardt(problem: DeepFactorization, start: Factors, *, steps: int, tolerance: float) -> Factors:
    """Minimize ½‖∇F‖² by damped Gauss–Newton steps −(H² + μI)⁻¹H∇F; μ shrinks on success and grows on failure.

    Members leave the batch when ‖∇F‖ is below ``tolerance`` × ``gradient_scale``.
    """
    result = problem.flatten(start).clone()
    alive = torch.arange(result.shape[0], device=result.device)
    x = result.clone()
    part = problem
    gradient = part.flatten(part.gradient(start))
    damping = torch.full_like(x[:, 0], 1e-2)
    for _ in range(steps):
        point = part.unflatten(x, start)
        hessian = part.dense_hessian(point)
        step = _damped_step(hessian, gradient, damping)
        trial = x + step
        trial_gradient = part.flatten(part.gradient(part.unflatten(trial, start)))
        merit, trial_merit = gradient.square().sum(-1), trial_gradient.square().sum(-1)
        predicted = merit - (gradient + (hessian @ step[..., None])[..., 0]).square().sum(-1)
        ratio = (merit - trial_merit) / predicted.clamp_min(torch.finfo(x.dtype).tiny)
        good = (ratio > 1e-4) & torch.isfinite(trial_merit)
        x = torch.where(good[:, None], trial, x)
        gradient = torch.where(good[:, None], trial_gradient, gradient)
        damping = torch.where(good, torch.where(ratio > 0.5, damping / 6, damping), damping * 4).clamp(1e-15, 1e8)
        result[alive] = x
        scale = gradient_scale(part, part.unflatten(x, start))
        going = torch.linalg.vector_norm(gradient, dim=-1) > tolerance * scale
        if not bool(going.any()):
            break
        if float(going.double().mean()) < 0.8:
            alive, x, gradient, damping = alive[going], x[going], gradient[going], damping[going]
            part = part.select(going)
    return problem.unflatten(result, start)


def polish(problem: DeepFactorization, point: Factors, steps: int = 3) -> Factors:
    """Newton steps −H⁺∇F with the eigenvalues below the inertia tolerance left out; a step is kept if ‖∇F‖ falls."""
    for _ in range(steps):
        flat, gradient = problem.flatten(point), problem.flatten(problem.gradient(point))
        norm = torch.linalg.vector_norm(gradient, dim=-1)
        values, vectors = torch.linalg.eigh(problem.dense_hessian(point))
        tolerance = inertia(values, norm, problem.hessian_lipschitz(point)).tolerance[:, None]
        inverse = torch.where(values.abs() > tolerance, 1 / values, torch.zeros_like(values))
        coefficients = inverse * (vectors.mT @ gradient[..., None])[..., 0]
        trial = flat - (vectors @ coefficients[..., None])[..., 0]
        new = problem.flatten(problem.gradient(problem.unflatten(trial, point)))
        better = torch.linalg.vector_norm(new, dim=-1) < norm
        point = problem.unflatten(torch.where(better[:, None], trial, flat), point)
    return point


def gradient_scale(problem: DeepFactorization, point: Factors) -> Tensor:
    """The size of the terms that cancel in ∇F at a critical point, (batch,): the unit for ‖∇F‖."""
    norms = torch.stack([torch.linalg.matrix_norm(w) for w in point], -1)
    data = torch.linalg.matrix_norm(problem.Y) * norms.amax(-1).clamp_min(1.0) ** (problem.layers - 1)
    return 2 * problem.ridge.amax(-1) * torch.linalg.vector_norm(norms, dim=-1) + 2 * problem.fit * data


def cluster(problem: DeepFactorization, point: Factors) -> tuple[CriticalCluster, ...]:
    """Group critical points by loss (to 1e-9 of its scale), rank of the product and Hessian inertia.

    Two losses are one if they differ by less than 1e-9·(1 + F): at ‖∇F‖ ≤ 1e-12 the error of F is second order and
    far below; distinct orbits closer than that would be merged, which only makes the search find fewer.
    """
    gradient = torch.linalg.vector_norm(problem.flatten(problem.gradient(point)), dim=-1)
    split = inertia(torch.linalg.eigvalsh(problem.dense_hessian(point)), gradient, problem.hessian_lipschitz(point))
    index = torch.where(split.decided, split.index, UNDECIDED)
    nullity = torch.where(split.decided, split.nullity, UNDECIDED)
    singular = torch.linalg.svdvals(problem.product(point))
    size = torch.linalg.matrix_norm(problem.Y, 2)
    rank = (singular > 1e-7 * size.reshape(-1, 1)).sum(-1)
    loss = problem.loss(point)
    keys = torch.stack([_levels(loss), rank, index, nullity], -1)
    kinds, member = keys.unique(dim=0, return_inverse=True)
    found = []
    for k in range(len(kinds)):
        rows = (member == k).nonzero()[:, 0]
        best = int(rows[gradient[rows].argmin()])
        _, r, i, n = kinds[k].tolist()
        shown = tuple(w[best].clone() for w in point)
        found.append(CriticalCluster(float(loss[best]), r, i, n, len(rows), float(gradient[best]), shown))
    return tuple(sorted(found, key=lambda c: (c.loss, c.rank, c.index)))


def _levels(loss: Tensor) -> Tensor:
    """A number per distinct loss: values closer than 1e-9·(1 + F) to their lower neighbour share it."""
    order = loss.argsort()
    gaps = loss[order].diff() > 1e-9 * (1 + loss[order][1:])
    levels = torch.empty_like(order)
    levels[order] = torch.cat([gaps.new_zeros(1), gaps]).cumsum(0)
    return levels


def _damped_step(hessian: Tensor, gradient: Tensor, damping: Tensor) -> Tensor:
    """−(H² + μ s I)⁻¹ H g, s = ‖H‖²_F: Cholesky, scaled so that μ is dimensionless."""
    square = hessian @ hessian
    scale = square.diagonal(dim1=-2, dim2=-1).sum(-1)
    shift = (damping * scale)[:, None]
    square.diagonal(dim1=-2, dim2=-1).add_(shift)
    factor, _ = torch.linalg.cholesky_ex(square)
    return -torch.cholesky_solve(hessian @ gradient[..., None], factor)[..., 0]


def _random_frame(count: int, rows: int, columns: int, generator: torch.Generator, like: dict[str, Any]) -> Tensor:
    return torch.linalg.qr(torch.randn(count, rows, columns, generator=generator, **like))[0]
