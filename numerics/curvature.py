"""Second-order information: Hessian spectra and inertia with a computed tolerance, extreme eigenpairs, slope tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.gauge import outside_basis
from numerics.lanczos import Eigenpairs, Unconverged, lowest_eigenpairs
from numerics.models import DirectionPoint
from numerics.objective import objective_at
from numerics.slopes import SlopeTest, check_gradient, check_hessian, check_retraction
from numerics.tensors import require_finite

__all__ = [
    "UNDECIDED",
    "Eigenpairs",
    "Inertia",
    "SlopeTest",
    "Unconverged",
    "check_gradient",
    "check_hessian",
    "check_retraction",
    "dense_hessian",
    "hessian_spectrum",
    "inertia",
    "lowest_eigenpairs",
]

UNDECIDED = -1


@dataclass(frozen=True)
class Inertia:
    """Signs of a symmetric matrix, per batch member: ``index`` negative, ``nullity`` zero, ``positive`` eigenvalues.

    ``tolerance`` is the bound below which an eigenvalue counts as zero. ``decided`` is False where the zeros do not
    stand apart, or are not those that are known: see ``inertia``. Then the split is not to be relied upon.
    """

    index: Tensor
    nullity: Tensor
    positive: Tensor
    tolerance: Tensor
    decided: Tensor


def hessian_spectrum(problem: Any, point: Any) -> Tensor:
    """All eigenvalues of ∇²F at ``point``, increasing, (batch, N).

    ``problem`` is a deep factorization, or a matrix problem whose parametrization is told by the point
    (see ``numerics.objective``).

    >>> from numerics.problems import DeepFactorization
    >>> problem = DeepFactorization(torch.tensor([[4.0]], dtype=torch.float64), ridge=(3.0, 3.0, 3.0))
    >>> one = torch.ones(1, 1, dtype=torch.float64)
    >>> [round(abs(float(x)), 12) for x in hessian_spectrum(problem, (one,) * 3)]     # 6·(2, 2, 0)
    [0.0, 12.0, 12.0]
    """
    return torch.linalg.eigvalsh(dense_hessian(problem, point))


def dense_hessian(problem: Any, point: Any) -> Tensor:
    """The matrix of ∇²F in flattened coordinates, (batch, N, N): closed form, or one Hessian product a column.

    Skew parts of the Hermitian Θ of X Θ Xᴴ are no coordinates of the model: their rows and columns are zero.
    """
    objective, point = objective_at(problem, point)
    if hasattr(objective, "dense_hessian"):
        return objective.dense_hessian(point)
    flat = objective.flatten(point)
    identity = torch.eye(flat.shape[-1], dtype=flat.dtype, device=flat.device)
    apply = objective.linearize(point)
    columns = [objective.flatten(apply(objective.unflatten(e.expand_as(flat), point))) for e in identity]
    matrix = torch.stack(columns, -1)
    if isinstance(point, DirectionPoint):
        outside = outside_basis(problem, points.tree_map(lambda x: x[0], point) if point.X.dim() > 2 else point)
        inside = identity - outside @ outside.T
        matrix = inside @ matrix @ inside
    return (matrix + matrix.mT) / 2


def inertia(
    eigenvalues: Tensor,
    gradient_norm: Tensor | float = 0.0,
    lipschitz: Tensor | float = 0.0,
    gauge: Tensor | int | None = None,
) -> Inertia:
    """Inertia at the critical point near a point where the gradient is small but not zero.

    An eigenvalue λ counts as zero iff |λ| ≤ τ = 8·N·ε·‖H‖ + √(8·ℓ·‖∇F‖), ε the rounding unit and ℓ a Lipschitz
    constant of the Hessian nearby. Outside, Kantorovich's number ℓ‖∇F‖/λ² is at most 1/8: the Newton step in these
    directions is at most 2‖∇F‖/|λ| long and moves λ by at most a quarter of itself, so its sign is that at the
    critical point.

    Decided means a gap on both sides: no |λ| in (N·ε·‖H‖ + √(8·ℓ·‖∇F‖), 10·τ], as N·ε·‖H‖ is what rounding makes of a
    zero, and the root what a small gradient makes of a double one. A number below is still only a zero to rounding.
    Where the dimension of the ``gauge`` is known (``gauge_basis(…).shape[1]``), decided means that there are just so many
    numbers below τ, which then are its zeros, and none in (τ, 10·τ]. Raises ValueError for eigenvalues not finite.

    >>> split = inertia(torch.tensor([-2.0, 1e-18, 3.0], dtype=torch.float64))
    >>> int(split.index), int(split.nullity), bool(split.decided)
    (1, 1, True)
    >>> bool(inertia(torch.tensor([-1e-4, 1.0, 1e11], dtype=torch.float64)).decided)        # −1e-4 may be rounding
    False
    >>> bool(inertia(torch.tensor([-1e-9, 1.0, 1e11], dtype=torch.float64), gauge=0).decided)
    False
    """
    require_finite(eigenvalues, "eigenvalues")
    size, unit = eigenvalues.shape[-1], torch.finfo(eigenvalues.dtype).eps
    magnitude = eigenvalues.abs()
    norm = magnitude.amax(-1)
    uncertainty = (8 * lipschitz * gradient_norm * torch.ones_like(norm)).sqrt()
    tolerance = 8 * size * unit * norm + uncertainty
    small = magnitude <= tolerance[..., None]
    close = magnitude <= 10 * tolerance[..., None]
    negative = (eigenvalues < 0) & ~small
    if gauge is None:
        decided = ~(close & (magnitude > (size * unit * norm + uncertainty)[..., None])).any(-1)
    else:
        decided = (small.sum(-1) == gauge) & ~(close & ~small).any(-1)
    return Inertia(
        index=negative.sum(-1),
        nullity=small.sum(-1),
        positive=size - small.sum(-1) - negative.sum(-1),
        tolerance=tolerance,
        decided=decided,
    )
