"""The closed-form Hessian spectrum against dense Hessians by automatic differentiation, and exact merging."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import flint
import numpy as np
import pytest
import torch

from tests.marks import but
from tests.theory.dmf.exact_instances import random_instance
from tests.theory.dmf.exact_oracle import derivatives
from theory.dmf import Landscape, Objective


def dense_spectrum(landscape: Landscape, factors: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Gradient and eigenvalues of the Hessian of F at a point; torch.autograd and numpy, no formula of ours."""
    fit, ridge = float(landscape.objective.fit), float(landscape.objective.ridge)
    target = torch.tensor(landscape.target)
    shapes = [factor.shape for factor in factors]

    def loss(flat: torch.Tensor) -> torch.Tensor:
        product, penalty, place = None, 0.0, 0
        for shape, weight in zip(shapes, landscape.ridge, strict=True):
            size = shape[0] * shape[1]
            factor = flat[place : place + size].reshape(shape)
            place += size
            product = factor if product is None else factor @ product
            penalty = penalty + float(weight) * (factor**2).sum()
        return fit * ((product - target) ** 2).sum() + ridge * penalty

    point = torch.tensor(np.concatenate([factor.ravel() for factor in factors]))
    hessian = torch.autograd.functional.hessian(loss, point)
    gradient = torch.autograd.functional.jacobian(loss, point)
    return gradient.numpy(), np.linalg.eigvalsh(hessian.numpy())


def random_landscape(rng: random.Random) -> Landscape:
    """L = 2 … 5, widths up to 4, repeated, zero and threshold values, equal and unequal weights."""
    layers = rng.randint(2, 5)
    widths = tuple(rng.randint(1, 4) for _ in range(layers + 1))
    if layers > 2 and rng.random() < 0.3:  # rational threshold
        weights, objective = [Fraction(layers, layers - 2)] * layers, Objective()
        pool = [Fraction(2 * layers - 2, layers - 2), Fraction(0), Fraction(7), Fraction(9), Fraction(1)]
    else:
        weights = [Fraction(rng.choice((1, 2, 3)), rng.choice((1, 2))) for _ in range(layers)]
        weights = [weights[0]] * layers if rng.random() < 0.4 else weights
        objective = Objective(fit=Fraction(rng.choice((1, 1, 2))), ridge=Fraction(rng.choice((2, 2, 3)), 2))
        size = Landscape(widths, spectrum=(), ridge=weights, objective=objective).thresholds["existence"]
        pool = [Fraction(0), *(Fraction(size * f).limit_denominator(50) for f in (0.6, 1.2, 1.7, 2.5))]
    spectrum = [rng.choice(pool) for _ in range(min(widths[0], widths[-1]))]
    return Landscape(widths, spectrum=spectrum, ridge=weights, objective=objective)


@pytest.mark.parametrize("seed", but(range(5), (1, 2, 3)))
def test_against_dense_hessians(seed: int) -> None:
    """850 orbits: relative error 2e-14, index and nullity exact, gradient zero to rounding at the representative."""
    rng = random.Random(seed)
    checked = 0
    while checked < 170:
        landscape = random_landscape(rng)
        orbits = list(landscape.orbits())
        for orbit in rng.sample(orbits, min(len(orbits), 7)):
            gradient, expected = dense_spectrum(landscape, orbit.representative(seed=checked))
            spectrum = orbit.hessian()
            found = np.array([value for value, times in spectrum for _ in range(times)])
            scale = np.abs(expected).max()
            assert np.abs(found - expected).max() <= 2e-14 * scale
            assert np.abs(gradient).max() <= 1e-13 * scale * max(1.0, np.abs(landscape.target).max())
            assert sum(times for value, times in spectrum if value < 0) == orbit.index
            assert sum(times for value, times in spectrum if value == 0) == orbit.nullity
            assert all(high - low > 1e-10 * scale for (low, _), (high, _) in pairwise(spectrum))  # equal ones merged
            checked += 1


