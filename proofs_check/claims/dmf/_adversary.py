"""An adversary for the lower bound by wells: it picks every witness of the existential goal itself.

The goal says that some r, A, T, B, C, D, E, g, J, K satisfy its conclusions, the last of which bounds F. Its bound depends on
r, T and D alone. A T^L Bᵀ with orthonormal A, B is a singular value decomposition, so T is a permutation of known values;
C, E are orthonormal singular frames, so D holds r singular values of Y, in some order, with some signs; the conclusions
about g, J, K leave the r largest, unsigned. Hence finitely many choices are all choices, and a strengthened bound is refuted
in a model when each of them fails. Choices that need a lost conclusion (frames that are zero or scaled) are tried as well:
with the full goal they are never admissible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product
from random import Random
from typing import Any

from proofs_check.probes.edits import apply_change
from proofs_check.probes.probe import Counterexample
from proofs_check.probes.statement import Statement

Rows = list[list[str]]
HUGE = Fraction(10**9)
SHARE = 0.04
"""A model costs about a hundred exact evaluations, so a search examines one call in twenty-five."""


@lru_cache(maxsize=1)
def bound_goal() -> Statement:
    """The existential goal of dmf-minimality, as derived."""
    from theory.dmf.problem import Objective
    from theory.dmf.proofs.derivation import minimality

    derivation = minimality(Objective())
    return next(s for s in (derivation[g].statement for g in derivation.goals) if "exists" in s)


def choices(scene: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Values of r, A, T, B, C, D, E, g, J, K: every admissible choice up to what the bound does not see, and cheats."""
    r, rest = scene["r"], Fraction(scene["g"])
    values = _entries(scene["values"])
    honest = {n: scene[n] for n in ("r", "g", "K")}
    for order in permutations(range(r)):
        spectrum = {"A": _columns(scene["A"], order), "T": _diagonal([_entries(scene["T"])[i] for i in order]),
                    "B": _columns(scene["B"], order)}  # fmt: skip
        for picked, signs in product(permutations(range(len(values)), r), product((1, -1), repeat=r)):
            yield {**honest, **spectrum, "C": _columns(scene["left"], picked, signs), "E": _columns(scene["right"], picked),
                   "D": _diagonal([z * values[i] for z, i in zip(signs, picked, strict=True)]),
                   "J": _roots(scene, picked)}  # fmt: skip
    whole = {n: scene[n] for n in ("A", "T", "B", "C", "D", "E", "J")}
    for scale in (Fraction(1, 2), Fraction(3, 4), Fraction(9, 8), Fraction(2), Fraction(7)):
        thin = {"T": _diagonal([t / scale for t in _entries(scene["T"])])}
        yield {**honest, **whole, **thin, "A": _scaled(scene["A"], scale ** scene["L"])}
        yield {**honest, **whole, **thin, "B": _scaled(scene["B"], scale ** scene["L"])}
    if r > 1:  # zero columns of C and E carry any D
        first = [HUGE, *_entries(scene["D"])[1:]]
        yield {**honest, **whole, "C": _without(scene["C"]), "E": _without(scene["E"]), "D": _diagonal(first),
               "J": _diagonal([(d - rest) for d in first])}  # fmt: skip


def admissible(statement: Statement, scene: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bool, Fraction, Fraction]]:
    """(choice, whether the bound holds with it, left side, right side) for each choice that meets the other conclusions."""
    from theory.kernel.statement import Statement as Parsed
    from theory.models.model import Model, evaluate

    parsed = Parsed(statement)
    fresh = {name for name, _ in statement["exists"]}
    letters = {name for name, spec in statement["letters"] if not _defined(spec)}
    free = {name: value for name, value in scene.items() if name in letters}
    first = Model(parsed.letters, free)
    if not all(evaluate(parsed, free).given):
        return
    *conditions, bound = statement["then"]
    left, _, right = bound.partition(">=" if ">=" in bound else ">")
    first.evaluate(left)
    for choice in choices(scene):
        here = Model(parsed.inner, {**free, **{name: value for name, value in choice.items() if name in fresh}})
        here.cache.update(first.cache)  # no letter of the problem depends on a witness
        if all(here.holds(atom) for atom in conditions):
            yield choice, here.holds(bound), Fraction(here.evaluate(left)), Fraction(here.evaluate(right))  # type: ignore[arg-type]


