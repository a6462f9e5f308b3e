"""Fit values to hypotheses: solve equations for one letter in which they are affine, redraw for comparisons.

That an equation is affine in a letter is seen from its values, not from its text: r(v₀ + d) = r(v₀) + J·d is tried at
a point that did not determine J.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from proofs_check.planted.draws import exact_root
from proofs_check.probes.evaluator import Reading, Scene, Values, definition
from proofs_check.probes.exact import UNDECIDED, Grid, is_zero, sign_of
from proofs_check.probes.expressions import compiled_atom

MOST = 20
"""Letters that are tried for one failing hypothesis."""

Slot = tuple[str, int | None]
"""A letter, or one member of a family."""

Redraw = Callable[[Scene, Slot, Random], Any]


def fitted(
    reading: Reading,
    values: Values,
    atoms: list[str],
    rng: Random,
    redraw: Redraw,
    passes: int,
    fixed: frozenset[str] = frozenset(),
) -> Values | None:
    """Values for which every atom holds, near the given ones; None when ``passes`` changes did not suffice."""
    scene = Scene(reading, values)
    for _ in range(passes):
        failing = [atom for atom in atoms if not scene.holds(atom)]
        if not failing:
            scene.respect()
            return scene.values
        equations = [atom for atom in failing if scene.residuals(atom) is not None]
        better = _mended(scene, (equations or failing)[0], atoms, rng, redraw, fixed)
        if better is None:
            return None
        scene = better
    return scene.values if all(scene.holds(atom) for atom in atoms) and _respected(scene) else None


def _respected(scene: Scene) -> bool:
    scene.respect()
    return True


def _mended(scene: Scene, atom: str, atoms: list[str], rng: Random, redraw: Redraw, fixed: frozenset[str]) -> Scene | None:
    """A scene where this atom holds, through another value for one letter that it depends on."""
    reached = scene.reading.depends(atom) - fixed
    names = [name for name in scene.values if name in reached and definition(scene.reading.specs[name]) is None]
    slots = [(name, place) for name in names for place in scene.places(name)]
    rng.shuffle(slots)
    alone = _alone(atom) if rng.random() < 0.7 else frozenset()
    slots.sort(key=lambda slot: (slot[0] not in alone, scene.reading.specs[slot[0]]["kind"] in ("integer", "dimension")))
    for slot in slots[:MOST]:
        new = None
        if scene.reading.specs[slot[0]]["kind"] not in ("integer", "dimension"):
            comparison = hasattr(compiled_atom(atom), "relation") and scene.residuals(atom) is None
            target = {atom: rng.choice((0, 1, 1, Fraction(1, 3), 7))} if comparison else {}
            new = solved(scene, slot, [a for a in atoms if slot[0] in scene.reading.depends(a)], rng, target)
        if new is None and scene.residuals(atom) is None:
            new = _redrawn(scene, slot, atom, rng, redraw)
        if new is not None:
            return _with_roots(new, slot)
    return None


@lru_cache(maxsize=4096)
def _alone(atom: str) -> frozenset[str]:
    """Letters that stand alone on one side of an equation: it may be solved for them without looking."""
    found = set()
    for node in ast.walk(ast.parse(atom, mode="eval")):
        if isinstance(node, ast.Compare):
            for side in (node.left, *node.comparators):
                name = side.value if isinstance(side, ast.Subscript) else side
                found |= {name.id} if isinstance(name, ast.Name) else set()
    return frozenset(found)


def _redrawn(scene: Scene, slot: Slot, atom: str, rng: Random, redraw: Redraw) -> Scene | None:
    if scene.reading.specs[slot[0]]["kind"] == "dimension":
        return None  # the shapes of other letters would no longer fit
    for _ in range(5):
        try:
            moved = scene.moved(*slot, redraw(scene, slot, rng))
            if moved.holds(atom):
                return moved
        except UNDECIDED:
            continue
    return None


def _with_roots(scene: Scene, slot: Slot) -> Scene:
    """Roots that depend on the changed letter, computed again."""
    for name, spec in scene.reading.specs.items():
        if definition(spec) == "root" and slot[0] in scene.reading.depends(spec["root"][1]) and name in scene.values:
            root = exact_root(scene.evaluate(spec["root"][1]), scene.integer(spec["root"][0]))
            scene = scene.moved(name, None, root)
    return scene


def solved(scene: Scene, slot: Slot, atoms: list[str], rng: Random, target: dict[str, Any] | None = None) -> Scene | None:
    """Another value for ``slot`` that meets all equations among ``atoms`` that it touches, if they are affine in it; a
    comparison a > b named in ``target`` is solved as the equation a = b + target.
    """
    base, shape = _coordinates(scene, slot)
    if not base or len(base) > 16:
        return None

    def residual(point: list[Any]) -> list[Any]:
        return at(scene.moved(*slot, _assembled(point, shape)))

    def at(moved: Scene) -> list[Any]:
        aimed = [compiled_atom(atom).gap(moved, {}) + by * -1 for atom, by in (target or {}).items()]
        return aimed + [x for part in (moved.residuals(atom) for atom in atoms) for x in part or []]

    try:
        start = at(scene)
        trial = [rng.choice((-2, 2, 3)) for _ in base]
        there = residual([b + t for b, t in zip(base, trial, strict=True)])
        if len(base) > 2 and any(not is_zero(x) for x in _minus(_minus(residual([b + 2 * t for b, t in zip(
                base, trial, strict=True)]), there), _minus(there, start))):  # fmt: skip
            return None  # bent along one line already: no need of all columns
        columns = [_minus(residual(_shifted(base, k, 1)), start) for k in range(len(base))]
        expected = [s + sum(c[i] * t for c, t in zip(columns, trial, strict=True)) for i, s in enumerate(start)]
        if any(not is_zero(x) for x in _minus(there, expected)):
            return None
        touched = [i for i in range(len(start)) if any(not is_zero(column[i]) for column in columns)]
        if all(is_zero(start[i]) for i in touched):
            return None  # what fails is not in this letter's hands
        step = linear_solution([[column[i] for i in touched] for column in columns], [start[i] for i in touched], rng)
    except (*UNDECIDED, TypeError, ValueError, IndexError, OverflowError):
        return None
    if step is None or (all(is_zero(d) for d in step)):
        return None
    new = [_short(b + d) for b, d in zip(base, step, strict=True)]
    if scene.reading.specs[slot[0]]["kind"] == "positive" and sign_of(new[0]) <= 0:
        return None
    if scene.reading.specs[slot[0]].get("positive") and any(sign_of(x) <= 0 for x in new):
        return None
    return scene.moved(*slot, _assembled(new, shape))


def _coordinates(scene: Scene, slot: Slot) -> tuple[list[Any], tuple[int, int] | str | None]:
    value = scene.get(*slot)
    if not isinstance(value, Grid):
        return [value], None
    if scene.reading.specs[slot[0]]["kind"] == "diagonal":
        return [value.rows[i][i] for i in range(value.shape[0])], "diagonal"
    return [x for row in value.rows for x in row], value.shape


def _assembled(point: list[Any], shape: tuple[int, int] | str | None) -> Any:
    if shape is None:
        return point[0]
    if shape == "diagonal":
        return Grid.of((len(point), len(point)), lambda i, j: point[i] if i == j else 0)
    assert isinstance(shape, tuple)
    return Grid.of(shape, lambda i, j: point[i * shape[1] + j])


def _shifted(point: list[Any], k: int, by: int) -> list[Any]:
    return [x + by if i == k else x for i, x in enumerate(point)]


def _minus(a: list[Any], b: list[Any]) -> list[Any]:
    return [x + y * -1 for x, y in zip(a, b, strict=True)]


def linear_solution(columns: list[list[Any]], start: list[Any], rng: Random) -> list[Any] | None:
    """One d with Σ dₖ·columnₖ = −start, the free coordinates drawn at random (mostly 0); None if there is none.

    >>> linear_solution([[2], [0]], [-6], Random(0))[0]
    Fraction(3, 1)
    """
    n = len(columns)
    table = [[Fraction(column[i]) for column in columns] + [Fraction(-s)] for i, s in enumerate(start)]
    pivots: list[int] = []
    row = 0
    for k in range(n):
        pivot = next((i for i in range(row, len(table)) if table[i][k]), None)
        if pivot is None:
            continue
        table[row], table[pivot] = table[pivot], table[row]
        table[row] = [x / table[row][k] for x in table[row]]
        for i, other in enumerate(table):
            if i != row and other[k]:
                table[i] = [x - other[k] * y for x, y in zip(other, table[row], strict=True)]
        pivots.append(k)
        row += 1
    if any(line[n] for line in table[row:]):
        return None
    step: list[Any] = [Fraction(0) if k in pivots else Fraction(rng.choice((0, 0, 1, -1))) for k in range(n)]
    for i, k in enumerate(pivots):
        step[k] = table[i][n] - sum(table[i][j] * step[j] for j in range(n) if j not in pivots)
    return step


def _short(x: Any) -> Any:
    return x.numerator if isinstance(x, Fraction) and x.denominator == 1 else x
