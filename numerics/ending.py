"""What a member that stands still has reached: first- and second-order conditions at its last point.

On the tangent space of the constraints, with the Hessian of the Lagrangian, H = P(∇²F + multipliers)P:

| verdict | gradient | curvature |
|---|---|---|
| converged | vanishes to rounding | none negative, and no descent along null directions |
| stationary | vanishes to rounding | ``index`` eigenvalues below −τ; 0 where a null direction leads down |
| stalled | does not: steps are below rounding | |
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.curvature import dense_hessian
from numerics.lanczos import Unconverged, lowest_eigenpairs

LARGEST_DENSE = 400
CHUNK_ENTRIES = 2**23


@dataclass(frozen=True)
class Constraint:
    """One constraint on leaf ``leaf`` of a point: "ball" (‖·‖ ≤ radius, of columns if ``columnwise``), "nonnegative",
    "orthonormal" (columns) or "hermitian"."""

    kind: str
    leaf: int
    radius: float = 1.0
    columnwise: bool = False


@dataclass(frozen=True)
class Look:
    """Per member: whether the gradient vanishes to rounding, the negative eigenvalues, and whether it is a descent
    along a null direction that was found."""

    still: Tensor
    index: Tensor
    descent: Tensor


def look(problem: Any, solver: Any, state: Any, gradient_met: Tensor) -> Look:
    """First and second order at the points of ``state`` (batch axis); ``gradient_met`` where a rule of the user says that
    the gradient is small enough.

    Up to N = 400 real coordinates by the whole Hessian; beyond, for solvers without constraints, by Lanczos with 400
    products, which may leave negative curvature unfound, and gives a lower bound of the index: 1.
    """
    point, objective = solver.point(state), solver.objective(problem)
    count, size = points.flatten(point).shape
    parts = []
    chunk = max(1, CHUNK_ENTRIES // min(size, LARGEST_DENSE) ** 2)
    every = torch.arange(count, device=gradient_met.device)
    for rows in every.split(1 if solver.constraints() or size > LARGEST_DENSE else chunk):
        part = problem.select(rows) if problem.batch is not None else problem
        here = solver.objective(part) if problem.batch is not None else objective
        parts.append(_look(part, here, solver.select(rows), points.take(point, rows), gradient_met[rows]))
    return Look(*(torch.cat([getattr(p, name) for p in parts]) for name in ("still", "index", "descent")))


def _look(problem: Any, objective: Any, solver: Any, point: Any, met: Tensor) -> Look:
    gradient = points.flatten(objective.gradient(point))
    unit_of = _unit_of(solver, point)
    count, size = gradient.shape
    none = torch.zeros(count, dtype=torch.int64, device=met.device)
    unit = torch.finfo(gradient.dtype).eps
    length = points.squared_norm(points.in_units(point, solver.units())).sqrt()
    if size > LARGEST_DENSE:
        return _look_far(objective, solver, point, gradient, met)
    hessian = _batched(dense_hessian(objective, point))
    if solver.constraints():
        projector, extra = _constrained(solver.constraints(), point, gradient, unit_of)
        hessian = projector @ (unit_of[:, :, None] * (hessian + extra) * unit_of[:, None, :]) @ projector
        gradient = torch.einsum("bi,bij->bj", unit_of * gradient, projector)
    if not bool(torch.isfinite(hessian).all()):
        return Look(met, none, none > 0)
    values, vectors = torch.linalg.eigh(hessian)
    norm, slope = values.abs().amax(-1), torch.linalg.vector_norm(gradient, dim=-1)
    still = met | (slope <= 1e4 * unit * norm * length)
    blur = (8 * norm * slope / length.clamp_min(torch.finfo(norm.dtype).tiny)).sqrt()
    tolerance = (8 * size * unit * norm + torch.where(slope > 0, blur, torch.zeros_like(blur)))[:, None]
    index = (values < -tolerance).sum(-1)
    descent = torch.zeros_like(still)
    kinds = {c.kind for c in solver.constraints()}
    if not kinds & {"orthonormal"}:
        for i in (still & (index == 0) & (values.abs() <= tolerance).any(-1)).nonzero().flatten().tolist():
            null = vectors[i][:, values[i].abs() <= tolerance[i]]
            blur_of_loss = float(8 * size * norm[i] * (unit * length[i]) ** 2)
            one = points.take(point, torch.tensor([i], device=met.device))
            descent[i] = _leads_down(problem, objective, solver, one, null, unit_of[i], i, blur_of_loss)
    return Look(still, index, descent)


def _look_far(objective: Any, solver: Any, point: Any, gradient: Tensor, met: Tensor) -> Look:
    """One member with many coordinates."""
    index = torch.zeros(len(met), dtype=torch.int64, device=met.device)
    slope, norm = torch.linalg.vector_norm(gradient, dim=-1), torch.zeros_like(gradient[:, 0])
    single = points.without_batch_axis(point)
    if not solver.constraints():
        for largest in (False, True):
            try:
                found = lowest_eigenpairs(
                    objective,
                    single,
                    generator=torch.Generator().manual_seed(0),
                    quotient=False,
                    largest=largest,
                    asked="sign",
                    max_products=400,
                )
            except (Unconverged, ValueError):
                continue
            norm = torch.maximum(norm, found.values.abs())
            index += int(not largest and int(found.signs) < 0)
    rounding = 1e4 * torch.finfo(gradient.dtype).eps * norm * points.squared_norm(point).sqrt()
    return Look(met | (slope <= rounding) | bool(solver.constraints()), index, index > index)


def _batched(matrix: Tensor) -> Tensor:
    return matrix if matrix.dim() == 3 else matrix.unsqueeze(0)


def _unit_of(solver: Any, point: Any) -> Tensor:
    """The unit of every coordinate, (batch, N): curvatures are compared in them, which changes no sign (Sylvester)."""
    ones = points.tree_map(lambda x: torch.ones_like(x) * (1 + 1j) if x.is_complex() else torch.ones_like(x), point)
    return points.flatten(ones) / points.flatten(points.in_units(ones, solver.units()))


def _constrained(
    constraints: tuple[Constraint, ...], point: Any, gradient: Tensor, unit_of: Tensor
) -> tuple[Tensor, Tensor]:
    """(P, multipliers) for one member: P (N, N) projects to the tangent space of what is active, in units."""
    size, eye = gradient.shape[1], torch.eye(gradient.shape[1], dtype=gradient.dtype, device=gradient.device)
    projector, extra = eye.clone(), torch.zeros_like(eye)
    leaves = list(points.leaves(point))
    for constraint in constraints:
        pulls = list(points.leaves(points.unflatten(gradient, point)))
        normals, weight = _normals(constraint, leaves[constraint.leaf][0], pulls[constraint.leaf][0])
        for normal, multiplier, part in normals:
            tree = [torch.zeros_like(x) for x in leaves]
            tree[constraint.leaf][0] = normal
            n = points.flatten(tuple(tree))[0] * unit_of[0]
            n = n / n.norm().clamp_min(torch.finfo(n.dtype).tiny)
            if float(n.norm()) > 0:
                n = projector @ n
                n = n / n.norm().clamp_min(torch.finfo(n.dtype).tiny)
                projector = projector - torch.outer(n, n) if float(n.norm()) > 0.5 else projector
            if multiplier:
                mark = [torch.zeros_like(x) for x in leaves]
                mark[constraint.leaf][0] = part
                extra = extra + multiplier * torch.diag(points.flatten(tuple(mark))[0])
        if weight is not None:
            moved = [
                points.flatten(
                    tuple(
                        (x @ weight if i == constraint.leaf else torch.zeros_like(x))
                        for i, x in enumerate(points.leaves(points.unflatten(e[None], point)))
                    )
                )[0]
                for e in eye
            ]
            extra = extra - torch.stack(moved, -1)
    assert projector.shape == (size, size)
    return projector[None], (extra + extra.mT)[None] / 2


def _normals(constraint: Constraint, x: Tensor, pull: Tensor) -> tuple[list[tuple[Tensor, float, Tensor]], Tensor | None]:
    """Normals of the active constraint with their multiplier and where it acts; for frames also Xᴴ∇F, Hermitian part."""
    ones = torch.ones_like(x) * (1 + 1j) if x.is_complex() else torch.ones_like(x)
    if constraint.kind == "ball":
        masks = [ones] if not constraint.columnwise else [ones * e for e in torch.eye(x.shape[-1], dtype=x.dtype)]
        found = []
        for mask in masks:
            part = x * (mask != 0)
            square = float(part.abs().square().sum())
            multiplier = -float((part.conj() * pull).real.sum()) / square if square > 0 else 0.0
            if square**0.5 >= constraint.radius * (1 - 1e3 * torch.finfo(x.dtype).eps) and multiplier > 0:
                found.append((part, multiplier, mask))
        return found, None
    units = _units_of(x)
    if constraint.kind == "nonnegative":
        return [(u, 0.0, ones) for u, v, g in zip(units, x, pull, strict=True) if float(v) <= 0 < float(g)], None
    if constraint.kind == "hermitian":
        return [(u - u.mH, 0.0, ones) for u in units], None
    inner = x.mH @ pull
    r = x.shape[-1]
    frame = [x @ (e + e.mH) for e in _units_of(torch.zeros(r, r, dtype=x.dtype, device=x.device))]
    return [(n, 0.0, ones) for n in frame], (inner + inner.mH) / 2


def _units_of(x: Tensor) -> list[Tensor]:
    eye = torch.eye(x.numel(), dtype=x.dtype, device=x.device).reshape(-1, *x.shape)
    return [*eye, *(1j * eye)] if x.is_complex() else list(eye)


def _leads_down(
    problem: Any, objective: Any, solver: Any, point: Any, null: Tensor, unit_of: Tensor, row: int, blur: float
) -> bool:
    """Whether F falls along x + δd for some null direction d: never above F(x) up to a δ where it is clearly below, by more
    than rounding of F and of x (``blur``, 8N‖H‖(ε‖x‖)²) would do."""
    draws = torch.randn(null.shape[1], 8, generator=torch.Generator().manual_seed(0), dtype=null.dtype).to(null.device)
    directions = null @ draws
    directions = torch.cat([directions, -directions], 1)
    directions = directions / torch.linalg.vector_norm(directions, dim=0)
    flat = points.flatten(point)
    here = solver.objective(problem.select(torch.tensor([row]))) if problem.batch is not None else objective
    value = float(here.loss(point))
    at_zero = 1.0 if solver.units() is not None else max(value, torch.finfo(flat.dtype).tiny) ** (1 / 6)
    size = float((flat / unit_of).norm()) or at_zero
    steps = size * torch.logspace(-3, 0, 10, dtype=flat.dtype, device=flat.device)
    trial = flat + (steps[:, None, None] * (directions.T * unit_of)).reshape(-1, flat.shape[1])
    many = points.tree_map(lambda x: x.expand(len(trial), *x.shape[1:]), point)
    if problem.batch is not None:
        here = solver.objective(problem.select(torch.full((len(trial),), row)))
    loss = here.loss(solver.project(points.unflatten(trial, many))).reshape(10, -1)
    rounding = 64 * torch.finfo(flat.dtype).eps * value + blur
    below = loss < value - 1e3 * rounding
    above = (loss > value + rounding).to(torch.int64).cumsum(0) > 0
    return bool((below & ~above).any())
