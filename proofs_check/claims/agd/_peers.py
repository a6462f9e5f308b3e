"""Iteration counts of peers on small random targets: what the claims about them share."""

from __future__ import annotations

from typing import Any


def target(condition: float, rank: int = 3, m: int = 25, n: int = 20, seed: int = 0) -> Any:
    """A with singular values from 1 down to 1/condition, evenly in the logarithm."""
    from numerics.sweep.instances import factorization

    return factorization(m, n, rank, condition, seed)


def sweeps(problem: Any, solver: Any, start: Any, accuracy: float, cap: int) -> int | None:
    """Iterations until ‖XYᵀ − A‖_F ≤ accuracy·‖A‖_F; None if not within ``cap``."""
    from numerics import run

    loss = run(problem, solver, start, steps=cap).loss
    goal = 0.5 * (accuracy * float(problem.A.norm())) ** 2
    hit = (loss <= goal).nonzero()
    return int(hit[0, 0]) if len(hit) else None


def near(problem: Any, columns: int, seed: int, size: float = 0.05) -> Any:
    """A balanced factorization of A, moved by ``size`` (relative to σ_r) inside rank ``columns``."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    U, s, Vh = torch.linalg.svd(problem.A, full_matrices=False)
    rank = int((s > 1e-10).sum())
    root = torch.zeros(columns, dtype=s.dtype)
    root[:rank] = s[:rank].sqrt()
    X, Y = U[:, :columns] * root, Vh[:columns].mT * root
    scale = size * float(s[rank - 1]) ** 0.5
    return tuple(Z + scale * torch.randn(Z.shape, dtype=Z.dtype, generator=generator) / Z.shape[0] ** 0.5 for Z in (X, Y))
