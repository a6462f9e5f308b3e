"""Random landscapes and what searches without any formula find in them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numerics.critical_search import CriticalCluster
    from theory.dmf import Landscape


def random_landscape(seed: int, **options: Any) -> Landscape:
    """``small_landscape`` of a seed."""
    return small_landscape(Random(seed), **options)


def small_landscape(rng: Random, objective: tuple[str, str] = ("1", "1"), least: int = 3, parameters: int = 26) -> Landscape:
    """3 to 19 orbits: values below, between and above the thresholds, repeated and zero values, unequal weights."""
    from theory.dmf import Landscape, Objective

    coefficients = Objective(Fraction(objective[0]), Fraction(objective[1]))
    while True:
        layers = rng.choice((2, 3, 3, 4))
        widths = tuple(rng.randint(1, 3) for _ in range(layers + 1))
        weights = [Fraction(rng.randint(1, 4), 2) for _ in range(layers)]
        edge = Landscape(widths, spectrum=(), ridge=weights, objective=coefficients).thresholds["existence"]
        pool = [Fraction(edge * f).limit_denominator(20) for f in (0.5, 1.1, 1.5, 2.0)] + [Fraction(0)]
        spectrum = [rng.choice(pool) for _ in range(min(widths[0], widths[-1]))]
        landscape = Landscape(widths, spectrum=spectrum, ridge=weights, objective=coefficients)
        if least <= landscape.orbit_count <= 19 and sum(a * b for a, b in pairwise(widths)) <= parameters:  # type: ignore[operator]
            return landscape


def problem_of(landscape: Landscape) -> Any:
    """The same objective for `numerics`."""
    import torch

    from numerics.problems import DeepFactorization

    torch.set_num_threads(1)
    objective = landscape.objective
    weights = [float(objective.ridge * weight) for weight in landscape.ridge]  # type: ignore[attr-defined]
    return DeepFactorization(torch.tensor(landscape.target), weights, float(objective.fit), landscape.widths[1:-1])


def clusters_of(landscape: Landscape, seed: int, starts: int = 80) -> tuple[CriticalCluster, ...]:
    """Kinds of critical points found from random starts."""
    import torch

    from numerics.critical_search import search_critical_points

    generator = torch.Generator().manual_seed(seed % 2**31)
    return search_critical_points(problem_of(landscape), starts, generator=generator).clusters


def stranger(landscape: Landscape, clusters: tuple[CriticalCluster, ...]) -> CriticalCluster | None:
    """A cluster that is no predicted orbit by loss (to 1e-7 of the largest), rank, index and nullity; −1 is undecided."""
    orbits = list(landscape.orbits())
    scale = max(orbit.loss for orbit in orbits)
    for cluster in clusters:
        if not any(
            abs(o.loss - cluster.loss) <= 1e-7 * scale
            and o.rank == cluster.rank
            and cluster.index in (o.index, -1)
            and cluster.nullity in (o.nullity, -1)
            for o in orbits
        ):
            return cluster
    return None


def lowest_found(landscape: Landscape, seed: int, starts: int = 60) -> tuple[float, float]:
    """The smallest loss that descents from random starts reach, and a bound on its distance from the critical value.

    Where ‖∇F‖ = g at a point and every nonzero eigenvalue there is at least κ, F lies within g²/κ of the minimum, up to
    the rounding of F itself.
    """
    import torch

    from numerics.curvature import hessian_spectrum
    from numerics.descent import descend
    from proofs_check.probes.anchor import rounding_bound

    problem = problem_of(landscape)
    result = descend(problem, starts, generator=torch.Generator().manual_seed(seed % 2**31), steps=20_000)
    best = int(result.loss.argmin())
    spectrum = hessian_spectrum(problem, tuple(w[best : best + 1] for w in result.factors))[0]
    curvature = float(spectrum[spectrum > 1e-6 * spectrum[-1]].min())
    size = float(result.loss[best]) + 4 * float((problem.Y**2).sum())
    operations = 8 * landscape.layers * max(landscape.widths) + sum(a * b for a, b in pairwise(landscape.widths))
    return float(result.loss[best]), float(result.gradient_norm[best]) ** 2 / curvature + rounding_bound(operations, size)
