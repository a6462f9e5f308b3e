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
    if not bool(torch.isfinite(hessian).all()):
        return Look(met, none, none > 0)
    if solver.constraints():
        eye = torch.eye(size, dtype=hessian.dtype, device=hessian.device)
        hessian = hessian + torch.linalg.matrix_norm(hessian, 2, keepdim=True) * (eye - projector)  # normals are not null
        gradient = torch.einsum("bi,bij->bj", unit_of * gradient, projector)
    values, vectors = torch.linalg.eigh(hessian)
    norm, slope = values.abs().amax(-1), torch.linalg.vector_norm(gradient, dim=-1)
    unseen = (norm * length < torch.finfo(norm.dtype).tiny) & (norm > 0) & (length > 0)  # a slope of that size reads 0
    still = met | ((slope <= 1e4 * unit * norm * length) & ~unseen)
    blur = (8 * norm * slope / length.clamp_min(torch.finfo(norm.dtype).tiny)).sqrt()
    tolerance = (8 * size * unit * norm + torch.where(slope > 0, blur, torch.zeros_like(blur)))[:, None]
    index = (values < -tolerance).sum(-1)
    descent = torch.zeros_like(still)
    for i in (still & (index == 0) & (values.abs() <= tolerance).any(-1)).nonzero().flatten().tolist():
        flat = values[i].abs() <= tolerance[i]
        inverse = (vectors[i] * torch.where(flat, 0.0, 1 / values[i])) @ vectors[i].mT
        lagrangian = extra[0] if solver.constraints() else torch.zeros_like(inverse)
        here = _Here(
            problem.select(torch.tensor([i])) if problem.batch is not None else problem,
            solver,
            points.take(point, torch.tensor([i], device=met.device)),
            unit_of[i],
            float(slope[i]),
            float(8 * size * norm[i] * (unit * length[i]) ** 2),
        )
        descent[i] = _leads_down(here, vectors[i][:, flat], inverse, lagrangian)
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
            n = projector @ (n / n.norm().clamp_min(torch.finfo(n.dtype).tiny))
            if float(n.norm()) > torch.finfo(n.dtype).eps ** 0.5:  # else it is among the others, and what is left is rounding
                projector = projector - torch.outer(n, n) / n.norm().square()
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


@dataclass(frozen=True)
class _Here:
    """One member that stands still: its problem, its point, the unit of every coordinate, ‖∇F‖ in units on the tangent
    space, and what rounding of the point makes of F, 8N‖H‖(ε‖x‖)²."""

    problem: Any
    solver: Any
    point: Any
    unit_of: Tensor
    slope: float
    blur: float

    def objective(self, count: int) -> Any:
        """The objective for a batch of ``count`` points."""
        one = self.problem.batch is None
        return self.solver.objective(self.problem if one else self.problem.select(torch.zeros(count, dtype=torch.int64)))

    def points(self, trial: Tensor) -> Any:
        """(M, N) coordinates as M points."""
        return points.unflatten(trial, points.tree_map(lambda x: x.expand(len(trial), *x.shape[1:]), self.point))

    def loss(self, trial: Tensor) -> Tensor:
        """F at (M, N) coordinates."""
        return self.objective(len(trial)).loss(self.points(trial))

    def gradient(self, trial: Tensor) -> Tensor:
        """∇F there."""
        return points.flatten(self.objective(len(trial)).gradient(self.points(trial)))

    def project(self, trial: Tensor) -> Tensor:
        """The nearest coordinates that obey the constraints."""
        return points.flatten(self.solver.project(self.points(trial)))


def _leads_down(here: _Here, null: Tensor, inverse: Tensor, lagrangian: Tensor) -> bool:
    """Whether F falls along a path that leaves x in a null direction d: never above F(x) up to a δ where it is clearly below.

    The path is x + δd or, to leading order the lowest one, x + δd − H⁺(∇F(x + δd) − ∇F(x)): at a saddle like XΘXᵀ with Θ = 0
    and X in the kernel, F falls only where Θ follows X. Clearly below means by more than rounding of F and x and twice
    ‖∇F‖ times the way: what a gradient that is small, not zero, gains on the way to a minimizer is no descent from a saddle.
    """
    draws = torch.randn(null.shape[1], 8, generator=torch.Generator().manual_seed(0), dtype=null.dtype).to(null.device)
    directions = null @ draws
    directions = torch.cat([directions, -directions], 1)
    directions = directions / torch.linalg.vector_norm(directions, dim=0)
    flat = points.flatten(here.point)
    value, tiny = float(here.loss(flat)), torch.finfo(flat.dtype).tiny
    size = float((flat / here.unit_of).norm()) or (1.0 if here.solver.units() is not None else max(value, tiny) ** (1 / 6))
    steps = size * torch.logspace(-3, 0, 10, dtype=flat.dtype, device=flat.device)
    trial = here.project(flat + (steps[:, None, None] * (directions.T * here.unit_of)).reshape(-1, flat.shape[1]))
    turned = (here.gradient(trial) - here.gradient(flat) + (trial - flat) @ lagrangian) * here.unit_of
    followed = here.project(trial - (turned @ inverse) * here.unit_of)
    rounding = 64 * torch.finfo(flat.dtype).eps * value + here.blur
    for path in (trial, followed):
        gain = (value - here.loss(path)).reshape(10, -1)
        way = torch.linalg.vector_norm((path - flat) / here.unit_of, dim=-1).reshape(10, -1)
        below = gain > 1e3 * rounding + 2 * here.slope * way
        above = (gain < -rounding).to(torch.int64).cumsum(0) > 0
        if bool((below & ~above).any()):
            return True
    return False
