"""Extreme eigenpairs of large Hessians by a blocked Lanczos iteration that stops only when the question is decided.

A negative sign is certain from the first negative Ritz value: by interlacing the j-th lowest eigenvalue lies below the
j-th lowest Ritz value. A positive sign needs a bound from below. Two are known here: the whole basis, and the law of the
random start (``krylov_gap``); a small residual is none, for the vector may belong to a higher eigenvalue.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor

from numerics import points
from numerics.gauge import gauge_basis, outside_basis
from numerics.objective import objective_at
from numerics.randomness import require_generator
from numerics.tensors import share, whole

ASKED = ("accuracy", "sign")
FAILURE = 1e-10
BASIS_ENTRIES = 2**24


class Unconverged(ArithmeticError):
    """An eigenvalue was asked for that the iteration did not reach; an unconverged value is never handed out."""


@dataclass(frozen=True)
class Eigenpairs:
    """``values`` increasing (k,), ``vectors`` (N, k) orthonormal, ``residuals`` ‖Hv − λv‖ (k,), products used.

    Each interval [λ − residual, λ + residual] contains an eigenvalue of the operator (Weyl), up to ``rounding`` =
    8·N·ε·‖H‖, the error that products in floating point may have. ``signs`` (k,) are −1 and +1 where the sign of the
    j-th lowest (or largest) eigenvalue is decided, else 0: it lies within rounding of zero, or the basis is too large to
    be completed and the random start does not exclude a smaller eigenvalue.
    """

    values: Tensor
    vectors: Tensor
    residuals: Tensor
    signs: Tensor
    rounding: float
    products: int

    def __str__(self) -> str:
        pairs = zip(self.values.tolist(), self.residuals.tolist(), self.signs.tolist(), strict=True)
        shown = [f"{v:.9g} ± {r + self.rounding:.1e}{'' if s else ' (sign undecided)'}" for v, r, s in pairs]
        return ", ".join(shown) + f" ({self.products} products)"


def lowest_eigenpairs(
    problem: Any,
    point: Any,
    k: int = 1,
    *,
    generator: torch.Generator,
    quotient: bool = True,
    largest: bool = False,
    asked: str = "accuracy",
    tolerance: float = 1e-9,
    max_products: int = 20_000,
) -> Eigenpairs:
    """The ``k`` lowest (or ``largest``) eigenpairs of ∇²F at one point, through Hessian products only.

    With ``quotient`` the gauge directions (``numerics.gauge``) are projected out, so that their zeros do not hide
    small eigenvalues (and skew parts of the Hermitian Θ of X Θ Xᴴ always). ``asked`` says when to stop: "sign" as
    soon as all k signs are decided, "accuracy" when moreover each residual is at most tolerance·|λ|, or at rounding,
    8·N·ε·‖H‖. The basis grows to all N columns where these fit ``max_products`` and memory (N ≤ 4096); beyond, it is
    restarted, and a positive sign may stay undecided.

    Raises Unconverged where that does not come about (in "sign" also for an eigenvalue that is zero to rounding), and
    ValueError for a k that does not fit and for points that are not finite.

    >>> from numerics.problems import DeepFactorization
    >>> problem = DeepFactorization(torch.tensor([[4.0]], dtype=torch.float64), ridge=(3.0, 3.0, 3.0))
    >>> one = torch.ones(1, 1, dtype=torch.float64)
    >>> pairs = lowest_eigenpairs(problem, (one,) * 3, 3, generator=torch.Generator().manual_seed(0))
    >>> [abs(round(v, 9)) for v in pairs.values.tolist()], pairs.signs.tolist()       # 6·(2, 2, 0)
    ([0.0, 12.0, 12.0], [0, 1, 1])
    """
    if asked not in ASKED:
        raise ValueError(f"asked must be one of {', '.join(ASKED)}, got {asked}")
    require_generator(generator)
    whole(k, "k")
    whole(max_products, "max_products")
    share(tolerance, "tolerance")
    objective, point = objective_at(problem, point)
    apply = objective.linearize(point)
    flat = objective.flatten(point).reshape(-1)
    like = points.with_batch_axis(point)
    gauge = torch.cat([outside_basis(problem, point), *([gauge_basis(problem, point)] if quotient else [])], 1)
    sign = -1 if largest else 1

    def operator(block: Tensor) -> Tensor:
        images = sign * objective.flatten(apply(points.unflatten(block.T.contiguous(), like))).T
        return images - gauge @ (gauge.T @ images)

    def start(columns: int) -> Tensor:
        return torch.randn(len(flat), columns, generator=generator, dtype=flat.dtype).to(flat.device)

    available = len(flat) - gauge.shape[1]
    if k > available:
        raise ValueError(f"k must be in 1 … {available}, got {k}")
    found = extreme_eigenpairs(operator, start, k, gauge, tolerance, max_products, asked)
    if not largest:
        return found
    values, vectors, residuals = -found.values.flip(0), found.vectors.flip(1), found.residuals.flip(0)
    return Eigenpairs(values, vectors, residuals, -found.signs.flip(0), found.rounding, found.products)


def extreme_eigenpairs(
    operator: Callable[[Tensor], Tensor],
    start: Callable[[int], Tensor],
    k: int,
    avoid: Tensor,
    tolerance: float,
    max_products: int,
    asked: str = "accuracy",
) -> Eigenpairs:
    """The k lowest eigenpairs of a symmetric ``operator`` on the complement of orthonormal columns ``avoid`` (N, g).

    ``start(c)`` draws c Gaussian columns; the operator must map into the complement. Block Krylov basis, fully
    reorthogonalised, restarted with its best Ritz vectors where it cannot be completed (thick restart).
    """
    rows, size = avoid.shape[0], avoid.shape[0] - avoid.shape[1]
    block = min(size, k + 2)
    complete = size <= max_products and size * rows <= BASIS_ENTRIES
    limit = size if complete else min(size, max(4 * block, k + 40, BASIS_ENTRIES // rows))
    basis = _orthonormal(start(block), avoid)
    images = operator(basis)
    search = _Search(k, block, size, rows, tolerance, asked, complete)
    ahead, check = images, 3 * block
    while True:
        width = basis.shape[1]
        spent = search.products + block > max_products and width < size
        if width >= min(check, size) or spent or (width + block > limit and limit < size):
            values, rotation = _ritz(basis, images)
            found = search.judge(values, rotation, basis, images)
            if found is not None:
                return found
            if spent or width == size:
                raise Unconverged(search.complaint(width == size))
            check = max(width + block, width * 5 // 4)
            if width + block > limit and limit < size:
                keep = min(width - block, block + limit // 3)
                basis, images = basis @ rotation[:, :keep], images @ rotation[:, :keep]
                ahead, check, search.degree = images[:, :block] - basis[:, :block] * values[:block], 0, None
        wanted = min(block, size - basis.shape[1])
        fresh = _complete(ahead, torch.cat([avoid, basis], 1), start, wanted)
        ahead = operator(fresh)
        basis, images = torch.cat([basis, fresh], 1), torch.cat([images, ahead], 1)
        search.products += wanted
        search.degree = None if search.degree is None else search.degree + 1


@dataclass
class _Search:
    """What was asked, and what is known so far: ``below`` (k,) are bounds from below for the k lowest eigenvalues."""

    k: int
    block: int
    size: int
    rows: int
    tolerance: float
    asked: str
    whole: bool

    def __post_init__(self) -> None:
        self.products, self.worst, self.rounding = self.block, math.inf, 0.0
        self.degree: int | None = 0
        self.below: list[float] = [-math.inf] * self.k

    def judge(self, values: Tensor, rotation: Tensor, basis: Tensor, images: Tensor) -> Eigenpairs | None:
        """The pairs if they answer the question."""
        if not bool(torch.isfinite(values).all()):
            raise Unconverged(f"a Hessian product is not finite in {values.dtype}")
        k = min(self.k, len(values))
        vectors = basis @ rotation[:, :k]
        residuals = torch.linalg.vector_norm(images @ rotation[:, :k] - vectors * values[:k], dim=0)
        self.rounding = 8 * self.rows * torch.finfo(values.dtype).eps * float(values.abs().max())
        full = len(values) == self.size
        signs = self._signs(values.tolist(), full)
        goal = (self.tolerance * values[:k].abs()).clamp_min(self.rounding)
        self.worst = float((residuals / goal.clamp_min(torch.finfo(values.dtype).tiny)).max())
        decided = bool((signs != 0).all())
        done = decided if self.asked == "sign" else (full or not self.whole or decided) and self.worst <= 1
        if not done:
            return None
        return Eigenpairs(values[:k], vectors, residuals, signs.to(values.device), self.rounding, self.products)

    def complaint(self, full: bool) -> str:
        """Why there is no answer."""
        if full and self.asked == "sign":
            return f"an eigenvalue is zero to rounding, {self.rounding:.1e}: its sign is not decided"
        what = "a sign is not decided" if self.asked == "sign" else f"residual {self.worst:.1e} × the asked"
        return f"{what} after {self.products} products"

    def _signs(self, values: list[float], full: bool) -> Tensor:
        if self.degree is not None and not full:
            spread = values[-1] - values[0]
            share = krylov_gap(self.degree, self.rows, self.block, 1)
            spread = spread / (1 - 2 * share) if share < 0.25 else math.inf
            for j in range(self.k):
                gap = krylov_gap(self.degree, self.rows, self.block, j + 1)
                if math.isfinite(spread):
                    self.below[j] = max(self.below[j], values[j] - gap * spread)
        below = values if full else self.below
        signs = [-1 if values[j] < -self.rounding else int(below[j] > self.rounding) for j in range(self.k)]
        return torch.tensor(signs)


@lru_cache(maxsize=4096)
def krylov_gap(degree: int, size: int, block: int, j: int) -> float:
    """η such that the j-th lowest Ritz value θ of a block Krylov space of a Gaussian start obeys
    θ − λ_j ≤ η·(λ_max − λ_j), but for a probability of ``FAILURE`` = 1e-10; no gap between eigenvalues is assumed.

    With G the start, V the j lowest eigenvectors and T the Chebyshev polynomial of ``degree`` at (1 + x)/(1 − x),
    filtering gives η ≤ x + (‖G‖/(s·T))², s = σ_min(VᵀG), for every x in (0, 1). ‖G‖ ≤ √N + √b + √(2 ln(2/δ)); s is at
    least δ/(2√j) for a square Gaussian block (Edelman 1988), and for j = 1 the quantile of a χ with b degrees of freedom.

    >>> krylov_gap(10, 100, 3, 1) > krylov_gap(100, 100, 3, 1) > 0
    True
    """
    half = FAILURE / 2
    widest = math.sqrt(size) + math.sqrt(block) + math.sqrt(2 * math.log(1 / half))
    smallest = half / math.sqrt(j)
    if j == 1:
        smallest = (half * math.gamma(block / 2 + 1)) ** (1 / block) * math.sqrt(2)
    best = math.inf
    for step in range(1, 241):
        x = 10 ** (-step / 20)
        growth = min(degree * math.acosh((1 + x) / (1 - x)), 300.0)
        best = min(best, x + (widest / (smallest * math.cosh(growth))) ** 2)
    return best


def _ritz(basis: Tensor, images: Tensor) -> tuple[Tensor, Tensor]:
    small = basis.T @ images
    if not bool(torch.isfinite(small).all()):
        raise Unconverged(f"a Hessian product is not finite in {small.dtype}")
    values, rotation = torch.linalg.eigh((small + small.T) / 2)
    return values, rotation


def _complete(ahead: Tensor, used: Tensor, start: Callable[[int], Tensor], wanted: int) -> Tensor:
    """``wanted`` orthonormal columns outside ``used``: from ``ahead`` as far as it reaches, then random ones."""
    fresh = _orthonormal(ahead, used)[:, :wanted]
    for _ in range(20):
        if fresh.shape[1] == wanted:
            return fresh
        more = _orthonormal(start(wanted - fresh.shape[1]), torch.cat([used, fresh], 1))
        fresh = torch.cat([fresh, more], 1)
    raise Unconverged(f"the basis lost its orthogonality in {used.dtype}")


def _orthonormal(block: Tensor, against: Tensor) -> Tensor:
    """An orthonormal basis of ``block`` outside ``against``; columns that lie in its span to rounding are dropped.

    Passes go on until one takes less than half of every column away: before that, what is left may be noise, which is
    normalised and projected again. Empty if that does not come about in six passes.
    """
    unit = torch.finfo(block.dtype).eps
    for turn in range(6):
        before = torch.linalg.vector_norm(block, dim=0)
        block = block - against @ (against.T @ block)
        norms = torch.linalg.vector_norm(block, dim=0)
        settled = turn > 0 and bool((norms > 0.5 * before).all())
        real = norms > 16 * unit * before
        block = torch.linalg.qr(block[:, real] / norms[real])[0]
        if settled:
            return block
    return block[:, :0]