def test_multiplicities_against_exact_characteristic_polynomials() -> None:
    """On rational points: the distinct eigenvalues and their multiplicities are those of the exact matrix.

    Origin: squarefree decomposition of the characteristic polynomial over Q, which knows multiplicities exactly.
    """
    rng = random.Random(7)
    merged = 0
    for _ in range(80):
        instance = random_instance(rng, rng.choice((2, 3, 3, 4)), most=3)
        _, hessian = derivatives(instance.factors, instance.target, instance.weights)
        if len(hessian) > 20:
            continue
        landscape = Landscape(instance.widths, spectrum=instance.spectrum, ridge=instance.weights)
        (orbit,) = [o for o in landscape.orbits() if tuple((i, str(root)) for i, root in o.active) == instance.active]
        expected = exact_multiplicities(hessian)
        found = orbit.hessian()
        assert [times for _, times in found] == [times for _, times in expected], (instance, found, expected)
        assert [value for value, _ in found] == pytest.approx([value for value, _ in expected], rel=1e-12, abs=1e-12)
        merged += len(found) < sum(times for _, times in found)
    assert merged >= 40


def exact_multiplicities(matrix: list[list[Fraction]]) -> list[tuple[float, int]]:
    """Distinct eigenvalues (as floats) with exact multiplicities, increasing."""
    rational = flint.fmpq_mat([[flint.fmpq(x.numerator, x.denominator) for x in row] for row in matrix])
    found = []
    for factor, times in rational.charpoly().numer().factor()[1]:
        found += [(float(root.real), times) for root, _ in factor.complex_roots()]
    return sorted(found)


# Coincidences between different formulas, each by hand: (widths, spectrum, ridge, orbit, value, multiplicity)
COINCIDENCES = [
    # L = 3, λ_l = 1, y = 2: all W = 1, t = 1; Hessian of one chain: 2·(2, 2, 2 + 3(t − 1)) = 4, 4, 4
    ((1, 1, 1, 1), (2,), 1, "1+", [(4.0, 3)]),
    # origin at L = 2, ridge 1, 2: [[2λ1, -2y], [-2y, 2λ2]] with y² = 3/4: eigenvalues 1 and 5 ... trace 6, det 8 − 3
    ((1, 1, 1), ("1/2",), (1, 2), "O", [(3 - 2**0.5, 1), (3 + 2**0.5, 1)]),
    # origin at L = 3: the penalty alone
    ((2, 2, 2, 2), (3, 2), (1, 2, 1), "O", [(2.0, 8), (4.0, 4)]),
]


@pytest.mark.parametrize(("widths", "spectrum", "ridge", "label", "expected"), COINCIDENCES)
def test_coincidences_by_hand(widths, spectrum, ridge, label, expected) -> None:  # type: ignore[no-untyped-def]
    landscape = Landscape(widths, spectrum=spectrum, ridge=ridge)
    (orbit,) = [orbit for orbit in landscape.orbits() if orbit.label == label]
    found = orbit.hessian()
    assert [times for _, times in found] == [times for _, times in expected]
    assert [value for value, _ in found] == pytest.approx([value for value, _ in expected], rel=1e-15)


def test_values_that_differ_in_the_last_bits_stay_apart() -> None:
    """Inactive singular values 1 and 1 + 1e-18 give different eigenvalues that are the same float."""
    close = ("5", Fraction(1), Fraction(1) + Fraction(1, 10**18))
    orbit = Landscape((3, 3, 3, 3), spectrum=close, ridge=1).orbits()[0]
    assert orbit.label == "1+"
    repeated = [value for value, _ in orbit.hessian()]
    assert len(repeated) > len(set(repeated))
    same = Landscape((3, 3, 3, 3), spectrum=("5", 1, 1), ridge=1).orbits()[0]
    values = [value for value, _ in same.hessian()]
    assert len(values) == len(set(values))


def test_large_orbit_spectrum_adds_up() -> None:
    """The trace of the Hessian by the product rule: 2 Σ_l (λ_l d_l d_{l−1} + ‖W_L ⋯ W_{l+1}‖² ‖W_{l−1} ⋯ W_1‖²)."""
    widths = (12, 9, 11, 10)
    landscape = Landscape(widths, spectrum=[Fraction(30 - k, 2) for k in range(10)], ridge=("1/2", 1, 2))
    orbit = landscape.orbits()[0]
    factors = orbit.representative(seed=3)
    expected = 0.0
    for l, factor in enumerate(factors):
        after = np.linalg.multi_dot([*factors[:l:-1], np.eye(widths[l + 1])]) if l < 2 else np.eye(widths[-1])
        before = np.linalg.multi_dot([*factors[l - 1 :: -1], np.eye(widths[0])]) if l > 0 else np.eye(widths[0])
        expected += 2 * (float(landscape.ridge[l]) * factor.size + (after**2).sum() * (before**2).sum())
    assert sum(value * times for value, times in orbit.hessian()) == pytest.approx(expected, rel=1e-13)
    assert sum(times for _, times in orbit.hessian()) == sum(factor.size for factor in factors)


