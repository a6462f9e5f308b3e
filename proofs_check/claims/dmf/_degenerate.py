"""Points with one or several modes at the double root, in networks of any width, and F along directions of the kernel.

Weights λ_l = c/ρ_l², Π ρ_l = 1, and c = w^(2L−2) L/(L−2): the factors ρ_l w are a double root at y* = w^L (2L−2)/(L−2). The
modes 1 … m at it may be mixed by a symmetric H in every layer, W_l + δ ρ_l H; F and ‖∇F‖² are then polynomials in δ, found
here by interpolation from their definitions alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import perm
from random import Random

from proofs_check.claims.dmf._oracle import Mat, exact
from proofs_check.claims.dmf._points import _matrices, _ratios

Rows = list[list[Fraction]]


@dataclass(frozen=True)
class Direction:
    """A point with ``multiplicity`` modes at the double root ``root`` and a kernel direction ``mix`` (symmetric)."""

    widths: tuple[int, ...]
    ratios: tuple[Fraction, ...]
    root: Fraction
    spectrum: tuple[Fraction, ...]
    factors: tuple[Rows, ...]
    target: Rows
    step: tuple[Rows, ...]
    mix: Rows

    @property
    def layers(self) -> int:
        """L, one ratio a layer."""
        return len(self.ratios)

    @property
    def multiplicity(self) -> int:
        """m, how many modes sit at the double root: H is m × m."""
        return len(self.mix)

    @property
    def weight(self) -> Fraction:
        """c = w^(2L−2) L/(L−2)."""
        return self.root ** (2 * self.layers - 2) * Fraction(self.layers, self.layers - 2)

    def trace(self, power: int) -> Fraction:
        """tr H^power."""
        total = Mat([[int(i == j) for j in range(self.multiplicity)] for i in range(self.multiplicity)])
        for _ in range(power):
            total = total * exact(self.mix)
        found = sum((total[i, i] for i in range(self.multiplicity)), 0 * total[0, 0])
        return Fraction(int(found.p), int(found.q))

    def derivative(self, order: int) -> Fraction:
        """f^(order)(w) of f(w) = w^(2L) − 2 y* w^L + L c w², the well of one mode."""
        layers, w = self.layers, self.root
        y = w**layers * Fraction(2 * layers - 2, layers - 2)
        terms = ((2 * layers, Fraction(1)), (layers, -2 * y), (2, layers * self.weight))
        return sum((a * perm(n, order) * w ** (n - order) for n, a in terms if n >= order), Fraction(0))

    def __str__(self) -> str:
        ratios, values = (", ".join(map(str, numbers)) for numbers in (self.ratios, self.spectrum))
        mix = [[str(x) for x in row] for row in self.mix]
        return f"L = {self.layers}, widths {self.widths}, ρ = {ratios}, double root {self.root}, y = {values}, H = {mix}"

    @property
    def size(self) -> float:
        """By what the smallest counterexample is chosen: 100 a parameter, and the length of the text."""
        return 100 * sum(a * b for a, b in pairwise(self.widths)) + len(str(self)) / 10


def directions(least: int = 1, most: int = 3, traceless: bool = False):  # type: ignore[no-untyped-def]
    """A generator of directions with multiplicity ``least`` … ``most``; ``traceless``: tr H³ = 0 half of the time."""

    def draw(rng: Random) -> Direction:
        """One direction: ``m`` values at the double root, at most one above it."""
        layers, m = rng.choice((3, 3, 4)), rng.randint(least, most)
        others = rng.randint(0, 1)
        widths = tuple(m + others + rng.randint(0, 2 if l in (0, layers) else 1) for l in range(layers + 1))
        w = Fraction(rng.randint(1, 6), rng.randint(2, 4))
        c = w ** (2 * layers - 2) * Fraction(layers, layers - 2)
        level, above = w**layers + c * w ** (2 - layers), 2 * w
        higher = above**layers + c * above ** (2 - layers)  # a '+' root: s ↦ s^L + c s^(2−L) grows beyond the double root
        size = min(widths[0], widths[-1])
        spectrum = [
            *[higher] * others,
            *[level] * m,
            *(level * Fraction(rng.randint(0, 4), 5) for _ in range(size - m - others)),
        ]
        modes = [*((k + 1, "+", above) for k in range(others)), *((others + k + 1, "0", w) for k in range(m))]
        ratios = _ratios(rng, layers)
        factors, target = _matrices(rng, widths, ratios, spectrum, modes)
        mix = _symmetric(rng, m, traceless)
        return Direction(widths, tuple(ratios), w, tuple(spectrum), factors, target,
                         _mixed(factors, ratios, range(others, others + m), mix), mix)  # fmt: skip

    return draw


def loss_along(point: Direction) -> list[Fraction]:
    """Coefficients of F(W + δZ) in δ, from δ⁰ to δ^(2L)."""
    return _interpolated(lambda t: _values(point, t)[0], 2 * point.layers)


def slope_along(point: Direction) -> list[Fraction]:
    """Coefficients of ‖∇F(W + δZ)‖² in δ."""
    return _interpolated(lambda t: _values(point, t)[1], 4 * point.layers - 2)


def order(coefficients: list[Fraction]) -> int:
    """The lowest power with a non-zero coefficient.

    >>> order([Fraction(0), Fraction(0), Fraction(5)])
    2
    """
    return next(k for k, c in enumerate(coefficients) if c)


def _symmetric(rng: Random, m: int, traceless: bool) -> Rows:
    mix = [[Fraction(0)] * m for _ in range(m)]
    if traceless and m > 1 and rng.random() < 0.5:  # eigenvalues ±h and zeros: 3-4-5 reflections, or a swap
        a, b = rng.choice(((0, 1), (1, 0), (3, 4), (4, 3)))
        i, j = rng.sample(range(m), 2)
        mix[i][i], mix[j][j], mix[i][j], mix[j][i] = Fraction(a), Fraction(-a), Fraction(b), Fraction(b)
        return mix
    while not any(x for row in mix for x in row):
        for i in range(m):
            for j in range(i + 1):
                mix[i][j] = mix[j][i] = Fraction(rng.randint(-2, 2))
    return mix


def _mixed(factors: tuple[Rows, ...], ratios: list[Fraction], picked: range, mix: Rows) -> tuple[Rows, ...]:
    """ρ_l H between the units of the picked modes, which are followed from layer to layer."""
    units = list(picked)
    found = []
    for rows, ratio in zip(factors, ratios, strict=True):
        following = [next(i for i, row in enumerate(rows) if row[unit]) for unit in units]
        step = [[Fraction(0)] * len(rows[0]) for _ in rows]
        for i, top in enumerate(following):
            for j, left in enumerate(units):
                step[top][left] = ratio * mix[i][j]
        found.append(step)
        units = following
    return tuple(found)


def _values(point: Direction, t: int) -> tuple[Fraction, Fraction]:
    """F and ‖∇F‖² at W + tZ, by the product rule."""
    factors = [exact(w) + t * exact(z) for w, z in zip(point.factors, point.step, strict=True)]
    ridge = [point.weight / r**2 for r in point.ratios]
    before = [_identity(point.widths[0])]
    for w in factors:
        before.append(w * before[-1])
    residual, after = before[-1] - exact(point.target), _identity(point.widths[-1])
    loss, slope = _square(residual), Fraction(0)
    for l in range(point.layers - 1, -1, -1):
        weight = exact([[ridge[l]]])[0, 0]
        slope += _square(2 * (after.transpose() * residual * before[l].transpose()) + 2 * weight * factors[l])
        loss += ridge[l] * _square(factors[l])
        after = after * factors[l]
    return loss, slope


def _square(matrix: Mat) -> Fraction:
    return sum((Fraction(int(x.p), int(x.q)) ** 2 for x in matrix.entries()), Fraction(0))


def _identity(size: int) -> Mat:
    return Mat([[int(i == j) for j in range(size)] for i in range(size)])


def _interpolated(value, degree: int) -> list[Fraction]:  # type: ignore[no-untyped-def]
    """Coefficients of a polynomial from its values at 0, …, degree (Newton's forward differences)."""
    row = [value(t) for t in range(degree + 1)]
    differences = []
    while row:
        differences.append(row[0])
        row = [b - a for a, b in pairwise(row)]
    total = [Fraction(0)] * (degree + 1)
    basis = [Fraction(1)]  # t(t−1)…(t−k+1)/k!
    for k, d in enumerate(differences):
        for i, b in enumerate(basis):
            total[i] += d * b
        basis = [(x - k * y) / (k + 1) for x, y in zip([Fraction(0), *basis], [*basis, Fraction(0)], strict=True)]
    return total
