"""When a concrete run of alternating gradient descent is proved to converge: the point certificate in balls.

The iterate is taken as (BΨ, Y) and the target as BCᵀ, both exact products of float matrices: what is proved is the
convergence of the exact iteration started there; ``point_moved`` and ``target_moved`` say how far that lies from the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.problems import Factorization
from theory.agd.enclosures import enclose
from theory.agd.point_certificate import PointCertificate, Refusal, certify


@dataclass(frozen=True)
class CertifiedPoint:
    """The verdict at one iterate. Distances are relative to ‖X‖_F and ‖A‖_F."""

    found: PointCertificate | Refusal
    point_moved: float
    target_moved: float

    @property
    def fires(self) -> bool:
        """Whether convergence from this iterate on is proved."""
        return isinstance(self.found, PointCertificate)

    def __str__(self) -> str:
        return str(self.found)


def certify_point(problem: Factorization, X: Tensor, Y: Tensor, step: float) -> CertifiedPoint:
    """The point certificate at (X, Y), in ball arithmetic. X: (m, d), Y: (n, d), float64; η = ``step`` on ½‖XYᵀ − A‖².

    The rank of the target is its numerical rank (relative 1e-10). Raises ValueError if rank X is less.

    >>> A = torch.diag(torch.tensor([1.0, 0.5], dtype=torch.float64))
    >>> root = A.sqrt()
    >>> certify_point(Factorization(A), root, 0.999 * root, 0.5).fires
    True
    """
    if X.ndim != 2 or Y.ndim != 2:
        raise ValueError(f"one point at a time: X and Y must be matrices, got {tuple(X.shape)} and {tuple(Y.shape)}")
    if abs(2 * problem.scale - 1) > 0:
        raise ValueError(f"the certificate is stated for ½‖XYᵀ − A‖², got the scale {problem.scale}")
    U, sigma, Vh = torch.linalg.svd(problem.A, full_matrices=False)
    rank = int((sigma > 1e-10 * sigma.max()).sum())
    basis, right = U[:, :rank] * sigma[:rank], Vh[:rank].mT
    psi = (U[:, :rank].mT @ X) / sigma[:rank, None]
    point = enclose(basis.numpy(), right.numpy(), psi.numpy(), Y.numpy(), step)
    moved, target = X - basis @ psi, problem.A - basis @ right.mT
    return CertifiedPoint(certify(point), float(moved.norm() / X.norm()), float(target.norm() / problem.A.norm()))


def first_certificate(problem: Factorization, states: Any, step: float) -> tuple[int, CertifiedPoint] | None:
    """(t, certificate) for the first of ``states`` (pairs (t, (X, Y))) that the certificate proves; None if none does."""
    for t, (X, Y) in states:
        found = certify_point(problem, X, Y, step)
        if found.fires:
            return t, found
    return None


def violations(problem: Factorization, start: Any, later: Any, certificate: PointCertificate, step: float,
               rate: float = 1.0, radius: float = 1.0) -> list[str]:  # fmt: skip
    """Where float iterates ``later`` (tensors (T, m, d), (T, n, d), after ``start``) break the certificate, beyond
    rounding: √η‖X_k − X_0‖ ≤ radius·D_X, the same for Y, and f_k ≤ (1 − rate·g)^(2k) f + floor."""
    (X, Y), (Xs, Ys) = start, later
    k = torch.arange(1, len(Xs) + 1, dtype=torch.float64)
    loss = (Xs @ Ys.mT - problem.A).square().sum((1, 2)) / 2
    size = float((X.norm() * Y.norm() + problem.A.norm()) ** 2)
    floor = size * (8 * 2.0**-53 * (max(problem.A.shape) + X.shape[1])) ** 2
    bound = certificate.loss * (1 - rate * certificate.rate) ** (2 * k)
    found = []
    if bool((loss > bound * (1 + 1e-9) + floor).any()):
        found.append("rate")
    for name, path, begin, allowed in (("X", Xs, X, certificate.radius_x), ("Y", Ys, Y, certificate.radius_y)):
        if bool((step**0.5 * (path - begin).norm(dim=(1, 2)) > radius * allowed * (1 + 1e-9) + floor**0.5).any()):
            found.append(f"radius of {name}")
    return found
