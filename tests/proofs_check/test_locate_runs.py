"""``locate`` on runs stopped at random: orbit, rate and plateau against the judges of `locating` and the run itself."""

from __future__ import annotations

from math import log
from random import Random

import numpy as np
import pytest
import torch
from torch import Tensor

from proofs_check.bridge.locate import Location, Locator
from proofs_check.bridge.locate.distance import closest_point, distance_at_least, polished
from proofs_check.bridge.locate.dual import dual_distance, semidefinite_distance
from tests.marks import but
from tests.proofs_check.locating import (
    PROBLEMS,
    Run,
    brute_distances,
    drawn,
    gradient,
    hessian,
    loss,
    name_of,
    run,
    settle,
)

CASES = [(name, seed) for name in PROBLEMS for seed in range(3)]
QUICK = {0: 1, 1: 0, 2: 2, 3: 2, 6: 0, 8: 2, 9: 0}
CLOSE = ("three layers, ties", 1)
"""Two orbits at 1.30819 and 1.30835: Adam needs 2500 turns to tell them apart."""


def stopped(name: str, seed: int) -> tuple[Run, int]:
    """A run and a step, drawn uniformly before 99 % of the loss is gone that the run loses."""
    found = run(name, seed)
    losses = [float(loss(W, found.Y, found.ridge)) for W in found.path]
    left = next(k for k, value in enumerate(losses) if value - losses[-1] <= 0.01 * (losses[0] - losses[-1]))
    return found, Random(f"{name} {seed}").randrange(left + 1)


def marked() -> list[object]:
    names = list(PROBLEMS)
    quick = {(names[k], seed) for k, seed in QUICK.items()}
    return [pytest.param(*case, marks=() if case in quick else pytest.mark.full) for case in CASES]


@pytest.mark.parametrize(("name", "seed"), marked())
def test_the_orbit_is_the_nearest_and_the_rate_that_of_the_run(name: str, seed: int) -> None:
    """Every orbit, listed from numpy's roots, is approached by Adam; distances found there are no smaller than those told."""
    r, stop = stopped(name, seed)
    W, spectrum = r.path[stop], PROBLEMS[name][1]
    found = Locator(r.Y, r.ridge).locate(W)
    other = brute_distances(r, W, spectrum, turns=2500 if (name, seed) == CLOSE else 300)
    nearest = min(other, key=other.__getitem__)
    labels = [label for label, _ in found.candidates]
    assert nearest in labels
    assert found.distance <= other[labels[0]] + 1e-9
    for label, candidate in found.candidates:
        assert candidate.at_least <= other[label] + 1e-9
    if found.orbit:
        assert [found.orbit.label] == labels == [nearest]
        assert min(value for label, value in other.items() if label != nearest) > found.distance
    assert found.at_least <= min(other.values()) + 1e-9
    if found.escape and found.escape.near:
        assert measured_rate(r, stop, found) == pytest.approx(found.escape.per_step(r.step), rel=0.05)


def measured_rate(r: Run, stop: int, found: Location) -> float:
    """Growth a step, over 5 steps, of the run's component in the fastest eigenspace of autograd's Hessian at W*."""
    assert found.escape
    base = flat([torch.from_numpy(w) for w in found.closest])
    values, vectors = torch.linalg.eigh(hessian([torch.from_numpy(w) for w in found.closest], r.Y, r.ridge))
    assert -float(values[0]) == pytest.approx(found.escape.rate, rel=1e-8)
    fastest = vectors[:, (values - values[0]).abs() < 1e-6 * values.abs().max()]
    W, lengths = r.path[stop], []
    for _ in range(6):
        lengths.append(float((fastest.T @ (flat(W) - base)).norm()))
        W = [w - r.step * s for w, s in zip(W, gradient(W, r.Y, r.ridge), strict=True)]
    assert lengths[0] == pytest.approx(found.escape.projection, rel=1e-6)
    return log(lengths[-1] / lengths[0]) / (len(lengths) - 1)


