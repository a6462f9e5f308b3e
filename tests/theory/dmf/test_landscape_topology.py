"""Morse–Bott inequality: a completeness check of the enumeration that uses only topology (spec section 7).

For distinct singular values off the thresholds every orbit is nondegenerate and a product of Stiefel manifolds, F is
proper, and the space of factors is contractible, so over Z/2

    M(t) = Σ_orbits t^index Π_{0<l<L} Π_{k=d_l−r}^{d_l−1} (1 + t^k),      M(t) − 1 = (1 + t)·Q(t),   Q ≥ 0.
"""

from __future__ import annotations

import random
from fractions import Fraction

import flint

from theory.dmf import Landscape
from theory.dmf.landscape.orbits import Orbit


def contribution(orbit: Orbit) -> flint.fmpz_poly:
    t = flint.fmpz_poly([0, 1])
    polynomial = t**orbit.index
    for width in orbit.landscape.widths[1:-1]:
        for k in range(width - orbit.rank, width):
            polynomial *= 1 + t**k
    return polynomial


def holds(total: flint.fmpz_poly) -> bool:
    quotient, rest = divmod(total - 1, flint.fmpz_poly([1, 1]))
    return rest == 0 and all(c >= 0 for c in quotient.coeffs())


def instance(rng: random.Random) -> Landscape:
    layers = rng.randint(2, 5)
    widths = tuple(rng.randint(1, 4) for _ in range(layers + 1))
    weights = [Fraction(rng.randint(1, 5), 3) for _ in range(layers)]
    pool = [Fraction(k, 7) + Fraction(1, 1000) for k in range(3, 40)]
    landscape = Landscape(widths, spectrum=rng.sample(pool, min(widths[0], widths[-1])), ridge=weights)
    return landscape if landscape.error_bound else instance(rng)


def test_identity() -> None:
    """400 random instances."""
    rng = random.Random(400)
    for _ in range(400):
        assert holds(sum((contribution(orbit) for orbit in instance(rng).orbits()), flint.fmpz_poly([0])))


def test_identity_is_a_weak_completeness_check() -> None:
    """Finding against spec section 7 ("missing or spurious orbits almost always break it"): most go unnoticed.

    Smallest case: L = 3, widths 1, 1, 2, 1, λ = 1, y = 3. O, 1+, 1- give 1, 2(1 + t), 2t(1 + t); without 1+ the rest is
    1 + 2t(1 + t), which still satisfies the inequality, because Stiefel manifolds of odd k carry a factor 1 + t.
    """
    orbits = {orbit.label: orbit for orbit in Landscape((1, 1, 2, 1), spectrum=(3,), ridge=1).orbits()}
    parts = {label: contribution(orbit) for label, orbit in orbits.items()}
    coefficients = {label: [int(c) for c in part.coeffs()] for label, part in parts.items()}
    assert coefficients == {"O": [1], "1+": [2, 2], "1-": [0, 2, 2]}
    assert holds(parts["O"] + parts["1-"])
    rng = random.Random(401)
    noticed, trials = 0, 0
    for _ in range(200):
        every = [contribution(orbit) for orbit in instance(rng).orbits()]
        total = sum(every, flint.fmpz_poly([0]))
        noticed += sum(not holds(total - part) for part in every)
        trials += len(every)
    assert 0.3 < noticed / trials < 0.6
