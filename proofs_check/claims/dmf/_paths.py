"""Paths between neighbouring levels, exactly: F along straight pieces is a polynomial, bounded above on each by its Bernstein
coefficients. A path that stays below the predicted barrier would refute it; the straight line attains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import comb
from random import Random

from proofs_check.claims.dmf._degenerate import _interpolated
from proofs_check.claims.dmf._oracle import Mat, exact, loss
from proofs_check.claims.dmf._points import ExactPoint, _matrices, _ratios, well_value
from proofs_check.probes.probe import Counterexample


@dataclass(frozen=True, eq=False)
class Path:
    """``stops``: factors on the way from level r − 1 to level r of the data of ``lower``; ``top``: F at (+^(r−1), −_r)."""

    lower: ExactPoint
    stops: tuple[list[Mat], ...]
    top: Fraction
    start: Fraction


def paths(rng: Random) -> Path | None:
    """L ≥ 3, r = 1 or 2, other values of Y below y_r; no stop half of the time (the straight line), else one or two."""
    layers, r = rng.choice((3, 3, 4)), rng.choice((1, 1, 2))
    widths = tuple(r + rng.randint(0, 1) for _ in range(layers + 1))
    high = Fraction(rng.randint(2, 6), rng.randint(2, 4))
    low = high * Fraction(rng.randint(2, 5), 6)
    c = (high**layers - low**layers) / (low ** (2 - layers) - high ** (2 - layers))
    above = [high * Fraction(rng.randint(5, 7), 4) for _ in range(r - 1)]
    size, y = min(widths[0], widths[-1]), well_value(high, c, layers)
    spectrum = [*(well_value(s, c, layers) for s in above), y, *(y * Fraction(rng.randint(0, 3), 4) for _ in range(size - r))]
    ratios, state = _ratios(rng, layers), rng.getstate()
    points = []
    for last in ([], [(r, "+", high)], [(r, "-", low)]):
        modes = [*((k + 1, "+", s) for k, s in enumerate(above)), *last]
        rng.setstate(state)  # the same hidden units for the modes that the three points share
        factors, target = _matrices(rng, widths, ratios, spectrum, modes or [(r, "+", Fraction(0))])
        points.append(ExactPoint(widths, tuple(c / t**2 for t in ratios), tuple(spectrum), tuple(modes), factors, target))
    first, end, saddle = ([exact(w) for w in point.factors] for point in points)
    between = []
    for _ in range(rng.choice((0, 0, 1, 2))):
        between.append([f + exact([[Fraction(rng.randint(-3, 3), 2) for _ in range(f.ncols())] for _ in range(f.nrows())])
                        for f in rng.choice((first, end))])  # fmt: skip
    top, start = (_fraction(loss(point, point_factors)) for point, point_factors in ((points[2], saddle), (points[0], first)))
    return Path(points[0], (first, *between, end), top, start)


def below(path: Path, height: Fraction) -> bool:
    """Whether F stays below ``height`` on the whole path, decided exactly piece by piece."""
    return all(_stays_below(_along(path.lower, a, b), height) for a, b in pairwise(path.stops))


def crosses(path: Path) -> Counterexample | None:
    """A path that stays below the barrier."""
    return _counterexample(path, path.top) if below(path, path.top) else None


def crosses_higher(path: Path) -> Counterexample | None:
    """Against a barrier that is a tenth higher above the start."""
    height = path.top + (path.top - path.start) / 10
    return _counterexample(path, height) if below(path, height) else None


def _counterexample(path: Path, height: Fraction) -> Counterexample:
    text = f"{path.lower}: a path of {len(path.stops) - 1} straight pieces to the next level stays below {height}"
    return Counterexample(text, size=path.lower.size + 1000 * len(path.stops))


def _along(point: ExactPoint, first: list[Mat], last: list[Mat]) -> list[Fraction]:
    """Coefficients of F((1 − t)·first + t·last) in t."""
    return _interpolated(lambda t: _fraction(loss(point, [a + t * (b - a) for a, b in zip(first, last, strict=True)])),
                         2 * point.layers)  # fmt: skip


def _stays_below(coefficients: list[Fraction], height: Fraction, depth: int = 12) -> bool:
    """Bernstein coefficients on [0, 1] bound the polynomial; halves are tried while values at the ends stay below."""
    n = len(coefficients) - 1
    bernstein = []
    for k in range(n + 1):
        terms = (Fraction(comb(k, i), comb(n, i)) * coefficients[i] for i in range(k + 1))
        bernstein.append(sum(terms, Fraction(0)))
    return _halves(bernstein, height, depth)


def _halves(bernstein: list[Fraction], height: Fraction, depth: int) -> bool:
    if max(bernstein) < height:
        return True
    if depth == 0 or max(bernstein[0], bernstein[-1]) >= height:
        return False
    left, right, row = [bernstein[0]], [bernstein[-1]], bernstein
    while len(row) > 1:
        row = [(a + b) / 2 for a, b in pairwise(row)]
        left.append(row[0])
        right.append(row[-1])
    return _halves(left, height, depth - 1) and _halves(right[::-1], height, depth - 1)


def _fraction(value) -> Fraction:  # type: ignore[no-untyped-def]
    return Fraction(int(value.p), int(value.q))
