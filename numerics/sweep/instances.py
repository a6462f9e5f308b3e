"""Named problem instances with plain-number parameters: what a plan can ask for.

An instance is a function of its parameters alone; ``seed`` chooses the random frames and measurements.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any

import torch
from torch import Tensor

from numerics.problems import (
    DeepFactorization,
    Factorization,
    FourierPtychography,
    MatrixCompletion,
    MatrixSensing,
    PhaseRetrieval,
    SymmetricFactorization,
)
from numerics.sweep.parameters import checked_parameters

F64 = torch.float64


def factorization(m: int = 20, n: int = 15, rank: int = 3, condition: float = 2.0, seed: int = 0) -> Factorization:
    """½‖XYᵀ − A‖², A of given rank with singular values from 1 down to 1/condition, evenly in the logarithm."""
    return Factorization(_low_rank(m, n, _spectrum(rank, condition), seed))


def symmetric_factorization(
    n: int = 20,
    rank: int = 3,
    condition: float = 2.0,
    spectrum: Sequence[float] = (),
    scale: float = 0.25,
    seed: int = 0,
) -> SymmetricFactorization:
    """scale·‖M − A‖², A with the given non-zero eigenvalues ``spectrum``, or those of rank and condition."""
    values = torch.tensor(spectrum, dtype=F64) if spectrum else _spectrum(rank, condition)
    return SymmetricFactorization(_symmetric(n, values, seed), scale)


def deep_factorization(
    widths: Sequence[int] = (4, 4, 4, 4),
    ridge: float | Sequence[float] = 0.1,
    spectrum: Sequence[float] = (),
    seed: int = 0,
) -> DeepFactorization:
    """Y with singular values ``spectrum`` (2, 1.9, … by default), one ridge for all layers or one each."""
    if len(widths) < 2:
        raise ValueError(f"widths must name at least two sizes, d0 and d1, got {list(widths)}")
    size = min(widths[0], widths[-1])
    values = torch.tensor(spectrum, dtype=F64) if spectrum else 2 - 0.1 * torch.arange(size, dtype=F64)
    weights = [float(ridge)] * (len(widths) - 1) if isinstance(ridge, int | float) else list(ridge)
    if len(weights) != len(widths) - 1:
        raise ValueError(f"ridge must be one number or one per layer ({len(widths) - 1}), got {len(weights)}")
    return DeepFactorization(_low_rank(widths[-1], widths[0], values, seed), weights, hidden=list(widths[1:-1]))


def matrix_sensing(
    n: int = 12, rank: int = 2, condition: float = 2.0, measurements: int = 200, symmetric: bool = True, seed: int = 0
) -> MatrixSensing:
    """Gaussian measurements of an n × n matrix of given rank."""
    spectrum = _spectrum(rank, condition)
    truth = _symmetric(n, spectrum, seed) if symmetric else _low_rank(n, n, spectrum, seed)
    return MatrixSensing.gaussian(truth, measurements, seed=seed + 1, symmetric=symmetric)


def matrix_completion(
    n: int = 30,
    rank: int = 2,
    condition: float = 2.0,
    spectrum: Sequence[float] = (),
    entries: int = 360,
    symmetric: bool = True,
    noise: float = 0.0,
    seed: int = 0,
) -> MatrixCompletion:
    """``entries`` ordered entries of an n × n matrix, drawn without repetition until no row is empty; ``noise`` is
    relative, as in b + noise·‖b‖·randn."""
    values = torch.tensor(spectrum, dtype=F64) if spectrum else _spectrum(rank, condition)
    truth = _symmetric(n, values, seed) if symmetric else _low_rank(n, n, values, seed)
    generator = torch.Generator().manual_seed(seed + 1)
    if not n <= entries <= n * n:
        raise ValueError(f"entries must be in {n} … {n * n}, got {entries}")
    for _ in range(200):
        chosen = torch.randperm(n * n, generator=generator)[:entries]
        rows, columns = chosen // n, chosen % n
        b = truth[rows, columns]
        b = b + noise * b.norm() * torch.randn(entries, generator=generator, dtype=F64)
        full = len(rows.unique()) == n and (symmetric or len(columns.unique()) == n)
        if full:
            return MatrixCompletion(rows, columns, b, (n, n), symmetric=symmetric)
    raise ValueError(f"entries must be enough to reach every row of {n}, got {entries}")


def phase_retrieval(
    n: int = 16, measurements: int = 64, complex_vectors: bool = False, seed: int = 0
) -> PhaseRetrieval:
    """Gaussian vectors with normalised rows and the intensities of a random unit vector."""
    generator = torch.Generator().manual_seed(seed)
    kind = torch.complex128 if complex_vectors else F64
    vectors = torch.randn(measurements, n, generator=generator, dtype=kind)
    vectors = vectors / torch.linalg.vector_norm(vectors, dim=1, keepdim=True)
    truth = torch.randn(n, 1, generator=generator, dtype=kind)
    return PhaseRetrieval(vectors, (vectors @ (truth / truth.norm())).abs().square()[:, 0])


def fourier_ptychography(size: int = 8, radius: int = 2, spacing: int = 2, seed: int = 0) -> FourierPtychography:
    """A random complex size × size image of unit norm seen through a grid of pupils."""
    truth = torch.randn(size * size, 1, generator=torch.Generator().manual_seed(seed), dtype=torch.complex128)
    centres = FourierPtychography.grid_of_centres((size, size), radius, spacing)
    return FourierPtychography.of_image(truth / truth.norm(), (size, size), centres, radius)


INSTANCES: dict[str, Callable[..., Any]] = {
    "Factorization": factorization,
    "SymmetricFactorization": symmetric_factorization,
    "DeepFactorization": deep_factorization,
    "MatrixSensing": matrix_sensing,
    "MatrixCompletion": matrix_completion,
    "PhaseRetrieval": phase_retrieval,
    "FourierPtychography": fourier_ptychography,
}


def build_problem(kind: str, parameters: dict[str, Any]) -> Any:
    """The instance ``kind`` with these parameters; ValueError names the nearest known name.

    >>> build_problem("Factorisation", {})
    Traceback (most recent call last):
    ...
    ValueError: problem must be one of the known instances, got Factorisation; nearest: Factorization
    """
    maker = INSTANCES[known_name(kind, INSTANCES, "problem", "one of the known instances")]
    allowed = inspect.signature(maker).parameters
    for name in parameters:
        known_name(name, allowed, f"parameters.problem of {kind}", f"among {', '.join(allowed)}")
    return maker(**checked_parameters(maker, parameters, "problem"))


DATA_ONLY: dict[str, frozenset[str]] = {
    "Factorization": frozenset({"rank", "condition", "seed"}),
    "SymmetricFactorization": frozenset({"rank", "condition", "spectrum", "seed"}),
    "DeepFactorization": frozenset({"ridge", "spectrum", "seed"}),
}
"""Parameters that change the numbers of an instance and not its shape: such instances run in one batch."""


def stack_problems(problems: Sequence[Any]) -> Any:
    """Instances of one kind and shape as one problem with a batch axis.

    >>> stack_problems([factorization(m=3, n=2, rank=1, seed=s) for s in range(4)]).A.shape
    torch.Size([4, 3, 2])
    """
    first = problems[0]
    if all(problem is first for problem in problems):
        return first
    if isinstance(first, DeepFactorization):
        ridge = torch.stack([p.ridge for p in problems])
        return DeepFactorization(torch.stack([p.Y for p in problems]), ridge, first.fit, first.hidden)
    return type(first)(torch.stack([p.A for p in problems]), first.scale)


def known_name(name: str, allowed: Any, what: str, rule: str) -> str:
    """``name`` if it is allowed; otherwise a ValueError that names the nearest."""
    if name in allowed:
        return name
    near = get_close_matches(name, list(allowed), n=1, cutoff=0.0)
    raise ValueError(f"{what} must be {rule}, got {name}; nearest: {near[0]}")


def _spectrum(rank: int, condition: float) -> Tensor:
    if rank < 1 or condition < 1:
        raise ValueError(f"rank and condition must be at least 1, got {rank} and {condition:g}")
    return condition ** -torch.linspace(0, 1, rank, dtype=F64)


def _low_rank(m: int, n: int, spectrum: Tensor, seed: int) -> Tensor:
    r = len(spectrum)
    if r > min(m, n):
        raise ValueError(f"rank, or the length of spectrum, must be at most {min(m, n)}, the smaller side, got {r}")
    generator = torch.Generator().manual_seed(seed)
    U = torch.linalg.qr(torch.randn(m, r, generator=generator, dtype=F64))[0]
    V = torch.linalg.qr(torch.randn(n, r, generator=generator, dtype=F64))[0]
    return (U * spectrum) @ V.T


def _symmetric(n: int, spectrum: Tensor, seed: int) -> Tensor:
    if len(spectrum) > n:
        raise ValueError(f"rank, or the length of spectrum, must be at most {n}, the size of the matrix, got {len(spectrum)}")
    Q = torch.linalg.qr(torch.randn(n, len(spectrum), generator=torch.Generator().manual_seed(seed), dtype=F64))[0]
    A = (Q * spectrum) @ Q.T
    return (A + A.T) / 2
