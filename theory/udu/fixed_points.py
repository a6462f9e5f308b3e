"""The solvable model F(U, λ) = ½‖U diag(λ) Uᵀ − A‖²: all fixed points of the projected step, with Hessian spectra.

X_I = Σ_{i∈I} μ_i e_i e_iᵀ over the subsets I of the positive eigenvalues with |I| ≤ r. A spectrum belongs to a point over
X_I, not to X_I: here the balanced one, λ_j = (μ_j/2)^{1/3}, ‖u_j‖² = 2λ_j² for j ∈ I, other columns u = 0 with λ = 1, and
*dead* columns λ = 0, u ≠ 0, uᵀGu > 0 in variants of their own (they need a negative eigenvalue outside I). What a column
with λ = 0 and uᵀGu = 0 is instead of a free one is said by `idle_columns`.

| directions | Hessian eigenvalues |
|---|---|
| (u_j along e_j, λ_j), j ∈ I | 0 and 4λ_jμ_j + p_j², p_j = μ_j/λ_j |
| rotation of a pair j < k in I | 0 and 2(λ_jμ_j + λ_kμ_k) |
| u_j toward e_k, k ∉ I | 2λ_j(μ_j − μ_k) |
| free column u_l = 0 toward e_k | −2λ_lμ_k for k ∉ I, 0 for k ∈ I |
| λ_l of a free column | 0 |
| dead column: u_l | 0, n times; λ_l can only grow, with slope uᵀGu > 0 |

Source: arXiv:2501.16322 v2 (the fixed points; tables ours), reconstructed.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from math import prod
from typing import Any

from theory.exact.heaviest_subsets import choices, heaviest_subsets, listed
from theory.exact.rational_input import exact_eigenvalue

MOST_COLUMNS = 10**6
"""The most columns of a factor: a listed point has the Hessian spectrum of each."""


@dataclass(frozen=True)
class FixedPoint:
    """One kind of fixed point.

    Attributes:
        active: positions (from 1, in the decreasing spectrum) of the learnt eigenvalues.
        dead: number of columns with λ = 0 and uᵀGu > 0.
        value: F = ½ Σ_{i∉I} μ_i².
        optimal: F is minimal over rank ≤ r.
        kind: "minimizer", "dead minimum" (a local one), "strict saddle".
        index, nullity: of the Hessian, dead columns one-sided.
        magnitudes, squared_norms: the representative; the norm of a dead column is free and given as 1.
        spectrum: (eigenvalue, multiplicity), increasing.
        certificate: the smallest eigenvalue of G, ≥ 0 iff X is optimal over X ⪰ 0.
    """

    active: tuple[int, ...]
    dead: int
    value: Fraction
    optimal: bool
    kind: str
    index: int
    nullity: int
    magnitudes: tuple[float, ...]
    squared_norms: tuple[float, ...]
    spectrum: tuple[tuple[float, int], ...]
    certificate: Fraction

    @property
    def stable(self) -> bool:
        """Small steps do not leave it: no negative curvature."""
        return self.index == 0

    def to_json(self) -> dict[str, Any]:
        """Fields of ``saddleproof fixedpoints udu``."""
        found: dict[str, Any] = {
            "active": list(self.active),
            "value": float(self.value),
            "optimal": self.optimal,
            "stable": self.stable,
            "kind": self.kind,
            "index": self.index,
            "nullity": self.nullity,
            "at": {"magnitudes": list(self.magnitudes), "squared_norms": list(self.squared_norms)},
            "spectrum": [list(pair) for pair in self.spectrum],
            "min_gradient_eigenvalue": float(self.certificate),
        }
        return found | ({"dead": self.dead} if self.dead else {})


def fixed_points(spectrum: tuple[Fraction | int | str, ...], columns: int, limit: int | None = None) -> list[FixedPoint]:
    """All kinds of fixed points for A with these eigenvalues and r = ``columns``, by loss; equal eigenvalues as one group.

    Args:
        limit: only that many, the lowest losses.

    Raises:
        ValueError: no eigenvalue, one out of range, r < 1, or more than ``heaviest_subsets.MOST_LISTED`` kinds without a limit.

    >>> [(p.active, p.kind, p.index) for p in fixed_points((2, 1), 1)]
    [((1,), 'minimizer', 0), ((2,), 'strict saddle', 1), ((), 'strict saddle', 2)]
    >>> [(p.active, p.dead, p.kind) for p in fixed_points((1, -1), 1)]
    [((1,), 0, 'minimizer'), ((), 0, 'strict saddle'), ((), 1, 'dead minimum')]
    >>> [len(p.active) for p in fixed_points(tuple(range(1, 25)), 24, limit=4)]
    [24, 23, 23, 22]
    """
    mu = _eigenvalues(spectrum, columns)
    limit = listed(kind_count(spectrum, columns), limit)
    best = sum(value**2 for value in mu[: min(columns, len(mu))] if value > 0)
    found: list[FixedPoint] = []
    weights = [value**2 for value in mu if value > 0]
    for chosen in heaviest_subsets(weights, columns, alike=weights):
        missing = [value for k, value in enumerate(mu) if k not in chosen]
        most = columns - len(chosen) if mu[-1] < 0 else 0
        found += [_point(mu, frozenset(chosen), missing, columns, dead, best) for dead in range(most + 1)]
        if len(found) >= limit and found[-1].value > found[limit - 1].value:
            break
    return sorted(found, key=lambda point: (point.value, point.dead, point.active))[:limit]


def kind_count(spectrum: tuple[Fraction | int | str, ...], columns: int) -> int:
    """Number of kinds that ``fixed_points`` lists: a choice of how many of each group of equal positive eigenvalues, at most
    r in all; where A has a negative eigenvalue, times the number of dead columns there can be.

    >>> kind_count((3, 2, -1), 1), kind_count((2, 2), 2), kind_count(tuple(range(1, 25)), 24) == 2**24
    (4, 3, True)
    """
    mu = _eigenvalues(spectrum, columns)
    sizes = choices((value for value in mu if value > 0), columns)
    return sum(count * (columns - k + 1 if mu[-1] < 0 else 1) for k, count in enumerate(sizes))


def _eigenvalues(spectrum: tuple[Fraction | int | str, ...], columns: int) -> list[Fraction]:
    mu = sorted((exact_eigenvalue(value) for value in spectrum), reverse=True)
    if not mu:
        raise ValueError("spectrum must hold at least one eigenvalue")
    if columns < 1:
        raise ValueError(f"columns must be at least 1, got {columns}")
    if columns > MOST_COLUMNS:
        raise ValueError(f"columns must be at most {MOST_COLUMNS}, got {str(columns)[:40]}")
    return mu


def point_count(spectrum: tuple[Fraction | int | str, ...], columns: int) -> int:
    """Number of values X for distinct eigenvalues: Σ_{k≤r} C(n_+, k).

    >>> point_count((3, 2, -1), 2)
    4
    """
    from math import comb

    positive = sum(Fraction(value) > 0 for value in spectrum)
    return sum(comb(positive, k) for k in range(min(columns, positive) + 1))


def _point(
    mu: list[Fraction], active: frozenset[int], missing: list[Fraction], columns: int, dead: int, best: Any
) -> FixedPoint:
    learnt, free = [mu[k] for k in sorted(active)], columns - len(active) - dead
    index = sum(sum(value < gap for value in learnt) + free * (gap > 0) for gap in missing)
    rank = len(learnt)
    zeros = rank + rank * (rank - 1) // 2 + free * (rank + 1) + dead * len(mu)
    zeros += sum(sum(value == gap for value in learnt) + free * (gap == 0) for gap in missing)
    optimal = sum(value**2 for value in learnt) == best
    kind = "strict saddle" if index else "minimizer" if optimal else "dead minimum"
    magnitudes = [float(value / 2) ** (1 / 3) for value in learnt]
    values = [*([0.0] * (rank + rank * (rank - 1) // 2 + free * (rank + 1) + dead * len(mu)))]
    values += [4 * lam * float(value) + (float(value) / lam) ** 2 for lam, value in zip(magnitudes, learnt, strict=True)]
    pairs = combinations(zip(magnitudes, learnt, strict=True), 2)
    values += [2 * (lam * float(value) + other * float(more)) for (lam, value), (other, more) in pairs]
    values += [2 * lam * float(value - gap) for lam, value in zip(magnitudes, learnt, strict=True) for gap in missing]
    values += [-2.0 * float(gap) for gap in missing for _ in range(free)]
    counts: dict[float, int] = {}
    for value in values:
        counts[value + 0.0] = counts.get(value + 0.0, 0) + 1
    return FixedPoint(
        tuple(k + 1 for k in sorted(active)),
        dead,
        sum((gap**2 for gap in missing), Fraction(0)) / 2,
        optimal,
        kind,
        index,
        zeros,
        (*magnitudes, *[1.0] * free, *[0.0] * dead),
        (*(2 * lam**2 for lam in magnitudes), *[0.0] * free, *[1.0] * dead),
        tuple(sorted(counts.items())),
        min([Fraction(0), *(-gap for gap in missing)] if learnt else [-gap for gap in missing]),
    )


def to_json(points: list[FixedPoint]) -> str:
    """The document of ``saddleproof fixedpoints udu``."""
    return json.dumps({"fixed_points": [point.to_json() for point in points]}, ensure_ascii=False, indent=1)


def idle_columns(points: Sequence[FixedPoint]) -> str:
    """What the list leaves to words: a column with λ = 0 and uᵀGu = 0 in the place of a free one. Empty where none is free.

    With Gu = 0, λ = s and u + tv change F by st²vᵀGv + ½s²‖u + tv‖⁴: below zero for vᵀGv < 0 and s a small multiple of t²,
    and not of second order (for u = 0: claim udu-idle-columns). With Gu ≠ 0, λ = s and u − τGu change F by −2sτ‖Gu‖² + …,
    of second order.

    >>> idle_columns(fixed_points((2, 1), 2)[:1]), idle_columns(fixed_points((2, 1), 2))[:42]
    ('', 'G = UDUᵀ − A. A free column (u = 0, λ > 0)')
    """
    if not any(0.0 in point.squared_norms for point in points):
        return ""
    return (
        "G = UDUᵀ − A. A free column (u = 0, λ > 0) may be idle instead: λ = 0 and uᵀGu = 0, at the same X and loss. If"
        " Gu = 0 (u = 0, or a combination of learnt directions and of the kernel of A) it adds no negative eigenvalue, and"
        " where none is left the point is a minimizer if min eig G ≥ 0, else a degenerate saddle, left at a higher order. If"
        " Gu ≠ 0 the point is a strict saddle."
    )


def sharpness(magnitude: float, mu: float) -> float:
    """4λμ + (μ/λ)² of one mode; least, 6μ(μ/2)^{1/3}, at the balanced λ = (μ/2)^{1/3}. A step is stable below 2/sharpness."""
    return 4 * magnitude * mu + (mu / magnitude) ** 2


def stable_step(magnitudes: list[float], mu: list[float]) -> float:
    """2 over the largest curvature at a point with one column a mode: modes, and pairs 2(λ_jμ_j + λ_kμ_k)."""
    modes = list(zip(magnitudes, mu, strict=True))
    values = [sharpness(*mode) for mode in modes] + [2 * (prod(a) + prod(b)) for a, b in combinations(modes, 2)]
    return 2 / max(values)
