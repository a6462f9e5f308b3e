"""The predicted landscape against searches that know no formula: Levenberg–Marquardt and descent."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest
import torch

from numerics.critical_search import search_critical_points
from numerics.descent import descend, reduce_by_singular_values
from numerics.problems import DeepFactorization
from theory.dmf import Landscape, Objective


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def small_landscape(rng: random.Random) -> Landscape:
    """3 to 19 orbits, at most 40 parameters; repeated, zero, threshold values, unequal weights, fit and ridge."""
    while True:
        layers = rng.choice((2, 3, 3, 4))
        widths = tuple(rng.randint(1, 3) for _ in range(layers + 1))
        size = min(widths[0], widths[-1])
        objective = Objective(fit=Fraction(rng.choice((1, 1, 2)), 2), ridge=Fraction(rng.choice((1, 2, 3)), 2))
        if layers > 2 and rng.random() < 0.3:
            objective = Objective()
            weights = [Fraction(layers, layers - 2)] * layers
            pool = [Fraction(2 * layers - 2, layers - 2), Fraction(5), Fraction(0)]
        else:
            weights = [Fraction(rng.randint(1, 3), 2) for _ in range(layers)]
            edge = Landscape(widths, spectrum=(), ridge=weights, objective=objective).thresholds["existence"]
            pool = [Fraction(edge * f).limit_denominator(20) for f in (0.5, 1.3, 1.6, 2.2)] + [Fraction(0)]
        spectrum = [rng.choice(pool) for _ in range(size)]
        landscape = Landscape(widths, spectrum=spectrum, ridge=weights, objective=objective)
        parameters = sum(a * b for a, b in pairwise(widths))
        if 3 <= landscape.orbit_count <= 19 and parameters <= 40:
            return landscape


def numeric(landscape: Landscape) -> DeepFactorization:
    objective = landscape.objective
    weights = [float(objective.ridge * weight) for weight in landscape.ridge]
    return DeepFactorization(torch.tensor(landscape.target), weights, float(objective.fit), landscape.widths[1:-1])


@pytest.mark.full
def test_sixty_random_instances() -> None:
    """200 starts each: every cluster is a predicted (loss, rank, index, nullity), ≥ 95 % of the kinds are found."""
    rng = random.Random(60)
    predicted = found = 0
    unconverged = []
    for trial in range(60):
        landscape = small_landscape(rng)
        problem = numeric(landscape)
        search = search_critical_points(problem, 200, generator=torch.Generator().manual_seed(trial))
        unconverged.append(search.unconverged)
        orbits = list(landscape.orbits())
        scale = max(orbit.loss for orbit in orbits) + 1e-9
        kinds = {(round(o.loss / scale, 7), o.rank, o.index, o.nullity) for o in orbits}
        hits = set()
        for cluster in search.clusters:
            near = [
                o
                for o in orbits
                if abs(o.loss - cluster.loss) <= 1e-7 * scale
                and o.rank == cluster.rank
                and cluster.index in (o.index, -1)
                and cluster.nullity in (o.nullity, -1)
            ]
            assert near, (str(landscape), str(cluster))
            hits |= {(round(o.loss / scale, 7), o.rank, o.index, o.nullity) for o in near}
        predicted, found = predicted + len(kinds), found + len(hits & kinds)
    assert found >= 0.95 * predicted, (found, predicted)
    assert sum(unconverged) / len(unconverged) < 0.2


@pytest.mark.parametrize("ridge", ["1/5", "1/2"])
def test_wine_descends_into_predicted_minima(ridge: str) -> None:
    """50 random starts of gradient descent on the standardized wine matrix, L = 3: losses of minima to 1e-6."""
    landscape = Landscape((13, 13, 13, 178), matrix="@wine_standardized", ridge=ridge)
    minima = [orbit.loss for orbit in landscape.orbits() if "minimizer" in orbit.kind]
    weights = [float(weight) for weight in landscape.ridge]
    problem = reduce_by_singular_values(DeepFactorization(torch.tensor(landscape.target), weights, 1.0, (13, 13)))
    result = descend(problem, 50, generator=torch.Generator().manual_seed(1), scale=0.5, steps=20_000)
    assert bool(result.converged.all())
    ends = result.loss.tolist()
    assert all(min(abs(end - level) / level for level in minima) < 1e-6 for end in ends)
    assert len({min(minima, key=lambda level: abs(end - level)) for end in ends}) >= 2  # not only the global one
