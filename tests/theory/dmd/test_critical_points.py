"""Critical points of DMD: admissible sets by brute force, spec examples by hand, refusals; and the counts of the table."""

from __future__ import annotations

import json
from fractions import Fraction

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
