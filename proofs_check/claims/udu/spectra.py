"""Hessian and step spectra at every X_I of the solvable model, balanced representative: the table of theory.udu.fixed_points
against automatic differentiation, index and nullity included; the step has eigenvalues 1 − ηh inside the ball.

Source: ours, for arXiv:2501.16322 v2; reconstructed.
"""

from __future__ import annotations

from random import Random
from typing import Any

from proofs_check.probes.numeric_probe import Comparison, NumericProbe
from proofs_check.verify.claim import Claim, Source


def instance(seed: int) -> tuple[list[int], int, Any]:
    """Eigenvalues with ties and zeros, r, and one of the fixed points."""
    from theory.udu.fixed_points import fixed_points

    rng = Random(seed)
    mu = sorted((rng.choice((3, 3, 2, 5, 1, 0, -1, -2, 7)) for _ in range(rng.randint(1, 4))), reverse=True)
    columns = rng.randint(1, 4)
    return mu, columns, rng.choice([p for p in fixed_points(tuple(mu), columns) if not p.dead])


def dense(mu: list[int], columns: int, magnitudes: Any, vectors: Any) -> tuple[Any, Any]:
    """Gradient and Hessian of ½‖UDUᵀ − A‖² by automatic differentiation at (U, λ) flattened."""
    import torch

    A, n = torch.diag(torch.tensor(mu, dtype=torch.float64)), len(mu)

    def loss(flat: torch.Tensor) -> torch.Tensor:
        U, lam = flat[: n * columns].reshape(n, columns), flat[n * columns :]
        return (((U * lam) @ U.T - A) ** 2).sum() / 2

    flat = torch.cat([torch.as_tensor(vectors).reshape(-1), torch.as_tensor(magnitudes, dtype=torch.float64)])
    return torch.autograd.functional.jacobian(loss, flat).numpy(), torch.autograd.functional.hessian(loss, flat).numpy()


def measure(seed: int) -> Comparison:
    """All eigenvalues, and the inertia with the rounding of the dense Hessian as level."""
    import numpy as np

    mu, columns, point = instance(seed)
    U = np.zeros((len(mu), columns))
    for column, position in enumerate(point.active):
        U[position - 1, column] = point.squared_norms[column] ** 0.5
    gradient, hessian = dense(mu, columns, point.magnitudes, U)
    values = np.linalg.eigvalsh(hessian)
    told = np.repeat(*map(np.array, zip(*point.spectrum, strict=True)))
    level = 1e-9 * max(1.0, float(np.abs(values).max()))
    inertia = [float((values < -level).sum()), float((np.abs(values) <= level).sum())]
    return Comparison(
        label=f"μ = {mu}, r = {columns}, I = {point.active}",
        predicted=[*np.sort(told), point.index, point.nullity, 0.0],
        measured=[*values, *inertia, float(np.abs(gradient).max())],
        budget=level,
    )


claim = Claim(
    id="udu-spectra",
    title="Hessian spectra at all fixed points of the solvable model",
    source=Source("udu", "spectrum at X_I", "reconstructed", version="v2"),
    statement="At the balanced point over X_I, r columns, free ones with λ = 1: eigenvalues 0 and 4λμ + p² a mode, 0 and "
    "2(λ_jμ_j + λ_kμ_k) a pair, 2λ_j(μ_j − μ_k) toward missing directions, −2μ_k for free columns, 0 for their λ.",
    expected=("supported",),
    open_reason="the second variation is proved (udu-second-variation); the table is its evaluation at one point, not composed",
    probe=NumericProbe(measure=measure, trials=(40, 300), resolution=1e-6),
)
