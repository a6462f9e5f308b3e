"""Random landscapes with rational critical points, built from the points and not from the equations of the theory.

Mode by mode: layer weights λ_l = c/ρ_l², factors of the mode w_l = ρ_l·w, product p = Π w_l. The chain of scalars is
critical iff (p − y)·p + λ_l w_l² = 0, that is y = p + c w²/p; two values of w give the same y for one c, and special c
make a critical w a double root or as good as zero. With Π ρ_l = 1 all modes share c and ρ.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from fractions import Fraction

from tests.theory.dmf.exact_oracle import Matrix, identity, matmul


@dataclass(frozen=True)
class Instance:
    """Widths, weights, spectrum with a rational critical point: its modes as (position, w) and its factors."""

    widths: tuple[int, ...]
    weights: list[Fraction]
    spectrum: list[Fraction]
    active: tuple[tuple[int, str], ...]
    factors: list[Matrix]
    target: Matrix


def random_instance(rng: random.Random, layers: int, most: int = 3) -> Instance:
    """Repeated, zero and threshold values on purpose; unequal weights in half of the cases; rotated frames in half."""
    widths = tuple(rng.randint(1, most) for _ in range(layers + 1))
    ratios = _ratios(rng, layers)
    w = Fraction(rng.randint(2, 6), rng.randint(2, 4))
    c, family = _coefficient(rng, layers, w)
    others = [Fraction(rng.randint(1, 8), rng.randint(2, 5)) for _ in range(2)]
    choices = [(critical_value(z, c, layers), z) for z in [*family, *others]]
    size = min(widths[0], widths[-1])
    rank = rng.choice((0, *range(1, min(widths) + 1), min(widths)))
    active = [rng.choice(choices[: len(family)] * 2 + choices) for _ in range(rank)]
    pool = [Fraction(0), *(y for y, _ in choices), Fraction(rng.randint(0, 9), 2)] + ([c] if layers == 2 else [])
    idle = [rng.choice(pool) for _ in range(size - rank)]
    spectrum = sorted([*(y for y, _ in active), *idle], reverse=True)
    placed, free = [], list(range(size))
    for y, z in sorted(active, key=lambda mode: (-mode[0], -mode[1])):
        position = next(k for k in free if spectrum[k] == y)
        free.remove(position)
        placed.append((position, z))
    factors, target = _point(rng, widths, ratios, spectrum, placed)
    names = tuple((position + 1, _name(z, c, layers)) for position, z in sorted(placed))
    return Instance(widths, [c / ratio**2 for ratio in ratios], spectrum, _canonical(names, spectrum), factors, target)


def critical_value(w: Fraction, c: Fraction, layers: int) -> Fraction:
    """y for which w is critical."""
    return w**layers + c * w ** (2 - layers)


def _coefficient(rng: random.Random, layers: int, w: Fraction) -> tuple[Fraction, list[Fraction]]:
    """c, and critical w that share a y: two, a double one, or one that is as good as zero."""
    kind = rng.choice(("pair", "double", "double", "level", "plain")) if layers > 2 else "plain"
    if kind == "double":  # y'(w) = L w^(L−1) − (L−2) c w^(1−L) = 0
        return w ** (2 * layers - 2) * Fraction(layers, layers - 2), [w]
    if kind == "level":  # (w^L − y)² + L c w² = y²
        return w ** (2 * layers - 2) / (layers - 2), [w]
    if kind == "pair":
        z = w * Fraction(rng.randint(2, 5), 6)
        return (w**layers - z**layers) / (z ** (2 - layers) - w ** (2 - layers)), [w, z]
    return Fraction(rng.randint(1, 6), rng.randint(1, 4)), [w]


def _name(w: Fraction, c: Fraction, layers: int) -> str:
    """By the sign of the slope of y at w, that is of the second derivative of the scalar problem."""
    slope = layers * w ** (layers - 1) - (layers - 2) * c * w ** (1 - layers)
    return "+" if slope > 0 else "-" if slope < 0 else "0"


def _canonical(names: tuple[tuple[int, str], ...], spectrum: list[Fraction]) -> tuple[tuple[int, str], ...]:
    """Inside a group of equal values the first positions, '+' before '-'."""
    found = []
    for y in dict.fromkeys(spectrum):
        first = spectrum.index(y) + 1
        roots = sorted((root for position, root in names if spectrum[position - 1] == y), key="+0-".index)
        found += [(first + k, root) for k, root in enumerate(roots)]
    return tuple(found)


def _point(
    rng: random.Random,
    widths: tuple[int, ...],
    ratios: list[Fraction],
    spectrum: list[Fraction],
    placed: list[tuple[int, Fraction]],
) -> tuple[list[Matrix], Matrix]:
    """W_l = U_l diag(ρ_l w) U_{l−1}ᵀ with rational orthonormal frames, and Y = U_L diag(y) U_0ᵀ (completed)."""
    bases = [_rotation(rng, d) for d in widths]
    frames = [
        [position for position, _ in placed] if l in (0, len(widths) - 1) else rng.sample(range(d), len(placed))
        for l, d in enumerate(widths)
    ]
    factors = []
    for l, ratio in enumerate(ratios, start=1):
        core = [[Fraction(0)] * widths[l - 1] for _ in range(widths[l])]
        for (_, w), row, column in zip(placed, frames[l], frames[l - 1], strict=True):
            core[row][column] = ratio * w
        factors.append(matmul(matmul(bases[l], core), _transposed(bases[l - 1])))
    core = [[Fraction(0)] * widths[0] for _ in range(widths[-1])]
    for k, y in enumerate(spectrum):
        core[k][k] = y
    return factors, matmul(matmul(bases[-1], core), _transposed(bases[0]))


def _ratios(rng: random.Random, layers: int) -> list[Fraction]:
    """Positive rationals with product 1; all 1 in half of the cases."""
    if rng.random() < 0.5:
        return [Fraction(1)] * layers
    ratios = [Fraction(rng.choice((1, 1, 2, 3)), rng.choice((1, 2))) for _ in range(layers - 1)]
    last = Fraction(1)
    for ratio in ratios:
        last /= ratio
    return [*ratios, last]


def _rotation(rng: random.Random, size: int) -> Matrix:
    """A product of rational plane rotations (or the identity)."""
    basis = identity(size)
    if size > 1 and rng.random() < 0.5:
        for _ in range(2):
            i, j = rng.sample(range(size), 2)
            step = identity(size)
            step[i][i] = step[j][j] = Fraction(3, 5)
            step[i][j], step[j][i] = Fraction(-4, 5), Fraction(4, 5)
            basis = matmul(step, basis)
    return basis


def _transposed(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]
