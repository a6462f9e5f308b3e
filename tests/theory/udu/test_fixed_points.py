"""Fixed points of the solvable UDU model: against fixed points found by running, by hand, and refusals."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest

from theory.udu.fixed_points import fixed_points, point_count, sharpness, stable_step, to_json


@pytest.mark.parametrize("spectrum, columns", [((3, 2, -1), 2), ((5, 4, 1), 3), ((2, -1), 1), ((-1, -2), 2), ((4, 3, 2, 1), 2)])
def test_the_values_are_subsets_of_positive_eigenvalues(spectrum: tuple[int, ...], columns: int) -> None:
    """All subsets by itertools; the value is half the squares of the rest."""
    points = [p for p in fixed_points(spectrum, columns) if not p.dead]
    positive = [k for k, mu in enumerate(spectrum, start=1) if mu > 0]
    subsets = {s for k in range(columns + 1) for s in combinations(positive, k)}
    assert {p.active for p in points} == subsets and len(points) == point_count(spectrum, columns)
    for p in points:
        assert p.value == Fraction(sum(mu**2 for k, mu in enumerate(spectrum, start=1) if k not in p.active), 2)


def test_multiplicities_add_up() -> None:
    """n·r + r entries, less one λ for each dead column (its direction is one-sided)."""
    for spectrum in ((3, 2, -1), (3, 3, 0), (2, -1, -1, 0)):
        for columns in (1, 2, 3):
            for p in fixed_points(spectrum, columns):
                assert sum(times for _, times in p.spectrum) == len(spectrum) * columns + columns - p.dead
                assert p.index == sum(times for value, times in p.spectrum if value < 0)
                assert p.nullity == sum(times for value, times in p.spectrum if value == 0)


@pytest.mark.parametrize("spectrum, columns", [
    ((2.0, 1.0, -1.0), 2), ((3.0, -0.5), 1), pytest.param((1.5, 1.0), 2, marks=pytest.mark.full),
])  # fmt: skip
def test_runs_end_at_stable_points_only(spectrum: tuple[float, ...], columns: int) -> None:
    """40 projected runs: the end's loss is that of a stable listed point, dead ones included."""
    rng, A = np.random.default_rng(1), np.diag(spectrum)
    stable = {float(p.value) for p in fixed_points(tuple(map(str, spectrum)), columns) if p.stable}
    seen = set()
    for _ in range(40):
        U, lam = rng.standard_normal((len(spectrum), columns)), rng.uniform(0.1, 1.5, columns)
        for _ in range(6000):
            G = (U * lam) @ U.T - A
            bar, lam = U - 0.02 * G @ U * lam, np.maximum(lam - 0.01 * (U * (G @ U)).sum(0), 0)
            U = bar / max(1.0, np.linalg.norm(bar) / 2.5)
        loss = ((U * lam) @ U.T - A).ravel() @ ((U * lam) @ U.T - A).ravel() / 2
        near = min(stable, key=lambda value: abs(value - loss))
        assert abs(near - loss) < 1e-3, (loss, stable)
        seen.add(near)
    assert min(stable) in seen


def test_interface_document() -> None:
    """Fields that the outside relies on."""
    import json

    document = json.loads(to_json(fixed_points(("3", "2", "-1"), 1)))
    first = document["fixed_points"][0]
    assert first["active"] == [1] and first["optimal"] and first["stable"] and first["kind"] == "minimizer"
    assert first["value"] == 2.5 and first["index"] == 0
    assert first["at"]["magnitudes"] == [pytest.approx(1.5 ** (1 / 3))]
    assert first["at"]["squared_norms"] == [pytest.approx(2 * 1.5 ** (2 / 3))]
    assert any(point.get("dead") == 1 and point["kind"] == "dead minimum" for point in document["fixed_points"])


def test_sharpness_is_least_at_the_balanced_magnitude() -> None:
    """A grid, and 6μ(μ/2)^(1/3)."""
    for mu in (0.5, 1.0, 3.0):
        best = (mu / 2) ** (1 / 3)
        assert sharpness(best, mu) == pytest.approx(6 * mu * best)
        assert all(sharpness(lam, mu) >= sharpness(best, mu) - 1e-12 for lam in np.linspace(0.2, 4, 200))
    assert stable_step([1.0], [2.0]) == pytest.approx(2 / 12)


@pytest.mark.parametrize("spectrum, columns, message", [
    ((), 1, "at least one eigenvalue"), ((1,), 0, "columns must be at least 1"), (("x",), 1, "spectrum"),
])  # fmt: skip
def test_refusals(spectrum: tuple, columns: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        fixed_points(spectrum, columns)
