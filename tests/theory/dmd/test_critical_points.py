"""Critical points of DMD: admissible sets by brute force, spec examples by hand, refusals; and the counts of the table."""

from __future__ import annotations

import json
import random
from collections import Counter
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from theory.dmd.critical_points import critical_points, to_json


def test_isotropic_only_values_by_hand() -> None:
    """(3, −1), r = 1, m = 2: value 5/2 needs an isotropic direction; (3, 1, −2), r = 3, m = 5: 7/2 over the empty set."""
    first = {p.value: p.kind for p in critical_points((3, -1), 1, 2)}
    assert first[Fraction(5, 2)] == "isotropic saddle"
    second = {p.active: p.kind for p in critical_points((3, 1, -2), 3, 5)}
    assert second[()] == "isotropic saddle" and critical_points((3, 1, -2), 3, 5)[-1].value == Fraction(7, 2)


def test_heavy_overparameterization_deletes_saddles() -> None:
    """A ⪰ 0: sets with a ≥ r + r_A − m only; r = m leaves the optimum."""
    for m in range(3, 8):
        for r in range(1, m + 1):
            sizes = {len(p.active) for p in critical_points((3, 2, 1), r, m)}
            assert sizes == set(range(max(0, r + 3 - m), min(r, 3) + 1))
    assert [p.kind for p in critical_points((3, 2, 1), 6, 6)] == ["minimizer"]


@pytest.mark.parametrize("values, r, m", [((4, 2, 1), 2, 6), ((4, 2, 1), 3, 7), ((3, -2, 1), 2, 6), ((5, 5, 1), 2, 5)])
def test_counts_fill_the_tangent_space(values: tuple[int, ...], r: int, m: int) -> None:
    """mr dimensions: m·r − r(r + 1)/2 directions and r(r + 1)/2 magnitudes."""
    for p in critical_points(values, r, m):
        if p.spectrum is not None:
            assert sum(times for _, times in p.spectrum) == m * r
            assert p.index == sum(times for value, times in p.spectrum if value < 0)


def test_spurious_local_minimizers_for_indefinite_targets() -> None:
    """diag(3, −1, 0), r = 1: x = e_2 is a local minimizer; for A ⪰ 0 only the global one is stable."""
    kinds = {p.active: p.kind for p in critical_points((3, -1), 1, 3)}
    assert kinds[(1,)] == "minimizer" and kinds[(2,)] == "local minimizer"
    assert [p.active for p in critical_points((3, 2, 1), 2, 6) if p.stable] == [(1, 2)]


def test_document() -> None:
    document = json.loads(to_json(critical_points((2, 1), 1, 4), 1))
    point = document["fixed_points"][0]
    assert point == {
        "active": [1],
        "value": 0.25,
        "optimal": True,
        "stable": True,
        "kind": "minimizer",
        "index": 0,
        "nullity": 0,
        "at": {"magnitudes": [2.0], "squared_norms": [1.0]},
        "spectrum": [[0.5, 1], [2.0, 1], [4.0, 2]],
    }


@pytest.mark.parametrize(
    "values, r, m, message",
    [
        ((0, 1), 1, 3, "non-zero eigenvalues"),
        ((), 1, 3, "at least one"),
        ((1, 2, 3), 1, 2, "size must be at least"),
        ((1,), 4, 3, "columns"),
    ],
)
def test_refusals(values: tuple[int, ...], r: int, m: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        critical_points(values, r, m)


def isotropic(values: list[float], active: tuple[int, ...], columns: int, size: int) -> np.ndarray | None:
    """A frame X over J with columns √|λ_n| e_p + √λ_p e_n of pairs of opposite signs, and kernel vectors; None where the
    pairs and the kernel do not suffice, or no pair is needed or there."""
    rest = columns - len(active)
    outside = [k for k in range(len(values)) if k + 1 not in active]
    pairs = list(zip([k for k in outside if values[k] > 0], [k for k in outside if values[k] < 0], strict=False))
    vectors = [np.eye(size)[:, k - 1] for k in active]
    for p, n in pairs[:rest]:
        vector = np.zeros(size)
        vector[p], vector[n] = abs(values[n]) ** 0.5, values[p] ** 0.5
        vectors.append(vector / np.linalg.norm(vector))
    kernel = list(range(len(values), size))
    vectors += [np.eye(size)[:, k] for k in kernel[: rest - min(rest, len(pairs))]]
    return np.stack(vectors, 1) if rest and pairs and len(vectors) == columns else None


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e6])
@pytest.mark.parametrize("seed", range(6))
def test_isotropic_points_between_pairs_of_opposite_signs(seed: int, scale: float) -> None:
    """(4, −2) and other pairs that are not equal, ties, one row, with and without a kernel: an isotropic kind is listed
    over J iff such a frame can be built; it is critical, AN ≠ 0, f is the listed one, and f falls from it at second order."""
    rng = random.Random(seed)
    for _ in range(12):
        whole = [rng.choice((-4, -3, -2, -1, 1, 2, 4, 4)) for _ in range(rng.randint(1, 5))]
        size = len(whole) + rng.randint(0, 2)
        columns = rng.randint(1, size)
        ordered = sorted(whole, key=lambda v: (-abs(v), -v))
        values = [scale * v for v in ordered]
        listed = critical_points(tuple(whole), columns, size)
        told = {p.active: p.value for p in listed if p.kind == "isotropic saddle"}
        A, sets = np.diag([*values, *[0.0] * (size - len(values))]), range(1, len(whole) + 1)
        for count in range(min(columns, len(whole)) + 1):
            for active in combinations(sets, count):
                X = isotropic(values, active, columns, size)
                taken = Counter(ordered[k - 1] for k in active)
                first = tuple(k + 1 for k, v in enumerate(ordered) if ordered[:k].count(v) < taken[v])
                assert (X is not None) == (first in told), (ordered, active, columns, size)
                if X is None:
                    continue
                Theta = X.T @ A @ X
                R = X @ Theta @ X.T - A
                slope = R @ X @ Theta
                slope -= X @ (X.T @ slope + slope.T @ X) / 2
                assert np.abs(slope).max() < 1e-12 * scale**2
                assert np.sum(R * R) / 4 == pytest.approx(scale**2 * float(told[first]), rel=1e-12)
                falls = [descent(A / scale, X, len(active), t) for t in (1e-2, 1e-3)]
                assert falls[0] < 0 > falls[1] and 50 < falls[0] / falls[1] < 200


def descent(A: np.ndarray, X: np.ndarray, first: int, t: float) -> float:
    """f after − f before along the first isotropic column n: n + t·w with w = An/‖An‖, and Θ_nn = 2t·nᵀAw; f = ¼‖·‖²."""
    n = X[:, first]
    w = A @ n / np.linalg.norm(A @ n)
    moved = X.copy()
    moved[:, first] = (n + t * w) / np.hypot(1, t)
    Theta = X.T @ A @ X
    Theta[first, first] += 2 * t * float(n @ A @ w)
    before = np.sum((X @ (X.T @ A @ X) @ X.T - A) ** 2)
    return float(np.sum((moved @ Theta @ moved.T - A) ** 2) - before) / 4
