"""Critical points of f = ¼‖XΘXᵀ − A‖² over St(m, r) × Sym(r), and their Hessian spectra in closed form.

X = [U_J, N]O, Θ = Oᵀdiag(Λ_J, 0)O, J a set of non-zero eigenvalues, a = |J| ≤ r, NᵀAN = 0 orthogonal to U_J; f = ¼Σ_{i∉J}λ_i².
J occurs iff r − a ≤ (m − r_A) + min(p', q') with p', q' the numbers of positive and negative eigenvalues outside J. A
point over J has AN = 0, which takes r − a ≤ m − r_A, or it is *isotropic* (AN ≠ 0), a strict saddle, which takes r > a and
min(p', q') ≥ 1: where both can be, they are two kinds. With AN = 0, metric ‖Ω‖² + ‖K‖² + ‖T‖²:

| sector | eigenvalue | count |
|---|---|---|
| K, row i ∉ J, column j ∈ J | λ_j(λ_j − λ_i) | 1 per pair |
| K, row in ker A outside X, column j ∈ J | λ_j² | m − r − r_A + a per j |
| K, column in N | 0 | (m − r)(r − a) |
| diagonal of T | 1/2 | r |
| pair p < q of columns, θ = (Λ_J, 0) | 0 and (1 + (θ_p − θ_q)²)/2 | 1 + 1 per pair |

Source: ours, for arXiv:2606.31390; reconstructed.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, product
from typing import Any

from theory.exact.heaviest_subsets import choices, heaviest_subsets, listed
from theory.exact.rational_input import exact_eigenvalue


@dataclass(frozen=True)
class CriticalPoint:
    """One kind of critical points over a set J.

    Attributes:
        active: positions (from 1, by decreasing |λ|) of J, of equal eigenvalues the first ones: the points over all choices
            among those are one kind.
        kind: "minimizer", "local minimizer", "strict saddle", "degenerate saddle" (no negative curvature, left at fourth
            order), "isotropic saddle".
        index, nullity, spectrum: None for isotropic points, whose Hessian depends on N.
    """

    active: tuple[int, ...]
    magnitudes: tuple[Fraction, ...]
    value: Fraction
    optimal: bool
    kind: str
    index: int | None
    nullity: int | None
    spectrum: tuple[tuple[Fraction, int], ...] | None

    @property
    def stable(self) -> bool:
        """A minimizer, local or global."""
        return "minimizer" in self.kind

    def to_json(self, columns: int) -> dict[str, Any]:
        """Fields of ``saddleproof fixedpoints dmd``."""
        return {
            "active": list(self.active),
            "value": float(self.value),
            "optimal": self.optimal,
            "stable": self.stable,
            "kind": self.kind,
            "index": self.index,
            "nullity": self.nullity,
            "at": {
                "magnitudes": [*map(float, self.magnitudes), *[0.0] * (columns - len(self.active))],
                "squared_norms": [1.0] * columns,
            },
            "spectrum": None if self.spectrum is None else [[float(value), times] for value, times in self.spectrum],
        }


def critical_points(
    spectrum: tuple[Fraction | int | str, ...], columns: int, size: int, limit: int | None = None
) -> list[CriticalPoint]:
    """All kinds, by loss, equal eigenvalues as one group; ``spectrum`` lists the non-zero eigenvalues of A (m × m, m =
    ``size``).

    Args:
        limit: only that many, the lowest losses.

    Raises:
        ValueError: an eigenvalue that is 0 or out of range, more eigenvalues than m, columns outside 1 … m, or too many kinds
            without a limit.

    >>> points = critical_points((2, 1), 2, 5)
    >>> [(p.active, float(p.value)) for p in points]
    [((1, 2), 0.0), ((1,), 0.25), ((2,), 1.0), ((), 1.25)]
    >>> [p.kind for p in points]
    ['minimizer', 'degenerate saddle', 'strict saddle', 'degenerate saddle']
    >>> [p.kind for p in critical_points((3, -1), 1, 2)]
    ['minimizer', 'local minimizer', 'isotropic saddle']
    >>> [p.active for p in critical_points((2, 1, 1), 2, 4)]
    [(1, 2), (1,), (2, 3), (2,)]
    >>> [(p.active, p.kind) for p in critical_points((4, -2), 1, 3)][2:]         # N = e_3, or (e_1 + √2·e_2)/√3
    [((), 'degenerate saddle'), ((), 'isotropic saddle')]
    """
    values = _eigenvalues(spectrum, columns, size)
    limit, spare = listed(kind_count(spectrum, columns, size), limit), size - len(values)
    signs = sum(v > 0 for v in values), sum(v < 0 for v in values)

    def possible(chosen: tuple[int, ...], position: int) -> bool:
        """r − a ≤ m − r_A + min(p', q') for the largest a, p' and q' that are left."""
        inside = sum(values[k] > 0 for k in chosen), sum(values[k] < 0 for k in chosen)
        outside = [total - taken for total, taken in zip(signs, inside, strict=True)]
        return columns - min(columns, len(chosen) + len(values) - position) <= spare + min(outside)

    weights = [value**2 for value in values]
    kinds = (
        _point(values, active, columns, size, isotropic)
        for active in heaviest_subsets(weights, columns, alike=values, possible=possible)
        for isotropic in _ways(values, active, columns, size)
    )
    return list(islice(kinds, limit))


def kind_count(spectrum: tuple[Fraction | int | str, ...], columns: int, size: int) -> int:
    """Number of kinds that ``critical_points`` lists, equal eigenvalues as one group.

    >>> kind_count((2, 1), 2, 5), kind_count((3, -1), 1, 2), kind_count((4, -2), 1, 3), kind_count(tuple(range(1, 25)), 24, 24)
    (4, 3, 4, 1)
    """
    values = _eigenvalues(spectrum, columns, size)
    plus = sum(value > 0 for value in values)
    minus, spare, count = len(values) - plus, size - len(values), 0
    ways = [choices((value for value in values if (value > 0) == sign), columns) for sign in (True, False)]
    for (i, above), (j, below) in product(*map(enumerate, ways)):
        count += len(_kinds(columns - i - j, spare, min(plus - i, minus - j))) * above * below
    return count


def _eigenvalues(spectrum: tuple[Fraction | int | str, ...], columns: int, size: int) -> list[Fraction]:
    values = sorted((exact_eigenvalue(value) for value in spectrum), key=lambda v: (-abs(v), -v))
    if not values or any(value == 0 for value in values):
        raise ValueError("spectrum must list the non-zero eigenvalues of A, at least one")
    if len(values) > size:
        raise ValueError(f"size must be at least the number of eigenvalues {len(values)}, got {size}")
    if not 1 <= columns <= size:
        raise ValueError(f"columns must be between 1 and size = {size}, got {columns}")
    return values


def _kinds(rest: int, spare: int, pairs: int) -> tuple[bool, ...]:
    """Whether points are isotropic, for each kind with r − a = ``rest`` columns N, m − r_A = ``spare``, min(p', q') =
    ``pairs``."""
    if not 0 <= rest <= spare + pairs:
        return ()
    return (False,) * (rest <= spare) + (True,) * (rest > 0 and pairs > 0)


def _ways(values: list[Fraction], active: tuple[int, ...], columns: int, size: int) -> tuple[bool, ...]:
    """`_kinds` over a set J."""
    outside = [value for k, value in enumerate(values) if k not in active]
    pairs = min(sum(value > 0 for value in outside), sum(value < 0 for value in outside))
    return _kinds(columns - len(active), size - len(values), pairs)


def _point(values: list[Fraction], active: tuple[int, ...], columns: int, size: int, isotropic: bool) -> CriticalPoint:
    inside, outside = [values[k] for k in active], [v for k, v in enumerate(values) if k not in active]
    value = sum((v * v for v in outside), Fraction(0)) / 4
    best = sum((v * v for v in values[columns:]), Fraction(0)) / 4
    common = (tuple(k + 1 for k in active), tuple(inside), value, value == best)
    count = len(active)
    if isotropic:
        return CriticalPoint(*common, "isotropic saddle", None, None, None)
    theta = [*inside, *[Fraction(0)] * (columns - count)]
    entries = Counter(a * (a - b) for a in inside for b in outside)
    for a in inside:
        entries[a * a] += size - columns - len(values) + count
    entries[Fraction(0)] += (size - columns) * (columns - count) + columns * (columns - 1) // 2
    entries[Fraction(1, 2)] += columns
    entries.update((1 + (p - q) ** 2) / 2 for p, q in combinations(theta, 2))
    spectrum = tuple(sorted((value, times) for value, times in entries.items() if times))
    index = sum(times for value, times in spectrum if value < 0)
    full = count == min(columns, len(values))
    kind = (
        "strict saddle" if index else "degenerate saddle" if not full else "minimizer" if value == best else "local minimizer"
    )
    return CriticalPoint(*common, kind, index, dict(spectrum).get(Fraction(0), 0), spectrum)


def to_json(points: list[CriticalPoint], columns: int) -> str:
    """The document of ``saddleproof fixedpoints dmd``."""
    return json.dumps({"fixed_points": [point.to_json(columns) for point in points]}, ensure_ascii=False, indent=1)
