"""Random critical points with rational factors, built mode by mode and not from the roots of the scalar equation.

Weights λ_l = c/ρ_l² with Π ρ_l = 1, factors of a mode ρ_l·w: the chain of scalars is critical iff y = w^L + c·w^(2−L).
Two values of w can share a y for one c; special c make w a double root (y = y*) or worth nothing (y = y_g).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import prod
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from theory.dmf import Landscape
    from theory.dmf.landscape.orbits import Orbit

Rows = list[list[Fraction]]


@dataclass(frozen=True, eq=False)
class ExactPoint:
    """A critical point of ‖W_L⋯W_1 − Y‖² + Σ λ_l‖W_l‖²: ``modes`` are (position from 1, root, w), by position."""

    widths: tuple[int, ...]
    ridge: tuple[Fraction, ...]
    spectrum: tuple[Fraction, ...]
    modes: tuple[tuple[int, str, Fraction], ...]
    factors: tuple[Rows, ...]
    target: Rows

    @property
    def layers(self) -> int:
        """L, one ridge weight a layer."""
        return len(self.ridge)

    @property
    def rank(self) -> int:
        """r, how many modes are active."""
        return len(self.modes)

    @property
    def active(self) -> dict[int, str]:
        """Root by position."""
        return {position: root for position, root, _ in self.modes}

    @property
    def inactive(self) -> list[Fraction]:
        """Values without a mode, zeros included."""
        return [y for k, y in enumerate(self.spectrum, start=1) if k not in self.active]

    def value(self, position: int) -> Fraction:
        """y at a position counted from 1."""
        return self.spectrum[position - 1]

    @cached_property
    def landscape(self) -> Landscape:
        """What theory says about the same data."""
        from theory.dmf import Landscape

        return Landscape(self.widths, spectrum=self.spectrum, ridge=self.ridge)

    @cached_property
    def orbit(self) -> Orbit:
        """The predicted orbit of this point."""
        wanted = {k: str(root) for k, root in self.active.items()}
        return next(o for o in self.landscape.orbits() if {m.position: str(m.root) for m in o.active} == wanted)

    @property
    def size(self) -> float:
        """Orders witnesses: few parameters first, then short numbers."""
        numbers = (*self.spectrum, *self.ridge, *(w for _, _, w in self.modes))
        bits = sum(v.numerator.bit_length() + v.denominator.bit_length() for v in numbers)
        return bits + 100 * sum(a * b for a, b in pairwise(self.widths))

    def __str__(self) -> str:
        modes = ", ".join(f"{k}{'(0)' if root == '0' else root} with w = {w}" for k, root, w in self.modes) or "none active"
        weights, values = (", ".join(map(str, v)) for v in (self.ridge, self.spectrum))
        return f"widths {self.widths}, λ_l = {weights}, y = {values}, modes {modes}"


def exact_points(
    layers: tuple[int, ...] = (2, 3, 3, 4), most: int = 3, parameters: int = 30
) -> Callable[[Random], ExactPoint | None]:
    """A generator of points with repeated, zero and threshold values on purpose; None when there are too many entries."""

    def draw(rng: Random) -> ExactPoint | None:
        depth = rng.choice(layers)
        widths = tuple(rng.choice((1, *range(2, most + 1), *range(2, most + 1))) for _ in range(depth + 1))
        return None if sum(a * b for a, b in pairwise(widths)) > parameters else random_point(rng, widths)

    return draw


def random_point(rng: Random, widths: tuple[int, ...]) -> ExactPoint:
    """Modes from one family of w that share c, placed at the largest free positions of their value."""
    layers = len(widths) - 1
    c, family = _weights(rng, layers)
    others = [Fraction(rng.randint(1, 8), rng.randint(2, 5)) for _ in range(2)]
    choices = [(well_value(w, c, layers), w) for w in [*family, *family, *others]]
    rank, size = rng.choice((*range(min(widths) + 1), min(widths))), min(widths[0], widths[-1])
    chosen = [rng.choice(choices) for _ in range(rank)]
    pool = [Fraction(0), *(y for y, _ in choices), Fraction(rng.randint(0, 9), 2), *([c] if layers == 2 else [])]
    spectrum = sorted([*(y for y, _ in chosen), *(rng.choice(pool) for _ in range(size - rank))], reverse=True)
    free, modes = list(range(size)), []
    for y, w in sorted(chosen, key=lambda mode: (-mode[0], -mode[1])):
        place = next(k for k in free if spectrum[k] == y)
        free.remove(place)
        modes.append((place + 1, root_kind(w, c, layers), w))
    modes.sort()
    ratios = _ratios(rng, layers)
    factors, target = _matrices(rng, widths, ratios, spectrum, modes)
    ridge = tuple(c / ratio**2 for ratio in ratios)
    return ExactPoint(widths, ridge, tuple(spectrum), tuple(modes), factors, target)


def threshold_point(rng: Random) -> ExactPoint:
    """A value exactly at y*, at any position: its double root alone is active (L ≥ 3), or the origin (L = 2)."""
    layers = rng.choice((2, 3, 3, 4))
    widths = tuple(rng.randint(1, 3) for _ in range(layers + 1))
    w = Fraction(rng.randint(2, 6), rng.randint(2, 4))
    c = w ** (2 * layers - 2) * Fraction(layers, layers - 2) if layers > 2 else w
    level = well_value(w, c, layers) if layers > 2 else c
    others = [rng.choice((level / 2, level * 2, level * 3, level)) for _ in range(min(widths[0], widths[-1]) - 1)]
    spectrum = sorted([level, *others], reverse=True)
    modes = [(spectrum.index(level) + 1, "0", w)] if layers > 2 else []
    ratios = _ratios(rng, layers)
    factors, target = _matrices(rng, widths, ratios, spectrum, modes)
    return ExactPoint(widths, tuple(c / r**2 for r in ratios), tuple(spectrum), tuple(modes), factors, target)


def at_threshold(point: ExactPoint, count: int) -> bool:
    """Whether one of the first ``count`` values equals y*: L^L (L−2)^(L−2) y^(2L−2) = (2L−2)^(2L−2) λ, with 0^0 = 1."""
    L, weight = point.layers, prod(point.ridge)
    power = 2 * L - 2
    return any(L**L * (L - 2) ** (L - 2) * y**power == power**power * weight for y in point.spectrum[:count])


def well_value(w: Fraction, c: Fraction, layers: int) -> Fraction:
    """y for which the mode w is critical."""
    return w**layers + c * w ** (2 - layers)


def root_kind(w: Fraction, c: Fraction, layers: int) -> str:
    """'+', '-' or '0' by the slope of y at w, which has the sign of the curvature of the scalar problem."""
    slope = layers * w ** (2 * layers - 2) - (layers - 2) * c
    return "+" if slope > 0 else "-" if slope < 0 else "0"


def _weights(rng: Random, layers: int) -> tuple[Fraction, list[Fraction]]:
    """c, and values of w: two that share a y, a double one, one worth nothing, or any."""
    w = Fraction(rng.randint(2, 6), rng.randint(2, 4))
    kind = rng.choice(("pair", "pair", "double", "level", "plain")) if layers > 2 else "plain"
    if kind == "pair":
        z = w * Fraction(rng.randint(2, 5), 6)
        return (w**layers - z**layers) / (z ** (2 - layers) - w ** (2 - layers)), [w, z]
    if kind == "double":
        return w ** (2 * layers - 2) * Fraction(layers, layers - 2), [w]
    if kind == "level":
        return w ** (2 * layers - 2) / (layers - 2), [w]
    return Fraction(rng.randint(1, 6), rng.randint(1, 4)), [w]


def _ratios(rng: Random, layers: int) -> list[Fraction]:
    """Positive rationals with product 1; all 1 half of the time."""
    if rng.random() < 0.5:
        return [Fraction(1)] * layers
    ratios = [Fraction(rng.choice((1, 1, 2, 3)), rng.choice((1, 2))) for _ in range(layers - 1)]
    product = Fraction(1)
    for ratio in ratios:
        product *= ratio
    return [*ratios, 1 / product]


def _matrices(
    rng: Random, widths: tuple[int, ...], ratios: list[Fraction], spectrum: list[Fraction], modes: list
) -> tuple[tuple[Rows, ...], Rows]:
    """Modes run through random hidden units; Y is diagonal. (A rotation of frames is a symmetry of F.)"""
    outer = [position - 1 for position, _, _ in modes]
    units = [outer, *(rng.sample(range(d), len(modes)) for d in widths[1:-1]), outer]
    factors = []
    for l, ratio in enumerate(ratios, start=1):
        rows = [[Fraction(0)] * widths[l - 1] for _ in range(widths[l])]
        for (_, _, w), row, column in zip(modes, units[l], units[l - 1], strict=True):
            rows[row][column] = ratio * w
        factors.append(rows)
    target = [[spectrum[i] if i == j else Fraction(0) for j in range(widths[0])] for i in range(widths[-1])]
    return tuple(factors), target