@pytest.mark.parametrize("seed", range(4))
def test_the_summary_is_what_the_list_says(seed: int) -> None:
    """Extremes and trace without the list against the list, which is checked against dense Hessians above."""
    rng = random.Random(1000 + seed)
    seen = 0
    while seen < 100:
        landscape = random_landscape(rng)
        if len(set(landscape.weights)) > 1:  # there the summary is made from the list
            continue
        orbits = list(landscape.orbits(limit=300))
        for orbit in rng.sample(orbits, min(4, len(orbits))):
            values, short = orbit.hessian(), orbit.hessian_summary()
            expected = (
                values[0][0], values[-1][0], min(v for v, _ in values if v > 0), sum(v * times for v, times in values)
            )  # fmt: skip
            found = (short.smallest, short.largest, short.smallest_positive, short.trace)
            assert found == pytest.approx(expected, rel=1e-13, abs=1e-13), (landscape, orbit.label)
            assert short.parameters == sum(times for _, times in values)
            seen += 1


def test_the_summary_of_many_modes_with_lower_roots() -> None:
    """60 modes, 30 of them '-', values 1e-7 apart among them: every pair is scanned, close ones without cancellation."""
    values = [f"{5 + k}/2" for k in range(30)] + ["3", "30000001/10000000"] + [f"{20 + k}/3" for k in range(28)]
    landscape = Landscape((60, 61, 60, 60), spectrum=values, ridge=1)
    rng = np.random.default_rng(0)
    for _ in range(3):
        orbit = landscape.block(rng.integers(0, 3, size=(1, 60)).astype(np.int8)).orbits()[0]
        values_, short = orbit.hessian(), orbit.hessian_summary()
        assert short.smallest == pytest.approx(values_[0][0], rel=1e-13)
        assert short.largest == pytest.approx(values_[-1][0], rel=1e-13)
        assert short.smallest_positive == pytest.approx(min(v for v, _ in values_ if v > 0), rel=1e-13)


def test_a_billion_parameters() -> None:
    """d = 10^4, L = 10, one '+' mode: index, nullity and extremes by hand from the table."""
    orbits = Landscape((10_000,) * 11, spectrum=("3",), ridge=1).orbits()
    orbit = next(orbit for orbit in orbits if orbit.label == "1+")
    short, n, t = orbit.hessian_summary(), 10_000, float(orbit.modes[0].t(64))
    assert (short.parameters, short.index, short.nullity) == (10**9, 0, 9 * (n - 1))
    by_hand = [2, 2 + 10 * (t - 1), 1 + t, 1]  # halves: the mode in all layers, rotations into zeros of Y, all the rest
    assert short.largest == pytest.approx(2 * max(by_hand)) and short.smallest_positive == pytest.approx(2 * min(by_hand))


@pytest.mark.parametrize("layers, equal", [*((layers, True) for layers in range(2, 11)), (2, False), (3, False), (4, False)])
def test_two_by_two_for_every_depth_up_to_ten(layers: int, equal: bool) -> None:
    """L = 2 … 10: the derived blocks on full dense Hessians, index and nullity counted; unequal weights up to L = 4."""
    weights = [Fraction(1, 2)] * layers if equal else [Fraction(2 + l % 3, 4) for l in range(layers)]
    landscape = Landscape((2,) * (layers + 1), spectrum=("5", "4"), ridge=weights)
    rng = random.Random(layers)
    orbits = list(landscape.orbits())
    for orbit in rng.sample(orbits, min(3, len(orbits))):
        _, dense = dense_spectrum(landscape, orbit.representative(layers))
        told = np.repeat(*map(np.array, zip(*orbit.hessian(), strict=True)))
        size = float(np.abs(told).max())
        assert float(np.abs(np.sort(told) - dense).max()) < 1e-11 * size
        assert (orbit.index, orbit.nullity) == (int((told < 0).sum()), int((told == 0).sum()))