@pytest.mark.parametrize("seed", [3, 8, 17, *(pytest.param(seed, marks=pytest.mark.full) for seed in range(20, 60))])
def test_of_problems_drawn_at_random_the_nearest_orbit_is_named(seed: int) -> None:
    """Two to four layers, bottlenecks, ties, ridges from 1e-6 to above the thresholds. No orbit is found closer by Adam, W* is
    named by its singular values, and a run that is near leaves this orbit, or comes to it: the run itself, before and after."""
    r, spectrum, stop = drawn(seed)
    where, W = Locator(r.Y, r.ridge), r.path[stop]
    found = where.locate(W)
    assert found.orbit
    other = brute_distances(r, W, spectrum)
    assert all(value > found.distance - 1e-9 for label, value in other.items() if label != found.orbit.label)
    assert name_of([torch.from_numpy(w) for w in found.closest], spectrum, r.ridge) == found.orbit.label
    if found.escape and found.escape.near:
        slopes = [float(flat(gradient(W, r.Y, r.ridge)).norm()) for W in r.path]
        inner = [k for k in range(1, len(slopes) - 1) if slopes[k] <= slopes[k - 1] and slopes[k] <= slopes[k + 1]]
        valleys = [0] * (slopes[0] < slopes[1]) + inner + [len(slopes) - 1]
        beside = [k for k in valleys if k <= stop][-1:] + [k for k in valleys if k >= stop][:1]
        assert found.orbit.label in {where.locate(r.path[k]).label for k in beside}


def test_two_orbits_that_a_weaker_bound_cannot_part_are_parted() -> None:
    """Four tied values, three layers, distances 1.30819 and 1.30835, as Adam finds them after 2500 turns (the test above, in
    full). Von Neumann's bounds and those of the point itself overlap, the semidefinite one does not."""
    r, stop = stopped(*CLOSE)
    where = Locator(r.Y, r.ridge)
    target, W = where.target(r.widths), tuple(w.numpy() for w in r.path[stop])
    found = where.locate(W)
    assert found.orbit and found.orbit.label == "1+3-4-" and found.distance == pytest.approx(1.3081932, abs=1e-6)
    other = polished(target, W, closest_point(target, W, (1, 2, 2, 0)))
    assert target.orbit(other.codes).label == "1+2-3-" and other.distance == pytest.approx(1.3083508, abs=1e-6)
    assert max(distance_at_least(target, W, other.codes), dual_distance(target, W, other)) < found.distance
    assert found.distance < semidefinite_distance(target, W, other) <= other.distance


@pytest.mark.full
def test_of_thirty_runs_all_are_named_and_many_are_near() -> None:
    """The assertions above are not empty: all are named, and a third of all are near a strict saddle."""
    found = []
    for name, seed in CASES:
        r, stop = stopped(name, seed)
        found.append(Locator(r.Y, r.ridge).locate(r.path[stop]))
    assert all(f.orbit is not None for f in found)
    assert sum(bool(f.escape and f.escape.near) for f in found) >= 10


def flat(W: list[Tensor]) -> Tensor:
    return torch.cat([w.flatten() for w in W])


@pytest.mark.parametrize("name", [name for name in PROBLEMS if "three" in name or "four" in name])
def test_runs_that_leave_deep_saddles_follow_the_rate(name: str) -> None:
    """From strict saddles at random, moved by 1e-7, some steps on: near, and the rate is that of the run to 5 %."""
    widths, _, ridge, _ = PROBLEMS[name]
    first = run(name, 0)
    where, rng = Locator(first.Y, ridge), np.random.default_rng(0)
    saddles = [orbit for orbit in where.target(widths).landscape.orbits() if orbit.index]
    for k in rng.permutation(len(saddles))[:4]:
        W = [torch.from_numpy(w + 1e-7 * rng.standard_normal(w.shape)) for w in saddles[k].representative(seed=1)]
        fast = 2 / max(abs(value) for value, _ in saddles[k].hessian())
        path = [W]
        for _ in range(20):
            path.append([w - 0.1 * fast * s for w, s in zip(path[-1], gradient(path[-1], first.Y, ridge), strict=True)])
        r, stop = Run(widths, first.Y, ridge, 0.1 * fast, path), int(rng.integers(20))
        found = where.locate(path[stop])
        assert found.orbit and found.orbit.label == saddles[k].label
        assert found.escape and found.escape.near
        assert measured_rate(r, stop, found) == pytest.approx(found.escape.per_step(r.step), rel=0.05)


