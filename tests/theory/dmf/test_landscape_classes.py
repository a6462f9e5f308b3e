"""Classes, index, nullity and loss against exact rational Hessians that know no theory."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
import scipy.optimize

from tests.theory.dmf.exact_instances import critical_value, random_instance
from tests.theory.dmf.exact_oracle import derivatives, descends, inertia, orbit_dimension, value
from theory.dmf import Landscape, Objective


def test_exact_points() -> None:
    """300 instances with repeated, zero and threshold values, unequal weights, bottlenecks, non-square Y.

    Origin of the expected values: exact gradient, inertia (Descartes), rank of the infinitesimal symmetries, and exact
    descent along the kernel.
    """
    rng = random.Random(2506)
    seen: Counter[str] = Counter()
    for _ in range(300):
        layers = rng.choice((2, 3, 3, 4, 5))
        instance = random_instance(rng, layers, most=2 if layers == 5 else 3)
        gradient, hessian = derivatives(instance.factors, instance.target, instance.weights)
        assert not any(gradient)
        landscape = Landscape(instance.widths, spectrum=instance.spectrum, ridge=instance.weights)
        (orbit,) = [o for o in landscape.orbits() if tuple((i, str(root)) for i, root in o.active) == instance.active]
        negative, zero, _ = inertia(hessian)
        assert (orbit.index, orbit.nullity) == (negative, zero)
        assert orbit.dimension == orbit_dimension(instance.factors, instance.target)
        loss = value(instance.factors, instance.target, instance.weights)
        assert orbit.loss == pytest.approx(float(loss), rel=1e-15, abs=1e-15)
        assert (orbit.kind == "strict saddle") == (negative > 0)
        if negative == 0:
            falls = descends(instance.factors, instance.target, instance.weights, rng)
            assert falls == (orbit.kind == "non-strict saddle")
        seen[orbit.kind] += 1
        seen["degenerate"] += zero > orbit.dimension
    assert min(seen.values()) >= 10 and len(seen) == 5, seen


@pytest.mark.parametrize("seed", range(5))
def test_global_minimum_by_descent(seed: int) -> None:
    """L-BFGS from 40 starts finds the predicted global loss and nothing lower (scipy knows no theory)."""
    rng = random.Random(100 + seed)
    layers = 2 + seed % 3
    widths = tuple(rng.randint(1, 3) for _ in range(layers + 1))
    weights = [Fraction(rng.randint(1, 4), 2) for _ in range(layers)]
    spectrum = [Fraction(rng.randint(0, 24), 4) for _ in range(min(widths[0], widths[-1]))]
    landscape = Landscape(widths, spectrum=spectrum, ridge=weights)
    shapes = [(d, c) for c, d in pairwise(widths)]
    lam = [float(w) for w in weights]
    generator = np.random.default_rng(seed)
    losses = []
    for _ in range(40):
        start = generator.normal(scale=1.5, size=sum(d * c for d, c in shapes))
        found = scipy.optimize.minimize(
            _loss_and_gradient,
            start,
            (shapes, landscape.target, lam),
            jac=True,
            method="L-BFGS-B",
            options={"ftol": 1e-15},
        )
        losses.append(found.fun)
    assert min(losses) == pytest.approx(landscape.global_loss, abs=1e-8)
    levels = [orbit.loss for orbit in landscape.orbits()]
    assert all(min(abs(loss - level) for level in levels) < 1e-5 for loss in losses)
    best = landscape.orbits(1)[0]
    assert best.kind == "global minimizer" and best.loss == pytest.approx(landscape.global_loss, abs=1e-14)


TABLE = [
    # widths, spectrum, ridge, {label: class}; each row by hand from the scalar problem
    ((1, 1, 1, 1), ("4",), "3", {"O": "global minimizer", "1(0)": "non-strict saddle"}),
    ((1, 1, 1), ("1",), "1", {"O": "global minimizer"}),
    ((2, 2, 2), ("3", "1"), "1", {"1+": "global minimizer", "O": "strict saddle"}),
    ((1, 1, 1, 1), ("2",), "1", {"O": "global minimizer", "1+": "global minimizer", "1-": "strict saddle"}),
    ((2, 1, 1, 2), ("5", "4"), "1", {"1+": "global minimizer", "2+": "strict saddle", "O": "local minimizer"}),
    ((2, 1, 1, 2), ("5", "5"), "1", {"1+": "global minimizer", "1-": "strict saddle", "O": "local minimizer"}),
    ((2, 3, 2), ("4", "2"), "1", {"1+2+": "global minimizer", "1+": "strict saddle", "2+": "strict saddle"}),
    ((2, 2, 2, 2), ("7", "4"), "3", {"1+": "global minimizer", "1+2(0)": "non-strict saddle", "2(0)": "strict saddle"}),
]


@pytest.mark.parametrize(("widths", "spectrum", "ridge", "classes"), TABLE)
def test_classes_by_hand(
    widths: tuple[int, ...], spectrum: tuple[str, ...], ridge: str, classes: dict[str, str]
) -> None:
    landscape = Landscape(widths, spectrum=spectrum, ridge=ridge)
    found = {orbit.label: orbit.kind for orbit in landscape.orbits()}
    assert {label: found[label] for label in classes} == classes


@pytest.mark.parametrize("layers", range(3, 9))
def test_landscape_condition_counts_only_the_first_d_min_values(layers: int) -> None:
    """y* at a position beyond d_min never becomes a non-strict saddle, but breaks the error bound."""
    c, threshold = Fraction(layers, layers - 2), Fraction(2 * layers - 2, layers - 2)
    hidden = (1,) * (layers - 1)
    beyond = Landscape((2, *hidden, 2), spectrum=(10, threshold), ridge=c)
    assert beyond.min_or_strict_saddle is True and beyond.error_bound is False
    assert all(orbit.kind != "non-strict saddle" for orbit in beyond.orbits())
    within = Landscape((2, *hidden, 2), spectrum=(1, threshold), ridge=c)
    assert within.min_or_strict_saddle is False and within.error_bound is False
    assert [orbit.label for orbit in within.orbits() if orbit.kind == "non-strict saddle"] == ["1(0)"]


def test_two_layers_always_min_or_strict_saddle() -> None:
    landscape = Landscape((1, 1, 1), spectrum=(1,), ridge=1)
    assert landscape.min_or_strict_saddle is True and landscape.error_bound is False


def components_by_signs(landscape: Landscape, active: list[tuple[Fraction, str]]) -> int:
    """Sheets of frames (signs of determinants of square frames), glued by the flips of a whole (value, root) block."""
    hidden = [d for d in landscape.widths[1:-1] if d == len(active)] if active else []
    values = sorted({y for y, _ in active})
    square = [y for y in values if sum(z == y for z, _ in active) == landscape.singular_values.values.count(y)]
    sheets = set(itertools.product((1, -1), repeat=len(hidden) + len(square)))
    count = 0
    while sheets:
        count += 1
        waiting = [sheets.pop()]
        while waiting:
            sheet = waiting.pop()
            for y, _ in set(active):
                flipped = tuple(-s for s in sheet[: len(hidden)])
                flipped += tuple(-s if z == y else s for s, z in zip(sheet[len(hidden) :], square, strict=True))
                if flipped in sheets:
                    sheets.remove(flipped)
                    waiting.append(flipped)
    return count


def test_components() -> None:
    """Against a walk over sheets, for every orbit of 150 random landscapes with repeated values."""
    rng = random.Random(8)
    seen: Counter[int] = Counter()
    for _ in range(150):
        layers = rng.randint(2, 5)
        widths = tuple(rng.randint(1, 3) for _ in range(layers + 1))
        spectrum = [rng.choice((9, 8, 0)) for _ in range(min(widths[0], widths[-1]))]
        landscape = Landscape(widths, spectrum=spectrum, ridge=1)
        values = landscape.singular_values.values
        for orbit in landscape.orbits():
            active = [(values[position - 1], str(root)) for position, root in orbit.active]
            assert orbit.components == components_by_signs(landscape, active)
            seen[orbit.components] += 1
    assert len(seen) >= 4


def test_objective_coefficients() -> None:
    """F = a‖P − Y‖² + bΣλ‖W‖²: thresholds of weights bλ/a, losses times a; checked on the scalar problem at L = 3."""
    plain = Landscape((1, 1, 1, 1), spectrum=(5,), ridge=6)
    scaled = Landscape((1, 1, 1, 1), spectrum=(5,), ridge=1, objective=Objective(fit=Fraction(1, 2), ridge=Fraction(3)))
    assert scaled.thresholds["existence"].power == plain.thresholds["existence"].power
    for one, two in zip(plain.orbits(), scaled.orbits(), strict=True):
        assert two.loss == pytest.approx(one.loss / 2, rel=1e-15)
        assert [v / 2 for v, _ in one.hessian()] == pytest.approx([v for v, _ in two.hessian()], rel=1e-14)
    strong = Landscape(
        (1, 1, 1, 1), spectrum=(40,), ridge=1, objective=Objective(fit=Fraction(1, 2), ridge=Fraction(3))
    )
    (w,) = {round(float(abs(factor[0, 0])), 12) for factor in strong.orbits()[0].representative(0)}
    slope = (w**3 - 40) * w**2 + 6 * w  # dF/dw of ½(w³ − 40)² + 3·3w², over 3
    assert abs(slope) < 1e-9


def test_critical_value_of_the_instances_is_the_scalar_derivative() -> None:
    """The generator's formula against the derivative of (w^L − y)² + L c w² taken by differences."""
    w, c, layers = Fraction(3, 2), Fraction(5, 7), 4
    y = critical_value(w, c, layers)

    def scalar(z: Fraction) -> Fraction:
        return (z**layers - y) ** 2 + layers * c * z * z

    step = Fraction(1, 10**12)
    assert abs(scalar(w + step) - scalar(w - step)) < step**2


def _loss_and_gradient(flat, shapes, target, lam):  # type: ignore[no-untyped-def]
    factors, place = [], 0
    for rows, columns in shapes:
        factors.append(flat[place : place + rows * columns].reshape(rows, columns))
        place += rows * columns
    right = [np.eye(shapes[0][1])]
    for factor in factors:
        right.append(factor @ right[-1])
    misfit = right[-1] - target
    loss = (misfit**2).sum() + sum(w * (f**2).sum() for w, f in zip(lam, factors, strict=True))
    pull, gradient = misfit, []
    for l in reversed(range(len(factors))):
        gradient.append((2 * pull @ right[l].T + 2 * lam[l] * factors[l]).ravel())
        pull = factors[l].T @ pull
    return loss, np.concatenate(gradient[::-1])
