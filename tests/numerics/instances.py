"""One small instance of every problem, and random points for every parametrization: the rows of the test tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from numerics.models import (
    Bilinear,
    BurerMonteiro,
    DirectionMagnitudes,
    Magnitudes,
    SymmetricMagnitudes,
    TwoSidedDirections,
)
from numerics.parametrized import Parametrization
from numerics.problems import (
    DeepFactorization,
    Factorization,
    FourierPtychography,
    MatrixCompletion,
    MatrixSensing,
    PhaseRetrieval,
    SymmetricFactorization,
)

F64 = torch.float64


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def low_rank(m: int, n: int, r: int, seed: int = 1) -> Tensor:
    g = generator(seed)
    U = torch.linalg.qr(torch.randn(m, r, generator=g, dtype=F64))[0]
    V = torch.linalg.qr(torch.randn(n, r, generator=g, dtype=F64))[0]
    return (U * torch.linspace(2.0, 1.0, r, dtype=F64)) @ V.T


def symmetric_low_rank(n: int, r: int, seed: int = 1) -> Tensor:
    U = torch.linalg.qr(torch.randn(n, r, generator=generator(seed), dtype=F64))[0]
    return (U * torch.linspace(2.0, 1.0, r, dtype=F64)) @ U.T


def mask(m: int, n: int, seed: int = 2, share: float = 0.6) -> Tensor:
    keep = torch.rand(m, n, generator=generator(seed)) < share
    keep[torch.arange(m), torch.arange(m) % n] = True
    keep[torch.arange(n) % m, torch.arange(n)] = True
    return keep


def ptychography() -> FourierPtychography:
    truth = torch.randn(36, 1, generator=generator(5), dtype=torch.complex128)
    return FourierPtychography.of_image(truth, (6, 6), FourierPtychography.grid_of_centres((6, 6), 1, 1), 1)


def phase_retrieval(complex_vectors: bool) -> PhaseRetrieval:
    kind = torch.complex128 if complex_vectors else F64
    vectors = torch.randn(18, 5, generator=generator(3), dtype=kind)
    vectors = vectors / (2 * torch.linalg.vector_norm(vectors, dim=1, keepdim=True))     # keeps every step stable
    truth = torch.randn(5, 1, generator=generator(4), dtype=kind)
    return PhaseRetrieval(vectors, (vectors @ truth).abs().square()[:, 0])


def phase_retrieval_batch() -> PhaseRetrieval:
    """Three instances, each with vectors of its own."""
    vectors = torch.randn(3, 18, 5, generator=generator(3), dtype=F64)
    return PhaseRetrieval(vectors, torch.rand(3, 18, generator=generator(4), dtype=F64))


PROBLEMS: dict[str, Callable[[], Any]] = {
    "factorization": lambda: Factorization(low_rank(6, 5, 2)),
    "factorization batch": lambda: Factorization(torch.stack([low_rank(6, 5, 2, s) for s in (1, 2, 3)])),
    "factorization float32": lambda: Factorization(low_rank(6, 5, 2).float()),
    "wide factorization": lambda: Factorization(low_rank(14, 20, 2)),
    "symmetric factorization": lambda: SymmetricFactorization(symmetric_low_rank(6, 2)),
    "symmetric factorization, scale 1/2": lambda: SymmetricFactorization(symmetric_low_rank(16, 2), scale=0.5),
    "sensing": lambda: MatrixSensing.gaussian(low_rank(5, 4, 2), 30, seed=7),
    "sensing, drawn anew": lambda: MatrixSensing.gaussian(low_rank(5, 4, 2), 300, seed=7, stored=False),
    "symmetric sensing": lambda: MatrixSensing.gaussian(symmetric_low_rank(5, 2), 30, seed=7, symmetric=True),
    "completion": lambda: MatrixCompletion.from_mask(low_rank(6, 5, 2), mask(6, 5)),
    "symmetric completion": lambda: MatrixCompletion.from_mask(symmetric_low_rank(6, 2), mask(6, 6), symmetric=True),
    "sparse completion": lambda: MatrixCompletion.from_mask(low_rank(40, 30, 2), mask(40, 30, share=0.02)),
    "sparse symmetric completion": lambda: MatrixCompletion.from_mask(
        symmetric_low_rank(40, 2), mask(40, 40, share=0.02), symmetric=True
    ),
    "phase retrieval": lambda: phase_retrieval(False),
    "phase retrieval batch": phase_retrieval_batch,
    "complex phase retrieval": lambda: phase_retrieval(True),
    "ptychography": ptychography,
    "deep, 2 layers": lambda: DeepFactorization(low_rank(4, 3, 2), ridge=(0.3, 0.7), hidden=(2,)),
    "deep, 3 layers": lambda: DeepFactorization(low_rank(4, 3, 2), ridge=(0.3, 0.7, 0.2), hidden=(2, 5)),
    "deep, 4 layers": lambda: DeepFactorization(low_rank(2, 3, 2), (0.1, 0.2, 0.3, 0.4), fit=0.5, hidden=(3, 1, 2)),
}

MODELS: dict[str, Parametrization] = {
    "Y Yᵀ": BurerMonteiro(),
    "X Yᵀ": Bilinear(),
    "U D Uᵀ": SymmetricMagnitudes(),
    "U D Vᵀ": Magnitudes(),
    "X Θ Xᵀ": DirectionMagnitudes(),
    "X Θ Yᵀ": TwoSidedDirections(),
}


def random_point(problem: Any, model: Parametrization, r: int, batch: int | None, seed: int = 11) -> Any:
    """A generic point; Θ is made Hermitian."""
    g, dtype = generator(seed), problem.factor_dtype
    lead = () if batch is None else (batch,)
    m, n = problem.shape
    sizes = {"X": (m, r), "Y": (n, r) if not model.symmetric else (m, r), "U": (m, r), "V": (n, r)}
    tensors = []
    for name in model.point_type._fields:  # type: ignore[attr-defined]
        if name == "magnitudes":
            tensors.append(torch.rand(*lead, r, generator=g, dtype=dtype.to_real()) + 0.1)
        elif name == "Theta":
            Z = torch.randn(*lead, r, r, generator=g, dtype=dtype)
            tensors.append((Z + Z.mH) / 2)
        else:
            tensors.append(torch.randn(*lead, *sizes[name], generator=g, dtype=dtype))
    return model.point_type(*tensors)


def random_factors(problem: DeepFactorization, batch: int | None, seed: int = 11) -> tuple[Tensor, ...]:
    lead = () if batch is None else (batch,)
    g, widths = generator(seed), problem.widths
    return tuple(
        torch.randn(*lead, widths[l + 1], widths[l], generator=g, dtype=problem.Y.dtype) for l in range(problem.layers)
    )