def defeated(statement: Statement, scene: dict[str, Any]) -> Counterexample | None:
    """A counterexample if there are admissible choices and the bound fails under each of them."""
    seen = list(admissible(statement, scene))
    if not seen or any(holds for _, holds, _, _ in seen):
        return None
    least = min(right for _, _, _, right in seen)
    text = (f"L = {scene['L']}, widths {[int(v) for v in scene['d'].values()]}, T = {_list(scene['T'])}, Y has "
            "the singular values "
            f"{_list(scene['values'])}: {len(seen)} choices of the witnesses are admissible, the left side is {seen[0][2]}, "
            f"the right side at least {least}")  # fmt: skip
    return Counterexample(text, size=sum(int(v) for v in scene["d"].values()) + 100 * scene["r"])


def against(change: tuple[tuple[str, str], ...] | Callable[[Statement], Statement], equal: bool | None = None,
            share: float = SHARE) -> Callable[[Random], Counterexample | None]:  # fmt: skip
    """A search for a model where the changed goal fails under all choices; only a ``share`` of the calls draw one.
    ``equal``: models where the bound is an equality (None: now and then)."""

    def search(rng: Random) -> Counterexample | None:
        from theory.dmf.problem import Objective
        from theory.dmf.scenes.minima import random_leading

        if rng.random() > share:
            return None
        scene = random_leading(rng, Objective(), 3, rng.random() < 0.5 if equal is None else equal)
        return defeated(apply_change(bound_goal(), change), scene)

    return search


def any_order(rng: Random) -> Counterexample | None:
    """Against "whatever the order of D": an admissible choice with which the bound fails."""
    from theory.dmf.problem import Objective
    from theory.dmf.scenes.minima import random_leading

    if rng.random() > SHARE:
        return None
    scene = random_leading(rng, Objective(), 3, True)
    for choice, holds, left, right in admissible(bound_goal(), scene):
        if not holds:
            text = f"L = {scene['L']}, T = {_list(choice['T'])} beside D = {_list(choice['D'])}: {left} < {right}"
            return Counterexample(text, size=sum(int(v) for v in scene["d"].values()))
    return None


def _defined(spec: dict) -> bool:
    return bool({"value", "first", "last", "override"} & set(spec))


def _entries(rows: Rows) -> list[Fraction]:
    return [Fraction(row[i]) for i, row in enumerate(rows)]


def _diagonal(values: list[Fraction]) -> Rows:
    return [[str(v) if i == j else "0" for j in range(len(values))] for i, v in enumerate(values)]


def _columns(rows: Rows, picked: tuple[int, ...], signs: tuple[int, ...] | None = None) -> Rows:
    signs = signs or (1,) * len(picked)
    return [[str(z * Fraction(row[i])) for i, z in zip(picked, signs, strict=True)] for row in rows]


def _roots(scene: dict[str, Any], picked: tuple[int, ...]) -> Rows:
    """The J of a choice: √(D − g) where one of the leading values is picked; elsewhere none exists, and 1 stands there."""
    known = _entries(scene["J"])
    return _diagonal([known[i] if i < len(known) else Fraction(1) for i in picked])


def _scaled(rows: Rows, factor: Fraction) -> Rows:
    return [[str(factor * Fraction(x)) for x in row] for row in rows]


def _without(rows: Rows) -> Rows:
    return [["0", *row[1:]] for row in rows]


def _list(rows: Rows) -> str:
    return ", ".join(map(str, _entries(rows)))