@pytest.mark.parametrize(
    "name", but(["two layers, tall", "two layers, ties", "two layers, wide, unequal ridges"], ["two layers, tall"])
)
def test_on_a_plateau_the_orbit_is_that_of_the_critical_point_solved_for(name: str) -> None:
    """Where ‖∇F‖ has a minimum along the run, ∇F = 0 is solved by Gauss–Newton and the point named by its singular values."""
    r = run(name, 0)
    slopes = [float(flat(gradient(W, r.Y, r.ridge)).norm()) for W in r.path]
    valleys = [k for k in range(1, len(slopes) - 1) if slopes[k] < slopes[k - 1] and slopes[k] <= slopes[k + 1]]
    valleys = [k for k in valleys if 1e-6 < slopes[k] < 0.05 * max(slopes)]
    assert valleys
    for stop in valleys:
        Z = settle(r.path[stop], r.Y, r.ridge)
        assert float(flat(gradient(Z, r.Y, r.ridge)).norm()) < 1e-9
        found = Locator(r.Y, r.ridge).locate(r.path[stop])
        assert found.orbit and found.orbit.label == name_of(Z, PROBLEMS[name][1], r.ridge)
        assert found.distance <= float((flat(r.path[stop]) - flat(Z)).norm()) + 1e-9
        assert found.orbit.loss == pytest.approx(float(loss(Z, r.Y, r.ridge)), rel=1e-12)


@pytest.mark.parametrize(
    "name", ["two layers, tall", "two layers, narrow", "two layers, ties", "two layers, ties, unequal ridges"]
)
def test_the_plateau_ends_when_it_is_said_to(name: str) -> None:
    """Steps from inside the first plateau until the distance to its orbit has the given size, counted along the run."""
    r = run(name, 1)
    where = Locator(r.Y, r.ridge, leaves_at=0.05)
    start = 20
    found = where.locate(r.path[start])
    assert found.orbit and found.escape and found.escape.near
    away = next(k for k in range(start, len(r.path)) if where.locate(r.path[k]).distance > 0.05)
    assert found.steps(r.step) == pytest.approx(away - start, rel=0.05, abs=1)
    assert found.plateau == pytest.approx(
        (away - start) * r.step, rel=0.15
    )  # the flow, which steps of this size follow roughly


def test_later_plateaus_are_forecast_too() -> None:
    """The second saddle is met from outside; from its valley on, the time to leave it is right to 5 %."""
    name = "two layers, tall"
    r = run(name, 0)
    where = Locator(r.Y, r.ridge, leaves_at=0.1)
    places = [(k, where.locate(r.path[k])) for k in range(0, len(r.path), 3)]
    stay = [(k, f) for k, f in places if f.orbit and f.orbit.label == "1+"]
    start, found = min(stay, key=lambda item: item[1].distance)
    assert found.distance < 0.05
    away = next(k for k in range(start, len(r.path)) if where.locate(r.path[k]).distance > 0.1)
    assert found.steps(r.step) == pytest.approx(away - start, rel=0.05, abs=1)


def test_a_judge_that_is_wrong_is_seen() -> None:
    """The judges tell orbits apart: moved to another orbit, the names differ, and so do the distances."""
    name = "two layers, narrow"
    r = run(name, 0)
    spectrum = PROBLEMS[name][1]
    where = Locator(r.Y, r.ridge)
    target = where.target(r.widths)
    for orbit in target.landscape.orbits():
        point = [torch.from_numpy(w) for w in orbit.representative(seed=3)]
        noisy = [w + 1e-3 * torch.from_numpy(np.random.default_rng(1).standard_normal(w.shape)) for w in point]
        assert name_of(point, spectrum, r.ridge) == orbit.label
        assert name_of(settle(noisy, r.Y, r.ridge), spectrum, r.ridge) == orbit.label
        other = brute_distances(r, noisy, spectrum)
        assert min(other, key=other.__getitem__) == orbit.label == where.locate(noisy).label
