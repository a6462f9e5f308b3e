"""When a concrete run of alternating gradient descent is bounded from an iterate on: the point certificate in balls.

The theorem (`theory.agd.perturbed_run`, claim agd-perturbed-run) is about the run as it is: the float iterate, the float
target and step are exact numbers, nothing is projected or cut. What lies outside the columns counted, of X and of A, and the
rounding of every sweep stand in the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from numerics.problems import Factorization
from theory.agd.enclosures import enclose
from theory.agd.point_certificate import PointCertificate, Refusal, certify
from theory.storage.counted import counted


@dataclass(frozen=True)
class CertifiedPoint:
    """The verdict at one iterate. ``rank`` columns of A are counted; ``off`` = ‖(I − P)X‖/‖X‖ and ``tail`` = ‖(I − P)A‖/‖A‖
    are what is left outside them (rounded up), for P the projector on those columns."""

    found: PointCertificate | Refusal
    rank: int
    off: float
    tail: float

    @property
    def fires(self) -> bool:
        """Whether the bound holds from this iterate on."""
        return isinstance(self.found, PointCertificate)

    def __str__(self) -> str:
        return f"{self.found}; {self.counted}"

    @property
    def counted(self) -> str:
        """What the bound counts besides the columns of A."""
        return (f"counted in the bound: the part of X outside the {self.rank} leading columns of A ({self.off:.2g} of ‖X‖), "
                f"the rest of A ({self.tail:.2g} of ‖A‖), rounding")  # fmt: skip


def certify_point(problem: Factorization, X: Tensor, Y: Tensor, step: float, later: int = 100) -> CertifiedPoint:
    """The point certificate at (X, Y), in ball arithmetic, for at least ``later`` further sweeps of a float64 run.

    X: (m, d), Y: (n, d), float64; η = ``step`` on ½‖XYᵀ − A‖². The columns counted are those of the singular values of A above
    max(m, n)·2⁻⁵²·σ₁; the rest of A stays in the bound. Fewer columns d than that, or an X that misses one of them, is refused.

    >>> A = torch.diag(torch.tensor([1.0, 0.5], dtype=torch.float64))
    >>> root = A.sqrt()
    >>> certify_point(Factorization(A), root, 0.999 * root, 0.5).fires
    True
    >>> print(certify_point(Factorization(A), root[:, :1], root[:, :1], 0.5))
    no certificate: d < rank(A): 1 column cannot reach a target with 2 singular values above rounding, σ_2 = 0.5·σ_1
    """
    if X.ndim != 2 or Y.ndim != 2:
        raise ValueError(f"one point at a time: X and Y must be matrices, got {tuple(X.shape)} and {tuple(Y.shape)}")
    if abs(2 * problem.scale - 1) > 0:
        raise ValueError(f"the certificate is stated for ½‖XYᵀ − A‖², got the scale {problem.scale}")
    if not all(v.dtype == torch.float64 for v in (X, Y, problem.A)):
        raise ValueError(f"X, Y and A must be float64, got {X.dtype}, {Y.dtype} and {problem.A.dtype}")
    frame, why = counted_columns(problem, X.shape[1])
    if frame is None:
        return _Refused(Refusal("rank", float("inf")), 0, 0.0, 0.0, why)
    try:
        basis, target, left, right = (v.detach().cpu().numpy() for v in (frame, problem.A, X, Y))
        point = enclose(basis, target, left, right, step)
    except ValueError as error:
        return _Refused(Refusal("rank", float("inf")), frame.shape[1], 0.0, 0.0, f"no certificate: {error}")
    off, tail = (float((part / whole).upper()) if whole > 0 else 0.0
                 for part, whole in ((point.off, point.size_x), (point.tail, point.size_a)))  # fmt: skip
    return CertifiedPoint(certify(point, horizons(later, float(point.s))), frame.shape[1], off, tail)


@dataclass(frozen=True)
class _Refused(CertifiedPoint):
    """A refusal before any inequality."""

    why: str = ""

    def __str__(self) -> str:
        return self.why


def counted_columns(problem: Factorization, columns: int) -> tuple[Tensor | None, str]:
    """The left singular vectors of A above rounding, (m, r); or None and the sentence that says what is not met."""
    U, sigma, _ = torch.linalg.svd(problem.A, full_matrices=False)
    rank = int((sigma > max(problem.shape) * 2.0**-52 * sigma.max()).sum())
    if rank == 0:
        return None, "no certificate: the target is zero"
    if columns < rank:
        return None, (f"no certificate: d < rank(A): {counted(columns, 'column')} cannot reach a target with "
                      f"{counted(rank, 'singular value')} above rounding, "
                      f"σ_{rank} = {float(sigma[rank - 1] / sigma[0]):.3g}·σ_1")  # fmt: skip
    return U[:, :rank].contiguous(), ""


def horizons(later: int, s: float) -> Sequence[int]:
    """Numbers of sweeps to try: enough for the rate s² to reach rounding, then just ``later``."""
    enough = int(40 / max(s, 1e-6) ** 2)
    return sorted({max(1, later), max(1, later, enough)}, reverse=True)


def first_certificate(problem: Factorization, states: Any, step: float) -> tuple[int, CertifiedPoint] | None:
    """(t, certificate) for the first of ``states`` (pairs (t, (X, Y))) at which the certificate holds; None if none does."""
    for t, (X, Y) in states:
        found = certify_point(problem, X, Y, step)
        if found.fires:
            return t, found
    return None


def violations(problem: Factorization, start: Any, later: Any, certificate: PointCertificate, step: float,
               rate: float = 1.0, radius: float = 1.0) -> list[str]:  # fmt: skip
    """Where float iterates ``later`` (tensors (T, m, d), (T, n, d), after ``start``) break the certificate:
    √η‖PX_k − PX_0‖ ≤ radius·D_X, ‖Y_k − Y_0‖ likewise, f_k ≤ its bound with the rate times ``rate``; what is measured here in
    floats may be off by rounding, which is allowed for."""
    from dataclasses import replace

    (X, Y), (Xs, Ys) = start, later
    loss = (Xs @ Ys.mT - problem.A).square().sum((1, 2)) / 2
    size = float((X.norm() * Y.norm() + problem.A.norm()) ** 2)
    floor = size * (8 * 2.0**-53 * (max(problem.A.shape) + X.shape[1])) ** 2
    judged = replace(certificate, rate=min(1.0, rate * certificate.rate))
    ends = range(1, min(len(Xs), certificate.horizon or len(Xs)) + 1)
    found = []
    if any(float(loss[k - 1]) > judged.bound(k) * (1 + 1e-9) + floor for k in ends):
        found.append("rate")
    frame, _ = counted_columns(problem, X.shape[1])
    assert frame is not None
    moves = (("X", frame.mT @ (Xs - X), certificate.radius_x), ("Y", Ys - Y, certificate.radius_y))
    for name, move, allowed in moves:
        if bool((step**0.5 * move[: len(ends)].norm(dim=(1, 2)) > radius * allowed * (1 + 1e-9) + floor**0.5).any()):
            found.append(f"radius of {name}")
    return found
