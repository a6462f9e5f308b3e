"""Fixed points of the solvable models in the order of their losses, as many as are asked for, against plain enumeration."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import combinations

import pytest

import theory.dmd.critical_points as dmd
import theory.udu.fixed_points as udu
from theory.exact.heaviest_subsets import MOST_LISTED, heaviest_subsets


@pytest.mark.parametrize("seed", range(5))
def test_subsets_by_sum(seed: int) -> None:
    """All subsets by itertools, sorted; weights with ties and zeros."""
    rng = random.Random(seed)
    for _ in range(20):
        count, most = rng.randint(0, 7), rng.randint(0, 8)
        weights = sorted((Fraction(rng.randint(0, 5), rng.randint(1, 2)) for _ in range(count)), reverse=True)
        every = [s for k in range(min(most, count) + 1) for s in combinations(range(count), k)]
        ordered = sorted(every, key=lambda s: (-sum(weights[k] for k in s), s))
        assert list(heaviest_subsets(weights, most)) == ordered
        once = [s for s in ordered if all(k == 0 or weights[k - 1] != weights[k] or k - 1 in s for k in s)]
        assert list(heaviest_subsets(weights, most, alike=weights)) == once
        even = list(heaviest_subsets(weights, most, possible=lambda s, k, n=count: k < n or len(s) % 2 == 0))  # type: ignore[misc]
        assert even == [s for s in ordered if len(s) % 2 == 0]


@pytest.mark.parametrize("seed", range(5))
def test_limits_and_counts(seed: int) -> None:
    """A limit gives the beginning of the whole list; counts are lengths; the sets of DMD by the condition in words."""
    rng = random.Random(100 + seed)
    for _ in range(12):
        values = tuple(Fraction(rng.choice((-3, -2, -1, 1, 2, 2, 3, 5))) for _ in range(rng.randint(1, 5)))
        columns, limit = rng.randint(1, 5), rng.randint(1, 9)
        points = udu.fixed_points(values, columns)
        assert len(points) == udu.kind_count(values, columns)
        assert [p.value for p in points] == sorted(p.value for p in points)
        assert udu.fixed_points(values, columns, limit) == points[:limit]
        size = len(values) + rng.randint(0, 3)
        if columns > size:
            continue
        critical = dmd.critical_points(values, columns, size)
        assert len(critical) == dmd.kind_count(values, columns, size)
        assert dmd.critical_points(values, columns, size, limit) == critical[:limit]
        assert {p.active for p in critical} == occurring(values, columns, size)
        assert len({(p.active, p.kind == "isotropic saddle") for p in critical}) == len(critical)
        assert [(p.value, p.active) for p in critical] == sorted((p.value, p.active) for p in critical)


def occurring(values: tuple[Fraction, ...], columns: int, size: int) -> set[tuple[int, ...]]:
    """J occurs iff the other r − a columns fit into a subspace on which A vanishes: ker A and pairs of opposite signs; of
    equal eigenvalues the first ones stand for all."""
    ordered, found = sorted(values, key=lambda v: (-abs(v), -v)), set()
    for count in range(min(columns, len(values)) + 1):
        for active in combinations(range(len(values)), count):
            rest = [v for k, v in enumerate(ordered) if k not in active]
            if columns - count <= size - len(values) + min(sum(v > 0 for v in rest), sum(v < 0 for v in rest)):
                taken = Counter(ordered[k] for k in active)
                found.add(tuple(k + 1 for k, v in enumerate(ordered) if ordered[:k].count(v) < taken[v]))
    return found


def test_many_values_need_a_limit() -> None:
    """24 values: 2^24 kinds are refused in one line, the lowest ones come at once; so do those of 300 values."""
    values = tuple(range(24, 0, -1))
    message = f"limit must be given where there are more than {MOST_LISTED} kinds of points, here"
    for points in (
        lambda limit=None: udu.fixed_points(values, 24, limit),
        lambda limit=None: dmd.critical_points(values, 24, 60, limit),
    ):
        with pytest.raises(ValueError, match=message) as no:
            points()
        assert "\n" not in str(no.value)
        assert [len(p.active) for p in points(4)] == [24, 23, 23, 22]  # squares left out: 0, 1, 4, 1 + 4
        with pytest.raises(ValueError, match="limit must be at least 1, got 0"):
            points(0)
    many = tuple(range(300, 0, -1))
    assert udu.fixed_points(many, 5, 2)[1].active == (1, 2, 3, 4, 6)
    assert dmd.critical_points(many, 5, 310, 2)[1].active == (1, 2, 3, 4, 6)
