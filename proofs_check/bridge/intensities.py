"""A vector from its intensities, lifted to X = x xᴴ: the end of a UDU run and of a Burer–Monteiro run against the truth.

Both run by `numerics.run` from the same U_0; UDU from D_0 = I. The balance law of `theory.udu.window` holds for every smooth f,
so for a unit x the radius α_c and the least E there are predictions for these problems too: one column a mode, a small U_0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from numerics.problems import PhaseRetrieval
from numerics.run import run
from numerics.solvers import UDU, GradientDescent
from numerics.trajectory import Stopping
from theory.udu.window import critical_radius, suppression_bound


def recover(problem: Any, truth: Tensor, start: Tensor, arm: Mapping[str, Any]) -> tuple[list[dict[str, Any]], Tensor]:
    """``steps`` steps of length ``step`` from U_0 = ``start`` (batch, n, r) on an `IntensityProblem`, by UDU in the ball of
    ``radius`` (None: by Burer–Monteiro): what each member came to, and its x̂ (batch, n).

    ``truth`` is (n, 1) or (batch, n, 1) of norm 1. With σ_1 ≥ σ_2 the leading eigenvalues of X at the end and v the first
    eigenvector: ``error`` of x̂ = √σ_1 v up to a phase (`distance`), ``ratio`` σ_2/σ_1, ``residual`` ‖𝒜(X) − y‖/‖y‖, None after
    divergence; of UDU ``flow``, the suppression E by the flow identity (`proofs_check.bridge.completion`), and ``least``, the
    least E that σ_1 alone costs (`least_suppression`); ``at``, ``residuals`` on the way.
    """
    radius = arm["radius"]
    solver: Any = GradientDescent(step=arm["step"])
    state: tuple[Tensor, ...] = (start,)
    if radius is not None:
        solver = UDU(step=arm["step"], radius=radius, unit=1.0)
        state = (start, torch.ones_like(start[:, 0, :].real))
    trajectory = run(problem, solver, state, arm["steps"], at="log", stop=Stopping(cycles=False, curvature=False, every=50))
    U = trajectory.state[0]
    lam = torch.ones_like(U[:, 0, :].real) if radius is None else trajectory.state[1]
    left, sizes, _ = torch.linalg.svd(U * lam.sqrt().unsqueeze(-2), full_matrices=False)
    found, values = left[:, :, 0] * sizes[:, :1], sizes.square()
    errors = distance(found, truth)
    size = torch.broadcast_to(problem.scale * problem.data.square().sum(-1), errors.shape)
    residuals = (trajectory.loss / size.unsqueeze(-1)).sqrt()
    flow = lam.square().sum(-1) - lam.shape[1]
    flow = flow - (U.abs().square().sum((-2, -1)) - start.abs().square().sum((-2, -1))) / 2
    told = []
    for k, ended in enumerate(trajectory.ended):
        fine = ended != "diverged"
        cells: dict[str, Any] = {
            "error": float(errors[k]) if fine else None,
            "ratio": float(values[k, 1] / values[k, 0]) if fine else None,
            "residual": float(residuals[k, -1]) if fine else None,
            "at": trajectory.at.tolist(),
            "residuals": residuals[k].tolist(),
        }
        if radius is not None:
            cells["flow"] = float(flow[k]) / radius**2 if fine else None
            cells["least"] = least_suppression(radius, float(values[k, 0])) if fine else None
        told.append(cells)
    return told, found


def phase_retrieval(arm: Mapping[str, Any], seeds: Sequence[int]) -> list[dict[str, Any]]:
    """`recover` for all seeds as one batch, each with ``factor``·n standard normal vectors, a unit x and a start of its own;
    f is half the mean of (a_kᵀX a_k − (a_kᵀx)²)², and X has n columns."""
    n, count = arm["n"], arm["n"] * arm["factor"]
    drawn = []
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        vectors = torch.randn(count, n, generator=generator, dtype=torch.float64)
        truth = torch.randn(n, 1, generator=generator, dtype=torch.float64)
        drawn.append((vectors, truth / truth.norm(), start_of_norm(generator, n, n, arm["start"])))
    vectors, truth, start = (torch.stack(part) for part in zip(*drawn, strict=True))
    problem = PhaseRetrieval(vectors, (vectors @ truth).square().squeeze(-1), scale=0.5 / count)
    return recover(problem, truth, start, arm)[0]


def distance(one: Tensor, truth: Tensor) -> Tensor:
    """min over phases φ of ‖e^(iφ) z − x‖/‖x‖ for z (batch, n) and x (n, 1) or (batch, n, 1); a sign where both are real.

    >>> distance(torch.tensor([[0.0, -2.0]]), torch.tensor([[0.0], [1.0]]))
    tensor([1.])
    """
    x = truth.squeeze(-1)
    inner = (one.conj() * x).sum(-1, keepdim=True)
    size = inner.abs()
    turned = one * torch.where(size > 0, inner / size.clamp_min(torch.finfo(size.dtype).tiny), torch.ones_like(inner))
    return torch.linalg.vector_norm(turned - x, dim=-1) / torch.linalg.vector_norm(x, dim=-1)


def start_of_norm(
    generator: torch.Generator, rows: int, columns: int, size: float, dtype: torch.dtype = torch.float64
) -> Tensor:
    """A Gaussian U_0 (rows, columns) with ‖U_0‖_F = ``size``: two starts of one seed differ in size only."""
    U = torch.randn(rows, columns, generator=generator, dtype=dtype)
    return U * (size / torch.linalg.vector_norm(U))


def least_suppression(radius: float, sigma: float = 1.0) -> float:
    """The least E that a mode σ costs in the ball of ``radius`` from D_0 = I; 0 from α_c on, where the ball stays inactive.

    >>> least_suppression(0.5), least_suppression(1.0), round(critical_radius((1.0,)), 3)
    (59.5, 0.0, 0.916)
    """
    return max(0.0, suppression_bound((sigma,), radius=radius)) if radius < critical_radius((sigma,)) else 0.0
